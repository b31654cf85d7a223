//! What a command writes, as a list of SQL statements. Storage is not read while the list is made, so that all of it
//! can be written in one transaction.
//!
//! Statements are set-based: there is one for each kind of change, not one for each account.

use std::borrow::Cow;

use chrono::NaiveDate;
use domain::{
    account::{Account, AccountId, AccountRef, AccountRow},
    book::Book,
    calendar::iso,
    chain::{self, Linking, Salt, Salts},
    event::{Event, Recorded},
    hash::Hash,
    invoice::Invoice,
    rows::{Column, RowChange},
};
use serde::Serialize;

use crate::{
    leaving,
    parsing::Pieces,
    pieces::{Parts, runs},
    tail::{self, SEALED, Tail},
};

pub use crate::statement::{Value, Write};

/// The most rows in one statement. A row has at most about 1.2 kB.
pub const ROWS: usize = 800;
/// The most ids, or runs of ids, in one statement.
const IDS: usize = 50_000;

/// The columns of `event` that repeat what the entry says.
pub const EVENT: [&str; 7] = ["revision", "at", "on", "actor", "kind", "low", "high"];
/// The columns of `invoice`.
pub const INVOICE: [&str; 7] = ["revision", "number", "date", "kind", "net", "vat", "gross"];

/// Runs a statement, or says why it cannot.
type Run = Box<dyn FnMut(Write) -> Result<(), String>>;

/// The statements of one transaction, in order. They are listed, or run one by one as they come: a list of many takes more
/// memory than what they write about.
#[derive(Default)]
pub struct Writes {
    list: Vec<Write>,
    run: Option<Run>,
    failed: Option<String>,
    /// What `head` says beside the book, after these statements.
    pub tail: Tail,
}

impl Writes {
    /// No statements yet, on storage whose `head` ends with `tail`.
    pub fn after(tail: Tail) -> Self {
        Self { tail, ..Self::default() }
    }

    /// Runs each statement at once, within a transaction on storage whose `head` ends with `tail`.
    pub fn run_by(tail: Tail, run: impl FnMut(Write) -> Result<(), String> + 'static) -> Self {
        Self { run: Some(Box::new(run)), ..Self::after(tail) }
    }

    /// Adds a statement. None is run after one that failed.
    pub fn push(&mut self, sql: impl Into<Cow<'static, str>>, values: impl Into<Vec<Value>>) {
        let write = Write { sql: sql.into(), values: values.into() };
        match &mut self.run {
            Some(run) if self.failed.is_none() => self.failed = run(write).err(),
            Some(_) => {}
            None => self.list.push(write),
        }
    }

    fn extend(&mut self, writes: impl IntoIterator<Item = Write>) {
        writes.into_iter().for_each(|Write { sql, values }| self.push(sql, values));
    }

    /// Returns the statements that have not been run.
    ///
    /// # Errors
    /// If one could not be run, or something could not be written as JSON.
    pub fn finish(self) -> Result<Vec<Write>, String> {
        match self.failed {
            Some(error) => Err(error),
            None => Ok(self.list),
        }
    }

    /// A value as JSON.
    pub fn json(&mut self, value: &impl Serialize) -> String {
        serde_json::to_string(value).unwrap_or_else(|error| {
            self.failed = Some(error.to_string());
            String::new()
        })
    }

    /// Adds the row in `head` of a new platform.
    pub fn founded(&mut self, book: &Book) {
        self.push(
            "INSERT INTO head (id, platform, today, revision, terminating, moved, numbering, imports, next_id, deleted, \
             withdrawn, skew, chain, answers, seal) VALUES (1, '', '', 0, 0, 0, '', '', 0, 0, '', 0, '', '', '')",
            [],
        );
        self.settings(book);
    }

