//! Backups: a folder with a copy of the file of every object, and a manifest that says what these copies must be.
//!
//! `cargo xtask backup` makes one of a running server; that needs SQLite and is the package `backup`. What is here needs none: it
//! reads backups, checks them, and copies a folder that is not in use.

pub mod before;
mod copies;
mod manifest;
mod served;

pub use self::{
    copies::{Made, copied, names, synced},
    manifest::{Entry, MANIFEST, Manifest, Missing, Moment},
    served::{Findings, Served},
};
pub use crate::data_folder::{ALARMS, DIRECTORY, OBJECTS, folder_made};

/// The folder of the people.
pub const PEOPLE: &str = "laufzeit-people-v1";
/// The folder of the platforms.
pub const PLATFORMS: &str = "laufzeit-platform-v1";

/// An error with the name of the file it is about.
pub fn about(file: &std::path::Path, error: &std::io::Error) -> String {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return format!("{}: there is no room left on the disk", file.display());
    }
    format!("{}: {error}", file.display())
}
