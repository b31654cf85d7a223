//! The version of the data in an object's storage. When the object wakes, older data is brought up to this worker's
//! version in one transaction. Newer data is refused, and nothing is written to it.
//!
//! Version 1 is what Laufzeit 0.1.0 wrote, and has no version number in it. From version 2 on, the table `version` has
//! the number.

use domain::wire::{Fault, Kind};
use worker::{Error, Result, SqlStorage, Storage, console_error};

use crate::{
    inbound::fault,
    reply::{OrReply, Reply, refuse},
    transaction,
    writes::Writes,
};

/// A step from one version to the next: it gets the storage as the earlier version left it, inside a transaction, and
/// writes what is to change. A step that reads much reads and writes it piece by piece.
pub type Migration = fn(&SqlStorage) -> Result<()>;

/// The versions of one kind of object.
#[derive(Debug)]
pub struct Versions {
    /// A table that the storage has in every version.
    pub sign: &'static str,
    /// The steps from version 1 to 2, from 2 to 3, and so on. None is ever removed.
    pub migrations: &'static [Migration],
    /// What is said if the storage cannot be read.
    pub damaged: Fault,
}

const TABLE: &str = "CREATE TABLE version (id INTEGER PRIMARY KEY, number INTEGER NOT NULL) STRICT";

/// The step from version 1 to 2 of every kind of object: it adds the table `version`.
pub fn begin_to_count(sql: &SqlStorage) -> Result<()> {
    let mut writes = Writes::default();
    writes.push(TABLE, []);
    transaction::run(sql, &writes.finish()?)
}

fn stand_at(version: u32, writes: &mut Writes) {
    writes.push("INSERT OR REPLACE INTO version (id, number) VALUES (1, ?)", [version.into()]);
}

impl Versions {
    /// Opens the storage, and brings older data up to this version. Returns whether there is any data.
    ///
    /// # Errors
    /// [`Fault::NewerData`] if a newer worker wrote the data; also if it is damaged, or the disk is full.
    pub fn open(&self, storage: &Storage) -> OrReply<bool> {
        let (found, known) = (self.found(&storage.sql()).map_err(|error| self.shut(&error))?, self.known());
        match found {
            None => Ok(false),
            Some(version) if version > known => {
                let fault = Fault::NewerData { found: version, known };
                console_error!("{fault}");
                refuse(fault)
            }
            Some(version) if version < known => {
                self.migrate(storage, version).map_err(|error| self.shut(&error))?;
                Ok(true)
            }
            Some(_) => Ok(true),
        }
    }

    /// The answer if the storage cannot be opened. The error is logged.
    fn shut(&self, error: &Error) -> Box<Reply> {
        let reply = fault(error);
        if reply.status == Kind::Full.status() { reply } else { Box::new(Reply::problem(&self.damaged)) }
    }

    /// Whether a newer worker wrote the data.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn is_newer(&self, storage: &Storage) -> Result<bool> {
        Ok(self.found(&storage.sql())?.is_some_and(|version| version > self.known()))
    }

    /// Marks new storage with the version that this worker writes.
    pub fn mark(&self, writes: &mut Writes) {
        writes.push(TABLE, []);
        stand_at(self.known(), writes);
    }

    /// The newest version that this worker can read, which is the one it writes.
    fn known(&self) -> u32 {
        (1..).zip(self.migrations).last().map_or(1, |(version, _)| version + 1)
    }

    fn found(&self, sql: &SqlStorage) -> Result<Option<u32>> {
        let has = |table: &str| -> Result<bool> {
            let one = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?";
            Ok(transaction::first(sql, one, &[table.into()])?.is_some())
        };
        if !has("version")? {
            let known = has(self.sign)?;
            // runtimes have tables of their own in the same storage, such as `_cf_ALARM` and `__miniflare_do_name`
            let any = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_*' LIMIT 1";
            if !known && let Some(mut other) = transaction::first(sql, any, &[])? {
                return Err(Error::RustError(format!(
                    "there is a table {}, and none called {}",
                    other.text()?,
                    self.sign
                )));
            }
            return Ok(known.then_some(1));
        }
        let number =
            transaction::first(sql, "SELECT number FROM version", &[])?.map(|mut row| row.number()).transpose()?;
        let version = number.and_then(|number| u32::try_from(number).ok()).filter(|version| *version > 0);
        version.map(Some).ok_or_else(|| Error::RustError(format!("the storage is of version {number:?}")))
    }

    fn migrate(&self, storage: &Storage, from: u32) -> Result<()> {
        transaction::check_pages(&storage.sql())?;
        let ahead = (1..).zip(self.migrations).filter(|(version, _)| *version >= from);
        transaction::all_or_nothing(storage, |sql| {
            ahead.clone().try_for_each(|(version, migration)| {
                migration(sql)?;
                let mut writes = Writes::default();
                stand_at(version + 1, &mut writes);
                transaction::run(sql, &writes.finish()?)
            })
        })
    }
}
