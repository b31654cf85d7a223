//! A platform's storage: its tables, and reading the record from them.
//!
//! `head` is a single row with the settings, the state of the book and the tail, `account` has the living accounts and
//! `gone` those that have left the book, `event`, `event_part` and `salt_part` the record, and `invoice` the invoices as lists show them. `submission` and `answer` have what may be
//! sent twice. The tables are made when the platform is founded: a question to a platform that does not exist writes
//! nothing.

use std::fmt::Display;

use domain::{
    calendar::parse_date,
    check::Submissions,
    event::{Event, Recorded},
    hash::Hash,
    invoice::InvoiceNumber,
    money::Amount,
    moving::Moved,
    platform::Platform,
    stamp::{Revision, SubmissionId},
    wire::{Fault, InvoiceHead},
};
use worker::{Error, Result, SqlStorage, Storage};

use crate::{
    entries::{self, SALTS, Walk},
    leaving, older,
    transaction::{self, Row},
    versions::{self, Versions},
    writes::{Value, Writes},
};

/// The versions of a platform's storage.
pub const VERSIONS: Versions = Versions {
    sign: "head",
    migrations: &[
        versions::begin_to_count,
        older::complete_invoices,
        older::chain_record,
        older::let_go,
        older::keep_salts,
    ],
    damaged: Fault::PlatformDamaged,
};

/// The statements that make the tables.
const SCHEMA: [&str; 8] = [
    "CREATE TABLE head (id INTEGER PRIMARY KEY, platform TEXT NOT NULL, today TEXT NOT NULL, revision INTEGER NOT NULL, \
     terminating INTEGER NOT NULL, moved INTEGER NOT NULL, numbering TEXT NOT NULL, imports TEXT NOT NULL, next_id INTEGER NOT NULL, \
     deleted INTEGER NOT NULL, withdrawn TEXT NOT NULL, skew INTEGER NOT NULL, chain TEXT NOT NULL, answers TEXT NOT NULL, seal TEXT NOT NULL) STRICT",
    "CREATE TABLE account (id INTEGER PRIMARY KEY, address TEXT NOT NULL, display_name TEXT NOT NULL, mode TEXT NOT NULL, \
     status TEXT NOT NULL, ordered_on TEXT, anchor_day INTEGER NOT NULL, expires_on TEXT NOT NULL, deletes_on TEXT, \
     reset_on TEXT, held TEXT) STRICT",
    "CREATE TABLE event (revision INTEGER PRIMARY KEY, at TEXT NOT NULL, \"on\" TEXT NOT NULL, actor TEXT NOT NULL, \
     kind TEXT NOT NULL, low INTEGER, high INTEGER, salt TEXT, link TEXT NOT NULL) STRICT",
    "CREATE TABLE event_part (revision INTEGER NOT NULL, part INTEGER NOT NULL, body TEXT NOT NULL, \
     PRIMARY KEY (revision, part)) STRICT",
    SALTS,
    "CREATE TABLE submission (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, hash TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE invoice (revision INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, date TEXT NOT NULL, kind TEXT NOT NULL, \
     net INTEGER NOT NULL, vat INTEGER NOT NULL, gross INTEGER NOT NULL) STRICT",
    "CREATE INDEX event_kind ON event (kind, revision)",
];

/// The tables that these and those of stored answers make.
pub const TABLES: [&str; 10] =
    ["head", "account", "gone", "event", "event_part", "salt_part", "submission", "invoice", "answer", "answer_part"];

/// The tables that may be too large to be checked in one go.
pub const ACCOUNTS: [&str; 2] = ["account", "gone"];

/// Adds the statements that make the tables of a new platform.
pub fn schema(writes: &mut Writes) {
    for statement in SCHEMA.into_iter().chain(leaving::SCHEMA).chain(crate::once::SCHEMA) {
        writes.push(statement, []);
    }
    VERSIONS.mark(writes);
}

/// A platform's storage.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) sql: SqlStorage,
}

impl Store {
    /// The store in `storage`.
    pub fn of(storage: &Storage) -> Self {
        Self { sql: storage.sql() }
    }

    /// Checks all pages for damage, because SQLite would still write to a damaged file.
    ///
    /// # Errors
    /// If there is any damage.
    pub fn demand_sound(&self) -> Result<()> {
        transaction::check_pages(&self.sql)
    }

