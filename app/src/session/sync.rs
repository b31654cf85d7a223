//! Keeps a session up to date with its host: loads the book, and asks for what is new.

use std::{pin::Pin, sync::Arc};

use domain::{
    account::AccountSet,
    book::{Catching, Received},
    command::Command,
    demo::Sample,
    receipt::Receipt,
    replica::Replica,
    stamp::SubmissionId,
    wire::Done,
};
use gloo::timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use wasm_split_helpers::wasm_split;

use super::{Connection, Reviewed, Session, Step};
use crate::{
    backend::{Backend, Failure, Listed, Wait},
    outbox, rest,
    slices::{SLICE, finish},
};

/// How often the worker is asked whether the book has moved on, in milliseconds: while nobody tells, and while news come by
/// themselves.
const POLL_MS: (u32, u32) = (30_000, 300_000);
/// How often the page looks whether it is time to ask, in milliseconds.
const LOOK_MS: u32 = Wait::FIRST_MS;

type Doing = Pin<Box<dyn Future<Output = ()>>>;

/// Runs what a session does once it has its book.
#[wasm_split(rest)]
fn go_on(session: Session) -> Doing {
    Box::pin(session.go_on())
}

#[wasm_split(rest)]
fn keep_true(session: Session, reading: Arc<Reviewed>) -> Doing {
    Box::pin(session.keep_true(reading))
}

#[wasm_split(rest)]
fn retry(session: Session) -> Doing {
    Box::pin(session.retry_now())
}

impl Session {
    /// Sends what is on its way and asks for the book again, now.
    pub fn retry(self) {
        spawn_local(async move {
            rest::fetch().await;
            retry(self).await.await;
        });
    }

    async fn retry_now(self) {
        outbox::send_now();
        self.pull().await;
    }

    /// Takes a submission back and returns the receipt of that.
    ///
    /// # Errors
    /// When nothing is left to take back, or the host does not answer.
    pub async fn undo(self, receipt: &Receipt) -> Result<Receipt, Failure> {
        match self.perform(Command::Undo { of: receipt.id.clone() }).await? {
            Done::Changed(receipt) => Ok(receipt),
            // a host that gives another answer to an undo is not one of ours
            Done::Ordered(_) | Done::Imported(_) | Done::So => Err(Failure::Unreachable),
        }
    }

    /// Loads the whole book again, for example after the demo starts again.
    pub async fn reload(self) {
        let book = self.backend().book().await;
        if !self.is_open() {
            return;
        }
        match book {
            Ok(book) => {
                self.replica.update_value(|replica| match replica {
                    Some(replica) => replica.rebase(book),
                    None => *replica = Some(Replica::new(book)),
                });
                self.settle();
            }
            Err(failure) => self.failed(failure),
        }
    }

    /// Starts the demo again with the company of this sample. What was staged or sent is lost.
    pub fn restart(self, sample: Sample) {
        let Backend::Demo(demo) = self.backend() else { return };
        demo.restart(sample);
        self.change(|replica| replica.discard().accounts());
        self.replica.set_value(None);
        self.step.set(Step::Choose);
        spawn_local(self.reload());
    }

    /// Loads the book and shows it. Then the code of the rest of the page takes over.
    pub(super) async fn run(self) {
        let mut again = Wait::FIRST;
        loop {
            let book = self.backend().book().await;
            if !self.is_open() {
                return;
            }
            match book {
                Ok(book) => {
                    self.replica.set_value(Some(Replica::new(book)));
                    self.changed();
                    break;
                }
                Err(failure) => self.failed(failure),
            }
            TimeoutFuture::new(again.now(self.rest_ms())).await;
            again = again.longer();
            if !self.is_open() || self.peek(|_| ()).is_some() {
                break;
            }
        }
        rest::fetch().await;
        go_on(self).await.await;
    }

    /// Reads what was under way, then asks for news again and again.
    async fn go_on(self) {
        self.resume().await;
        if self.is_demo() {
            return;
        }
        outbox::start();
        spawn_local(self.hear());
        // since it was asked last, and how long to wait after the next failure
        let (mut quiet, mut again) = (0_u32, Wait::FIRST);
        loop {
            TimeoutFuture::new(LOOK_MS).await;
            if !self.is_open() {
                return;
            }
            quiet = quiet.saturating_add(LOOK_MS);
            let wait = match (self.is_well(), self.is_live()) {
                (true, false) => POLL_MS.0,
                (true, true) => POLL_MS.1,
                (false, _) => again.now(self.rest_ms()),
            };
            if quiet < wait {
                continue;
            }
            self.pull().await;
            quiet = 0;
            again = if self.is_well() { Wait::FIRST } else { again.longer() };
        }
    }

