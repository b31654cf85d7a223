//! The demo: a book in this tab, kept in the browser as a sample and the commands since.

use std::{cell::RefCell, rc::Rc};

use chrono::NaiveDate;
use domain::{
    book::Snapshot,
    change::{Receipt, Submission, SubmissionId},
    command::Command,
    demo::{Demo, Sample},
    event::{Recorded, Revision},
    refusal::Refusal,
    summary::SummaryLine,
    wire::{Ordered, Problem},
};

use super::{Done, Failure, Listed};
use crate::{clock, storage};

/// A book in this tab.
#[derive(Debug, Clone)]
pub struct DemoBackend(Rc<RefCell<Demo>>);

impl DemoBackend {
    /// The demo this browser keeps, or a new one with the small company.
    pub fn open() -> Option<Self> {
        let kept = storage::demo().and_then(Demo::replay);
        let demo = kept.or_else(|| Demo::start(Sample::default(), clock::today(), clock::now()))?;
        Some(Self(Rc::new(RefCell::new(demo))))
    }

    /// Begins again, today, with a company of this size.
    pub fn restart(&self, sample: Sample) {
        if let Some(demo) = Demo::start(sample, clock::today(), clock::now()) {
            self.0.replace(demo);
            self.keep();
        }
    }

    /// Takes up the demo as another tab has left it.
    pub fn follow(&self) {
        if let Some(demo) = storage::demo().and_then(Demo::replay) {
            self.0.replace(demo);
        }
    }

    /// The company on show.
    pub fn sample(&self) -> Sample {
        self.0.borrow().log().sample
    }

    fn keep(&self) {
        storage::keep_demo(self.0.borrow().log());
    }

    fn done<T>(&self, result: Result<T, Refusal>) -> Result<T, Failure> {
        if result.is_ok() {
            self.keep();
        }
        result.map_err(|refusal| refused(&refusal))
    }

    pub(super) fn book(&self, since: Revision) -> Snapshot {
        let demo = self.0.borrow();
        if since == Revision::default() { demo.book().snapshot() } else { demo.news(since) }
    }

    pub(super) fn submit(&self, submission: &Submission) -> Result<Receipt, Failure> {
        let result = self.0.borrow_mut().submit(submission, clock::now());
        self.done(result)
    }

    pub(super) fn undo(&self, key: &str, receipt: &Receipt) -> Result<Receipt, Failure> {
        let id = SubmissionId::of_undo(key, receipt.revision);
        let result = self.0.borrow_mut().undo(id, &receipt.id, clock::now());
        self.done(result)
    }

    pub(super) fn move_clock(&self, to: NaiveDate) -> Result<(), Failure> {
        let result = self.0.borrow_mut().move_clock(to, clock::now());
        self.done(result)
    }

    pub(super) fn perform(&self, command: &Command) -> Result<Done, Failure> {
        let mut demo = self.0.borrow_mut();
        let result = demo.perform(command.clone(), clock::now());
        let result = result.map(|recorded| recorded.and_then(Ordered::of).map_or(Done::So, Done::Ordered));
        drop(demo);
        self.done(result)
    }

    /// What `read` makes of the record, newest first.
    pub(super) fn list<T>(&self, read: impl Fn(&Recorded) -> Option<T>) -> Listed<T> {
        Listed { items: self.0.borrow().record().iter().rev().filter_map(read).collect(), next: None }
    }

    pub(super) fn receipts(&self) -> Listed<Receipt> {
        self.list(Receipt::of)
    }

    pub(super) fn lines(&self, id: &SubmissionId) -> Listed<SummaryLine> {
        let demo = self.0.borrow();
        Listed { items: demo.submission(id).map(Receipt::lines_of).unwrap_or_default(), next: None }
    }
}

/// A refusal as the worker would have put it.
fn refused(refusal: &Refusal) -> Failure {
    if matches!(refusal, Refusal::Stale { .. } | Refusal::QuoteStale { .. }) {
        return Failure::Stale;
    }
    Failure::Refused(Box::new(Problem {
        kind: "about:blank".into(),
        title: "Refused".into(),
        status: 422,
        detail: refusal.to_string(),
        errors: refusal.fields(),
    }))
}
