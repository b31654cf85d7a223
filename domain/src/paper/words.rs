//! The words of an invoice in one language.

use chrono::NaiveDate;

use crate::{calendar::Term, invoice::InvoiceKind};

/// The words and the number formats of one language.
pub(super) struct Words {
    pub invoice: &'static str,
    pub number: &'static str,
    pub date: &'static str,
    pub reason: &'static str,
    pub to: &'static str,
    pub from: &'static str,
    pub vat_id: &'static str,
    pub what: &'static str,
    pub period: &'static str,
    pub quantity: &'static str,
    pub unit_net: &'static str,
    pub vat: &'static str,
    pub net: &'static str,
    pub net_sum: &'static str,
    pub gross_sum: &'static str,
    /// The word between a rate and the sum it applies to, as in "VAT 19% on €10.00".
    pub on: &'static str,
    /// What an invoice says of each category of tax in which no tax is charged.
    pub reverse_charge: &'static str,
    pub exempt: &'static str,
    pub zero: &'static str,
    pub page: [&'static str; 2],
    pub order: &'static str,
    pub renewal: &'static str,
    pub monthly: &'static str,
    pub yearly: &'static str,
    /// The mark between groups of three digits.
    pub thousands: &'static str,
    /// The mark before the minor units.
    pub decimal: &'static str,
    /// The percent sign, with the space before it if there is one.
    pub percent: &'static str,
    /// Writes a date.
    pub day: fn(NaiveDate) -> String,
    /// The words of a list of accounts for a spreadsheet.
    pub sheet: SheetWords,
    /// Joins a minus sign or nothing, a number, and the symbol of a currency.
    pub price: fn(&str, &str, &str) -> String,
}

/// The words of a list of accounts for a spreadsheet.
pub(crate) struct SheetWords {
    pub account: &'static str,
    pub display_name: &'static str,
    pub status: &'static str,
    pub renewal: &'static str,
    pub expiry: &'static str,
    pub deletion: &'static str,
    /// The price on the next day on which something is charged; the code of the currency follows.
    pub next_net: &'static str,
    pub active: &'static str,
    /// In the place of an address that was erased, before the day.
    pub erased_on: &'static str,
    pub not_set_up: &'static str,
    pub suspended: &'static str,
    pub deleted: &'static str,
    pub monthly: &'static str,
    pub yearly: &'static str,
    pub none: &'static str,
}

impl Words {
    pub fn kind(&self, kind: InvoiceKind) -> &'static str {
        match kind {
            InvoiceKind::Order => self.order,
            InvoiceKind::Renewal => self.renewal,
        }
    }

    pub fn term(&self, term: Term) -> &'static str {
        match term {
            Term::Monthly => self.monthly,
            Term::Yearly => self.yearly,
        }
    }
}
