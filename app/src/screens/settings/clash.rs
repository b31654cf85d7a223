//! What stands beside a field that somebody else has changed while it was edited: both values, and the choice between
//! them.

use leptos::prelude::*;

use super::{
    editor::{Editor, category_word},
    form::{Field, Form},
};
use crate::{
    view::{View, view},
    words,
};

/// Both values of a field that clashes, with two buttons; nothing if it does not clash.
pub fn beside(editor: Editor, field: Field, label: &'static str) -> View {
    let words = words::settings(editor.say.words);
    let texts = Memo::new(move |_| {
        editor.edits.with(|edits| {
            let theirs = edits.theirs(field)?.to_owned();
            Some((shown(editor, field, &theirs), shown(editor, field, edits.now.get(field))))
        })
    });
    let choose = move |theirs: bool| {
        editor.edits.update(|edits| edits.choose(field, theirs));
        editor.go_on();
    };
    let choice = move || {
        texts.get().map(|(theirs, own)| {
            let names = [words.take_theirs, words.keep_own].map(|name| format!("{name}: {label}"));
            let [take, keep] = names;
            view! {
                <div class="field-clash" role="alert">
                    <p>{(words.clash)(&theirs, &own)}</p>
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
fn shown(editor: Editor, field: Field, text: &str) -> String {
    let words = words::settings(editor.say.words);
    if field == Field::TaxCategory {
        let mut form = Form::default();
        form.set(field, text.to_owned());
        return category_word(words, form.category()).to_owned();
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() { words.empty.to_owned() } else { lines.join(", ") }
}
