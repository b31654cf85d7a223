//! What a language has for an invoice.

use chrono::NaiveDate;

use crate::{calendar::Term, invoice::InvoiceKind};

/// The words and marks of one language.
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
    /// Of a rate, on a sum.
    pub on: &'static str,
    pub page: [&'static str; 2],
    pub order: &'static str,
    pub renewal: &'static str,
    pub monthly: &'static str,
    pub yearly: &'static str,
    /// Between thousands.
    pub thousands: &'static str,
    /// Before the minor units.
    pub decimal: &'static str,
    /// The sign of percent, with the space before it.
    pub percent: &'static str,
    /// A date.
    pub day: fn(NaiveDate) -> String,
    /// A sign, a number and the symbol of a currency.
    pub price: fn(&str, &str, &str) -> String,
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
