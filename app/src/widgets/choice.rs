//! The choice of one row: native radio buttons in the cells of a table, which CSS turns into a segmented control on a
//! phone.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use crate::view::{View, view};

/// One of the options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceOption {
    /// The text on it on a phone, and in the head of the column otherwise.
    pub label: String,
    /// Its accessible name, which begins with the label.
    pub name: String,
    /// Whether choosing it ends something.
    pub ends: bool,
}

/// The cells of one choice: `role=cell`, each with one radio.
#[component]
pub fn Choice(
    /// The name of the group. The arrow keys move between radio buttons of one name.
    group: String,
    /// The options, in order.
    options: Vec<ChoiceOption>,
    /// The index of the chosen option.
    #[prop(into)]
    chosen: Signal<Option<usize>>,
    /// Whether it cannot be changed.
    #[prop(into)]
    locked: Signal<bool>,
    /// Called with the index of the option that the user wishes for.
    on_choose: Callback<usize>,
) -> View {
    options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            let is_chosen = move || chosen.get() == Some(index);
            let choose = move |event: ev::Event| {
                on_choose.run(index);
                // the browser has moved the dot by itself, so it is set back to the chosen option
                if let Some(radio) = event.target().and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok()) {
                    radio.set_checked(chosen.get_untracked() == Some(index));
                }
            };
            // where the elements get another row, each radio is checked or not before it joins the group of that row: two
            // of one group would take the dot from each other
            view! {
                <div role="cell" class="choice" class:choice-ends=option.ends>
                    <label class="choice-face">
                        <input
                            type="radio"
                            class="radio"
                            prop:checked=is_chosen
                            name=group.clone()
                            aria-label=option.name
                            disabled=move || locked.get()
                            data-focus=move || is_chosen().then_some("")
                            on:change=choose
                        />
                        <span class="choice-label" aria-hidden="true">
                            {option.label}
                        </span>
                    </label>
                </div>
            }
        })
        .collect::<View>()
}