    /// Updates the row in `head`, except the settings, from `book`. It comes after everything else that is written.
    pub fn head(&mut self, book: &Book) {
        let (numbering, imports) = (self.json(book.numbering()), self.json(book.imports()));
        let (terminating, moved) = (u32::from(book.is_terminating()), u32::from(book.moved().is_some()));
        let (today, revision) = (iso::format(book.today()), book.revision().0);
        let (next_id, deleted, withdrawn) = (book.next_id().0, book.counts().deleted, self.json(book.withdrawn()));
        self.sealed([
            today.into(),
            revision.into(),
            terminating.into(),
            moved.into(),
            numbering.into(),
            imports.into(),
            next_id.into(),
            deleted.into(),
            withdrawn.into(),
        ]);
    }

    /// Updates the row in `head`, except the settings. Of the columns that are sealed, these are the ones that the book
    /// gives.
    pub fn sealed(&mut self, book: [Value; 9]) {
        let Tail { link, answers, settings, skew } = self.tail;
        let mut values = book.to_vec();
        values.extend([skew.into(), link.to_string().into(), answers.to_string().into()]);
        values.push(tail::seal(settings, values.iter().map(Value::to_string)).to_string().into());
        self.push(format!("UPDATE head SET ({SEALED}, seal) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"), values);
    }

    /// Updates the settings and prices in `head` from `book`.
    fn settings(&mut self, book: &Book) {
        let platform = self.json(book.platform());
        self.tail.settings = Hash::of(platform.as_bytes());
        self.push("UPDATE head SET platform = ?", [platform.into()]);
    }

    /// Adds an entry of the record and changes the rows it touches. `book` is the book after that entry, `left` are the
    /// accounts that have left it by the entry, and `salt` is of random bytes that nothing else has.
    pub fn recorded(&mut self, recorded: &Recorded, book: &Book, left: &[Account], salt: Salt) {
        let pieces = Pieces::of(recorded);
        self.entered(recorded, pieces, book, Some(salt.into()));
        self.rows(recorded, book, left);
    }

