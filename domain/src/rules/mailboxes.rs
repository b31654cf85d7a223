//! What is done to one account: setting it up, resetting it, and restoring it while it is suspended.

use crate::{
    account::{AccountId, AccountRef, Address, RenewalMode, Status},
    book::Book,
    calendar::Term,
    domains::Allowed,
    event::Event,
    fold,
    invoice::{Charges, Invoice, InvoiceKind},
    refusal::Refusal,
    roster::{RosterFault, read_address, read_name},
};

impl Book {
    /// Gives an active account an address and a name; one that is not given stays as it is. Returns no event if both
    /// are so already.
    ///
    /// # Errors
    /// [`Refusal::Field`] for an address or name that the account cannot have; [`Refusal::NotActive`],
    /// [`Refusal::NoAccount`] and [`Refusal::Closed`].
    pub fn set_up(
        &self,
        id: AccountId,
        address: Option<&str>,
        display_name: Option<&str>,
    ) -> Result<Option<Event>, Refusal> {
        let account = self.demand_settable(id)?;
        let (old_address, old_name) = (account.address.as_str(), account.display_name);
        let address = self.free_address(account, address.unwrap_or(old_address));
        let address = address.map_err(|fault| Refusal::Field { field: "address", fault })?;
        // a name that could no longer be given may stay
        let name = display_name.map_or_else(|| Ok(old_name.to_owned()), read_name);
        let display_name = name.map_err(|fault| Refusal::Field { field: "display_name", fault })?;
        let same = (address.as_str(), display_name.as_str()) == (old_address, old_name);
        Ok((!same).then_some(Event::AccountSetUp { account: id, address, display_name }))
    }

    fn free_address(&self, account: AccountRef<'_>, text: &str) -> Result<Address, RosterFault> {
        if Address::parse(text).is_ok_and(|address| address.is_placeholder()) {
            return Err(RosterFault::Placeholder);
        }
        // an address that the platform's domains no longer allow may stay
        let domains = if text == account.address.as_str() { &[] } else { self.platform().domains.as_slice() };
        let address = read_address(text, &Allowed::of(domains))?;
        let identity = address.identity();
        // earlier versions let two accounts have what is one address now
        if identity == account.address.identity() || self.holder(&identity).is_none() {
            Ok(address)
        } else {
            Err(RosterFault::DuplicateOnPlatform)
        }
    }

    /// Removes content, address and name of an active account that is set up. `confirm` is its address as the user
    /// typed it.
    ///
    /// # Errors
    /// [`Refusal::Unconfirmed`], [`Refusal::NotConfigured`], [`Refusal::NotActive`], [`Refusal::NoAccount`] and
    /// [`Refusal::Closed`].
    pub fn reset(&self, id: AccountId, confirm: &str) -> Result<Event, Refusal> {
        let account = self.demand_resettable(id)?;
        if !fold::confirms(confirm, account.address.as_str()) {
            return Err(Refusal::Unconfirmed);
        }
        Ok(Event::AccountReset { account: id })
    }

    /// Makes a suspended account active again in `mode`, and charges every period since its old expiry.
    ///
    /// # Errors
    /// Those of [`Book::restoration`].
    pub fn restore(&self, id: AccountId, mode: RenewalMode) -> Result<Event, Refusal> {
        let invoice = self.restoration(id, mode)?;
        Ok(Event::AccountRestored { account: id, mode, invoice })
    }

    /// What a restore would charge: every period from the old expiry up to the one that contains today, each at the
    /// price of its first day.
    ///
    /// # Errors
    /// [`Refusal::NotSuspended`] for an account that is not suspended; [`Refusal::RestoreMode`] for a mode that buys no
    /// period; [`Refusal::NoAccount`], and those of [`Book::demand_active`].
    pub fn restoration(&self, id: AccountId, mode: RenewalMode) -> Result<Invoice, Refusal> {
        let account = self.demand_restorable(id)?;
        let term = mode.term().ok_or(Refusal::RestoreMode)?;
        Ok(self.restore_invoice(account, term))
    }

    fn restore_invoice(&self, account: AccountRef<'_>, term: Term) -> Invoice {
        let (platform, today) = (self.platform(), self.today());
        let mut charges = Charges::default();
        let (mut start, mut anchor_day) = (account.expires_on, account.anchor_day);
        while start <= today {
            let charge = platform.renewal(start, anchor_day, term);
            charges.add(account.id, charge);
            start = charge.period.end;
            anchor_day = platform.alignment.anchor_after_renewal(anchor_day);
        }
        charges.invoice(platform, self.numbering().next(today), today, InvoiceKind::Renewal)
    }

    /// The account, if its address and name can be set.
    ///
    /// # Errors
    /// [`Refusal::NotActive`], [`Refusal::NoAccount`] and [`Refusal::Closed`].
    pub fn demand_settable(&self, id: AccountId) -> Result<AccountRef<'_>, Refusal> {
        self.demand_open()?;
        self.active(id)
    }

    /// The account, if it can be reset.
    ///
    /// # Errors
    /// [`Refusal::NotConfigured`], and those of [`Book::demand_settable`].
    pub fn demand_resettable(&self, id: AccountId) -> Result<AccountRef<'_>, Refusal> {
        let account = self.demand_settable(id)?;
        if account.is_configured() { Ok(account) } else { Err(Refusal::NotConfigured { account: id }) }
    }

    /// The account, if it can be restored.
    ///
    /// # Errors
    /// [`Refusal::NotSuspended`], [`Refusal::NoAccount`], and those of [`Book::demand_active`].
    pub fn demand_restorable(&self, id: AccountId) -> Result<AccountRef<'_>, Refusal> {
        self.demand_active()?;
        self.standing(id, Status::Suspended)?.ok_or(Refusal::NotSuspended { account: id })
    }

    fn active(&self, id: AccountId) -> Result<AccountRef<'_>, Refusal> {
        self.standing(id, Status::Active)?.ok_or(Refusal::NotActive { account: id })
    }

    /// The account, if it has this status. A deleted one has another, though it has left the book.
    fn standing(&self, id: AccountId, status: Status) -> Result<Option<AccountRef<'_>>, Refusal> {
        match self.account(id) {
            None if !self.is_deleted(id) => Err(Refusal::NoAccount { account: id }),
            account => Ok(account.filter(|account| account.status == status)),
        }
    }
}
