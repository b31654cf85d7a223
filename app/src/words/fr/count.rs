//! Numbers and what they count.

use crate::words::{counted, grouped};

/// A number in groups of three digits.
pub fn n(count: usize) -> String {
    grouped(count, '\u{202f}')
}

/// Whether a count takes the singular, which in French zero does, too.
pub fn is_one(count: usize) -> bool {
    count < 2
}

/// A number of accounts.
pub fn accounts(count: usize) -> String {
    counted(n(count), is_one(count), "compte", "comptes")
}

/// A number of things.
pub fn of(count: usize, one: &str, many: &str) -> String {
    counted(n(count), is_one(count), one, many)
}
