//! Where focus goes.

use domain::account::AccountId;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// Gives focus to the first thing that a selector finds.
pub fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // what cannot take focus leaves it where it is
        let _focused = element.focus();
    }
}

/// Gives focus to the menu of an account's row, or else to another thing, once a dialog has gone with what it was
/// opened from.
pub fn focus_after(other: &'static str, account: Option<AccountId>) {
    let row = account.map(|id| format!("[data-account=\"{id}\"] .account-more button"));
    request_animation_frame(move || {
        let found = |selector: &str| document().query_selector(selector).ok().flatten();
        let target = row.as_deref().and_then(found).or_else(|| found(other));
        if let Some(element) = target.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            // what cannot take focus leaves it where it is
            let _focused = element.focus();
        }
    });
}

/// Gives a step focus when it takes the place of another, so that the keyboard goes on from its beginning.
pub fn focus_on_mount(node: NodeRef<html::Div>) {
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            // it has a tabindex
            let _focused = node.focus();
        }
    });
}

/// The place in its list of the row that has focus.
pub fn focused_place() -> Option<usize> {
    let row = document().active_element()?.closest("[data-index]").ok()??;
    row.get_attribute("data-index")?.parse().ok()
}
