//! A platform's storage: its tables, and reading the book and the record from them.
//!
//! `head` is a single row with the settings, the state of the book and the tail, `account` has the living accounts and
//! `gone` those that have left the book, `event`, `event_part` and `salt_part` the record, and `invoice` the invoices as lists show them. `submission` and `answer` have what may be
//! sent twice. The tables are made when the platform is founded: a question to a platform that does not exist writes
//! nothing.

use std::fmt::Display;

use domain::{
    account::{AccountId, AccountRow},
    book::{Book, Snapshot},
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
    gone,
    leaving::{self, COLUMNS},
    older,
    tail::{self, SEALED, Tail},
    transaction::{self, Row},
    versions::{self, Versions},
    writes::{ROWS, Value, Writes},
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
    sql: SqlStorage,
}

/// A book with what else an object stores.
#[derive(Debug)]
pub struct Loaded {
    /// The book.
    pub book: Book,
    /// What `head` says beside it.
    pub tail: Tail,
    /// Whether `head` is as it was written.
    pub sealed: bool,
}

/// A book that is being read, chunk by chunk.
#[derive(Debug)]
pub struct Loading<'a> {
    sql: &'a SqlStorage,
    /// What has been read so far.
    pub loaded: Loaded,
    /// The last account that was read.
    last: AccountId,
}

impl Loading<'_> {
    /// Reads the next accounts. Returns whether there may be more. They come as JSON: one text costs much less to pass
    /// from SQLite than the rows do.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn step(&mut self) -> Result<bool> {
        let chunk = format!(
            "SELECT json_group_array(json_array(id, json_array({COLUMNS}))) \
             FROM (SELECT * FROM account WHERE id > ? ORDER BY id LIMIT ?)"
        );
        let after = self.last;
        let Some(mut row) = transaction::first(self.sql, &chunk, &[after.0.into(), (ROWS as u64).into()])? else {
            return Ok(false);
        };
        let text = row.text()?;
        let chunk: Vec<(AccountId, AccountRow)> =
            serde_json::from_str(&text).map_err(|error| unreadable(&text, after, error))?;
        let more = chunk.len() == ROWS;
        for (id, _) in &chunk {
            entries::demand_ahead(*id > self.last)?;
            self.last = *id;
        }
        self.loaded.book.take_in(chunk);
        Ok(more)
    }

    /// Demands that no account is missing: all ids up to the next one are of living accounts, deleted or withdrawn.
    fn demand_all(&self) -> Result<()> {
        let book = &self.loaded.book;
        let left = book.counts().deleted.saturating_add(book.withdrawn().count());
        let due = book.next_id().0.saturating_sub(1).saturating_sub(left);
        let there = book.counts().living();
        if there == due { Ok(()) } else { Err(Error::RustError(format!("there are {there} living accounts of {due}"))) }
    }

    /// Reads the next accounts, and looks each up by its id, too: a damaged tree may lead there from one account to the
    /// next, but not from its root. Returns whether there may be more.
    ///
    /// # Errors
    /// If storage cannot be read, or an account cannot be found.
    pub fn step_and_seek(&mut self) -> Result<bool> {
        let after = self.last;
        let more = self.step()?;
        let read = self.loaded.book.accounts_after(after).map(|account| account.id).collect();
        if gone::can_be_found(self.sql, "account", read)? {
            return Ok(more);
        }
        Err(Error::RustError(format!("an account after {after} cannot be found by its id")))
    }
}

impl Store {
    /// The store in `storage`.
    pub fn of(storage: &Storage) -> Self {
        Self { sql: storage.sql() }
    }

    /// Reads the book from storage that [`VERSIONS`] has opened.
    ///
    /// # Errors
    /// If storage cannot be read, or is damaged, or has no book.
    pub fn load(&self) -> Result<Loaded> {
        match self.read()? {
            Some(loaded) if loaded.sealed => Ok(loaded),
            Some(_) => Err(Error::RustError("`head` is not as it was written".to_owned())),
            None => Err(Error::RustError("`head` is empty".to_owned())),
        }
    }

    /// Checks all pages for damage, because SQLite would still write to a damaged file.
    ///
    /// # Errors
    /// If there is any damage.
    pub fn demand_sound(&self) -> Result<()> {
        transaction::check_pages(&self.sql)
    }

