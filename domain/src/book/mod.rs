//! A platform's accounts and settings at a revision. [`Book::apply`] is the only way it changes.

mod apply;
mod index;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use self::index::AddressIndex;
use crate::{
    account::{Account, AccountId, AccountRow, Address, Status},
    calendar::{self, iso},
    cohort::Cohorts,
    event::{Event, Recorded},
    hash::Hash,
    invoice::Numbering,
    platform::{Counts, Platform, PlatformStatus},
    refusal::Refusal,
    stamp::{Revision, SubmissionId},
};

/// The state that replaying the record gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    platform: Platform,
    today: NaiveDate,
    revision: Revision,
    terminating: bool,
    /// By ordinal: account `n` is at `n - 1`. Deleted and withdrawn accounts stay.
    accounts: Vec<Account>,
    numbering: Numbering,
    imports: Imports,
    pub(crate) submissions: BTreeMap<SubmissionId, (Revision, Hash)>,
    counts: Counts,
    addresses: AddressIndex,
    /// Accounts by deadline: what the daily run takes, and nothing else.
    pub(crate) due: BTreeMap<NaiveDate, BTreeSet<AccountId>>,
    pub(crate) cohorts: Cohorts,
}

/// Imports that can still be taken back, by their first account: the last account and the revision.
pub type Imports = BTreeMap<AccountId, (AccountId, Revision)>;

