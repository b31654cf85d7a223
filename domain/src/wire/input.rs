//! Errors in the query parameters of a request and in the values of its body.

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
    roster::Column,
};

/// What is wrong with a parameter of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueryFault {
    /// The limit of a page is not a number in its range.
    #[error("a limit is a number from 1 to {MAX_LIMIT}")]
    Limit,
    /// The number of months ahead is not in its range.
    #[error("this is a number from 1 to {MAX_MONTHS}")]
    Months,
    /// The number is not one that was given out, such as a revision.
    #[error("this is not one that was given out")]
    Number,
    /// The cursor is not one of this list in this order.
    #[error("this is not one that was given out for this list")]
    Cursor,
    /// The value is neither `true` nor `false`.
    #[error("this is true or false")]
    Flag,
    /// The text is not a status that accounts can have in a list.
    #[error("a status is active, suspended or deleted")]
    Status,
    /// The text is not a mode.
    #[error("a mode is monthly, yearly or none")]
    Mode,
    /// The text is nothing that a list can be sorted by.
    #[error("a list is sorted by address, expires_on, mode or status")]
    Sort,
    /// The order is neither `asc` nor `desc`.
    #[error("an order is asc or desc")]
    Order,
    /// The order of dates is neither `dmy` nor `mdy`.
    #[error("dates are dmy or mdy")]
    Dates,
    /// Nothing that a list can be written for.
    #[error("a list is for excel, or else exact")]
    For,
    /// Not a list of what the columns of a roster are taken for.
    #[error("this is a list of up to 256 columns with commas between them, empty where one is passed over")]
    Columns,
    /// The text is not a date.
    #[error(transparent)]
    Date(DateError),
    /// The parameter is not known, or is there twice.
    #[error("this is not known here, or there twice")]
    Unknown,
}

/// The most items that a page may have.
pub const MAX_LIMIT: usize = 1_000;
/// The most months ahead that may be asked for.
pub const MAX_MONTHS: u32 = 120;

impl Wrong for QueryFault {
    fn code(&self) -> Code {
        match self {
            Self::Limit | Self::Months => Code::NumberOutOfRange,
            Self::Number | Self::Cursor => Code::NotGivenOut,
            Self::Flag
            | Self::Status
            | Self::Mode
            | Self::Sort
            | Self::Order
            | Self::Dates
            | Self::For
            | Self::Columns => Code::NotOneOf,
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
            Self::Dates => words(&["dmy", "mdy"]),
            Self::For => words(&["excel"]),
            Self::Columns => words(&Column::ALL.map(Column::as_str)),
            Self::Date(error) => error.facts(),
            Self::Number | Self::Cursor | Self::Unknown => Facts::default(),
        }
    }
}

/// What is wrong with a field of a JSON body, as found while it is parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BodyFault {
    /// The field is missing.
    #[error("this field is missing")]
    Missing,
    /// The field is not known.
    #[error("this field is not known here{}", .known.as_ref().map(|known| format!("; there is {known}")).unwrap_or_default())]
    Unknown {
        /// The fields that are known, as a text; none if there are no known fields.
        known: Option<String>,
    },
    /// The field is there twice.
    #[error("this field is there twice")]
    Twice,
    /// The value has the wrong type.
    #[error("this should be {expected}, and is {found}")]
    Type {
        /// The type that is expected.
        expected: Shape,
        /// What the body has instead.
        found: String,
    },
    /// The word is not one of those allowed.
    #[error("this should be {expected}, and is {found}")]
    Word {
        /// The words that are allowed, as a text.
        expected: String,
        /// What the body has instead.
        found: String,
    },
    /// The value cannot be read as what it should be.
    #[error("{detail}")]
    Value {
        /// The error message.
        detail: String,
        /// The exact fault; none if it is not known.
        fault: Option<ValueFault>,
    },
}

/// A type that a value of a JSON body can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Shape {
    /// A whole number of 0 or more.
    #[error("a whole number of 0 or more, and not too large")]
    Count,
    /// A whole number.
    #[error("a whole number, and not too large")]
    Integer,
    /// A text.
    #[error("a text")]
    Text,
    /// True or false.
    #[error("true or false")]
    Flag,
    /// A list.
    #[error("a list")]
    List,
    /// An object.
    #[error("an object")]
    Object,
    /// Something else, described in words.
    #[error("{0}")]
    Other(String),
}

impl Shape {
    /// The name of the type in JSON Schema.
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

/// What is wrong with a text that stands for a date, an id, a currency or a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ValueFault {
    /// The text is not a date.
    #[error(transparent)]
    Date(DateError),
    /// The text is not a platform id.
    #[error(transparent)]
    PlatformId(PlatformIdError),
    /// The text is not a currency.
    #[error(transparent)]
    Currency(CurrencyError),
    /// The text is not a hash.
    #[error(transparent)]
    Hash(HashError),
}

impl ValueFault {
    /// All faults.
    pub const ALL: [Self; 7] = [
        Self::Date(DateError::Form),
        Self::Date(DateError::Month),
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
