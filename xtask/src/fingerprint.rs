//! Fingerprints of files: a short text that changes when the files do.

use std::{
    collections::BTreeSet,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use xtask::place;

use crate::Outcome;

/// The fingerprint of files and of all files in folders. Paths that do not exist are skipped.
pub fn of(paths: &[PathBuf]) -> Outcome<String> {
    let mut files = BTreeSet::new();
    for path in paths {
        collect(path, &mut files).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let mut hasher = DefaultHasher::new();
    for file in &files {
        file.strip_prefix(place::root()).unwrap_or(file).hash(&mut hasher);
        fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x} {}", hasher.finish(), files.len()))
}

pub fn agrees(stamp: &Path, fingerprint: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|kept| kept == fingerprint)
}

pub fn write(stamp: &Path, fingerprint: &str) -> Outcome<()> {
    let folder = stamp.parent().unwrap_or(stamp);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(stamp, fingerprint))
        .map_err(|error| format!("{}: {error}", stamp.display()))
}

/// Adds the file at a path, or all files below it.
///
/// # Errors
/// If a folder cannot be read.
pub fn collect(path: &Path, files: &mut BTreeSet<PathBuf>) -> std::io::Result<()> {
    if path.is_file() {
        files.insert(path.to_owned());
    } else if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_shows() {
        let folder = std::env::temp_dir().join(format!("laufzeit-fingerprint-{}", std::process::id()));
        let put = |name: &str, text: &str| write(&folder.join(name), text).expect("the folder is ours");
        let now = || of(std::slice::from_ref(&folder)).expect("it can be read");
        let mut seen = vec![now()];
        for (name, text) in [("a", ""), ("a", "1"), ("b/c", ""), ("b/c", "1"), ("a", "2")] {
            put(name, text);
            assert!(!seen.contains(&now()), "{name} {text}");
            seen.push(now());
        }
        put("a", "1");
        put("b/c", "");
        assert_eq!(now(), seen[3], "the same content is the same again");
        fs::remove_dir_all(folder).expect("the folder is ours");
    }
}
