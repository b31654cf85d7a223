//! Ordering: new accounts, paid for at once.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Period, Term},
    hash::Hash,
    money::{Amount, VatRate},
};

/// What an order would cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quote {
    /// How many accounts.
    pub quantity: u32,
    /// For how long each.
    pub term: Term,
    /// The time that is paid for.
    pub period: Period,
    /// The price of one.
    pub unit_net: Amount,
    /// The rate of tax.
    pub vat_rate: VatRate,
    /// Quantity × price.
    pub net: Amount,
    /// The tax on that.
    pub vat: Amount,
    /// Net + VAT.
    pub gross: Amount,
    /// Of everything above and the currency.
    pub hash: Hash,
}

/// An order: a quote the user accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// How many accounts.
    pub quantity: u32,
    /// For how long each.
    pub term: Term,
    /// Of the quote the user saw.
    pub hash: Hash,
}