    /// Adds an entry of the record with its text, and changes no rows of accounts. The text comes in pieces that are cut
    /// between accounts. One that names a person needs a salt.
    pub fn entered<Text: AsRef<str>>(
        &mut self,
        recorded: &Recorded,
        pieces: impl IntoIterator<Item = serde_json::Result<Text>>,
        book: &Book,
        salts: Option<Salts>,
    ) {
        let mut linking: Option<Linking> = None;
        let mut parts = Parts::of("event_part", recorded.revision.0.into());
        let mut kept = None;
        for piece in pieces {
            let piece = match &piece {
                Ok(text) => text.as_ref(),
                Err(error) => {
                    self.failed = Some(error.to_string());
                    continue;
                }
            };
            // where the first piece names nobody, no other one does
            let begin = || {
                kept = salts.clone().filter(|_| chain::is_personal(piece));
                Linking::of(self.tail.link, kept.clone())
            };
            linking.get_or_insert_with(begin).add(piece);
            self.extend(parts.add(piece));
        }
        self.extend([parts.end()]);
        if let Some(linking) = linking {
            self.tail.link = linking.end();
        }
        let mut values = event_row(recorded).to_vec();
        values.extend([one(kept.as_ref()), self.tail.link.to_string().into()]);
        self.push(
            "INSERT INTO event (revision, at, \"on\", actor, kind, low, high, salt, link) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        );
        self.salts(recorded.revision.0, kept.as_ref());
        if let Some(invoice) = recorded.event.invoice() {
            self.invoice(recorded, invoice);
        }
        if let Event::ModesChanged { id, hash, .. } = &recorded.event {
            let values = [id.0.clone().into(), recorded.revision.0.into(), hash.to_string().into()];
            self.push("INSERT INTO submission (id, revision, hash) VALUES (?, ?, ?)", values);
        }
        if let Event::SettingsChanged { .. } = &recorded.event {
            self.settings(book);
        }
    }

    /// The salt and the link of the next entry.
    pub fn linked(&mut self, body: &str, salts: Option<Salts>) -> [Value; 2] {
        let salt = one(salts.as_ref());
        self.tail.link = chain::link(self.tail.link, body, salts);
        [salt, self.tail.link.to_string().into()]
    }

    /// Adds the salts of an entry that keeps each by itself.
    pub fn salts(&mut self, revision: u64, salts: Option<&Salts>) {
        if let Some(Salts::Each(salts)) = salts {
            self.text("salt_part", &revision.into(), &Salts::joined(salts));
        }
    }

    /// Adds the text of an entry of the record.
    pub fn entry(&mut self, revision: u64, body: &str) {
        self.text("event_part", &revision.into(), body);
    }

    /// Adds the row with what a list of invoices shows. The whole invoice is in the record.
    fn invoice(&mut self, recorded: &Recorded, invoice: &Invoice) {
        self.push(
            "INSERT INTO invoice (revision, number, date, kind, net, vat, gross) VALUES (?, ?, ?, ?, ?, ?, ?)",
            invoice_row(recorded, invoice),
        );
    }

    /// Adds the answer to the request that is known by `scope` and had a body with this hash.
    pub fn answered(&mut self, scope: &str, hash: &str, status: u16, body: &str) {
        self.tail.answers = self.tail.answers.toggled(tail::answer(scope, hash, status.into(), body));
        let values = [scope.into(), hash.into(), status.into()];
        self.push("INSERT INTO answer (scope, hash, status) VALUES (?, ?, ?)", values);
        self.text("answer_part", &scope.into(), body);
    }

    fn rows(&mut self, recorded: &Recorded, book: &Book, left: &[Account]) {
        for change in RowChange::of(recorded, book.platform().alignment) {
            match change {
                RowChange::Added { first, rows } => self.accounts(first, rows.iter()),
                RowChange::Set { accounts, columns } => self.set(accounts, &columns),
                RowChange::Left { .. } => self.leave(left),
                RowChange::Erased { accounts, address } => self.gone_erased(&accounts, &address),
            }
        }
    }

    fn set(&mut self, accounts: Vec<AccountId>, columns: &[Column]) {
        let (names, values): (Vec<&str>, Vec<Value>) = columns.iter().map(stored).unzip();
        let set: Vec<String> = names.into_iter().map(|name| format!("{name} = ?")).collect();
        self.each(&set.join(", "), &values, accounts);
    }

    /// Adds accounts to those that have left the book.
    pub fn gone(&mut self, left: &[Account]) {
        for chunk in left.chunks(ROWS) {
            let json = self.json(&chunk.iter().map(|account| leaving::row(account.borrowed())).collect::<Vec<_>>());
            self.push(leaving::INSERT, [json.into()]);
        }
    }

    /// Adds the rows of these accounts, at most [`ROWS`].
    pub fn living(&mut self, accounts: &[AccountRef<'_>]) {
        const INSERT: &str = "INSERT INTO account \
            SELECT value ->> 0, value ->> 1 ->> 0, value ->> 1 ->> 1, value ->> 1 ->> 2, value ->> 1 ->> 3, value ->> 1 ->> 4, \
            value ->> 1 ->> 5, value ->> 1 ->> 6, value ->> 1 ->> 7, value ->> 1 ->> 8, value ->> 1 ->> 9 FROM json_each(?)";
        let row = |account: &AccountRef<'_>| (account.id, AccountRow::from(*account));
        let json = self.json(&accounts.iter().map(row).collect::<Vec<_>>());
        self.push(INSERT, [json.into()]);
    }

    /// Moves accounts to those that have left the book.
    pub fn leave(&mut self, left: &[Account]) {
        self.gone(left);
        let ids: Vec<AccountId> = left.iter().map(|account| account.id).collect();
        self.chunks("DELETE FROM account WHERE id IN (SELECT value FROM json_each(?))", &[], &ids);
    }

    fn accounts(&mut self, first: AccountId, mut rows: impl Iterator<Item = AccountRow>) {
        const INSERT: &str = "INSERT INTO account \
            SELECT CAST(? AS INTEGER) + key, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, \
            value ->> 6, value ->> 7, value ->> 8, value ->> 9 FROM json_each(?)";
        let mut next = first.0;
        loop {
            let chunk: Vec<AccountRow> = rows.by_ref().take(ROWS).collect();
            if chunk.is_empty() {
                return;
            }
            let json = self.json(&chunk);
            self.push(INSERT, [next.into(), json.into()]);
            next = next.saturating_add(u32::try_from(chunk.len()).unwrap_or(u32::MAX));
        }
    }

    /// Sets columns of many accounts: by runs of ids if that is shorter, or else by single ids.
    fn each(&mut self, set: &str, values: &[Value], mut ids: Vec<AccountId>) {
        ids.sort_unstable();
        let runs = runs(&ids);
        if runs.len() * 2 <= ids.len() {
            let sql = format!(
                "UPDATE account SET {set} FROM json_each(?) AS run \
                 WHERE account.id BETWEEN run.value ->> 0 AND run.value ->> 1"
            );
            self.chunks(&sql, values, &runs);
        } else {
            let sql = format!("UPDATE account SET {set} WHERE id IN (SELECT value FROM json_each(?))");
            self.chunks(&sql, values, &ids);
        }
    }

    /// Runs a statement for many values, some at a time: the last of its parameters is a list of them as JSON.
    pub fn chunks(&mut self, sql: &str, values: &[Value], list: &[impl Serialize]) {
        for chunk in list.chunks(IDS) {
            let mut values = values.to_vec();
            values.push(self.json(&chunk).into());
            self.push(sql.to_owned(), values);
        }
    }

    /// Adds a text that may be too long for one row, in parts under `name`. `table` has a column for the name, then
    /// `part` and `body`.
    pub fn text(&mut self, table: &str, name: &Value, body: &str) {
        let mut parts = Parts::of(table, name.clone());
        let full = parts.add(body);
        self.extend(full.into_iter().chain([parts.end()]));
    }
}

/// The salt that an entry keeps in its row: none if it keeps each by itself, or has none.
pub fn one(salts: Option<&Salts>) -> Value {
    match salts {
        Some(Salts::One(salt)) => String::from(*salt).into(),
        Some(Salts::Each(_)) | None => Value::Null,
    }
}

/// A value that JSON writes as one word, without quotes.
fn word(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default().trim_matches('"').to_owned()
}

/// What the columns [`EVENT`] say of an entry.
pub fn event_row(recorded: &Recorded) -> [Value; 7] {
    let (mut low, mut high) = (None, None);
    for AccountId(id) in recorded.event.accounts() {
        low = Some(low.map_or(id, |low: u32| low.min(id)));
        high = Some(high.map_or(id, |high: u32| high.max(id)));
    }
    let Recorded { revision, at, on, actor, by: _, event } = recorded;
    let (at, on) = (at.0.clone(), iso::format(*on));
    [revision.0.into(), at.into(), on.into(), actor.as_str().into(), event.kind().into(), low.into(), high.into()]
}

/// What the columns [`INVOICE`] say of the invoice of an entry.
pub fn invoice_row(recorded: &Recorded, invoice: &Invoice) -> [Value; 7] {
    let Invoice { number, date, kind, net, vat, gross, .. } = invoice;
    let (number, date) = (number.to_string(), iso::format(*date));
    let revision = recorded.revision.0.into();
    [revision, number.into(), date.into(), word(kind).into(), net.0.into(), vat.0.into(), gross.0.into()]
}

/// The name of a column in the table, and its new value.
fn stored(column: &Column) -> (&'static str, Value) {
    let day = |day: &Option<NaiveDate>| day.map(iso::format).into();
    match column {
        Column::Address(address) => ("address", address.as_str().into()),
        Column::DisplayName(name) => ("display_name", name.as_str().into()),
        Column::Mode(mode) => ("mode", mode.as_str().into()),
        Column::Status(status) => ("status", status.as_str().into()),
        Column::AnchorDay(anchor) => ("anchor_day", u32::from(u8::from(*anchor)).into()),
        Column::ExpiresOn(on) => ("expires_on", iso::format(*on).into()),
        Column::DeletesOn(on) => ("deletes_on", day(on)),
        Column::Held(mode) => ("held", mode.map(|mode| mode.as_str()).into()),
        Column::ResetOn(on) => ("reset_on", day(on)),
    }
}
