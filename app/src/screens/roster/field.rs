//! A roster to import: it is chosen or pasted, read and checked here, before anything is asked of the worker.

use std::sync::Arc;

use domain::{
    limits::MAX_BYTES,
    roster::{Given, RosterError, RosterErrors},
};
use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use super::{
    assign::Assign,
    check::{Check, RosterFile},
};
use crate::{
    screens::refusals::wrong,
    view::{View, view},
    widgets::FileDrop,
    words::{self, use_words},
};

/// A field for a roster, which is chosen, dropped or pasted, with what is missing in it and what is wrong.
#[component]
pub fn RosterField(
    /// The roster.
    file: RwSignal<Option<RosterFile>>,
    /// What is said beside it.
    given: RwSignal<Given>,
    /// What checking it found.
    #[prop(into)]
    check: Signal<Check>,
) -> View {
    let words = words::roster(use_words());
    let assign = Assign::of(check, given);
    let text = RwSignal::new(String::new());
    let take = Callback::new(move |chosen: web_sys::File| {
        spawn_local(async move {
            let read = read(chosen).await;
            assign.begin();
            text.try_set(String::new());
            file.try_set(Some(read));
        });
    });
    let name = Signal::derive(move || {
        file.with(|file| file.as_ref().map_or(words.file_drop.to_owned(), |file| file.name.clone()))
    });
    let good = move || {
        check.with(Check::good).map(|count| {
            view! {
                <p class="file-good" role="status">
                    {(words.ready)(count)}
                </p>
            }
        })
    };
    let wrong = Memo::new(move |_| check.with(Check::wrong));
    view! {
        <FileDrop
            label=words.file.to_owned()
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            name=name
            hint=words.file_columns.to_owned()
            take=take
        />
        {paste(file, text, assign)}
        {assign.step()}
        {good}
        {move || wrong.get().map(bad_lines)}
    }
}

/// A field to paste a roster into, or to type one.
fn paste(file: RwSignal<Option<RosterFile>>, text: RwSignal<String>, assign: Assign) -> View {
    let words = words::roster(use_words());
    let typed = move |event: ev::Event| {
        let new = event_target_value(&event);
        let before = text.with_untracked(|text| text.trim().is_empty());
        if before {
            assign.begin();
        }
        let bytes = (new.len() <= MAX_BYTES).then(|| Arc::new(new.clone().into_bytes()));
        let pasted = RosterFile { name: words.pasted.to_owned(), bytes };
        file.set((!new.trim().is_empty()).then_some(pasted));
        text.set(new);
    };
    view! {
        <label class="form-field">
            <span>{words.paste}</span>
            <textarea
                class="input paste"
                rows="2"
                autocomplete="off"
                spellcheck="false"
                placeholder=words.paste_hint
                prop:value=move || text.get()
                on:input=typed
            />
        </label>
    }
}

async fn read(file: web_sys::File) -> RosterFile {
    let name = file.name();
    let small = file.size() <= f64::from(u32::try_from(MAX_BYTES).unwrap_or(u32::MAX));
    let bytes = if small { JsFuture::from(file.array_buffer()).await.ok() } else { None };
    let bytes = bytes.map(|buffer| Arc::new(js_sys::Uint8Array::new(&buffer).to_vec()));
    RosterFile { name, bytes }
}

/// Every bad line: where it is and what is wrong with it.
fn bad_lines(errors: RosterErrors) -> View {
    let all = use_words();
    let words = words::roster(all);
    let more = errors.total.saturating_sub(errors.errors.len());
    let line = |error: RosterError| {
        let column = if error.column == 0 { String::new() } else { error.column.to_string() };
        let column = if error.field.is_empty() { column } else { format!("{column} {}", error.field) };
        view! {
            <tr>
                <td class="num">{error.line}</td>
                <td>{column}</td>
                <td>{wrong(all, &error.fault)}</td>
            </tr>
        }
    };
    view! {
        <section class="bad-lines" role="alert">
            <h3>{(words.errors)(errors.total)}</h3>
            <p>{words.errors_text}</p>
            <div class="bad-lines-scroll" tabindex="0">
                <table>
                    <thead>
                        <tr>
                            <th class="num">{words.line}</th>
                            <th>{words.column}</th>
                            <th>{words.what}</th>
                        </tr>
                    </thead>
                    <tbody>{errors.errors.into_iter().map(line).collect::<View>()}</tbody>
                </table>
            </div>
            {(more > 0).then(|| view! { <p>{(words.errors_more)(more)}</p> })}
        </section>
    }
}
