//! The entries of a record, as they are stored.

use domain::event::Recorded;
use worker::{Result, SqlStorage};

use crate::{transaction, writes::Value};

/// The revisions of the entries that `condition` selects, in its order.
///
/// # Errors
/// If storage cannot be read.
pub fn revisions(sql: &SqlStorage, condition: &str, values: &[Value]) -> Result<Vec<u64>> {
    let rows = transaction::rows(sql, &format!("SELECT revision FROM event WHERE {condition}"), values)?;
    rows.into_iter().map(|mut row| Ok(u64::try_from(row.number()?).unwrap_or(0))).collect()
}

/// An entry as JSON.
///
/// # Errors
/// If storage cannot be read.
pub fn text(sql: &SqlStorage, revision: u64) -> Result<String> {
    let parts = "SELECT body FROM event_part WHERE revision = ? ORDER BY part";
    transaction::rows(sql, parts, &[revision.into()])?.into_iter().map(|mut row| row.text()).collect()
}

/// An entry.
///
/// # Errors
/// If storage cannot be read or is damaged.
pub fn entry(sql: &SqlStorage, revision: u64) -> Result<Recorded> {
    Ok(serde_json::from_str(&text(sql, revision)?)?)
}
