//! When something was done, by whom, at which revision, and under what name.

use serde::{Deserialize, Serialize};

/// How often a platform's book has changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Revision(pub u64);

impl Revision {
    /// The one after this.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Somebody at the page or a script.
    User,
    /// The calendar.
    Schedule,
    /// The demo.
    Demo,
}

/// An instant as RFC 3339 in UTC. Made and read at the rim; the rules only carry it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(format = DateTime))]
#[serde(transparent)]
pub struct Instant(pub String);

/// When, for which day and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The instant it was recorded.
    pub at: Instant,
    /// Who did it.
    pub actor: Actor,
}

/// A submission's id, chosen by the client.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct SubmissionId(pub String);

impl SubmissionId {
    /// The id of the submission that takes back what was recorded at `revision`, where the client names it `key`.
    /// Keys are told apart by what they are used for, so this is never the id of a submission of changes by accident.
    #[must_use]
    pub fn of_undo(key: &str, revision: Revision) -> Self {
        Self(format!("{key}:undo-{}", revision.0))
    }
}
