//! A platform's accounts and settings at a revision. [`Book::apply`] is the only way it changes.

mod accounts;
mod apply;
mod bytes;
mod catching;
mod columns;
mod comparing;
mod ids;
mod index;
mod order;
mod snapshot;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{Days, Months, NaiveDate};

pub(crate) use self::order::Making;
use self::{accounts::Accounts, index::AddressIndex, order::Orders};
pub use self::{
    catching::Catching,
    columns::{ColumnsError, Received, Receiving, Sending},
    comparing::Comparing,
    ids::Withdrawn,
    snapshot::{News, Snapshot},
};
use crate::{
    account::{AccountId, AccountRef, AccountSet, RenewalMode, Status},
    calendar,
    event::{Event, Recorded},
    invoice::Numbering,
    moving::Moved,
    platform::{Counts, Platform, PlatformStatus},
    query::{Cursor, Sort},
    refusal::Refusal,
    stamp::Revision,
    tally::{Cohorts, Tally},
};

/// The state that results from replaying the record.
#[derive(Debug, Clone)]
pub struct Book {
    platform: Platform,
    today: NaiveDate,
    revision: Revision,
    terminating: bool,
    /// Where the platform is, if it has moved away.
    moved: Option<Moved>,
    /// The living accounts. Whoever is deleted or withdrawn has left, and only the id stays taken.
    accounts: Accounts,
    /// The id that the next account gets.
    next_id: AccountId,
    withdrawn: Withdrawn,
    numbering: Numbering,
    imports: Imports,
    counts: Counts,
    addresses: AddressIndex,
    /// The ids of the accounts that have a deadline, by that day. The daily run looks at nothing else.
    pub(crate) due: BTreeMap<NaiveDate, Arc<BTreeSet<AccountId>>>,
    pub(crate) cohorts: Cohorts,
    orders: Orders,
}

/// Imports that can still be taken back: the first account of each, with its last account and its revision.
pub type Imports = BTreeMap<AccountId, (AccountId, Revision)>;

impl Book {
    /// A new platform's book, before any account.
    pub fn new(platform: Platform, today: NaiveDate) -> Self {
        Self {
            platform,
            today,
            revision: Revision::default(),
            terminating: false,
            moved: None,
            accounts: Accounts::default(),
            next_id: AccountId::FIRST,
            withdrawn: Withdrawn::default(),
            numbering: Numbering::default(),
            imports: Imports::new(),
            counts: Counts::default(),
            addresses: AddressIndex::default(),
            due: BTreeMap::new(),
            cohorts: Cohorts::default(),
            orders: Orders::default(),
        }
    }

    /// The book that a whole snapshot was taken from.
    pub fn from_snapshot(snapshot: impl Into<News>) -> Self {
        let (rest, accounts) = snapshot.into().0.with(());
        Self::of(rest, accounts)
    }

    /// A book with these accounts, and everything else as a snapshot says.
    fn of(snapshot: Snapshot<()>, accounts: Accounts) -> Self {
        let Snapshot { since: _, platform, today, revision, terminating, moved, numbering, imports, .. } = snapshot;
        let Snapshot { next_id, deleted, withdrawn, gone: _, living: (), .. } = snapshot;
        let counts = Counts { deleted, ..Counts::default() };
        let new = Self::new(platform, today);
        let mut book = Self { revision, terminating, moved, numbering, imports, withdrawn, counts, ..new };
        let mut counted = Tally::default();
        for account in accounts.iter() {
            let standing = account.standing();
            book.counts.add(standing);
            apply::count(standing, 1, &mut counted);
            // nobody shares the days of a book that is being made
            if let Some(ids) = standing.deadline().and_then(|day| Arc::get_mut(book.due.entry(day).or_default())) {
                ids.insert(account.id);
            }
        }
        book.cohorts = Cohorts::of(counted);
        book.next_id = book.next_id.max(accounts.last().map_or(next_id, |last| next_id.max(last.next())));
        Self { accounts, ..book }
    }

    /// Takes up what is new, or a whole snapshot, and returns whether it could. News that is older than this book, or that
    /// leaves out something this book lacks, changes nothing.
    pub fn take(&mut self, news: impl Into<News>) -> bool {
        let news = news.into();
        if news.0.since == Revision::default() && news.0.revision >= self.revision {
            // it does not say who has left, but who is there
            let today = self.today;
            *self = Self::from_snapshot(news);
            self.stand_at(today);
            return true;
        }
        let mut catching = Catching::of(news);
        loop {
            if let Some(took) = catching.step(self, usize::MAX) {
                return took;
            }
        }
    }

