//! What the browser keeps across reloads: drafts and wishes on their way in its database, which all tabs share, and the
//! demo in its local storage. A browser that keeps nothing is no error.

pub mod aside;
mod before;
pub mod database;
pub mod drafts;
pub mod held;
pub mod known;
pub mod luggage;
pub mod selections;
pub mod shared;
pub mod texts;

use domain::demo::{Demo, Log};

pub use self::before::{Before, before};

const DEMO: &str = "laufzeit.demo";

/// Whether this is the name under which the demo is kept.
pub fn is_demo(key: &str) -> bool {
    key == DEMO
}

/// The demo, if one was kept. One that cannot be read or made again is set aside.
pub fn demo() -> Option<Demo> {
    let Some(storage) = texts::lasting() else {
        shared::note_demo(false);
        return None;
    };
    let kept = storage.get_item(DEMO).ok().flatten()?;
    let demo = serde_json::from_str(&kept).ok().and_then(Demo::replay);
    if demo.is_none() {
        texts::set_aside(&storage, DEMO, &format!("{DEMO}.aside"), &kept);
    }
    demo
}

/// Keeps the demo. Returns whether the browser stored it.
pub fn keep_demo(log: &Log) -> bool {
    let text = serde_json::to_string(log).ok();
    texts::lasting().zip(text).is_some_and(|(storage, text)| storage.set_item(DEMO, &text).is_ok())
}
