//! The complete list of what can be done to a platform, on any host.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::{AccountId, RenewalMode},
    calendar::iso,
    moving::Leaving,
    order::Order,
    roster::RosterFile,
    settings::Settings,
    stamp::{Actor, By, Revision, SubmissionId},
    submission::Submission,
};

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Change modes as a summary said.
    Confirm(Submission),
    /// Take a submission back.
    Undo {
        /// The submission.
        of: SubmissionId,
    },
    /// Order accounts.
    Order(Order),
    /// Add accounts bought elsewhere.
    Import(RosterFile),
    /// Take an import back whole.
    TakeImportBack {
        /// The revision of the import.
        import: Revision,
    },
    /// Give an account an address and a name; one that is not given stays as it is.
    SetUp {
        /// The account.
        account: AccountId,
        /// Its address.
        address: Option<String>,
        /// The name shown beside it.
        display_name: Option<String>,
    },
    /// Remove content, address and name of an account.
    Reset {
        /// The account.
        account: AccountId,
        /// Its address as the user typed it.
        confirm: String,
    },
    /// Make a suspended account active again, and charge every period since its expiry.
    Restore {
        /// The account.
        account: AccountId,
        /// Monthly or yearly.
        mode: RenewalMode,
    },
    /// Let every active account close at its own expiry.
    Terminate {
        /// The platform's name as the user typed it.
        confirm: String,
    },
    /// Take the termination back.
    TakeTerminationBack,
    /// Change settings.
    Settings(Box<Settings>),
    /// Erase address and name of a person from all that is stored.
    ErasePerson {
        /// The address that the person had.
        address: String,
        /// The same, as the user typed it once more.
        confirm: String,
    },
    /// Release the platform to another house, and end everything here.
    MoveAway(Leaving),
    /// Move the test clock forward, and do everything due by then.
    MoveClock {
        /// The date it is to show.
        #[serde(with = "iso")]
        to: NaiveDate,
    },
}

/// A command with the key it came under and who sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The key, chosen by the client. A command that comes again under the same key is done only once.
    pub key: SubmissionId,
    /// Who sent it.
    pub actor: Actor,
    /// The person or token that the actor is; none if it is neither.
    pub by: Option<By>,
    /// The command.
    pub command: Command,
}
