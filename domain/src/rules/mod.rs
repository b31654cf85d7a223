//! The rules that decide on a book: one file for each kind of command, one for the daily run (`due`), and four that only
//! read (`finding`, `grouping`, `listing`, `outlook`). A rule returns what would happen as an event, or why it is refused; it changes nothing.

mod due;
mod erasing;
mod finding;
mod grouping;
mod imports;
mod listing;
mod mailboxes;
mod modes;
mod moving;
mod orders;
mod outlook;
mod rosters;
mod settings;
mod sheets;
mod summing;
mod termination;

pub use self::{
    due::Day,
    finding::{Finding, Found, Lately},
    grouping::{Fate, Group, Grouping},
    imports::{roster_head, write_roster, write_roster_lines},
    listing::Page,
    outlook::{Bill, Costs, Month},
    rosters::{First, Missing, RosterReader, RosterTaking, RosterTarget, State, Understood},
    sheets::{sheet_head, write_sheet, write_sheet_lines},
    summing::Summing,
};
use crate::{
    book::Book,
    command::Command,
    erasing::{Bearers, Sought},
    event::{Event, Recorded},
    platform::Platform,
    refusal::Refusal,
    roster::{Roster, RosterErrors, RosterFile},
    stamp::{Revision, SubmissionId},
};

/// What rules read of the record, besides the book.
pub trait Past {
    /// Why it could not be read, or why a rule refuses.
    type Fault: From<Refusal>;

    /// The revision at which a submission with this id was taken; none if the id is free.
    ///
    /// # Errors
    /// If it cannot be read.
    fn submission(&self, id: &SubmissionId) -> Result<Option<Revision>, Self::Fault>;

    /// The entry that made this revision. Only an undo needs it.
    ///
    /// # Errors
    /// If it cannot be read.
    fn entry(&self, revision: Revision) -> Result<Recorded, Self::Fault>;

    /// The settings as they were at this revision. Only a change of settings needs it.
    ///
    /// # Errors
    /// If they cannot be read.
    fn settings_at(&self, revision: Revision) -> Result<Platform, Self::Fault>;

    /// The accounts that were those of whoever had an address. Only erasing needs them.
    ///
    /// # Errors
    /// If they cannot be read.
    fn bearers(&self, _: &Book, _: &Sought) -> Result<Bearers, Self::Fault> {
        Ok(Bearers::default())
    }

    /// The accounts of a file. A host that keeps files beside the command reads them here.
    ///
    /// # Errors
    /// Everything that is missing or wrong.
    fn roster(&self, file: &RosterFile, target: RosterTarget<'_>) -> Result<Roster, RosterErrors> {
        target.read(&file.bytes.as_slice(), &file.given)
    }
}

/// The past where only the book is there.
struct NoPast<'a>(&'a Book);

impl Past for NoPast<'_> {
    type Fault = Refusal;

    fn submission(&self, _: &SubmissionId) -> Result<Option<Revision>, Refusal> {
        Ok(None)
    }

    fn entry(&self, _: Revision) -> Result<Recorded, Refusal> {
        Err(Refusal::NothingToDo)
    }

    fn settings_at(&self, _: Revision) -> Result<Platform, Refusal> {
        Ok(self.0.platform().clone())
    }
}

impl Book {
    /// The event that a command makes under the key that the client chose; none if everything is so already.
    ///
    /// # Errors
    /// Those of the rule that decides, and of `past`.
    pub fn decide<P: Past>(&self, key: &SubmissionId, command: &Command, past: &P) -> Result<Option<Event>, P::Fault> {
        self.demand_here()?;
        let event = match command {
            Command::Confirm(submission) => {
                self.demand_free(key, past)?;
                self.submit(key.clone(), submission)?
            }
            Command::Undo { of } => {
                let revision = past.submission(of)?.ok_or(Refusal::NoSubmission)?;
                let (id, original) = (SubmissionId::of_undo(&key.0, revision), past.entry(revision)?);
                self.demand_free(&id, past)?;
                self.undo(id, &original)?
            }
            Command::Order(order) => self.order(key.clone(), order)?,
            Command::Import(file) => {
                self.demand_active()?;
                self.import(past.roster(file, self.roster_target()).map_err(Refusal::Roster)?)?
            }
            Command::TakeImportBack { import } => self.take_import_back(*import)?,
            Command::SetUp { account, address, display_name } => {
                return Ok(self.set_up(*account, address.as_deref(), display_name.as_deref())?);
            }
            Command::Reset { account, confirm } => self.reset(*account, confirm)?,
            Command::Restore { account, mode } => self.restore(*account, *mode)?,
            Command::Terminate { confirm } => self.terminate(confirm)?,
            Command::TakeTerminationBack => self.take_termination_back()?,
            Command::ErasePerson { address, confirm } => {
                let (address, sought) = Self::sought(address)?;
                self.erase(&address, confirm, past.bearers(self, &sought)?)?
            }
            Command::MoveAway(leaving) => self.move_away(leaving)?,
            Command::Settings(settings) => {
                let settings = (**settings).clone().tidy();
                return Ok(match settings.revision.filter(|seen| *seen < self.revision()) {
                    Some(seen) => self.change_settings_seen(&settings, &past.settings_at(seen)?)?,
                    None => self.change_settings(&settings)?,
                });
            }
            Command::MoveClock { to } => return Ok(self.check_clock(*to)?),
        };
        Ok(Some(event))
    }

    /// Refuses the id of a submission that has been taken.
    fn demand_free<P: Past>(&self, id: &SubmissionId, past: &P) -> Result<(), P::Fault> {
        self.demand_active()?;
        match past.submission(id)? {
            None => Ok(()),
            Some(_) => Err(Refusal::IdTaken.into()),
        }
    }

    /// Why a command would be refused now; none if it would be taken. It cannot judge an undo, which needs the record:
    /// use [`Book::undo_summary`] for that. Nor does it know of settings that somebody else has changed since.
    pub fn refusal(&self, command: &Command) -> Option<Refusal> {
        self.decide(&SubmissionId(String::new()), command, &NoPast(self)).err()
    }
}
