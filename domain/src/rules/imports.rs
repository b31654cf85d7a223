//! Adding the accounts of a roster, taking that back, and writing rosters as CSV (RFC 4180). A roster is taken with all of
//! its lines or not at all.

use super::rosters::RosterTarget;
use crate::{
    account::{AccountId, AccountRef, Address},
    book::Book,
    calendar::iso,
    csv::{self, guard},
    event::Event,
    refusal::Refusal,
    roster::{Column, Roster},
    stamp::Revision,
};

impl Book {
    /// This book's platform as the target of a roster.
    pub fn roster_target(&self) -> RosterTarget<'_> {
        let platform = self.platform();
        RosterTarget {
            today: self.today(),
            domains: &platform.domains,
            alignment: platform.alignment,
            book: Some(self),
        }
    }

    /// Adds the accounts of a roster that was read for this book. An address at `unassigned.invalid` becomes the
    /// placeholder of the account that it is given to.
    ///
    /// # Errors
    /// Those of [`Book::demand_active`].
    pub fn import(&self, Roster(mut entries): Roster) -> Result<Event, Refusal> {
        self.demand_active()?;
        let first = self.next_id();
        for (entry, id) in entries.iter_mut().zip(first.0..) {
            if entry.address.is_unassigned() {
                entry.address = Address::placeholder(AccountId(id));
            }
        }
        Ok(Event::AccountsImported { first, accounts: Roster(entries) })
    }

    /// Takes back the whole import of this revision, as long as nothing has happened to any of its accounts.
    ///
    /// # Errors
    /// [`Refusal::ImportTouched`], and those of [`Book::demand_active`].
    pub fn take_import_back(&self, import: Revision) -> Result<Event, Refusal> {
        self.demand_active()?;
        let mut open = self.imports().iter();
        let (first, (last, _)) = open.find(|(_, (_, at))| *at == import).ok_or(Refusal::ImportTouched)?;
        Ok(Event::ImportTakenBack { import, accounts: (first.0..=last.0).map(AccountId).collect() })
    }
}

/// Writes accounts as a roster with all six columns. Lines end in CR LF.
pub fn write_roster<'a>(accounts: impl IntoIterator<Item = AccountRef<'a>>) -> String {
    let mut text = roster_head();
    write_roster_lines(&mut text, accounts);
    text
}

/// The line of a roster that names its columns.
pub fn roster_head() -> String {
    let mut text = String::new();
    csv::write_row(&mut text, Column::OWN.map(Column::as_str));
    text
}

/// Adds the lines of accounts to a roster.
pub fn write_roster_lines<'a>(text: &mut String, accounts: impl IntoIterator<Item = AccountRef<'a>>) {
    for account in accounts {
        let ordered_on = account.ordered_on.map(iso::format).unwrap_or_default();
        let anchor_day = account.anchor_day.to_string();
        let expires_on = iso::format(account.expires_on);
        let (address, name) = (guard(account.address.as_str()), guard(account.display_name));
        csv::write_row(text, [&address, &name, account.mode.as_str(), &expires_on, &ordered_on, &anchor_day]);
    }
}
