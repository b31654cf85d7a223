//! Finds the account that has an address without looking at every account.

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use crate::account::{Account, AccountId};

/// The living accounts by a hash of the identity of their address. Hashes may collide, so the caller compares the
/// identities themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct AddressIndex(BTreeSet<(u64, AccountId)>);

impl AddressIndex {
    pub(super) fn add(&mut self, account: &Account) {
        if account.status.is_alive() {
            self.0.insert((key(&account.address.identity()), account.id));
        }
    }

    pub(super) fn remove(&mut self, account: &Account) {
        self.0.remove(&(key(&account.address.identity()), account.id));
    }

    pub(super) fn candidates(&self, identity: &str) -> impl Iterator<Item = AccountId> + '_ {
        let key = key(identity);
        self.0.range((key, AccountId(0))..=(key, AccountId(u32::MAX))).map(|(_, id)| *id)
    }
}

fn key(identity: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    identity.hash(&mut hasher);
    hasher.finish()
}
