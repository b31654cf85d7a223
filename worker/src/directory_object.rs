//! The directory: one object that knows which platforms there are and when each is due next.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};

use domain::{
    calendar::LAST_TODAY,
    field::{FieldError, FieldFault},
    platform::{NewPlatform, PlatformId},
    wire::{Code, Fault, FieldErrorView, Platforms, Unavailable, ValueFault},
};
use futures_util::future::join_all;
use worker::{DurableObject, Env, Error, Request, Response, Result, State, Storage, console_error, durable_object};

use crate::{
    asked::{Asked, nothing_here},
    calls::{Call, OfDirectory},
    clock,
    damage::{code, unopened},
    inbound::{body, caller, fault, finish, header},
    inside::{self, Founding, ask, found},
    machine::machine_now,
    once::{self, Once},
    reply::{OrReply, Reply, refuse},
    request::{self, Target},
    transaction,
    versions::{self, Versions},
    writes::{Value, Writes},
};

/// How many milliseconds late a platform may be before the cron trigger wakes it, because its own alarm must have
/// failed.
const OVERDUE: i64 = 120_000;
/// How many objects are asked at the same time.
const AT_A_TIME: usize = 32;

/// The versions of the directory's storage.
const VERSIONS: Versions =
    Versions { sign: "platform", migrations: &[versions::begin_to_count], damaged: Fault::DirectoryDamaged };

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS platform (id TEXT PRIMARY KEY, scope TEXT NOT NULL, hash TEXT NOT NULL, \
    founded INTEGER NOT NULL, deadline INTEGER) STRICT, WITHOUT ROWID";

/// Lists a platform that was founded.
const LIST: &str = "UPDATE platform SET founded = 1 WHERE id = ?";
/// Frees an id that was reserved for nothing.
const FREE: &str = "DELETE FROM platform WHERE id = ? AND founded = 0";

/// The directory's object.
#[durable_object(fetch)]
pub struct DirectoryObject {
    env: Env,
    storage: Storage,
    /// Whether the storage has been opened since the object woke.
    open: Cell<bool>,
    /// The platforms that requests are creating at this moment.
    creating: RefCell<BTreeSet<String>>,
}

/// A platform that a request is creating. It is no longer being created when this is dropped.
struct Creating<'a> {
    directory: &'a DirectoryObject,
    id: String,
}

impl Drop for Creating<'_> {
    fn drop(&mut self) {
        self.directory.creating.borrow_mut().remove(&self.id);
    }
}

impl DurableObject for DirectoryObject {
    fn new(state: State, env: Env) -> Self {
        Self { env, storage: state.storage(), open: Cell::new(false), creating: RefCell::default() }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let answer = self.answer(&mut request).await;
        finish(&mut request, answer).await
    }
}

impl DirectoryObject {
    async fn answer(&self, request: &mut Request) -> OrReply<Reply> {
        self.open()?;
        let target = Target::of(&request.inner().url());
        if target.segments.is_none() {
            return self.inside(&target).await;
        }
        let asked = Asked::of(&request.inner().method(), target, false)?;
        match asked.described.call {
            Call::Directory(OfDirectory::List) => self.list(&asked).await,
            Call::Directory(OfDirectory::Create) => self.create(&asked, request).await,
            Call::Worker(_) | Call::Ask(_) | Call::Preview(_) | Call::Do(_) | Call::Test => nothing_here(),
        }
    }

    /// Answers requests from this worker and its objects.
    async fn inside(&self, target: &Target) -> OrReply<Reply> {
        match target.path.as_str() {
            inside::DEADLINE => self.note_deadline(target),
            inside::LISTED => self.is_listed(target),
            inside::WAKE_OVERDUE => self.wake_overdue(target).await,
            _ => nothing_here(),
        }
    }

    /// Opens the storage, and makes the tables if there are none.
    fn open(&self) -> OrReply<()> {
        if !self.open.get() && !VERSIONS.open(&self.storage)? {
            let mut tables = Writes::default();
            [SCHEMA].into_iter().chain(once::SCHEMA).for_each(|table| tables.push(table, []));
            VERSIONS.mark(&mut tables);
            self.commit(tables)?;
        }
        self.open.set(true);
        Ok(())
    }

