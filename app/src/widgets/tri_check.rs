//! A checkbox that shows whether all, some or none are set.

use leptos::{ev, html, prelude::*};

use crate::view::{View, view};

/// How many are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tri {
    /// Not one.
    None,
    /// Some, and not all.
    Some,
    /// Every one.
    All,
}

/// A checkbox for many things at once.
#[component]
pub fn TriCheck(
    /// The text beside it; if it is empty, only the box is shown.
    #[prop(into, optional)]
    text: Signal<String>,
    /// Its accessible name, which says what it does.
    #[prop(into)]
    name: Signal<String>,
    /// How many are set.
    #[prop(into)]
    state: Signal<Tri>,
    /// Whether there is nothing to set.
    #[prop(into, optional)]
    locked: Signal<bool>,
    /// Called with true to set all, or false to set none.
    on_toggle: Callback<bool>,
) -> View {
    let node = NodeRef::<html::Input>::new();
    let hold = move |state: Tri| {
        if let Some(input) = node.get_untracked() {
            input.set_checked(state == Tri::All);
            input.set_indeterminate(state == Tri::Some);
        }
    };
    Effect::new(move |_| {
        let state = state.get();
        if node.get().is_some() {
            hold(state);
        }
    });
    let toggle = move |_: ev::Event| {
        on_toggle.run(state.get_untracked() != Tri::All);
        // the browser has changed the box by itself, so it is set back to the actual state
        hold(state.get_untracked());
    };
    view! {
        <label class="tri-check">
            <input
                node_ref=node
                type="checkbox"
                class="check"
                aria-label=move || name.get()
                disabled=move || locked.get()
                on:change=toggle
            />
            <span class="tri-check-text" aria-hidden="true">
                {move || text.get()}
            </span>
        </label>
    }
}
