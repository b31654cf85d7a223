//! The demo: a book that lives in one browser. The rules are the worker's; only the company is made up.

mod sample;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::sample::Sample;
use crate::{
    account::{AccountId, RenewalMode},
    book::{Book, Snapshot},
    calendar::iso,
    change::{Change, ChangeSet, Receipt, Submission, SubmissionId, Wishes},
    command,
    event::{Actor, Event, Instant, Recorded, Revision, Stamp},
    refusal::Refusal,
    summary::Summary,
};

/// Everything needed to make a demo again: which company, since when, and what was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// The company.
    pub sample: Sample,
    /// The day the demo began.
    #[serde(with = "iso")]
    pub began: NaiveDate,
    /// When that was.
    pub at: Instant,
    /// What was done since, in order.
    pub steps: Vec<Step>,
}

/// Something done in the demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: Instant,
    /// What.
    pub command: Command,
}

/// What can be done in the demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Modes were changed.
    Submit {
        /// The submission's id.
        id: SubmissionId,
        /// Monthly, yearly, none: the accounts that were to have each.
        accounts: [Runs; 3],
    },
    /// A submission was taken back.
    Undo {
        /// The id of the submission that does so.
        id: SubmissionId,
        /// The submission taken back.
        of: SubmissionId,
    },
    /// Something else was done.
    Do(command::Command),
    /// The clock was moved.
    Clock {
        /// To this date.
        #[serde(with = "iso")]
        to: NaiveDate,
    },
}

/// Ascending ids as runs (first, how many): a hundred thousand neighbours are one pair.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Runs(Vec<(u32, u32)>);

impl FromIterator<AccountId> for Runs {
    fn from_iter<I: IntoIterator<Item = AccountId>>(ids: I) -> Self {
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for AccountId(id) in ids {
            match runs.last_mut() {
                Some((first, count)) if first.checked_add(*count) == Some(id) => *count += 1,
                _ => runs.push((id, 1)),
            }
        }
        Self(runs)
    }
}

impl Runs {
    fn ids(&self) -> impl Iterator<Item = AccountId> + '_ {
        self.0.iter().flat_map(|&(first, count)| (first..first.saturating_add(count)).map(AccountId))
    }
}

/// Wishes as runs per mode: monthly, yearly, none.
pub fn runs(changes: &ChangeSet) -> [Runs; 3] {
    RenewalMode::ALL
        .map(|mode| changes.iter().filter(|change| change.mode == mode).map(|change| change.account).collect())
}

/// Runs per mode as wishes again.
pub fn change_set(accounts: &[Runs; 3]) -> ChangeSet {
    let each = RenewalMode::ALL.into_iter().zip(accounts);
    each.flat_map(|(mode, runs)| runs.ids().map(move |account| Change { account, mode })).collect()
}

/// A demo that is running: a host of the rules like the worker, but for storage.
#[derive(Debug, Clone)]
pub struct Demo {
    log: Log,
    book: Book,
    record: Vec<Recorded>,
}

impl Demo {
    /// Begins a demo with a sample company on `today`.
    pub fn start(sample: Sample, today: NaiveDate, at: Instant) -> Option<Self> {
        let log = Log { sample, began: today, at, steps: Vec::new() };
        let platform = sample.platform(today)?;
        let mut snapshot: Snapshot = Book::new(platform, today).snapshot();
        snapshot.accounts = (1..).map(AccountId).zip(sample::roster(sample.accounts(), today)).collect();
        Some(Self { log, book: Book::from_snapshot(snapshot), record: Vec::new() })
    }

    /// Makes a demo again. Steps that the rules refuse now, because the rules have changed since, are passed over.
    pub fn replay(log: Log) -> Option<Self> {
        let mut demo = Self::start(log.sample, log.began, log.at)?;
        for Step { at, command } in log.steps {
            let done = match &command {
                Command::Submit { id, accounts } => {
                    let wishes = change_set(accounts).wishes();
                    let summary = demo.book.summarise(&wishes);
                    let accepted = summary.map(|Summary { revision, hash, .. }| Submission {
                        id: id.clone(),
                        revision,
                        hash,
                        wishes,
                    });
                    accepted.and_then(|submission| demo.submit(&submission, at)).err()
                }
                Command::Undo { id, of } => demo.undo(id.clone(), of, at).err(),
                Command::Do(command) => demo.perform(command.clone(), at).err(),
                Command::Clock { to } => demo.move_clock(*to, at).err(),
            };
            drop(done);
        }
        Some(demo)
    }

