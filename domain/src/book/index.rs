//! Finds the account that has an address without looking at every account.

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash, Hasher},
    sync::OnceLock,
};

use super::accounts::Accounts;
use crate::account::{AccountId, AccountRef};

/// The accounts by a hash of the identity of their address. Hashes may collide, so the caller compares the identities
/// themselves. It is made when somebody first looks for an address, and kept as the book changes: it follows from the accounts.
#[derive(Debug, Default)]
pub(super) struct AddressIndex(OnceLock<BTreeSet<(u32, AccountId)>>);

impl Clone for AddressIndex {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl AddressIndex {
    pub(super) fn add(&mut self, account: AccountRef<'_>) {
        if let Some(index) = self.0.get_mut() {
            index.insert(entry(account));
        }
    }

    pub(super) fn remove(&mut self, account: AccountRef<'_>) {
        if let Some(index) = self.0.get_mut() {
            index.remove(&entry(account));
        }
    }

    /// About how many bytes of memory it takes.
    pub(super) fn bytes(&self) -> usize {
        // a node of a tree is not always full
        self.0.get().map_or(0, |index| index.len() * 2 * size_of::<(u32, AccountId)>())
    }

    /// Forgets all, which costs less than many changes.
    pub(super) fn clear(&mut self) {
        self.0.take();
    }

    pub(super) fn candidates(&self, accounts: &Accounts, identity: &str) -> impl Iterator<Item = AccountId> + '_ {
        let index = self.0.get_or_init(|| accounts.iter().map(entry).collect());
        let key = key(identity);
        index.range((key, AccountId(0))..=(key, AccountId(u32::MAX))).map(|(_, id)| *id)
    }
}

fn entry(account: AccountRef<'_>) -> (u32, AccountId) {
    (key(&account.address.identity()), account.id)
}

/// The upper half of a hash: what it takes of memory counts for more than that two of many thousands collide.
fn key(identity: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    identity.hash(&mut hasher);
    u32::try_from(hasher.finish() >> 32).unwrap_or_default()
}
