//! The rules that decide on a book: one file for each kind of command, one for the daily run (`due`), and two that only
//! read (`listing`, `outlook`). A rule returns what would happen as an event, or why it is refused; it changes nothing.

mod due;
mod imports;
mod listing;
mod mailboxes;
mod modes;
mod orders;
mod outlook;
mod rosters;
mod settings;
mod termination;

pub use self::{
    due::Day,
    imports::write_roster,
    listing::Page,
    outlook::{Costs, Month},
    rosters::{Missing, RosterReader, RosterTarget, Understood},
};
use crate::{
    book::Book,
    command::Command,
    event::{Event, Recorded},
    refusal::Refusal,
    roster::RosterFile,
    stamp::{Revision, SubmissionId},
};

impl Book {
    /// The event that a command makes under the key that the client chose; none if everything is so already. `entry`
    /// reads an entry of the record, which only an undo needs.
    ///
    /// # Errors
    /// Those of the rule that decides, and of `entry`.
    pub fn decide<F: From<Refusal>>(
        &self,
        key: &SubmissionId,
        command: &Command,
        entry: impl FnOnce(Revision) -> Result<Recorded, F>,
    ) -> Result<Option<Event>, F> {
        let event = match command {
            Command::Confirm(submission) => self.submit(key.clone(), submission)?,
            Command::Undo { of } => {
                let revision = self.submission(of).ok_or(Refusal::NoSubmission)?;
                self.undo(SubmissionId::of_undo(&key.0, revision), &entry(revision)?)?
            }
            Command::Order(order) => self.order(key.clone(), order)?,
            Command::Import(RosterFile { bytes, given }) => {
                self.demand_active()?;
                self.import(self.roster_target().understand(bytes, *given).taken().map_err(Refusal::Roster)?)?
            }
            Command::TakeImportBack { import } => self.take_import_back(*import)?,
            Command::SetUp { account, address, display_name } => {
                return Ok(self.set_up(*account, address.as_deref(), display_name.as_deref())?);
            }
            Command::Reset { account, confirm } => self.reset(*account, confirm)?,
            Command::Restore { account, mode } => self.restore(*account, *mode)?,
            Command::Terminate { confirm } => self.terminate(confirm)?,
            Command::TakeTerminationBack => self.take_termination_back()?,
            Command::Settings(settings) => return Ok(self.change_settings(settings)?),
            Command::MoveClock { to } => return Ok(self.check_clock(*to)?),
        };
        Ok(Some(event))
    }

    /// Why a command would be refused now; none if it would be taken. It cannot judge an undo, which needs the record:
    /// use [`Book::undo_summary`] for that.
    pub fn refusal(&self, command: &Command) -> Option<Refusal> {
        self.decide(&SubmissionId(String::new()), command, |_| Err(Refusal::NothingToDo)).err()
    }
}
