//! A platform's accounts and settings at a revision. [`Book::apply`] is the only way it changes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    account::{Account, AccountId, AccountRow, Standing, Status},
    calendar::{self, iso},
    change::SubmissionId,
    cohort::Cohorts,
    event::{Event, ModeGroup, Recorded, Revision},
    invoice::{Invoice, Numbering},
    platform::{Counts, Platform, PlatformStatus},
    refusal::Refusal,
    roster::{Roster, RosterEntry},
    summary::Hash,
};

/// The state that replaying the record gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    platform: Platform,
    today: NaiveDate,
    revision: Revision,
    /// By ordinal: account `n` is at `n - 1`. Deleted accounts stay.
    accounts: Vec<Account>,
    numbering: Numbering,
    pub(crate) submissions: BTreeMap<SubmissionId, (Revision, Hash)>,
    counts: Counts,
    /// Accounts by deadline: what the daily run takes, and nothing else.
    pub(crate) due: BTreeMap<NaiveDate, BTreeSet<AccountId>>,
    pub(crate) cohorts: Cohorts,
}

/// A book without what can be derived: what is sent and stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Settings.
    pub platform: Platform,
    /// The date the book has been brought up to.
    #[serde(with = "iso")]
    pub today: NaiveDate,
    /// The book's revision.
    pub revision: Revision,
    /// The last invoice numbers.
    pub numbering: Numbering,
    /// Submissions with the revision each made and the hash of its lines.
    pub submissions: BTreeMap<SubmissionId, (Revision, Hash)>,
    /// Accounts, by ordinal.
    pub accounts: Vec<AccountRow>,
}

impl Book {
    /// A new platform's book, before any account.
    pub fn new(platform: Platform, today: NaiveDate) -> Self {
        let revision = Revision::default();
        Self::from_snapshot(Snapshot {
            platform,
            today,
            revision,
            numbering: Numbering::default(),
            submissions: BTreeMap::new(),
            accounts: Vec::new(),
        })
    }

    /// The book a snapshot was taken of.
    pub fn from_snapshot(snapshot: Snapshot) -> Self {
        let Snapshot { platform, today, revision, numbering, submissions, accounts } = snapshot;
        let mut book = Self {
            platform,
            today,
            revision,
            accounts: Vec::with_capacity(accounts.len()),
            numbering,
            submissions,
            counts: Counts::default(),
            due: BTreeMap::new(),
            cohorts: Cohorts::default(),
        };
        for row in accounts {
            book.push(row);
        }
        book
    }

    /// What is needed to make this book again.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            platform: self.platform.clone(),
            today: self.today,
            revision: self.revision,
            numbering: self.numbering.clone(),
            submissions: self.submissions.clone(),
            accounts: self.accounts.iter().map(AccountRow::from).collect(),
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

    /// Whether the platform lives.
    pub const fn status(&self) -> PlatformStatus {
        PlatformStatus::Active
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

    /// All accounts, by ordinal; deleted ones too.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// One account.
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(id.index()?)
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

    /// The fact that a roster read for this book is taken.
    pub fn import(&self, roster: Roster) -> Event {
        Event::AccountsImported { first: AccountId::at(self.accounts.len()), accounts: roster }
    }

    /// Notes that the book stands at `day`, on which nothing was due. Never goes back.
    pub fn stand_at(&mut self, day: NaiveDate) {
        self.today = self.today.max(day);
    }

    /// Makes a recorded fact part of the state. Trusts it: what may happen is decided before.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.revision = recorded.revision;
        self.stand_at(recorded.on);
        match &recorded.event {
            Event::PlatformCreated { .. } | Event::ClockMoved {} => {}
            Event::AccountsImported { accounts, .. } => {
                accounts.entries().iter().for_each(|entry| self.push(entry.row()))
            }
            Event::ModesChanged { id, hash, groups, .. } => {
                self.submissions.insert(id.clone(), (recorded.revision, *hash));
                groups.iter().for_each(|group| self.change_modes(group));
            }
            Event::Renewed { invoice } => self.renew(invoice),
            Event::Suspended { accounts, deletes_on } => self.each(accounts, |account| {
                account.status = Status::Suspended;
                account.deletes_on = Some(*deletes_on);
            }),
            Event::Deleted { accounts } => self.each(accounts, |account| account.status = Status::Deleted),
        }
    }

    fn push(&mut self, row: AccountRow) {
        let account = row.with_id(AccountId::at(self.accounts.len()));
        self.index(&account);
        self.accounts.push(account);
    }

    fn change_modes(&mut self, group: &ModeGroup) {
        self.each(&group.accounts, |account| account.mode = group.to);
    }

    fn renew(&mut self, invoice: &Invoice) {
        self.numbering.given(invoice.number);
        for line in &invoice.lines {
            self.each(&line.accounts, |account| account.expires_on = line.period.end);
        }
    }

    /// Changes accounts and keeps what is derived from them in step.
    fn each(&mut self, ids: &[AccountId], change: impl Fn(&mut Account)) {
        for id in ids {
            let Some(index) = id.index() else { continue };
            let Some(account) = self.accounts.get_mut(index) else { continue };
            let before = account.standing();
            change(account);
            let after = account.standing();
            self.counts.remove(before);
            self.counts.add(after);
            if before.deadline() != after.deadline() {
                self.forget_deadline(*id, before);
                self.note_deadline(*id, after);
            }
            self.cohorts.remove(before);
            self.cohorts.add(after);
        }
    }

    fn index(&mut self, account: &Account) {
        let standing = account.standing();
        self.counts.add(standing);
        self.cohorts.add(standing);
        self.note_deadline(account.id, standing);
    }

    fn note_deadline(&mut self, id: AccountId, standing: Standing) {
        if let Some(day) = standing.deadline() {
            self.due.entry(day).or_default().insert(id);
        }
    }

    fn forget_deadline(&mut self, id: AccountId, standing: Standing) {
        if let Some(day) = standing.deadline()
            && let Some(ids) = self.due.get_mut(&day)
        {
            ids.remove(&id);
            if ids.is_empty() {
                self.due.remove(&day);
            }
        }
    }
}

impl RosterEntry {
    /// The account this entry makes, as a row.
    pub fn row(&self) -> AccountRow {
        AccountRow(
            self.address.clone(),
            self.display_name.clone(),
            self.mode,
            Status::Active,
            self.ordered_on,
            self.anchor_day,
            self.expires_on,
            None,
        )
    }
}
