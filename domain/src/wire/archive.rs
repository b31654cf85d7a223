//! Moving a platform on the wire: the house, the release, and what is said of an archive.

use serde::{Deserialize, Serialize};

use super::{code::Code, facts::Facts, problem::Wrong};
use crate::{
    moving::{ArrivalState, HouseId},
    platform::{Counts, PlatformId},
    stamp::Revision,
};

/// The house that answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HouseView {
    /// Its id. Whoever moves a platform here names it where the platform is.
    pub id: HouseId,
}

/// What an archive has in it, once it has been checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArrivalView {
    /// The id of the platform.
    pub id: PlatformId,
    /// Its name.
    pub name: String,
    /// The revision at which its record ends.
    pub revision: Revision,
    /// How many accounts it has, by status and mode.
    pub counts: Counts,
    /// The house in which the archive was made.
    pub from: HouseId,
    /// The house that it is released to; none if it is not released.
    pub released_to: Option<HouseId>,
    /// What it is to this house.
    pub state: ArrivalState,
}

/// Why an archive cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveFault {
    /// It is broken, cut off or altered.
    #[error("this archive is not as it was written: {reason}; nothing was changed")]
    Damaged {
        /// What was found.
        reason: String,
    },
    /// It is of a newer form.
    #[error("this archive is of form {found}, and this version knows forms up to {known}; nothing was changed")]
    Newer {
        /// Its form.
        found: u64,
        /// The newest form that is known here.
        known: u64,
    },
    /// Its record is not what the rules allow.
    #[error("the record in this archive is not what the rules allow: {finding}; nothing was changed")]
    Unsound {
        /// The first finding.
        finding: String,
    },
    /// It is larger than may be taken.
    #[error("an archive may have {max_mib} MiB; nothing was changed")]
    TooLarge {
        /// How many MiB it may have.
        max_mib: u64,
    },
    /// Its platform has not moved away from where it was made.
    #[error("this platform has not moved away from the house it was in, so it is not taken here; nothing was changed")]
    NotReleased,
    /// Its platform was released to another house.
    #[error("this platform was released to the house {house}, which is another one; nothing was changed")]
    ForAnotherHouse {
        /// That house.
        house: String,
    },
    /// A platform with its id is here, and it is another one or has gone on otherwise.
    #[error(
        "a platform with this id is here already that is another one, or has gone on otherwise; nothing was changed"
    )]
    Differs,
    /// Another archive of the same platform came meanwhile.
    #[error("another archive of this platform came meanwhile, or it took too long; nothing was changed")]
    Interrupted,
}

impl ArchiveFault {
    /// That it is not as it was written, and why.
    pub fn damaged(reason: impl Into<String>) -> Self {
        Self::Damaged { reason: reason.into() }
    }

    /// Each of them, for tests and for the document.
    pub fn examples() -> impl Iterator<Item = Self> {
        [
            Self::damaged("it ends too early"),
            Self::Newer { found: 9, known: 1 },
            Self::Unsound { finding: "revision 7 does not follow".to_owned() },
            Self::TooLarge { max_mib: 256 },
            Self::NotReleased,
            Self::ForAnotherHouse { house: "0123456789abcdef0123456789abcdef".to_owned() },
            Self::Differs,
            Self::Interrupted,
        ]
        .into_iter()
    }
}

impl Wrong for ArchiveFault {
    fn code(&self) -> Code {
        match self {
            Self::Damaged { .. } => Code::ArchiveDamaged,
            Self::Newer { .. } => Code::ArchiveNewer,
            Self::Unsound { .. } => Code::ArchiveUnsound,
            Self::TooLarge { .. } => Code::ArchiveTooLarge,
            Self::NotReleased => Code::ArchiveNotReleased,
            Self::ForAnotherHouse { .. } => Code::ArchiveForAnotherHouse,
            Self::Differs => Code::ArchiveDiffers,
            Self::Interrupted => Code::ArrivalInterrupted,
        }
    }

    fn facts(&self) -> Facts {
        use super::facts::Fact;
        match self {
            Self::Damaged { reason } => Facts::from([("reason", reason.as_str().into())]),
            Self::Newer { found, known } => {
                Facts::from([("found", Fact::Number(*found)), ("known", Fact::Number(*known))])
            }
            Self::Unsound { finding } => Facts::from([("finding", finding.as_str().into())]),
            Self::TooLarge { max_mib } => Facts::from([("max_mib", Fact::Number(*max_mib))]),
            Self::ForAnotherHouse { house } => Facts::from([("house", house.as_str().into())]),
            Self::NotReleased | Self::Differs | Self::Interrupted => Facts::default(),
        }
    }
}
