//! Errors in a roster, and where they are.

use crate::{calendar::DateError, limits::NoRoom};

/// The most errors that are listed; further ones are only counted.
pub const MAX_ERRORS: usize = 1_000;

/// What is wrong with a cell or a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RosterFault {
    /// The file has no header.
    #[error("the file is empty")]
    Empty,
    /// The file has a header and nothing below it.
    #[error("the file has a header and no accounts")]
    NoRecords,
    /// The file has more than 32 MiB.
    #[error("the file is larger than 32 MiB")]
    TooLarge,
    /// The file has more than 100,000 accounts.
    #[error("the file has more than 100000 accounts")]
    TooMany,
    /// The platform would have more accounts than it may.
    #[error(transparent)]
    NoRoom(NoRoom),
    /// The text is damaged: bytes of it are not in the encoding of the file.
    #[error("this text is damaged: it is not in the encoding of the file, UTF-8 or another")]
    Encoding,
    /// The file has more columns than are read.
    #[error("this line has more than 256 columns")]
    Columns,
    /// A cell that is longer than is read.
    #[error("this text is longer than 1000 bytes")]
    Cell,
    /// Every date of the file could be one with the day first and one with the month first.
    #[error("the dates of this file have two meanings: it must be said whether the day or the month comes first")]
    DateOrder,
    /// A quotation mark that is never closed.
    #[error("a quotation mark in this line is not closed")]
    Quote,
    /// A required column is missing.
    #[error("this column is missing")]
    MissingColumn,
    /// The column is not known.
    #[error("this column is not known")]
    UnknownColumn,
    /// A column is there twice.
    #[error("this column is named twice")]
    ColumnTwice,
    /// The line has more or fewer cells than the header.
    #[error("this line has another number of cells than the header")]
    Cells,
    /// Not an email address.
    #[error("this is not an email address of at most 254 characters")]
    Address,
    /// The address ends in `.invalid`, but a real address is needed.
    #[error("no mail reaches an address that ends in .invalid")]
    Placeholder,
    /// The domain is not one of the platform's.
    #[error("this domain is not one of the platform's")]
    Domain,
    /// An earlier line has the same address.
    #[error("this address stands in the file twice")]
    DuplicateInFile,
    /// The address belongs to an account that is not deleted.
    #[error("this address belongs to an account of the platform")]
    DuplicateOnPlatform,
    /// The name is longer than 200 characters, has control characters, or shows nothing.
    #[error("a display name has at most 200 characters, something visible among them, and no control characters")]
    DisplayName,
    /// Not `monthly`, `yearly` or `none`.
    #[error("a mode is monthly, yearly or none")]
    Mode,
    /// Not a date.
    #[error("{0}")]
    Date(DateError),
    /// The expiry is today or earlier.
    #[error("the expiry date must be later than today")]
    Past,
    /// The order date is the expiry or later.
    #[error("the order date must be before the expiry date")]
    Order,
    /// Not a number from 1 to 31.
    #[error("an anchor day is a number from 1 to 31")]
    AnchorDay,
    /// No period with this anchor day ends on this date.
    #[error("an account with this anchor day never expires on this date")]
    Unreachable,
}

/// A bad cell or line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterError {
    /// The line of the file, from 1, on which the record begins.
    pub line: usize,
    /// The column, from 1; 0 if it concerns the whole line or file.
    pub column: usize,
    /// The column's name; empty if none is known.
    pub field: String,
    /// What is wrong.
    pub fault: RosterFault,
}

/// Everything that is wrong with a roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterErrors {
    /// The first [`MAX_ERRORS`] errors.
    pub errors: Vec<RosterError>,
    /// How many errors there are in all.
    pub total: usize,
}

impl RosterErrors {
    pub(crate) fn push(&mut self, line: usize, column: usize, field: &str, fault: RosterFault) {
        self.total += 1;
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(RosterError { line, column, field: field.to_owned(), fault });
        }
    }

    /// Adds the errors of `more` behind these.
    pub(crate) fn append(&mut self, more: Self) {
        self.total += more.total;
        self.errors.extend(more.errors);
        self.errors.truncate(MAX_ERRORS);
    }

    /// These errors and `more`, in the order of the file.
    pub(crate) fn with(mut self, more: Self) -> Self {
        self.total += more.total;
        self.errors.extend(more.errors);
        self.errors.sort_by_key(|error| (error.line, error.column));
        self.errors.truncate(MAX_ERRORS);
        self
    }

    /// The error of a file that is too large to be read.
    pub fn too_large() -> Self {
        Self::only(1, RosterFault::TooLarge)
    }

    pub(crate) fn only(line: usize, fault: RosterFault) -> Self {
        let mut errors = Self::default();
        errors.push(line, 0, "", fault);
        errors
    }
}
