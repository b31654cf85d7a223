//! One platform, open in this tab: its replica, what is on its way, and the only place that writes their signals.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{
    account::{AccountId, RenewalMode},
    change::{ChangeSet, Receipt, Submission, SubmissionId},
    replica::Replica,
    summary::{Summary, Totals},
    wire::Problem,
};
use gloo::timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    backend::{Backend, Failure},
    roster::Roster,
    storage,
};

/// How often the worker is asked whether the book has moved on, in milliseconds.
const POLL_MS: u32 = 30_000;
/// The first and the longest wait before a submission without an answer is sent again, in milliseconds.
const RETRY_MS: (u32, u32) = (2_000, 30_000);

/// Whether the screen and the host agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Connection {
    /// The book has not come yet.
    Loading,
    /// What is shown is what the host has.
    InSync,
    /// The host does not answer; what is shown is what it said last.
    Offline,
    /// A submission is on its way.
    Sending,
    /// The host said no when the book was asked for.
    Refused(Box<Problem>),
}

/// Where the billing dialog is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Choosing modes.
    Choose,
    /// Reading the summary. Where the book moved on meanwhile, `before` is what was read before.
    Review {
        /// What would be done.
        summary: Arc<Summary>,
        /// What the user had read, if that was something else.
        before: Option<Arc<Summary>>,
    },
    /// Sent and not yet answered.
    Sending {
        /// What was confirmed.
        summary: Arc<Summary>,
    },
    /// Done.
    Done {
        /// The receipt.
        receipt: Receipt,
        /// What was confirmed; none where the page was loaded again meanwhile.
        summary: Option<Arc<Summary>>,
    },
    /// The host said no, for good.
    Refused {
        /// Its words.
        problem: Box<Problem>,
    },
}

/// An open platform. A handle: copies are the same session.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    backend: StoredValue<Backend, LocalStorage>,
    /// Under what name drafts are kept.
    name: StoredValue<String>,
    replica: StoredValue<Option<Replica>>,
    roster: StoredValue<Roster>,
    /// Counts up whenever the confirmed book has changed.
    confirmed: RwSignal<u32>,
    /// What is staged, in total.
    totals: RwSignal<Option<Totals>>,
    /// Counts up whenever what is staged may have changed.
    staged: RwSignal<u32>,
    connection: RwSignal<Connection>,
    step: RwSignal<Step>,
    /// Ends the loops of a session that was left.
    open: StoredValue<bool>,
}

impl Session {
    /// Opens a platform and begins to load its book.
    pub fn open(backend: Backend, name: String) -> Self {
        let session = Self {
            backend: StoredValue::new_local(backend),
            name: StoredValue::new(name),
            replica: StoredValue::new(None),
            roster: StoredValue::default(),
            confirmed: RwSignal::new(0),
            totals: RwSignal::new(None),
            staged: RwSignal::new(0),
            connection: RwSignal::new(Connection::Loading),
            step: RwSignal::new(Step::Choose),
            open: StoredValue::new(true),
        };
        on_cleanup(move || session.open.set_value(false));
        spawn_local(session.run());
        session
    }

    /// Whether this is the demo.
    pub fn is_demo(self) -> bool {
        self.backend.with_value(Backend::is_demo)
    }

    /// The host, for what is asked of it only in one place.
    pub fn backend(self) -> Backend {
        self.backend.get_value()
    }

    /// Whether screen and host agree.
    pub fn connection(self) -> ReadSignal<Connection> {
        self.connection.read_only()
    }

    /// Where the billing dialog is.
    pub fn step(self) -> ReadSignal<Step> {
        self.step.read_only()
    }

    /// What is staged, in total; none until the book has come.
    pub fn totals(self) -> ReadSignal<Option<Totals>> {
        self.totals.read_only()
    }

    /// Reads the replica, again whenever the confirmed book or what is staged changes; none until it has come.
    pub fn with_staged<T>(self, read: impl FnOnce(&Replica) -> T) -> Option<T> {
        self.confirmed.track();
        self.staged.track();
        self.peek(read)
    }

    /// Reads the replica, again whenever the confirmed book changes; none until it has come.
    pub fn with<T>(self, read: impl FnOnce(&Replica) -> T) -> Option<T> {
        self.confirmed.track();
        self.peek(read)
    }

    /// Reads the replica once.
    pub fn peek<T>(self, read: impl FnOnce(&Replica) -> T) -> Option<T> {
        self.replica.try_with_value(|replica| replica.as_ref().map(read)).flatten()
    }

