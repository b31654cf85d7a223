//! The wire of what a browser takes along from one address of a desk to another.

use serde::{Deserialize, Serialize};

use crate::stamp::Instant;

/// A text that a browser keeps under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// The name.
    pub name: String,
    /// The text.
    pub text: String,
}

/// What a browser keeps for one address of a desk, on its way to another address of the same desk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Luggage {
    /// Changes that are staged.
    pub drafts: Vec<Kept>,
    /// What was sent, or waits to be, and has no answer.
    pub outbox: Vec<Kept>,
    /// The demo, and what else is kept beside the database.
    pub texts: Vec<Kept>,
}

/// Where luggage waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LuggageTicket {
    /// The secret with which it is taken, once. It is told only here.
    pub secret: String,
    /// Until when it waits.
    pub expires_at: Instant,
}
