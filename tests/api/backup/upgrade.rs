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

    // gone back to the old one, and worked: what is from before now is something else
    let order = data.path().join("do/laufzeit-platform-v1/worked.sqlite");
    fs::write(&order, "worked").expect("it can be written");
    fs::write(&last, "1.20200101.1").expect("it can be written");
    let second = keep().expect("it can be copied").expect("a backup");
    assert_eq!(second, backup.with_file_name(format!("before-workerd-{ours}-2")));
    let copied = second.join("do/laufzeit-platform-v1/worked.sqlite");
    assert_eq!(fs::read_to_string(copied).expect("it is there"), "worked");
    assert!(Manifest::read(&backup).is_ok(), "the first is kept");
    // killed before it was noted, and killed while it was made
    fs::write(&last, "1.20200101.1").expect("it can be written");
    assert_eq!(keep(), Ok(Some(second.clone())));
    fs::write(&last, "1.20200101.1").expect("it can be written");
    fs::remove_file(second.join("manifest.json")).expect("it is there");
    assert_eq!(keep(), Ok(Some(second)));

    fs::write(&last, "9.0.0").expect("it can be written");
    assert!(keep().is_err_and(|message| message.contains("9.0.0") && message.contains("newer")));
    restored(&backup, data.path()).expect("it can be restored");
    assert_eq!(keep(), Ok(None));
    assert_eq!(listed(&Server::start_on(Config::Test, data)), ["one"]);
}
