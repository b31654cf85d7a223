//! Makes a backup of a data folder, also while a server runs on it.
//!
//! Each object has a file of its own, and SQLite copies each as it is at one moment, without keeping a writer waiting. The moments
//! differ from file to file, so the order counts: the directory comes first. What it knows of a platform is then never newer than that
//! platform's copy, and platforms that are founded meanwhile are listed again from their files. Alarms are not copied: objects arm
//! theirs again when they are asked anything.

use std::{
    fs::{self, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup, StepResult},
};
use xtask::backup::{
    ALARMS, DIRECTORY, Entry, Findings, Made, Manifest, Missing, Moment, OBJECTS, Served, about, copied, names, synced,
};

/// How long a file may be locked by others. A writer never locks it for long, and not against readers.
const BUSY: Duration = Duration::from_secs(10);
/// How often a copy is begun again if the file is busy.
const TRIES: u32 = 100;
/// The pause before that.
const PAUSE: Duration = Duration::from_millis(50);
/// The folder in which the copy is served while it is checked, so that the backup itself stays as it is.
const CHECKED: &str = "checking";

/// Makes a backup of `data` in the folder `to`, which must be new or empty.
///
/// # Errors
/// If there is no data or no room, or the folder is not empty. Then nothing is left of it. A file that is damaged is no error: it is
/// named in the manifest, and everything else is in the backup.
pub fn back_up(data: &Path, to: &Path) -> Result<Manifest, String> {
    let data = data.canonicalize().map_err(|error| about(data, &error))?;
    let objects = data.join(OBJECTS);
    if !objects.is_dir() {
        return Err(format!("there is nothing to back up: {} is no data folder of Laufzeit", data.display()));
    }
    let is_new = !to.exists();
    let done = made(to, &data).and_then(|folder| {
        let done = fill(&data, &objects, &folder);
        // it was empty before, so all of it is ours
        if done.is_err() { emptied(&folder).map_err(|error| about(&folder, &error)).and(done) } else { done }
    });
    if done.is_err() && is_new {
        fs::remove_dir(to).or_else(absent).map_err(|error| about(to, &error))?;
    }
    done
}

/// Makes the folder of the backup, for its owner alone.
fn made(to: &Path, data: &Path) -> Result<PathBuf, String> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(to).map_err(|error| about(to, &error))?;
    let to = to.canonicalize().map_err(|error| about(to, &error))?;
    if to.starts_with(data) || data.starts_with(&to) {
        return Err(format!(
            "a backup in {} would be lost together with the data: choose another folder",
            to.display()
        ));
    }
    if names(&to).map_err(|error| about(&to, &error))?.is_empty() {
        Ok(to)
    } else {
        Err(format!("{} is not empty: choose a new folder for each backup", to.display()))
    }
}

fn emptied(folder: &Path) -> io::Result<()> {
    for path in names(folder)? {
        if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
    }
    Ok(())
}

fn fill(data: &Path, objects: &Path, to: &Path) -> Result<Manifest, String> {
    let folder = identity(objects)?;
    let mut manifest = Manifest::new(Moment::now(), Vec::new())?;
    let directory = objects.join(DIRECTORY);
    copy_all(data, &directory, to, &mut manifest)?;
    for namespace in names(objects).map_err(|error| about(objects, &error))? {
        if namespace.is_dir() && namespace != directory {
            copy_all(data, &namespace, to, &mut manifest)?;
        }
    }
    if identity(objects)? != folder {
        return Err("a backup was restored meanwhile: begin again".to_owned());
    }
    manifest.findings = checked(to, &manifest.files)?;
    manifest.write(to)?;
    Ok(manifest)
}

/// What tells a folder from another one that takes its place.
fn identity(folder: &Path) -> Result<u64, String> {
    fs::metadata(folder).map(|found| found.ino()).map_err(|error| about(folder, &error))
}

/// Copies the files of the objects of a namespace.
fn copy_all(data: &Path, namespace: &Path, to: &Path, manifest: &mut Manifest) -> Result<(), String> {
    if !namespace.is_dir() {
        return Ok(());
    }
    let mut files = names(namespace).map_err(|error| about(namespace, &error))?;
    files.retain(|file| file.extension().is_some_and(|kind| kind == "sqlite") && !file.ends_with(ALARMS));
    for file in files {
        let below = file.strip_prefix(data).unwrap_or(&file);
        let (copy, path) = (to.join(below), below.to_string_lossy().into_owned());
        let folder = copy.parent().unwrap_or(to);
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| about(folder, &error))?;
        match copy_one(&file, &copy) {
            Ok(version) => {
                let Made { bytes, sha256 } = Made::of(&copy).map_err(|error| about(&copy, &error))?;
                manifest.files.push(Entry { path, bytes, sha256 });
                if let (Some(version), Some(name)) = (version, namespace.file_name()) {
                    let newest = manifest.data.entry(name.to_string_lossy().into_owned()).or_default();
                    *newest = version.max(*newest);
                }
            }
            Err(Trouble::Damaged(why)) => {
                fs::remove_file(&copy).or_else(absent).map_err(|error| about(&copy, &error))?;
                manifest.missing.push(Missing { path, why });
            }
            Err(Trouble::Here(why)) => return Err(format!("{} cannot be copied: {why}", file.display())),
        }
        synced(folder).map_err(|error| about(folder, &error))?;
    }
    Ok(())
}

fn absent(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// Why a file was not copied.
enum Trouble {
    /// It is damaged.
    Damaged(String),
    /// The copy cannot be written, or the file stays busy.
    Here(String),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match error.sqlite_error_code() {
            Some(DatabaseCorrupt | NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Here(error.to_string()),
        }
    }
}

/// Copies a file as it is at one moment. Returns the version of the data in it.
fn copy_one(from: &Path, to: &Path) -> Result<Option<u32>, Trouble> {
    // whoever only reads never locks the file against the server, not even when it is closed
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    source.busy_timeout(BUSY)?;
    // for its owner alone
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
    made.map_err(|error| Trouble::Here(error.to_string()))?;
    let mut copy = Connection::open(to)?;
    {
        let backup = Backup::new(&source, &mut copy)?;
        let mut tries = 0;
        // all in one step: a copy in several begins again whenever somebody writes in between
        while backup.step(-1)? != StepResult::Done {
            tries += 1;
            if tries > TRIES {
                return Err(Trouble::Here("the file stays locked".to_owned()));
            }
            thread::sleep(PAUSE);
        }
    }
    let verdict: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(Trouble::Damaged(verdict));
    }
    let tables: u32 =
        copy.query_row("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'version'", [], |row| {
            row.get(0)
        })?;
    let version =
        if tables == 0 { None } else { copy.query_row("SELECT max(number) FROM version", [], |row| row.get(0))? };
    copy.close().map_err(|(_, error)| error)?;
    Ok(version)
}

/// Checks the copies by the worker's own check, on copies of them, because whoever serves files changes them.
fn checked(to: &Path, files: &[Entry]) -> Result<Findings, String> {
    let folder = to.join(CHECKED);
    let check = || {
        for entry in files {
            copied(&to.join(&entry.path), &folder.join(&entry.path)).map_err(|error| about(&folder, &error))?;
        }
        let served = Served::start(&folder)?;
        let findings = served.check()?;
        served.stop()?;
        Ok(findings)
    };
    let findings = check();
    fs::remove_dir_all(&folder).or_else(absent).map_err(|error| about(&folder, &error))?;
    findings
}
