//! Checks a platform: the invariants of its record, and everything in storage against the record. What cannot be read is a
//! finding too.

use std::collections::BTreeMap;

use domain::{
    calendar::iso,
    chain::{self, Salt},
    check::Checker,
    event::Recorded,
    hash::Hash,
    wire::{Code, Fault},
};
use serde::Serialize;
use worker::{Result, SqlStorage};

use crate::{
    damage::code,
    kept::Kept,
    machine::breathe,
    once,
    reply::{OrReply, Reply, refuse},
    store::{Loaded, Store, VERSIONS},
    transaction::{self, Row},
    writes::{EVENT, INVOICE, Value, event_row, invoice_row},
};

/// How many entries are read before other requests may run.
const PAGE: u32 = 16;

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

#[derive(Serialize)]
struct Verdict {
    ok: bool,
    findings: Vec<String>,
}

/// A check under way.
struct Audit<'a> {
    sql: &'a SqlStorage,
    store: &'a Store,
    checker: Checker,
    /// The revision of the last entry that was read.
    revision: u64,
    /// The link of that entry.
    link: Hash,
    /// Whether every entry up to there could be read. Without one of them, later ones cannot be judged by the rules.
    whole: bool,
}

impl Kept {
    /// Checks everything that is stored of the platform.
    pub(crate) async fn check(&self) -> OrReply<Reply> {
        let _turn = self.turns.wait().await;
        match VERSIONS.open(&self.storage) {
            Ok(true) => {}
            Ok(false) => return refuse(Fault::NoPlatform),
            Err(newer) if code(&newer) == Some(Code::NewerData) => return Err(newer),
            Err(_) => {
                let findings = vec!["the version of the storage is damaged".to_owned()];
                return Ok(Reply::json(200, &Verdict { ok: false, findings }));
            }
        }
        let sql = self.storage.sql();
        let mut audit = Audit {
            sql: &sql,
            store: &self.store,
            checker: Checker::default(),
            revision: 0,
            link: Hash::default(),
            whole: true,
        };
        let read = audit.all().await;
        breathe().await;
        if let Err(error) = read {
            audit.whole = false;
            audit.checker.find(format!("the storage cannot be read beyond revision {}: {error}", audit.revision));
        }
        let findings = self.compared(audit);
        Ok(Reply::json(200, &Verdict { ok: findings.is_empty(), findings }))
    }

    /// Compares what the record gives with the book in storage, and that with the one in memory.
    fn compared(&self, mut audit: Audit<'_>) -> Vec<String> {
        let Loaded { book, tail, sealed } = match self.store.read() {
            Ok(Some(loaded)) => loaded,
            Ok(None) => {
                audit.checker.find("`head` is empty".to_owned());
                return audit.checker.stop();
            }
            Err(error) => {
                audit.checker.find(format!("the book cannot be read: {error}"));
                return audit.checker.stop();
            }
        };
        let id = &book.platform().id;
        let checker = &mut audit.checker;
        checker.demand(self.is_of(id.as_str()), || {
            format!("this is the storage of {}, in the place of another platform", id.as_str())
        });
        if let Some(behind) = self.behind(&book) {
            checker.find(behind.to_string());
        }
        checker.demand(sealed, || "`head` is not as it was written".to_owned());
        checker.demand(tail.link == audit.link, || "the chain does not end where `head` says".to_owned());
        match once::given(audit.sql) {
            Ok(given) => {
                checker.demand(given == tail.answers, || "the stored answers are not those that were given".to_owned());
            }
            Err(error) => checker.find(format!("a stored answer cannot be read: {error}")),
        }
        let in_memory = self.book().is_ok_and(|live| *live == book);
        checker.demand(in_memory || !sealed, || "the rows are not the book in memory".to_owned());
        if audit.whole { audit.checker.finish(&book) } else { audit.checker.stop() }
    }
}

