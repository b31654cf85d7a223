//! Everything that changes a platform, as a closed list: what is not in it, nobody can do, on any host.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::{AccountId, RenewalMode},
    calendar::iso,
    order::Order,
    settings::Settings,
    stamp::{Actor, Revision, SubmissionId},
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
    Import(#[serde(with = "as_text")] Vec<u8>),
    /// Take an import back whole.
    TakeImportBack {
        /// Its revision.
        import: Revision,
    },
    /// Give an account an address and a name; what is not given stays.
    SetUp {
        /// The account.
        account: AccountId,
        /// Its address.
        address: Option<String>,
        /// The name shown beside it.
        display_name: Option<String>,
    },
    /// Take content, address and name from an account.
    Reset {
        /// The account.
        account: AccountId,
        /// Its address, typed.
        confirm: String,
    },
    /// Let a suspended account live on.
    Restore {
        /// The account.
        account: AccountId,
        /// Monthly or yearly.
        mode: RenewalMode,
    },
    /// Let every account close.
    Terminate {
        /// The platform's name, typed.
        confirm: String,
    },
    /// Take the termination back.
    TakeTerminationBack,
    /// Change settings.
    Settings(Box<Settings>),
    /// Move the test clock forward, and do everything due by then.
    MoveClock {
        /// The date it shall show.
        #[serde(with = "iso")]
        to: NaiveDate,
    },
}

/// A command on its way: under what name, and from whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Chosen by the client: what comes again under the same key is done once.
    pub key: SubmissionId,
    /// Who asks.
    pub actor: Actor,
    /// What for.
    pub command: Command,
}

/// A roster as the text it is. One that the rules take is UTF-8.
mod as_text {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(roster: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&String::from_utf8_lossy(roster))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        String::deserialize(from).map(String::into_bytes)
    }
}
