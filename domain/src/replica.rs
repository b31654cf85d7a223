//! A book as one reader sees it. It consists of what is confirmed, what is on its way to the worker, and what is
//! staged. What is shown is always computed from the three, never stored.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use chrono::NaiveDate;

use crate::{
    account::{AccountId, AccountRef, RenewalMode},
    book::{Book, Received, Snapshot},
    change::{Change, ChangeSet, Wishes},
    cohort::Cohort,
    gone::{Gone, Register},
    money::Amount,
    refusal::Refusal,
    summary::{Reason, Summary, Totals},
};

/// A reader's book.
#[derive(Debug, Clone)]
pub struct Replica {
    confirmed: Book,
    /// The accounts that have left the book, as far as somebody has asked for them.
    gone: Gone,
    /// The wishes that the user has confirmed and the worker has not answered yet.
    sent: ChangeSet,
    staged: ChangeSet,
    /// What the next twelve months cost once everything on its way has arrived.
    year_net: Amount,
    /// What the staged wishes add to `year_net`. It is updated with each wish, so that a click takes no longer on a
    /// large platform.
    delta: Amount,
    closing: usize,
    going_on: usize,
    /// The accounts whose staged wishes were dropped since [`Replica::fallen_out`] was last called.
    fallen: Vec<AccountId>,
}

impl Replica {
    /// A replica with nothing staged or sent.
    pub fn new(confirmed: Book) -> Self {
        let year_net = confirmed.year_net();
        let (sent, staged) = (ChangeSet::default(), ChangeSet::default());
        Self {
            confirmed,
            gone: Gone::default(),
            sent,
            staged,
            year_net,
            delta: Amount::ZERO,
            closing: 0,
            going_on: 0,
            fallen: Vec::new(),
        }
    }

    /// The confirmed book.
    pub const fn book(&self) -> &Book {
        &self.confirmed
    }

