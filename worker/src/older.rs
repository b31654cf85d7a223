//! Brings what earlier versions stored of a platform up to what this one stores.

use domain::{event::Recorded, hash::Hash, older::Completion};
use worker::{Error, Result, SqlStorage};

use crate::{
    entries::{self, Walk},
    machine, once,
    tail::Tail,
    transaction,
    writes::{Value, Writes},
};

/// The step from version 2 to 3: each invoice gets what it lacked, such as the name that its buyer had on its day. The
/// record is walked entry by entry, so that only one of them is in memory at a time.
pub fn complete_invoices(sql: &SqlStorage) -> Result<()> {
    let Some(mut completion) = Completion::begin(&entries::entry(sql, 1)?) else {
        return Err(Error::RustError("the record does not begin with the platform".to_owned()));
    };
    let told = "kind = 'settings_changed' OR revision IN (SELECT revision FROM invoice)";
    for revision in entries::revisions(sql, told, &[], Walk::WHOLE, entries::ALL)? {
        let mut recorded = entries::entry(sql, revision)?;
        completion.complete(&mut recorded);
        if recorded.event.invoice().is_some() {
            rewrite(sql, revision, &recorded)?;
        }
    }
    Ok(())
}

fn rewrite(sql: &SqlStorage, revision: u64, recorded: &Recorded) -> Result<()> {
    let mut writes = Writes::default();
    writes.push("DELETE FROM event_part WHERE revision = ?", [Value::from(revision)]);
    writes.entry(revision, &serde_json::to_string(recorded)?);
    transaction::run(sql, &writes.finish()?)
}

/// What version 4 adds to the tables.
const CHAINED: [&str; 5] = [
    "ALTER TABLE event ADD COLUMN salt TEXT",
    "ALTER TABLE event ADD COLUMN link TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE head ADD COLUMN chain TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE head ADD COLUMN answers TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE head ADD COLUMN seal TEXT NOT NULL DEFAULT ''",
];

/// The step from version 3 to 4: each entry gets its link in the chain, and `head` the end of the chain, the hash of the
/// stored answers and its seal. Entries and answers are read one by one.
pub fn chain_record(sql: &SqlStorage) -> Result<()> {
    let mut added = Writes::default();
    CHAINED.into_iter().for_each(|statement| added.push(statement, []));
    transaction::run(sql, &added.finish()?)?;
    let mut tail = Tail::default();
    for revision in entries::revisions(sql, "true", &[], Walk::WHOLE, entries::ALL)? {
        let mut writes = Writes::after(tail);
        let [salt, link] = writes.linked(&entries::text(sql, revision)?, Some(machine::salt()));
        writes.push("UPDATE event SET salt = ?, link = ? WHERE revision = ?", [salt, link, revision.into()]);
        tail = writes.tail;
        transaction::run(sql, &writes.finish()?)?;
        machine::progress();
    }
    tail.answers = once::given(sql)?;
    let columns = "SELECT platform, skew, today, revision, terminating, numbering, imports FROM head";
    let Some(mut row) = transaction::first(sql, columns, &[])? else {
        return Err(Error::RustError("there is no head".to_owned()));
    };
    (tail.settings, tail.skew) = (Hash::of(row.text()?.as_bytes()), row.number()?);
    let mut writes = Writes::after(tail);
    writes.sealed([
        row.text()?.into(),
        row.number()?.into(),
        row.number()?.into(),
        row.text()?.into(),
        row.text()?.into(),
    ]);
    transaction::run(sql, &writes.finish()?)
}
