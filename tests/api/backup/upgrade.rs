//! The backup that the start makes before a newer workerd touches the data.

use std::fs;

use tests::workerd::{Server, taken};
use xtask::{
    backup::{Manifest, before},
    npm,
    workerd::Config,
};

use super::{desk, listed, restored};

#[test]
fn a_newer_workerd_starts_after_a_backup_and_an_older_one_not_at_all() {
    let data = desk(&["one"]);
    let ours = npm::workerd_version().expect("it is there");
    let keep = || before::keep(&taken(data.path()));
    let last = data.path().join("do/workerd");
    // which workerd used it last is not known
    let backup = keep().expect("it can be copied").expect("a backup");
    assert_eq!(fs::read_to_string(&last).expect("it is noted"), ours);
    assert_eq!(keep(), Ok(None), "it is new to the data only once");
    // killed before it was noted: the backup is the same still
    fs::write(&last, "1.20200101.1").expect("it can be written");
    let first = Manifest::read(&backup).expect("it can be restored");
    assert_eq!(keep(), Ok(Some(backup.clone())));
    assert_eq!(Manifest::read(&backup), Ok(first));
    // killed while it was made: it is made again
    fs::write(&last, "1.20200101.1").expect("it can be written");
    fs::remove_file(backup.join("manifest.json")).expect("it is there");
    assert_eq!(keep(), Ok(Some(backup.clone())));
    assert_eq!(Manifest::read(&backup).expect("it can be restored").workerd, "1.20200101.1");

    fs::write(&last, "9.0.0").expect("it can be written");
    assert!(keep().is_err_and(|message| message.contains("9.0.0") && message.contains("newer")));
    restored(&backup, data.path()).expect("it can be restored");
    assert_eq!(keep(), Ok(None));
    assert_eq!(listed(&Server::start_on(Config::Test, data)), ["one"]);
}
