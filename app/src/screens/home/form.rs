//! What is typed where a platform is made, and what the worker is asked for with it.

use chrono::NaiveDate;
use domain::{
    calendar::parse_date,
    catalog::PriceVersion,
    money::{Amount, VatRate},
    platform::{Alignment, Currency, NewPlatform},
    stamp::Instant,
    tax::TaxCategory,
};

use super::super::typed;
use crate::{
    preferences,
    widgets::{date_in, own_zone, zones},
};

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The company's name.
    Name,
    /// The price of a month.
    Monthly,
    /// The price of a year.
    Yearly,
    /// The rate of tax.
    Vat,
    /// Days between suspension and deletion.
    Retention,
    /// The time zone.
    Zone,
    /// The day the test clock begins.
    Clock,
}

/// The form as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The company's name.
    pub name: String,
    /// `2,49` or `2.49`.
    pub monthly: String,
    /// `23,88` or `23.88`.
    pub yearly: String,
    /// In percent: `19` or `7,7`.
    pub vat: String,
    /// Whole days.
    pub retention: String,
    /// Whether the platform has a test clock.
    pub has_clock: bool,
    /// The day it begins, `YYYY-MM-DD`.
    pub clock: String,
    /// The name of a time zone of IANA.
    pub time_zone: String,
}

/// How many digits the currency of a new platform has after the point.
pub fn digits() -> usize {
    Currency::default().minor_units()
}

/// The time zone that a form begins with: the one last used in this browser, or else the browser's own where it has a
/// name that IANA knows.
pub fn first_zone() -> String {
    /// What browsers say that do not know where they are.
    const UNKNOWN: &str = "Etc/Unknown";
    let is_one = |zone: &String| zone != UNKNOWN && date_in(zone, "1970-01-01T00:00:00Z").is_some();
    let used = preferences::read("zone").filter(is_one);
    used.or_else(|| own_zone().filter(is_one)).unwrap_or_else(|| "Europe/Berlin".to_owned())
}

/// Begins the next form with this time zone.
pub fn keep_zone(zone: &str) {
    preferences::keep("zone", zone);
}

impl Form {
    /// Today in the form's time zone; `None` if there is no such zone.
    pub fn today(&self, now: &Instant) -> Option<NaiveDate> {
        date_in(self.time_zone.trim(), &now.0)
    }

    /// The platform's first day, which the roster is read against: that of the test clock, else today.
    pub fn first_day(&self, now: &Instant) -> Option<NaiveDate> {
        let clock = self.has_clock.then(|| parse_date(&self.clock).ok()).flatten();
        clock.or_else(|| self.today(now))
    }

    /// What the worker is asked for, at the instant `now`.
    ///
    /// # Errors
    /// Every field that cannot be meant.
    pub fn read(&self, now: &Instant) -> Result<NewPlatform, Vec<Field>> {
        let mut wrong = Vec::new();
        let mut need = |field, ok: bool| {
            if !ok {
                wrong.push(field);
            }
        };
        let name = self.name.trim().to_owned();
        let digits = digits();
        let monthly = typed::number(&self.monthly, digits).ok().filter(|price| *price <= Amount::MAX_PRICE.0);
        let yearly = typed::number(&self.yearly, digits).ok().filter(|price| *price <= Amount::MAX_PRICE.0);
        let vat = typed::number(&self.vat, 2)
            .ok()
            .and_then(|rate| u16::try_from(rate).ok())
            .filter(|rate| *rate <= VatRate::MAX.0);
        let retention = self.retention.trim().parse::<u16>().ok().filter(|days| *days <= 365);
        let clock = if self.has_clock { parse_date(&self.clock).ok().map(Some) } else { Some(None) };
        need(Field::Name, !name.is_empty() && name.chars().count() <= 200);
        need(Field::Monthly, monthly.is_some());
        need(Field::Yearly, yearly.is_some());
        need(Field::Vat, vat.is_some());
        need(Field::Retention, retention.is_some());
        let today = self.today(now);
        need(Field::Zone, today.is_some());
        need(Field::Clock, clock.is_some());
        let (Some(monthly), Some(yearly), Some(vat), Some(retention_days), Some(today), Some(test_clock)) =
            (monthly, yearly, vat, retention, today, clock)
        else {
            return Err(wrong);
        };
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let from = test_clock.unwrap_or(today);
        let price = PriceVersion { from, monthly_net: Amount(monthly), yearly_net: Amount(yearly), vat_rate: None };
        Ok(NewPlatform {
            id: None,
            name,
            time_zone: as_written(self.time_zone.trim()),
            currency: Currency::default(),
            vat_rate: Some(VatRate(vat)),
            tax_category: TaxCategory::default(),
            tax_reason: None,
            alignment: Alignment::default(),
            retention_days,
            domains: Vec::new(),
            catalog: vec![price.into()],
            seller: None,
            buyer: None,
            test_clock,
        })
    }
}

/// The name of a time zone in the letters that IANA writes it with. The browser takes others, the worker does not.
fn as_written(zone: &str) -> String {
    zones().into_iter().find(|own| own.eq_ignore_ascii_case(zone)).unwrap_or_else(|| zone.to_owned())
}
