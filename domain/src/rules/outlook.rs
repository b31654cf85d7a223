//! What is ahead if nobody changes anything: the next renewal, the cost of the next twelve months, and a forecast by
//! month.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    account::RenewalMode,
    book::Book,
    calendar::{AnchorDay, CalendarMonth, LAST_DAY, first_of_month, months_between, year_after},
    cohort::Cohort,
    money::{Amount, VatRate},
    platform::Platform,
};

/// A table of what one account of a cohort costs in the twelve months from today. Each cohort is computed once.
#[derive(Debug)]
pub struct Costs<'a> {
    platform: &'a Platform,
    end: NaiveDate,
    known: BTreeMap<(NaiveDate, AnchorDay), [Option<Amount>; 3]>,
}

impl Costs<'_> {
    /// The net cost of one account's renewals in those twelve months.
    pub fn year_net(&mut self, cohort: Cohort) -> Amount {
        let [cost] = self.year_nets(cohort, [cohort.mode]);
        cost
    }

    /// What those renewals cost more, or less if negative, if the account has another mode.
    pub fn difference(&mut self, cohort: Cohort, mode: RenewalMode) -> Amount {
        let [before, after] = self.year_nets(cohort, [cohort.mode, mode]);
        after - before
    }

    /// The cost of an account of a cohort in some modes.
    fn year_nets<const N: usize>(&mut self, cohort: Cohort, modes: [RenewalMode; N]) -> [Amount; N] {
        let (platform, end) = (self.platform, self.end);
        let known = self.known.entry((cohort.expires_on, cohort.anchor_day)).or_default();
        modes.map(|mode| {
            let price = || Cohort { mode, ..cohort }.renewals(platform, end).map(|charge| charge.unit_net).sum();
            known.get_mut(mode as usize).map_or(Amount::ZERO, |known| *known.get_or_insert_with(price))
        })
    }
}

/// What falls due in a calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// The first day of the month.
    pub first: NaiveDate,
    /// How many renewals there are if nobody changes anything.
    pub renewals: u32,
    /// How many accounts close.
    pub closings: u32,
    /// The net price of the renewals.
    pub net: Amount,
    /// The tax on the renewals, rounded as on the invoice of each day.
    pub vat: Amount,
}

impl Month {
    /// A month in which nothing falls due.
    pub const fn empty(first: NaiveDate) -> Self {
        Self { first, renewals: 0, closings: 0, net: Amount::ZERO, vat: Amount::ZERO }
    }

    /// Whether nothing falls due.
    pub const fn is_empty(&self) -> bool {
        self.renewals == 0 && self.closings == 0
    }

    /// Net + VAT.
    pub fn gross(&self) -> Amount {
        self.net + self.vat
    }
}

/// The next invoice if nobody changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bill {
    /// Its day.
    pub on: NaiveDate,
    /// The sum of its lines.
    pub net: Amount,
    /// The tax, rounded once for each rate.
    pub vat: Amount,
}

impl Book {
    /// The cohorts of active accounts, ascending, each with how many there are. On a platform that has moved away, nothing is
    /// ahead of them here.
    fn ahead(&self) -> impl Iterator<Item = (Cohort, u32)> + '_ {
        let here = self.moved().is_none();
        self.cohorts.iter().take_while(move |_| here)
    }

    /// A table of what accounts cost from today until, not including, the same day twelve months later.
    pub fn costs(&self) -> Costs<'_> {
        Costs { platform: self.platform(), end: year_after(self.today()), known: BTreeMap::new() }
    }

    /// The first date on which anything is charged, if nobody changes anything.
    pub fn next_renewal(&self) -> Option<NaiveDate> {
        self.renewals().next().map(|(day, _)| day)
    }

    /// The next invoice, if nobody changes anything.
    pub fn next_bill(&self) -> Option<Bill> {
        let on = self.next_renewal()?;
        let mut taxed: BTreeMap<VatRate, Amount> = BTreeMap::new();
        for (cohort, count) in self.ahead().take_while(|(cohort, _)| cohort.expires_on <= on) {
            if let Some(charge) = cohort.renewals(self.platform(), LAST_DAY).next() {
                *taxed.entry(charge.vat_rate).or_default() += charge.unit_net.times(count);
            }
        }
        let vat = taxed.iter().map(|(rate, net)| rate.of(*net)).sum();
        Some(Bill { on, net: taxed.into_values().sum(), vat })
    }

    /// The days on which accounts close, ascending, each with how many.
    pub fn closings(&self) -> impl Iterator<Item = (NaiveDate, u32)> + '_ {
        let mut closing = self.ahead().filter(|(cohort, _)| cohort.mode == RenewalMode::Never).peekable();
        std::iter::from_fn(move || {
            let (first, mut accounts) = closing.next()?;
            while let Some((_, more)) = closing.next_if(|(cohort, _)| cohort.expires_on == first.expires_on) {
                accounts += more;
            }
            Some((first.expires_on, accounts))
        })
    }

    /// The days on which accounts renew next, ascending, each with a number of accounts. A day comes once for each
    /// cohort.
    pub(crate) fn renewals(&self) -> impl Iterator<Item = (NaiveDate, u32)> + '_ {
        let renewing = self.ahead().filter(|(cohort, _)| cohort.mode.term().is_some());
        renewing.map(|(cohort, count)| (cohort.expires_on, count))
    }

    /// The net cost of the whole platform's renewals from today until, not including, the same day twelve months later.
    pub fn year_net(&self) -> Amount {
        let mut costs = self.costs();
        self.ahead().map(|(cohort, count)| costs.year_net(cohort).times(count)).sum()
    }

    /// The cohorts whose accounts renew or close in a month if nobody changes anything, ascending.
    pub(crate) fn due_in(&self, month: CalendarMonth) -> Vec<Cohort> {
        let platform = self.platform();
        self.ahead().map(|(cohort, _)| cohort).filter(|cohort| cohort.is_due_in(platform, month)).collect()
    }

    /// A forecast of `months` calendar months, beginning with the current one.
    pub fn forecast(&self, months: u32) -> Vec<Month> {
        let first = |offset| first_of_month(self.today(), offset);
        let mut list: Vec<Month> = (0..months).map(|offset| Month::empty(first(offset))).collect();
        let at = |day| usize::try_from(months_between(self.today(), day)).unwrap_or(usize::MAX);
        // there is one invoice a day, and on it one tax for each rate
        let mut taxed: BTreeMap<(NaiveDate, VatRate), Amount> = BTreeMap::new();
        for (cohort, count) in self.ahead() {
            if cohort.mode == RenewalMode::Never
                && let Some(month) = list.get_mut(at(cohort.expires_on))
            {
                month.closings += count;
            }
            for charge in cohort.renewals(self.platform(), first(months)) {
                let (on, net) = (charge.period.start, charge.unit_net.times(count));
                if let Some(month) = list.get_mut(at(on)) {
                    month.renewals += count;
                    month.net += net;
                    *taxed.entry((on, charge.vat_rate)).or_default() += net;
                }
            }
        }
        for ((on, rate), net) in taxed {
            if let Some(month) = list.get_mut(at(on)) {
                month.vat += rate.of(net);
            }
        }
        list
    }
}