    /// The mode a row shows, for as long as the calling scope lives.
    pub fn row(self, id: AccountId) -> ArcRwSignal<RenewalMode> {
        let mode = self.peek(|replica| replica.book().account(id).map(|account| replica.mode(account))).flatten();
        on_cleanup(move || {
            self.roster.try_update_value(|roster| roster.leave(id));
        });
        let mode = mode.unwrap_or(RenewalMode::Monthly);
        self.roster.try_update_value(|roster| roster.enter(id, mode)).unwrap_or_else(|| ArcRwSignal::new(mode))
    }

    /// Stages a mode for accounts that can change.
    pub fn stage(self, ids: impl IntoIterator<Item = AccountId>, mode: RenewalMode) {
        self.change(|replica| drop(replica.stage(ids, mode)));
    }

    /// Puts one account back.
    pub fn unstage(self, id: AccountId) {
        self.change(|replica| replica.unstage(id));
    }

    /// Puts several accounts back.
    pub fn put_back(self, ids: &[AccountId]) {
        self.change(|replica| replica.put_back(ids));
    }

    /// Forgets everything staged.
    pub fn discard(self) {
        self.change(Replica::discard);
        self.step.set(Step::Choose);
    }

    /// Changes what is staged: keeps it, then shows it.
    fn change(self, change: impl FnOnce(&mut Replica)) {
        self.replica.update_value(|replica| {
            if let Some(replica) = replica {
                change(replica);
            }
        });
        self.keep();
        self.show();
    }

    fn keep(self) -> bool {
        let kept = self
            .peek(|replica| self.name.with_value(|name| storage::keep_draft(name, replica.staged(), replica.outbox())));
        kept.unwrap_or(false)
    }

    fn show(self) {
        let totals = self.peek(Replica::totals);
        if self.totals.get_untracked() != totals {
            self.totals.set(totals);
        }
        self.staged.update(|count| *count = count.wrapping_add(1));
        self.peek(|replica| {
            self.roster.with_value(|roster| {
                roster.refresh(|id| replica.book().account(id).map(|account| replica.mode(account)));
            });
        });
    }

    /// From choosing to the summary.
    pub fn review(self) {
        if let Some(Ok(summary)) = self.peek(Replica::summarise) {
            self.step.set(Step::Review { summary: Arc::new(summary), before: None });
        }
    }

    /// From anywhere back to choosing.
    pub fn choose(self) {
        self.step.set(Step::Choose);
    }

    /// The user accepts the summary: it is kept, then sent until it is answered.
    pub fn confirm(self) {
        let Step::Review { summary, .. } = self.step.get_untracked() else {
            return;
        };
        let submission = (*summary).clone().accept(SubmissionId(random_key()));
        self.change(|replica| replica.send(submission));
        self.step.set(Step::Sending { summary });
        spawn_local(self.push());
    }

    /// Tries again now: the submission on its way, else the book.
    pub fn retry(self) {
        spawn_local(async move {
            if self.peek(|replica| replica.outbox().is_some()) == Some(true) {
                self.push_once().await;
            } else {
                self.pull().await;
            }
        });
    }

    /// Takes a submission back, and answers with the receipt of that.
    ///
    /// # Errors
    /// When nothing is left to take back, or the host does not answer. With the same key it can be tried again.
    pub async fn undo(self, key: &str, receipt: &Receipt) -> Result<Receipt, Failure> {
        let result = self.backend().undo(key, receipt).await;
        self.pull().await;
        result
    }

    /// Moves the test clock.
    ///
    /// # Errors
    /// When the platform has none, or the host does not answer. With the same key it can be tried again.
    pub async fn move_clock(self, key: &str, to: NaiveDate) -> Result<(), Failure> {
        let result = self.backend().move_clock(key, to).await;
        self.pull().await;
        result
    }

    /// Loads the book anew, as after an import or when the demo starts again.
    pub async fn reload(self) {
        match self.backend().load().await {
            Ok(book) => {
                self.replica.try_update_value(|replica| match replica {
                    Some(replica) => replica.rebase(book),
                    None => *replica = Some(Replica::new(book)),
                });
                self.settle();
            }
            Err(failure) => self.failed(failure),
        }
    }

    /// The demo begins again: nothing staged or sent survives.
    pub fn restart(self) {
        self.replica.set_value(None);
        self.step.set(Step::Choose);
        spawn_local(async move {
            self.reload().await;
            self.keep();
        });
    }

    /// Loads, takes up what was under way, and then asks again and again.
    async fn run(self) {
        let (staged, outbox) = self.name.with_value(|name| storage::draft(name));
        self.reload().await;
        while self.peek(|_| ()).is_none() {
            TimeoutFuture::new(RETRY_MS.0).await;
            if !self.is_open() {
                return;
            }
            self.reload().await;
        }
        self.take_up(staged, outbox);
        if self.is_demo() {
            return;
        }
        loop {
            TimeoutFuture::new(POLL_MS).await;
            if !self.is_open() {
                return;
            }
            self.pull().await;
        }
    }

