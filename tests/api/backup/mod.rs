//! Backups of running servers, and restoring them.

mod drill;
mod kills;
mod locked;
mod refusals;
mod upgrade;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use tests::workerd::{Server, taken};
use xtask::{
    backup::Made,
    restore::{Restored, restore},
};

/// Restores a backup to a folder that nobody uses any more.
pub(crate) fn restored(backup: &Path, data: &Path) -> Result<Restored, String> {
    drop(taken(data));
    match restore(backup, data) {
        // by a process that another test makes at this moment
        Err(message) if message.contains("is in use") => restored(backup, data),
        outcome => outcome,
    }
}

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// The files below a folder with their hashes.
pub(crate) fn tree(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let Ok(entries) = fs::read_dir(folder) else { return files };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(tree(&path));
        } else {
            let Made { sha256, .. } = Made::of(&path).expect("it can be read");
            files.insert(path, sha256);
        }
    }
    files
}

/// A platform of a desk with two accounts.
pub(crate) fn founded(server: &Server, id: &str) {
    let mut new = crate::company::new_platform();
    (new["id"], new["test_clock"]) = (json!(id), json!("2026-11-22"));
    server.post("/platforms", &new).expect(201);
    let roster =
        "address,display_name,mode,expires_on\na@x.example,A,monthly,2026-12-01\nb@x.example,B,yearly,2027-01-01\n";
    server.post_csv(&format!("/platforms/{id}/accounts/import"), roster).expect(200);
}

/// The ids of the platforms that a desk lists, all of them in order.
pub(crate) fn listed(server: &Server) -> Vec<String> {
    let list = server.get("/platforms").expect(200).json();
    assert_eq!(list["unavailable"], json!([]), "{list}");
    let ids =
        list["items"].as_array().expect("a list").iter().map(|item| item["id"].as_str().expect("an id").to_owned());
    ids.collect()
}

/// A stopped desk with these platforms, and its folder.
pub(crate) fn desk(platforms: &[&str]) -> TempDir {
    let data = folder();
    let served = folder();
    let mut server = Server::start_on(xtask::workerd::Config::Test, served);
    platforms.iter().for_each(|id| founded(&server, id));
    server.stop();
    tests::workerd::copy(&server.data().join("do"), &data.path().join("do")).expect("it can be copied");
    data
}

/// The manifest of a backup, as it is written.
pub(crate) fn manifest(backup: &Path) -> Value {
    let text = fs::read_to_string(backup.join("manifest.json")).expect("it is written");
    serde_json::from_str(&text).expect("JSON")
}
