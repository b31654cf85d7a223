//! The backup that `cargo xtask start` makes by itself before a newer workerd touches the data, because an older one cannot read
//! what a newer one has written. Nobody uses the folder then, so it is a plain copy.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    Entry, MANIFEST, Made, Manifest, Moment, OBJECTS, about, copied, folder_made, manifest::version, names, synced,
};
use crate::{npm, workerd::DataFolder};

/// The file that says which workerd used the data last. It lies beside the objects' files, and so comes and goes with them.
const LAST: &str = "workerd";
/// What SQLite makes again.
const SHARED_MEMORY: &str = "-shm";

/// Makes a backup, if the data was used by an older workerd or by one that is not known, and notes that it is used by this one from
/// now on. Returns the folder of the backup.
///
/// # Errors
/// If the data was used by a newer workerd, or cannot be copied.
pub fn keep(data: &DataFolder) -> Result<Option<PathBuf>, String> {
    let objects = data.path().join(OBJECTS);
    let ours = npm::workerd_version()?;
    let last = match fs::read_to_string(objects.join(LAST)) {
        Ok(text) => Some(text.trim().to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(about(&objects.join(LAST), &error)),
    };
    if let Some(last) = &last {
        if version(last) > version(&ours) {
            return Err(format!(
                "the data was used by workerd {last}, which is newer than this {ours} and leaves what an older one cannot read: \
                 use that version of Laufzeit again, or restore a backup from before"
            ));
        }
        if *last == ours {
            return Ok(None);
        }
    }
    let has_data = objects.exists() && !names(&objects).map_err(|error| about(&objects, &error))?.is_empty();
    let kept = if has_data { Some(copy(data.path(), &ours, last)?) } else { None };
    note(data.path()).map_err(|error| about(&objects, &error))?;
    Ok(kept)
}

/// Notes beside the objects' files that this workerd uses them.
///
/// # Errors
/// If it cannot be noted.
pub fn note(data: &Path) -> io::Result<()> {
    let objects = data.join(OBJECTS);
    folder_made(&objects)?;
    let ours = npm::workerd_version().map_err(io::Error::other)?;
    fs::write(objects.join("workerd.part"), ours)?;
    fs::rename(objects.join("workerd.part"), objects.join(LAST))?;
    synced(&objects)
}

/// Copies all files of objects to where they stay. A copy is not made again if all files are in it as they are now; one of what was
/// there when another workerd was new to the data stays beside it.
fn copy(data: &Path, ours: &str, last: Option<String>) -> Result<PathBuf, String> {
    let mut backup = data.join(format!("before-workerd-{ours}"));
    if backup.join(MANIFEST).exists() {
        let now = present(data).map_err(|error| about(data, &error))?;
        let mut number = 1;
        while backup.join(MANIFEST).exists() {
            if Manifest::read(&backup).is_ok_and(|manifest| manifest.files == now) {
                return Ok(backup);
            }
            number += 1;
            backup = data.join(format!("before-workerd-{ours}-{number}"));
        }
    }
    // one without a manifest was not finished
    if backup.exists() {
        fs::remove_dir_all(&backup).map_err(|error| about(&backup, &error))?;
    }
    let made_at = Moment::now();
    let mut files = Vec::new();
    for file in sources(data).map_err(|error| about(data, &error))? {
        let path = file.strip_prefix(data).unwrap_or(&file);
        let made = copied(&file, &backup.join(path)).map_err(|error| about(&file, &error))?;
        files.push(entry(path, made));
    }
    let manifest = Manifest::new(made_at, files)?;
    // not known is older than everything
    Manifest { workerd: last.unwrap_or_else(|| "0".to_owned()), ..manifest }.write(&backup)?;
    Ok(backup)
}

/// The files of objects as they are.
fn present(data: &Path) -> io::Result<Vec<Entry>> {
    let of = |file: &PathBuf| Ok(entry(file.strip_prefix(data).unwrap_or(file), Made::of(file)?));
    sources(data)?.iter().map(of).collect()
}

fn entry(path: &Path, Made { bytes, sha256 }: Made) -> Entry {
    Entry { path: path.to_string_lossy().into_owned(), bytes, sha256 }
}

fn sources(data: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for namespace in names(&data.join(OBJECTS))?.into_iter().filter(|path| path.is_dir()) {
        files.extend(names(&namespace)?);
    }
    files.retain(|file| file.is_file() && !file.to_string_lossy().ends_with(SHARED_MEMORY));
    Ok(files)
}
