//! What earlier versions stored with less in it. An invoice of version 0.1.0 names no buyer where none was set, and has
//! neither decimals nor a category of tax.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    calendar::iso,
    event::Recorded,
    invoice::{self, InvoiceKind, InvoiceLine, InvoiceNumber, RateSum},
    money::Amount,
    platform::{Currency, Party, Platform},
    tax::TaxCategory,
};

/// An invoice as any version stored it.
#[derive(Debug, Deserialize)]
pub(crate) struct Invoice {
    number: InvoiceNumber,
    #[serde(with = "iso")]
    date: NaiveDate,
    kind: InvoiceKind,
    #[serde(default)]
    seller: Option<Party>,
    #[serde(default)]
    buyer: Option<Party>,
    currency: Currency,
    #[serde(default)]
    minor_units: Option<usize>,
    #[serde(default)]
    tax_category: TaxCategory,
    #[serde(default)]
    tax_reason: Option<String>,
    lines: Vec<InvoiceLine>,
    rates: Vec<RateSum>,
    net: Amount,
    vat: Amount,
    gross: Amount,
}

/// The buyer of an invoice that names none: no settings can have a name that is empty.
const NOBODY: Party = Party { name: String::new(), lines: Vec::new(), vat_id: None };

impl From<Invoice> for invoice::Invoice {
    fn from(stored: Invoice) -> Self {
        Self {
            number: stored.number,
            date: stored.date,
            kind: stored.kind,
            seller: stored.seller,
            buyer: stored.buyer.unwrap_or(NOBODY),
            minor_units: stored.minor_units.unwrap_or(stored.currency.minor_units()),
            currency: stored.currency,
            tax_category: stored.tax_category,
            tax_reason: stored.tax_reason,
            lines: stored.lines,
            rates: stored.rates,
            net: stored.net,
            vat: stored.vat,
            gross: stored.gross,
        }
    }
}

/// Walks a record from its beginning and names the buyer of each invoice that names none, by what the record says of
/// that day.
#[derive(Debug)]
pub struct Completion {
    platform: Platform,
}

impl Completion {
    /// Begins with the first entry; none if that does not create a platform.
    pub fn begin(first: &Recorded) -> Option<Self> {
        Platform::after([first]).map(|platform| Self { platform })
    }

    /// Completes the next entry. Entries that neither change settings nor have an invoice may be left out.
    pub fn complete(&mut self, recorded: &mut Recorded) {
        self.platform.follow(&recorded.event);
        if let Some(invoice) = recorded.event.invoice_mut()
            && invoice.buyer == NOBODY
        {
            invoice.buyer = self.platform.buyer_named();
        }
    }
}
