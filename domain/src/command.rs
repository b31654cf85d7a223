//! What users ask of a platform besides changes of modes: decided here for the worker and for the demo alike.

use serde::{Deserialize, Serialize};

use crate::{
    account::{AccountId, RenewalMode},
    book::Book,
    event::{Event, Revision},
    order::Order,
    refusal::Refusal,
    settings::Settings,
};

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Order accounts.
    Order(Order),
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
    /// Take an import back whole.
    TakeImportBack {
        /// Its revision.
        import: Revision,
    },
}

impl Book {
    /// The fact that a command makes; none where all is so already.
    ///
    /// # Errors
    /// Those of the rule that decides.
    pub fn decide(&self, command: &Command) -> Result<Option<Event>, Refusal> {
        match command {
            Command::Order(order) => self.order(order).map(Some),
            Command::SetUp { account, address, display_name } => {
                self.set_up(*account, address.as_deref(), display_name.as_deref())
            }
            Command::Reset { account, confirm } => self.reset(*account, confirm).map(Some),
            Command::Restore { account, mode } => self.restore(*account, *mode).map(Some),
            Command::Terminate { confirm } => self.terminate(confirm).map(Some),
            Command::TakeTerminationBack => self.take_termination_back().map(Some),
            Command::Settings(settings) => self.change_settings(settings),
            Command::TakeImportBack { import } => self.take_import_back(*import).map(Some),
        }
    }
}
