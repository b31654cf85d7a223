//! Why the rules say no. A refusal changes nothing and carries what the caller needs next.

use chrono::NaiveDate;

use crate::{
    account::AccountId,
    calendar,
    field::FieldError,
    limits::MAX_QUANTITY,
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
    /// A change names an account that the platform never had. The number is the change's place in the list.
    #[error("there is no account {account}")]
    UnknownAccount {
        /// The id nobody has.
        account: AccountId,
        /// Its place in the list of changes.
        index: usize,
    },
    /// A change set holds at most one wish per account.
    #[error("account {account} is named twice")]
    NamedTwice {
        /// The account.
        account: AccountId,
        /// The place of the second mention in the list of changes.
        index: usize,
    },
    /// Every wish is already so, or cannot be done.
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
    /// The clock of this platform follows the time of day.
    #[error("this platform has no test clock")]
    NoTestClock,
    /// Clocks only go forward.
    #[error("the clock already shows {}", calendar::iso::format(*today))]
    ClockBackwards {
        /// What it shows.
        today: NaiveDate,
    },
    /// Further than one call may go, or than dates reach.
    #[error("the clock goes to {} at most in one call", calendar::iso::format(*limit))]
    ClockTooFar {
        /// The last date this call could name.
        limit: NaiveDate,
    },
    /// Mode changes, orders, imports, undo and restore wait until the termination is taken back.
    #[error("this platform is terminating")]
    Terminating,
    /// A closed platform can only be read.
    #[error("this platform is closed")]
    Closed,
    /// There is no termination to take back.
    #[error("this platform is not terminating")]
    NotTerminating,
    /// The typed text is not what it should be.
    #[error("the text typed does not match")]
    Unconfirmed,
    /// An order of none, or of more than [`MAX_QUANTITY`].
    #[error("an order has 1 to {MAX_QUANTITY} accounts")]
    Quantity,
    /// The quote the user saw is not what an order costs now.
    #[error("the order costs something else now")]
    QuoteStale {
        /// What it costs now.
        now: Box<Quote>,
    },
    /// There is no submission of this id to take back.
    #[error("no submission has this id")]
    NoSubmission,
    /// A command names an account that the platform never had.
    #[error("there is no account {account}")]
    NoAccount {
        /// The id nobody has.
        account: AccountId,
    },
    /// The account is suspended or deleted.
    #[error("account {account} is not active")]
    NotActive {
        /// The account.
        account: AccountId,
    },
    /// There is nothing to reset.
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
    /// A restore buys time: a mode that closes cannot.
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
    /// The import's accounts have been touched, or something has come due for one, or there is no such import.
    #[error("this import can no longer be taken back")]
    ImportTouched,
    /// The roster has bad lines; none was imported.
    #[error("the roster has {} bad lines", .0.total)]
    Roster(RosterErrors),
}
