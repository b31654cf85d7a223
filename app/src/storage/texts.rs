//! The browser's own texts under names. They may be missing, and asking for them may throw: a browser that blocks the
//! data of this page refuses even the question.

use web_sys::{Storage, window};

/// The texts that stay, if this browser keeps any.
pub fn lasting() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// The texts that last as long as this tab, if this browser keeps any.
pub fn of_tab() -> Option<Storage> {
    window()?.session_storage().ok()?
}

/// Moves a text to another name, where no page of this version looks for it. Without room for that it stays.
pub fn set_aside(storage: &Storage, name: &str, aside: &str, text: &str) {
    if storage.set_item(aside, text).is_ok() {
        drop(storage.remove_item(name));
    }
    super::aside::note();
}
