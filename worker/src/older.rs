//! Brings what earlier versions stored of a platform up to what this one stores.

use domain::{
    account::{AccountId, Status},
    book::Withdrawn,
    chain,
    event::Recorded,
    hash::Hash,
    older::Completion,
};
use worker::{Error, Result, SqlStorage};

use crate::{
    entries::{self, SALTS, Walk},
    gone, leaving, machine, once,
    tail::{self, Tail},
    transaction,
    writes::{ROWS, Value, Writes},
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
        let text = entries::text(sql, revision)?;
        let salt = chain::is_personal(&text).then(machine::salt);
        let [salt, link] = writes.linked(&text, salt.map(Into::into));
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
    let mut values = row.values();
    values.extend([tail.skew.into(), tail.link.to_string().into(), tail.answers.to_string().into()]);
    values.push(tail::seal(tail.settings, values.iter().map(Value::to_string)).to_string().into());
    let mut writes = Writes::default();
    writes.push(format!("UPDATE head SET ({SEALED_4}, seal) = (?, ?, ?, ?, ?, ?, ?, ?, ?)"), values);
    transaction::run(sql, &writes.finish()?)
}

/// The columns of `head` that the seal covered in version 4.
const SEALED_4: &str = "today, revision, terminating, numbering, imports, skew, chain, answers";

/// What version 5 adds to `head`.
const COUNTED: [&str; 3] = [
    "ALTER TABLE head ADD COLUMN next_id INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE head ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE head ADD COLUMN withdrawn TEXT NOT NULL DEFAULT '[]'",
];

/// The step from version 4 to 5: accounts that have been deleted or withdrawn leave the table of the living ones, and `head`
/// says how many there were. They are read and written piece by piece.
pub fn let_go(sql: &SqlStorage) -> Result<()> {
    let damaged = |what: &str| Error::RustError(format!("the storage of version 4 is damaged: {what}"));
    let columns = format!("SELECT platform, {SEALED_4}, seal FROM head");
    let row = transaction::first(sql, &columns, &[])?.ok_or_else(|| damaged("there is no head"))?;
    let values: [Value; 10] = row.values().try_into().map_err(|_| damaged("`head`"))?;
    let [Value::Text(platform), today, revision, terminating, numbering, imports, skew, chain, answers, seal] = values
    else {
        return Err(damaged("the settings"));
    };
    let (settings, sealed) = (Hash::of(platform.as_bytes()), [&today, &revision, &terminating, &numbering, &imports]);
    let due = tail::seal(settings, sealed.into_iter().chain([&skew, &chain, &answers]).map(Value::to_string));
    if Value::Text(due.to_string()) != seal {
        return Err(damaged("`head` is not as it was written"));
    }
    let (Value::Number(ahead), Value::Text(chain), Value::Text(answers)) = (skew, chain, answers) else {
        return Err(damaged("the tail of `head`"));
    };
    let hash = |text: String| Hash::try_from(text).map_err(|_| damaged("a hash of `head`"));
    #[expect(clippy::cast_possible_truncation, reason = "it was read from a whole number")]
    let tail = Tail { link: hash(chain)?, answers: hash(answers)?, settings, skew: ahead as i64 };
    let mut added = Writes::default();
    COUNTED.into_iter().chain(leaving::SCHEMA).for_each(|statement| added.push(statement, []));
    transaction::run(sql, &added.finish()?)?;
    let mut ids = transaction::first(sql, "SELECT COUNT(*), COALESCE(MAX(id), 0) FROM account", &[])?;
    let (count, last) = match &mut ids {
        Some(row) => (row.number()?, row.number()?),
        None => (0, 0),
    };
    let next_id = u32::try_from(last.saturating_add(1)).ok().filter(|_| count == last);
    let next_id = next_id.ok_or_else(|| damaged("an account is missing"))?;
    let (deleted, withdrawn) = let_accounts_go(sql)?;
    let mut writes = Writes::default();
    let withdrawn = writes.json(&withdrawn);
    let mut values = vec![today, revision, terminating, numbering, imports, next_id.into(), deleted.into()];
    values.extend([withdrawn.into(), tail.skew.into(), tail.link.to_string().into(), tail.answers.to_string().into()]);
    values.push(tail::seal(settings, values.iter().map(Value::to_string)).to_string().into());
    writes.push(format!("UPDATE head SET ({SEALED_5}, seal) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"), values);
    transaction::run(sql, &writes.finish()?)
}

/// The columns of `head` that the seal covered in version 5.
const SEALED_5: &str =
    "today, revision, terminating, numbering, imports, next_id, deleted, withdrawn, skew, chain, answers";

/// The step from version 5 to 6: entries may keep the salt of each text by itself, and whether a platform has moved away,
/// which was 2 more in `terminating`, has a column of its own.
pub fn keep_salts(sql: &SqlStorage) -> Result<()> {
    let damaged = |what: &str| Error::RustError(format!("the storage of version 5 is damaged: {what}"));
    let columns = format!("SELECT platform, {SEALED_5}, seal FROM head");
    let row = transaction::first(sql, &columns, &[])?.ok_or_else(|| damaged("there is no head"))?;
    let values: [Value; 13] = row.values().try_into().map_err(|_| damaged("`head`"))?;
    let [Value::Text(platform), sealed @ .., Value::Text(seal)] = &values else {
        return Err(damaged("the settings"));
    };
    let settings = Hash::of(platform.as_bytes());
    if tail::seal(settings, sealed.iter().map(Value::to_string)).to_string() != *seal {
        return Err(damaged("`head` is not as it was written"));
    }
    let [today, revision, Value::Number(ended), rest @ ..] = sealed else { return Err(damaged("how it ended")) };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was written as one of 0 to 3")]
    let ended = *ended as u32;
    let mut all = vec![today.clone(), revision.clone(), (ended % 2).into(), (ended / 2).into()];
    all.extend_from_slice(rest);
    all.push(tail::seal(settings, all.iter().map(Value::to_string)).to_string().into());
    let mut writes = Writes::default();
    writes.push(SALTS, []);
    writes.push("ALTER TABLE head ADD COLUMN moved INTEGER NOT NULL DEFAULT 0", []);
    writes.push(format!("UPDATE head SET ({SEALED_6}, seal) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"), all);
    transaction::run(sql, &writes.finish()?)
}

/// The columns of `head` that the seal covers from version 6 on.
const SEALED_6: &str =
    "today, revision, terminating, moved, numbering, imports, next_id, deleted, withdrawn, skew, chain, answers";

/// Moves the rows of accounts that are gone. Returns how many have been deleted, and which were withdrawn.
fn let_accounts_go(sql: &SqlStorage) -> Result<(u32, Withdrawn)> {
    let (mut deleted, mut withdrawn, mut last) = (0_u32, Withdrawn::default(), AccountId::default());
    loop {
        let rest = "SELECT * FROM account WHERE status IN ('deleted', 'withdrawn') AND id > ? ORDER BY id LIMIT ?";
        let left = gone::read(sql, rest, &[last.0.into(), (ROWS as u64).into()])?;
        let Some(end) = left.last() else { return Ok((deleted, withdrawn)) };
        entries::demand_ahead(end.id > last)?;
        last = end.id;
        for account in &left {
            match account.status {
                Status::Withdrawn => withdrawn.add(account.id),
                Status::Active | Status::Suspended | Status::Deleted => deleted = deleted.saturating_add(1),
            }
        }
        let mut writes = Writes::default();
        writes.leave(&left);
        transaction::run(sql, &writes.finish()?)?;
        machine::progress();
    }
}
