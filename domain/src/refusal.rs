//! Why the rules say no. A refusal changes nothing and carries what the caller needs next.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{account::AccountId, calendar, roster::RosterErrors, summary::Summary};

/// One field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's path in the request, such as `catalog[0].from`.
    pub field: String,
    /// What is wrong: lower case, no full stop.
    pub detail: String,
}

impl FieldError {
    /// `field` is to blame for `detail`.
    pub fn new(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { field: field.into(), detail: detail.into() }
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
    /// The roster has bad lines; none was imported.
    #[error("the roster has {} bad lines", .0.total)]
    Roster(RosterErrors),
}

impl Refusal {
    /// The fields to blame, as the request names them.
    pub fn fields(&self) -> Vec<FieldError> {
        let one = |field: String| vec![FieldError::new(field, self.to_string())];
        match self {
            Self::Invalid(errors) => errors.clone(),
            Self::UnknownAccount { index, .. } | Self::NamedTwice { index, .. } => {
                one(format!("changes[{index}].account"))
            }
            Self::NothingToDo => one("changes".to_owned()),
            Self::Stale { .. } => one("hash".to_owned()),
            Self::IdTaken => one("Idempotency-Key".to_owned()),
            Self::ClockBackwards { .. } | Self::ClockTooFar { .. } => one("today".to_owned()),
            Self::NoTestClock | Self::Roster(_) => Vec::new(),
        }
    }
}
