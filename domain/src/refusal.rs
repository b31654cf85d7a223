//! Why the rules say no. A refusal changes nothing and carries what the caller needs next.

use chrono::NaiveDate;

use crate::{
    account::AccountId,
    calendar,
    catalog::MAX_VERSIONS,
    change::MAX_CHANGES,
    money::{Amount, VatRate},
    order::{MAX_QUANTITY, Quote},
    platform::{MAX_DOMAINS, MAX_NAME, MAX_PARTY_LINES, MAX_RETENTION},
    roster::{RosterErrors, RosterFault},
    summary::Summary,
};

/// What is wrong with a field of a platform, of its settings, or of changes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldFault {
    /// A name of no or too many characters, or of several lines.
    #[error("a name is 1 to {MAX_NAME} characters on one line")]
    Name,
    /// A platform's rate of tax that is none.
    #[error("a rate is 0 to {} basis points", VatRate::MAX.0)]
    Rate,
    /// A price's rate of tax that is none.
    #[error("a rate is 0 to {}", VatRate::MAX.0)]
    PriceRate,
    /// Too many days between suspension and deletion.
    #[error("retention is 0 to {MAX_RETENTION} days")]
    Retention,
    /// A clock that begins later than clocks run.
    #[error("a clock runs to {}", calendar::iso::format(calendar::LAST_TODAY))]
    Clock,
    /// More domains than a platform has.
    #[error("at most {MAX_DOMAINS} domains")]
    Domains,
    /// Not a domain that mail can have.
    #[error("this is not a domain that mail can have")]
    Domain {
        /// What it says.
        domain: String,
    },
    /// A side of an invoice with too much or too little in it.
    #[error("a name, at most {MAX_PARTY_LINES} lines and a vat_id, of at most {MAX_NAME} characters each")]
    Party,
    /// There is no such time zone.
    #[error("this is not a time zone, such as Europe/Berlin")]
    TimeZone,
    /// There is no such currency.
    #[error("this is not a currency of ISO 4217, such as EUR")]
    Currency,
    /// A price below zero or too high.
    #[error("a price is 0 to {} minor units", Amount::MAX_PRICE.0)]
    Price,
    /// Two prices of one day.
    #[error("two versions begin on the same day")]
    PriceDayTwice,
    /// No price at the beginning.
    #[error("one version must be valid on the platform's first day")]
    NoFirstPrice,
    /// A new price that begins too early.
    #[error("new prices begin tomorrow or later")]
    PriceNotAhead,
    /// More prices than a platform has.
    #[error("at most {MAX_VERSIONS} versions")]
    Prices,
    /// What a preview must not have.
    #[error("only a submission has this")]
    OnlyInSubmission,
    /// What must be there.
    #[error("this field is missing")]
    Missing,
    /// More changes than one request has.
    #[error("at most {MAX_CHANGES} changes in one request")]
    Changes,
    /// A filter without a mode.
    #[error("a filter needs a mode")]
    ModeNeeded,
    /// A mode without a filter.
    #[error("a mode needs a filter")]
    FilterNeeded,
    /// Neither changes nor a filter.
    #[error("either changes, or filter and mode, must be given")]
    NoChanges,
    /// Changes and a filter.
    #[error("either changes, or filter and mode, not both")]
    ChangesAndFilter,
}

/// One field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's path in the request, such as `catalog[0].from`.
    pub field: String,
    /// What is wrong.
    pub fault: FieldFault,
}

impl FieldError {
    /// `field` is to blame for `fault`.
    pub fn new(field: impl Into<String>, fault: FieldFault) -> Self {
        Self { field: field.into(), fault }
    }
}

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
