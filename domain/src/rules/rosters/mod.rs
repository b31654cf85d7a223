//! Reading rosters, as people and programs save them. A file is read piece by piece, and no further than the first limit it
//! passes. It is read twice: once to find out what it says and what is wrong with it, which keeps nothing of its lines but
//! the errors that are listed; and once more for its accounts, if all is well.

mod dates;
mod line;
mod lines;
mod reader;
mod seen;

use chrono::NaiveDate;

pub use self::reader::{RosterReader, RosterTaking, State};
use self::seen::Seen;
use crate::{
    account::{Address, RenewalMode},
    book::Book,
    platform::Alignment,
    roster::{Column, ColumnOfFile, DateOrder, Encoding, Given, Pieces, Roster, RosterErrors, RosterFault},
};

/// The platform that a roster is read for: one that exists, or one that is about to be made.
#[derive(Debug, Clone, Copy)]
pub struct RosterTarget<'a> {
    /// The platform's date.
    pub today: NaiveDate,
    /// The domains that addresses may have; empty if any domain is allowed.
    pub domains: &'a [String],
    /// When accounts renew. If all renew on the 1st, an account may expire on a 1st whatever its anchor day.
    pub alignment: Alignment,
    /// The book with the accounts that exist already; none for a platform about to be made.
    pub book: Option<&'a Book>,
}

/// What was understood of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// How its text is encoded.
    pub encoding: Encoding,
    /// What separates its cells; none if it says nothing.
    pub separator: Option<char>,
    /// Its columns.
    pub columns: Vec<ColumnOfFile>,
    /// What stands in the first line below its header, cut where it is long.
    pub examples: Vec<String>,
    /// Its first accounts, as far as they were understood.
    pub first: Vec<First>,
    /// The order of the dates in it that stand between slashes.
    pub order: DateOrder,
    /// The first expiry date that it names, if it names one.
    pub oldest: Option<NaiveDate>,
    /// What the file must say about every account and does not, and nobody has [`Given`].
    pub missing: Vec<Missing>,
    /// How many accounts it has.
    pub accounts: usize,
    /// What is wrong with it. What is missing is not repeated here.
    pub errors: RosterErrors,
}

/// An account as far as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct First {
    /// Its address.
    pub address: Option<Address>,
    /// The name shown beside it.
    pub display_name: Option<String>,
    /// What happens at its expiry.
    pub mode: Option<RenewalMode>,
    /// The first day that is not paid for.
    pub expires_on: Option<NaiveDate>,
}

/// What a file does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A column.
    Column(Column),
    /// Which number of a date is the day. Every date of the file is one in both orders.
    Dates,
}

impl Missing {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Column(column) => column.as_str(),
            Self::Dates => "dates",
        }
    }
}

impl Understood {
    /// Whether nothing is missing and nothing wrong.
    pub const fn is_good(&self) -> bool {
        self.missing.is_empty() && self.errors.total == 0
    }

    /// Demands that all is well.
    ///
    /// # Errors
    /// Everything that is missing or wrong.
    pub fn demand_good(self) -> Result<(), RosterErrors> {
        if self.is_good() {
            return Ok(());
        }
        let mut errors = RosterErrors::default();
        for missing in self.missing {
            let fault = match missing {
                Missing::Column(_) => RosterFault::MissingColumn,
                Missing::Dates => RosterFault::DateOrder,
            };
            errors.push(1, 0, missing.as_str(), fault);
        }
        errors.append(self.errors);
        Err(errors)
    }
}

impl RosterTarget<'_> {
    /// What a file says and what is wrong with it.
    pub fn understand(self, bytes: &[u8], given: Given) -> Understood {
        let reader = RosterReader::of(given, usize::MAX);
        reader.finish(self, &bytes)
    }

    /// The accounts of a file.
    ///
    /// # Errors
    /// The bad lines, each with its column and reason, or what is missing or wrong with the file as a whole.
    pub fn read(self, file: &dyn Pieces, given: &Given) -> Result<Roster, RosterErrors> {
        RosterTaking::of(given.clone(), usize::MAX).finish(self, file)
    }

    /// What of the platform it depends on what is wrong with a file: its revision, if there is one, and its date.
    pub fn state(self) -> State {
        (self.book.map(Book::revision), self.today)
    }

    /// Accepts an address that no earlier line and no account has, and notes it in `seen`. An address counts as seen
    /// even if its line is bad in other ways.
    fn claim(&self, address: Address, seen: &mut Seen) -> Result<Address, RosterFault> {
        let identity = address.identity();
        let taken = self.book.is_some_and(|book| book.holder(&identity).is_some());
        if taken && !address.is_unassigned() {
            return Err(RosterFault::DuplicateOnPlatform);
        }
        if seen.is_new(&identity) { Ok(address) } else { Err(RosterFault::DuplicateInFile) }
    }
}
