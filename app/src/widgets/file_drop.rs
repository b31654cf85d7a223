//! A place to choose a file, or to drop one.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use super::icon::{Icon, IconName};
use crate::view::{View, view};

/// A field for one file. The same file can be chosen again.
#[component]
pub fn FileDrop(
    /// What is to be chosen.
    label: String,
    /// The kinds of files, as the attribute `accept` takes them.
    accept: &'static str,
    /// The name of the file, or what to do while there is none.
    #[prop(into)]
    name: Signal<String>,
    /// What is said below.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is done with a file.
    take: Callback<web_sys::File>,
) -> View {
    let over = RwSignal::new(false);
    let take = move |files: Option<web_sys::FileList>| {
        if let Some(file) = files.and_then(|files| files.item(0)) {
            take.run(file);
        }
    };
    let choose = move |event: ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(input) = input {
            take(input.files());
            // without this, the same file could not be chosen again after it was corrected
            input.set_value("");
        }
    };
    let drop = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        take(event.data_transfer().and_then(|data| data.files()));
    };
    let drag = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    view! {
        <label
            class="file-drop"
            class:is-over=move || over.get()
            on:dragover=drag
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <Icon name=IconName::Import />
            <span class="file-label">{label}</span>
            <span class="file-name">{move || name.get()}</span>
            <input type="file" class="sr-only" accept=accept on:change=choose />
            {hint.map(|hint| view! { <small>{hint}</small> })}
        </label>
    }
}