impl Audit<'_> {
    /// Looks at everything but the book.
    async fn all(&mut self) -> Result<()> {
        while self.page()? {
            breathe().await;
        }
        self.rest()
    }

    /// Looks at the next entries. Returns whether there may be more.
    fn page(&mut self) -> Result<bool> {
        let rows = transaction::rows(self.sql, ENTRIES, &[self.revision.into(), PAGE.into()])?;
        let more = rows.len() == PAGE as usize;
        let entries = rows.into_iter().map(|mut row| Ok((row.number()?, row))).collect::<Result<Vec<_>>>()?;
        let last = entries.last().filter(|_| more).map_or(i64::MAX >> 10, |(revision, _)| *revision);
        let mut invoices = self.invoices(last)?;
        for (revision, row) in entries {
            self.entry(u64::try_from(revision).unwrap_or(0), row, &mut invoices);
        }
        for revision in invoices.into_keys() {
            self.checker.find(format!("the row of an invoice at revision {revision} belongs to no entry"));
        }
        Ok(more)
    }

    /// The rows of invoices of the next entries, up to the one of revision `last`.
    fn invoices(&self, last: i64) -> Result<BTreeMap<u64, Vec<Value>>> {
        let rows = transaction::rows(self.sql, INVOICES, &[self.revision.into(), last.into()])?;
        let read = |row: Row| Ok((u64::try_from(row.clone().number()?).unwrap_or(0), row.values()));
        rows.into_iter().map(read).collect()
    }

    /// Looks at an entry, its row in `event`, and the row of its invoice.
    fn entry(&mut self, revision: u64, row: Row, invoices: &mut BTreeMap<u64, Vec<Value>>) {
        let follows = revision == self.revision + 1;
        self.checker.demand(follows, || format!("revision {revision} follows revision {}", self.revision));
        self.whole &= follows;
        self.revision = revision;
        let mut columns = row.values();
        let kept = columns.split_off(EVENT.len());
        let text = match self.store.entry_text(revision) {
            Ok(text) if !text.is_empty() => text,
            Ok(_) => return self.broken(format!("revision {revision} has no text"), &kept),
            Err(error) => return self.broken(format!("revision {revision} cannot be read: {error}"), &kept),
        };
        self.linked(revision, &text, &kept);
        let recorded: Recorded = match serde_json::from_str(&text) {
            Ok(recorded) => recorded,
            Err(error) => return self.broken(format!("revision {revision} cannot be read: {error}"), &kept),
        };
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
            self.checker.look(&recorded);
        }
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
    fn linked(&mut self, revision: u64, text: &str, kept: &[Value]) {
        let salt = match kept {
            [Value::Text(text), ..] => Salt::try_from(text.clone()).ok().filter(|salt| String::from(*salt) == *text),
            _ => None,
        };
        let none = matches!(kept, [Value::Null, ..]);
        let due = if chain::is_personal(text) { salt.is_some() } else { none };
        let link = chain::link(self.link, text, salt);
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

    /// Looks at what the walk over the entries and the book do not see.
    fn rest(&mut self) -> Result<()> {
        let counts = "SELECT (SELECT COUNT(*) FROM account), (SELECT COALESCE(MIN(id), 1) FROM account), \
            (SELECT COALESCE(MAX(id), 0) FROM account), \
            (SELECT COUNT(*) FROM head) + (SELECT COUNT(*) FROM head WHERE id <> 1), \
            (SELECT COUNT(*) FROM event WHERE revision < 1), (SELECT COUNT(*) FROM event_part WHERE revision < 1), \
            (SELECT COUNT(*) FROM invoice WHERE revision < 1)";
        let Some(mut row) = transaction::first(self.sql, counts, &[])? else { return Ok(()) };
        let (accounts, first, last) = (row.number()?, row.number()?, row.number()?);
        self.checker.demand((first, last) == (1, accounts), || {
            format!("{accounts} accounts have the ids from {first} to {last}")
        });
        let heads = row.number()?;
        self.checker.demand(heads == 1, || "`head` has not just its one row".to_owned());
        let before = row.number()? + row.number()? + row.number()?;
        self.checker.demand(before == 0, || "there are rows of revisions before the first".to_owned());
        for (table, name, found) in [("event_part", "revision", "revision"), ("answer_part", "scope", "the answer to")]
        {
            let gap = format!(
                "SELECT CAST({name} AS TEXT) FROM {table} GROUP BY {name} HAVING MIN(part) <> 0 OR MAX(part) <> COUNT(*) - 1"
            );
            for mut row in transaction::rows(self.sql, &gap, &[])? {
                let name = row.text()?;
                self.checker.find(format!("the text of {found} {name} lacks a part"));
            }
        }
        let spelled = "SELECT (SELECT COUNT(*) FROM answer_part WHERE scope NOT IN (SELECT scope FROM answer)), \
            (SELECT COUNT(*) FROM submission WHERE hash <> lower(hash))";
        let Some(mut row) = transaction::first(self.sql, spelled, &[])? else { return Ok(()) };
        let (orphans, capitals) = (row.number()?, row.number()?);
        self.checker.demand(orphans == 0, || "there are parts of answers that were never given".to_owned());
        self.checker.demand(capitals == 0, || "the hash of a submission is not as it was written".to_owned());
        Ok(())
    }
}

/// The link of an entry, as its row has it.
fn stored_link(kept: &[Value]) -> Option<Hash> {
    match kept {
        [_, Value::Text(text)] => Hash::try_from(text.clone()).ok().filter(|link| link.to_string() == *text),
        _ => None,
    }
}
