//! Orders and what is done to accounts, on the wire.

use serde::{Deserialize, Serialize};

use crate::{
    account::{AccountId, RenewalMode},
    calendar::Term,
    event::{Event, Recorded},
    hash::Hash,
    invoice::InvoiceNumber,
    receipt::Receipt,
    stamp::SubmissionId,
    wire::Imported,
};

/// What an order would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuoteRequest {
    /// How many accounts, 1 to 1,000.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000))]
    pub quantity: u32,
    /// For how long each.
    pub term: Term,
}

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderRequest {
    /// How many accounts, 1 to 1,000.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000))]
    pub quantity: u32,
    /// For how long each.
    pub term: Term,
    /// Of the quote.
    pub hash: Hash,
}

/// What an order made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ordered {
    /// The order's id.
    pub id: SubmissionId,
    /// The new accounts.
    pub accounts: Vec<AccountId>,
    /// The number of its invoice.
    pub invoice: InvoiceNumber,
}

impl Ordered {
    /// What a recorded order made; none for another event.
    pub fn of(recorded: &Recorded) -> Option<Self> {
        let Event::AccountsOrdered { id, invoice, .. } = &recorded.event else {
            return None;
        };
        Some(Self { id: id.clone(), accounts: invoice.accounts().collect(), invoice: invoice.number })
    }
}

/// What a command left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// A receipt.
    Changed(Receipt),
    /// New accounts and their invoice.
    Ordered(Ordered),
    /// Accounts bought elsewhere.
    Imported(Imported),
    /// What it asked for is so.
    So,
}

impl Done {
    /// What the entry that a command made tells; none was made where all was so already.
    pub fn of(recorded: Option<&Recorded>) -> Self {
        let Some(recorded) = recorded else { return Self::So };
        let changed = || Receipt::of(recorded).map(Self::Changed);
        let ordered = || Ordered::of(recorded).map(Self::Ordered);
        let imported = || Imported::of(recorded).map(Self::Imported);
        changed().or_else(ordered).or_else(imported).unwrap_or(Self::So)
    }
}

/// An address and a name for an account; what is not given stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetUpRequest {
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The name shown beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// What cannot be undone is confirmed by typing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmRequest {
    /// The address of the account, or the name of the platform.
    pub confirm: String,
}

/// How a suspended account lives on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RestoreRequest {
    /// Monthly or yearly.
    pub mode: RenewalMode,
}
