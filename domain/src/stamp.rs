//! Revisions, instants, actors, and the ids of submissions.

use serde::{Deserialize, Serialize};

/// How many events have changed a platform's book.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Revision(pub u64);

impl Revision {
    /// The revision after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Somebody at the page, or a script, where nobody signs in.
    User,
    /// The daily run, when something was due.
    Schedule,
    /// The demo.
    Demo,
    /// A person who had signed in.
    Person,
    /// A token.
    Token,
}

impl Actor {
    /// The word for it, as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Schedule => "schedule",
            Self::Demo => "demo",
            Self::Person => "person",
            Self::Token => "token",
        }
    }
}

/// The person or token that did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct By {
    /// The id, which nobody else ever has.
    pub id: String,
    /// The name as it was at the time.
    pub name: String,
}

/// An instant as RFC 3339 in UTC. Hosts make and read it; the rules only pass it on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(format = DateTime))]
#[serde(transparent)]
pub struct Instant(pub String);

/// When something was done and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The instant it was recorded.
    pub at: Instant,
    /// Who did it.
    pub actor: Actor,
    /// The person or token that the actor is; none if it is neither.
    pub by: Option<By>,
}

/// A submission's id, chosen by the client.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct SubmissionId(pub String);

impl SubmissionId {
    /// The id of the submission that takes back the one recorded at `revision`, if the client sends the undo under
    /// `key`. The suffix keeps it different from the id of a submission of changes under the same key.
    #[must_use]
    pub fn of_undo(key: &str, revision: Revision) -> Self {
        Self(format!("{key}{}", Self::ending_of_undo(revision)))
    }

    /// How the ids of submissions end that take back the one recorded at `revision`.
    pub fn ending_of_undo(revision: Revision) -> String {
        format!(":undo-{}", revision.0)
    }
}
