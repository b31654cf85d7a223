//! Rosters on the wire: the answers to an import.

use serde::{Deserialize, Serialize};

use super::{RosterErrorView, roster_errors};
use crate::{
    event::{Event, Recorded},
    roster::{ColumnOfFile, Encoding},
    rules::{Missing, Understood},
    stamp::Revision,
};

/// The answer to an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Imported {
    /// How many accounts were added.
    pub imported: usize,
    /// The revision it made, which names it when it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<Revision>,
}

impl Imported {
    /// What a recorded import added; none for another event.
    pub fn of(recorded: &Recorded) -> Option<Self> {
        let Event::AccountsImported { accounts, .. } = &recorded.event else { return None };
        Some(Self { imported: accounts.entries().len(), import: Some(recorded.revision) })
    }
}

/// The answer to the check of a roster: what was understood of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Understanding {
    /// How its text is encoded.
    pub encoding: Encoding,
    /// What separates its cells: a comma, a semicolon or a tab; `null` if it says nothing.
    pub separator: Option<String>,
    /// Its columns.
    pub columns: Vec<ColumnOfFile>,
    /// What it does not say and can be given in the query: `mode`, `expires_on`, `dates`; and columns that it must have.
    pub missing: Vec<String>,
    /// How many accounts it has, good or bad.
    pub accounts: usize,
    /// The first 1,000 errors.
    #[cfg_attr(feature = "openapi", schema(max_items = 1_000))]
    pub errors: Vec<RosterErrorView>,
    /// How many errors there are in all.
    pub total: usize,
}

impl From<&Understood> for Understanding {
    fn from(understood: &Understood) -> Self {
        Self {
            encoding: understood.encoding,
            separator: understood.separator.map(String::from),
            columns: understood.columns.clone(),
            missing: understood.missing.iter().copied().map(Missing::as_str).map(str::to_owned).collect(),
            accounts: understood.accounts,
            errors: roster_errors(&understood.errors),
            total: understood.errors.total,
        }
    }
}
