//! Compares two books, some accounts at a time.

use super::Book;

/// A comparison of two books that do not change meanwhile.
#[derive(Debug, Default)]
pub struct Comparing {
    /// How many accounts have been compared.
    compared: usize,
}

impl Comparing {
    /// Compares the next accounts, `most` at most, and at the end everything else. Returns whether the books are the same,
    /// once that is known.
    pub fn step(&mut self, one: &Book, other: &Book, most: usize) -> Option<bool> {
        let whole = one.accounts.len();
        let within = self.compared..self.compared.saturating_add(most).min(whole);
        let same = whole == other.accounts.len()
            && one.accounts.get(within.clone()) == other.accounts.get(within.clone())
            && one.names.get(within.clone()) == other.names.get(within.clone());
        self.compared = within.end;
        if same && self.compared < whole { None } else { Some(same && one.is_like(other)) }
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
            names: _,
            numbering,
            imports,
            submissions,
            counts,
            addresses,
            due,
            cohorts,
            // they follow from the accounts
            orders: _,
        } = self;
        (platform, today, revision, terminating, moved, numbering)
            == (&other.platform, &other.today, &other.revision, &other.terminating, &other.moved, &other.numbering)
            && (imports, submissions, counts) == (&other.imports, &other.submissions, &other.counts)
            && (addresses, due, cohorts) == (&other.addresses, &other.due, &other.cohorts)
    }
}