    /// The confirmed book, and what has left it, as far as somebody has asked for that.
    pub const fn register(&self) -> Register<'_> {
        Register { book: &self.confirmed, gone: &self.gone }
    }

    /// What has left the book, to add what was asked for.
    pub const fn gone(&mut self) -> &mut Gone {
        &mut self.gone
    }

    /// The staged wishes.
    pub const fn staged(&self) -> &ChangeSet {
        &self.staged
    }

    /// The mode that an account is shown with: the staged one, or else the one on its way, or else the confirmed one.
    pub fn mode(&self, account: AccountRef<'_>) -> RenewalMode {
        self.staged.get(account.id).unwrap_or_else(|| self.base(account))
    }

    /// The mode an account has once everything on its way has arrived.
    fn base(&self, account: AccountRef<'_>) -> RenewalMode {
        self.sent.get(account.id).unwrap_or(account.mode)
    }

    /// Stages a mode for the accounts in `ids`, except those that cannot change. Returns the accounts whose shown mode
    /// changed.
    pub fn stage(&mut self, ids: impl IntoIterator<Item = AccountId>, mode: RenewalMode) -> Vec<AccountId> {
        let mut costs = self.confirmed.costs();
        let mut touched = Vec::new();
        if self.confirmed.demand_active().is_err() {
            return touched;
        }
        for id in ids {
            let Some(account) = self.confirmed.account(id).filter(|account| Reason::against(*account).is_none()) else {
                continue;
            };
            let base = self.sent.get(id).unwrap_or(account.mode);
            let shown = self.staged.get(id).unwrap_or(base);
            if shown == mode {
                continue;
            }
            let cohort = Cohort::of(account.standing());
            self.delta += costs.year_net(Cohort { mode, ..cohort }) - costs.year_net(Cohort { mode: shown, ..cohort });
            let closes = |wish: RenewalMode| usize::from(wish == RenewalMode::Never && base != RenewalMode::Never);
            self.closing = self.closing + closes(mode) - closes(shown);
            let goes_on = |wish: RenewalMode| usize::from(base == RenewalMode::Never && wish != RenewalMode::Never);
            self.going_on = self.going_on + goes_on(mode) - goes_on(shown);
            self.staged.set(id, base, mode);
            touched.push(id);
        }
        touched
    }

    /// Removes the staged wishes for accounts. Returns the accounts whose shown mode changed.
    pub fn put_back(&mut self, ids: &[AccountId]) -> Vec<AccountId> {
        let mut touched = Vec::new();
        for mode in RenewalMode::ALL {
            let own = ids.iter().copied();
            let own = own.filter(|&id| self.confirmed.account(id).is_some_and(|account| self.base(account) == mode));
            let own: Vec<AccountId> = own.collect();
            touched.extend(self.stage(own, mode));
        }
        touched
    }

    /// The accounts that were to close and are staged to go on instead.
    pub fn going_on(&self) -> Vec<AccountId> {
        let goes_on = |change: &Change| {
            let account = self.confirmed.account(change.account);
            change.mode != RenewalMode::Never && account.is_some_and(|it| self.base(it) == RenewalMode::Never)
        };
        self.staged.iter().filter(goes_on).map(|change| change.account).collect()
    }

    /// Removes all staged wishes and returns them.
    pub fn discard(&mut self) -> ChangeSet {
        self.delta = Amount::ZERO;
        self.closing = 0;
        self.going_on = 0;
        std::mem::take(&mut self.staged)
    }

    /// What the staged wishes add up to.
    pub fn totals(&self) -> Totals {
        Totals {
            accounts: self.staged.len(),
            closing: self.closing,
            going_on: self.going_on,
            year_net_before: self.year_net,
            year_net_after: self.year_net + self.delta,
        }
    }

    /// How many active accounts renew once everything on its way and staged is done.
    pub fn renewing(&self) -> usize {
        let renewing = i64::from(self.confirmed.counts().renewing());
        usize::try_from(renewing + self.wished_renewals().values().sum::<i64>()).unwrap_or(0)
    }

    /// The first date on which anything is charged once everything on its way and staged is done.
    pub fn next_renewal(&self) -> Option<NaiveDate> {
        let mut days = self.wished_renewals();
        for (day, count) in self.confirmed.renewals() {
            *days.entry(day).or_default() += i64::from(count);
        }
        days.into_iter().find(|(_, count)| *count > 0).map(|(day, _)| day)
    }

    /// How many more accounts, or fewer if negative, renew on each day because of what is on its way and staged.
    fn wished_renewals(&self) -> BTreeMap<NaiveDate, i64> {
        let mut days = BTreeMap::new();
        let wished: BTreeSet<AccountId> =
            self.sent.iter().chain(self.staged.iter()).map(|change| change.account).collect();
        for account in wished.into_iter().filter_map(|id| self.confirmed.account(id)) {
            if Reason::against(account).is_none() {
                let renews = |mode: RenewalMode| i64::from(mode.term().is_some());
                *days.entry(account.expires_on).or_default() += renews(self.mode(account)) - renews(account.mode);
            }
        }
        days
    }

    /// What the staged wishes would do to the confirmed book.
    ///
    /// # Errors
    /// Those of [`Book::summarise`].
    pub fn summarise(&self) -> Result<Summary, Refusal> {
        self.confirmed.summarise(&self.staged.wishes())
    }

    /// Notes that the user has confirmed these wishes and that they are on their way. Staged wishes that are the same
    /// are removed, the others stay. Returns the accounts whose staged wishes were removed.
    pub fn confirm(&mut self, wishes: &Wishes) -> Vec<AccountId> {
        // the page always names each account, and never sends a filter
        let Wishes::Each(changes) = wishes else { return Vec::new() };
        let mut gone = Vec::new();
        for change in changes {
            if self.staged.get(change.account) == Some(change.mode) {
                self.staged.unset(change.account);
                gone.push(change.account);
            }
            self.sent.put(*change);
        }
        self.restage();
        gone
    }

    /// Replaces the wishes on their way by `sent`.
    pub fn follow_sent(&mut self, sent: ChangeSet) {
        if self.sent != sent {
            self.sent = sent;
            self.restage();
        }
    }

    /// Stages again what the user had confirmed and was not done, except for accounts that have another staged wish by
    /// now. Returns all accounts in `wishes`.
    pub fn take_up(&mut self, wishes: &ChangeSet) -> Vec<AccountId> {
        for change in wishes.iter() {
            if self.staged.get(change.account).is_none() {
                self.staged.put(change);
            }
        }
        self.restage();
        wishes.iter().map(|change| change.account).collect()
    }

    /// Replaces the staged wishes for a range of accounts by those in `wishes`.
    pub fn follow_staged(&mut self, accounts: RangeInclusive<AccountId>, wishes: &ChangeSet) {
        let others: Vec<AccountId> =
            self.staged.iter().map(|change| change.account).filter(|id| accounts.contains(id)).collect();
        others.into_iter().for_each(|id| self.staged.unset(id));
        wishes.iter().filter(|change| accounts.contains(&change.account)).for_each(|change| self.staged.put(change));
        self.restage();
    }

    /// Takes up what is new in the book, and returns whether it could. If not, the whole book must be loaded again.
    pub fn catch_up(&mut self, news: Snapshot) -> bool {
        let taken = self.confirmed.take(news);
        if taken {
            self.restage();
        }
        taken
    }

    /// Takes up what came of the book, and returns whether it could. If not, the whole book must be loaded again.
    pub fn receive(&mut self, received: Received) -> bool {
        match received {
            Received::News(news) => self.catch_up(*news),
            Received::Whole(book) if book.revision() < self.confirmed.revision() => false,
            Received::Whole(mut book) => {
                // the date never goes back
                book.stand_at(self.confirmed.today());
                self.rebase(*book);
                true
            }
        }
    }

    /// Replaces the confirmed book, and keeps what is on its way and staged.
    pub fn rebase(&mut self, confirmed: Book) {
        (self.confirmed, self.gone) = (confirmed, Gone::default());
        self.restage();
    }

    /// Stages all staged wishes again after the confirmed book or the wishes on their way have changed. Wishes that
    /// have come true or can no longer be done are dropped.
    fn restage(&mut self) {
        let staged = self.discard();
        let mut costs = self.confirmed.costs();
        self.year_net = self.confirmed.year_net();
        for change in self.sent.iter() {
            let changing = self.confirmed.account(change.account).filter(|account| Reason::against(*account).is_none());
            if let Some(account) = changing {
                let cohort = Cohort::of(account.standing());
                self.year_net += costs.year_net(Cohort { mode: change.mode, ..cohort }) - costs.year_net(cohort);
            }
        }
        for mode in RenewalMode::ALL {
            self.stage(staged.iter().filter(|change| change.mode == mode).map(|change| change.account), mode);
        }
        let fallen = staged.iter().map(|change| change.account).filter(|id| self.staged.get(*id).is_none());
        self.fallen.extend(fallen);
    }

    /// The accounts whose staged wishes were dropped since this was last called.
    pub fn fallen_out(&mut self) -> Vec<AccountId> {
        std::mem::take(&mut self.fallen)
    }
}
