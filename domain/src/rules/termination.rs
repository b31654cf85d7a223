//! Terminating a platform, and taking the termination back.

use crate::{
    account::{AccountId, AccountRef, RenewalMode, Status},
    book::Book,
    event::{Event, Held},
    fold,
    platform::PlatformStatus,
    refusal::Refusal,
};

impl Book {
    /// Makes every active account close at its own expiry. `confirm` is the platform's name as the user typed it.
    ///
    /// # Errors
    /// [`Refusal::Unconfirmed`], and those of [`Book::demand_active`].
    pub fn terminate(&self, confirm: &str) -> Result<Event, Refusal> {
        self.demand_active()?;
        if !fold::confirms(confirm, &self.platform().name) {
            return Err(Refusal::Unconfirmed);
        }
        Ok(Event::TerminationBegun { held: self.held_by(|account| Some(account.mode)) })
    }

    /// Gives every account that is still active the mode it had before the termination.
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

    /// The active accounts grouped by the mode that `mode_of` gives for each.
    fn held_by(&self, mode_of: impl Fn(AccountRef<'_>) -> Option<RenewalMode>) -> Vec<Held> {
        let active = || self.accounts().filter(|account| account.status == Status::Active);
        let with = |mode: RenewalMode| -> Vec<AccountId> {
            active().filter(|account| mode_of(*account) == Some(mode)).map(|account| account.id).collect()
        };
        let held = RenewalMode::ALL.into_iter().map(|mode| Held { mode, accounts: with(mode) });
        held.filter(|held| !held.accounts.is_empty()).collect()
    }
}
