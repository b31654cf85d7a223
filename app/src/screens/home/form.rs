//! What is typed where a platform is made, and what the worker is asked for with it.

use chrono::NaiveDate;
use domain::{
    calendar::parse_date,
    catalog::PriceVersion,
    money::{Amount, VatRate},
    platform::{Alignment, Currency, NewPlatform},
    tax::TaxCategory,
};

use super::super::typed;

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
    /// The browser's IANA time zone.
    pub time_zone: String,
}

impl Form {
    /// The day the roster is read against: that of the test clock, else `today`.
    pub fn first_day(&self, today: NaiveDate) -> NaiveDate {
        let clock = self.has_clock.then(|| parse_date(&self.clock).ok()).flatten();
        clock.unwrap_or(today)
    }

    /// What the worker is asked for. `today` is the browser's: prices begin a day earlier, for the worker may be
    /// behind it.
    ///
    /// # Errors
    /// Every field that cannot be meant.
    pub fn read(&self, today: NaiveDate) -> Result<NewPlatform, Vec<Field>> {
        let mut wrong = Vec::new();
        let mut need = |field, ok: bool| {
            if !ok {
                wrong.push(field);
            }
        };
        let name = self.name.trim().to_owned();
        let digits = Currency::default().minor_units();
        let monthly = typed::number(&self.monthly, digits).filter(|price| *price <= Amount::MAX_PRICE.0);
        let yearly = typed::number(&self.yearly, digits).filter(|price| *price <= Amount::MAX_PRICE.0);
        let vat = typed::number(&self.vat, 2)
            .and_then(|rate| u16::try_from(rate).ok())
            .filter(|rate| *rate <= VatRate::MAX.0);
        let retention = self.retention.trim().parse::<u16>().ok().filter(|days| *days <= 365);
        let clock = if self.has_clock { parse_date(&self.clock).ok().map(Some) } else { Some(None) };
        need(Field::Name, !name.is_empty() && name.chars().count() <= 200);
        need(Field::Monthly, monthly.is_some());
        need(Field::Yearly, yearly.is_some());
        need(Field::Vat, vat.is_some());
        need(Field::Retention, retention.is_some());
        need(Field::Clock, clock.is_some());
        let (Some(monthly), Some(yearly), Some(vat), Some(retention_days), Some(test_clock)) =
            (monthly, yearly, vat, retention, clock)
        else {
            return Err(wrong);
        };
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let first_day = test_clock.unwrap_or(today);
        let from = first_day.pred_opt().unwrap_or(first_day);
        let price = PriceVersion { from, monthly_net: Amount(monthly), yearly_net: Amount(yearly), vat_rate: None };
        Ok(NewPlatform {
            id: None,
            name,
            time_zone: self.time_zone.clone(),
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
