//! The demo: a book that exists in one browser only. It has the same rules as the worker, and a made-up company.

mod log;
mod sample;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use self::{
    log::{Log, Logged},
    sample::Sample,
};
use crate::{
    account::AccountId,
    book::{Book, News, Snapshot},
    command::{Command, Envelope},
    door::{Host, Passage},
    event::{Event, Recorded},
    gone::{Gone, Register},
    order::Order,
    platform::Platform,
    refusal::Refusal,
    stamp::{Actor, Instant, Revision, Stamp, SubmissionId},
    submission::Submission,
    wire::Done,
};

/// A running demo: a host like the worker, but without storage.
#[derive(Debug, Clone)]
pub struct Demo {
    log: Log,
    book: Book,
    /// The accounts that have left the book.
    gone: Gone,
    record: Vec<Recorded>,
    /// The submissions that were taken, each with its revision.
    submissions: BTreeMap<SubmissionId, Revision>,
    /// What was done, by key: the index of its step in the log, and its answer.
    done: BTreeMap<SubmissionId, (usize, Done)>,
}

impl Demo {
    /// Begins a demo with a sample company on `today`. Returns none if the company's settings break a rule.
    pub fn start(sample: Sample, today: NaiveDate, at: Instant) -> Option<Self> {
        let log = Log::new(sample, today, at);
        let platform = sample.platform(today)?;
        let mut snapshot: Snapshot = Book::new(platform, today).snapshot();
        snapshot.living = (1..).map(AccountId).zip(sample::roster(sample.accounts(), today)).collect();
        Some(Self {
            log,
            book: Book::from_snapshot(snapshot),
            gone: Gone::default(),
            record: Vec::new(),
            submissions: BTreeMap::new(),
            done: BTreeMap::new(),
        })
    }

    /// Makes a demo again from its log. Steps that the rules now refuse, because the rules have changed since, are
    /// skipped.
    pub fn replay(log: Log) -> Option<Self> {
        let mut demo = Self::start(log.sample, log.began, log.at)?;
        for Logged { at, key, command } in log.steps {
            let mut envelope = Envelope { key, actor: Actor::Demo, by: None, command };
            let stale = match demo.pass(&envelope, at.clone()) {
                Ok(_) => continue,
                Err(refusal) => refusal,
            };
            // a step was accepted for what it does: it is done even if its summary or quote differs today
            match (&mut envelope.command, stale) {
                (Command::Confirm(kept), Refusal::Stale { now }) => {
                    *kept = Submission::read(now.revision, now.hash, kept.wishes().clone());
                }
                (Command::Order(Order { hash, .. }), Refusal::QuoteStale { now }) => *hash = now.hash,
                _ => continue,
            }
            drop(demo.pass(&envelope, at));
        }
        Some(demo)
    }

    /// Everything needed to make this demo again.
    pub const fn log(&self) -> &Log {
        &self.log
    }

    /// The book of the demo's company.
    pub const fn book(&self) -> &Book {
        &self.book
    }

    /// The book, and what has left it.
    pub const fn register(&self) -> Register<'_> {
        Register { book: &self.book, gone: &self.gone }
    }

    /// What happened since the demo began, in order.
    pub fn record(&self) -> &[Recorded] {
        &self.record
    }

    /// What is new in the book since a revision.
    pub fn news(&self, since: Revision) -> News {
        let begin = self.record.partition_point(|recorded| recorded.revision <= since);
        let new = self.record.get(begin..).unwrap_or_default().iter();
        self.book.news(since, new.flat_map(|recorded| recorded.event.accounts()))
    }

    /// The ids of all submissions.
    pub fn submissions(&self) -> impl Iterator<Item = &SubmissionId> {
        self.submissions.keys()
    }

    /// The recorded submission with this id.
    pub fn submission(&self, id: &SubmissionId) -> Option<&Recorded> {
        self.recorded(*self.submissions.get(id)?)
    }

    fn recorded(&self, revision: Revision) -> Option<&Recorded> {
        let place = self.record.binary_search_by_key(&revision, |recorded| recorded.revision).ok()?;
        self.record.get(place)
    }

    /// Does what an envelope asks. The same envelope gets the same answer again.
    ///
    /// # Errors
    /// Those of [`Book::decide`], and [`Refusal::IdTaken`] if the key came with another command before.
    pub fn pass(&mut self, envelope: &Envelope, at: Instant) -> Result<Done, Refusal> {
        Passage::of(envelope).finish(&mut Now { demo: self, at })
    }
}

/// The demo as a host for one command, which comes at the instant `at`.
struct Now<'a> {
    demo: &'a mut Demo,
    at: Instant,
}

impl Now<'_> {
    fn record(&mut self, on: NaiveDate, actor: Actor, events: impl IntoIterator<Item = Event>) {
        let stamp = Stamp { at: self.at.clone(), actor, by: None };
        for event in events {
            let (recorded, left) = self.demo.book.record_one(on, &stamp, event);
            self.demo.gone.follow(&recorded, left);
            self.demo.record.push(recorded);
        }
    }
}

impl Host for Now<'_> {
    type Answer = Done;
    type Fault = Refusal;

    fn answered(&self, envelope: &Envelope) -> Result<Option<Done>, Refusal> {
        let Some((step, done)) = self.demo.done.get(&envelope.key) else { return Ok(None) };
        match self.demo.log.steps.get(*step) {
            Some(step) if step.command == envelope.command => Ok(Some(done.clone())),
            Some(_) | None => Err(Refusal::IdTaken),
        }
    }

    fn read<T>(&self, read: impl FnOnce(&Book) -> T) -> Result<T, Refusal> {
        Ok(read(&self.demo.book))
    }

    fn submission(&self, id: &SubmissionId) -> Result<Option<Revision>, Refusal> {
        Ok(self.demo.submissions.get(id).copied())
    }

    fn entry(&self, revision: Revision) -> Result<Recorded, Refusal> {
        self.demo.recorded(revision).cloned().ok_or(Refusal::NoSubmission)
    }

    fn settings_at(&self, revision: Revision) -> Result<Platform, Refusal> {
        // a demo begins with its company, which is no entry of the record
        let Log { sample, began, .. } = self.demo.log;
        let mut platform = sample.platform(began).ok_or(Refusal::NothingToDo)?;
        let before = self.demo.record.iter().take_while(|recorded| recorded.revision <= revision);
        before.for_each(|recorded| platform.follow(&recorded.event));
        Ok(platform)
    }

    fn refused(&self, refusal: Refusal) -> Refusal {
        refusal
    }

    fn run_day(&mut self, to: Option<NaiveDate>) -> Result<bool, Refusal> {
        let today = to.unwrap_or(self.demo.book.today());
        let Some(day) = self.demo.book.first_due(today) else { return Ok(false) };
        self.record(day.on, Actor::Schedule, day.events);
        Ok(self.demo.book.next_deadline().is_some_and(|next| next <= today))
    }

    fn write(&mut self, envelope: &Envelope, on: NaiveDate, event: Option<Event>) -> Result<Done, Refusal> {
        let Some(event) = event else { return Ok(Done::So) };
        self.record(on, Actor::Demo, [event]);
        let done = Done::of(self.demo.record.last());
        if let Done::Changed(receipt) = &done {
            self.demo.submissions.insert(receipt.id.clone(), receipt.revision);
        }
        let (key, command, at) = (envelope.key.clone(), envelope.command.clone(), self.at.clone());
        self.demo.done.insert(key.clone(), (self.demo.log.steps.len(), done.clone()));
        self.demo.log.steps.push(Logged { at, key, command });
        Ok(done)
    }
}
