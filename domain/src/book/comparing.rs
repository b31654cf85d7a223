//! Compares two books, some accounts at a time.

use super::Book;
use crate::account::AccountId;

/// A comparison of two books that do not change meanwhile.
#[derive(Debug, Default)]
pub struct Comparing {
    /// The last account that was compared.
    last: AccountId,
}

impl Comparing {
    /// Compares the next accounts, `most` at most, and at the end everything else. Returns whether the books are the same,
    /// once that is known.
    pub fn step(&mut self, one: &Book, other: &Book, most: usize) -> Option<bool> {
        let (mut ours, mut theirs) =
            (one.accounts_after(self.last).take(most), other.accounts_after(self.last).take(most));
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => break,
                (Some(our), Some(their)) if our == their => self.last = our.id,
                (None | Some(_), None | Some(_)) => return Some(false),
            }
        }
        let more = |book: &Book| book.accounts_after(self.last).next().is_some();
        if more(one) || more(other) { None } else { Some(one.is_like(other)) }
    }
}

impl PartialEq for Book {
    fn eq(&self, other: &Self) -> bool {
        Comparing::default().step(self, other, usize::MAX) == Some(true)
    }
}

impl Eq for Book {}

impl Book {
    /// Whether two books are the same but for their accounts.
    fn is_like(&self, other: &Self) -> bool {
        let Self {
            platform,
            today,
            revision,
            terminating,
            moved,
            accounts: _,
            next_id,
            withdrawn,
            numbering,
            imports,
            counts,
            due,
            cohorts,
            // they follow from the accounts
            addresses: _,
            orders: _,
        } = self;
        (platform, today, revision, terminating, moved, numbering)
            == (&other.platform, &other.today, &other.revision, &other.terminating, &other.moved, &other.numbering)
            && (imports, counts) == (&other.imports, &other.counts)
            && (next_id, withdrawn) == (&other.next_id, &other.withdrawn)
            && (due, cohorts) == (&other.due, &other.cohorts)
    }
}
