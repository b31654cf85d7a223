//! What the browser keeps across reloads: drafts and wishes on their way in its database, which all tabs share, and the
//! demo in its local storage. A browser that keeps nothing is no error.

pub mod aside;
mod before;
pub mod database;
pub mod drafts;
pub mod selections;
pub mod shared;

use domain::demo::Log;
use gloo::storage::{LocalStorage, Storage};

pub use self::before::{Before, before};

const DEMO: &str = "laufzeit.demo";

/// Whether this is the name under which the demo is kept.
pub fn is_demo(key: &str) -> bool {
    key == DEMO
}

/// The demo, if one was kept. One that cannot be read is set aside.
pub fn demo() -> Option<Log> {
    let kept = LocalStorage::raw().get_item(DEMO).ok().flatten()?;
    let log = serde_json::from_str(&kept).ok();
    if log.is_none() {
        set_demo_aside(&kept);
    }
    log
}

/// Keeps the demo. Returns whether the browser stored it.
pub fn keep_demo(log: &Log) -> bool {
    LocalStorage::set(DEMO, log).is_ok()
}

fn set_demo_aside(kept: &str) {
    let storage = LocalStorage::raw();
    // if there is no room to store it under another name, it stays where it is until the next demo overwrites it
    if storage.set_item(&format!("{DEMO}.aside"), kept).is_ok() {
        drop(storage.remove_item(DEMO));
    }
    aside::note();
}
