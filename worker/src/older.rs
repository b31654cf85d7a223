//! Brings what earlier versions stored of a platform up to what this one stores.

use domain::{event::Recorded, older::Completion};
use worker::{Error, Result, SqlStorage};

use crate::{
    entries, transaction,
    writes::{Value, Writes},
};

/// The step from version 2 to 3: each invoice gets what it lacked, such as the name that its buyer had on its day. The
/// record is walked entry by entry, so that only one of them is in memory at a time.
pub fn complete_invoices(sql: &SqlStorage) -> Result<()> {
    let Some(mut completion) = Completion::begin(&entries::entry(sql, 1)?) else {
        return Err(Error::RustError("the record does not begin with the platform".to_owned()));
    };
    let told = "kind = 'settings_changed' OR revision IN (SELECT revision FROM invoice) ORDER BY revision";
    for revision in entries::revisions(sql, told, &[])? {
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
    writes.entry(recorded);
    transaction::run(sql, &writes.finish()?)
}
