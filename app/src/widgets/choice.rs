//! One choice of a row: native radios in the cells of a table, a segmented control on a phone (by CSS alone).

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use crate::view::{View, view};

/// One of the options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceOption {
    /// What stands on it on a phone, and in the head of the column otherwise.
    pub label: String,
    /// Its accessible name; begins with the label.
    pub name: String,
    /// Whether choosing it ends something.
    pub ends: bool,
}

/// The cells of one choice: `role=cell`, each with one radio.
#[component]
pub fn Choice(
    /// One name per group: the browser moves between radios of one name by the arrow keys.
    group: String,
    /// The options, in order.
    options: Vec<ChoiceOption>,
    /// The index that is chosen.
    #[prop(into)]
    chosen: Signal<Option<usize>>,
    /// Whether it cannot be changed.
    #[prop(into)]
    locked: Signal<bool>,
    /// Called with the index that is wished for.
    on_choose: Callback<usize>,
) -> View {
    options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            let is_chosen = move || chosen.get() == Some(index);
            let choose = move |event: ev::Event| {
                on_choose.run(index);
                // the browser has moved the dot by itself: hold it to what is so
                if let Some(radio) = event.target().and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok()) {
                    radio.set_checked(chosen.get_untracked() == Some(index));
                }
            };
            view! {
                <div role="cell" class="choice" class:choice-ends=option.ends>
                    <label class="choice-face">
                        <input
                            type="radio"
                            class="radio"
                            name=group.clone()
                            aria-label=option.name
                            prop:checked=is_chosen
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
