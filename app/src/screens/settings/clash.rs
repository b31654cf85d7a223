//! What stands beside a field that somebody else has changed while it was edited: both values, and the choice between
//! them.

use domain::{tax::TaxCategory, visible::apart};
use leptos::prelude::*;

use super::{
    edits::Edits,
    form::{Field, Form},
};
use crate::{
    view::{View, view},
    words::SettingsWords,
};

/// The word for a category of tax.
pub fn category_word(words: &'static SettingsWords, category: TaxCategory) -> &'static str {
    match category {
        TaxCategory::Standard => words.standard,
        TaxCategory::ReverseCharge => words.reverse_charge,
        TaxCategory::Exempt => words.exempt,
        TaxCategory::Zero => words.zero,
    }
}

/// Both values of a field that clashes, with two buttons; nothing if it does not clash. `chosen` is called after a
/// choice.
pub fn beside(
    words: &'static SettingsWords,
    edits: RwSignal<Edits>,
    (field, label): (Field, &'static str),
    chosen: Callback<()>,
) -> View {
    let texts = Memo::new(move |_| {
        edits.with(|edits| {
            let theirs = edits.theirs(field)?.to_owned();
            Some((shown(words, field, &theirs), shown(words, field, edits.now.get(field))))
        })
    });
    let choose = move |theirs: bool| {
        edits.update(|edits| edits.choose(field, theirs));
        chosen.run(());
    };
    let choice = move || {
        texts.get().map(|(theirs, own)| {
            let names = [words.take_theirs, words.keep_own].map(|name| format!("{name}: {label}"));
            let [take, keep] = names;
            view! {
                <div class="field-clash" role="alert">
                    <p>{(words.clash)(&apart(&theirs), &apart(&own))}</p>
                    <button type="button" class="btn" aria-label=take on:click=move |_| choose(true)>
                        {words.take_theirs}
                    </button>
                    <button type="button" class="btn" aria-label=keep on:click=move |_| choose(false)>
                        {words.keep_own}
                    </button>
                </div>
            }
        })
    };
    view! { {choice} }
}

/// The text of a field as a reader takes it.
fn shown(words: &'static SettingsWords, field: Field, text: &str) -> String {
    if field == Field::TaxCategory {
        let mut form = Form::default();
        form.set(field, text.to_owned());
        return category_word(words, form.category()).to_owned();
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() { words.empty.to_owned() } else { lines.join(", ") }
}