    fn is_open(self) -> bool {
        self.open.try_get_value().unwrap_or(false)
    }

    fn take_up(self, staged: ChangeSet, outbox: Option<Submission>) {
        let sent = outbox.is_some();
        self.change(|replica| replica.restore(staged, outbox));
        if !sent {
            return;
        }
        if let Some(Ok(summary)) = self.peek(Replica::summarise) {
            self.step.set(Step::Sending { summary: Arc::new(summary) });
        }
        spawn_local(self.push());
    }

    /// Sends the outbox until it is answered.
    async fn push(self) {
        let mut wait = RETRY_MS.0;
        while self.is_open() && !self.push_once().await {
            TimeoutFuture::new(wait).await;
            wait = (wait * 2).min(RETRY_MS.1);
        }
    }

    /// Sends the outbox once; answers whether nothing is left to send.
    async fn push_once(self) -> bool {
        let Some(submission) = self.peek(|replica| replica.outbox().cloned()).flatten() else {
            return true;
        };
        self.connection.set(Connection::Sending);
        let result = self.backend().submit(&submission).await;
        if !self.is_open() {
            return true;
        }
        match result {
            Err(Failure::Unreachable) => {
                self.connection.set(Connection::Offline);
                return false;
            }
            Ok(receipt) => {
                let summary = self.sent_summary();
                self.change(|replica| replica.answered(true));
                self.step.set(Step::Done { receipt, summary });
                self.pull().await;
            }
            Err(Failure::Stale) => {
                let before = self.sent_summary();
                self.change(|replica| replica.answered(false));
                self.pull().await;
                self.review_again(before);
            }
            Err(Failure::Refused(problem)) => {
                self.change(|replica| replica.answered(false));
                self.step.set(Step::Refused { problem });
                self.pull().await;
            }
        }
        true
    }

    fn sent_summary(self) -> Option<Arc<Summary>> {
        match self.step.get_untracked() {
            Step::Sending { summary } | Step::Review { summary, .. } => Some(summary),
            Step::Choose | Step::Done { .. } | Step::Refused { .. } => None,
        }
    }

    /// Back to the summary of a book that has moved on; to choosing, where nothing is left to do.
    fn review_again(self, before: Option<Arc<Summary>>) {
        match self.peek(Replica::summarise) {
            Some(Ok(summary)) => self.step.set(Step::Review { summary: Arc::new(summary), before }),
            Some(Err(_)) | None => self.step.set(Step::Choose),
        }
    }

    /// Fetches what was recorded since.
    async fn pull(self) {
        let backend = self.backend();
        let Some((revision, today)) = self.peek(|replica| (replica.book().revision(), replica.book().today())) else {
            return self.reload().await;
        };
        let standing = match backend.standing().await {
            Ok(standing) => standing,
            Err(failure) => return self.failed(failure),
        };
        if standing.revision == revision && standing.today == today {
            return self.settle_connection();
        }
        if standing.revision < revision {
            return self.reload().await;
        }
        match backend.since(revision).await {
            Ok(record) => {
                let whole = self.replica.try_update_value(|replica| {
                    replica.as_mut().is_some_and(|replica| replica.catch_up(&record, standing.today))
                });
                if whole == Some(true) { self.settle() } else { self.reload().await }
            }
            Err(failure) => self.failed(failure),
        }
    }

    /// The confirmed book is another: everything that shows it follows.
    fn settle(self) {
        self.show();
        self.confirmed.update(|count| *count = count.wrapping_add(1));
        self.settle_connection();
        let reading = match self.step.get_untracked() {
            Step::Review { summary, .. } => summary,
            Step::Choose | Step::Sending { .. } | Step::Done { .. } | Step::Refused { .. } => return,
        };
        let now = self.peek(Replica::summarise).and_then(Result::ok);
        if now.as_ref().is_none_or(|now| now.hash != reading.hash) {
            self.review_again(Some(reading));
        }
    }

    fn settle_connection(self) {
        let sending = self.peek(|replica| replica.outbox().is_some()) == Some(true);
        let now = if sending { Connection::Sending } else { Connection::InSync };
        if self.connection.get_untracked() != now {
            self.connection.set(now);
        }
    }

    fn failed(self, failure: Failure) {
        self.connection.set(match failure {
            Failure::Unreachable | Failure::Stale => Connection::Offline,
            Failure::Refused(problem) => Connection::Refused(problem),
        });
    }
}

/// A name for something that may be sent again: 128 random bits in hexadecimal.
pub fn random_key() -> String {
    let mut bytes = [0_u8; 16];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let filled = crypto.and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).ok());
    if filled.is_none() {
        return crate::clock::now().0;
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