    /// A page of the platforms, by id. Each platform is asked for its own entry, so that the list is up to date. One
    /// that cannot be asked is listed apart from the others.
    async fn list(&self, asked: &Asked) -> OrReply<Reply> {
        let mut query = asked.query();
        let limit = query.limit();
        let after = query.text("cursor").unwrap_or_default();
        query.end()?;
        self.finish_creations().await?;
        let most = u64::try_from(limit + 1).unwrap_or(u64::MAX);
        let mut ids = self.ids(
            "SELECT id FROM platform WHERE founded = 1 AND id > ? ORDER BY id LIMIT ?",
            &[after.into(), most.into()],
        )?;
        let more = ids.len() > limit;
        ids.truncate(limit);
        let next_cursor = ids.last().filter(|_| more).cloned();
        let mut page = Platforms { items: Vec::with_capacity(ids.len()), unavailable: Vec::new(), next_cursor };
        for chunk in ids.chunks(AT_A_TIME) {
            let answers = join_all(chunk.iter().map(|id| ask(&self.env, id, inside::HEAD))).await;
            for (id, answer) in chunk.iter().zip(answers) {
                match answer {
                    Ok(text) => page.items.push(serde_json::from_str(&text).map_err(|error| fault(&error.into()))?),
                    Err(reply) => page.unavailable.push(unavailable(id, &reply)?),
                }
            }
        }
        Ok(Reply::json(200, &page))
    }

    /// Whether a platform is listed.
    fn is_listed(&self, target: &Target) -> OrReply<Reply> {
        let id = target.query().text("id").unwrap_or_default();
        let rows = self.rows("SELECT 1 FROM platform WHERE id = ? AND founded = 1", &[id.into()])?;
        Ok(Reply::json(200, &!rows.is_empty()))
    }

    /// Creates a platform: reserves its id here, founds it in its own object, and answers. If this is interrupted, the
    /// same request continues where it stopped.
    async fn create(&self, asked: &Asked, request: &mut Request) -> OrReply<Reply> {
        asked.query().end()?;
        let key = request::key(header(request, "idempotency-key"))?;
        let body = body(request, asked.described.body).await?;
        let once = Once::new(asked.described.method.as_str(), &asked.target, key, &body);
        if let Some(reply) = self.answered(&once)? {
            return Ok(reply);
        }
        let new: NewPlatform = request::json(&body)?;
        self.finish_creations().await?;
        let id = self.reserve(&once, &new)?;
        let name = id.as_str().to_owned();
        self.creating.borrow_mut().insert(name.clone());
        let _creating = Creating { directory: self, id: name };
        let founding = Founding { id: id.clone(), actor: caller(request), new };
        let reply = match found(&self.env, &founding).await {
            Ok(reply) => reply,
            Err(error) => return Err(unopened(&error, &Fault::PlatformDamaged)),
        };
        if let Some(earlier) = self.answered(&once)? {
            return Ok(earlier);
        }
        let mut writes = Writes::default();
        if reply.is_success() {
            writes.push(LIST, [id.as_str().into()]);
            once.answer(&mut writes, &reply);
        } else {
            writes.push(FREE, [id.as_str().into()]);
        }
        self.commit(writes)?;
        Ok(reply)
    }

    /// Finishes the creations that were interrupted: a platform that was founded is listed from now on, and an id that was
    /// only reserved is free again.
    async fn finish_creations(&self) -> OrReply<()> {
        let reserved = self.ids("SELECT id FROM platform WHERE founded = 0", &[])?;
        for id in reserved {
            if self.creating.borrow().contains(&id) {
                continue;
            }
            let founded = match inside::is_founded(&self.env, &id).await {
                Ok(founded) => founded,
                // one platform that does not answer must not hold up the others
                Err(_) => continue,
            };
            // the same request may have come again meanwhile
            if self.creating.borrow().contains(&id) {
                continue;
            }
            let mut writes = Writes::default();
            let what = if founded { LIST } else { FREE };
            writes.push(what, [id.into()]);
            self.commit(writes)?;
        }
        Ok(())
    }

    /// The id of the platform: the one that the same request reserved before, the wished one, or one made from the
    /// name.
    fn reserve(&self, once: &Once, new: &NewPlatform) -> OrReply<PlatformId> {
        let mine = self.rows("SELECT id, hash FROM platform WHERE scope = ?", &[once.scope().into()])?;
        if let Some(mut row) = mine.into_iter().next() {
            let (id, hash) = (row.text().map_err(|error| fault(&error))?, row.text().map_err(|error| fault(&error))?);
            let id = PlatformId::try_from(id).map_err(|error| {
                Box::new(Reply::invalid(vec![FieldErrorView::of("id", &ValueFault::PlatformId(error))]))
            })?;
            return if hash == once.hash() { Ok(id) } else { Err(Box::new(Once::reused())) };
        }
        let wished = new.id.clone().unwrap_or_else(|| PlatformId::suggested_by(&new.name));
        check(new, wished.clone())?;
        let id = self.free_id(new, wished)?;
        let mut writes = Writes::default();
        let values = [id.as_str().into(), once.scope().into(), once.hash().into()];
        writes.push("INSERT INTO platform (id, scope, hash, founded) VALUES (?, ?, ?, 0)", values);
        self.commit(writes)?;
        Ok(id)
    }

