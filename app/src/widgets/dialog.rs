//! A modal window: the native `<dialog>`. It is open as long as it is in the page; the code that shows it decides when
//! it goes.

use leptos::{ev, html, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;

use super::{
    focus::focus_is_lost,
    icon::{Icon, IconName},
};
use crate::view::{Children, View, view};

/// What the dialog is for, which decides its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogShape {
    /// A place to work, with a head, a scrolling middle and a foot. It fills the screen of a phone.
    Sheet,
    /// A form to fill in, as high as its contents. It fills the screen of a phone.
    Form,
    /// A question with its buttons.
    Ask,
}

/// A dialog, labelled by its title. Esc and the close button only call `on_close_request`, which may show another
/// dialog on top.
#[component]
pub fn Dialog(
    /// What the dialog is for, which decides its shape.
    shape: DialogShape,
    /// Its title, and its accessible name.
    #[prop(into)]
    title: Signal<String>,
    /// What is shown beside the title.
    #[prop(optional)]
    beside: View,
    /// A link to help, beside the close button.
    #[prop(optional)]
    help: View,
    /// The accessible name of the close button.
    close_label: String,
    /// Called when the user wants to close the dialog.
    on_close_request: Callback<()>,
    /// The contents: `.dialog-body`, `.dialog-foot` and the like.
    children: Children,
) -> View {
    let node = NodeRef::<html::Dialog>::new();
    open_and_lead_back(node);
    let ask = move || on_close_request.run(());
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            // only the topmost dialog handles Esc; those below do not receive it
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
        // a browser may close the dialog without asking (Esc twice, the back gesture): it is opened again, and asks
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
            // last in the source, so that focus starts in the contents
            {help}
            <button type="button" class="icon-btn dialog-close" aria-label=close_label on:click=move |_| ask()>
                <Icon name=IconName::Close />
            </button>
        </dialog>
    }
}

/// Shows the dialog once it stands in the page. When it goes, focus returns to the element that had it, or else to the
/// one marked `data-home`.
fn open_and_lead_back(node: NodeRef<html::Dialog>) {
    let origin = document().active_element().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    let origin = SendWrapper::new(origin);
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            // two dialogs in a row may be the same element, and focus must start anew
            if dialog.open() {
                dialog.close();
            }
            // refused only if it is open already
            let _shown = dialog.show_modal();
            // focus starts in a field that may be further down, and the dialog is read from its beginning
            dialog.set_scroll_top(0);
            let body = dialog.query_selector(".dialog-body").ok().flatten();
            body.iter().for_each(|body| body.set_scroll_top(0));
        }
    });
    on_cleanup(move || {
        request_animation_frame(move || {
            let home = || {
                // unless something else has focus already
                let lost = focus_is_lost();
                let home = document().query_selector("[data-home]").ok().flatten().filter(|_| lost);
                home.and_then(|home| home.dyn_into::<web_sys::HtmlElement>().ok())
            };
            if let Some(origin) = origin.take().filter(|origin| origin.is_connected()).or_else(home) {
                // an element that cannot take focus leaves it where it is
                let _focused = origin.focus();
            }
        });
    });
}
