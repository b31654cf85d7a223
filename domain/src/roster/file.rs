//! A file as it is sent to be imported.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Column, DateOrder, Decoder};
use crate::{account::RenewalMode, calendar::iso};

/// What somebody says about all accounts of a file, because the file does not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// What happens at their expiry, where the file does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<RenewalMode>,
    /// The first day that is not paid for, where the file does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub expires_on: Option<NaiveDate>,
    /// How dates between slashes are written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<DateOrder>,
    /// What each column is taken for, from the first on; those without are passed over. Empty if the file says it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Option<Column>>,
}

impl Given {
    /// What is said, as the query of an import; empty if nothing is.
    pub fn query(&self) -> String {
        let Self { mode, expires_on, dates, columns } = self;
        let name = |column: &Option<Column>| column.map_or("", Column::as_str);
        let said = [
            mode.map(|mode| format!("mode={}", mode.as_str())),
            expires_on.map(|day| format!("expires_on={}", iso::format(day))),
            dates.map(|dates| format!("dates={}", dates.as_str())),
            (!columns.is_empty())
                .then(|| format!("columns={}", columns.iter().map(name).collect::<Vec<_>>().join(","))),
        ];
        said.into_iter().flatten().collect::<Vec<_>>().join("&")
    }
}

/// How many bytes of a file are read at a time.
const PIECE: usize = 64 << 10;

/// A file in pieces, wherever a host keeps it.
pub trait Pieces {
    /// A piece of it, counted from 0; none behind the last one.
    fn piece(&self, index: usize) -> Option<Cow<'_, [u8]>>;
}

impl Pieces for &[u8] {
    fn piece(&self, index: usize) -> Option<Cow<'_, [u8]>> {
        let rest = self.get(index.checked_mul(PIECE)?..).filter(|rest| !rest.is_empty())?;
        Some(Cow::Borrowed(rest.get(..PIECE).unwrap_or(rest)))
    }
}

/// A file with accounts that were bought elsewhere, and what is said beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct RosterFile {
    /// Its bytes; none where the host keeps them beside the command.
    pub bytes: Vec<u8>,
    /// What it does not say.
    pub given: Given,
}

impl From<Vec<u8>> for RosterFile {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, given: Given::default() }
    }
}

/// The form in which it is stored: its text, alone where nothing is said beside it.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Alone(String),
    Beside { roster: String, given: Given },
}

impl From<Stored> for RosterFile {
    fn from(stored: Stored) -> Self {
        let (roster, given) = match stored {
            Stored::Alone(roster) => (roster, Given::default()),
            Stored::Beside { roster, given } => (roster, given),
        };
        Self { bytes: roster.into_bytes(), given }
    }
}

impl From<RosterFile> for Stored {
    fn from(RosterFile { bytes, given }: RosterFile) -> Self {
        let (mut decoder, mut roster) = (Decoder::default(), String::new());
        decoder.feed(&bytes, &mut roster);
        decoder.end(&mut roster);
        if given == Given::default() { Self::Alone(roster) } else { Self::Beside { roster, given } }
    }
}
