//! The form for a new platform: what is typed, and what the worker is asked for.

use chrono::NaiveDate;
use domain::{
    calendar::parse_date,
    catalog::PriceVersion,
    money::{Amount, VatRate},
    platform::{Alignment, Currency, NewPlatform},
};

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The company's name.
    Name,
    /// The net price for a month.
    Monthly,
    /// The net price for a year.
    Yearly,
    /// The rate of tax.
    Vat,
    /// Days between suspension and deletion.
    Retention,
    /// The first day of the test clock.
    Clock,
}

/// The form as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The company's name.
    pub name: String,
    /// The net price for a month, as `2,49` or `2.49`.
    pub monthly: String,
    /// The net price for a year, as `23,88` or `23.88`.
    pub yearly: String,
    /// The rate of tax in percent, as `19` or `7,7`.
    pub vat: String,
    /// The whole days between suspension and deletion.
    pub retention: String,
    /// Whether the platform has a test clock.
    pub has_clock: bool,
    /// The first day of the test clock, as `YYYY-MM-DD`.
    pub clock: String,
    /// The browser's IANA time zone.
    pub time_zone: String,
}

impl Form {
    /// The date that the roster is read with: the first day of the test clock, or `today` without one.
    pub fn first_day(&self, today: NaiveDate) -> NaiveDate {
        let clock = self.has_clock.then(|| parse_date(&self.clock).ok()).flatten();
        clock.unwrap_or(today)
    }

    /// What the worker is asked for. `today` is the browser's date. Prices begin a day earlier, because the worker's
    /// date may be behind it.
    ///
    /// # Errors
    /// Every field whose text is not valid.
    pub fn read(&self, today: NaiveDate) -> Result<NewPlatform, Vec<Field>> {
        let mut wrong = Vec::new();
        let mut need = |field, ok: bool| {
            if !ok {
                wrong.push(field);
            }
        };
        let name = self.name.trim().to_owned();
        let monthly = decimal(&self.monthly, 2).filter(|price| *price <= Amount::MAX_PRICE.0);
        let yearly = decimal(&self.yearly, 2).filter(|price| *price <= Amount::MAX_PRICE.0);
        let vat =
            decimal(&self.vat, 2).and_then(|rate| u16::try_from(rate).ok()).filter(|rate| *rate <= VatRate::MAX.0);
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
            vat_rate: VatRate(vat),
            alignment: Alignment::default(),
            retention_days,
            domains: Vec::new(),
            catalog: vec![price],
            seller: None,
            buyer: None,
            test_clock,
        })
    }
}

/// Reads a number that is not negative, with a comma or a point, as a whole number of units of its last digit. Nothing
/// is rounded.
pub fn decimal(text: &str, digits: usize) -> Option<i64> {
    let text = text.trim();
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
    let all = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > digits || !all(whole) || !all(part) {
        return None;
    }
    format!("{whole}{part:0<digits$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_read_with_comma_or_point_and_never_rounded() {
        for (text, value) in [
            ("2,49", Some(249)),
            ("2.4", Some(240)),
            (" 23 ", Some(2300)),
            ("0", Some(0)),
            ("2,499", None),
            ("-1", None),
            ("", None),
            ("1.000,00", None),
            ("1e3", None),
        ] {
            assert_eq!(decimal(text, 2), value, "{text:?}");
        }
    }
}
