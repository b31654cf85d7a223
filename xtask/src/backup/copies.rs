//! Copies of files, whose hashes are taken on the way and which are on the disk when they are done.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::folder_made;

/// How much is read at once.
const PIECE: usize = 1 << 20;

/// How long a copy is, and its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub bytes: u64,
    pub sha256: String,
}

/// Copies a file to where none is, for its owner alone, and makes the folders above it.
///
/// # Errors
/// If it cannot be read or written.
pub fn copied(from: &Path, to: &Path) -> io::Result<Made> {
    let folder = to.parent().unwrap_or(to);
    folder_made(folder)?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    let made = read(from, |piece| file.write_all(piece))?;
    file.sync_all()?;
    Ok(made)
}

impl Made {
    /// Those of a file that is there.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of(file: &Path) -> io::Result<Self> {
        read(file, |_| Ok(()))
    }
}

fn read(from: &Path, mut act: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<Made> {
    let (mut file, mut buffer) = (File::open(from)?, vec![0; PIECE]);
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    loop {
        let length = file.read(&mut buffer)?;
        let piece = buffer.get(..length).unwrap_or_default();
        if piece.is_empty() {
            break;
        }
        hash.update(piece);
        act(piece)?;
        bytes += u64::try_from(length).unwrap_or_default();
    }
    let sha256 = hash.finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    Ok(Made { bytes, sha256 })
}

/// Makes sure that what was made and renamed in a folder is on the disk.
///
/// # Errors
/// If the folder cannot be opened.
pub fn synced(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The paths of what a folder has, in the order of their names.
///
/// # Errors
/// If the folder cannot be read.
pub fn names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    names.sort_unstable();
    Ok(names)
}
