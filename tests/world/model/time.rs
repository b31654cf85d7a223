//! What happens on each day in the model, and what it costs.

use std::collections::BTreeMap;

use domain::{
    account::{RenewalMode, Status},
    calendar::Term,
};

use super::{Account, Model, Version, months, term_of};
use crate::{
    calendar::{Day, LAST_DAY},
    shapes::{Bill, BillLine, What},
};

/// What one account is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Charge {
    pub start: Day,
    pub end: Day,
    pub term: Term,
    pub unit: i64,
    pub rate: u16,
}

/// `amount` × `part` / `whole` in whole minor units, rounded half up. No amount here is negative.
fn share(amount: i64, part: i64, whole: i64) -> i64 {
    let product = i128::from(amount) * i128::from(part);
    let (units, rest) = (product / i128::from(whole), product % i128::from(whole));
    i64::try_from(units + i128::from(rest * 2 >= i128::from(whole))).expect("an amount")
}

impl Model {
    fn version(&self, day: Day) -> &Version {
        let valid = self.versions.iter().filter(|version| version.from <= day).max_by_key(|version| version.from);
        valid.expect("the earliest begins no later than the platform's first day")
    }

    /// The charge for a full period from `start`.
    pub(super) fn charge(&self, start: Day, anchor: u32, term: Term) -> Charge {
        let version = self.version(start);
        let unit = if term == Term::Monthly { version.monthly } else { version.yearly };
        let rate = version.rate.unwrap_or(self.rate);
        Charge { start, end: start.shifted(months(term), anchor), term, unit, rate }
    }

    /// Renews an account for a term. Returns the charge, and the account afterwards.
    pub(super) fn renewed(&self, account: &Account, term: Term) -> (Charge, Account) {
        let mut after = account.clone();
        let start = account.seat.expires;
        let mut charge = self.charge(start, account.seat.anchor, term);
        if self.aligned && !account.renewed {
            after.seat.anchor = 1;
            if start.day == 1 {
                charge = self.charge(start, 1, term);
            } else {
                let full = start.until(charge.end);
                charge.end = start.shifted(1, 1);
                charge.unit = share(charge.unit, start.until(charge.end).into(), full.into());
            }
        }
        after.renewed = true;
        after.seat.expires = charge.end;
        (charge, after)
    }

    /// What an account with this mode will do at its expiry.
    pub(super) fn what(&self, account: &Account, mode: RenewalMode) -> What {
        match term_of(mode) {
            Some(term) => What::Renews { term, net: self.renewed(account, term).0.unit },
            None => What::Closes { deletes: self.deletion(account.seat.expires) },
        }
    }

    fn deletion(&self, day: Day) -> Day {
        if day.year >= LAST_DAY.year - 1 { day.plus(self.retention).min(LAST_DAY) } else { day.plus(self.retention) }
    }

    /// What an account with this mode costs in the twelve months from today, if it is active.
    pub(super) fn year(&self, account: &Account, mode: RenewalMode) -> i64 {
        let end = self.today.shifted(12, self.today.day);
        let (mut account, mut sum) = (account.clone(), 0);
        let Some(term) = term_of(mode).filter(|_| account.seat.status == Status::Active) else { return 0 };
        while account.seat.expires < end {
            let (charge, after) = self.renewed(&account, term);
            sum += charge.unit;
            account = after;
        }
        sum
    }

    /// Writes an invoice with today's date.
    pub(super) fn bill(&mut self, order: bool, charges: &[(Charge, u32)]) -> Bill {
        let mut lines: BTreeMap<Charge, Vec<u32>> = BTreeMap::new();
        for &(charge, account) in charges {
            lines.entry(charge).or_default().push(account);
        }
        let line = |(charge, accounts): (Charge, Vec<u32>)| {
            let Charge { start, end, term, unit, rate } = charge;
            let quantity = i64::try_from(accounts.len()).expect("not many");
            BillLine { start, end, term, unit, rate, quantity, net: accounts.iter().map(|_| unit).sum(), accounts }
        };
        let lines: Vec<BillLine> = lines.into_iter().map(line).collect();
        let mut nets: BTreeMap<u16, i64> = BTreeMap::new();
        for line in &lines {
            *nets.entry(line.rate).or_default() += line.net;
        }
        let rates: Vec<(u16, i64, i64)> =
            nets.into_iter().map(|(rate, net)| (rate, net, share(net, rate.into(), 10_000))).collect();
        let (net, vat) = (rates.iter().map(|rate| rate.1).sum(), rates.iter().map(|rate| rate.2).sum());
        let this_year = self.bills.iter().filter(|bill| bill.date.year == self.today.year).count();
        let number = format!("{}-{:06}", self.today.year, this_year + 1);
        let buyer = self.buyer.clone().unwrap_or_else(|| self.name.clone());
        let bill = Bill { number, date: self.today, order, buyer, lines, rates, net, vat, gross: net + vat };
        self.bills.push(bill.clone());
        bill
    }

    /// Lets the days pass up to and including `to`. An earlier date changes nothing.
    pub fn advance(&mut self, to: Day) {
        while self.today < to {
            self.today = self.today.next();
            self.run();
        }
    }

    fn run(&mut self) {
        let today = self.today;
        let mut charges = Vec::new();
        for index in 0..self.accounts.len() {
            let account = &self.accounts[index];
            let (id, status) = (account.seat.id, account.seat.status);
            if status == Status::Active && account.seat.expires == today {
                let mut after = match term_of(account.seat.mode) {
                    Some(term) => {
                        let (charge, after) = self.renewed(account, term);
                        charges.push((charge, id));
                        after
                    }
                    None => {
                        let mut after = account.clone();
                        (after.seat.status, after.held) = (Status::Suspended, None);
                        after.seat.deletes = Some(self.deletion(today));
                        after
                    }
                };
                after.touched = true;
                self.accounts[index] = after;
            }
            let account = &mut self.accounts[index];
            if account.seat.status == Status::Suspended && account.seat.deletes == Some(today) {
                account.seat.status = Status::Deleted;
            }
        }
        if !charges.is_empty() {
            self.bill(false, &charges);
        }
    }
}
