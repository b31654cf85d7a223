//! The wire of signing in: people, invitations, tokens, sessions, passkeys, and the record of what concerns them.

use serde::{Deserialize, Serialize};

use crate::{
    people::Grants,
    platform::PlatformId,
    stamp::{By, Instant},
};

/// What the caller is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallerKind {
    /// Whoever sits at a desk, where nobody signs in.
    Desk,
    /// A person who has signed in.
    Person,
    /// A token.
    Token,
}

/// Who the caller is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// What it is.
    pub kind: CallerKind,
    /// The person's or token's id; none at a desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The person's or token's name; none at a desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The roles.
    pub roles: Grants,
}

/// A person who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonView {
    /// The id.
    pub id: String,
    /// The name, 1 to 200 characters.
    pub name: String,
    /// The roles.
    pub roles: Grants,
    /// Whether the person may not sign in at present.
    pub blocked: bool,
    /// How many passkeys the person has.
    pub passkeys: u32,
    /// The person's accounts at providers, as these call them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<String>,
    /// When the person came.
    pub created_at: Instant,
    /// When the person signed in last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_in_at: Option<Instant>,
}

/// A change of a person; what is not named stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonChange {
    /// The name, 1 to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    /// The roles, 1 to 1,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<crate::people::Grant>>, min_items = 1, max_items = 1000))]
    pub roles: Option<Grants>,
    /// Whether the person may not sign in. Their sessions end, and so do the tokens and
    /// invitations that an administrator has made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<bool>,
}

/// An invitation to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InvitationRequest {
    /// The name of who is invited, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// The roles that they will have; 1 to 1,000.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::people::Grant>, min_items = 1, max_items = 1000))]
    pub roles: Grants,
}

/// An invitation that has not been accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationView {
    /// The id.
    pub id: String,
    /// The name of who is invited.
    pub name: String,
    /// The roles that they will have.
    pub roles: Grants,
    /// When it ends; none if it lasts until it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Instant>,
    /// Who made it; none if it was made at the machine itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// The platforms of the roles by name, as far as there are such platforms. Only who has the secret is told them, who sees no
    /// list of platforms yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<PlatformName>,
}

/// What a platform is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlatformName {
    /// Its id.
    pub id: PlatformId,
    /// Its name.
    pub name: String,
}

/// A new invitation with its secret, which is told only once. Its link is `/join#` and the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvitation {
    /// The invitation.
    pub invitation: InvitationView,
    /// The secret.
    pub secret: String,
}

/// A secret that is good once: that of an invitation, or of what a desk keeps for another of its addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OneTimeSecret {
    /// The secret.
    pub secret: String,
}

/// Who begins to accept an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JoinStart {
    /// The secret of the invitation.
    pub secret: String,
    /// The name of the person, 1 to 200 characters, as the browser will show it beside the passkey.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
}

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TokenRequest {
    /// What it is for, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// Its roles; 1 to 1,000.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::people::Grant>, min_items = 1, max_items = 1000))]
    pub roles: Grants,
    /// After how many days it ends, 1 to 3,650; 90 if this is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 3650))]
    pub days: Option<u32>,
}

/// A token. Its text is told only when it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenView {
    /// The id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Its roles.
    pub roles: Grants,
    /// When it was made.
    pub created_at: Instant,
    /// When it ends.
    pub expires_at: Instant,
    /// When it was used last, to a few minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Instant>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// Whether it is refused for now, because whoever made it is blocked: so it is after a backup was restored.
    #[serde(default)]
    pub blocked: bool,
}

/// A new token with its text, which is told only once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewToken {
    /// The token.
    pub token: TokenView,
    /// Its text, for the header `Authorization: Bearer …`.
    pub text: String,
}

/// A passkey of the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyView {
    /// The id.
    pub id: String,
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was used last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Instant>,
}

/// A new name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewName {
    /// The name, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
}

/// A session of the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// The id.
    pub id: String,
    /// The browser, as it names itself, at most 200 characters.
    pub agent: String,
    /// When the person signed in.
    pub created_at: Instant,
    /// When it was used last, to a few minutes.
    pub used_at: Instant,
    /// When it ends at the latest.
    pub expires_at: Instant,
    /// Whether it is the session of this request.
    pub is_this: bool,
}

/// What a browser answers when it has made a passkey, for an invitation.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The secret of the invitation.
    pub secret: String,
    /// The name of the person, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// The name of the passkey, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub passkey: String,
    /// What `PublicKeyCredential.toJSON()` gives.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, serde_json::Value>))]
    pub credential: Credential,
}

/// What a browser answers when it has made another passkey.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPasskey {
    /// The name of the passkey, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// What `PublicKeyCredential.toJSON()` gives.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, serde_json::Value>))]
    pub credential: Credential,
}

/// What a browser answers when a passkey was used.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// What `PublicKeyCredential.toJSON()` gives.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, serde_json::Value>))]
    pub credential: Credential,
}

/// What `PublicKeyCredential.toJSON()` gives (Web Authentication, level 3), as far as it is read.
#[derive(Debug, Clone, Deserialize)]
pub struct Credential {
    /// The passkey's id, in base64url.
    pub id: String,
    /// What the authenticator says.
    pub response: CredentialResponse,
}

/// What an authenticator says. Bytes are in base64url.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CredentialResponse {
    /// What the browser signed for: kind, challenge and origin, as JSON.
    #[serde(rename = "clientDataJSON")]
    pub client_data: String,
    /// What the authenticator signed for.
    pub authenticator_data: String,
    /// The signature, where a passkey was used.
    pub signature: Option<String>,
    /// The public key as SPKI, where a passkey was made.
    pub public_key: Option<String>,
    /// The algorithm of the key, as a number of COSE, where a passkey was made.
    pub public_key_algorithm: Option<i32>,
}

/// What concerns people and their access: an entry of the record "Security".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecurityEntry {
    /// Its number, counted up from 1.
    pub number: u64,
    /// When it happened.
    pub at: Instant,
    /// What happened.
    pub kind: SecurityKind,
    /// Who did it; none if nobody is known, or if it was done at the machine itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// Whom or what it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<By>,
    /// The roles that somebody has from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Grants>,
}

/// What can happen that concerns people and their access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SecurityKind {
    /// Somebody signed in.
    SignedIn,
    /// A sign-in was refused.
    SignInRefused,
    /// Somebody signed out.
    SignedOut,
    /// All other sessions of somebody were ended.
    SignedOutEverywhere,
    /// A passkey was used whose counter says that it was copied.
    PasskeyCopied,
    /// An invitation was made.
    Invited,
    /// An invitation was withdrawn.
    InvitationWithdrawn,
    /// Somebody came by an invitation.
    Joined,
    /// Somebody came by a provider, whom the configuration lets in.
    Admitted,
    /// Somebody was given another name.
    PersonRenamed,
    /// Somebody was given other roles.
    RolesChanged,
    /// Somebody may no longer sign in.
    PersonBlocked,
    /// Somebody may sign in again.
    PersonUnblocked,
    /// Somebody was removed.
    PersonRemoved,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// A token was made.
    TokenMade,
    /// A token was revoked.
    TokenRevoked,
    /// Something was refused for lack of a role.
    RoleRefused,
    /// The accounts of a platform were exported as CSV.
    Exported,
    /// A backup was restored: all sessions and invitations ended, and everybody is blocked. `about` has the instant at which the
    /// backup was made.
    Restored,
}
