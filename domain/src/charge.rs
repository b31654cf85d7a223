//! What one account is charged for a period. The prices of orders, renewals and restores are all computed here.

use chrono::{Datelike, NaiveDate};

use crate::{
    calendar::{AnchorDay, Period, Term, first_of_month},
    money::{Amount, VatRate},
    platform::{Alignment, Platform},
};

/// What one account is charged for one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Charge {
    /// The time that is paid for.
    pub period: Period,
    /// The term whose price is charged. A shorter period up to the next 1st has the term of the full period.
    pub term: Term,
    /// The net price of one account.
    pub unit_net: Amount,
    /// The rate it is taxed at.
    pub vat_rate: VatRate,
}

impl Platform {
    /// The charge for a full period that begins on `start`, at the price valid on that day.
    pub fn charge(&self, start: NaiveDate, anchor_day: AnchorDay, term: Term) -> Charge {
        let unit_net = self.catalog.on(start).net(term);
        Charge { period: Period::starting(start, anchor_day, term), term, unit_net, vat_rate: self.vat_on(start) }
    }

    /// What an account that expires on `start` is charged when it renews. If all accounts renew on the 1st, one that
    /// expires on another day pays for the days up to the next 1st: their share of the full period that its old anchor
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
    /// The anchor day that a renewal gives an account; none if the account keeps its own.
    pub(crate) const fn anchor_of_renewed(self) -> Option<AnchorDay> {
        match self {
            Self::Anniversary => None,
            Self::FirstOfMonth => Some(AnchorDay::FIRST),
        }
    }

    /// The anchor day after a renewal of an account that had `anchor_day` before it.
    pub fn anchor_after_renewal(self, anchor_day: AnchorDay) -> AnchorDay {
        self.anchor_of_renewed().unwrap_or(anchor_day)
    }
}
