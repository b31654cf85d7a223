//! The choice between a month and a year.

use domain::calendar::Term;
use leptos::prelude::*;

use super::super::say::Say;
use crate::view::{View, view};

/// Two radio buttons. `note` returns the price of a term, and what it saves.
pub fn terms(say: Say, chosen: RwSignal<Term>, note: Callback<Term, (String, Option<String>)>) -> View {
    let words = say.words;
    let term = |(term, word): (Term, &'static str)| {
        let notes = move || {
            let (price, saves) = note.run(term);
            let saves = saves.map(|saves| view! { <small class="term-saves">{saves}</small> });
            view! {
                <small>{price}</small>
                {saves}
            }
        };
        view! {
            <label class="term">
                <input
                    type="radio"
                    class="radio"
                    name="term"
                    prop:checked=move || chosen.get() == term
                    on:change=move |_| chosen.set(term)
                />
                <span>
                    <b>{word}</b>
                    " "
                    {notes}
                </span>
            </label>
        }
    };
    let each = [(Term::Monthly, words.mode.monthly), (Term::Yearly, words.mode.yearly)].map(term);
    view! {
        <fieldset class="terms">
            <legend>{words.list.billing_mode}</legend>
            {each}
        </fieldset>
    }
}
