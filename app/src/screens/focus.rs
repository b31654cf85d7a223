//! Moves focus.

use domain::account::AccountId;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// Focuses the first element that matches a selector.
pub fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // an element that cannot take focus leaves it where it is
        let _focused = element.focus();
    }
}

/// Once a dialog has closed and what opened it is gone, focuses the menu in the account's row, or else the first
/// element that matches `other`.
pub fn focus_after(other: &'static str, account: Option<AccountId>) {
    let row = account.map(|id| format!("[data-account=\"{id}\"] .account-more button"));
    request_animation_frame(move || {
        let found = |selector: &str| document().query_selector(selector).ok().flatten();
        let target = row.as_deref().and_then(found).or_else(|| found(other));
        if let Some(element) = target.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            // an element that cannot take focus leaves it where it is
            let _focused = element.focus();
        }
    });
}

/// Focuses a step of a dialog when it replaces another, and shows it from its beginning.
pub fn begin_step(node: NodeRef<html::Div>) {
    focus_on_mount(node);
    Effect::new(move |_| {
        // in a low window it is the dialog that scrolls, and it stays when the step goes
        if let Some(dialog) = node.get().and_then(|node| node.closest("dialog").ok().flatten()) {
            dialog.set_scroll_top(0);
        }
    });
}

/// Focuses something when it appears, so that the keyboard continues there.
pub fn focus_on_mount(node: NodeRef<html::Div>) {
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            // the element has a tabindex, so it takes focus
            let _focused = node.focus();
        }
    });
}

/// The place (from 0) of the focused row in its list.
pub fn focused_place() -> Option<usize> {
    let row = document().active_element()?.closest("[data-index]").ok()??;
    row.get_attribute("data-index")?.parse().ok()
}
