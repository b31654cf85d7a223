//! A modal window: the native `<dialog>`. It is open as long as it is in the page; whoever shows it decides when it goes.

use leptos::{ev, html, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;

use super::icon::{Icon, IconName};
use crate::view::{Children, View, view};

/// What it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogShape {
    /// Work in it: head, scrolling middle, foot; the whole screen on a phone.
    Sheet,
    /// Fill it in: as high as what is in it; the whole screen on a phone.
    Form,
    /// Answer it: a question and its buttons.
    Ask,
}

/// A dialog, labelled by its title. Esc and the cross only ask: `on_close_request` may show another dialog on top.
#[component]
pub fn Dialog(
    /// What it is for.
    shape: DialogShape,
    /// Its title, and its accessible name.
    #[prop(into)]
    title: Signal<String>,
    /// Stands beside the title.
    #[prop(optional)]
    beside: View,
    /// The name of the cross.
    close_label: String,
    /// The user wants out.
    on_close_request: Callback<()>,
    /// `.dialog-body`, `.dialog-foot` and the like.
    children: Children,
) -> View {
    let node = NodeRef::<html::Dialog>::new();
    open_and_lead_back(node);
    let ask = move || on_close_request.run(());
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            // only the topmost: the dialogs below never hear of it
            event.prevent_default();
            event.stop_propagation();
            ask();
        }
    };
    let on_cancel = move |event: ev::Event| {
        event.prevent_default();
        event.stop_propagation();
        ask();
    };
    let on_close = move |event: ev::Event| {
        event.stop_propagation();
        // a browser may close it over the page's head (Esc twice, the back gesture): it stays, and asks
        if let Some(dialog) = node.get_untracked().filter(|dialog| dialog.is_connected() && !dialog.open()) {
            let _shown = dialog.show_modal();
            ask();
        }
    };
    let (class, role) = match shape {
        DialogShape::Sheet => ("dialog sheet", "dialog"),
        DialogShape::Form => ("dialog form", "dialog"),
        DialogShape::Ask => ("dialog ask", "alertdialog"),
    };
    view! {
        <dialog
            node_ref=node
            class=class
            role=role
            aria-label=move || title.get()
            on:keydown=on_key
            on:cancel=on_cancel
            on:close=on_close
        >
            <header class="dialog-head">
                <h2 class="dialog-title">{move || title.get()}</h2>
                {beside}
            </header>
            {children()}
            // last in order, so that focus begins with the matter itself
            <button type="button" class="icon-btn dialog-close" aria-label=close_label on:click=move |_| ask()>
                <Icon name=IconName::Close />
            </button>
        </dialog>
    }
}

/// Shows the dialog once it stands in the page; when it goes, focus goes back to where it came from, or else to the
/// thing that is marked `data-home`.
fn open_and_lead_back(node: NodeRef<html::Dialog>) {
    let origin = document().active_element().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    let origin = SendWrapper::new(origin);
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            // one dialog after another may be the same element: focus begins anew
            if dialog.open() {
                dialog.close();
            }
            // refused only when it is open already
            let _shown = dialog.show_modal();
        }
    });
    on_cleanup(move || {
        request_animation_frame(move || {
            let home = || {
                // unless somebody has taken it already
                let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
                let home = document().query_selector("[data-home]").ok().flatten().filter(|_| lost);
                home.and_then(|home| home.dyn_into::<web_sys::HtmlElement>().ok())
            };
            if let Some(origin) = origin.take().filter(|origin| origin.is_connected()).or_else(home) {
                // what cannot take focus leaves it where it is
                let _focused = origin.focus();
            }
        });
    });
}
