//! Which accounts the dialog was opened for. Who is named and not there is left out: a selection only becomes smaller.

use domain::{account::AccountId, book::Book, query::Filter};

/// The accounts that the dialog was opened for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of the platform.
    All,
    /// Those that match the filter of the list.
    Listed {
        /// The filter.
        filter: Filter,
        /// The filter in words.
        words: String,
    },
    /// Those that were ticked, by id.
    Rows {
        /// The accounts.
        ids: Vec<AccountId>,
        /// How many others were named that are not there.
        missing: usize,
    },
}

impl Scope {
    /// Those of the named accounts that live, each once. What cannot be read as an account is `None`.
    pub fn of(book: &Book, named: &[Option<AccountId>]) -> Self {
        let lives = |id: &AccountId| book.account(*id).is_some_and(|account| account.status.is_alive());
        let mut ids: Vec<AccountId> = named.iter().copied().flatten().filter(lives).collect();
        let missing = named.len() - ids.len();
        ids.sort_unstable();
        ids.dedup();
        Self::Rows { ids, missing }
    }
}
