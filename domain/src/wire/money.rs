//! Invoices and forecasts on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{CalendarMonth, iso},
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
    /// The day of the invoice.
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

/// What is ahead if nobody changes anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Forecast {
    /// The calendar months, beginning with the current one.
    pub months: Vec<ForecastMonth>,
}

/// The forecast of one calendar month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForecastMonth {
    /// The month as `YYYY-MM`.
    pub month: String,
    /// How many renewals there are.
    pub renewals: u32,
    /// How many accounts close.
    pub closings: u32,
    /// The net price of the renewals.
    pub net: Amount,
    /// The tax on the renewals, rounded as on the invoice of each day.
    pub vat: Amount,
    /// Net + VAT.
    pub gross: Amount,
}

impl From<&Month> for ForecastMonth {
    fn from(month: &Month) -> Self {
        Self {
            month: CalendarMonth::of(month.first).into(),
            renewals: month.renewals,
            closings: month.closings,
            net: month.net,
            vat: month.vat,
            gross: month.gross(),
        }
    }
}
