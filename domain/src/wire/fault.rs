//! What a host finds wrong with a request before the rules are asked.

use super::{
    code::Code,
    facts::{Fact, Facts},
    problem::{FieldErrorView, Wrong},
};
use crate::{
    account::{RenewalMode, Status},
    calendar::DateError,
    platform::{CurrencyError, PlatformIdError},
    refusal::Refusal,
    summary::HashError,
};

/// Why a host does not take a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A body that is no JSON.
    #[error("{detail}")]
    Malformed {
        /// What the reader of JSON says.
        detail: String,
        /// Where: the line, from 1.
        line: usize,
        /// Where in it: the column, from 1; 0 before the first.
        column: usize,
    },
    /// No `Idempotency-Key`.
    #[error("the header Idempotency-Key is missing")]
    KeyMissing,
    /// An empty `Idempotency-Key`, or one that is too long or not printable.
    #[error("the header Idempotency-Key holds 1 to {MAX_KEY} printable ASCII characters")]
    KeyInvalid,
    /// A `Host` that is not ours.
    #[error("this host is not one of ours")]
    ForeignHost,
    /// An `Origin` that is not ours.
    #[error("requests from pages of another origin are not answered")]
    ForeignOrigin,
    /// An address that leads nowhere.
    #[error("nothing has this address")]
    NothingHere,
    /// A platform's id that nobody has.
    #[error("no platform has this id")]
    NoPlatform,
    /// An account's id that nobody has.
    #[error("no account has this id")]
    NoAccount,
    /// A submission's id that nobody has.
    #[error("no submission has this id")]
    NoSubmission,
    /// An invoice's number that nobody has.
    #[error("no invoice has this number")]
    NoInvoice,
    /// A method that the address does not know.
    #[error("{method} is not allowed here, only {allowed}")]
    Method {
        /// The method.
        method: String,
        /// Those it knows, as the header `Allow` has them.
        allowed: &'static str,
    },
    /// The wished id of a platform that another has.
    #[error("a platform has the id {id} already")]
    IdTaken {
        /// The id.
        id: String,
    },
    /// More bytes than a body may have.
    #[error("this body may have {max} bytes")]
    BodyTooLarge {
        /// The most it may have.
        max: usize,
    },
    /// A body of another content type.
    #[error("the content type must be {expected} in UTF-8")]
    MediaType {
        /// What it should be.
        expected: String,
    },
    /// Fields that are not valid.
    #[error("{}", invalid(.0))]
    Invalid(Vec<FieldErrorView>),
    /// The key stands for another request.
    #[error("this Idempotency-Key came with another body before")]
    KeyReused,
    /// A fault of ours, in words for a log.
    #[error("{0}")]
    Internal(String),
    /// The data was written by a newer version.
    #[error(
        "this data was written by a newer Laufzeit: it is of version {found}, and this one knows versions up to {known}; \
         nothing was changed"
    )]
    NewerData {
        /// The version of the data.
        found: u32,
        /// The newest that can be read here.
        known: u32,
    },
    /// No room is left.
    #[error("the storage is full; nothing was changed")]
    StorageFull,
}

/// The most characters of an `Idempotency-Key`.
pub const MAX_KEY: usize = 255;

fn invalid(errors: &[FieldErrorView]) -> String {
    match errors {
        [only] => format!("{}: {}", only.field, only.detail),
        _ => Refusal::Invalid(Vec::new()).to_string(),
    }
}

impl Wrong for Fault {
    fn code(&self) -> Code {
        match self {
            Self::Malformed { .. } => Code::Malformed,
            Self::KeyMissing => Code::KeyMissing,
            Self::KeyInvalid => Code::KeyInvalid,
            Self::ForeignHost => Code::ForeignHost,
            Self::ForeignOrigin => Code::ForeignOrigin,
            Self::NothingHere => Code::NothingHere,
            Self::NoPlatform => Code::NoPlatform,
            Self::NoAccount => Code::NoAccount,
            Self::NoSubmission => Code::NoSubmission,
            Self::NoInvoice => Code::NoInvoice,
            Self::Method { .. } => Code::MethodNotAllowed,
            Self::IdTaken { .. } => Code::IdTaken,
            Self::BodyTooLarge { .. } => Code::BodyTooLarge,
            Self::MediaType { .. } => Code::MediaType,
            Self::Invalid(_) => Code::Invalid,
            Self::KeyReused => Code::KeyReused,
            Self::Internal(_) => Code::Internal,
            Self::NewerData { .. } => Code::NewerData,
            Self::StorageFull => Code::StorageFull,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Malformed { line, column, .. } => {
                Facts::from([("line", (*line).into()), ("column", (*column).into())])
            }
            Self::KeyInvalid => Facts::from([("max", MAX_KEY.into())]),
            Self::Method { method, allowed } => {
                let allowed: Vec<&str> = allowed.split(", ").collect();
                Facts::from([("method", method.as_str().into()), ("allowed", allowed.as_slice().into())])
            }
            Self::IdTaken { id } => Facts::from([("id", id.as_str().into())]),
            Self::BodyTooLarge { max } => Facts::from([("max", (*max).into())]),
            Self::MediaType { expected } => Facts::from([("expected", expected.as_str().into())]),
            Self::NewerData { found, known } => Facts::from([("found", (*found).into()), ("known", (*known).into())]),
            Self::KeyMissing
            | Self::ForeignHost
            | Self::ForeignOrigin
            | Self::NothingHere
            | Self::NoPlatform
            | Self::NoAccount
            | Self::NoSubmission
            | Self::NoInvoice
            | Self::Invalid(_)
            | Self::KeyReused
            | Self::Internal(_)
            | Self::StorageFull => Facts::default(),
        }
    }
}

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
