//! How a session keeps up with its host: loading, sending what was confirmed until it is answered, asking what is new.

use std::{pin::Pin, sync::Arc};

use chrono::NaiveDate;
use domain::{
    book::Book,
    change::{Receipt, SubmissionId},
    demo::Sample,
    event::Revision,
    replica::Replica,
    summary::{Summary, SummaryLine},
};
use gloo::timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use wasm_split_helpers::wasm_split;

use super::{Connection, Session, Step};
use crate::{
    backend::{Backend, Failure, Listed},
    rest, storage,
};

/// How often the worker is asked whether the book has moved on, in milliseconds.
const POLL_MS: u32 = 30_000;
/// The first and the longest wait before a submission without an answer is sent again, in milliseconds.
const RETRY_MS: (u32, u32) = (2_000, 30_000);

type Doing = Pin<Box<dyn Future<Output = ()>>>;

/// What a session does once it has its book.
#[wasm_split(rest)]
fn go_on(session: Session) -> Doing {
    Box::pin(session.go_on())
}

#[wasm_split(rest)]
fn retry(session: Session) -> Doing {
    Box::pin(session.retry_now())
}

impl Session {
    /// Tries again now: the submission on its way, else the book.
    pub fn retry(self) {
        spawn_local(async move {
            rest::fetch().await;
            retry(self).await.await;
        });
    }

    async fn retry_now(self) {
        if self.peek(|replica| replica.outbox().is_some()) == Some(true) {
            self.push_once().await;
        } else {
            self.pull().await;
        }
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
        let book = self.backend().book(Revision::default()).await;
        if !self.is_open() {
            return;
        }
        match book {
            Ok(snapshot) => {
                let book = Book::from_snapshot(snapshot);
                self.replica.update_value(|replica| match replica {
                    Some(replica) => replica.rebase(book),
                    None => *replica = Some(Replica::new(book)),
                });
                self.settle();
            }
            Err(failure) => self.failed(failure),
        }
    }

    /// The demo begins again with a company of this size: nothing staged or sent survives.
    pub fn restart(self, sample: Sample) {
        let Backend::Demo(demo) = self.backend() else { return };
        demo.restart(sample);
        self.replica.set_value(None);
        self.step.set(Step::Choose);
        spawn_local(async move {
            self.reload().await;
            self.keep();
        });
    }

    /// Loads the book and shows it; the rest of the page goes on from there.
    pub(super) async fn run(self) {
        loop {
            let book = self.backend().book(Revision::default()).await;
            if !self.is_open() {
                return;
            }
            match book {
                Ok(snapshot) => {
                    self.replica.set_value(Some(Replica::new(Book::from_snapshot(snapshot))));
                    self.changed();
                    break;
                }
                Err(failure) => self.failed(failure),
            }
            TimeoutFuture::new(RETRY_MS.0).await;
            if !self.is_open() || self.peek(|_| ()).is_some() {
                break;
            }
        }
        rest::fetch().await;
        go_on(self).await.await;
    }

    /// Takes up what was under way, and then asks again and again what is new.
    async fn go_on(self) {
        self.resume();
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

    /// Takes up what this browser has kept of what was under way, once. The book is there.
    pub fn resume(self) {
        if !self.is_open() || self.resumed.get_value() {
            return;
        }
        self.resumed.set_value(true);
        let (staged, outbox) = self.name.with_value(|name| storage::draft(name));
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
    pub(super) async fn push(self) {
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
    pub(super) async fn pull(self) {
        if !self.is_open() {
            return;
        }
        let backend = self.backend();
        let Some((revision, today)) = self.peek(|replica| (replica.book().revision(), replica.book().today())) else {
            return self.reload().await;
        };
        let book = backend.book(revision).await;
        if !self.is_open() {
            return;
        }
        match book {
            Ok(news) if (news.revision, news.today) == (revision, today) => self.settle_connection(),
            Ok(news) => {
                let catch_up = |replica: &mut Option<Replica>| replica.as_mut().is_some_and(|own| own.catch_up(news));
                if self.replica.try_update_value(catch_up) == Some(true) { self.settle() } else { self.reload().await }
            }
            Err(failure) => self.failed(failure),
        }
    }

    /// The confirmed book is another: everything that shows it follows.
    fn changed(self) {
        self.show();
        self.confirmed.update(|count| *count = count.wrapping_add(1));
        self.settle_connection();
    }

    /// The confirmed book is another: so may be the summary that the user reads.
    fn settle(self) {
        self.changed();
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

    /// Shows the receipt of an earlier submission, if it is among the last ones and nothing else is under way.
    pub fn show_receipt(self, id: SubmissionId) {
        spawn_local(async move {
            let found = self.receipts(None).await.ok();
            let found = found.and_then(|listed| listed.items.into_iter().find(|receipt| receipt.id == id));
            if let Some(receipt) = found
                && self.is_open()
                && self.step.get_untracked() == Step::Choose
            {
                self.step.set(Step::Done { receipt, summary: None });
            }
        });
    }

    /// Receipts, newest first.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn receipts(self, cursor: Option<&str>) -> Result<Listed<Receipt>, Failure> {
        self.backend().receipts(cursor).await
    }

    /// The lines of a receipt, by account.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn lines(self, id: &SubmissionId, cursor: Option<&str>) -> Result<Listed<SummaryLine>, Failure> {
        self.backend().lines(id, cursor).await
    }

    /// Adds the accounts of a roster, under a key that may be sent again.
    ///
    /// # Errors
    /// When a line is bad, or the host does not answer.
    pub async fn import(self, key: &str, csv: &[u8]) -> Result<(), Failure> {
        self.backend().import(key, csv).await?;
        self.pull().await;
        Ok(())
    }
}
