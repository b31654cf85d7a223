//! Finds the accounts of a list, slice by slice, so that a host may let others go on in between.

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
    begun: Option<Begun>,
}

/// What has been done so far, on one state of the book.
#[derive(Debug)]
struct Begun {
    /// The state of the book: its revision and its date.
    at: (Revision, NaiveDate),
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
        Self { filter, sort, slice, begun: None }
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
    /// each account that matches, by id, and leaves out those for which it returns false.
    pub fn step(&mut self, book: &Book, takes: impl FnMut(AccountRef<'_>) -> bool) -> Option<Found> {
        let at = (book.revision(), book.today());
        if self.begun.as_ref().is_some_and(|begun| begun.at != at) {
            self.begun = None;
            self.slice = self.slice.saturating_mul(2);
        }
        let begun = self.begun.get_or_insert_with(|| Begun {
            at,
            last: AccountId(0),
            looked: false,
            found: Found::default(),
            making: None,
            pieces: 0,
        });
        if !begun.looked {
            begun.look(book, &self.filter, self.slice, takes);
            return None;
        }
        if !begun.put_in_order(book, self.sort, self.slice) {
            return None;
        }
        self.begun.take().map(|begun| begun.found)
    }
}

impl Begun {
    /// Looks at the next accounts.
    fn look(&mut self, book: &Book, filter: &Filter, most: usize, mut takes: impl FnMut(AccountRef<'_>) -> bool) {
        let matcher = book.matcher(filter);
        let mut looked = 0;
        for account in book.accounts_after(self.last).take(most) {
            if matcher.matches(account) && takes(account) {
                self.found.set.insert(account.id);
            }
            self.last = account.id;
            looked += 1;
        }
        self.looked = looked < most;
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
