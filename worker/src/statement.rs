//! Statements of SQL with their values.

use std::{borrow::Cow, fmt};

/// A value for a `?` in a statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number. Whole numbers below 2^53 are exact.
    Number(f64),
    /// `NULL`.
    Null,
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Null => f.write_str("nothing"),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(f64::from(number))
    }
}

impl From<u16> for Value {
    fn from(number: u16) -> Self {
        Self::Number(f64::from(number))
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        // revisions and lengths stay far below 2^53
        Self::Number(number as f64)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        // instants in milliseconds stay far below 2^53
        Self::Number(number as f64)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A statement with its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// The SQL, with a `?` for each value.
    pub sql: Cow<'static, str>,
    /// The values.
    pub values: Vec<Value>,
}
