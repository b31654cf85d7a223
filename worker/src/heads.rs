//! The list of platforms, and what the directory knows of each: what its object told last, or why it cannot be asked.
//!
//! A platform tells the directory after each change. What a crash kept it from telling is made up for by the roll call:
//! after the start, each platform is asked once.

use std::{
    cell::RefCell,
    collections::{BTreeSet, VecDeque},
    rc::Rc,
    time::Duration,
};

use domain::{
    platform::PlatformId,
    stamp::Revision,
    wire::{Code, PlatformEntries, PlatformName, Unavailable},
};
use futures_util::future::join_all;
use worker::{Delay, Error, console_error, wasm_bindgen_futures::spawn_local};

use crate::{
    asked::Asked,
    caller::Caller,
    damage::code,
    directory::Directory,
    files::{self, Found},
    inbound::fault,
    inside::{self, Known, ask, ask_object},
    machine::{breathe, machine_now},
    reply::{OrReply, Reply},
    request::Target,
    told::Told,
    transaction::Row,
    writes::{Value, Writes},
};

/// How many objects are asked at the same time.
pub const AT_A_TIME: usize = 32;
/// How many milliseconds a list waits for the roll call. What it has not come to by then is listed as it was told.
const PATIENCE: i64 = 60;
/// The pause after each platform of the roll call while nobody waits, so that others are served in between.
const PAUSE: Duration = Duration::from_millis(20);

/// Takes what a platform told, unless something newer is known.
const TAKE: &str = "INSERT INTO platform (id, scope, hash, founded, deadline, told, revision) VALUES (?, '', '', 1, ?, ?, ?) \
    ON CONFLICT (id) DO UPDATE SET deadline = excluded.deadline, told = excluded.told, revision = excluded.revision, \
    trouble = NULL WHERE platform.revision IS NULL OR platform.revision <= excluded.revision";

thread_local! {
    /// The platforms that the roll call has yet to come to; none if it has not begun since this isolate has.
    static YET: RefCell<Option<VecDeque<String>>> = const { RefCell::new(None) };
}

/// A row of the directory.
struct Listed {
    id: String,
    told: Option<Told>,
    /// The code of the problem with which it answered last.
    trouble: Option<String>,
}

impl Listed {
    fn read(mut row: Row) -> worker::Result<Self> {
        let id = row.text()?;
        // what cannot be read is asked for again, such as what an older version told, which did not say what is ahead
        let told = row.maybe_text()?.and_then(|text| serde_json::from_str(&text).ok());
        Ok(Self { id, told, trouble: row.maybe_text()? })
    }

    /// Whether it has to be asked: nothing is known of it, or it answered with a problem, or something is due since it
    /// told.
    fn is_late(&self, now: i64) -> bool {
        let due = |told: &Told| told.deadline.is_some_and(|deadline| deadline <= now);
        self.trouble.is_some() || self.told.as_ref().is_none_or(due)
    }
}

impl Directory {
    /// A page of the platforms that the caller may see, by id. Only those are asked of which it is not known what the list says.
    pub(crate) async fn list(&self, asked: &Asked, caller: &Caller) -> OrReply<Reply> {
        let mut query = asked.query();
        let limit = query.limit();
        let after = query.text("cursor").unwrap_or_default();
        query.end()?;
        self.finish_creations().await?;
        let until = machine_now().saturating_add(PATIENCE);
        while machine_now() < until && self.call().await? {}
        let now = machine_now();
        let sees = seen(caller);
        let mut listed = self.listed(&after, limit + 1, sees.as_deref())?;
        let late: Vec<String> = listed.iter().filter(|one| one.is_late(now)).map(|one| one.id.clone()).collect();
        if !late.is_empty() {
            self.hear(&late).await;
            listed = self.listed(&after, limit + 1, sees.as_deref())?;
        }
        let more = listed.len() > limit;
        listed.truncate(limit);
        let next_cursor = listed.last().filter(|_| more).map(|one| one.id.clone());
        let mut page = PlatformEntries { next_cursor, ..PlatformEntries::default() };
        for Listed { id, told, trouble } in listed {
            match (told, trouble) {
                (Some(told), None) => page.items.push(told.entry_at(now)),
                (told, trouble) => page.unavailable.push(unavailable(id, told, trouble)?),
            }
        }
        Ok(Reply::json(200, &page))
    }

