//! Where focus is.

use leptos::prelude::document;
use web_sys::HtmlElement;

/// Whether no element has focus: the page itself has it then.
pub fn focus_is_lost() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// Focuses an element without scrolling.
pub fn focus_in_place(element: &HtmlElement) {
    let gently = web_sys::FocusOptions::new();
    gently.set_prevent_scroll(true);
    // an element that cannot take focus leaves it where it is
    let _focused = element.focus_with_options(&gently);
}
