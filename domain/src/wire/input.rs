//! What a host finds wrong with what a request says: the parameters of its query, and the values of its body.

use super::{
    code::Code,
    facts::{Fact, Facts},
    problem::Wrong,
};
use crate::{
    account::{RenewalMode, Status},
    calendar::DateError,
    hash::HashError,
    platform::{CurrencyError, PlatformIdError},
};

/// What is wrong with a parameter of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueryFault {
    /// Not a number of items on a page.
    #[error("a limit is a number from 1 to {MAX_LIMIT}")]
    Limit,
    /// Not a number of months ahead.
    #[error("this is a number from 1 to {MAX_MONTHS}")]
    Months,
    /// Not a number that was given out.
    #[error("this is not one that was given out")]
    Number,
    /// Not a cursor of this list in this order.
    #[error("this is not one that was given out for this list")]
    Cursor,
    /// Neither `true` nor `false`.
    #[error("this is true or false")]
    Flag,
    /// Not a status of accounts.
    #[error("a status is active, suspended or deleted")]
    Status,
    /// Not a mode.
    #[error("a mode is monthly, yearly or none")]
    Mode,
    /// Not something to sort by.
    #[error("a list is sorted by address, expires_on, mode or status")]
    Sort,
    /// Neither end of a list.
    #[error("an order is asc or desc")]
    Order,
    /// Not a date.
    #[error(transparent)]
    Date(DateError),
    /// Not known, or there twice.
    #[error("this is not known here, or there twice")]
    Unknown,
}

/// The most items of a page.
pub const MAX_LIMIT: usize = 1_000;
/// The most months ahead.
pub const MAX_MONTHS: u32 = 120;

impl Wrong for QueryFault {
    fn code(&self) -> Code {
        match self {
            Self::Limit | Self::Months => Code::NumberOutOfRange,
            Self::Number | Self::Cursor => Code::NotGivenOut,
            Self::Flag | Self::Status | Self::Mode | Self::Sort | Self::Order => Code::NotOneOf,
            Self::Date(error) => error.code(),
            Self::Unknown => Code::ParameterUnknown,
        }
    }

    fn facts(&self) -> Facts {
        let bounds = |max: Fact| Facts::from([("min", 1_u32.into()), ("max", max)]);
        let words = |words: &[&str]| Facts::from([("expected", words.into())]);
        match self {
            Self::Limit => bounds(MAX_LIMIT.into()),
            Self::Months => bounds(MAX_MONTHS.into()),
            Self::Flag => words(&["true", "false"]),
            Self::Status => words(&Status::ALL.map(Status::as_str)),
            Self::Mode => words(&RenewalMode::ALL.map(RenewalMode::as_str)),
            Self::Sort => words(&["address", "expires_on", "mode", "status"]),
            Self::Order => words(&["asc", "desc"]),
            Self::Date(error) => error.facts(),
            Self::Number | Self::Cursor | Self::Unknown => Facts::default(),
        }
    }
}

/// What is wrong with a field of a JSON body, as far as reading it tells.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BodyFault {
    /// It must be there.
    #[error("this field is missing")]
    Missing,
    /// It is not known.
    #[error("this field is not known here{}", .known.as_ref().map(|known| format!("; there is {known}")).unwrap_or_default())]
    Unknown {
        /// Those that are, as a text; none where there are none.
        known: Option<String>,
    },
    /// It is there twice.
    #[error("this field is there twice")]
    Twice,
    /// Something else is expected.
    #[error("this should be {expected}, and is {found}")]
    Type {
        /// What would do.
        expected: Shape,
        /// What is there.
        found: String,
    },
    /// Another word is expected.
    #[error("this should be {expected}, and is {found}")]
    Word {
        /// Those that would do, as a text.
        expected: String,
        /// What is there.
        found: String,
    },
    /// A text that does not say what it should.
    #[error("{detail}")]
    Value {
        /// The fault, with the text where that helps.
        detail: String,
        /// What it should have said; none where nobody knows.
        fault: Option<ValueFault>,
    },
}

/// What a value of a JSON body may be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Shape {
    /// A number from zero on.
    #[error("a whole number of 0 or more, and not too large")]
    Count,
    /// A number.
    #[error("a whole number, and not too large")]
    Integer,
    /// A text.
    #[error("a text")]
    Text,
    /// Yes or no.
    #[error("true or false")]
    Flag,
    /// Several values.
    #[error("a list")]
    List,
    /// Fields with values.
    #[error("an object")]
    Object,
    /// Something else, in words.
    #[error("{0}")]
    Other(String),
}

impl Shape {
    /// As JSON Schema calls it.
    const fn as_str(&self) -> &'static str {
        match self {
            Self::Count | Self::Integer => "integer",
            Self::Text => "string",
            Self::Flag => "boolean",
            Self::List => "array",
            Self::Object => "object",
            Self::Other(_) => "value",
        }
    }
}

/// What is wrong with a text that stands for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ValueFault {
    /// Not a date.
    #[error(transparent)]
    Date(DateError),
    /// Not the id of a platform.
    #[error(transparent)]
    PlatformId(PlatformIdError),
    /// Not a currency.
    #[error(transparent)]
    Currency(CurrencyError),
    /// Not a hash.
    #[error(transparent)]
    Hash(HashError),
}

impl ValueFault {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Date(DateError::Form),
        Self::Date(DateError::Impossible),
        Self::Date(DateError::Range),
        Self::PlatformId(PlatformIdError),
        Self::Currency(CurrencyError),
        Self::Hash(HashError),
    ];
}

impl Wrong for ValueFault {
    fn code(&self) -> Code {
        match self {
            Self::Date(error) => error.code(),
            Self::PlatformId(_) => Code::PlatformIdInvalid,
            Self::Currency(_) => Code::CurrencyUnknown,
            Self::Hash(_) => Code::HashInvalid,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Date(error) => error.facts(),
            Self::PlatformId(_) => Facts::from([("max", 64_u32.into())]),
            Self::Currency(_) | Self::Hash(_) => Facts::default(),
        }
    }
}

impl Wrong for BodyFault {
    fn code(&self) -> Code {
        match self {
            Self::Missing => Code::Missing,
            Self::Unknown { .. } => Code::FieldUnknown,
            Self::Twice => Code::FieldTwice,
            Self::Type { .. } => Code::WrongType,
            Self::Word { .. } => Code::NotOneOf,
            Self::Value { fault, .. } => fault.as_ref().map_or(Code::Unreadable, Wrong::code),
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Type { expected, .. } => Facts::from([("expected", expected.as_str().into())]),
            Self::Word { expected, .. } => {
                let words: Vec<&str> = expected.split(", ").flat_map(|words| words.split(" or ")).collect();
                Facts::from([("expected", words.as_slice().into())])
            }
            Self::Value { fault, .. } => fault.as_ref().map(Wrong::facts).unwrap_or_default(),
            Self::Missing | Self::Unknown { .. } | Self::Twice => Facts::default(),
        }
    }
}
