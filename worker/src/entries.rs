//! The entries of a record, as they are stored.

use domain::{
    account::AccountId,
    chain::{Salt, Salts},
    event::Recorded,
};
use worker::{Error, Result, SqlStorage};

use crate::{
    importing::{Importing, NotSo},
    parsing,
    pieces::MAX_TEXT,
    transaction::{self, Row},
    writes::Value,
};

/// The salts of entries that keep each by itself, since texts of some persons were erased from them.
pub const SALTS: &str = "CREATE TABLE salt_part (revision INTEGER NOT NULL, part INTEGER NOT NULL, body TEXT NOT NULL, \
     PRIMARY KEY (revision, part)) STRICT";

/// As many entries as there are.
pub const ALL: usize = usize::MAX;

/// A walk over the record, from one of its ends or from a revision on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// Oldest first, after a revision.
    Oldest {
        /// The revision.
        after: u64,
    },
    /// Newest first, before a revision.
    Newest {
        /// The revision.
        before: u64,
    },
}

impl Walk {
    /// The whole record, oldest first.
    pub const WHOLE: Self = Self::Oldest { after: 0 };

    /// Newest first, before a revision, or from the last one on.
    pub fn newest(before: Option<u64>) -> Self {
        Self::Newest { before: before.unwrap_or(1 << 53) }
    }

    /// What is left of this walk after a revision that it has come to.
    pub const fn from(self, revision: u64) -> Self {
        match self {
            Self::Oldest { .. } => Self::Oldest { after: revision },
            Self::Newest { .. } => Self::Newest { before: revision },
        }
    }

    /// Whether a revision is still to come on this walk.
    const fn is_ahead(self, revision: u64) -> bool {
        match self {
            Self::Oldest { after } => revision > after,
            Self::Newest { before } => revision < before,
        }
    }

    /// The condition on the revision with the order, and the value for its `?`.
    fn sql(self) -> (&'static str, Value) {
        match self {
            Self::Oldest { after } => ("revision > ? ORDER BY revision", after.into()),
            Self::Newest { before } => ("revision < ? ORDER BY revision DESC", before.into()),
        }
    }
}

/// The first `most` revisions on a walk over the entries that `condition` selects.
///
/// # Errors
/// If storage cannot be read, or leads back.
pub fn revisions(sql: &SqlStorage, condition: &str, values: &[Value], walk: Walk, most: usize) -> Result<Vec<u64>> {
    let (ordered, bound) = walk.sql();
    let query = format!("SELECT revision FROM event WHERE ({condition}) AND {ordered} LIMIT ?");
    let values: Vec<Value> = values.iter().cloned().chain([bound, (most as u64).into()]).collect();
    let rows = transaction::rows(sql, &query, &values)?;
    let mut walk = walk;
    let ahead = |mut row: Row| {
        let revision = u64::try_from(row.number()?).unwrap_or(0);
        demand_ahead(walk.is_ahead(revision))?;
        walk = walk.from(revision);
        Ok(revision)
    };
    rows.into_iter().map(ahead).collect()
}

/// Ends a walk that a damaged index leads back. It would have no end.
///
/// # Errors
/// If the next place is not ahead.
pub fn demand_ahead(is_ahead: bool) -> Result<()> {
    if is_ahead { Ok(()) } else { Err(Error::RustError("the storage is damaged: an index leads back".to_owned())) }
}

/// An entry as JSON.
///
/// # Errors
/// If storage cannot be read.
pub fn text(sql: &SqlStorage, revision: u64) -> Result<String> {
    let parts = "SELECT body FROM event_part WHERE revision = ? ORDER BY part";
    let mut whole = String::new();
    transaction::each(sql, parts, &[revision.into()], |mut row| {
        let part = row.text()?;
        if whole.is_empty() {
            whole = if part.len() < LONG { part } else { room_for(sql, revision)? + &part };
        } else {
            whole.push_str(&part);
        }
        Ok(())
    })?;
    Ok(whole)
}

/// From how many bytes on a part of an entry is most likely not the only one.
pub const LONG: usize = MAX_TEXT / 2;

/// An empty text with room for an entry. One that grows would take up to three times as much memory.
///
/// # Errors
/// If storage cannot be read.
pub fn room_for(sql: &SqlStorage, revision: u64) -> Result<String> {
    Ok(String::with_capacity(bytes(sql, revision)?))
}

