//! A walk over the record that checks every entry, and everything in storage that belongs to one. It is done slice by slice,
//! with a turn for others in between.

use std::collections::BTreeMap;

use domain::{
    calendar::iso,
    chain::{Linking, Salts},
    check::Checker,
    event::{Event, Recorded},
    hash::Hash,
};
use worker::{Error, Result, SqlStorage};

use crate::{
    entries::{self, LONG},
    machine::{SLICE, slice},
    once::Answers,
    parsing::Parsing,
    store::ACCOUNTS,
    transaction::{self, Row},
    writes::{EVENT, INVOICE, Value, event_row, invoice_row},
};

/// How many entries are read before other requests may run.
const PAGE: u32 = 16;
/// After so many pages twice as many entries are read at a time, so that there is an end however many are written.
const PAGES: usize = 4_096;
/// The entries after a revision, with their rows in `event`. An entry whose row or whose text is missing is there too.
const ENTRIES: &str = "SELECT entry.revision, event.revision, at, \"on\", actor, kind, low, high, salt, link FROM \
    (SELECT revision FROM event WHERE revision > ?1 UNION SELECT revision FROM event_part WHERE revision > ?1 \
    ORDER BY revision LIMIT ?2) AS entry LEFT JOIN event USING (revision) ORDER BY 1";

/// The rows of invoices after a revision, up to another one.
const INVOICES: &str =
    "SELECT revision, number, date, kind, net, vat, gross FROM invoice WHERE revision > ? AND revision <= ?";

/// The link of an entry, found by its kind.
const BY_KIND: &str = "SELECT link FROM event INDEXED BY event_kind WHERE kind = ? AND revision = ?";

/// The date of an invoice, with its revision, found by its number.
const BY_NUMBER: &str = "SELECT revision, date FROM invoice INDEXED BY sqlite_autoindex_invoice_1 WHERE number = ?";

/// A check under way.
#[derive(Debug)]
pub struct Audit<'a> {
    sql: &'a SqlStorage,
    /// What checks the record.
    pub checker: Checker,
    /// The revision of the last entry that was read.
    revision: u64,
    /// The link of that entry.
    pub link: Hash,
    /// Whether the entries after it may be readable.
    readable: bool,
    /// Whether every entry up to there could be read. Without one of them, later ones cannot be judged by the rules.
    pub whole: bool,
}

impl<'a> Audit<'a> {
    /// Nothing has been looked at yet.
    pub fn of(sql: &'a SqlStorage) -> Self {
        let (checker, link) = (Checker::default(), Hash::default());
        Self { sql, checker, revision: 0, link, readable: true, whole: true }
    }
}

