//! Numbers and what they count.

use crate::words::{counted, grouped};

/// A number in groups of three digits.
pub fn n(count: usize) -> String {
    grouped(count, ',')
}

/// A number of accounts.
pub fn accounts(count: usize) -> String {
    counted(n(count), count == 1, "account", "accounts")
}

/// A number of things.
pub fn of(count: usize, one: &str, many: &str) -> String {
    counted(n(count), count == 1, one, many)
}
