//! The manifest of a backup. It is written last, so that a backup without one is half finished.

use std::{
    collections::BTreeMap,
    fs::{self, File, Permissions},
    io::{ErrorKind, Write},
    os::unix::fs::PermissionsExt,
    path::{Component, Path},
    time::SystemTime,
};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::{OBJECTS, about, copies::synced};
use crate::npm;

/// The name of the manifest in the folder of a backup.
pub const MANIFEST: &str = "manifest.json";
/// The form of backups that this version writes and reads.
const FORMAT: u32 = 1;

/// What a backup is, and what must be in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the backup.
    pub format: u32,
    /// The version of Laufzeit that made it.
    pub laufzeit: String,
    /// The version of workerd whose files these are. An older one cannot read them.
    pub workerd: String,
    /// When it was begun. All that was acknowledged before is in it.
    pub made_at: Moment,
    /// The versions of the stored data, by the folder of their objects, where they were asked for.
    #[serde(default)]
    pub data: BTreeMap<String, u32>,
    /// The files.
    pub files: Vec<Entry>,
    /// What could not be copied, because it is damaged.
    #[serde(default)]
    pub missing: Vec<Missing>,
    /// What the check of the copy found.
    #[serde(default)]
    pub findings: Vec<String>,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its path below the folder of the backup.
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
}

/// A file that could not be copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    pub path: String,
    pub why: String,
}

/// An instant of UTC, to the millisecond.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment(DateTime<Utc>);

impl Moment {
    /// Now, by this machine's clock.
    pub fn now() -> Self {
        Self(SystemTime::now().into())
    }

    /// Milliseconds since 1970.
    pub const fn milliseconds(&self) -> i64 {
        self.0.timestamp_millis()
    }

    /// The instant for the name of a file: `2026-11-22T13-05-00Z`.
    pub fn in_name(&self) -> String {
        self.0.format("%Y-%m-%dT%H-%M-%SZ").to_string()
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = chrono::ParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Ok(Self(DateTime::parse_from_rfc3339(&text)?.to_utc()))
    }
}

impl Manifest {
    /// That of a backup of this version, begun at this moment.
    ///
    /// # Errors
    /// If the version of workerd is not known.
    pub fn new(made_at: Moment, files: Vec<Entry>) -> Result<Self, String> {
        Ok(Self {
            format: FORMAT,
            laufzeit: env!("CARGO_PKG_VERSION").to_owned(),
            workerd: npm::workerd_version()?,
            made_at,
            data: BTreeMap::new(),
            files,
            missing: Vec::new(),
            findings: Vec::new(),
        })
    }

    /// Writes the manifest, all at once, into the folder of a backup whose files are there.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, backup: &Path) -> Result<(), String> {
        let (begun, done) = (backup.join("manifest.part"), backup.join(MANIFEST));
        let text = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        let put = || {
            // it may have been there, open to others. Where nobody can change that, its files are still for their owner alone
            let _ = fs::set_permissions(backup, Permissions::from_mode(0o700));
            let mut file = File::create(&begun)?;
            writeln!(file, "{text}")?;
            file.sync_all()?;
            fs::rename(&begun, &done)?;
            synced(backup)
        };
        put().map_err(|error| about(&done, &error))
    }

    /// Reads the manifest of a backup that this version can restore.
    ///
    /// # Errors
    /// If there is none, or it is damaged, or of a newer Laufzeit or workerd.
    pub fn read(backup: &Path) -> Result<Self, String> {
        let file = backup.join(MANIFEST);
        let text = fs::read_to_string(&file).map_err(|error| {
            if error.kind() != ErrorKind::NotFound {
                about(&file, &error)
            } else if backup.is_dir() {
                format!("{} is no backup, or one that was not finished: it has no {MANIFEST}", backup.display())
            } else {
                format!("there is no folder {}", backup.display())
            }
        })?;
        let bad = |what: &str| format!("the backup is damaged: {} {what}", file.display());
        let value: serde_json::Value = serde_json::from_str(&text).map_err(|_| bad("is not JSON"))?;
        if value.get("format").and_then(serde_json::Value::as_u64).is_some_and(|format| format > FORMAT.into()) {
            return Err("the backup was made by a newer Laufzeit: restore it with that one".to_owned());
        }
        let manifest: Self = serde_json::from_value(value).map_err(|error| bad(&format!("cannot be read: {error}")))?;
        if let Some(entry) = manifest.files.iter().find(|entry| !is_of_an_object(&entry.path)) {
            return Err(bad(&format!("names {}, which is no file of an object", entry.path)));
        }
        let ours = npm::workerd_version()?;
        if version(&manifest.workerd) > version(&ours) {
            return Err(format!(
                "the backup has files of workerd {}, which is newer than this {ours} and cannot be read by it",
                manifest.workerd
            ));
        }
        Ok(manifest)
    }
}

/// The numbers of a version of workerd, which are compared one after the other.
pub fn version(text: &str) -> Vec<u64> {
    text.split('.').map(|number| number.parse().unwrap_or(0)).collect()
}

/// Whether a path is that of a file two folders below a backup, as all files of objects are.
fn is_of_an_object(path: &str) -> bool {
    let parts: Vec<_> = Path::new(path).components().collect();
    matches!(parts[..], [Component::Normal(objects), Component::Normal(_), Component::Normal(_)] if objects == OBJECTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_nowhere_else() {
        assert!(is_of_an_object("do/laufzeit-people-v1/a.sqlite"));
        for path in ["", "do", "do/a", "/do/a/b", "do/../b/c", "other/a/b", "do/a/b/c", "../do/a/b", "do/a/../../b"] {
            assert!(!is_of_an_object(path), "{path}");
        }
    }

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(version("1.20261117.1") > version("1.20260930.2"));
        assert!(version("1.20261117.10") > version("1.20261117.9"));
        assert_eq!(version("1.20261117.1"), version("1.20261117.1"));
    }

    #[test]
    fn a_moment_is_the_same_when_it_is_read_again() {
        let moment = Moment::now();
        let text = moment.to_string();
        let again = Moment::try_from(text.clone()).expect("an instant");
        assert_eq!((again.to_string(), again.milliseconds()), (text, moment.milliseconds()));
    }
}