/// A book without what can be derived: what is sent and stored. Whole, or what is new since a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// What stood at this revision is left out where it still stands; 0 for all of it.
    #[serde(default)]
    pub since: Revision,
    /// Settings.
    pub platform: Platform,
    /// The date the book has been brought up to.
    #[serde(with = "iso")]
    pub today: NaiveDate,
    /// The book's revision.
    pub revision: Revision,
    /// Whether the platform has been terminated.
    #[serde(default)]
    pub terminating: bool,
    /// The last invoice numbers.
    pub numbering: Numbering,
    /// Imports that can still be taken back.
    #[serde(default)]
    pub imports: Imports,
    /// Submissions with the revision each made and the hash of its lines.
    pub submissions: BTreeMap<SubmissionId, (Revision, Hash)>,
    /// Accounts with their ids, ascending; withdrawn ones too.
    pub accounts: Vec<(AccountId, AccountRow)>,
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
            numbering: Numbering::default(),
            imports: Imports::new(),
            submissions: BTreeMap::new(),
            accounts: Vec::new(),
        })
    }

    /// The book that a whole snapshot was taken of.
    pub fn from_snapshot(snapshot: Snapshot) -> Self {
        let Snapshot { since: _, platform, today, revision, terminating, numbering, imports, submissions, accounts } =
            snapshot;
        let mut book = Self {
            platform,
            today,
            revision,
            terminating,
            accounts: Vec::with_capacity(accounts.len()),
            numbering,
            imports,
            submissions,
            counts: Counts::default(),
            addresses: AddressIndex::default(),
            due: BTreeMap::new(),
            cohorts: Cohorts::default(),
        };
        accounts.into_iter().for_each(|(_, row)| book.push(row));
        book
    }

    /// Takes up what is new. Returns whether it could: news of a book that is behind this one, or that leave out what this
    /// one does not have, change nothing.
    pub fn take(&mut self, news: Snapshot) -> bool {
        let first = news.accounts.partition_point(|(id, _)| *id < self.next_id());
        let follows = news.accounts.get(first..).unwrap_or_default().iter().zip(self.next_id().0..);
        let follows = follows.into_iter().all(|((id, _), next)| id.0 == next);
        if news.since > self.revision || news.revision < self.revision || !follows {
            return false;
        }
        let Snapshot { since: _, platform, today, revision, terminating, numbering, imports, submissions, accounts } =
            news;
        accounts.into_iter().for_each(|(id, row)| self.put(id, row));
        (self.platform, self.revision, self.terminating) = (platform, revision, terminating);
        (self.numbering, self.imports) = (numbering, imports);
        self.submissions.extend(submissions);
        self.stand_at(today);
        true
    }

    /// What is needed to make this book again.
    pub fn snapshot(&self) -> Snapshot {
        self.news(Revision::default(), (1..self.next_id().0).map(AccountId))
    }

    /// What is new since a revision, behind which only `touched` accounts have changed.
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
            imports: self.imports.clone(),
            numbering: self.numbering.clone(),
            submissions: submissions.map(|(id, taken)| (id.clone(), *taken)).collect(),
            accounts: touched.into_iter().filter_map(row).collect(),
        }
    }

    /// The book a record begins, when its first entry creates a platform.
    pub fn created(recorded: &Recorded) -> Option<Self> {
        let Event::PlatformCreated { platform } = &recorded.event else {
            return None;
        };
        let mut book = Self::new((**platform).clone(), recorded.on);
        book.apply(recorded);
        Some(book)
    }

    /// Settings.
    pub const fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Whether the platform lives. It is closed when, terminated, its last account is deleted.
    pub const fn status(&self) -> PlatformStatus {
        match (self.terminating, self.counts.active, self.counts.suspended) {
            (false, ..) => PlatformStatus::Active,
            (true, 0, 0) => PlatformStatus::Closed,
            (true, ..) => PlatformStatus::Terminating,
        }
    }

    /// Lets go on what a platform does that is neither terminating nor closed.
    ///
    /// # Errors
    /// [`Refusal::Terminating`] and [`Refusal::Closed`].
    pub const fn demand_active(&self) -> Result<(), Refusal> {
        match self.status() {
            PlatformStatus::Active => Ok(()),
            PlatformStatus::Terminating => Err(Refusal::Terminating),
            PlatformStatus::Closed => Err(Refusal::Closed),
        }
    }

    /// Lets go on what goes on while a platform is terminating.
    ///
    /// # Errors
    /// [`Refusal::Closed`].
    pub const fn demand_open(&self) -> Result<(), Refusal> {
        match self.status() {
            PlatformStatus::Active | PlatformStatus::Terminating => Ok(()),
            PlatformStatus::Closed => Err(Refusal::Closed),
        }
    }

    /// The date the book has been brought up to.
    pub const fn today(&self) -> NaiveDate {
        self.today
    }

    /// How often the book has changed.
    pub const fn revision(&self) -> Revision {
        self.revision
    }

    /// How many accounts there are of each kind.
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// The last invoice numbers.
    pub const fn numbering(&self) -> &Numbering {
        &self.numbering
    }

    /// All accounts, by ordinal; deleted ones too, withdrawn ones not.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> + Clone {
        self.accounts.iter().filter(|account| account.status != Status::Withdrawn)
    }

    /// One account.
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(id.index()?).filter(|account| account.status != Status::Withdrawn)
    }

    /// One account, for a command.
    ///
    /// # Errors
    /// [`Refusal::NoAccount`].
    pub fn known(&self, id: AccountId) -> Result<&Account, Refusal> {
        self.account(id).ok_or(Refusal::NoAccount { account: id })
    }

    /// The id that the next account gets.
    pub fn next_id(&self) -> AccountId {
        AccountId::at(self.accounts.len())
    }

    /// The account that has an address to itself: no other may take it.
    pub fn holder(&self, address: &Address) -> Option<AccountId> {
        let same = |id: &AccountId| self.account(*id).is_some_and(|a| a.address.folded() == address.folded());
        self.addresses.candidates(address).find(same)
    }

    /// Imports that can still be taken back.
    pub const fn imports(&self) -> &Imports {
        &self.imports
    }

    /// The first date on which [`Book::expire_due`] will act.
    pub fn next_deadline(&self) -> Option<NaiveDate> {
        self.due.keys().next().copied()
    }

    /// The day an account that is suspended on `day` will be deleted. An expiry behind the last date a clock shows
    /// never comes, but what it would mean must still be a date.
    pub fn deletion_of(&self, day: NaiveDate) -> NaiveDate {
        let kept = Days::new(u64::from(self.platform.retention_days));
        day.checked_add_days(kept).unwrap_or(calendar::LAST_DAY).min(calendar::LAST_DAY)
    }

    /// Checks a move of the test clock to `to`; the event it makes, or none where the clock shows `to` already.
    ///
    /// # Errors
    /// Where the platform has no test clock, for a date before today, and beyond 20 years from today or
    /// [`calendar::LAST_TODAY`].
    pub fn check_clock(&self, to: NaiveDate) -> Result<Option<Event>, Refusal> {
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

    /// Notes that the book stands at `day`, on which nothing was due. Never goes back.
    pub fn stand_at(&mut self, day: NaiveDate) {
        self.today = self.today.max(day);
    }
}