    /// The next platforms, or those of them that are named in the JSON array `seen`.
    fn listed(&self, after: &str, most: usize, seen: Option<&str>) -> OrReply<Vec<Listed>> {
        let all = "SELECT id, told, trouble FROM platform WHERE founded = 1 AND id > ? ORDER BY id LIMIT ?";
        let some = "SELECT id, told, trouble FROM platform WHERE founded = 1 AND id > ? \
                    AND id IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?";
        let most: Value = u64::try_from(most).unwrap_or(u64::MAX).into();
        let rows = match seen {
            None => self.rows(all, &[after.into(), most]),
            Some(seen) => self.rows(some, &[after.into(), seen.into(), most]),
        }?;
        rows.into_iter().map(|row| Listed::read(row).map_err(|error| fault(&error))).collect()
    }

    /// Asks platforms, and takes what they answer. On a full disk what was known before stays.
    async fn hear(&self, ids: &[String]) {
        for chunk in ids.chunks(AT_A_TIME) {
            let answers = join_all(chunk.iter().map(|id| ask(&self.env, id, inside::HEAD))).await;
            for (id, answer) in chunk.iter().zip(answers) {
                let taken = match answer.map(|text| serde_json::from_str(&text)) {
                    Ok(Ok(told)) => self.take(&told),
                    Ok(Err(error)) => Err(fault(&error.into())),
                    Err(reply) => self.doubt(id, &reply),
                };
                if let Err(reply) = taken {
                    console_error!("{}", reply.body);
                }
            }
        }
    }

    /// Takes what a platform tells.
    pub(crate) fn take(&self, told: &Told) -> OrReply<()> {
        let text = serde_json::to_string(told).map_err(|error| fault(&error.into()))?;
        let id: Value = told.id().as_str().into();
        let same = "SELECT 1 FROM platform WHERE id = ? AND told = ? AND trouble IS NULL";
        if !self.rows(same, &[id.clone(), text.as_str().into()])?.is_empty() {
            return Ok(());
        }
        let mut writes = Writes::default();
        writes.push(TAKE, [id, told.deadline.into(), text.into(), told.revision.0.into()]);
        self.commit(writes)
    }

    /// Notes that a platform answered with a problem.
    fn doubt(&self, id: &str, reply: &Reply) -> OrReply<()> {
        let code = match code(reply) {
            // it was founded, so its data is lost
            Some(Code::NoPlatform) => Code::PlatformDamaged,
            Some(code) => code,
            None => Code::Internal,
        };
        let (id, code): (Value, Value) = (id.into(), code.as_str().into());
        if !self.rows("SELECT 1 FROM platform WHERE id = ? AND trouble = ?", &[id.clone(), code.clone()])?.is_empty() {
            return Ok(());
        }
        let mut writes = Writes::default();
        writes.push("UPDATE platform SET trouble = ? WHERE id = ?", [code, id]);
        self.commit(writes)
    }

    /// What is known of a platform.
    pub(crate) fn known(&self, target: &Target) -> OrReply<Reply> {
        let id = target.query().text("id").unwrap_or_default();
        let row = self.rows("SELECT revision FROM platform WHERE id = ? AND founded = 1", &[id.into()])?;
        let known = row.into_iter().next().map(|mut row| {
            let revision = row.maybe_number()?.and_then(|revision| u64::try_from(revision).ok());
            Ok(Known { revision: revision.map(Revision) })
        });
        Ok(Reply::json(200, &known.transpose().map_err(|error: Error| fault(&error))?))
    }

    /// The names of these platforms, as they told them last.
    pub(crate) fn names(&self, ids: Vec<PlatformId>) -> OrReply<Reply> {
        let (most, seen) = (ids.len(), serde_json::to_string(&ids).map_err(|error| fault(&error.into()))?);
        let listed = self.listed("", most, Some(&seen))?;
        let name =
            |one: Listed| one.told.map(|told| PlatformName { id: told.entry.head.id, name: told.entry.head.name });
        Ok(Reply::json(200, &listed.into_iter().filter_map(name).collect::<Vec<_>>()))
    }

    /// Looks at a platform again, whose object has answered a request with a problem.
    pub(crate) async fn look_again(&self, target: &Target) -> OrReply<Reply> {
        let id = target.query().text("id").unwrap_or_default();
        // one that is in trouble already is asked by each list
        let well = "SELECT id FROM platform WHERE id = ? AND founded = 1 AND trouble IS NULL";
        self.hear(&self.ids(well, &[id.into()])?).await;
        Ok(Reply::json(200, &()))
    }

