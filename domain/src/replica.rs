//! A book as one reader sees it: what is confirmed, what is on its way, and what is staged. What is shown is always
//! computed from the three, never stored.

use crate::{
    account::{Account, AccountId, RenewalMode},
    book::{Book, Snapshot},
    change::{ChangeSet, Submission, Wishes},
    cohort::Cohort,
    money::Amount,
    refusal::Refusal,
    summary::{Reason, Summary, Totals},
};

/// A reader's book.
#[derive(Debug, Clone)]
pub struct Replica {
    confirmed: Book,
    staged: ChangeSet,
    outbox: Option<Submission>,
    year_net: Amount,
    /// What the staged wishes add up to; kept in step, so that a click costs the same on any platform.
    delta: Amount,
    closing: usize,
}

impl Replica {
    /// A replica with nothing staged.
    pub fn new(confirmed: Book) -> Self {
        let year_net = confirmed.year_net();
        Self { confirmed, staged: ChangeSet::default(), outbox: None, year_net, delta: Amount::ZERO, closing: 0 }
    }

    /// What the worker has confirmed.
    pub const fn book(&self) -> &Book {
        &self.confirmed
    }

    /// The staged wishes.
    pub const fn staged(&self) -> &ChangeSet {
        &self.staged
    }

    /// The submission that has been sent and not yet answered.
    pub const fn outbox(&self) -> Option<&Submission> {
        self.outbox.as_ref()
    }

    /// The mode an account is shown with: staged, else sent, else confirmed.
    pub fn mode(&self, account: &Account) -> RenewalMode {
        self.staged.get(account.id).unwrap_or(account.mode)
    }

    /// Stages a mode for every one of `ids` that can change; those that cannot are passed over. Answers whom it
    /// touched.
    pub fn stage(&mut self, ids: impl IntoIterator<Item = AccountId>, mode: RenewalMode) -> Vec<AccountId> {
        let mut costs = self.confirmed.costs();
        let mut touched = Vec::new();
        if self.confirmed.demand_active().is_err() {
            return touched;
        }
        for id in ids {
            let Some(account) = self.confirmed.account(id).filter(|account| Reason::against(account).is_none()) else {
                continue;
            };
            let shown = self.staged.get(id).unwrap_or(account.mode);
            if shown == mode {
                continue;
            }
            let cohort = Cohort::of(account.standing());
            self.delta += costs.year_net(Cohort { mode, ..cohort }) - costs.year_net(Cohort { mode: shown, ..cohort });
            let closes =
                |wish: RenewalMode| usize::from(wish == RenewalMode::Never && account.mode != RenewalMode::Never);
            self.closing = self.closing + closes(mode) - closes(shown);
            self.staged.set(id, account.mode, mode);
            touched.push(id);
        }
        touched
    }

    /// Puts one account back to its confirmed mode.
    pub fn unstage(&mut self, id: AccountId) {
        if let Some(mode) = self.confirmed.account(id).map(|account| account.mode) {
            self.stage([id], mode);
        }
        self.staged.unset(id);
    }

    /// Puts accounts back to their confirmed modes.
    pub fn put_back(&mut self, ids: &[AccountId]) {
        for mode in RenewalMode::ALL {
            let own: Vec<AccountId> = ids
                .iter()
                .copied()
                .filter(|&id| self.confirmed.account(id).is_some_and(|account| account.mode == mode))
                .collect();
            self.stage(own, mode);
        }
    }

    /// Forgets everything staged.
    pub fn discard(&mut self) {
        self.staged = ChangeSet::default();
        self.delta = Amount::ZERO;
        self.closing = 0;
    }

    /// What is staged, in total.
    pub fn totals(&self) -> Totals {
        Totals {
            accounts: self.staged.len(),
            closing: self.closing,
            year_net_before: self.year_net,
            year_net_after: self.year_net + self.delta,
        }
    }

    /// What the staged wishes would do.
    ///
    /// # Errors
    /// Those of [`Book::summarise`].
    pub fn summarise(&self) -> Result<Summary, Refusal> {
        self.confirmed.summarise(&self.staged.wishes())
    }

    /// Puts an accepted submission on its way.
    pub fn send(&mut self, submission: Submission) {
        self.outbox = Some(submission);
    }

    /// The submission on its way was answered. Taken: nothing is staged any more. Refused: what is staged stays.
    pub fn answered(&mut self, taken: bool) {
        self.outbox = None;
        if taken {
            self.discard();
        }
    }

    /// Takes up what is new in the book. Answers whether it could; otherwise the book must be loaded again.
    pub fn catch_up(&mut self, news: Snapshot) -> bool {
        let taken = self.confirmed.take(news);
        if taken {
            self.restage();
        }
        taken
    }

    /// Puts another confirmed book under what is staged.
    pub fn rebase(&mut self, confirmed: Book) {
        self.confirmed = confirmed;
        self.restage();
    }

    /// Stages everything again on a book that has moved on: wishes that have come true or can no longer be done fall
    /// out.
    fn restage(&mut self) {
        let staged = std::mem::take(&mut self.staged);
        self.discard();
        self.year_net = self.confirmed.year_net();
        for mode in RenewalMode::ALL {
            self.stage(staged.iter().filter(|change| change.mode == mode).map(|change| change.account), mode);
        }
    }

    /// Takes up a draft that was kept over a reload.
    pub fn restore(&mut self, draft: ChangeSet, outbox: Option<Submission>) {
        self.staged = draft;
        self.outbox = outbox;
        self.restage();
    }

    /// The wishes that were sent, for showing them while they wait.
    pub fn sent(&self) -> Option<&Wishes> {
        self.outbox.as_ref().map(|submission| &submission.wishes)
    }
}
