//! A platform's accounts and settings at a revision. [`Book::apply`] is the only way it changes.

mod apply;
mod comparing;
mod index;
mod order;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

pub use self::comparing::Comparing;
use self::{index::AddressIndex, order::Orders};
use crate::{
    account::{Account, AccountId, AccountRow, RenewalMode, Status},
    calendar::{self, iso},
    cohort::Cohorts,
    event::{Event, Recorded},
    hash::Hash,
    invoice::Numbering,
    moving::Moved,
    platform::{Counts, Platform, PlatformStatus},
    query::{Cursor, Sort},
    refusal::Refusal,
    stamp::{Revision, SubmissionId},
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
    /// All accounts by id: account `n` is at index `n - 1`. Deleted and withdrawn accounts stay.
    accounts: Vec<Account>,
    /// The display name of each account as it is searched.
    names: Vec<String>,
    numbering: Numbering,
    imports: Imports,
    pub(crate) submissions: BTreeMap<SubmissionId, (Revision, Hash)>,
    counts: Counts,
    addresses: AddressIndex,
    /// The ids of the accounts that have a deadline, by that day. The daily run looks at nothing else.
    pub(crate) due: BTreeMap<NaiveDate, BTreeSet<AccountId>>,
    pub(crate) cohorts: Cohorts,
    orders: Orders,
}

/// Imports that can still be taken back: the first account of each, with its last account and its revision.
pub type Imports = BTreeMap<AccountId, (AccountId, Revision)>;

/// A book without what can be derived from it, as it is sent and stored: either the whole book, or what is new since a
/// revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Accounts and submissions that have not changed since this revision may be left out; 0 for a whole snapshot.
    #[serde(default)]
    pub since: Revision,
    /// The platform's settings and prices.
    pub platform: Platform,
    /// The date the book has been brought up to.
    #[serde(with = "iso")]
    pub today: NaiveDate,
    /// The book's revision.
    pub revision: Revision,
    /// Whether the platform has been terminated.
    #[serde(default)]
    pub terminating: bool,
    /// Where the platform is, if it has moved away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
    /// The last invoice numbers.
    pub numbering: Numbering,
    /// Imports that can still be taken back.
    #[serde(default)]
    pub imports: Imports,
    /// Submissions, each with the revision it made and the hash of its lines. They are needed to take submissions, not to
    /// show a book.
    #[serde(default)]
    pub submissions: BTreeMap<SubmissionId, (Revision, Hash)>,
    /// Accounts with their ids, ascending, including withdrawn ones.
    pub accounts: Vec<(AccountId, AccountRow)>,
}

impl Snapshot {
    /// This snapshot for somebody who only shows the book.
    #[must_use]
    pub fn to_show(self) -> Self {
        Self { submissions: BTreeMap::new(), ..self }
    }
}

impl Book {
    /// A new platform's book, before any account.
    pub fn new(platform: Platform, today: NaiveDate) -> Self {
        let revision = Revision::default();
        Self::from_snapshot(Snapshot {
            since: revision,
            platform,
            today,
            revision,
            terminating: false,
            moved: None,
            numbering: Numbering::default(),
            imports: Imports::new(),
            submissions: BTreeMap::new(),
            accounts: Vec::new(),
        })
    }

    /// The book that a whole snapshot was taken from.
    pub fn from_snapshot(snapshot: Snapshot) -> Self {
        let Snapshot {
            since: _,
            platform,
            today,
            revision,
            terminating,
            moved,
            numbering,
            imports,
            submissions,
            accounts,
        } = snapshot;
        let mut book = Self {
            platform,
            today,
            revision,
            terminating,
            moved,
            names: Vec::with_capacity(accounts.len()),
            accounts: Vec::with_capacity(accounts.len()),
            numbering,
            imports,
            submissions,
            counts: Counts::default(),
            addresses: AddressIndex::default(),
            due: BTreeMap::new(),
            cohorts: Cohorts::default(),
            orders: Orders::default(),
        };
        book.fill(accounts.into_iter().map(|(_, row)| row));
        book
    }

