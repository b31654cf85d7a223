//! Why the rules refuse a command. A refusal changes nothing, and has what the caller needs next.

use chrono::NaiveDate;

use crate::{
    account::AccountId,
    calendar,
    clash::Clash,
    field::FieldError,
    limits::{MAX_CHANGES, MAX_QUANTITY, NoRoom},
    moving::Moved,
    order::Quote,
    roster::{RosterErrors, RosterFault},
    summary::Summary,
};

/// Why a command is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Settings or arguments that break a rule.
    #[error("the request has fields that are not valid")]
    Invalid(Vec<FieldError>),
    /// A change names an account that the platform does not have.
    #[error("there is no account {account}")]
    UnknownAccount {
        /// The id that no account has.
        account: AccountId,
        /// Its place in the list of changes, from 0; none if accounts are given as runs.
        index: Option<usize>,
    },
    /// Two changes name the same account.
    #[error("account {account} is named twice")]
    NamedTwice {
        /// The account.
        account: AccountId,
        /// Its place in the list of changes, from 0; none if accounts are given as runs.
        index: Option<usize>,
    },
    /// Every account already has the wished mode or cannot be changed.
    #[error("nothing is left to change")]
    NothingToDo,
    /// The summary the user saw is not what would happen now.
    #[error("the book has moved on, and the summary reads differently now")]
    Stale {
        /// What would happen now.
        now: Box<Summary>,
    },
    /// Another submission has this id.
    #[error("this id belongs to another submission")]
    IdTaken,
    /// The platform goes by the time of day, and has no clock to move.
    #[error("this platform has no test clock")]
    NoTestClock,
    /// The date is before the one the clock shows.
    #[error("the clock already shows {}", calendar::iso::format(*today))]
    ClockBackwards {
        /// The date it shows.
        today: NaiveDate,
    },
    /// The date is further ahead than one call may go, or later than any clock may show.
    #[error("the clock goes to {} at most in one call", calendar::iso::format(*limit))]
    ClockTooFar {
        /// The last date that this call could name.
        limit: NaiveDate,
    },
    /// The platform is terminating: mode changes, orders, imports, undos and restores are refused until that is taken
    /// back.
    #[error("this platform is terminating")]
    Terminating,
    /// A closed platform can only be read.
    #[error("this platform is closed")]
    Closed,
    /// The platform has moved to another house, and can only be read here.
    #[error("this platform moved to {} on {}", .0.url, calendar::iso::format(.0.on))]
    MovedAway(Box<Moved>),
    /// There is no termination to take back.
    #[error("this platform is not terminating")]
    NotTerminating,
    /// The text that the user typed is not the address or name it should be.
    #[error("the text typed does not match")]
    Unconfirmed,
    /// An order of no accounts, or of more than [`MAX_QUANTITY`].
    #[error("an order has 1 to {MAX_QUANTITY} accounts")]
    Quantity,
    /// The platform would have more accounts than it may.
    #[error(transparent)]
    NoRoom(#[from] NoRoom),
    /// More accounts would change than one submission may change.
    #[error("at most {MAX_CHANGES} accounts are changed at once, and these are {lines}")]
    TooManyLines {
        /// How many would change.
        lines: usize,
    },
    /// The quote the user saw is not what an order costs now.
    #[error("the order costs something else now")]
    QuoteStale {
        /// What it costs now.
        now: Box<Quote>,
    },
    /// Somebody else has changed the same settings since the sender read them.
    #[error("somebody else has changed the same settings")]
    SettingsClash(Box<Clash>),
    /// There is no submission of this id to take back.
    #[error("no submission has this id")]
    NoSubmission,
    /// A command names an account that the platform does not have.
    #[error("there is no account {account}")]
    NoAccount {
        /// The id that no account has.
        account: AccountId,
    },
    /// The account is not active.
    #[error("account {account} is not active")]
    NotActive {
        /// The account.
        account: AccountId,
    },
    /// The account is not set up, so there is nothing to reset.
    #[error("account {account} is not set up")]
    NotConfigured {
        /// The account.
        account: AccountId,
    },
    /// Only a suspended account can be restored.
    #[error("account {account} is not suspended")]
    NotSuspended {
        /// The account.
        account: AccountId,
    },
    /// An account cannot be restored to a mode in which it closes.
    #[error("an account is restored monthly or yearly")]
    RestoreMode,
    /// An address or name that the account cannot have.
    #[error("{fault}")]
    Field {
        /// `address` or `display_name`.
        field: &'static str,
        /// What is wrong with it.
        fault: RosterFault,
    },
    /// Texts are not erased as long as a living account has the address.
    #[error("account {account} still has this address")]
    StillInUse {
        /// The account.
        account: AccountId,
    },
    /// No account ever had the address, or its texts have been erased.
    #[error("no account ever had this address, or its texts have been erased")]
    NobodyHad,
    /// Something has happened to an account of the import, or there is no such import.
    #[error("this import can no longer be taken back")]
    ImportTouched,
    /// The roster has bad lines, so nothing of it was imported.
    #[error("the roster has {} bad lines", .0.total)]
    Roster(RosterErrors),
}
