//! Orders, and commands for accounts and platforms, on the wire.

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

/// A request for a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuoteRequest {
    /// How many accounts, 1 to 1,000.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000))]
    pub quantity: u32,
    /// How long each is paid for.
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
    /// How long each is paid for.
    pub term: Term,
    /// The hash of the quote.
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

/// What came of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Modes were changed; its receipt.
    Changed(Receipt),
    /// Accounts were ordered; their ids and their invoice.
    Ordered(Ordered),
    /// Accounts bought elsewhere were added.
    Imported(Imported),
    /// What it asked for is done, or was so already.
    So,
}

impl Done {
    /// The result of a command from the entry that it recorded; none if everything was so already.
    pub fn of(recorded: Option<&Recorded>) -> Self {
        let Some(recorded) = recorded else { return Self::So };
        let changed = || Receipt::of(recorded).map(Self::Changed);
        let ordered = || Ordered::of(recorded).map(Self::Ordered);
        let imported = || Imported::of(recorded).map(Self::Imported);
        changed().or_else(ordered).or_else(imported).unwrap_or(Self::So)
    }
}

/// An address and a name for an account. One that is not given stays as it is.
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

/// The typed confirmation of a reset or a termination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmRequest {
    /// The address of the account, or the name of the platform.
    pub confirm: String,
}

/// A request to restore a suspended account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RestoreRequest {
    /// Monthly or yearly.
    pub mode: RenewalMode,
}