impl Audit<'_> {
    /// Looks at the entries that are left, and ends without a turn for others after the last one.
    pub async fn walk(&mut self) {
        let (mut most, mut pages) = (PAGE, 0_usize);
        while self.readable {
            match self.page(most).await {
                Ok(true) => {
                    pages += 1;
                    if pages.is_multiple_of(PAGES) {
                        most = most.saturating_mul(2);
                    }
                    slice().await;
                }
                Ok(false) => return,
                Err(error) => self.unreadable(&error),
            }
        }
    }

    /// Notes that the storage cannot be read any further.
    fn unreadable(&mut self, error: &Error) {
        (self.readable, self.whole) = (false, false);
        self.checker.find(format!("the storage cannot be read beyond revision {}: {error}", self.revision));
    }

    /// Looks at the next entries. Returns whether there were any.
    async fn page(&mut self, most: u32) -> Result<bool> {
        let rows = transaction::rows(self.sql, ENTRIES, &[self.revision.into(), most.into()])?;
        let entries = rows.into_iter().map(|mut row| Ok((row.number()?, row))).collect::<Result<Vec<_>>>()?;
        let some = !entries.is_empty();
        let last = entries.last().map_or(i64::MAX >> 10, |(revision, _)| *revision);
        let mut invoices = self.invoices(last)?;
        for (revision, row) in entries {
            let revision = u64::try_from(revision).unwrap_or(0);
            entries::demand_ahead(revision > self.revision)?;
            self.entry(revision, row, &mut invoices).await;
        }
        for revision in invoices.into_keys() {
            self.checker.find(format!("the row of an invoice at revision {revision} belongs to no entry"));
        }
        Ok(some)
    }

    /// The hash of the set of answers, with a turn for others after so many.
    pub async fn answers(&self, most: usize) -> Result<Hash> {
        let (mut answers, mut read) = (Answers::unread(), 0);
        while answers.step(self.sql)? {
            read += 1;
            if read % most == 0 {
                slice().await;
            }
        }
        Ok(answers.hash)
    }

    /// The rows of invoices of the next entries, up to the one of revision `last`.
    fn invoices(&self, last: i64) -> Result<BTreeMap<u64, Vec<Value>>> {
        let rows = transaction::rows(self.sql, INVOICES, &[self.revision.into(), last.into()])?;
        let read = |row: Row| Ok((u64::try_from(row.clone().number()?).unwrap_or(0), row.values()));
        rows.into_iter().map(read).collect()
    }

    /// Looks at an entry, its row in `event`, and the row of its invoice.
    async fn entry(&mut self, revision: u64, row: Row, invoices: &mut BTreeMap<u64, Vec<Value>>) {
        let follows = revision == self.revision + 1;
        self.checker.demand(follows, || format!("revision {revision} follows revision {}", self.revision));
        self.whole &= follows;
        self.revision = revision;
        let mut columns = row.values();
        let kept = columns.split_off(EVENT.len());
        let text = match self.text(revision).await {
            Ok(text) if !text.is_empty() => text,
            Ok(_) => return self.broken(format!("revision {revision} has no text"), &kept),
            Err(error) => return self.broken(format!("revision {revision} cannot be read: {error}"), &kept),
        };
        self.linked(revision, &text, &kept).await;
        let mut recorded: Recorded = match parsed(&text).await {
            Ok(recorded) => recorded,
            Err(error) => return self.broken(format!("revision {revision} cannot be read: {error}"), &kept),
        };
        // before the replay takes as much
        drop(text);
        let by_kind = [columns.get(4).cloned().unwrap_or(Value::Null), revision.into()];
        self.indexed(BY_KIND, &by_kind, kept.get(1..).unwrap_or_default());
        self.same("event", &EVENT, &event_row(&recorded), Some(columns));
        if let Some(invoice) = recorded.event.invoice() {
            let due = [revision.into(), iso::format(invoice.date).into()];
            self.indexed(BY_NUMBER, &[invoice.number.to_string().into()], &due);
        }
        match (recorded.event.invoice(), invoices.remove(&revision)) {
            (Some(invoice), row) => self.same("invoice", &INVOICE, &invoice_row(&recorded, invoice), row),
            (None, Some(_)) => self.checker.find(format!("revision {revision} has a row of an invoice, and has none")),
            (None, None) => {}
        }
        if self.whole {
            while !self.checker.look_at(&recorded, SLICE) {
                slice().await;
            }
        }
        if let Event::AccountsImported { accounts, .. } = &mut recorded.event {
            while accounts.shed(SLICE) {
                slice().await;
            }
        }
    }

    /// The text of an entry, with a turn for others after each part of it.
    async fn text(&self, revision: u64) -> Result<String> {
        let (mut text, mut after) = (String::new(), i64::MIN >> 10);
        while let Some((part, more)) = entries::part(self.sql, revision, after)? {
            let is_long = more.len() >= LONG;
            if text.is_empty() {
                text = more;
            } else {
                if text.capacity() < text.len() + more.len() {
                    let room = entries::room_for(self.sql, revision)?;
                    slice().await;
                    text = room + &text;
                }
                text.push_str(&more);
            }
            if is_long {
                slice().await;
            }
            after = part;
        }
        Ok(text)
    }

    /// Notes that an entry cannot be read. The chain goes on with the link that is stored.
    fn broken(&mut self, finding: String, kept: &[Value]) {
        self.checker.find(finding);
        self.whole = false;
        if let Some(link) = stored_link(kept) {
            self.link = link;
        }
    }

    /// Checks the link of an entry. The next one is checked against the link that is stored, so that each change is found
    /// where it was made.
    async fn linked(&mut self, revision: u64, text: &str, kept: &[Value]) {
        let own = match kept {
            [Value::Text(text), ..] => Some(text.clone()),
            _ => None,
        };
        let known = matches!(kept, [Value::Text(_) | Value::Null, ..]);
        let (salts, known) = match entries::salts(self.sql, self.revision, own) {
            Ok(salts) => (salts, known),
            Err(error) => {
                self.checker.find(error.to_string());
                (None, false)
            }
        };
        if matches!(salts, Some(Salts::Each(_))) {
            // it took a while to read them
            slice().await;
        }
        let mut linking = Linking::of(self.link, salts);
        // a hash takes longer than reading an account
        while !linking.step(text, SLICE / 2) {
            slice().await;
        }
        let due = known && linking.fits(text);
        let link = linking.end();
        let stored = stored_link(kept);
        self.checker.demand(due && stored == Some(link), || {
            format!(
                "revision {revision} is not what was recorded, or does not follow what was: its link is another one"
            )
        });
        self.link = stored.unwrap_or(link);
    }

    /// Compares a row with what the entry says.
    fn same(&mut self, table: &str, names: &[&str], due: &[Value], row: Option<Vec<Value>>) {
        let revision = self.revision;
        let row = row.filter(|row| row.iter().any(|value| *value != Value::Null));
        let Some(row) = row else {
            return self.checker.find(format!("revision {revision} has no row in `{table}`"));
        };
        for (name, (due, there)) in names.iter().zip(due.iter().zip(row)) {
            self.checker.demand(*due == there, || {
                format!("`{name}` of revision {revision} in `{table}` is {there}, and was recorded as {due}")
            });
        }
    }

    /// Looks a row of this revision up by an index, as readers do.
    fn indexed(&mut self, query: &str, key: &[Value], due: &[Value]) {
        let revision = self.revision;
        match transaction::first(self.sql, query, key) {
            Ok(row) => self.checker.demand(row.is_some_and(|row| row.values() == due), || {
                format!("an index does not lead to what is stored of revision {revision}")
            }),
            Err(error) => self.checker.find(format!("an index of revision {revision} cannot be read: {error}")),
        }
    }

    /// Looks at what the walk over the entries and the book do not see, if the storage can be read. Each question has one
    /// answer, whatever is written between them.
    pub async fn look_at_the_rest(&mut self) {
        if self.readable
            && let Err(error) = self.rest().await
        {
            self.unreadable(&error);
        }
    }

    async fn rest(&mut self) -> Result<()> {
        // whoever reads the book counts the accounts from 1 on
        for table in ACCOUNTS {
            let [before] = self.numbers(&format!("SELECT COUNT(*) FROM {table} WHERE id < 1")).await?;
            self.checker.demand(before == 0, || "there are accounts with ids before the first".to_owned());
        }
        let [heads, others] = self.numbers("SELECT COUNT(*), COUNT(*) FILTER (WHERE id <> 1) FROM head").await?;
        self.checker.demand((heads, others) == (1, 0), || "`head` has not just its one row".to_owned());
        for table in ["event", "event_part", "salt_part", "invoice"] {
            let [before] = self.numbers(&format!("SELECT COUNT(*) FROM {table} WHERE revision < 1")).await?;
            self.checker.demand(before == 0, || "there are rows of revisions before the first".to_owned());
        }
        for (table, name, found) in [
            ("event_part", "revision", "revision"),
            ("salt_part", "revision", "the salts of revision"),
            ("answer_part", "scope", "the answer to"),
        ] {
            let gap = format!(
                "SELECT CAST({name} AS TEXT) FROM {table} GROUP BY {name} HAVING MIN(part) <> 0 OR MAX(part) <> COUNT(*) - 1"
            );
            for mut row in transaction::rows(self.sql, &gap, &[])? {
                let name = row.text()?;
                self.checker.find(format!("the text of {found} {name} lacks a part"));
            }
            slice().await;
        }
        let orphans = "SELECT COUNT(*) FROM answer_part WHERE scope NOT IN (SELECT scope FROM answer)";
        let [orphans] = self.numbers(orphans).await?;
        self.checker.demand(orphans == 0, || "there are parts of answers that were never given".to_owned());
        let extra =
            "SELECT COUNT(*) FROM salt_part WHERE revision NOT IN (SELECT revision FROM event WHERE salt IS NULL)";
        let [extra] = self.numbers(extra).await?;
        self.checker.demand(extra == 0, || "there are salts that belong to no entry".to_owned());
        let [capitals] = self.numbers("SELECT COUNT(*) FROM submission WHERE hash <> lower(hash)").await?;
        self.checker.demand(capitals == 0, || "the hash of a submission is not as it was written".to_owned());
        Ok(())
    }

    /// The numbers of the only row of an answer, and then a turn for others.
    async fn numbers<const N: usize>(&self, query: &str) -> Result<[i64; N]> {
        let mut numbers = [0; N];
        if let Some(mut row) = transaction::first(self.sql, query, &[])? {
            for number in &mut numbers {
                *number = row.number()?;
            }
        }
        slice().await;
        Ok(numbers)
    }
}

/// The entry in a text. A long one is read slice by slice, if it is written as entries are.
///
/// # Errors
/// If the text is no entry.
pub async fn parsed(text: &str) -> serde_json::Result<Recorded> {
    if let Some(mut parsing) = Parsing::of(text) {
        while let Some(done) = parsing.step(SLICE) {
            if done {
                return Ok(parsing.recorded());
            }
            slice().await;
        }
    }
    serde_json::from_str(text)
}

/// The link of an entry, as its row has it.
fn stored_link(kept: &[Value]) -> Option<Hash> {
    match kept {
        [_, Value::Text(text)] => Hash::try_from(text.clone()).ok().filter(|link| link.to_string() == *text),
        _ => None,
    }
}
