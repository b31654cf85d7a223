//! All requests to a platform in the model, except for summaries.

use domain::{
    account::{RenewalMode, Status},
    calendar::Term,
    party::Party,
    settings::Settings,
};

use super::{Account, Model, Version, domain_of, is_address, is_name, is_placeholder, placeholder, term_of};
use crate::{
    calendar::{Day, LAST_TODAY},
    shapes::{Done, Price, Promise, Request, Seat, Why},
};

/// What the person who asks had seen.
#[derive(Debug, Clone, Copy)]
pub enum Mind<'a> {
    Nothing,
    Lines(&'a [Promise]),
    Price(&'a Price),
}

impl Model {
    /// Does a request, or returns why not and changes nothing.
    pub fn perform(&mut self, request: &Request, mind: Mind<'_>) -> Result<Done, Why> {
        match request {
            Request::Import(lines) => self.import(lines),
            Request::TakeImportBack { index, .. } => self.take_import_back(*index),
            Request::Change { wishes, .. } => match mind {
                Mind::Lines(lines) => self.submit(wishes, Some(lines)),
                Mind::Nothing | Mind::Price(_) => self.submit(wishes, None),
            },
            Request::Undo { index, .. } => self.undo(*index),
            Request::Order { quantity, term, .. } => match mind {
                Mind::Price(price) => self.order(*quantity, *term, Some(price)),
                Mind::Nothing | Mind::Lines(_) => self.order(*quantity, *term, None),
            },
            Request::SetUp { account, address, name } => self.set_up(*account, address.as_deref(), name.as_deref()),
            Request::Reset { account, confirm } => self.reset(*account, confirm),
            Request::Restore { account, mode } => self.restore(*account, *mode),
            Request::Terminate { confirm } => self.terminate(confirm),
            Request::TakeBack => self.take_back(),
            Request::Settings(settings) => self.set(settings),
            Request::Clock(to) => self.clock(*to),
        }
    }

    /// What an order would cost.
    pub fn price(&self, quantity: u32, term: Term) -> Result<Price, Why> {
        let mut dry = self.clone();
        dry.demand_active()?;
        if quantity == 0 || quantity > 1_000 {
            return Err(Why::Quantity);
        }
        let charge = self.charge(self.today, self.today.day, term);
        let bill = dry.bill(true, &(0..quantity).map(|id| (charge, id)).collect::<Vec<_>>());
        Ok(Price {
            quantity,
            term,
            start: charge.start,
            end: charge.end,
            unit: charge.unit,
            rate: charge.rate,
            net: bill.net,
            vat: bill.vat,
            gross: bill.gross,
        })
    }

    fn order(&mut self, quantity: u32, term: Term, seen: Option<&Price>) -> Result<Done, Why> {
        if Some(&self.price(quantity, term)?) != seen {
            return Err(Why::Stale);
        }
        let today = self.today;
        let charge = self.charge(today, today.day, term);
        let mut charges = Vec::new();
        for _ in 0..quantity {
            let id = self.next_id();
            let seat = Seat {
                id,
                address: placeholder(id),
                name: String::new(),
                mode: if term == Term::Monthly { RenewalMode::Monthly } else { RenewalMode::Yearly },
                status: Status::Active,
                ordered: Some(today),
                anchor: today.day,
                expires: charge.end,
                deletes: None,
                reset: None,
            };
            self.accounts.push(Account { seat, held: None, renewed: false, touched: false });
            charges.push((charge, id));
        }
        let number = self.bill(true, &charges).number;
        Ok(Done::Ordered { accounts: charges.iter().map(|(_, id)| *id).collect(), number })
    }

    fn seated(&self, id: u32) -> Done {
        Done::Seat(Box::new(self.seat(id).expect("it was looked up").clone()))
    }

    fn set_up(&mut self, id: u32, address: Option<&str>, name: Option<&str>) -> Result<Done, Why> {
        self.demand_open()?;
        let seat = self.demand_live(id)?;
        let same = address.is_none_or(|address| address == seat.address);
        let address = address.unwrap_or(&seat.address).to_owned();
        let name = name.unwrap_or(&seat.name).to_owned();
        let ours = same || self.domains.is_empty() || self.domains.contains(&domain_of(&address));
        if is_placeholder(&address) || !is_address(&address) || !ours || self.is_taken(&address, id) {
            return Err(Why::Field("address"));
        }
        if !is_name(&name) {
            return Err(Why::Field("display_name"));
        }
        let account = self.account(id);
        account.touched |= (&account.seat.address, &account.seat.name) != (&address, &name);
        (account.seat.address, account.seat.name) = (address, name);
        Ok(self.seated(id))
    }

    fn reset(&mut self, id: u32, confirm: &str) -> Result<Done, Why> {
        self.demand_open()?;
        let seat = self.demand_live(id)?;
        if is_placeholder(&seat.address) {
            return Err(Why::NotConfigured);
        }
        if confirm.trim().to_lowercase() != seat.address.to_lowercase() {
            return Err(Why::Unconfirmed);
        }
        let today = self.today;
        let account = self.account(id);
        account.touched = true;
        (account.seat.address, account.seat.name, account.seat.reset) = (placeholder(id), String::new(), Some(today));
        Ok(self.seated(id))
    }

    fn restore(&mut self, id: u32, mode: RenewalMode) -> Result<Done, Why> {
        self.demand_active()?;
        if self.seat(id).ok_or(Why::NoAccount)?.status != Status::Suspended {
            return Err(Why::NotSuspended);
        }
        let term = term_of(mode).ok_or(Why::RestoreMode)?;
        let mut account = self.account(id).clone();
        let mut charges = Vec::new();
        while account.seat.expires <= self.today {
            let (charge, after) = self.renewed(&account, term);
            charges.push((charge, id));
            account = after;
        }
        (account.seat.status, account.seat.mode, account.seat.deletes) = (Status::Active, mode, None);
        *self.account(id) = account;
        self.bill(false, &charges);
        Ok(self.seated(id))
    }

    fn terminate(&mut self, confirm: &str) -> Result<Done, Why> {
        self.demand_active()?;
        if confirm.trim() != self.name.trim() {
            return Err(Why::Unconfirmed);
        }
        self.terminating = true;
        for account in self.accounts.iter_mut().filter(|account| account.seat.status == Status::Active) {
            account.held = Some(account.seat.mode);
            account.seat.mode = RenewalMode::Never;
        }
        Ok(Done::Platform(self.place()))
    }

    fn take_back(&mut self) -> Result<Done, Why> {
        match self.place().status {
            "closed" => return Err(Why::Closed),
            "active" => return Err(Why::NotTerminating),
            _ => {}
        }
        self.terminating = false;
        for account in &mut self.accounts {
            if let Some(mode) = account.held.take() {
                account.seat.mode = mode;
            }
        }
        Ok(Done::Platform(self.place()))
    }

    fn set(&mut self, settings: &Settings) -> Result<Done, Why> {
        self.demand_open()?;
        let name = settings.name.as_ref().is_none_or(|name| !name.trim().is_empty() && is_name(name));
        let retention = settings.retention_days.is_none_or(|days| days <= 365);
        let domain = |domain: &String| is_address(&format!("a@{domain}")) && !is_placeholder(domain);
        let domains = settings.domains.iter().flatten().all(domain);
        let versions: Vec<Version> = settings.catalog.iter().flatten().map(version).collect();
        let alone = |version: &Version| versions.iter().filter(|other| other.from == version.from).count() == 1;
        let price = |net: i64| (0..=1_000_000_000).contains(&net);
        let sound = |version: &Version| {
            let prices = price(version.monthly) && price(version.yearly);
            version.from > self.today && alone(version) && prices && version.rate.is_none_or(|rate| rate <= 10_000)
        };
        if !(name && retention && domains && versions.iter().all(sound)) {
            return Err(Why::Settings);
        }
        if let Some(name) = &settings.name {
            self.name.clone_from(name);
        }
        if let Some(days) = settings.retention_days {
            self.retention = days.into();
        }
        if let Some(domains) = &settings.domains {
            self.domains = Self::plain(domains);
        }
        if let Some(buyer) = &settings.buyer {
            self.buyer = buyer.as_ref().map(|Party { name, .. }| name.clone());
        }
        self.versions.retain(|old| versions.iter().all(|new| new.from != old.from));
        self.versions.extend(versions);
        Ok(Done::Platform(self.place()))
    }

    fn clock(&mut self, to: Day) -> Result<Done, Why> {
        if to < self.today {
            return Err(Why::Backwards);
        }
        if to > self.today.shifted(240, self.today.day).min(LAST_TODAY) {
            return Err(Why::TooFar);
        }
        self.advance(to);
        Ok(Done::Platform(self.place()))
    }
}

fn version(version: &domain::catalog::PriceVersion) -> Version {
    Version {
        from: version.from.into(),
        monthly: version.monthly_net.0,
        yearly: version.yearly_net.0,
        rate: version.vat_rate.map(|rate| rate.0),
    }
}
