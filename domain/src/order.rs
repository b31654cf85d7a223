//! Orders of new accounts, which are charged at once.

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
    /// How long each is paid for.
    pub term: Term,
    /// The time that is paid for.
    pub period: Period,
    /// The net price of one account.
    pub unit_net: Amount,
    /// The rate of tax.
    pub vat_rate: VatRate,
    /// Quantity × price of one.
    pub net: Amount,
    /// The tax on `net`.
    pub vat: Amount,
    /// Net + VAT.
    pub gross: Amount,
    /// The hash of everything above and of the currency.
    pub hash: Hash,
}

/// An order: a quote the user accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// How many accounts.
    pub quantity: u32,
    /// How long each is paid for.
    pub term: Term,
    /// The hash of the quote the user saw.
    pub hash: Hash,
}