    /// Whether the host answered when it was asked last.
    pub(super) fn is_well(self) -> bool {
        match self.connection.try_get_untracked() {
            Some(Connection::Offline | Connection::Refused(_)) => false,
            Some(Connection::Loading | Connection::InSync | Connection::Sending) | None => true,
        }
    }

    /// For how many milliseconds the host wants to be left alone.
    fn rest_ms(self) -> u32 {
        self.rest.try_get_value().unwrap_or_default()
    }

    pub(super) fn is_open(self) -> bool {
        self.open.try_get_value().unwrap_or(false)
    }

    /// Fetches what was recorded since the shown revision.
    pub(super) async fn pull(self) {
        if !self.is_open() {
            return;
        }
        let backend = self.backend();
        let Some((revision, today)) = self.peek(|replica| (replica.book().revision(), replica.book().today())) else {
            return self.reload().await;
        };
        let book = backend.news(revision).await;
        if !self.is_open() {
            return;
        }
        match book {
            Ok(Received::News(news)) if news.at() == (revision, today) => self.settle_connection(),
            Ok(Received::News(news)) => {
                let at = news.at();
                let is_there = || self.peek(|replica| (replica.book().revision(), replica.book().today()) >= at);
                if !self.caught_up(Catching::of(*news)).await && is_there() != Some(true) {
                    self.reload().await;
                }
            }
            Ok(Received::Whole(book)) => {
                if !self.took_up(|replica| replica.replace(*book)) {
                    self.reload().await;
                }
            }
            Err(failure) => self.failed(failure),
        }
    }

    /// Takes up what is new in slices, and shows it. Returns whether it could.
    pub(super) async fn caught_up(self, mut catching: Catching) -> bool {
        let mut step = || {
            let step =
                |own: &mut Option<Replica>| own.as_mut().map_or(Some(false), |own| own.step(&mut catching, SLICE));
            self.replica.try_update_value(step).unwrap_or(Some(false))
        };
        let took = finish(&mut step, || self.is_open()).await == Some(true);
        took && self.took_up(|_| true)
    }

    /// Takes something up and shows it. Returns whether it could.
    pub(super) fn took_up(self, take: impl FnOnce(&mut Replica) -> bool) -> bool {
        let took = self.replica.try_update_value(|replica| replica.as_mut().is_some_and(take)) == Some(true);
        if took {
            self.settle();
        }
        took
    }

    /// Updates everything that shows the confirmed book, which has changed.
    fn changed(self) {
        self.show();
        self.confirmed.update(|count| *count = count.wrapping_add(1));
        self.settle_connection();
    }

    /// Updates everything after the confirmed book has changed, also the summary that the user reads.
    fn settle(self) {
        // wishes that the book now fulfils drop out of the draft
        self.change(|_| AccountSet::default());
        self.changed();
        let reading = match self.step.get_untracked() {
            Step::Review { summary, .. } => summary,
            Step::Choose | Step::Sending { .. } | Step::Done { .. } | Step::Refused { .. } => return,
        };
        spawn_local(async move {
            rest::fetch().await;
            keep_true(self, reading).await.await;
        });
    }

    fn settle_connection(self) {
        let now = if self.is_sending() { Connection::Sending } else { Connection::InSync };
        if self.connection.get_untracked() != now {
            self.connection.set(now);
        }
    }

    pub(super) fn failed(self, failure: Failure) {
        self.rest.try_set_value(failure.rest_ms());
        let now = match failure {
            Failure::Unreachable | Failure::Stale => Connection::Offline,
            Failure::NotNow(problem, _) | Failure::Refused(problem) => Connection::Refused(problem),
        };
        // what is said already is not said again
        if self.connection.get_untracked() != now {
            self.connection.set(now);
        }
    }

    /// Shows the receipt of an earlier submission, if it is on the newest page of receipts and nothing else is under
    /// way.
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
}
