//! Reading and writing files, with errors that name the file.

use std::{fs, io, path::Path};

use crate::Outcome;

pub fn read(file: &Path) -> Outcome<String> {
    fs::read_to_string(file).map_err(|error| about(file, &error))
}

pub fn write(file: &Path, text: &str) -> Outcome<()> {
    fs::write(file, text).map_err(|error| about(file, &error))
}

/// Copies a file, and makes the folders above `to`.
pub fn copy(from: &Path, to: &Path) -> Outcome<()> {
    fs::create_dir_all(to.parent().unwrap_or(to))
        .and_then(|()| fs::copy(from, to))
        .map(drop)
        .map_err(|error| format!("{} as {}: {error}", from.display(), to.display()))
}

/// Writes a file, and makes the folders above it.
pub fn put(file: &Path, bytes: &[u8]) -> Outcome<()> {
    let folder = file.parent().unwrap_or(file);
    fs::create_dir_all(folder).and_then(|()| fs::write(file, bytes)).map_err(|error| about(file, &error))
}

/// Empties a folder, or makes it. An existing folder is not replaced, because a server may have it open.
pub fn clear(folder: &Path) -> Outcome<()> {
    let empty = || {
        fs::create_dir_all(folder)?;
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let is_folder = entry.file_type()?.is_dir();
            if is_folder { fs::remove_dir_all(entry.path())? } else { fs::remove_file(entry.path())? }
        }
        Ok(())
    };
    empty().map_err(|error| about(folder, &error))
}

/// Replaces `from` in a text, and fails if it is not there: a change in the output of another tool must show here and
/// not in a browser.
pub fn replaced(name: &str, text: &str, from: &str, to: &str) -> Outcome<String> {
    if text.contains(from) { Ok(text.replace(from, to)) } else { Err(format!("{name} does not contain {from}")) }
}

pub fn about(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}
