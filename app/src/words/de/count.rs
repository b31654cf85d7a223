//! Numbers and what they count.

use crate::words::{counted, grouped};

/// A number in groups of three.
pub fn n(count: usize) -> String {
    grouped(count, '.')
}

/// So many accounts.
pub fn accounts(count: usize) -> String {
    counted(n(count), count == 1, "Account", "Accounts")
}

/// So many of a thing.
pub fn of(count: usize, one: &str, many: &str) -> String {
    counted(n(count), count == 1, one, many)
}