    /// Everything needed to make this demo again.
    pub const fn log(&self) -> &Log {
        &self.log
    }

    /// The company's book.
    pub const fn book(&self) -> &Book {
        &self.book
    }

    /// What happened since the demo began, in order.
    pub fn record(&self) -> &[Recorded] {
        &self.record
    }

    /// What is new in the book since a revision.
    pub fn news(&self, since: Revision) -> Snapshot {
        let begin = self.record.partition_point(|recorded| recorded.revision <= since);
        let new = self.record.get(begin..).unwrap_or_default().iter();
        self.book.news(since, new.flat_map(|recorded| recorded.event.accounts()))
    }

    /// The recorded submission of this id.
    pub fn submission(&self, id: &SubmissionId) -> Option<&Recorded> {
        let revision = self.book.submission(id)?;
        let place = self.record.binary_search_by_key(&revision, |recorded| recorded.revision).ok()?;
        self.record.get(place)
    }

    /// Takes a submission; the same one again gives the same receipt.
    ///
    /// # Errors
    /// Those of [`Book::submit`].
    pub fn submit(&mut self, submission: &Submission, at: Instant) -> Result<Receipt, Refusal> {
        if self.book.taken(submission).is_some() {
            return self.receipt(&submission.id);
        }
        let event = self.book.submit(submission)?;
        let Wishes::Each(changes) = &submission.wishes else {
            return Err(Refusal::NothingToDo);
        };
        let accounts = runs(&changes.iter().copied().collect());
        self.done(event, Step { at, command: Command::Submit { id: submission.id.clone(), accounts } });
        self.receipt(&submission.id)
    }

    /// Takes a submission back; the same again gives the same receipt.
    ///
    /// # Errors
    /// Those of [`Book::undo`].
    pub fn undo(&mut self, id: SubmissionId, of: &SubmissionId, at: Instant) -> Result<Receipt, Refusal> {
        if let Ok(receipt) = self.receipt(&id)
            && receipt.undoes.as_ref() == Some(of)
        {
            return Ok(receipt);
        }
        let original = self.submission(of).ok_or(Refusal::NothingToDo)?;
        let event = self.book.undo(id.clone(), original)?;
        self.done(event, Step { at, command: Command::Undo { id: id.clone(), of: of.clone() } });
        self.receipt(&id)
    }

    /// Does what a command asks; the entry of the record that makes, or none where all is so already.
    ///
    /// # Errors
    /// Those of [`Book::decide`].
    pub fn perform(&mut self, command: command::Command, at: Instant) -> Result<Option<&Recorded>, Refusal> {
        let Some(event) = self.book.decide(&command)? else {
            return Ok(None);
        };
        self.done(event, Step { at, command: Command::Do(command) });
        Ok(self.record.last())
    }

    /// Moves the clock forward and does everything due by then.
    ///
    /// # Errors
    /// Those of [`Book::check_clock`].
    pub fn move_clock(&mut self, to: NaiveDate, at: Instant) -> Result<(), Refusal> {
        let Some(event) = self.book.check_clock(to)? else {
            return Ok(());
        };
        let stamp = Stamp { at: at.clone(), actor: Actor::Demo };
        self.record.extend(self.book.expire_due(to, &stamp));
        self.done(event, Step { at, command: Command::Clock { to } });
        Ok(())
    }

    fn done(&mut self, event: Event, step: Step) {
        let stamp = Stamp { at: step.at.clone(), actor: Actor::Demo };
        self.record.extend(self.book.record(self.book.today(), &stamp, [event]));
        self.log.steps.push(step);
    }

    fn receipt(&self, id: &SubmissionId) -> Result<Receipt, Refusal> {
        self.submission(id).and_then(Receipt::of).ok_or(Refusal::NothingToDo)
    }
}
