//! Invoices and what lies ahead, on the wire.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::iso,
    invoice::{Invoice, InvoiceKind, InvoiceNumber},
    money::Amount,
    rules::Month,
};

/// An invoice in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceHead {
    /// Its number.
    pub number: InvoiceNumber,
    /// The day it counts for.
    #[serde(with = "iso")]
    pub date: NaiveDate,
    /// What it is for.
    pub kind: InvoiceKind,
    /// The sum of its lines.
    pub net: Amount,
    /// The tax.
    pub vat: Amount,
    /// Net + VAT.
    pub gross: Amount,
}

impl From<&Invoice> for InvoiceHead {
    fn from(invoice: &Invoice) -> Self {
        let Invoice { number, date, kind, net, vat, gross, .. } = *invoice;
        Self { number, date, kind, net, vat, gross }
    }
}

/// What lies ahead if nobody changes anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Forecast {
    /// The calendar months from that of today on.
    pub months: Vec<ForecastMonth>,
}

/// A calendar month ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForecastMonth {
    /// `YYYY-MM`.
    pub month: String,
    /// How many renewals fall due.
    pub renewals: u32,
    /// How many accounts close.
    pub closings: u32,
    /// The net price of the renewals.
    pub net: Amount,
    /// The tax on them, as the invoices of the days will have it.
    pub vat: Amount,
    /// Net + VAT.
    pub gross: Amount,
}

impl From<&Month> for ForecastMonth {
    fn from(month: &Month) -> Self {
        Self {
            month: format!("{:04}-{:02}", month.first.year(), month.first.month()),
            renewals: month.renewals,
            closings: month.closings,
            net: month.net,
            vat: month.vat,
            gross: month.gross(),
        }
    }
}