/// How many bytes the text of an entry has, without reading it.
///
/// # Errors
/// If storage cannot be read.
pub fn bytes(sql: &SqlStorage, revision: u64) -> Result<usize> {
    let bytes = "SELECT SUM(octet_length(body)) FROM event_part WHERE revision = ?";
    let bytes = transaction::first(sql, bytes, &[revision.into()])?.map(|mut row| row.maybe_number()).transpose()?;
    Ok(bytes.flatten().and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(0))
}

/// The next part of the text of an entry, after the part `after`, with its number; none after the last one.
///
/// # Errors
/// If storage cannot be read, or leads back.
pub fn part(sql: &SqlStorage, revision: u64, after: i64) -> Result<Option<(i64, String)>> {
    let next = "SELECT part, body FROM event_part WHERE revision = ? AND part > ? ORDER BY part LIMIT 1";
    let row = transaction::first(sql, next, &[revision.into(), after.into()])?;
    let Some(mut row) = row else { return Ok(None) };
    let (part, body) = (row.number()?, row.text()?);
    demand_ahead(part > after)?;
    Ok(Some((part, body)))
}

/// An import of which little is wanted.
#[derive(Debug)]
pub struct Import {
    /// Its entry, with none of its accounts but the wanted one.
    pub recorded: Recorded,
    /// How many accounts it has.
    pub accounts: usize,
    /// How many bytes of the record were read.
    pub bytes: usize,
}

/// An entry, if it is an import: its accounts are not kept in memory, but for the one that is wanted.
///
/// # Errors
/// If storage cannot be read.
pub fn import(sql: &SqlStorage, revision: u64, wanted: Option<AccountId>) -> Result<Option<Import>> {
    let of = "SELECT high - low + 1 FROM event WHERE revision = ? AND kind = 'accounts_imported' AND low > 0";
    let Some(mut row) = transaction::first(sql, of, &[revision.into()])? else { return Ok(None) };
    let accounts = usize::try_from(row.number()?).unwrap_or(0);
    let (mut importing, mut bytes, mut after) = (Importing::of(wanted), 0, i64::MIN >> 10);
    while let Some((part, text)) = self::part(sql, revision, after)? {
        bytes += text.len();
        match importing.take(&text) {
            Ok(Some(recorded)) => return Ok(Some(Import { recorded, accounts, bytes })),
            Ok(None) => after = part,
            Err(NotSo) => return Ok(None),
        }
    }
    Ok(None)
}

/// The salts of an entry whose row has this one; none of an entry that names nobody.
///
/// # Errors
/// If storage cannot be read, or they are not as they were written.
pub fn salts(sql: &SqlStorage, revision: u64, own: Option<String>) -> Result<Option<Salts>> {
    let damaged = || Error::RustError(format!("the salts of revision {revision} are damaged"));
    if let Some(text) = own {
        let salt = Salt::try_from(text.clone()).ok().filter(|salt| String::from(*salt) == text);
        return salt.map(|salt| Some(salt.into())).ok_or_else(damaged);
    }
    let parts = "SELECT body FROM salt_part WHERE revision = ? ORDER BY part";
    let rows = transaction::rows(sql, parts, &[revision.into()])?;
    if rows.is_empty() {
        return Ok(None);
    }
    let text: String = rows.into_iter().map(|mut row| row.text()).collect::<Result<_>>()?;
    Salts::split(&text).map(|salts| Some(Salts::Each(salts))).ok_or_else(damaged)
}

/// The salts of an entry, as they are stored.
///
/// # Errors
/// Those of [`salts`].
pub fn stored_salts(sql: &SqlStorage, revision: u64) -> Result<Option<Salts>> {
    let row = transaction::first(sql, "SELECT salt FROM event WHERE revision = ?", &[revision.into()])?;
    let own = row.map(|mut row| row.maybe_text()).transpose()?.flatten();
    salts(sql, revision, own)
}

/// An entry.
///
/// # Errors
/// If storage cannot be read or is damaged.
pub fn entry(sql: &SqlStorage, revision: u64) -> Result<Recorded> {
    Ok(parsing::recorded(&text(sql, revision)?)?)
}
