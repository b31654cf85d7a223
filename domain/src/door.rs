//! The one door that every command goes through, on every host: was it answered before? is the book up to date? what do the
//! rules say? then it is written, with its answer.
//!
//! A host may give others a turn between two days of work, and only there. From the look for an earlier answer to the
//! last write nothing else happens, so that the same key can never be done twice.

use chrono::NaiveDate;

use crate::{
    book::Book,
    command::{Command, Envelope},
    event::{Event, Recorded},
    refusal::Refusal,
    stamp::Revision,
};

/// What holds a book for the door.
pub trait Host {
    /// What a command gets back.
    type Answer;
    /// Why it gets nothing: the rules' refusal as this host puts it, or a fault of the host.
    type Fault;

    /// The answer that this envelope got before.
    ///
    /// # Errors
    /// Where the key came with another command, and where the host fails.
    fn answered(&self, envelope: &Envelope) -> Result<Option<Self::Answer>, Self::Fault>;

    /// Reads the book.
    ///
    /// # Errors
    /// Where the host fails, or has no book.
    fn read<T>(&self, read: impl FnOnce(&Book) -> T) -> Result<T, Self::Fault>;

    /// An entry of the record.
    ///
    /// # Errors
    /// Where the host fails.
    fn entry(&self, revision: Revision) -> Result<Recorded, Self::Fault>;

    /// The rules' refusal as this host puts it.
    fn refused(&self, refusal: Refusal) -> Self::Fault;

    /// Does and writes what is due on the first day that has anything due: until today, or until the day a test clock
    /// moves `to`. Returns whether another day has.
    ///
    /// # Errors
    /// Where the host fails.
    fn run_day(&mut self, to: Option<NaiveDate>) -> Result<bool, Self::Fault>;

    /// Records what was decided and writes it together with the answer, or nothing at all.
    ///
    /// # Errors
    /// Where the host fails.
    fn write(&mut self, envelope: &Envelope, on: NaiveDate, event: Option<Event>) -> Result<Self::Answer, Self::Fault>;
}

/// An envelope on its way through the door.
#[derive(Debug)]
pub struct Passage<'a> {
    envelope: &'a Envelope,
    /// Whether days have been worked off for it.
    under_way: bool,
    /// The fact that a move of the clock makes, as it was when the days before it had not been worked off.
    moved: Option<Event>,
}

/// The entry could not be read, or the rules said no.
enum Stopped<F> {
    Refused(Refusal),
    Failed(F),
}

impl<F> From<Refusal> for Stopped<F> {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl<'a> Passage<'a> {
    /// Nothing was done for it yet.
    pub const fn of(envelope: &'a Envelope) -> Self {
        Self { envelope, under_way: false, moved: None }
    }

    /// Goes on until there is an answer.
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

    /// Goes on until there is an answer, or a day was worked off and another is due: then there is none yet, and others may
    /// have a turn.
    ///
    /// # Errors
    /// Where the rules say no, and where the host fails.
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
            let entry = |revision| host.entry(revision).map_err(Stopped::Failed);
            let decided = match to {
                // a run beside this one has gone further: then the work is done
                Some(to) if book.today() > to => Ok(None),
                Some(_) => Ok(self.moved.take()),
                None => book.decide(key, command, entry),
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
