//! What one account is charged for a period. Orders, renewals and restores all find their price here.

use chrono::{Datelike, NaiveDate};

use crate::{
    calendar::{AnchorDay, Period, Term, first_of_month},
    money::{Amount, VatRate},
    platform::{Alignment, Platform},
};

/// One account, one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Charge {
    /// The time that is paid for.
    pub period: Period,
    /// The term whose price is asked; a stub has the term of the mode.
    pub term: Term,
    /// The net price.
    pub unit_net: Amount,
    /// The rate it is taxed at.
    pub vat_rate: VatRate,
}

impl Platform {
    /// A full period that begins on `start`, at the price of that day.
    pub fn charge(&self, start: NaiveDate, anchor_day: AnchorDay, term: Term) -> Charge {
        let unit_net = self.catalog.on(start).net(term);
        Charge { period: Period::starting(start, anchor_day, term), term, unit_net, vat_rate: self.vat_on(start) }
    }

    /// What an account that expires on `start` is charged when it renews. Where the platform aligns, an account that
    /// does not expire on a 1st pays for the days up to the next one: a share of the full period that its old anchor
    /// day would give, rounded per account.
    pub fn renewal(&self, start: NaiveDate, anchor_day: AnchorDay, term: Term) -> Charge {
        let full = self.charge(start, anchor_day, term);
        match self.alignment {
            Alignment::Anniversary => full,
            Alignment::FirstOfMonth if start.day() == 1 => self.charge(start, AnchorDay::FIRST, term),
            Alignment::FirstOfMonth => {
                let period = Period { start, end: first_of_month(start, 1) };
                let unit_net = full.unit_net.share(period.days(), full.period.days());
                Charge { period, unit_net, ..full }
            }
        }
    }
}

impl Alignment {
    /// The anchor day that a renewal gives an account; none where it keeps its own.
    pub(crate) const fn anchor_of_renewed(self) -> Option<AnchorDay> {
        match self {
            Self::Anniversary => None,
            Self::FirstOfMonth => Some(AnchorDay::FIRST),
        }
    }

    /// The anchor day of an account that has renewed.
    pub fn anchor_after_renewal(self, anchor_day: AnchorDay) -> AnchorDay {
        self.anchor_of_renewed().unwrap_or(anchor_day)
    }
}
