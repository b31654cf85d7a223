//! A roster to import: it is chosen, read and checked here, before anything is asked of the worker.

use std::sync::Arc;

use domain::{
    limits::MAX_BYTES,
    roster::{Roster, RosterError, RosterErrors},
};
use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::{
    screens::refusals::wrong,
    view::{View, view},
    widgets::{Icon, IconName},
    words::use_words,
};

/// A file the user chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterFile {
    /// The file's name.
    pub name: String,
    /// The file's contents; `None` if it is too large to be read.
    pub bytes: Option<Arc<Vec<u8>>>,
}

/// What is known about a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// No file has been chosen.
    None,
    /// Every line is good. The number says how many lines there are.
    Good(usize),
    /// Some lines are bad.
    Bad(RosterErrors),
}

impl Check {
    /// Checks `file` with `read`.
    pub fn of(file: Option<&RosterFile>, read: impl FnOnce(&[u8]) -> Option<Result<Roster, RosterErrors>>) -> Self {
        match file.map(|file| &file.bytes) {
            None => Self::None,
            Some(None) => Self::Bad(RosterErrors::too_large()),
            Some(Some(bytes)) => match read(bytes) {
                None => Self::None,
                Some(Ok(roster)) => Self::Good(roster.entries().len()),
                Some(Err(errors)) => Self::Bad(errors),
            },
        }
    }
}

/// A field for a file, which is chosen or dropped on it, with what is wrong with the file.
#[component]
pub fn RosterField(
    /// The chosen file.
    file: RwSignal<Option<RosterFile>>,
    /// What checking the file found.
    #[prop(into)]
    check: Signal<Check>,
) -> View {
    let words = use_words();
    let over = RwSignal::new(false);
    let take = move |files: Option<web_sys::FileList>| {
        if let Some(chosen) = files.and_then(|files| files.item(0)) {
            spawn_local(async move {
                let read = read(chosen).await;
                file.try_set(Some(read));
            });
        }
    };
    let choose = move |event: ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(input) = input {
            take(input.files());
            // without this, the same file could not be chosen again after it was corrected
            input.set_value("");
        }
    };
    let drop = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        take(event.data_transfer().and_then(|data| data.files()));
    };
    let drag = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let name =
        move || file.with(|file| file.as_ref().map_or(words.roster.file_drop.to_owned(), |file| file.name.clone()));
    let found = move || match check.get() {
        Check::None => View::Nothing,
        Check::Good(count) => view! {
            <p class="file-good" role="status">
                {(words.roster.ready)(count)}
            </p>
        },
        Check::Bad(errors) => bad_lines(errors),
    };
    view! {
        <label
            class="file-drop"
            class:is-over=move || over.get()
            on:dragover=drag
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <Icon name=IconName::Import />
            <span class="file-label">{words.roster.file}</span>
            <span class="file-name">{name}</span>
            <input type="file" class="sr-only" accept=".csv,text/csv" on:change=choose />
            <small>{words.roster.file_columns}</small>
        </label>
        {found}
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
    let words = &all.roster;
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
