//! A confirmation by typing a text.

use leptos::prelude::*;

use crate::view::{View, view};

/// A field for a text that has to be typed before something is done.
#[component]
pub fn ConfirmText(
    /// What to type, and why.
    label: String,
    /// The text of the field.
    value: RwSignal<String>,
    /// Whether only digits are typed, which changes the keyboard of a phone.
    #[prop(optional)]
    digits: bool,
) -> View {
    view! {
        <label class="confirm-text">
            <span>{label}</span>
            <input
                type="text"
                class="input"
                inputmode=if digits { "numeric" } else { "text" }
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
}
