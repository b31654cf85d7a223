//! Files in a data folder that no runtime can open are set aside before it starts. Only what can be made again is: the
//! file of the directory, which the worker makes again from those of the platforms.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

/// The folder of the directory in a data folder: the `uniqueKey` of its namespace.
const DIRECTORY: &str = "do/laufzeit-directory-v1";
/// How each database begins.
const BEGINNING: &[u8; 16] = b"SQLite format 3\0";
/// What the name of a file ends with that was set aside.
const ASIDE: &str = "damaged";

/// Sets the file of the directory aside if it is no database. Returns the files that were set aside, by their new names.
///
/// # Errors
/// If a file cannot be read or renamed.
pub fn set_aside(data: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = match fs::read_dir(data.join(DIRECTORY)) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut aside = Vec::new();
    for entry in folder {
        let path = entry?.path();
        let is_database = path.extension().is_some_and(|kind| kind == "sqlite");
        if !is_database || path.ends_with("metadata.sqlite") || !is_damaged(&path)? {
            continue;
        }
        // a log belongs to its database and must never be taken for that of the next one
        for kind in ["sqlite", "sqlite-wal", "sqlite-shm"] {
            let (from, to) = (path.with_extension(kind), path.with_extension(format!("{kind}.{ASIDE}")));
            match fs::rename(from, &to) {
                Ok(()) => aside.push(to),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(aside)
}

/// Whether a file is neither empty nor a database.
fn is_damaged(path: &Path) -> io::Result<bool> {
    let mut beginning = Vec::new();
    File::open(path)?.take(BEGINNING.len() as u64).read_to_end(&mut beginning)?;
    Ok(!beginning.is_empty() && beginning != BEGINNING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_directory_that_is_no_database_is_set_aside() {
        let data = std::env::temp_dir().join(format!("laufzeit-aside-{}", std::process::id()));
        assert_eq!(set_aside(&data).expect("nothing is there"), Vec::<PathBuf>::new());
        let folder = data.join(DIRECTORY);
        fs::create_dir_all(&folder).expect("the folder is ours");
        let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("the folder is ours");
        write("metadata.sqlite", b"another matter");
        write("a.sqlite", b"SQLite format 3\0 and so on");
        write("b.sqlite", b"");
        assert_eq!(set_aside(&data).expect("all is well"), Vec::<PathBuf>::new());
        write("a.sqlite", &[0; 4_096]);
        write("a.sqlite-wal", b"its log");
        let aside = ["a.sqlite.damaged", "a.sqlite-wal.damaged"].map(|name| folder.join(name));
        assert_eq!(set_aside(&data).expect("it can be renamed"), aside);
        assert!(aside.iter().all(|path| path.exists()) && !folder.join("a.sqlite").exists());
        fs::remove_dir_all(data).expect("the folder is ours");
    }
}
