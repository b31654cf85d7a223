//! A folder with the data of one workerd: its lock, and the files in it that can be made again.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Read},
    os::fd::{AsRawFd, BorrowedFd},
    os::unix::{fs::DirBuilderExt, process::CommandExt},
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use chrono::{DateTime, Utc};

/// The folder in which workerd keeps what objects store, each namespace in a folder of its own.
pub const OBJECTS: &str = "do";
/// The file of a namespace in which workerd keeps the alarms of its objects.
pub const ALARMS: &str = "metadata.sqlite";
/// The folder of the directory: the `uniqueKey` of its namespace.
pub const DIRECTORY: &str = "laufzeit-directory-v1";
/// The files that SQLite may keep beside a file.
const BESIDE: [&str; 3] = ["", "-wal", "-shm"];

/// A data folder that only this process uses. Two workerd processes on one folder would both serve requests and damage
/// each other's data.
///
/// The locks belong to open files, not to a process. workerd inherits them, so the folder stays locked as long as either
/// of the two processes lives. The folder itself is locked, because a file in it may be deleted while it is in use; and
/// the file `lock` is, because earlier versions lock nothing else.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    locks: [File; 2],
}

impl DataFolder {
    /// Locks a data folder, and makes it if needed.
    ///
    /// # Errors
    /// `ResourceBusy` if another process has locked it; also if it cannot be made or opened.
    pub fn take(path: &Path) -> io::Result<Self> {
        folder_made(path)?;
        let path = path.canonicalize()?;
        let folder = locked(File::open(&path)?)?;
        let file = File::options().create(true).truncate(false).write(true).open(path.join("lock"))?;
        Ok(Self { path, locks: [folder, locked(file)?] })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes a folder in it, if it is not there.
    ///
    /// # Errors
    /// If it cannot be made.
    pub(crate) fn make(&self, name: &str) -> io::Result<()> {
        folder_made(&self.path.join(name))
    }

    /// Lets the process that a command starts keep the folder locked, too.
    pub(crate) fn keep_locked_in(&self, command: &mut Command) {
        let locks = self.locks.each_ref().map(File::as_raw_fd);
        let keep = move || {
            for lock in locks {
                // SAFETY: the descriptor is open in the child, which is a copy of the process that owns `self.locks`.
                let lock = unsafe { BorrowedFd::borrow_raw(lock) };
                rustix::io::fcntl_setfd(lock, rustix::io::FdFlags::empty())?;
            }
            Ok(())
        };
        // SAFETY: between fork and exec this makes system calls and allocates nothing.
        unsafe { command.pre_exec(keep) };
    }

    /// The files that can be made again and that no SQLite can open, by what they begin with and how long they are: those
    /// of alarms, and that of the directory, which the worker makes again from those of the platforms.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub(crate) fn spoilt(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = self.alarms()?;
        files.extend(self.directory()?);
        files.retain(|file| !begins_well(file).unwrap_or(false));
        Ok(files)
    }

    /// The file of the directory.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub(crate) fn directory(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        match fs::read_dir(self.path.join(OBJECTS).join(DIRECTORY)) {
            Ok(folder) => {
                for entry in folder {
                    let file = entry?.path();
                    let is_directory = file.extension().is_some_and(|kind| kind == "sqlite");
                    files.extend((is_directory && !file.ends_with(ALARMS)).then_some(file));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        Ok(files)
    }

    /// All files of alarms.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub(crate) fn alarms(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for namespace in fs::read_dir(self.path.join(OBJECTS))? {
            files.push(namespace?.path().join(ALARMS));
        }
        files.retain(|file| file.exists());
        files.sort_unstable();
        Ok(files)
    }
}

/// Makes a folder with those above it, for their owner alone. One that is there stays as it is.
///
/// # Errors
/// If it cannot be made.
pub fn folder_made(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

fn locked(file: File) -> io::Result<File> {
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::ResourceBusy.into()),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Files that were given another name, so that workerd makes new ones.
#[derive(Debug, Default)]
pub(crate) struct Aside(Vec<(PathBuf, PathBuf)>);

impl Aside {
    /// Gives files of alarms, with all that SQLite keeps beside them, a name with the date.
    ///
    /// # Errors
    /// If a file cannot be renamed.
    pub(crate) fn put(files: Vec<PathBuf>) -> io::Result<Self> {
        let mut aside = Self::default();
        for file in files {
            let name = free_name(&file);
            for ending in BESIDE {
                let (from, to) = (with(&file, ending), with(&name, ending));
                if from.exists() {
                    fs::rename(&from, &to)?;
                    aside.0.push((from, to));
                }
            }
        }
        Ok(aside)
    }

    /// Gives the files their names again, in place of what was made since.
    ///
    /// # Errors
    /// If a file cannot be renamed.
    pub(crate) fn put_back(self) -> io::Result<()> {
        self.0.into_iter().try_for_each(|(from, to)| fs::rename(to, from))
    }

    /// The new names of the files, without those beside them.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Path> {
        let own = self.0.iter().filter(|(from, _)| from.extension().is_some_and(|kind| kind == "sqlite"));
        own.map(|(_, to)| to.as_path())
    }
}

