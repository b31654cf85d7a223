//! A restore that is killed leaves the old data or the new.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Instant,
};

use tests::workerd::{Server, copy};
use xtask::{restore::restore, workerd::Config};

use super::{desk, folder, listed, restored, tree};

/// How often the restore is killed, from its first moment to its last.
const KILLS: u32 = 8;
const FOLDERS: &str = "RESTORE_TO_BE_KILLED";

#[test]
#[ignore = "the test below runs it in a process of its own, and kills that"]
fn a_restore_to_be_killed() {
    let folders = env::var(FOLDERS).expect("two folders");
    let (backup, data) = folders.split_once(':').expect("two folders");
    restore(Path::new(backup), Path::new(data)).expect("it can be restored");
}

fn child(backup: &Path, data: &Path) -> Child {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.args(["--exact", "backup::kills::a_restore_to_be_killed", "--ignored"]);
    command.env(FOLDERS, format!("{}:{}", backup.display(), data.display()));
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it can be run")
}

/// The folder that a restore has put the old data in.
fn old(data: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(data).expect("it is there").map(|entry| entry.expect("an entry").path());
    let mut kept = entries.filter(|path| path.to_string_lossy().contains("before-restore-"));
    kept.next().map(|folder| folder.join("do"))
}

fn hashes(folder: &Path) -> Vec<(PathBuf, String)> {
    tree(folder)
        .into_iter()
        .map(|(path, hash)| (path.strip_prefix(folder).expect("it is below").to_owned(), hash))
        .collect()
}

#[test]
fn a_restore_that_is_killed_leaves_the_old_data_or_the_new() {
    let (new, there, kept) = (desk(&["new"]), desk(&["old"]), folder());
    let to = kept.path().join("backup");
    backup::back_up(new.path(), &to).expect("it can be backed up");
    let before = hashes(&there.path().join("do"));
    let fresh = || {
        let data = folder();
        copy(there.path(), data.path()).expect("it can be copied");
        data
    };
    let (whole, began) = (fresh(), Instant::now());
    assert!(child(&to, whole.path()).wait().expect("it is ours").success());
    let length = began.elapsed();
    assert_eq!(hashes(&old(whole.path()).expect("it is kept")), before);
    for number in 0..KILLS {
        let data = fresh();
        let mut killed = child(&to, data.path());
        thread::sleep(length * number / (KILLS - 1));
        killed.kill().expect("it is ours");
        killed.wait().expect("it is ours");
        if hashes(&data.path().join("do")) != before {
            assert_eq!(hashes(&old(data.path()).expect("it is kept")), before, "kill {number}");
            let served = folder();
            copy(data.path(), served.path()).expect("it can be copied");
            assert_eq!(listed(&Server::start_on(Config::Test, served)), ["new"], "kill {number}");
        }
        // what it left is in nobody's way
        restored(&to, data.path()).unwrap_or_else(|message| panic!("kill {number}: {message}"));
        assert_eq!(listed(&Server::start_on(Config::Test, data)), ["new"], "kill {number}");
    }
}
