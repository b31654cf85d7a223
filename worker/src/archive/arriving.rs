//! What an object remembers of an archive that comes for its platform.

use domain::{hash::Hash, moving::HouseId, stamp::Revision};

use super::form::Manifest;

/// An archive that comes, piece by piece, into the table `_arriving`. Only the object that began it may end it: what is left
/// of one in storage is thrown away.
#[derive(Debug, Clone)]
pub struct Arriving {
    /// The name by which its pieces belong together.
    pub session: String,
    /// What it says of itself.
    pub manifest: Manifest,
    /// What was found in it, once all of it was checked.
    pub verified: Option<Verified>,
}

/// What was found in an archive that is sound.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The house that the platform is released to, if its record ends with that.
    pub released_to: Option<HouseId>,
    /// The revision of the platform here when the archive was checked, and the link of the same revision in the archive.
    pub fork: Option<(Revision, Hash)>,
}
