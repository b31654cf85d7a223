//! Numbers and what they count.

use crate::words::{counted, grouped};

/// A number in groups of three.
pub fn n(count: usize) -> String {
    grouped(count, '\u{202f}')
}

/// Zero and one are singular.
pub fn is_one(count: usize) -> bool {
    count < 2
}

/// So many accounts.
pub fn accounts(count: usize) -> String {
    counted(n(count), is_one(count), "compte", "comptes")
}

/// So many of a thing.
pub fn of(count: usize, one: &str, many: &str) -> String {
    counted(n(count), is_one(count), one, many)
}
