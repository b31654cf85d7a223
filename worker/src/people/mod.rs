//! Who may come in: people with their passkeys and sessions, invitations and tokens, and the record of what concerns them.
//! One object has them all. If it has lost them, nobody is let in until somebody at the machine makes a new invitation.

mod admitted;
mod asking;
mod crypto;
mod invitations;
pub mod lately;
mod luggage;
mod object;
mod own;
mod passkey;
mod persons;
mod providers;
mod restored;
mod secret;
mod security;
mod sessions;
mod sign_in;
mod tables;
mod tokens;
mod watching;

use std::cell::{Cell, RefCell};

use domain::{
    field::FieldError,
    people::Grants,
    stamp::By,
    wire::{Access, Fault, List},
};
use serde::de::DeserializeOwned;
use worker::{Env, Error, Storage};

use crate::{
    asked::Asked,
    damage::failed,
    inbound::fault,
    rates::Rates,
    reply::{OrReply, Reply},
    transaction::{self, Row},
    writes::{Value, Writes},
};

pub use tables::now;

/// An hour in milliseconds.
const HOUR: i64 = 3_600_000;
/// A day in milliseconds.
const DAY: i64 = 24 * HOUR;

/// What the object has.
struct People {
    env: Env,
    storage: Storage,
    /// Whether the storage has been opened since the object woke.
    open: Cell<bool>,
    /// The providers that people come from.
    providers: asking::Providers,
    /// The sign-ins that failed lately.
    failed: RefCell<Rates>,
    /// The refusals that were noted lately.
    refusals: RefCell<Rates>,
    /// How often somebody began to watch lately.
    watches: RefCell<Rates>,
    /// Whether something was written since it was looked who may no longer watch.
    written: Cell<bool>,
}

/// The fault of a damaged list of people.
const DAMAGED: Fault = Fault::Access(Access::PeopleDamaged);

/// The answer if the storage failed. The error is logged.
fn unusable(error: &Error) -> Box<Reply> {
    failed(error, &DAMAGED)
}

/// The answer to a call that has nothing to tell.
fn nothing() -> Reply {
    Reply::json(200, &())
}

/// Refuses fields that are not valid.
fn demand_valid(errors: impl IntoIterator<Item = FieldError>) -> OrReply<()> {
    let errors: Vec<FieldError> = errors.into_iter().collect();
    if errors.is_empty() { Ok(()) } else { Err(Box::new(Reply::blaming(&errors))) }
}

/// A value of JSON in a cell.
fn json<T: DeserializeOwned>(text: &str) -> OrReply<T> {
    serde_json::from_str(text).map_err(|error| unusable(&error.into()))
}

/// The text of roles in a cell.
fn text_of(grants: &Grants) -> OrReply<String> {
    serde_json::to_string(grants).map_err(|error| fault(&error.into()))
}

/// Reads rows one cell after the other.
struct Cells(Row);

impl Cells {
    fn text(&mut self) -> OrReply<String> {
        self.0.text().map_err(|error| unusable(&error))
    }

    fn maybe_text(&mut self) -> OrReply<Option<String>> {
        self.0.maybe_text().map_err(|error| unusable(&error))
    }

    fn number(&mut self) -> OrReply<i64> {
        self.0.number().map_err(|error| unusable(&error))
    }

    fn maybe_number(&mut self) -> OrReply<Option<i64>> {
        self.0.maybe_number().map_err(|error| unusable(&error))
    }

    fn grants(&mut self) -> OrReply<Grants> {
        json(&self.text()?)
    }

    /// The id and the name of who did something, in two cells.
    fn by(&mut self) -> OrReply<Option<By>> {
        let (id, name) = (self.maybe_text()?, self.maybe_text()?);
        Ok(id.zip(name).map(|(id, name)| By { id, name }))
    }
}

impl People {
    fn now(&self) -> i64 {
        tables::now()
    }

    fn rows(&self, query: &str, values: &[Value]) -> OrReply<Vec<Cells>> {
        let rows = transaction::rows(&self.storage.sql(), query, values).map_err(|error| unusable(&error))?;
        Ok(rows.into_iter().map(Cells).collect())
    }

    fn first(&self, query: &str, values: &[Value]) -> OrReply<Option<Cells>> {
        Ok(self.rows(query, values)?.into_iter().next())
    }

    /// How many rows a query finds.
    fn count(&self, query: &str, values: &[Value]) -> OrReply<usize> {
        let count = self.first(&format!("SELECT count(*) FROM {query}"), values)?;
        let count = count.map(|mut row| row.number()).transpose()?.unwrap_or(0);
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// Refuses one more where there may be only `max`.
    fn demand_room(&self, query: &str, values: &[Value], max: usize) -> OrReply<()> {
        if self.count(query, values)? < max { Ok(()) } else { crate::reply::refuse(Access::TooMany { max }.into()) }
    }

    fn commit(&self, writes: Writes) -> OrReply<()> {
        lately::forget();
        self.written.set(true);
        self.write(writes)
    }

    /// Writes what changes nothing about who may come in.
    fn write(&self, writes: Writes) -> OrReply<()> {
        let list = writes.finish().map_err(|error| unusable(&error.into()))?;
        transaction::commit(&self.storage, &list).map_err(|error| unusable(&error))
    }

    /// Writes what nobody waits for. If that fails, such as on a full disk, it is only logged.
    fn commit_if_possible(&self, writes: Writes) {
        if let Err(reply) = self.commit(writes) {
            worker::console_error!("{}", reply.body);
        }
    }

    /// A page of a list by id: what `read` makes of the rows. `table` is a table with a condition, whose values come first.
    fn page<T: serde::Serialize>(
        &self,
        asked: &Asked,
        columns: &str,
        table: &str,
        values: &[Value],
        read: impl Fn(&mut Cells) -> OrReply<T>,
    ) -> OrReply<Reply> {
        let mut query = asked.query();
        let (limit, after) = (query.limit(), query.text("cursor").unwrap_or_default());
        query.end()?;
        let select = format!("SELECT id, {columns} FROM {table} AND id > ? ORDER BY id LIMIT ?");
        let most = u64::try_from(limit + 1).unwrap_or(u64::MAX);
        let values: Vec<Value> = values.iter().cloned().chain([after.into(), most.into()]).collect();
        let (mut items, mut next_cursor, mut last) = (Vec::new(), None, None);
        for mut row in self.rows(&select, &values)? {
            if items.len() == limit {
                next_cursor = last;
                break;
            }
            last = Some(row.text()?);
            items.push(read(&mut row)?);
        }
        Ok(Reply::json(200, &List { items, total: None, next_cursor }))
    }
}
