//! When a single letter is a shortcut.

use leptos::{ev, prelude::*};

use crate::preferences;

/// Whether a single letter counts as a shortcut: shortcuts by letters are on, nobody is typing, and no dialog is open.
pub fn is_letter(event: &ev::KeyboardEvent) -> bool {
    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
    plain && preferences::letter_keys() && !is_typing() && !is_covered()
}

fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        let text = element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
        text.unwrap_or(false)
    })
}

/// Whether a dialog is open.
pub fn is_covered() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}