    /// The row of `head`, which every change of the platform changes.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn mark(&self) -> Result<Vec<Value>> {
        Ok(transaction::first(&self.sql, "SELECT * FROM head", &[])?.map_or_else(Vec::new, Row::values))
    }

    /// Demands that all tables are there: what happens to a platform may need each of them.
    pub(crate) fn demand_tables(&self) -> Result<()> {
        let all = transaction::rows(&self.sql, "SELECT name FROM sqlite_master WHERE type = 'table'", &[])?;
        let there: Vec<String> = all.into_iter().map(|mut row| row.text()).collect::<Result<_>>()?;
        match TABLES.iter().find(|table| !there.iter().any(|name| name == *table)) {
            Some(missing) => Err(Error::RustError(format!("there is no table {missing}"))),
            None => Ok(()),
        }
    }

    /// Where the platform is, by the last entry of its record: nothing happens here after that.
    pub(crate) fn moved(&self, Revision(last): Revision) -> Result<Moved> {
        let Recorded { on, event, .. } = self.entry(last)?;
        let Event::MovedAway { house, url } = event else {
            return Err(Error::RustError("the record does not end with the move that `head` tells of".to_owned()));
        };
        Ok(Moved { house, url, on })
    }

    /// The revision at which a submission was taken; none if no submission has this id.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn submission(&self, id: &SubmissionId) -> Result<Option<Revision>> {
        let one = "SELECT revision FROM submission WHERE id = ?";
        let row = transaction::first(&self.sql, one, &[id.0.clone().into()])?;
        row.map(|mut row| Ok(revision(row.number()?))).transpose()
    }

    /// The next submissions by id, after one of them or from the first on, `most` at most.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn submissions(&self, after: Option<&SubmissionId>, most: usize) -> Result<Submissions> {
        const NEXT: &str = "SELECT id, revision, hash FROM submission WHERE id > ? ORDER BY id LIMIT ?";
        const FIRST: &str = "SELECT id, revision, hash FROM submission ORDER BY id LIMIT ?";
        let most = (most as u64).into();
        let rows = match after {
            Some(SubmissionId(id)) => transaction::rows(&self.sql, NEXT, &[id.clone().into(), most])?,
            None => transaction::rows(&self.sql, FIRST, &[most])?,
        };
        let read = |mut row: Row| {
            let id = SubmissionId(row.text()?);
            entries::demand_ahead(after.is_none_or(|after| id > *after))?;
            let revision = revision(row.number()?);
            let hash = part(&format!("submission {}", id.0), Hash::try_from(row.text()?))?;
            Ok((id, (revision, hash)))
        };
        rows.into_iter().map(read).collect()
    }

    /// The first `most` revisions on a walk over the entries that `condition` selects.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn revisions(&self, condition: &str, values: &[Value], walk: Walk, most: usize) -> Result<Vec<u64>> {
        entries::revisions(&self.sql, condition, values, walk, most)
    }

    /// At most `limit` invoices of revisions below `before`, newest first, each with its revision.
    ///
    /// # Errors
    /// If storage cannot be read or is damaged.
    pub fn invoices(&self, before: u64, limit: usize) -> Result<Vec<(u64, InvoiceHead)>> {
        const LIST: &str = "SELECT revision, number, date, kind, net, vat, gross FROM invoice WHERE revision < ? \
            ORDER BY revision DESC LIMIT ?";
        let read = |mut row: Row| {
            let revision = revision(row.number()?).0;
            let damaged = |what: &str| Error::RustError(format!("invoice {revision} has a damaged {what}"));
            let number = InvoiceNumber::try_from(row.text()?).map_err(|_| damaged("number"))?;
            let date = parse_date(&row.text()?).map_err(|_| damaged("date"))?;
            let kind = serde_json::from_value(row.text()?.into())?;
            let (net, vat, gross) = (Amount(row.number()?), Amount(row.number()?), Amount(row.number()?));
            Ok((revision, InvoiceHead { number, date, kind, net, vat, gross }))
        };
        transaction::rows(&self.sql, LIST, &[before.into(), (limit as u64).into()])?.into_iter().map(read).collect()
    }

    /// The revision of an invoice; none if no invoice has this number.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn invoice(&self, number: InvoiceNumber) -> Result<Option<u64>> {
        let one = "SELECT revision FROM invoice WHERE number = ?";
        let row = transaction::first(&self.sql, one, &[number.to_string().into()])?;
        row.map(|mut row| Ok(revision(row.number()?).0)).transpose()
    }

    /// An entry of the record as JSON.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn entry_text(&self, revision: u64) -> Result<String> {
        entries::text(&self.sql, revision)
    }

    /// How many bytes the text of an entry has.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn entry_bytes(&self, revision: u64) -> Result<usize> {
        entries::bytes(&self.sql, revision)
    }

    /// The settings as they were at this revision, or at the first one if it is before that.
    ///
    /// # Errors
    /// If storage cannot be read, or the record does not begin with the platform.
    pub fn settings_at(&self, revision: u64) -> Result<Platform> {
        let changes = "revision = 1 OR (kind = 'settings_changed' AND revision <= ?)";
        let changes = self.revisions(changes, &[revision.into()], Walk::WHOLE, entries::ALL)?;
        let entries = changes.into_iter().map(|revision| self.entry(revision));
        let platform = Platform::after(&entries.collect::<Result<Vec<_>>>()?);
        platform.ok_or_else(|| Error::RustError("the record does not begin with the platform".to_owned()))
    }

    /// An entry of the record.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn entry(&self, revision: u64) -> Result<Recorded> {
        entries::entry(&self.sql, revision)
    }
}

/// A part of the storage that was read, or the error that it could not be read.
pub(crate) fn part<T, E: Display>(name: &str, read: std::result::Result<T, E>) -> Result<T> {
    read.map_err(|error| Error::RustError(format!("{name} cannot be read: {error}")))
}

/// A number of `head` that counts accounts.
pub(crate) fn small(name: &str, number: i64) -> Result<u32> {
    part(name, u32::try_from(number))
}

pub(crate) fn revision(number: i64) -> Revision {
    Revision(u64::try_from(number).unwrap_or(0))
}
