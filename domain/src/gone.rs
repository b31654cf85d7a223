//! Accounts that have left a book: deleted ones, and those whose import was taken back. A book knows only their ids; what
//! they were is with its host, which looks it up when somebody names one or lists them.

use std::{
    collections::BTreeMap,
    ops::Bound::{Excluded, Unbounded},
};

use crate::{
    account::{Account, AccountId, AccountRef, Address, AddressRef, Status},
    book::Book,
    event::{Event, Recorded},
    query::{Cursor, Filter, Matcher, Sort},
    rules::Page,
};

/// Accounts that have left a book: all of them, or those that a host has looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gone {
    accounts: BTreeMap<AccountId, Account>,
    /// The addresses of others, of which no more is known, ascending.
    named: Vec<(AccountId, Address)>,
}

impl Gone {
    /// Adds accounts that have left the book.
    pub fn add(&mut self, left: impl IntoIterator<Item = Account>) {
        self.accounts.extend(left.into_iter().map(|account| (account.id, account)));
    }

    /// Does what an entry of the record does to them. `left` are the accounts that have left the book by it.
    pub fn follow(&mut self, recorded: &Recorded, left: impl IntoIterator<Item = Account>) {
        self.add(left);
        let Event::PersonErased { accounts, .. } = &recorded.event else { return };
        for id in accounts {
            if let Some(gone) = self.accounts.remove(id) {
                self.add([gone.named(Address::erased_on(recorded.on), String::new())]);
            }
        }
    }

    /// Adds an address of which no more is known than whose it was.
    pub fn name(&mut self, id: AccountId, address: Address) {
        if let Err(place) = self.named.binary_search_by_key(&id, |(own, _)| *own) {
            self.named.insert(place, (id, address));
        }
    }

    /// Gives up accounts, `most` at a time, as [`Book::shed`] does. Returns whether any are left.
    pub fn shed(&mut self, most: usize) -> bool {
        (0..most).all(|_| self.accounts.pop_first().is_some())
    }

    /// All of them by id, after an id. Those that were withdrawn are among them.
    pub fn after(&self, id: AccountId) -> impl Iterator<Item = AccountRef<'_>> {
        self.accounts.range((Excluded(id), Unbounded)).map(|(_, gone)| gone.borrowed())
    }

    /// The account with this id, deleted or withdrawn.
    pub fn any(&self, id: AccountId) -> Option<AccountRef<'_>> {
        self.accounts.get(&id).map(Account::borrowed)
    }

    /// The deleted account with this id.
    pub fn account(&self, id: AccountId) -> Option<AccountRef<'_>> {
        self.accounts.get(&id).map(Account::borrowed).filter(|account| account.status == Status::Deleted)
    }

    fn named(&self, id: AccountId) -> Option<AddressRef<'_>> {
        let place = self.named.binary_search_by_key(&id, |(own, _)| *own).ok()?;
        self.named.get(place).map(|(_, address)| address.borrowed())
    }

    /// The deleted accounts that match, by id.
    pub fn matching<'a>(&'a self, filter: &Filter) -> impl Iterator<Item = AccountRef<'a>> {
        // nothing happens to an account that is gone in any month
        let matcher = Matcher::new(filter, filter.due_in.map(|_| Vec::new()));
        let gone = self.accounts.values().map(Account::borrowed);
        gone.filter(move |gone| gone.status == Status::Deleted && matcher.matches(*gone))
    }
}

/// Every account that somebody may name: those of a book, and those that have left it.
#[derive(Debug, Clone, Copy)]
pub struct Register<'a> {
    /// The book.
    pub book: &'a Book,
    /// What has left it: all of it for a list, and for a name the accounts that are named.
    pub gone: &'a Gone,
}

impl<'a> Register<'a> {
    /// One account; none if there is no such account, or it is withdrawn.
    pub fn account(self, id: AccountId) -> Option<AccountRef<'a>> {
        self.book.account(id).or_else(|| self.gone.account(id))
    }

    /// The address of an account, or nothing if it is not known.
    pub fn address(self, id: AccountId) -> &'a str {
        self.addressed(id).map_or("", AddressRef::as_str)
    }

    /// The address of an account; none if it is not known.
    pub fn addressed(self, id: AccountId) -> Option<AddressRef<'a>> {
        self.account(id).map(|account| account.address).or_else(|| self.gone.named(id))
    }

    /// All accounts that match, in order.
    pub fn sorted(self, filter: &Filter, sort: Sort) -> Vec<AccountRef<'a>> {
        if !filter.is_of_gone() {
            return self.book.sorted(filter, sort);
        }
        let mut accounts: Vec<AccountRef<'_>> = self.gone.matching(filter).collect();
        accounts.sort_unstable_by(|a, b| sort.compare(*a, *b));
        accounts
    }

    /// One page of the accounts that match.
    pub fn page(self, filter: &Filter, sort: Sort, after: Option<&Cursor>, limit: usize) -> Page<'a> {
        if filter.is_of_gone() {
            Page::of(self.gone.matching(filter), sort, after, limit)
        } else {
            self.book.page(filter, sort, after, limit)
        }
    }
}
