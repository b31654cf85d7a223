//! The directory: one object that knows which platforms there are, what each told last, and when it is due next.

use std::rc::Rc;

use domain::{
    calendar::LAST_TODAY,
    field::{FieldError, FieldFault},
    platform::{NewPlatform, PlatformId},
    wire::{Fault, FieldErrorView, HouseView, ValueFault},
};
use futures_util::future::join_all;
use worker::{DurableObject, Env, Request, Response, Result, State, console_error, durable_object};

use crate::{
    asked::{Asked, nothing_here},
    calls::{Call, OfDirectory},
    clock,
    damage::unopened,
    directory::{Directory, unusable},
    heads::AT_A_TIME,
    inbound::{fault, finish, header},
    inside::{self, Founding, ask, found},
    machine::{machine_now, working_for},
    once::Once,
    place::{caller, with_body},
    reply::{OrReply, Reply, refuse},
    request::{self, Target},
    writes::Writes,
};

/// How many milliseconds late a platform may be before the cron trigger wakes it, because its own alarm must have
/// failed.
const OVERDUE: i64 = 120_000;

/// The name under which storage knows that the desk is locked.
const LOCKED: &str = "locked";
/// Lists a platform that was founded.
pub const LIST: &str = "UPDATE platform SET founded = 1 WHERE id = ?";
/// Frees an id that was reserved for nothing.
pub const FREE: &str = "DELETE FROM platform WHERE id = ? AND founded = 0";

/// The directory's object.
#[durable_object(fetch)]
pub struct DirectoryObject(Rc<Directory>);

/// A platform that a request is creating. It is no longer being created when this is dropped.
pub(crate) struct Creating<'a> {
    directory: &'a Directory,
    id: String,
}

impl<'a> Creating<'a> {
    /// Notes that a request is creating this platform.
    pub(crate) fn of(directory: &'a Directory, id: String) -> Self {
        directory.creating.borrow_mut().insert(id.clone());
        Self { directory, id }
    }
}

impl Drop for Creating<'_> {
    fn drop(&mut self) {
        self.directory.creating.borrow_mut().remove(&self.id);
    }
}

impl DurableObject for DirectoryObject {
    fn new(state: State, env: Env) -> Self {
        Self(Rc::new(Directory::of(state.storage(), env)))
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        working_for(request, async |mut request| {
            let answer = self.0.answer(&mut request).await;
            finish(&request, answer).await
        })
        .await
    }
}

impl Directory {
    async fn answer(self: &Rc<Self>, request: &mut Request) -> OrReply<Reply> {
        self.open()?;
        let target = Target::of(&request.inner().url());
        if target.segments.is_none() {
            return self.inside(&target, request).await;
        }
        let asked = Asked::of(&request.inner().method(), target, false)?;
        match asked.described.call {
            Call::Directory(OfDirectory::List) => {
                let list = self.list(&asked, &caller(request)?).await;
                self.call_the_rest();
                list
            }
            Call::Directory(OfDirectory::Create) => self.create(&asked, request).await,
            Call::Directory(OfDirectory::House) => {
                asked.query().end()?;
                Ok(Reply::json(200, &HouseView { id: self.house().await? }))
            }
            Call::Worker(_) | Call::People(_) | Call::Ask(_) | Call::Preview(_) | Call::Do(_) | Call::Test => {
                nothing_here()
            }
        }
    }

    /// Answers requests from this worker and its objects.
    async fn inside(self: &Rc<Self>, target: &Target, request: &mut Request) -> OrReply<Reply> {
        match target.path.as_str() {
            inside::TELL => {
                let body = request.bytes().await.map_err(|error| fault(&error))?;
                self.take(&serde_json::from_slice(&body).map_err(|error| fault(&error.into()))?)?;
                Ok(Reply::json(200, &()))
            }
            inside::LOCK => {
                self.storage.put(LOCKED, true).await.map_err(|error| unusable(&error))?;
                Ok(Reply::json(200, &()))
            }
            inside::IS_LOCKED => {
                let is_locked = self.storage.get::<bool>(LOCKED).await.map_err(|error| unusable(&error))?;
                Ok(Reply::json(200, &is_locked.unwrap_or(false)))
            }
            inside::HOUSE => Ok(Reply::json(200, &self.house().await?)),
            inside::ARRIVAL_TAKE => {
                let body = request.bytes().await.map_err(|error| fault(&error))?;
                self.arrive(request::json(&body)?).await
            }
            inside::KNOWN => self.known(target),
            inside::NAMES => {
                let body = request.bytes().await.map_err(|error| fault(&error))?;
                self.names(request::json(&body)?)
            }
            inside::LOOK_AGAIN => self.look_again(target).await,
            inside::WAKE_OVERDUE => {
                self.call_the_rest();
                self.wake_overdue(target).await
            }
            _ => nothing_here(),
        }
    }

    /// Creates a platform: reserves its id here, founds it in its own object, and answers. If this is interrupted, the
    /// same request continues where it stopped.
    async fn create(&self, asked: &Asked, request: &mut Request) -> OrReply<Reply> {
        asked.query().end()?;
        let key = request::key(header(request, "idempotency-key"))?;
        let (caller, body) = with_body(request, asked, &self.env).await?;
        let once = Once::new(asked.described.method.as_str(), &asked.target, key, body.hash(), &caller);
        if let Some(reply) = self.answered(&once)? {
            return Ok(reply);
        }
        let new: NewPlatform = request::json(&body.whole())?;
        self.complete().await?;
        self.finish_creations().await?;
        let id = self.reserve(&once, &new)?;
        let _creating = Creating::of(self, id.as_str().to_owned());
        let founding = Founding { id: id.clone(), caller, new };
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
    pub(crate) async fn finish_creations(&self) -> OrReply<()> {
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

    /// Wakes every platform that is overdue. If one cannot be woken, the others still are.
    async fn wake_overdue(&self, target: &Target) -> OrReply<Reply> {
        let now = target.query().number("now").and_then(|now| i64::try_from(now).ok()).unwrap_or_else(machine_now);
        if let Err(reply) = self.complete().await {
            console_error!("{}", reply.body);
        }
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
        once.answered(&self.storage.sql()).map_err(|error| unusable(&error))
    }
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
