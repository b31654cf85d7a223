//! What is done to accounts and to the platform besides choosing modes: a dialog for each, and one way of sending.

mod entries;
mod order;
mod reset;
mod restore;
mod send;
mod set_up;
mod standing;
mod terminate;

use domain::account::AccountId;
use leptos::prelude::*;

pub use self::{
    entries::{order_button, platform_entries, row_entries},
    send::said,
    standing::standing,
};
use crate::session::Session;

/// A dialog of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Order accounts.
    Order,
    /// Give an account an address and a name.
    SetUp(AccountId),
    /// Empty an account.
    Reset(AccountId),
    /// Let a suspended account live on.
    Restore(AccountId),
    /// Let every account close.
    Terminate,
}

impl Deed {
    /// The dialog of a name in the address bar, about an account where it needs one.
    pub fn parse(name: &str, account: Option<&str>) -> Option<Self> {
        let account = || account?.parse().ok().map(AccountId);
        match name {
            "order" => Some(Self::Order),
            "terminate" => Some(Self::Terminate),
            "setup" => account().map(Self::SetUp),
            "reset" => account().map(Self::Reset),
            "restore" => account().map(Self::Restore),
            _ => None,
        }
    }

    /// The dialog.
    pub fn dialog(self, session: Session, close: Callback<()>) -> AnyView {
        match self {
            Self::Order => order::dialog(session, close),
            Self::SetUp(id) => set_up::dialog(session, id, close),
            Self::Reset(id) => reset::dialog(session, id, close),
            Self::Restore(id) => restore::dialog(session, id, close),
            Self::Terminate => terminate::dialog(session, close),
        }
    }
}
