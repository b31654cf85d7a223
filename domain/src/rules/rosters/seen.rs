//! The addresses of a file that have been seen.

use std::collections::BTreeSet;

use crate::hash::Hash;

/// The addresses that were seen, by half of their hash: a hundred thousand long ones would be the whole file again.
#[derive(Debug, Default)]
pub(super) struct Seen(BTreeSet<[u8; 16]>);

impl Seen {
    /// Notes an address by its identity. Returns whether it was not there before.
    pub(super) fn is_new(&mut self, identity: &str) -> bool {
        let hash = Hash::of(identity.as_bytes()).bytes();
        hash.first_chunk().is_none_or(|half| self.0.insert(*half))
    }
}
