//! Lists of the accounts that match a filter, sorted, page by page.

use crate::{
    account::{AccountId, AccountRef},
    book::Book,
    query::{Cursor, Filter, Matcher, Sort},
};

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'a> {
    /// The accounts on it.
    pub items: Vec<AccountRef<'a>>,
    /// How many accounts the whole list has.
    pub total: usize,
    /// Where the next page begins; none on the last page.
    pub next: Option<Cursor>,
}

impl<'a> Page<'a> {
    /// One page of some accounts, in order. It looks at each of them once, and sorts only the page.
    pub(crate) fn of(
        accounts: impl Iterator<Item = AccountRef<'a>>,
        sort: Sort,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Self {
        let mut total = 0;
        let mut items: Vec<AccountRef<'_>> = accounts
            .inspect(|_| total += 1)
            .filter(|account| after.is_none_or(|cursor| sort.compare_to(*account, cursor).is_gt()))
            .collect();
        let more = items.len() > limit;
        if more && limit > 0 {
            items.select_nth_unstable_by(limit - 1, |a, b| sort.compare(*a, *b));
        }
        items.truncate(limit);
        items.sort_unstable_by(|a, b| sort.compare(*a, *b));
        let next = items.last().filter(|_| more).map(|last| Cursor::after(*last, sort));
        Self { items, total, next }
    }
}

impl Book {
    /// The accounts that match, by id.
    pub fn matching<'a>(&'a self, filter: &Filter) -> impl Iterator<Item = AccountRef<'a>> {
        let matcher = self.matcher(filter);
        self.accounts().filter(move |account| matcher.matches(*account))
    }

    /// What the filter selects of this book as it is now.
    pub(super) fn matcher<'a>(&self, filter: &'a Filter) -> Matcher<'a> {
        Matcher::new(filter, filter.due_in.map(|month| self.due_in(month)))
    }

    /// All accounts that match, in order.
    pub fn sorted(&self, filter: &Filter, sort: Sort) -> Vec<AccountRef<'_>> {
        let mut accounts: Vec<AccountRef<'_>> = self.matching(filter).collect();
        accounts.sort_unstable_by(|a, b| sort.compare(*a, *b));
        accounts
    }

    /// The ids of all accounts that match, in order. They take far less memory than what is shown of the accounts.
    pub fn sorted_ids(&self, filter: &Filter, sort: Sort) -> Vec<AccountId> {
        self.ids_in_order(sort, self.matching(filter))
    }

    /// One page of the accounts that match. If the filter asks for nothing but a status and a mode, it looks only at what is on
    /// the page; otherwise at each account once, and sorts only the page.
    pub fn page(&self, filter: &Filter, sort: Sort, after: Option<&Cursor>, limit: usize) -> Page<'_> {
        if filter.is_of_standing() {
            let wanted = |status, mode| filter.takes(status, mode);
            let (mut items, total) = self.in_order(sort, wanted, after, limit.saturating_add(1));
            let more = items.len() > limit;
            items.truncate(limit);
            let next = items.last().filter(|_| more).map(|last| Cursor::after(*last, sort));
            return Page { items, total, next };
        }
        Page::of(self.matching(filter), sort, after, limit)
    }
}
