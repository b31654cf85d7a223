//! Terminating a platform, and taking that back.

use crate::{
    account::{AccountId, RenewalMode, Status},
    book::Book,
    event::{Event, Held},
    platform::PlatformStatus,
    refusal::Refusal,
};

impl Book {
    /// Lets every active account close at its own expiry. `confirm` is the platform's name, typed.
    ///
    /// # Errors
    /// [`Refusal::Unconfirmed`], and those of [`Book::demand_active`].
    pub fn terminate(&self, confirm: &str) -> Result<Event, Refusal> {
        self.demand_active()?;
        if confirm.trim() != self.platform().name.trim() {
            return Err(Refusal::Unconfirmed);
        }
        Ok(Event::TerminationBegun { held: self.held_by(|account| Some(account.mode)) })
    }

    /// Gives every account that has not closed exactly the mode it had.
    ///
    /// # Errors
    /// [`Refusal::NotTerminating`] and [`Refusal::Closed`].
    pub fn take_termination_back(&self) -> Result<Event, Refusal> {
        match self.status() {
            PlatformStatus::Active => Err(Refusal::NotTerminating),
            PlatformStatus::Closed => Err(Refusal::Closed),
            PlatformStatus::Terminating => {
                Ok(Event::TerminationTakenBack { held: self.held_by(|account| account.held) })
            }
        }
    }

    /// Active accounts by a mode of theirs.
    fn held_by(&self, mode_of: impl Fn(&crate::account::Account) -> Option<RenewalMode>) -> Vec<Held> {
        let active = || self.accounts().filter(|account| account.status == Status::Active);
        let with = |mode: RenewalMode| -> Vec<AccountId> {
            active().filter(|account| mode_of(account) == Some(mode)).map(|account| account.id).collect()
        };
        let held = RenewalMode::ALL.into_iter().map(|mode| Held { mode, accounts: with(mode) });
        held.filter(|held| !held.accounts.is_empty()).collect()
    }
}
