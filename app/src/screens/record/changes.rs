//! A confirmed change in the history: its lines, and the button that takes it back.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    receipt::Receipt,
    stamp::{Instant, SubmissionId},
};
use leptos::prelude::*;

use crate::{
    location::{Key, Visit, use_location},
    screens::{
        billing::{Loaded, Undo, lines_view, load_lines, refused_card, taken_back},
        say::Say,
    },
    view::{View, view},
};

/// How many lines of each submission have been taken back, and when the last of them were.
pub type Undone = BTreeMap<SubmissionId, (usize, NaiveDate, Instant)>;

/// The entry of a change.
pub fn change_entry(say: Say, receipt: &Receipt, when: View, undone: Memo<Undone>) -> View {
    let words = say.words;
    let undo = Undo::of(say, receipt.clone());
    let id = receipt.id.clone();
    let undone = Memo::new(move |_| undone.with(|undone| undone.get(&id).cloned()));
    let lines = receipt.lines;
    let left = (!receipt.refused.is_empty()).then(|| {
        view! {
            " · "
            {(words.receipt.refused)(receipt.refused.len())}
        }
    });
    let what = if receipt.undoes.is_some() { words.history.undo } else { words.history.change };
    let closings = receipt.closings;
    let closing = move || {
        (closings > 0 && undone.get().is_none()).then(|| {
            view! {
                " · "
                <span class="ends">{(words.receipt.closing)(closings)}</span>
            }
        })
    };
    let undoes = receipt.undoes.as_ref().map(|id| {
        view! {
            " · "
            {words.receipt.undo_of}
            " "
            <span class="reference">{id.0.clone()}</span>
        }
    });
    let mark = move || {
        undone.get().map(|(taken, on, at)| {
            let whole = words.history.was_undone.to_owned();
            let part = || format!("{whole}: {}", (words.list.found)(taken, lines));
            let text = if taken < lines { part() } else { whole.clone() };
            let remain = (taken < lines).then(|| format!(" · {}", say.of_them(lines - taken, words.receipt.in_force)));
            view! {
                <span class="badge badge-gone">{text}</span>
                <small>{say.when(on, &at)} {remain}</small>
            }
        })
    };
    view! {
        <li class="entry" class:is-undone=move || undone.get().is_some_and(|(taken, ..)| taken == lines)>
            <div class="entry-change">
                <div class="entry-head">
                    <b class="entry-what">{what(receipt.lines)}</b>
                    {mark}
                </div>
                <p class="entry-note">
                    {when} " · " {say.actor(receipt.actor, receipt.by.as_ref())} {closing} {left} " · "
                    {words.receipt.reference} " " <span class="reference">{receipt.id.0.clone()}</span> {undoes}
                </p>
                <span class="entry-actions">
                    {lines_button(say, receipt)} {move || undone.get().is_none().then(|| undo.button())}
                </span>
            </div>
            {undo.result()}
            {lines_below(say, receipt)}
        </li>
    }
}

/// Whether the lines of a receipt are shown. The address bar holds this.
fn is_open(id: SubmissionId) -> Memo<bool> {
    let change = use_location().value(Key::Change);
    Memo::new(move |_| change.get().is_some_and(|change| change == id.0))
}

fn lines_button(say: Say, receipt: &Receipt) -> View {
    let words = &say.words.history;
    let location = use_location();
    let open = is_open(receipt.id.clone());
    let id = receipt.id.0.clone();
    let toggle = move |_| {
        let id = (!open.get_untracked()).then_some(id.as_str());
        location.set(Key::Change, id, Visit::Replace);
    };
    view! {
        <button
            type="button"
            class="btn quiet"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            on:click=toggle
        >
            {move || if open.get() { words.hide_lines } else { words.show_lines }}
        </button>
    }
}

fn lines_below(say: Say, receipt: &Receipt) -> View {
    let open = is_open(receipt.id.clone());
    let receipt = StoredValue::new(receipt.clone());
    let lines = move || {
        open.get().then(|| {
            let id = receipt.with_value(|receipt| receipt.id.clone());
            let loaded = RwSignal::new(Loaded::default());
            load_lines(say, id.clone(), loaded);
            let title = |count| (say.words.receipt.refused)(count);
            // the addresses of accounts that are gone come with the lines
            let left = move || {
                loaded.get().map(|_| {
                    receipt
                        .with_value(|receipt| refused_card(say, title(receipt.refused.len()), None, &receipt.refused))
                })
            };
            let taken = receipt.with_value(|receipt| taken_back(say, receipt));
            view! { <div class="entry-lines">{lines_view(say, id, loaded, taken)} {left}</div> }
        })
    };
    view! { {lines} }
}