    /// Everything needed to make this book again.
    pub fn snapshot(&self) -> Snapshot {
        self.news(Revision::default(), self.accounts().map(|account| account.id)).into()
    }

    /// What is new since a revision. `touched` are the accounts that have changed after it.
    pub fn news(&self, since: Revision, touched: impl IntoIterator<Item = AccountId>) -> News {
        let (mut news, ()) = self.rest(since).with(Accounts::default());
        for id in touched.into_iter().collect::<AccountSet>().iter() {
            match self.account(id) {
                Some(account) => news.living.add(account),
                None => news.gone.push(id),
            }
        }
        News(news)
    }

    /// Everything but the accounts, in what is new since a revision.
    fn rest(&self, since: Revision) -> Snapshot<()> {
        Snapshot {
            since,
            platform: self.platform.clone(),
            today: self.today,
            revision: self.revision,
            terminating: self.terminating,
            moved: self.moved.clone(),
            imports: self.imports.clone(),
            numbering: self.numbering.clone(),
            next_id: self.next_id,
            deleted: self.counts.deleted,
            withdrawn: self.withdrawn.clone(),
            gone: Vec::new(),
            living: (),
        }
    }

    /// The book that the first entry of a record makes; none if that entry does not create a platform.
    pub fn created(recorded: &Recorded) -> Option<Self> {
        let Event::PlatformCreated { platform } = &recorded.event else {
            return None;
        };
        let mut book = Self::new((**platform).clone(), recorded.on);
        book.apply(recorded);
        Some(book)
    }

    /// The platform's settings and prices.
    pub const fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Whether the platform is active, terminating or closed. A terminating platform is closed once it has no active or
    /// suspended account, and every platform once it has moved away.
    pub const fn status(&self) -> PlatformStatus {
        if self.moved.is_some() {
            return PlatformStatus::Closed;
        }
        match (self.terminating, self.counts.active, self.counts.suspended) {
            (false, ..) => PlatformStatus::Active,
            (true, 0, 0) => PlatformStatus::Closed,
            (true, ..) => PlatformStatus::Terminating,
        }
    }

    /// Refuses what is possible only while a platform is neither terminating nor closed.
    ///
    /// # Errors
    /// [`Refusal::Terminating`] or [`Refusal::Closed`], whichever the platform is; [`Refusal::MovedAway`].
    pub fn demand_active(&self) -> Result<(), Refusal> {
        self.demand_here()?;
        match self.status() {
            PlatformStatus::Active => Ok(()),
            PlatformStatus::Terminating => Err(Refusal::Terminating),
            PlatformStatus::Closed => Err(Refusal::Closed),
        }
    }

    /// Refuses what is possible only while a platform is not closed; terminating platforms pass.
    ///
    /// # Errors
    /// [`Refusal::Closed`] for a closed platform; [`Refusal::MovedAway`].
    pub fn demand_open(&self) -> Result<(), Refusal> {
        self.demand_here()?;
        match self.status() {
            PlatformStatus::Active | PlatformStatus::Terminating => Ok(()),
            PlatformStatus::Closed => Err(Refusal::Closed),
        }
    }

    /// Refuses everything on a platform that has moved away.
    ///
    /// # Errors
    /// [`Refusal::MovedAway`], with where it is.
    pub fn demand_here(&self) -> Result<(), Refusal> {
        self.moved.as_ref().map_or(Ok(()), |moved| Err(Refusal::MovedAway(Box::new(moved.clone()))))
    }

    /// Where the platform is, if it has moved away.
    pub const fn moved(&self) -> Option<&Moved> {
        self.moved.as_ref()
    }

    /// Whether it has been terminated, which it stays wherever it moves.
    pub const fn is_terminating(&self) -> bool {
        self.terminating
    }

    /// The date the book has been brought up to.
    pub const fn today(&self) -> NaiveDate {
        self.today
    }

    /// How many events have changed the book.
    pub const fn revision(&self) -> Revision {
        self.revision
    }

    /// How many accounts have each status.
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// The last invoice numbers.
    pub const fn numbering(&self) -> &Numbering {
        &self.numbering
    }

