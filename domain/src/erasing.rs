//! What is stored of one person, found by the address of a mailbox, and how it is erased: a hash takes the place of the
//! texts in the record, and a placeholder wherever else they are shown.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::{
    account::{AccountId, AccountRef, Address, AddressRef},
    chain::{self, Salts},
    event::{Event, Recorded},
    stamp::Revision,
};

/// How many years invoices are kept in Germany, from the end of their year (§ 14b UStG, § 147 AO).
pub const KEPT_YEARS: i32 = 8;

/// The day until which an invoice of this date is kept.
pub fn kept_until(invoiced: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(invoiced.year().saturating_add(KEPT_YEARS), 12, 31)
}

/// Whose texts are sought: those of whoever had an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    identity: String,
}

/// The members of a text that name a person, as a host reads them from JSON.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Members {
    address: Option<String>,
    display_name: Option<String>,
}

/// How a host reads members that stand in a text as `"address":"…","display_name":"…"`; none if they are no JSON.
pub type Read = fn(&str) -> Option<Members>;

impl Sought {
    /// Whoever had this address, in whatever way it was written ([`Address::identity`]).
    pub fn by(address: &Address) -> Self {
        Self { identity: address.identity().into_owned() }
    }

    /// Whether this is the address.
    pub fn has(&self, address: AddressRef<'_>) -> bool {
        address.identity() == self.identity
    }

    /// The members of a text, if they name the person.
    fn named(&self, members: &str, read: Read) -> Option<Members> {
        let read = read(members)?;
        let address = read.address.clone()?;
        self.has(Address::from(address).borrowed()).then_some(read)
    }

    /// Whether a text names the person: an entry or an answer, as it is stored.
    pub fn is_in(&self, text: &str, read: Read) -> bool {
        chain::replaced(text, |members| self.named(members, read).map(|_| String::new())).is_some()
    }

    /// An entry without the person's texts, and the salts of the others; none if it does not name the person.
    pub fn out_of_entry(&self, entry: &str, salts: &Salts, read: Read) -> Option<(String, Option<Salts>)> {
        chain::erased(entry, salts, |members| self.named(members, read).is_some())
    }

    /// An answer without the person's texts, which are erased on this day; none if it does not name the person.
    pub fn out_of_answer(&self, body: &str, on: NaiveDate, read: Read) -> Option<String> {
        chain::replaced(body, |members| {
            let Members { display_name, .. } = self.named(members, read)?;
            let name = if display_name.is_some() { ",\"display_name\":\"\"" } else { "" };
            Some(format!("\"address\":\"{}\"{name}", Address::erased_on(on)))
        })
    }

    /// What an entry gave to the person: an account, the address as it was written, and the name beside it.
    pub fn given<'a>(&self, recorded: &'a Recorded) -> Vec<(AccountId, &'a Address, &'a str)> {
        match &recorded.event {
            Event::AccountsImported { first, accounts } => (first.0..)
                .map(AccountId)
                .zip(accounts.entries())
                .filter(|(_, entry)| self.has(entry.address.borrowed()))
                .map(|(id, entry)| (id, &entry.address, entry.display_name.as_str()))
                .collect(),
            Event::AccountSetUp { account, address, display_name } if self.has(address.borrowed()) => {
                vec![(*account, address, display_name)]
            }
            Event::AccountSetUp { .. }
            | Event::PlatformCreated { .. }
            | Event::ModesChanged { .. }
            | Event::Renewed { .. }
            | Event::Suspended { .. }
            | Event::Deleted { .. }
            | Event::AccountsOrdered { .. }
            | Event::AccountReset { .. }
            | Event::AccountRestored { .. }
            | Event::ImportTakenBack { .. }
            | Event::TerminationBegun { .. }
            | Event::TerminationTakenBack { .. }
            | Event::SettingsChanged { .. }
            | Event::ClockMoved {}
            | Event::MovedAway { .. }
            | Event::MovedIn { .. }
            | Event::PersonErased { .. } => Vec::new(),
        }
    }
}

/// The times in which accounts were the person's, by the entries that name the person and those after which an account has
/// another address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans(BTreeMap<AccountId, Vec<(Revision, Option<Revision>)>>);

impl Spans {
    /// Looks at the next entry. Only those that give or take an address change anything.
    pub fn follow(&mut self, sought: &Sought, recorded: &Recorded) {
        let given: Vec<AccountId> = sought.given(recorded).into_iter().map(|(id, ..)| id).collect();
        let other = if let Event::AccountSetUp { account, .. } | Event::AccountReset { account } = &recorded.event {
            Some(*account)
        } else {
            None
        };
        if let Some(last) = other.filter(|id| !given.contains(id)).and_then(|id| self.0.get_mut(&id)?.last_mut()) {
            last.1.get_or_insert(recorded.revision);
        }
        for id in given {
            let spans = self.0.entry(id).or_default();
            if spans.last().is_none_or(|(_, end)| end.is_some()) {
                spans.push((recorded.revision, None));
            }
        }
    }

    /// The accounts that ever were the person's, by id.
    pub fn accounts(&self) -> impl Iterator<Item = AccountId> + '_ {
        self.0.keys().copied()
    }

    /// The accounts that were the person's at a revision, which may be that at which one got another address.
    pub fn at(&self, revision: Revision) -> impl Iterator<Item = AccountId> + '_ {
        let within =
            move |(from, to): &(Revision, Option<Revision>)| *from <= revision && to.is_none_or(|to| revision <= to);
        self.0.iter().filter(move |(_, spans)| spans.iter().any(within)).map(|(id, _)| *id)
    }
}

/// The accounts that were a person's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bearers {
    /// Those that were to the last, and have left the book.
    pub gone: Vec<AccountId>,
    /// Those that got another address before they left the book, or have it now.
    pub before: Vec<AccountId>,
}

impl Bearers {
    /// The accounts that ever were the person's, as they stand now. Each `lives` in the book, or has `left` it. Those that still
    /// live with the address are left out: they are the book's to find.
    pub fn of<'a>(
        sought: &Sought,
        spans: &Spans,
        lives: impl Fn(AccountId) -> Option<AccountRef<'a>>,
        left: impl Fn(AccountId) -> Option<AccountRef<'a>>,
    ) -> Self {
        let mut bearers = Self::default();
        for id in spans.accounts() {
            match (lives(id), left(id)) {
                (Some(account), _) if sought.has(account.address) => {}
                (None, Some(account)) if sought.has(account.address) => bearers.gone.push(id),
                (Some(_), _) | (None, _) => bearers.before.push(id),
            }
        }
        bearers
    }
}
