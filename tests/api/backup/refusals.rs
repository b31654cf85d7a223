//! What a backup and a restore refuse, and what they leave as it is.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use tests::workerd::{Server, copy, taken};
use xtask::{
    backup::{Made, Manifest},
    restore::restore,
    workerd::Config,
};

use super::{desk, folder, founded, listed, manifest, restored, tree};

#[track_caller]
fn says<T>(outcome: Result<T, String>, parts: &[&str]) {
    let Err(message) = outcome else { panic!("{parts:?} is refused") };
    for part in parts {
        assert!(message.contains(part), "{message:?} does not say {part:?}");
    }
}

/// Changes a manifest as it is written.
fn rewritten(backup: &Path, change: impl Fn(&mut Value)) {
    let mut value = manifest(backup);
    change(&mut value);
    fs::write(backup.join("manifest.json"), value.to_string()).expect("it can be written");
}

/// The file of the only platform of a backup.
fn platform(backup: &Path) -> PathBuf {
    let files = tree(&backup.join("do/laufzeit-platform-v1"));
    files.into_keys().next().expect("a file")
}

/// A way to make a backup one that cannot be restored, and what is said of it.
type Flaw = (&'static str, fn(&Path), &'static [&'static str]);

const FLAWS: [Flaw; 8] = [
    ("half finished", |backup| fs::remove_file(backup.join("manifest.json")).expect("it is there"), &["not finished"]),
    (
        "no JSON",
        |backup| fs::write(backup.join("manifest.json"), "{").expect("it can be written"),
        &["damaged", "manifest.json"],
    ),
    (
        "a part is missing",
        |backup| rewritten(backup, |value| value["files"] = Value::Null),
        &["damaged", "manifest.json"],
    ),
    ("a newer form", |backup| rewritten(backup, |value| value["format"] = json!(2)), &["newer Laufzeit"]),
    (
        "a newer workerd",
        |backup| rewritten(backup, |value| value["workerd"] = json!("2.0.0")),
        &["workerd 2.0.0", "newer"],
    ),
    (
        "a path that leads elsewhere",
        |backup| rewritten(backup, |value| value["files"][0]["path"] = json!("do/../../a")),
        &["damaged", "do/../../a"],
    ),
    (
        "a file that is not there",
        |backup| fs::remove_file(platform(backup)).expect("it is there"),
        &["damaged", ".sqlite", "not there"],
    ),
    ("a file with another byte", |backup| flip(&platform(backup)), &["damaged", ".sqlite", "not what was written"]),
];

fn flip(file: &Path) {
    let mut bytes = fs::read(file).expect("it can be read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(file, bytes).expect("it can be written");
}

#[test]
fn a_backup_that_cannot_be_trusted_is_refused_and_the_data_stays() {
    let (data, kept) = (desk(&["one"]), folder());
    let good = kept.path().join("good");
    backup::back_up(data.path(), &good).expect("it can be backed up");
    let before = tree(&data.path().join("do"));
    for (number, (name, flaw, parts)) in FLAWS.iter().enumerate() {
        let bad = kept.path().join(number.to_string());
        copy(&good, &bad).expect("it can be copied");
        flaw(&bad);
        says(restored(&bad, data.path()), parts);
        assert_eq!(tree(&data.path().join("do")), before, "{name}");
        assert!(!data.path().join("restoring").exists(), "{name}");
    }
    says(restored(&kept.path().join("nothing"), data.path()), &["there is no folder"]);
    let within = data.path().join("do/backup");
    copy(&good, &within).expect("it can be copied");
    says(restored(&within, data.path()), &["move it elsewhere"]);
    fs::remove_dir_all(within).expect("it is there");
    let holder = taken(data.path());
    says(restore(&good, data.path()), &["in use"]);
    assert_eq!(tree(&data.path().join("do")), before);
    drop(holder);

    let done = restored(&good, data.path()).expect("it can be restored");
    let old = done.before.expect("there was data before");
    assert_eq!(tree(&old).into_values().collect::<Vec<_>>(), before.into_values().collect::<Vec<_>>());
    assert_eq!(listed(&Server::start_on(Config::Test, data)), ["one"]);
}

#[test]
fn data_of_a_newer_version_is_refused() {
    let (data, kept) = (desk(&["one"]), folder());
    let good = kept.path().join("good");
    let manifest = backup::back_up(data.path(), &good).expect("it can be backed up");
    let served = folder();
    copy(&good, served.path()).expect("it can be copied");
    let mut server = Server::start_on(Config::Storage, served);
    server.sql("platform/one", &["UPDATE version SET number = 99"]);
    server.stop();
    // a backup as that version would have made it
    let newer = kept.path().join("newer");
    copy(&server.data().join("do"), &newer.join("do")).expect("it can be copied");
    let files = manifest.files.iter().cloned().map(|mut entry| {
        let Made { bytes, sha256 } = Made::of(&newer.join(&entry.path)).expect("it is there");
        (entry.bytes, entry.sha256) = (bytes, sha256);
        entry
    });
    Manifest { files: files.collect(), ..manifest.clone() }.write(&newer).expect("it can be written");
    let before = tree(&data.path().join("do"));
    says(restored(&newer, data.path()), &["newer Laufzeit"]);
    assert_eq!(tree(&data.path().join("do")), before);
}

#[test]
fn a_backup_goes_to_a_new_folder_elsewhere() {
    let (data, kept) = (desk(&["one"]), folder());
    says(backup::back_up(kept.path(), &kept.path().join("a")), &["nothing to back up"]);
    fs::write(kept.path().join("mine"), "mine").expect("it can be written");
    says(backup::back_up(data.path(), kept.path()), &["not empty"]);
    assert_eq!(fs::read_to_string(kept.path().join("mine")).expect("it is there"), "mine");
    for inside in ["", "do", "new"] {
        says(backup::back_up(data.path(), &data.path().join(inside)), &["lost together"]);
    }
    assert!(!data.path().join("new").exists(), "nothing is left of it");
    // nobody else may read what is in it
    let to = kept.path().join("backup");
    fs::create_dir(&to).expect("it can be made");
    fs::set_permissions(&to, Permissions::from_mode(0o755)).expect("it is ours");
    let manifest = backup::back_up(data.path(), &to).expect("it can be backed up");
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode();
    assert_eq!((mode(&to) & 0o77, mode(&platform(&to)) & 0o77), (0, 0));
    assert_eq!(
        manifest.data.keys().collect::<Vec<_>>(),
        ["laufzeit-directory-v1", "laufzeit-people-v1", "laufzeit-platform-v1"]
    );
    assert_eq!(tree(&to).len(), manifest.files.len() + 1, "the files and the manifest are all that is there");
}

#[test]
fn a_damaged_platform_is_named_and_the_others_are_kept() {
    let mut server = Server::start();
    let file = crate::damaged::made(&server, "bad");
    founded(&server, "good");
    server.stop();
    let mut bytes = fs::read(&file).expect("it is there");
    bytes[..100].fill(0xA5);
    fs::write(&file, bytes).expect("it can be written");
    let (kept, data) = (folder(), folder());
    let to = kept.path().join("backup");
    let manifest = backup::back_up(server.data(), &to).expect("the rest can be backed up");
    assert!(file.ends_with(&manifest.missing[0].path), "{:?}", manifest.missing);
    assert_eq!((manifest.missing.len(), manifest.findings), (1, vec![]));
    restored(&to, data.path()).expect("it can be restored");
    let server = Server::start_on(Config::Test, data);
    // after a start the directory asks each platform once, and a list waits only for the first of them
    let list = || server.get("/platforms").expect(200).json();
    let list = (0..1_000).map(|_| list()).find(|list| list["unavailable"] != json!([])).unwrap_or_else(list);
    assert_eq!(crate::damaged::ids(&list["items"]), ["good"]);
    assert_eq!(crate::damaged::ids(&list["unavailable"]), ["bad"]);
}

#[test]
fn what_the_check_finds_is_told_by_both() {
    let (data, kept, other) = (desk(&["one"]), folder(), folder());
    let served = folder();
    copy(data.path(), served.path()).expect("it can be copied");
    let mut server = Server::start_on(Config::Storage, served);
    server.sql("platform/one", &["UPDATE account SET address = 'z@x.example' WHERE id = 1"]);
    server.stop();
    let to = kept.path().join("backup");
    let manifest = backup::back_up(server.data(), &to).expect("it can be backed up");
    assert!(!manifest.findings.is_empty());
    assert_eq!(restored(&to, other.path()).expect("it can be restored").findings, manifest.findings);
}
