//! The files of the platforms' objects, where the runtime keeps them on a disk that it shows to this worker. There each
//! is named by the id of its object.

use std::collections::BTreeSet;

use serde::Deserialize;
use worker::{Env, Error, Result};

/// The folder of the platforms on that disk: the `uniqueKey` of their namespace.
const FOLDER: &str = "laufzeit-platform-v1";
/// The name of the binding to the disk.
const DISK: &str = "FILES";

/// Whether the runtime shows the disk: then one process on one machine has the worker and all its objects.
pub fn are_here(env: &Env) -> bool {
    env.service(DISK).is_ok()
}

/// The file of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The id of the object.
    pub object: String,
    /// Whether the object had it open when the runtime ended without warning: then its log lies beside it.
    pub open: bool,
}

/// The files of the platforms' objects; none if the runtime shows no disk.
///
/// # Errors
/// If the disk cannot be read.
pub async fn all(env: &Env) -> Result<Option<Vec<Found>>> {
    #[derive(Deserialize)]
    struct Entry {
        name: String,
    }
    let Ok(disk) = env.service(DISK) else { return Ok(None) };
    let mut answer = disk.fetch(format!("http://disk/{FOLDER}"), None).await?;
    let text = answer.text().await?;
    match answer.status_code() {
        200 => {}
        // no platform was ever asked for
        404 => return Ok(Some(Vec::new())),
        status => return Err(Error::RustError(format!("the disk answers {status}: {text}"))),
    }
    let entries: Vec<Entry> = serde_json::from_str(&text)?;
    let names: Vec<String> = entries.into_iter().map(|entry| entry.name).collect();
    Ok(Some(found(&names)))
}

/// The files of objects among all files.
fn found(names: &[String]) -> Vec<Found> {
    let objects = names.iter().filter_map(|name| name.strip_suffix(".sqlite"));
    let objects = objects.filter(|object| object.len() == 64 && object.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let logs: BTreeSet<&str> = names.iter().filter_map(|name| name.strip_suffix(".sqlite-wal")).collect();
    objects.map(|object| Found { object: object.to_owned(), open: logs.contains(object) }).collect()
}