    fn free_id(&self, new: &NewPlatform, wished: PlatformId) -> OrReply<PlatformId> {
        let taken = |id: &PlatformId| -> OrReply<bool> {
            Ok(!self.rows("SELECT 1 FROM platform WHERE id = ?", &[id.as_str().into()])?.is_empty())
        };
        if !taken(&wished)? {
            return Ok(wished);
        }
        if new.id.is_some() {
            return refuse(Fault::IdTaken { id: wished.into() });
        }
        let mut number = 2;
        loop {
            let id = wished.numbered(number);
            if !taken(&id)? {
                return Ok(id);
            }
            number += 1;
        }
    }

    fn note_deadline(&self, target: &Target) -> OrReply<Reply> {
        let mut query = target.query();
        let (id, deadline) = (query.text("id").unwrap_or_default(), query.number("at"));
        let mut writes = Writes::default();
        writes.push("UPDATE platform SET deadline = ? WHERE id = ?", [deadline.into(), id.into()]);
        self.commit(writes)?;
        Ok(Reply::json(200, &()))
    }

    /// Wakes every platform that is overdue. If one cannot be woken, the others still are.
    async fn wake_overdue(&self, target: &Target) -> OrReply<Reply> {
        let now = target.query().number("now").and_then(|now| i64::try_from(now).ok()).unwrap_or_else(machine_now);
        let overdue = "SELECT id FROM platform WHERE deadline <= ? ORDER BY deadline";
        let ids = self.ids(overdue, &[now.saturating_sub(OVERDUE).into()])?;
        if let Err(reply) = self.finish_creations().await {
            console_error!("{}", reply.body);
        }
        for chunk in ids.chunks(AT_A_TIME) {
            // what fails is logged there
            join_all(chunk.iter().map(|id| ask(&self.env, id, inside::WAKE))).await;
        }
        Ok(Reply::json(200, &ids))
    }

    fn answered(&self, once: &Once) -> OrReply<Option<Reply>> {
        once.answered(&self.storage.sql()).map_err(|error| fault(&error))
    }

    fn rows(&self, query: &str, values: &[Value]) -> OrReply<Vec<transaction::Row>> {
        transaction::rows(&self.storage.sql(), query, values).map_err(|error| fault(&error))
    }

    fn ids(&self, query: &str, values: &[Value]) -> OrReply<Vec<String>> {
        let rows = self.rows(query, values)?;
        rows.into_iter().map(|mut row| row.text().map_err(|error| fault(&error))).collect()
    }

    fn commit(&self, writes: Writes) -> OrReply<()> {
        let list = writes.finish().map_err(|error| fault(&error.into()))?;
        transaction::commit(&self.storage, &list).map_err(|error| fault(&error))
    }
}

/// The entry of a platform that answered with a problem.
fn unavailable(id: &str, reply: &Reply) -> OrReply<Unavailable> {
    let code = match code(reply) {
        // it was founded, so its data is lost
        Some(Code::NoPlatform) => Code::PlatformDamaged,
        Some(code) => code,
        None => Code::Internal,
    };
    let id = PlatformId::try_from(id.to_owned()).map_err(|error| fault(&Error::RustError(error.to_string())))?;
    Ok(Unavailable { id, name: None, code: code.as_str().to_owned() })
}

/// Checks every field of a new platform, including the time zone and currency, which the rules do not check.
fn check(new: &NewPlatform, id: PlatformId) -> OrReply<()> {
    let mut errors = Vec::new();
    let zone = clock::zone(&new.time_zone);
    if zone.is_none() {
        errors.push(FieldError::new("time_zone", FieldFault::TimeZone));
    }
    if iso_currency::Currency::from_code(new.currency.as_str()).is_none() {
        errors.push(FieldError::new("currency", FieldFault::Currency));
    }
    let today = zone.map_or(LAST_TODAY, |zone| clock::date_at(zone, machine_now()));
    if let Err(more) = new.clone().check(id, new.first_day(today)) {
        errors.extend(more);
    }
    if errors.is_empty() { Ok(()) } else { Err(Box::new(Reply::blaming(&errors))) }
}
