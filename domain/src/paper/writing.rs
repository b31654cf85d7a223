//! How the languages write dates, amounts and rates.

use chrono::NaiveDate;

use super::SheetWords;
use crate::{
    calendar::{Period, iso},
    language::Language,
    money::{Amount, VatRate},
    platform::Currency,
    tax::TaxCategory,
};

impl Language {
    /// A date, such as `01.12.2026`, `1 Dec 2026` or `01/12/2026`.
    pub fn date(self, date: NaiveDate) -> String {
        (self.words().day)(date)
    }

    /// A period by its first and its last paid day.
    pub fn period(self, period: Period) -> String {
        let last = period.end.pred_opt().unwrap_or(period.end);
        format!("{} – {}", self.date(period.start), self.date(last))
    }

    /// An amount with this many digits after the point, such as `7.430,16 €`, `€7,430.16` or `7 430,16 €`.
    pub fn money(self, amount: Amount, currency: &Currency, minor_units: usize) -> String {
        let words = self.words();
        let text = amount.decimal(minor_units);
        let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |text| ("-", text));
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let point = if part.is_empty() { "" } else { words.decimal };
        let number = format!("{}{point}{part}", grouped(whole, words.thousands));
        let symbol = match currency.as_str() {
            "EUR" => "€",
            code => code,
        };
        (words.price)(sign, &number, symbol)
    }

    /// An amount with this many digits after the point as a spreadsheet reads it: `7430,16`, `7430.16`.
    pub(crate) fn plain_amount(self, amount: Amount, minor_units: usize) -> String {
        amount.decimal(minor_units).replace('.', self.words().decimal)
    }

    /// A date as a spreadsheet reads it: `01.12.2026`, `2026-12-01`, `01/12/2026`.
    pub(crate) fn plain_date(self, date: NaiveDate) -> String {
        match self {
            Self::De | Self::Fr => self.date(date),
            Self::En => iso::format(date),
        }
    }

    /// The words of a list of accounts for a spreadsheet.
    pub(crate) const fn sheet(self) -> &'static SheetWords {
        &self.words().sheet
    }

    /// A number, such as `1.000`, `1,000` or `1 000`.
    pub fn count(self, number: u32) -> String {
        grouped(&number.to_string(), self.words().thousands)
    }

    /// Why no tax is charged: the reason that the seller gives, or the usual words of the category. None if tax is
    /// charged.
    pub fn tax_words(self, category: TaxCategory, reason: Option<&str>) -> Option<&str> {
        let words = self.words();
        let usual = match category {
            TaxCategory::Standard => return None,
            TaxCategory::ReverseCharge => words.reverse_charge,
            TaxCategory::Exempt => words.exempt,
            TaxCategory::Zero => words.zero,
        };
        Some(reason.unwrap_or(usual))
    }

    /// A rate of tax, such as `19 %` or `5,5 %`.
    pub fn rate(self, rate: VatRate) -> String {
        let words = self.words();
        rate.percent().replace('.', words.decimal) + words.percent
    }
}

fn grouped(digits: &str, mark: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(mark);
        }
        text.push(digit);
    }
    text
}