fn with(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A name with the date that no file has.
fn free_name(file: &Path) -> PathBuf {
    let now = DateTime::<Utc>::from(SystemTime::now());
    let dated = format!(".damaged-{}", now.date_naive());
    let numbered = (2..).map(|number| with(file, &format!("{dated}-{number}")));
    std::iter::once(with(file, &dated))
        .chain(numbered)
        .find(|name| !name.exists())
        .unwrap_or_else(|| with(file, &dated))
}

/// Whether a file is empty or begins as SQLite's files do, and has whole pages.
fn begins_well(file: &Path) -> io::Result<bool> {
    let mut file = File::open(file)?;
    let length = file.metadata()?.len();
    if length == 0 {
        return Ok(true);
    }
    let mut head = [0; 20];
    file.read_exact(&mut head)?;
    let page = match u16::from_be_bytes([head[16], head[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let sizes = page.is_power_of_two() && page >= 512;
    let known = head[18..20].iter().all(|version| (1..=2).contains(version));
    Ok(head.starts_with(b"SQLite format 3\0") && sizes && known && length.is_multiple_of(page))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("laufzeit-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        path
    }

    #[test]
    fn a_data_folder_has_one_holder_whatever_is_deleted_in_it() {
        let path = folder("lock");
        let first = DataFolder::take(&path).expect("the folder is new");
        let mode = fs::metadata(&path).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o77, 0, "{mode:o}");
        for _ in 0..2 {
            let second = DataFolder::take(&path).expect_err("it is taken");
            assert_eq!(second.kind(), io::ErrorKind::ResourceBusy);
            drop(fs::remove_file(path.join("lock")));
        }
        drop(first);
        DataFolder::take(&path).expect("it is free again");
        fs::remove_dir_all(path).expect("the folder is ours");
    }

    #[test]
    fn the_lock_of_an_earlier_version_counts() {
        let path = folder("earlier");
        fs::create_dir_all(&path).expect("it can be made");
        let earlier = File::create(path.join("lock")).expect("it can be made");
        earlier.try_lock().expect("nobody else has it");
        assert_eq!(DataFolder::take(&path).expect_err("it is taken").kind(), io::ErrorKind::ResourceBusy);
        drop(earlier);
        DataFolder::take(&path).expect("it is free again");
        fs::remove_dir_all(path).expect("the folder is ours");
    }

    #[test]
    fn what_sqlite_cannot_open_is_found_and_put_aside_with_all_beside_it() {
        let path = folder("alarms");
        let data = DataFolder::take(&path).expect("the folder is new");
        let good = [b"SQLite format 3\0\x10\x00\x02\x02".as_slice(), &[0; 4_076]].concat();
        let bad = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut bytes = good.clone();
            change(&mut bytes);
            bytes
        };
        let cases = [
            ("good", good.clone(), true),
            ("empty", Vec::new(), true),
            ("name", bad(&|bytes| bytes[0] = b'X'), false),
            ("version", bad(&|bytes| bytes[18] = 9), false),
            ("page", bad(&|bytes| bytes[17] = 3), false),
            ("cut", bad(&|bytes| bytes.truncate(3_000)), false),
            ("short", bad(&|bytes| bytes.truncate(10)), false),
            ("text", b"hello world".repeat(100), false),
        ];
        for (name, bytes, is_good) in cases {
            let namespace = path.join("do").join(name);
            fs::create_dir_all(&namespace).expect("it can be made");
            let file = namespace.join(ALARMS);
            fs::write(&file, bytes).expect("it can be written");
            fs::write(with(&file, "-wal"), "x").expect("it can be written");
            let spoilt = data.spoilt().expect("it can be read");
            assert_eq!(spoilt, if is_good { vec![] } else { vec![file.clone()] }, "{name}");
            let aside = Aside::put(vec![file.clone()]).expect("it can be renamed");
            assert!(!file.exists() && !with(&file, "-wal").exists(), "{name}");
            assert_eq!(aside.names().count(), 1);
            aside.put_back().expect("it can be renamed");
            assert!(file.exists() && with(&file, "-wal").exists(), "{name}");
            fs::remove_dir_all(namespace).expect("the folder is ours");
        }
        drop(data);
        fs::remove_dir_all(path).expect("the folder is ours");
    }

    #[test]
    fn a_directory_that_is_no_database_is_found_and_a_platform_is_left_alone() {
        let path = folder("directory");
        let data = DataFolder::take(&path).expect("the folder is new");
        fs::create_dir_all(path.join("do")).expect("it can be made");
        assert_eq!(data.spoilt().expect("nothing is there"), Vec::<PathBuf>::new());
        let of = |namespace: &str| path.join("do").join(namespace);
        for namespace in [DIRECTORY, "laufzeit-platform-v1"] {
            fs::create_dir_all(of(namespace)).expect("it can be made");
            fs::write(of(namespace).join("a.sqlite"), [0; 4_096]).expect("it can be written");
            fs::write(of(namespace).join("a.sqlite-wal"), "x").expect("it can be written");
        }
        assert_eq!(data.spoilt().expect("it can be read"), [of(DIRECTORY).join("a.sqlite")]);
        drop(data);
        fs::remove_dir_all(path).expect("the folder is ours");
    }
}
