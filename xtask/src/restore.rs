//! `cargo xtask restore`: puts a backup in the place of the data.
//!
//! All is made ready in a folder beside the data: the files are copied and compared with their hashes, a workerd opens and checks
//! them, and nobody is let in by what they know. Then the two folders change places in one step, so whatever happens there is
//! either the old data or the new. The old stays, under a name with the date.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::{
    backup::{
        DIRECTORY, Findings, Made, Manifest, Moment, OBJECTS, PEOPLE, Served, about, before, copied, folder_made,
        names, synced,
    },
    workerd::DataFolder,
};

/// The folder of the data folder in which all is made ready.
const READY: &str = "restoring";

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// What the backup says.
    pub manifest: Manifest,
    /// Where the data is that was there before.
    pub before: Option<PathBuf>,
    /// What the check of the restored data found.
    pub findings: Findings,
    /// Whether it was locked because the data before was, although the backup is not.
    pub was_locked: bool,
    /// Why what it was made ready in is still there, if it is.
    pub left: Option<String>,
}

/// Restores a backup.
///
/// # Errors
/// If the folder of the data is in use, the backup is damaged or newer, or the disk is full. Then the data is what it was.
pub fn restore(backup: &Path, data: &Path) -> Result<Restored, String> {
    let manifest = Manifest::read(backup)?;
    let data = DataFolder::take(data).map_err(|error| {
        let folder = data.display();
        if error.kind() == io::ErrorKind::ResourceBusy {
            format!("the data folder {folder} is in use by a running Laufzeit: stop that one first")
        } else {
            format!("the data folder {folder} cannot be used: {error}")
        }
    })?;
    let backup = backup.canonicalize().map_err(|error| about(backup, &error))?;
    if [OBJECTS, READY].iter().any(|folder| backup.starts_with(data.path().join(folder))) {
        return Err(format!("the backup {} lies where the data is to be: move it elsewhere", backup.display()));
    }
    let ready = data.path().join(READY);
    let done = prepare(&manifest, &backup, data.path(), &ready).and_then(|(findings, was_locked)| {
        let before = exchange(data.path(), &ready)?;
        Ok(Restored { manifest, before, findings, was_locked, left: None })
    });
    // what is there by now is nothing but copies, so all is restored even if they stay
    let left = clear(&ready).err().map(|error| about(&ready, &error));
    Ok(Restored { left, ..done? })
}

/// Makes all ready: the files, which nobody comes in by. Returns what the check found, and whether the lock of the data was kept.
fn prepare(manifest: &Manifest, backup: &Path, data: &Path, ready: &Path) -> Result<(Findings, bool), String> {
    clear(ready).map_err(|error| about(ready, &error))?;
    folder_made(&ready.join(OBJECTS)).map_err(|error| about(ready, &error))?;
    for entry in &manifest.files {
        let (from, to) = (backup.join(&entry.path), ready.join(&entry.path));
        let Made { bytes, sha256 } = copied(&from, &to).map_err(|error| {
            if error.kind() == io::ErrorKind::NotFound {
                format!("the backup is damaged: {} is not there", from.display())
            } else {
                about(&from, &error)
            }
        })?;
        if (bytes, &sha256) != (entry.bytes, &entry.sha256) {
            return Err(format!("the backup is damaged: {} is not what was written", from.display()));
        }
    }
    let served = Served::start(ready)?;
    if let Some(wrong) = served.shut(&manifest.made_at)? {
        return Err(format!(
            "what the backup knows of people cannot be read, so nobody would be kept out: restore an older one ({wrong})"
        ));
    }
    let was_locked = !served.is_locked()? && is_locked(data, &ready.join("present"))?;
    if was_locked {
        served.lock()?;
    }
    let findings = served.check_platforms()?;
    served.stop()?;
    before::note(ready).map_err(|error| about(ready, &error))?;
    Ok((findings, was_locked))
}

/// Whether the data that is there is locked. A backup from before it was knows nothing of that, and would open it to everybody. A
/// copy is asked, because whoever serves files changes them.
fn is_locked(data: &Path, copy: &Path) -> Result<bool, String> {
    let act = || {
        for namespace in [PEOPLE, DIRECTORY].map(|name| Path::new(OBJECTS).join(name)) {
            if !data.join(&namespace).is_dir() {
                continue;
            }
            for file in names(&data.join(&namespace)).map_err(|error| about(&namespace, &error))? {
                if let Some(name) = file.file_name().filter(|_| file.is_file()) {
                    copied(&file, &copy.join(&namespace).join(name)).map_err(|error| about(&file, &error))?;
                }
            }
        }
        let served = Served::start(copy)?;
        let is_locked = served.is_locked()?;
        served.stop()?;
        Ok(is_locked)
    };
    act().map_err(|why: String| {
        let objects = data.join(OBJECTS);
        format!(
            "the backup is of a desk that nobody had locked, and whether somebody has locked it since cannot be read: move {} elsewhere \
             to restore it all the same, open to whoever reaches the desk ({why})",
            objects.display()
        )
    })
}

/// Puts what is ready in the place of the data, in one step. Returns where the data is that was there before.
fn exchange(data: &Path, ready: &Path) -> Result<Option<PathBuf>, String> {
    let (new, objects) = (ready.join(OBJECTS), data.join(OBJECTS));
    let act = || {
        if !objects.exists() {
            fs::rename(&new, &objects)?;
            synced(data)?;
            return Ok(None);
        }
        let before = free(data);
        folder_made(&before)?;
        let before = before.join(OBJECTS);
        fs::rename(&new, &before)?;
        if let Err(error) = renameat_with(CWD, &before, CWD, &objects, RenameFlags::EXCHANGE) {
            // nothing has changed places, so this is the copy
            fs::remove_dir_all(before.parent().unwrap_or(&before))?;
            return Err(error.into());
        }
        synced(data)?;
        Ok(Some(before))
    };
    act().map_err(|error: io::Error| {
        let objects = objects.display();
        format!("the backup cannot take the place of {objects}: {error} (not all file systems can exchange two folders: restore to a new one)")
    })
}

/// A name with the date that no folder has.
fn free(data: &Path) -> PathBuf {
    let dated = format!("before-restore-{}", Moment::now().in_name());
    let numbered = (2..1_000).map(|number| format!("{dated}-{number}"));
    let mut names = std::iter::once(dated.clone()).chain(numbered).map(|name| data.join(name));
    names.find(|name| !name.exists()).unwrap_or_else(|| data.join(dated))
}

fn clear(ready: &Path) -> io::Result<()> {
    match fs::remove_dir_all(ready) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
