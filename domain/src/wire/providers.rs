//! The wire of signing in with providers of OpenID Connect.

use serde::{Deserialize, Serialize};

use super::people::JoinStart;
use crate::stamp::Instant;

/// Whether whoever asks has signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// Whether they are known. At a desk, where nobody signs in, everybody is.
    pub signed_in: bool,
    /// Whether there is anybody who could sign in.
    pub set_up: bool,
}

/// The ways to sign in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ways {
    /// Whether passkeys work at the host name of this request.
    pub passkeys: bool,
    /// The providers that people can come from.
    pub providers: Vec<Provider>,
    /// Whether what the configuration says of providers is wrong, so that nobody can come from one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub misconfigured: bool,
}

/// A provider that people can come from: one of OpenID Connect, or Cloudflare Access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Provider {
    /// Its id, as used in addresses.
    pub id: String,
    /// Its name, as shown to people.
    pub name: String,
}

/// Who begins to sign in with a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProviderStart {
    /// The path of this page to come back to, at most 1,000 characters of ASCII.
    #[cfg_attr(feature = "openapi", schema(max_length = 1000, pattern = "^/([!\"$-.0-\\[\\]-~][!\"$-\\[\\]-~]*)?$"))]
    pub back: String,
    /// The invitation that is accepted by it, if one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<JoinStart>,
}

/// Where to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Onward {
    /// The address: the provider's, or a path of this page for whoever is signed in already by this call.
    pub to: String,
}

/// An account of the caller at a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderAccount {
    /// The id.
    pub id: String,
    /// The provider's name.
    pub provider: String,
    /// The account as the provider calls it.
    pub account: String,
    /// When the person came by it first.
    pub created_at: Instant,
    /// When it was used last.
    pub used_at: Instant,
}
