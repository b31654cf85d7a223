//! The one way that every command takes, on every host. It asks whether the command was answered before, brings the
//! book up to date, lets the rules decide, and has the event written together with the answer.
//!
//! A host may let other requests run between two days of work, and only there. Nothing else happens from the look for
//! an earlier answer to the last write, so that the same key is never done twice.

use chrono::NaiveDate;

use crate::{
    book::Book,
    command::{Command, Envelope},
    erasing::{Bearers, Sought},
    event::{Event, Recorded},
    platform::Platform,
    refusal::Refusal,
    roster::{Roster, RosterErrors, RosterFile},
    rules::{Past, RosterTarget},
    stamp::{Revision, SubmissionId},
};

/// What holds a book for the door: the worker, the demo or a test.
pub trait Host {
    /// What a command gets back.
    type Answer;
    /// Why a command gets no answer: a refusal of the rules in the form of this host, or a fault of the host.
    type Fault;

    /// The answer that this envelope got before; none if it is new.
    ///
    /// # Errors
    /// If the key came with another command before, and if the host fails.
    fn answered(&self, envelope: &Envelope) -> Result<Option<Self::Answer>, Self::Fault>;

    /// Reads the book.
    ///
    /// # Errors
    /// If the host fails or has no book.
    fn read<T>(&self, read: impl FnOnce(&Book) -> T) -> Result<T, Self::Fault>;

    /// The revision at which a submission with this id was taken; none if there is no such submission.
    ///
    /// # Errors
    /// If the host fails.
    fn submission(&self, id: &SubmissionId) -> Result<Option<Revision>, Self::Fault>;

    /// The entry of the record that made this revision.
    ///
    /// # Errors
    /// If the host fails.
    fn entry(&self, revision: Revision) -> Result<Recorded, Self::Fault>;

    /// The settings as they were at this revision, or at the first one if it is before that.
    ///
    /// # Errors
    /// If the host fails.
    fn settings_at(&self, revision: Revision) -> Result<Platform, Self::Fault>;

    /// The accounts that were those of whoever had an address. A host that erases nothing finds none.
    ///
    /// # Errors
    /// If the host fails.
    fn bearers(&self, _: &Book, _: &Sought) -> Result<Bearers, Self::Fault> {
        Ok(Bearers::default())
    }

    /// The accounts of a file, for a platform as it is now.
    ///
    /// # Errors
    /// Everything that is missing or wrong.
    fn roster(&self, file: &RosterFile, target: RosterTarget<'_>) -> Result<Roster, RosterErrors> {
        target.read(&file.bytes.as_slice(), &file.given)
    }

    /// A refusal of the rules in the form of this host.
    fn refused(&self, refusal: Refusal) -> Self::Fault;

    /// Does and writes what is due on the first day that has anything due, up to today or up to the day `to` that a
    /// test clock is moved to. Returns whether anything is due on another day.
    ///
    /// # Errors
    /// If the host fails.
    fn run_day(&mut self, to: Option<NaiveDate>) -> Result<bool, Self::Fault>;

    /// Records what was decided and writes it together with the answer, or nothing at all.
    ///
    /// # Errors
    /// If the host fails.
    fn write(&mut self, envelope: &Envelope, on: NaiveDate, event: Option<Event>) -> Result<Self::Answer, Self::Fault>;
}

/// An envelope on its way through the door.
#[derive(Debug)]
pub struct Passage<'a> {
    envelope: &'a Envelope,
    /// Whether due days may have been run for it already.
    under_way: bool,
    /// The event of a move of the clock, decided before the due days were run.
    moved: Option<Event>,
}

/// Why no decision was made: the rules refused, or the entry could not be read.
enum Stopped<F> {
    Refused(Refusal),
    Failed(F),
}

impl<F> From<Refusal> for Stopped<F> {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The record of a host, as the rules read it.
struct RecordOf<'a, H>(&'a H);

impl<H: Host> Past for RecordOf<'_, H> {
    type Fault = Stopped<H::Fault>;

    fn submission(&self, id: &SubmissionId) -> Result<Option<Revision>, Self::Fault> {
        self.0.submission(id).map_err(Stopped::Failed)
    }

    fn entry(&self, revision: Revision) -> Result<Recorded, Self::Fault> {
        self.0.entry(revision).map_err(Stopped::Failed)
    }

    fn settings_at(&self, revision: Revision) -> Result<Platform, Self::Fault> {
        self.0.settings_at(revision).map_err(Stopped::Failed)
    }

    fn bearers(&self, book: &Book, sought: &Sought) -> Result<Bearers, Self::Fault> {
        self.0.bearers(book, sought).map_err(Stopped::Failed)
    }

    fn roster(&self, file: &RosterFile, target: RosterTarget<'_>) -> Result<Roster, RosterErrors> {
        self.0.roster(file, target)
    }
}

impl<'a> Passage<'a> {
    /// The passage of an envelope for which nothing has been done yet.
    pub const fn of(envelope: &'a Envelope) -> Self {
        Self { envelope, under_way: false, moved: None }
    }

    /// Takes steps until there is an answer.
    ///
    /// # Errors
    /// Those of [`Passage::step`].
    pub fn finish<H: Host>(&mut self, host: &mut H) -> Result<H::Answer, H::Fault> {
        loop {
            if let Some(answer) = self.step(host)? {
                return Ok(answer);
            }
        }
    }

    /// Goes on until there is an answer. Returns none if a day was run and another one is due: the host may now let
    /// other requests run, and then calls this again.
    ///
    /// # Errors
    /// If the rules refuse, and if the host fails.
    pub fn step<H: Host>(&mut self, host: &mut H) -> Result<Option<H::Answer>, H::Fault> {
        let Envelope { key, command, .. } = self.envelope;
        if let Some(answer) = host.answered(self.envelope)? {
            return Ok(Some(answer));
        }
        let to = if let Command::MoveClock { to } = command { Some(*to) } else { None };
        if let Some(to) = to.filter(|_| !self.under_way) {
            self.moved = host.read(|book| book.check_clock(to))?.map_err(|refusal| host.refused(refusal))?;
        }
        self.under_way = true;
        if host.run_day(to)? {
            return Ok(None);
        }
        let (today, decided) = host.read(|book| {
            let decided = match to {
                // another request has moved the clock further: nothing is left to do
                Some(to) if book.today() > to => Ok(None),
                Some(_) => Ok(self.moved.take()),
                None => book.decide(key, command, &RecordOf(host)),
            };
            (book.today(), decided)
        })?;
        let event = match decided {
            Ok(event) => event,
            Err(Stopped::Refused(refusal)) => return Err(host.refused(refusal)),
            Err(Stopped::Failed(fault)) => return Err(fault),
        };
        host.write(self.envelope, to.map_or(today, |to| to.max(today)), event).map(Some)
    }
}
