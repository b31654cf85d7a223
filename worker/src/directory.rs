//! What the directory's object has: its storage, and what goes on at this moment.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};

use domain::{moving::HouseId, platform::PlatformId, wire::Fault};
use worker::{Env, Error, Result, SqlStorage, Storage, console_error};

use crate::{
    damage::failed,
    once,
    reply::{OrReply, Reply},
    transaction,
    versions::{self, Versions},
    writes::{Value, Writes},
};

/// The versions of the directory's storage.
const VERSIONS: Versions = Versions {
    sign: "platform",
    migrations: &[versions::begin_to_count, keep_what_is_told],
    damaged: Fault::DirectoryDamaged,
};

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS platform (id TEXT PRIMARY KEY, scope TEXT NOT NULL, hash TEXT NOT NULL, \
    founded INTEGER NOT NULL, deadline INTEGER, told TEXT, revision INTEGER, trouble TEXT) STRICT, WITHOUT ROWID";

/// What cannot be in a row, whatever happened: each is written as a whole.
const WRONG: &str = "SELECT id FROM platform WHERE founded NOT IN (0, 1) OR CASE WHEN told IS NULL THEN 0 \
    WHEN json_valid(told) THEN told ->> '$.head.id' IS NOT id OR told ->> '$.revision' IS NOT revision ELSE 1 END LIMIT 1";

/// The step from version 2 to 3: what platforms tell is kept.
fn keep_what_is_told(sql: &SqlStorage) -> Result<()> {
    let mut writes = Writes::default();
    for column in ["told TEXT", "revision INTEGER", "trouble TEXT"] {
        writes.push(format!("ALTER TABLE platform ADD COLUMN {column}"), []);
    }
    transaction::run(sql, &writes.finish()?)
}

/// What the directory's object has.
pub struct Directory {
    pub(crate) env: Env,
    pub(crate) storage: Storage,
    /// Whether the storage has been opened since the object woke.
    open: Cell<bool>,
    /// The platforms that requests are creating at this moment.
    pub(crate) creating: RefCell<BTreeSet<String>>,
    /// The id of the house, once it is known.
    pub(crate) known_house: RefCell<Option<HouseId>>,
    /// Whether the roll call goes on by itself.
    pub(crate) calling: Cell<bool>,
}

impl Directory {
    /// What an object has before anything is read from its storage.
    pub(crate) fn of(storage: Storage, env: Env) -> Self {
        Self {
            env,
            storage,
            open: Cell::new(false),
            creating: RefCell::default(),
            known_house: RefCell::default(),
            calling: Cell::new(false),
        }
    }

    /// Opens the storage, and makes the tables if there are none.
    pub(crate) fn open(&self) -> OrReply<()> {
        if self.open.get() {
            return Ok(());
        }
        if VERSIONS.open(&self.storage)? {
            self.check()?;
        } else {
            let mut tables = Writes::default();
            [SCHEMA].into_iter().chain(once::SCHEMA).for_each(|table| tables.push(table, []));
            VERSIONS.mark(&mut tables);
            self.commit(tables)?;
        }
        self.open.set(true);
        Ok(())
    }

    /// Makes sure that all there is can be what was written.
    fn check(&self) -> OrReply<()> {
        transaction::check_pages(&self.storage.sql()).map_err(|error| damaged(&error.to_string()))?;
        let is_id = |id: &String| PlatformId::try_from(id.clone()).is_ok();
        if !self.ids(WRONG, &[])?.is_empty() || !self.ids("SELECT id FROM platform", &[])?.iter().all(is_id) {
            return Err(damaged("a row of the list of the platforms is not what was written"));
        }
        Ok(())
    }

    pub(crate) fn rows(&self, query: &str, values: &[Value]) -> OrReply<Vec<transaction::Row>> {
        transaction::rows(&self.storage.sql(), query, values).map_err(|error| unusable(&error))
    }

    pub(crate) fn ids(&self, query: &str, values: &[Value]) -> OrReply<Vec<String>> {
        let rows = self.rows(query, values)?;
        rows.into_iter().map(|mut row| row.text().map_err(|error| unusable(&error))).collect()
    }

    pub(crate) fn commit(&self, writes: Writes) -> OrReply<()> {
        let list = writes.finish().map_err(|error| unusable(&error.into()))?;
        transaction::commit(&self.storage, &list).map_err(|error| unusable(&error))
    }
}

/// The answer if the storage failed. The error is logged.
pub(crate) fn unusable(error: &Error) -> Box<Reply> {
    failed(error, &VERSIONS.damaged)
}

/// The answer if the storage is damaged. The damage is logged.
fn damaged(what: &str) -> Box<Reply> {
    console_error!("{what}");
    Box::new(Reply::problem(&VERSIONS.damaged))
}
