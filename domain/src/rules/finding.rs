//! Finds the accounts of a list, slice by slice, so that a host may let others go on in between.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::{
    account::{AccountId, AccountRef, AccountSet},
    book::{Book, Making},
    query::{Filter, Sort},
    stamp::Revision,
};

/// A list in the making.
#[derive(Debug)]
pub struct Finding {
    filter: Filter,
    sort: Sort,
    /// How many accounts one slice has.
    slice: usize,
    /// Accounts in order, and the state of the book on which all that match are among them.
    among: Option<(At, Arc<[AccountId]>)>,
    begun: Option<Begun>,
}

/// A state of a book: its revision and its date.
type At = (Revision, NaiveDate);

/// What has been done so far, on one state of the book.
#[derive(Debug)]
struct Begun {
    at: At,
    /// How many of the accounts were looked at among which all are that match.
    known: usize,
    /// The last account that was looked at.
    last: AccountId,
    /// Whether all accounts were looked at.
    looked: bool,
    found: Found,
    /// The order, if it is not there yet.
    making: Option<Making>,
    /// How many pieces of the order were gone through.
    pieces: usize,
}

/// The accounts of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// In order.
    pub ids: Vec<AccountId>,
    /// The same as a set.
    pub set: AccountSet,
}

impl Finding {
    /// Begins to find the living accounts that match, so many at a time.
    pub const fn of(filter: Filter, sort: Sort, slice: usize) -> Self {
        Self { filter, sort, slice, among: None, begun: None }
    }

    /// The same, but looks only at the accounts of a list that was found lately, if one has all that match.
    #[must_use]
    pub fn after(self, lately: &Lately) -> Self {
        let among = lately.narrowest(&self.filter, self.sort);
        Self { among, ..self }
    }

    /// Takes slices until the list is there.
    pub fn finish(mut self, book: &Book) -> Found {
        loop {
            if let Some(found) = self.step(book, |_| true) {
                return found;
            }
        }
    }

    /// Takes the next slice. Returns the list after the last one. If the book has changed since the first slice, all begins
    /// again with slices that are twice as long, so that there is an end however often it changes. `takes` is asked about
    /// each account that matches, and leaves out those for which it returns false.
    pub fn step(&mut self, book: &Book, takes: impl FnMut(AccountRef<'_>) -> bool) -> Option<Found> {
        let at = (book.revision(), book.today());
        if self.begun.as_ref().is_some_and(|begun| begun.at != at) {
            self.begun = None;
            self.slice = self.slice.saturating_mul(2);
        }
        let begun = self.begun.get_or_insert_with(|| Begun {
            at,
            known: 0,
            last: AccountId(0),
            looked: false,
            found: Found::default(),
            making: None,
            pieces: 0,
        });
        if !begun.looked {
            let among = self.among.as_ref().filter(|among| among.0 == at).map(|(_, ids)| &**ids);
            begun.look(among, book, &self.filter, self.slice, takes);
            return None;
        }
        if !begun.put_in_order(book, self.sort, self.slice) {
            return None;
        }
        self.begun.take().map(|begun| begun.found)
    }
}

impl Begun {
    /// Looks at the next accounts: of all, or of those in order among which are all that match.
    fn look(
        &mut self,
        among: Option<&[AccountId]>,
        book: &Book,
        filter: &Filter,
        most: usize,
        mut takes: impl FnMut(AccountRef<'_>) -> bool,
    ) {
        let (matcher, Found { ids, set }) = (book.matcher(filter), &mut self.found);
        let mut is_found =
            |account: AccountRef<'_>| matcher.matches(account) && takes(account) && set.insert(account.id);
        let Some(among) = among else {
            let mut looked = 0;
            for account in book.accounts_after(self.last).take(most) {
                is_found(account);
                self.last = account.id;
                looked += 1;
            }
            self.looked = looked < most;
            return;
        };
        let next = among.get(self.known..).unwrap_or_default();
        let accounts = next.iter().take(most).filter_map(|id| book.account(*id));
        ids.extend(accounts.filter(|account| is_found(*account)).map(|account| account.id));
        self.known += most;
        self.looked = self.known >= among.len();
    }

    /// Goes through the next accounts in order. Returns whether they were the last ones.
    fn put_in_order(&mut self, book: &Book, sort: Sort, most: usize) -> bool {
        let Found { ids, set } = &mut self.found;
        if ids.len() == set.len() {
            return true;
        }
        let Some(pieces) = book.ranked(sort, &mut self.making, most) else { return false };
        let mut left = most;
        for piece in pieces.iter().skip(self.pieces) {
            ids.extend(piece.iter().copied().filter(|id| set.has(*id)));
            self.pieces += 1;
            left = left.saturating_sub(piece.len());
            if left == 0 {
                break;
            }
        }
        self.pieces >= pieces.len()
    }
}

/// The lists that were found lately, all in one order and on one state of a book. Whoever types narrows the last of them, and
/// whoever takes letters back returns to one before. Whoever puts another book in place of one begins anew.
#[derive(Debug, Default)]
pub struct Lately {
    of: Option<(At, Sort)>,
    /// The newest comes last.
    lists: Vec<(Filter, Arc<[AccountId]>)>,
}

impl Lately {
    /// How many lists are kept.
    const MOST: usize = 6;

    /// Keeps a list that was found, in place of the oldest.
    pub fn keep(&mut self, book: &Book, filter: &Filter, sort: Sort, found: &Found) {
        let of = Some(((book.revision(), book.today()), sort));
        if self.of != of {
            *self = Self { of, lists: Vec::new() };
        }
        self.lists.retain(|(other, _)| other != filter);
        if self.lists.len() >= Self::MOST {
            self.lists.remove(0);
        }
        self.lists.push((filter.clone(), found.ids.clone().into()));
    }

    /// The shortest list that has all accounts that match.
    fn narrowest(&self, filter: &Filter, sort: Sort) -> Option<(At, Arc<[AccountId]>)> {
        let (at, _) = self.of.filter(|(_, of)| *of == sort)?;
        let wider = self.lists.iter().filter(|(wider, _)| filter.narrows(wider));
        wider.map(|(_, ids)| (at, ids.clone())).min_by_key(|(_, ids)| ids.len())
    }
}
