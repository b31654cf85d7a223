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

/// A checkbox over many.
#[component]
pub fn TriCheck(
    /// What is shown beside it; empty shows the box alone.
    #[prop(into, optional)]
    text: Signal<String>,
    /// Its accessible name: what it does.
    #[prop(into)]
    name: Signal<String>,
    /// How many are set.
    #[prop(into)]
    state: Signal<Tri>,
    /// Whether there is nothing to set.
    #[prop(into, optional)]
    locked: Signal<bool>,
    /// Called with what is wished for: all, or none.
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
        // the browser has set the box by itself: hold it to what is so
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
