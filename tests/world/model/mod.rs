//! The rules once more, written only from their description and as naively as possible: every account is looked at on
//! every day, and money is added up line by line. Every host must do what this model says.

mod change;
mod command;
mod roster;
mod time;

pub use self::command::Mind;

use domain::{
    account::{RenewalMode, Status},
    calendar::Term,
    platform::{Alignment, NewPlatform},
};

use crate::{
    calendar::Day,
    shapes::{Bill, Place, Promise, Seat, Why},
};

/// An account: what can be seen of it, and what the rules remember besides.
#[derive(Debug, Clone)]
pub struct Account {
    pub seat: Seat,
    /// The mode that it gets back when a termination is taken back.
    pub held: Option<RenewalMode>,
    /// Whether it has renewed on this platform.
    renewed: bool,
    /// Whether anything was done to it or fell due for it since it was imported.
    touched: bool,
}

/// Prices that begin on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub from: Day,
    pub monthly: i64,
    pub yearly: i64,
    pub rate: Option<u16>,
}

/// An import: its first and last account, and whether it was taken back.
#[derive(Debug, Clone)]
pub struct Import {
    pub first: u32,
    pub last: u32,
    pub gone: bool,
}

/// A platform.
#[derive(Debug, Clone)]
pub struct Model {
    pub name: String,
    pub today: Day,
    pub domains: Vec<String>,
    pub retention: u32,
    rate: u16,
    aligned: bool,
    buyer: Option<String>,
    pub versions: Vec<Version>,
    pub accounts: Vec<Account>,
    pub bills: Vec<Bill>,
    /// The lines of every submission, undone or not.
    pub submissions: Vec<Vec<Promise>>,
    pub imports: Vec<Import>,
    terminating: bool,
}

impl Model {
    pub fn of(new: &NewPlatform, today: Day) -> Self {
        let version = |version: &domain::catalog::NewPrice| Version {
            from: version.from.map_or(today, Into::into),
            monthly: version.monthly_net.0,
            yearly: version.yearly_net.0,
            rate: version.vat_rate.map(|rate| rate.0),
        };
        Self {
            name: new.name.clone(),
            today,
            domains: Self::plain(&new.domains),
            retention: u32::from(new.retention_days),
            rate: new.vat_rate.map_or(1_900, |rate| rate.0),
            aligned: new.alignment == Alignment::FirstOfMonth,
            buyer: new.buyer.as_ref().map(|buyer| buyer.name.clone()),
            versions: new.catalog.iter().map(version).collect(),
            accounts: Vec::new(),
            bills: Vec::new(),
            submissions: Vec::new(),
            imports: Vec::new(),
            terminating: false,
        }
    }

    /// Domains in lower case and sorted, for comparing.
    fn plain(domains: &[String]) -> Vec<String> {
        let mut plain: Vec<String> = domains.iter().map(|domain| domain.to_lowercase()).collect();
        plain.sort();
        plain.dedup();
        plain
    }

    /// The accounts that can be seen, which excludes those whose import was taken back.
    pub fn seats(&self) -> impl Iterator<Item = &Seat> {
        self.accounts.iter().map(|account| &account.seat).filter(|seat| seat.status != Status::Withdrawn)
    }

    pub fn seat(&self, id: u32) -> Option<&Seat> {
        self.seats().find(|seat| seat.id == id)
    }

    fn account(&mut self, id: u32) -> &mut Account {
        self.accounts.iter_mut().find(|account| account.seat.id == id).expect("it was looked up")
    }

    fn next_id(&self) -> u32 {
        u32::try_from(self.accounts.len()).expect("not many") + 1
    }

    fn number_of(&self, status: Status) -> u32 {
        u32::try_from(self.seats().filter(|seat| seat.status == status).count()).expect("not many")
    }

    pub fn place(&self) -> Place {
        let [active, suspended, deleted] = Status::ALL.map(|status| self.number_of(status));
        let status = match (self.terminating, active + suspended) {
            (false, _) => "active",
            (true, 0) => "closed",
            (true, _) => "terminating",
        };
        Place { name: self.name.clone(), today: self.today, status, active, suspended, deleted }
    }

    pub fn is_terminating(&self) -> bool {
        self.place().status == "terminating"
    }

    pub fn is_closed(&self) -> bool {
        self.place().status == "closed"
    }

    fn demand_active(&self) -> Result<(), Why> {
        match self.place().status {
            "terminating" => Err(Why::Terminating),
            "closed" => Err(Why::Closed),
            _ => Ok(()),
        }
    }

    fn demand_open(&self) -> Result<(), Why> {
        if self.is_closed() { Err(Why::Closed) } else { Ok(()) }
    }

    fn demand_live(&self, id: u32) -> Result<&Seat, Why> {
        let seat = self.seat(id).ok_or(Why::NoAccount)?;
        if seat.status == Status::Active { Ok(seat) } else { Err(Why::NotActive) }
    }

    /// Whether an address belongs to another account.
    fn is_taken(&self, address: &str, by_another_than: u32) -> bool {
        self.seats().any(|seat| {
            seat.id != by_another_than
                && seat.status != Status::Deleted
                && seat.address.to_lowercase() == address.to_lowercase()
        })
    }
}

/// Whether a text is an address, as the rules require it everywhere.
fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !domain.contains('@') && !text.contains([' ', '"'])
    })
}

fn domain_of(address: &str) -> String {
    address.split('@').next_back().unwrap_or_default().to_lowercase()
}

fn is_placeholder(address: &str) -> bool {
    address.to_lowercase().ends_with(".invalid")
}

fn placeholder(id: u32) -> String {
    format!("seat-{id}@unassigned.invalid")
}

fn is_name(text: &str) -> bool {
    text.chars().count() <= 200 && !text.contains('\u{7}')
}

const fn months(term: Term) -> i32 {
    match term {
        Term::Monthly => 1,
        Term::Yearly => 12,
    }
}

const fn term_of(mode: RenewalMode) -> Option<Term> {
    match mode {
        RenewalMode::Monthly => Some(Term::Monthly),
        RenewalMode::Yearly => Some(Term::Yearly),
        RenewalMode::Never => None,
    }
}