    /// The living accounts by id.
    pub fn accounts(&self) -> impl Iterator<Item = AccountRef<'_>> + Clone {
        self.accounts.iter()
    }

    /// The living accounts after an id, by id. Ids have gaps.
    pub fn accounts_after(&self, id: AccountId) -> impl Iterator<Item = AccountRef<'_>> + Clone {
        self.accounts.after(id)
    }

    /// At most `most` accounts after a cursor, of those whose status and mode are wanted, in order; and how many there are.
    pub(crate) fn in_order(
        &self,
        sort: Sort,
        wanted: impl Fn(Status, RenewalMode) -> bool,
        after: Option<&Cursor>,
        most: usize,
    ) -> (Vec<AccountRef<'_>>, usize) {
        self.orders.page(&self.accounts, sort, wanted, after, most)
    }

    /// All accounts in order, in pieces. If that order is not there, it is made, `most` accounts at a time: none until then.
    pub(crate) fn ranked(&self, sort: Sort, making: &mut Option<Making>, most: usize) -> Option<&[Vec<AccountId>]> {
        self.orders.whole(&self.accounts, sort, making, most)
    }

    /// The ids of some of its accounts, in order.
    pub(crate) fn ids_in_order<'a>(&self, sort: Sort, some: impl Iterator<Item = AccountRef<'a>>) -> Vec<AccountId> {
        order::in_order(sort, some, &self.accounts)
    }

    /// A living account.
    pub fn account(&self, id: AccountId) -> Option<AccountRef<'_>> {
        self.accounts.get(id)
    }

    /// Whether the account with this id was deleted.
    pub fn is_deleted(&self, id: AccountId) -> bool {
        let was_there = AccountId::FIRST <= id && id < self.next_id && !self.accounts.has(id);
        was_there && !self.withdrawn.has(id)
    }

    /// The id that the next account gets. Ids are never given out twice.
    pub const fn next_id(&self) -> AccountId {
        self.next_id
    }

    /// The ids of accounts whose import was taken back.
    pub const fn withdrawn(&self) -> &Withdrawn {
        &self.withdrawn
    }

    /// The living account whose address has this [`AddressRef::identity`](crate::account::AddressRef::identity). No other account may take such an address.
    pub fn holder(&self, identity: &str) -> Option<AccountId> {
        self.holders(identity).map(|account| account.id).next()
    }

    /// All living accounts whose address has this identity: earlier versions let in more than one.
    pub(crate) fn holders(&self, identity: &str) -> impl Iterator<Item = AccountRef<'_>> {
        let candidates = self.addresses.candidates(&self.accounts, identity).filter_map(|id| self.account(id));
        candidates.filter(move |account| account.address.identity() == identity)
    }

    /// Imports that can still be taken back.
    pub const fn imports(&self) -> &Imports {
        &self.imports
    }

    /// The first date on which anything is due. On a platform that has moved away, nothing is.
    pub fn next_deadline(&self) -> Option<NaiveDate> {
        self.due.keys().next().copied().filter(|_| self.moved.is_none())
    }

    /// The day on which an account that is suspended on `day` will be deleted, at most [`calendar::LAST_DAY`]: even a
    /// day that no clock reaches needs a deletion that is a valid date.
    pub fn deletion_of(&self, day: NaiveDate) -> NaiveDate {
        let kept = Days::new(u64::from(self.platform.retention_days));
        day.checked_add_days(kept).unwrap_or(calendar::LAST_DAY).min(calendar::LAST_DAY)
    }

    /// Checks a move of the test clock to `to`. Returns the event, or none if the clock shows `to` already.
    ///
    /// # Errors
    /// Refused for a platform without a test clock, for a date before today, and for a date more than 20 years after
    /// today or after [`calendar::LAST_TODAY`].
    pub fn check_clock(&self, to: NaiveDate) -> Result<Option<Event>, Refusal> {
        self.demand_here()?;
        if self.platform.test_clock.is_none() {
            return Err(Refusal::NoTestClock);
        }
        if to < self.today {
            return Err(Refusal::ClockBackwards { today: self.today });
        }
        let twenty_years = self.today.checked_add_months(Months::new(240)).unwrap_or(NaiveDate::MAX);
        let limit = twenty_years.min(calendar::LAST_TODAY);
        if to > limit {
            return Err(Refusal::ClockTooFar { limit });
        }
        Ok((to > self.today).then_some(Event::ClockMoved {}))
    }

    /// Moves the book's date forward to `day`. An earlier `day` changes nothing.
    pub fn stand_at(&mut self, day: NaiveDate) {
        self.today = self.today.max(day);
    }
}