    /// Takes up what is new, and returns whether it could. News that is older than this book, or that leaves out
    /// something this book lacks, changes nothing.
    pub fn take(&mut self, news: Snapshot) -> bool {
        let first = news.accounts.partition_point(|(id, _)| *id < self.next_id());
        let follows = news.accounts.get(first..).unwrap_or_default().iter().zip(self.next_id().0..);
        let follows = follows.into_iter().all(|((id, _), next)| id.0 == next);
        if news.since > self.revision || news.revision < self.revision || !follows {
            return false;
        }
        let Snapshot {
            since: _,
            platform,
            today,
            revision,
            terminating,
            moved,
            numbering,
            imports,
            submissions,
            accounts,
        } = news;
        accounts.into_iter().for_each(|(id, row)| self.put(id, row));
        (self.platform, self.revision, self.terminating, self.moved) = (platform, revision, terminating, moved);
        (self.numbering, self.imports) = (numbering, imports);
        self.submissions.extend(submissions);
        self.stand_at(today);
        true
    }

    /// Everything needed to make this book again.
    pub fn snapshot(&self) -> Snapshot {
        self.news(Revision::default(), (1..self.next_id().0).map(AccountId))
    }

    /// What is new since a revision. `touched` are the accounts that have changed after it.
    pub fn news(&self, since: Revision, touched: impl IntoIterator<Item = AccountId>) -> Snapshot {
        let touched: BTreeSet<AccountId> = touched.into_iter().collect();
        let row = |id: AccountId| Some((id, AccountRow::from(self.accounts.get(id.index()?)?)));
        let submissions = self.submissions.iter().filter(|(_, (revision, _))| *revision > since);
        Snapshot {
            since,
            platform: self.platform.clone(),
            today: self.today,
            revision: self.revision,
            terminating: self.terminating,
            moved: self.moved.clone(),
            imports: self.imports.clone(),
            numbering: self.numbering.clone(),
            submissions: submissions.map(|(id, taken)| (id.clone(), *taken)).collect(),
            accounts: touched.into_iter().filter_map(row).collect(),
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

    /// All accounts by id, including deleted ones and without withdrawn ones.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> + Clone {
        self.accounts.iter().filter(|account| account.status != Status::Withdrawn)
    }

    /// The same, each with its display name as it is searched.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&Account, &str)> {
        self.named_within(0, usize::MAX)
    }

    /// The same, of the accounts at the places from `start` up to `end`, counted with the withdrawn ones.
    pub(crate) fn named_within(&self, start: usize, end: usize) -> impl Iterator<Item = (&Account, &str)> {
        let within = start..end.min(self.accounts.len());
        let accounts = self.accounts.get(within.clone()).unwrap_or_default();
        let named = accounts.iter().zip(self.names.get(within).unwrap_or_default());
        named.map(|(account, name)| (account, name.as_str())).filter(|(account, _)| account.status != Status::Withdrawn)
    }

    /// At most `most` accounts after a cursor, of those whose status and mode are wanted, in order; and how many there are.
    pub(crate) fn in_order(
        &self,
        sort: Sort,
        wanted: impl Fn(Status, RenewalMode) -> bool,
        after: Option<&Cursor>,
        most: usize,
    ) -> (Vec<&Account>, usize) {
        self.orders.page(&self.accounts, sort, wanted, after, most)
    }

    /// One account; none if there is no such account or it is withdrawn.
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(id.index()?).filter(|account| account.status != Status::Withdrawn)
    }

    /// One account, or the refusal of a command that names an account that is not there.
    ///
    /// # Errors
    /// [`Refusal::NoAccount`] if there is no such account or it is withdrawn.
    pub fn known(&self, id: AccountId) -> Result<&Account, Refusal> {
        self.account(id).ok_or(Refusal::NoAccount { account: id })
    }

    /// The id that the next account gets.
    pub fn next_id(&self) -> AccountId {
        AccountId::at(self.accounts.len())
    }

    /// The living account whose address has this [`Address::identity`]. No other account may take such an address.
    pub fn holder(&self, identity: &str) -> Option<AccountId> {
        self.holders(identity).map(|account| account.id).next()
    }

    /// All living accounts whose address has this identity: earlier versions let in more than one.
    pub(crate) fn holders(&self, identity: &str) -> impl Iterator<Item = &Account> {
        let candidates = self.addresses.candidates(identity).filter_map(|id| self.account(id));
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