    /// Like [`Store::load`], but reads the book even if `head` is not as it was written; none if `head` is empty.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn read(&self) -> Result<Option<Loaded>> {
        for table in ["head", "account"] {
            transaction::check_table(&self.sql, table)?;
        }
        let Some(mut loading) = self.begin()? else { return Ok(None) };
        while loading.step()? {}
        loading.demand_all()?;
        Ok(Some(loading.loaded))
    }

    /// The row of `head`, which every change of the platform changes.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn mark(&self) -> Result<Vec<Value>> {
        Ok(transaction::first(&self.sql, "SELECT * FROM head", &[])?.map_or_else(Vec::new, Row::values))
    }

    /// Begins to read the book, even if `head` is not as it was written; none if `head` is empty. The pages of the file should
    /// have been checked.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn begin(&self) -> Result<Option<Loading<'_>>> {
        self.demand_tables()?;
        let head = format!("SELECT platform, {SEALED}, seal FROM head");
        let Some(mut row) = transaction::first(&self.sql, &head, &[])? else { return Ok(None) };
        let values = row.clone().values();
        let text = row.text()?;
        let settings = Hash::of(text.as_bytes());
        let platform = part("settings", serde_json::from_str(&text))?;
        let today = part("today", parse_date(&row.text()?))?;
        let revision = revision(row.number()?);
        let (terminating, moved) = (row.number()? == 1, row.number()? == 1);
        let numbering = part("numbering", serde_json::from_str(&row.text()?))?;
        let imports = part("imports", serde_json::from_str(&row.text()?))?;
        let next_id = AccountId(small("next_id", row.number()?)?);
        let deleted = small("deleted", row.number()?)?;
        let withdrawn = part("withdrawn", serde_json::from_str(&row.text()?))?;
        let skew = row.number()?;
        let link = part("chain", Hash::try_from(row.text()?))?;
        let answers = part("answers", Hash::try_from(row.text()?))?;
        let sealed = match values.as_slice() {
            [_, sealed @ .., Value::Text(seal)] => {
                tail::seal(settings, sealed.iter().map(Value::to_string)).to_string() == *seal
            }
            _ => false,
        };
        let moved = if moved { Some(self.moved(revision)?) } else { None };
        let (since, gone, living) = (Revision::default(), Vec::new(), Vec::new());
        let book = Book::from_snapshot(Snapshot {
            since,
            platform,
            today,
            revision,
            terminating,
            moved,
            numbering,
            imports,
            next_id,
            deleted,
            withdrawn,
            gone,
            living,
        });
        let loaded = Loaded { book, tail: Tail { link, answers, settings, skew }, sealed };
        Ok(Some(Loading { sql: &self.sql, loaded, last: AccountId::default() }))
    }

    /// Demands that all tables are there: what happens to a platform may need each of them.
    fn demand_tables(&self) -> Result<()> {
        let all = transaction::rows(&self.sql, "SELECT name FROM sqlite_master WHERE type = 'table'", &[])?;
        let there: Vec<String> = all.into_iter().map(|mut row| row.text()).collect::<Result<_>>()?;
        match TABLES.iter().find(|table| !there.iter().any(|name| name == *table)) {
            Some(missing) => Err(Error::RustError(format!("there is no table {missing}"))),
            None => Ok(()),
        }
    }

    /// Where the platform is, by the last entry of its record: nothing happens here after that.
    fn moved(&self, Revision(last): Revision) -> Result<Moved> {
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
fn part<T, E: Display>(name: &str, read: std::result::Result<T, E>) -> Result<T> {
    read.map_err(|error| Error::RustError(format!("{name} cannot be read: {error}")))
}

/// The error of a chunk of accounts that cannot be read. It names the first one of which that is true.
fn unreadable(chunk: &str, after: AccountId, error: serde_json::Error) -> Error {
    let rows: Vec<(u64, serde_json::Value)> = serde_json::from_str(chunk).unwrap_or_default();
    let broken = rows.into_iter().map(|(id, row)| (id, serde_json::from_value::<AccountRow>(row)));
    let broken = broken.filter_map(|(id, row)| Some((row.err()?, id))).next();
    let (error, id) = broken.unwrap_or((error, u64::from(after.next().0)));
    Error::RustError(format!("account {id} cannot be read: {error}"))
}

/// A number of `head` that counts accounts.
fn small(name: &str, number: i64) -> Result<u32> {
    part(name, u32::try_from(number))
}

fn revision(number: i64) -> Revision {
    Revision(u64::try_from(number).unwrap_or(0))
}
