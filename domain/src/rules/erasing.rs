//! Erasing the texts of a person who asked for it.

use crate::{
    account::Address,
    book::Book,
    erasing::{Bearers, Sought},
    event::Event,
    fold,
    refusal::Refusal,
    roster::RosterFault,
};

impl Book {
    /// The person whose texts somebody asks for.
    ///
    /// # Errors
    /// [`Refusal::Field`] for what is no address of a person.
    pub fn sought(address: &str) -> Result<(Address, Sought), Refusal> {
        let fault = |fault| Refusal::Field { field: "address", fault };
        let address = Address::parse(address.trim()).map_err(|_| fault(RosterFault::Address))?;
        if address.is_placeholder() {
            return Err(fault(RosterFault::Placeholder));
        }
        let sought = Sought::by(&address);
        Ok((address, sought))
    }

    /// Refuses to erase while somebody still has the address, or if nobody ever had it. A closed platform erases, too.
    ///
    /// # Errors
    /// [`Refusal::StillInUse`], [`Refusal::NobodyHad`], and those of [`Book::demand_here`].
    pub fn demand_erasable(&self, address: &Address, bearers: &Bearers) -> Result<(), Refusal> {
        self.demand_here()?;
        if let Some(account) = self.holder(&address.identity()) {
            return Err(Refusal::StillInUse { account });
        }
        let Bearers { gone, before } = bearers;
        if gone.is_empty() && before.is_empty() { Err(Refusal::NobodyHad) } else { Ok(()) }
    }

    /// Erases the texts of whoever had an address. `confirm` is the address as the user typed it.
    ///
    /// # Errors
    /// [`Refusal::Unconfirmed`], and those of [`Book::demand_erasable`].
    pub(super) fn erase(&self, address: &Address, confirm: &str, bearers: Bearers) -> Result<Event, Refusal> {
        self.demand_erasable(address, &bearers)?;
        if !fold::confirms(confirm, address.as_str()) {
            return Err(Refusal::Unconfirmed);
        }
        Ok(Event::PersonErased { accounts: bearers.gone, before: bearers.before })
    }
}
