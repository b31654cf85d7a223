//! Which accounts the dialog was opened for, and how the address says it. What the address names and is not there is
//! left out: a selection can only become smaller.

use domain::{account::AccountId, book::Book, query::Filter};

use super::super::{
    accounts::asked,
    part::{Selection, TICKED},
};
use crate::{
    location::{Key, Location, Visit},
    session::Session,
};

/// How many rows stand in the address. More are kept in this browser.
const MOST: usize = 200;
/// What the name of rows that are kept in this browser begins with in the address.
const KEPT: &str = "kept-";

/// The accounts that the dialog was opened for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of the platform.
    All,
    /// Those that match the filter of the list.
    Listed(Filter),
    /// Those that were ticked, by id.
    Rows {
        /// The accounts.
        ids: Vec<AccountId>,
        /// How many others were named that are not there.
        missing: usize,
    },
}

impl Scope {
    /// The scope that the address asks for. Ticked rows are written into the address, so that it says the same when it
    /// is opened again.
    pub fn asked(session: Session, location: Location, selection: Selection) -> Self {
        let query = location.now().query;
        let Some(word) = query.value(Key::Selection) else {
            let filter = asked::filter(&query);
            return if filter == Filter::default() { Self::All } else { Self::Listed(filter) };
        };
        let named = match word.strip_prefix(KEPT) {
            _ if word == TICKED => selection.ids().into_iter().map(Some).collect(),
            Some(name) => session.kept_rows(name).unwrap_or_default().into_iter().map(Some).collect(),
            None => listed(word),
        };
        let scope = session.peek(|replica| Self::of(replica.book(), &named)).unwrap_or(Self::of_none());
        if word == TICKED
            && let Self::Rows { ids, .. } = &scope
            && !ids.is_empty()
        {
            location.set(Key::Selection, Some(&written(session, ids)), Visit::Replace);
        }
        scope
    }

    const fn of_none() -> Self {
        Self::Rows { ids: Vec::new(), missing: 0 }
    }

    /// Those of the named accounts that live, each once. What cannot be read as an account is `None`.
    fn of(book: &Book, named: &[Option<AccountId>]) -> Self {
        let lives = |id: &AccountId| book.account(*id).is_some_and(|account| account.status.is_alive());
        let mut ids: Vec<AccountId> = named.iter().copied().flatten().filter(lives).collect();
        let missing = named.len() - ids.len();
        ids.sort_unstable();
        ids.dedup();
        Self::Rows { ids, missing }
    }

    /// The accounts, ascending by id; `None` for all.
    pub fn ids(&self, book: &Book) -> Option<Vec<AccountId>> {
        match self {
            Self::All => None,
            Self::Listed(filter) => Some(book.matching(filter).map(|account| account.id).collect()),
            Self::Rows { ids, .. } => Some(ids.clone()),
        }
    }
}

/// The ids in an address.
fn listed(word: &str) -> Vec<Option<AccountId>> {
    word.split(',').map(|id| id.parse().ok().map(AccountId)).collect()
}

/// Rows as they stand in the address.
fn written(session: Session, ids: &[AccountId]) -> String {
    if ids.len() > MOST {
        return KEPT.to_owned() + &session.keep_rows(ids);
    }
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