    /// Asks the next platform of the roll call. Returns whether there was one.
    async fn call(&self) -> OrReply<bool> {
        self.complete().await?;
        let Some(next) = YET.with_borrow_mut(|yet| yet.as_mut().and_then(VecDeque::pop_front)) else {
            return Ok(false);
        };
        self.hear(&[next]).await;
        Ok(true)
    }

    /// Makes sure, once in the life of this isolate, that every platform on the disk is listed. With that the roll call
    /// begins.
    pub(crate) async fn complete(&self) -> OrReply<()> {
        if YET.with_borrow(Option::is_none) {
            let order = self.call_order().await?;
            YET.set(Some(order));
        }
        Ok(())
    }

    /// All platforms in the order of the roll call: first those whose objects were at work when the runtime ended without
    /// warning, so that they may not have told their last change; then small ones before large ones, which take long to
    /// be read. Platforms that are only on the disk are listed again before that.
    async fn call_order(&self) -> OrReply<VecDeque<String>> {
        let all = "SELECT id FROM platform ORDER BY told ->> '$.head.counts.active', id";
        let objects = |ids: Vec<String>| {
            let object = |id: String| Ok((inside::object_of(&self.env, &id)?, id));
            ids.into_iter().map(object).collect::<worker::Result<Vec<_>>>().map_err(|error| fault(&error))
        };
        let mut known = objects(self.ids(all, &[])?)?;
        let files = match files::all(&self.env).await {
            Ok(Some(files)) => files,
            // objects are moved between machines there: no start is a sign of a crash, and whoever wakes tells again
            Ok(None) => return Ok(VecDeque::new()),
            Err(error) => {
                console_error!("{error}");
                Vec::new()
            }
        };
        let listed: BTreeSet<&str> = known.iter().map(|(object, _)| &**object).collect();
        let lost: Vec<&Found> = files.iter().filter(|file| !listed.contains(&*file.object)).collect();
        if !lost.is_empty() {
            self.adopt(&lost).await?;
            known = objects(self.ids(all, &[])?)?;
        }
        let open: BTreeSet<&str> = files.iter().filter(|file| file.open).map(|file| &*file.object).collect();
        let (first, then): (Vec<_>, Vec<_>) = known.into_iter().partition(|(object, _)| open.contains(&**object));
        Ok(first.into_iter().chain(then).map(|(_, id)| id).collect())
    }

    /// Lists the platforms of objects that the directory does not know. Most of these objects have none: they were asked
    /// for a platform that does not exist.
    async fn adopt(&self, lost: &[&Found]) -> OrReply<()> {
        for chunk in lost.chunks(AT_A_TIME) {
            let answers = join_all(chunk.iter().map(|file| ask_object(&self.env, &file.object, inside::HEAD))).await;
            for text in answers.into_iter().flatten() {
                let told: Told = serde_json::from_str(&text).map_err(|error| fault(&error.into()))?;
                console_error!("the platform {} is listed again", told.id().as_str());
                self.take(&told)?;
            }
            breathe().await;
        }
        Ok(())
    }

    /// Goes on with the roll call while nobody waits for it.
    pub(crate) fn call_the_rest(self: &Rc<Self>) {
        if YET.with_borrow(|yet| yet.as_ref().is_some_and(VecDeque::is_empty)) || self.calling.replace(true) {
            return;
        }
        let directory = Rc::clone(self);
        spawn_local(async move {
            loop {
                match directory.call().await {
                    Ok(true) => Delay::from(PAUSE).await,
                    Ok(false) => break,
                    Err(reply) => {
                        console_error!("{}", reply.body);
                        break;
                    }
                }
            }
            directory.calling.set(false);
        });
    }
}

/// The ids of the platforms that the caller may see, as a JSON array; none if that is all of them.
fn seen(caller: &Caller) -> Option<String> {
    let ids = caller.grants.0.iter().map(|grant| grant.platform.as_ref()).collect::<Option<Vec<_>>>()?;
    serde_json::to_string(&ids).ok()
}

/// The entry of a platform that cannot be asked.
fn unavailable(id: String, told: Option<Told>, trouble: Option<String>) -> OrReply<Unavailable> {
    let id = PlatformId::try_from(id).map_err(|error| fault(&Error::RustError(error.to_string())))?;
    let code = trouble.unwrap_or_else(|| Code::Internal.as_str().to_owned());
    Ok(Unavailable { id, name: told.map(|told| told.entry.head.name), code })
}
