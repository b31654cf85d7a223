//! What is known about a roster before it is sent.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{
    roster::{RosterError, RosterErrors, RosterFault},
    rules::Understood,
};

/// A file the user chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterFile {
    /// The file's name.
    pub name: String,
    /// The file's contents; `None` if it is too large to be read.
    pub bytes: Option<Arc<Vec<u8>>>,
}

/// What is known about a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// No file has been chosen.
    None,
    /// The file is too large to be read.
    TooLarge,
    /// What was understood of it.
    Read(Arc<Understood>),
}

impl Check {
    /// Checks `file` with `read`.
    pub fn of(file: Option<&RosterFile>, read: impl FnOnce(&[u8]) -> Option<Understood>) -> Self {
        match file.map(|file| &file.bytes) {
            None => Self::None,
            Some(None) => Self::TooLarge,
            Some(Some(bytes)) => read(bytes).map_or(Self::None, |understood| Self::Read(Arc::new(understood))),
        }
    }

    /// How many accounts can be imported; `None` if something is missing or wrong.
    pub fn good(&self) -> Option<usize> {
        match self {
            Self::None | Self::TooLarge => None,
            Self::Read(understood) => understood.is_good().then_some(understood.accounts),
        }
    }

    /// What is wrong with the file.
    pub fn wrong(&self) -> Option<RosterErrors> {
        match self {
            Self::None => None,
            Self::TooLarge => Some(RosterErrors::too_large()),
            Self::Read(understood) => Some(understood.errors.clone()).filter(|errors| errors.total > 0),
        }
    }

    /// The first expiry date of the file, if an account of it has expired already.
    pub fn past(&self) -> Option<NaiveDate> {
        match self {
            Self::None | Self::TooLarge => None,
            Self::Read(understood) => {
                let is_past = |error: &RosterError| error.fault == RosterFault::Past;
                understood.oldest.filter(|_| understood.errors.errors.iter().any(is_past))
            }
        }
    }
}
