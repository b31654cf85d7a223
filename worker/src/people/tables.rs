//! The storage: its tables, and opening them.

use std::cell::Cell;

use worker::{Result, SqlStorage};

use crate::{
    machine::machine_now,
    people::{DAMAGED, People, secret::Secret},
    reply::OrReply,
    transaction,
    versions::Versions,
    writes::Writes,
};

/// The versions of this storage.
const VERSIONS: Versions = Versions { sign: "person", migrations: &[accounts, watches], damaged: DAMAGED };

/// The accounts at providers by which people come. One without a person is that of somebody who was removed. Whom an invitation let
/// in needs not be let in by the configuration.
const ACCOUNTS: [&str; 2] = [
    "CREATE TABLE account (issuer TEXT NOT NULL, subject TEXT NOT NULL, id TEXT NOT NULL UNIQUE, person TEXT, \
     provider TEXT NOT NULL, account TEXT NOT NULL, invited INTEGER NOT NULL, created INTEGER NOT NULL, used INTEGER NOT NULL, \
     PRIMARY KEY (issuer, subject)) STRICT, WITHOUT ROWID",
    "CREATE INDEX account_person ON account (person)",
];

/// The step from version 1 to 2: people come by providers.
fn accounts(sql: &SqlStorage) -> Result<()> {
    let mut tables = Writes::default();
    ACCOUNTS.into_iter().for_each(|table| tables.push(table, []));
    transaction::run(sql, &tables.finish()?)
}

/// Who watches which platform, with the roles that they had when they began. The session of a desk is empty.
const WATCHES: &str = "CREATE TABLE watch (number INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, platform TEXT NOT NULL, \
     roles TEXT NOT NULL, UNIQUE (session, platform)) STRICT";

/// The step from version 2 to 3: people watch platforms.
fn watches(sql: &SqlStorage) -> Result<()> {
    let mut tables = Writes::default();
    tables.push(WATCHES, []);
    transaction::run(sql, &tables.finish()?)
}

/// Instants are in milliseconds since 1970, roles in JSON. Of secrets there are only hashes. `by_id` and `by_name` say who made
/// something.
const SCHEMA: [&str; 13] = [
    "CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT NOT NULL, roles TEXT NOT NULL, blocked INTEGER NOT NULL, \
     created INTEGER NOT NULL, signed_in INTEGER) STRICT, WITHOUT ROWID",
    "CREATE TABLE passkey (id TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, host TEXT NOT NULL, key TEXT NOT NULL, \
     algorithm INTEGER NOT NULL, counter INTEGER NOT NULL, created INTEGER NOT NULL, used INTEGER) STRICT, WITHOUT ROWID",
    "CREATE INDEX passkey_person ON passkey (person)",
    "CREATE TABLE session (hash TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL, passkey TEXT NOT NULL, \
     agent TEXT NOT NULL, created INTEGER NOT NULL, used INTEGER NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX session_person ON session (person)",
    "CREATE TABLE token (hash TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, roles TEXT NOT NULL, \
     created INTEGER NOT NULL, until INTEGER NOT NULL, used INTEGER, by_id TEXT, by_name TEXT) STRICT, WITHOUT ROWID",
    "CREATE TABLE invitation (hash TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, roles TEXT NOT NULL, \
     until INTEGER NOT NULL, by_id TEXT, by_name TEXT) STRICT, WITHOUT ROWID",
    "CREATE TABLE challenge (challenge TEXT PRIMARY KEY, kind TEXT NOT NULL, about TEXT NOT NULL, until INTEGER NOT NULL) \
     STRICT, WITHOUT ROWID",
    "CREATE INDEX challenge_until ON challenge (until)",
    // the secret by which challenges of sign-ins are known again that nobody has kept
    "CREATE TABLE seal (id INTEGER PRIMARY KEY, secret TEXT NOT NULL) STRICT",
    // secrets of the configuration that have made an administrator
    "CREATE TABLE spent (hash TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "CREATE TABLE security (number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, note TEXT NOT NULL) \
     STRICT",
    "CREATE INDEX security_at ON security (at)",
];

thread_local! {
    /// How far a test has moved the clock ahead, in milliseconds.
    static SKEW: Cell<i64> = const { Cell::new(0) };
}

/// The time of the people's object, in milliseconds since 1970.
pub fn now() -> i64 {
    machine_now().saturating_add(SKEW.get())
}

/// Moves the clock ahead by so many milliseconds. Only tests do.
pub fn skew_by(milliseconds: i64) {
    SKEW.set(SKEW.get().saturating_add(milliseconds));
}

impl People {
    /// Opens the storage, and makes the tables if there are none.
    pub fn open(&self) -> OrReply<()> {
        if self.open.get() {
            return Ok(());
        }
        if VERSIONS.open(&self.storage)? {
            transaction::check_pages(&self.storage.sql()).map_err(|error| super::unusable(&error))?;
        } else {
            let mut tables = Writes::default();
            SCHEMA.into_iter().chain(ACCOUNTS).chain([WATCHES]).for_each(|table| tables.push(table, []));
            tables.push("INSERT INTO seal (id, secret) VALUES (1, ?)", [Secret::new().tell().into()]);
            VERSIONS.mark(&mut tables);
            self.commit(tables)?;
        }
        self.open.set(true);
        Ok(())
    }
}
