//! What is shown when the page breaks: that it broke, what is safe, and a button to load it again. Nothing of the app
//! runs any more by then, so this is plain DOM.

use domain::language::Language;
use wasm_bindgen::{JsCast, prelude::*};
use web_sys::{Document, Element, HtmlElement, console};

use crate::words;

/// Shows a panic on the page and in the console.
pub fn install() {
    std::panic::set_hook(Box::new(|panic| {
        console::error_1(&JsValue::from_str(&panic.to_string()));
        // if even this fails, the message is still in the console
        let _shown = overlay(&panic.to_string());
    }));
}

fn overlay(detail: &str) -> Option<()> {
    let window = web_sys::window()?;
    let document = window.document()?;
    if document.get_element_by_id("crash").is_some() {
        return None;
    }
    let lang = document.document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default();
    let words = words::crash(Language::parse(&lang).unwrap_or(Language::De));
    let overlay = element(&document, "dialog", "crash", "")?;
    overlay.set_id("crash");
    overlay.set_attribute("aria-label", words.title).ok()?;
    let reload = element(&document, "button", "btn primary", words.reload)?;
    let on_click = Closure::<dyn Fn()>::new(move || {
        let _reloads = window.location().reload();
    });
    reload.add_event_listener_with_callback("click", on_click.as_ref().unchecked_ref()).ok()?;
    on_click.forget();
    let more = element(&document, "details", "", "")?;
    let (summary, text) = (element(&document, "summary", "", words.detail)?, element(&document, "pre", "", detail)?);
    more.append_child(&summary).ok()?;
    more.append_child(&text).ok()?;
    for part in [element(&document, "h2", "", words.title)?, element(&document, "p", "", words.safe)?, reload, more] {
        overlay.append_child(&part).ok()?;
    }
    document.body()?.append_child(&overlay).ok()?;
    overlay.dyn_into::<web_sys::HtmlDialogElement>().ok()?.show_modal().ok()
}

fn element(document: &Document, tag: &str, class: &str, text: &str) -> Option<Element> {
    let element = document.create_element(tag).ok()?;
    element.set_class_name(class);
    element.dyn_ref::<HtmlElement>()?.set_text_content((!text.is_empty()).then_some(text));
    Some(element)
}
