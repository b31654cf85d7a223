//! A book as one reader sees it. It consists of what is confirmed, what is on its way to the worker, and what is
//! staged. What is shown is always computed from the three, never stored.

use std::{collections::BTreeMap, ops::RangeInclusive};

use chrono::NaiveDate;

use crate::{
    account::{AccountId, AccountRef, AccountSet, RenewalMode},
    book::{Book, Catching, News, Received},
    change::{Change, ChangeSet},
    cohort::Cohort,
    gone::{Gone, Register},
    money::Amount,
    refusal::Refusal,
    summary::{Reason, Summary, Totals},
    tally::Tally,
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
    /// How many more accounts, or fewer if negative, renew on each day because of what is on its way, and because of what is
    /// staged.
    renewals: [BTreeMap<NaiveDate, i64>; 2],
    /// The accounts whose staged wishes were dropped since [`Replica::fallen_out`] was last called.
    fallen: AccountSet,
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
            renewals: [BTreeMap::new(), BTreeMap::new()],
            fallen: AccountSet::default(),
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
    pub fn stage(&mut self, ids: impl IntoIterator<Item = AccountId>, mode: RenewalMode) -> AccountSet {
        self.wish(ids, |_| mode)
    }

    /// Removes the staged wishes for accounts. Returns the accounts whose shown mode changed.
    pub fn put_back(&mut self, ids: impl IntoIterator<Item = AccountId>) -> AccountSet {
        self.wish(ids, |base| base)
    }

    /// Stages for each account the mode that `wish` returns for the one it has without a staged wish.
    fn wish(
        &mut self,
        ids: impl IntoIterator<Item = AccountId>,
        wish: impl Fn(RenewalMode) -> RenewalMode,
    ) -> AccountSet {
        if self.confirmed.demand_active().is_err() {
            return AccountSet::default();
        }
        // what is the same for many accounts is done once for all of them
        let (mut put, mut back, mut moves) = ([const { Vec::new() }; 3], Vec::new(), Tally::default());
        for id in AccountSet::from(ids.into_iter().collect::<Vec<_>>()).iter() {
            let Some(account) = self.confirmed.account(id).filter(|account| Reason::against(*account).is_none()) else {
                continue;
            };
            let base = self.base(account);
            let (shown, mode) = (self.staged.get(id).unwrap_or(base), wish(base));
            if shown == mode {
                continue;
            }
            moves.add(Cohort { mode: shown, ..account.into() }, mode, 1);
            let closes = |wish: RenewalMode| usize::from(wish == RenewalMode::Never && base != RenewalMode::Never);
            self.closing = self.closing + closes(mode) - closes(shown);
            let goes_on = |wish: RenewalMode| usize::from(base == RenewalMode::Never && wish != RenewalMode::Never);
            self.going_on = self.going_on + goes_on(mode) - goes_on(shown);
            let to = put.get_mut(mode as usize).filter(|_| mode != base).unwrap_or(&mut back);
            to.push(id);
        }
        let mut touched = AccountSet::from(back);
        self.staged.leave_out(&touched);
        for (mode, accounts) in RenewalMode::ALL.into_iter().zip(put) {
            let accounts = AccountSet::from(accounts);
            touched.join(&accounts);
            self.staged.join(&ChangeSet::all(accounts, mode));
        }
        let (mut costs, [_, renewals]) = (self.confirmed.costs(), &mut self.renewals);
        for ((cohort, mode), accounts) in moves.counts() {
            self.delta += costs.difference(cohort, mode).times(count(accounts));
            renew_else(renewals, cohort, mode, accounts);
        }
        touched
    }

    /// The accounts that were to close and are staged to go on instead.
    pub fn going_on(&self) -> AccountSet {
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
        let [_, renewals] = &mut self.renewals;
        renewals.clear();
        std::mem::take(&mut self.staged)
    }

    /// How many accounts of each cohort have a wish on its way and can change, by the mode that is wished.
    fn on_its_way(&self) -> Tally {
        let mut moves = Tally::default();
        for Change { account, mode } in self.sent.iter() {
            if let Some(account) = self.confirmed.account(account).filter(|it| Reason::against(*it).is_none()) {
                moves.add(account.into(), mode, 1);
            }
        }
        moves
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
        usize::try_from(renewing + self.renewals.iter().flat_map(BTreeMap::values).sum::<i64>()).unwrap_or(0)
    }

    /// The first date on which anything is charged once everything on its way and staged is done.
    pub fn next_renewal(&self) -> Option<NaiveDate> {
        let mut days = BTreeMap::<NaiveDate, i64>::new();
        let confirmed = self.confirmed.renewals().map(|(day, count)| (day, i64::from(count)));
        for (day, count) in confirmed.chain(self.renewals.iter().flatten().map(|(day, count)| (*day, *count))) {
            *days.entry(day).or_default() += count;
        }
        days.into_iter().find(|(_, count)| *count > 0).map(|(day, _)| day)
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
    pub fn confirm(&mut self, confirmed: &ChangeSet) -> AccountSet {
        let mut gone = AccountSet::default();
        for ((_, staged), (_, confirmed)) in self.staged.each().zip(confirmed.each()) {
            let mut same = staged.clone();
            same.keep(confirmed);
            gone.join(&same);
        }
        self.sent.join(confirmed);
        self.staged.leave_out(&gone);
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
    pub fn take_up(&mut self, wishes: &ChangeSet) -> AccountSet {
        let later = std::mem::replace(&mut self.staged, wishes.clone());
        self.staged.join(&later);
        self.restage();
        wishes.accounts()
    }

    /// Replaces the staged wishes for a range of accounts by those in `wishes`.
    pub fn follow_staged(&mut self, accounts: RangeInclusive<AccountId>, wishes: &ChangeSet) {
        let gone = self.staged.accounts().within(accounts.clone()).collect();
        self.staged.leave_out(&gone);
        self.staged.join(&wishes.within(accounts).collect());
        self.restage();
    }

    /// Takes up what is new in the book, and returns whether it could. If not, the whole book must be loaded again.
    pub fn catch_up(&mut self, news: impl Into<News>) -> bool {
        let taken = self.confirmed.take(news);
        if taken {
            self.restage();
        }
        taken
    }

    /// Takes up the next of what is new, `most` accounts at most. Returns whether all of it is there, once that is known. If it
    /// cannot be, the whole book must be loaded again.
    pub fn step(&mut self, catching: &mut Catching, most: usize) -> Option<bool> {
        let taken = catching.step(&mut self.confirmed, most);
        if taken == Some(true) {
            self.restage();
        }
        taken
    }

    /// Takes up a whole book that came, and returns whether it could. If not, it must be loaded again.
    pub fn replace(&mut self, mut book: Book) -> bool {
        if book.revision() < self.confirmed.revision() {
            return false;
        }
        // the date never goes back
        book.stand_at(self.confirmed.today());
        self.rebase(book);
        true
    }

    /// Takes up what came of the book, and returns whether it could. If not, the whole book must be loaded again.
    pub fn receive(&mut self, received: Received) -> bool {
        match received {
            Received::News(news) => self.catch_up(*news),
            Received::Whole(book) => self.replace(*book),
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
        let (mut year_net, mut renewals) = (self.confirmed.year_net(), BTreeMap::new());
        for ((cohort, mode), accounts) in self.on_its_way().counts() {
            year_net += costs.difference(cohort, mode).times(count(accounts));
            renew_else(&mut renewals, cohort, mode, accounts);
        }
        self.year_net = year_net;
        let [sent, _] = &mut self.renewals;
        *sent = renewals;
        for (mode, accounts) in staged.each() {
            self.stage(accounts.iter(), mode);
        }
        let mut fallen = staged.accounts();
        fallen.leave_out(&self.staged.accounts());
        self.fallen.join(&fallen);
    }

    /// The accounts whose staged wishes were dropped since this was last called.
    pub fn fallen_out(&mut self) -> AccountSet {
        std::mem::take(&mut self.fallen)
    }
}

/// How many accounts were counted.
fn count(accounts: i64) -> u32 {
    u32::try_from(accounts).unwrap_or(0)
}

/// Counts so many accounts of a cohort as accounts that have another mode.
fn renew_else(renewals: &mut BTreeMap<NaiveDate, i64>, cohort: Cohort, mode: RenewalMode, accounts: i64) {
    let renews = |mode: RenewalMode| i64::from(mode.term().is_some());
    let more = renews(mode) - renews(cohort.mode);
    if more != 0 {
        *renewals.entry(cohort.expires_on).or_default() += more * accounts;
    }
}
