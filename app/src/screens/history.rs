//! The tab Verlauf: every confirmed change, newest first, with its lines and the way back.

use std::collections::BTreeSet;

use domain::change::{Receipt, SubmissionId};
use leptos::{prelude::*, task::spawn_local};

use super::billing::{Loaded, Say, Undo, lines_view, load_lines};
use crate::{
    backend::{Failure, Listed},
    location::{Key, Step, use_location},
    session::Session,
    widgets::{Notice, NoticeTone, SkeletonRows},
};

/// The pages fetched so far. A handle.
#[derive(Debug, Clone, Copy)]
struct Pages {
    say: Say,
    /// None until the first page has come.
    items: RwSignal<Option<Vec<Receipt>>>,
    next: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    /// Counts the loads from the beginning: an answer to an earlier one is passed over.
    load: StoredValue<u32>,
}

impl Pages {
    fn of(say: Say) -> Self {
        Self {
            say,
            items: RwSignal::new(None),
            next: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            load: StoredValue::new(0),
        }
    }

    /// From the beginning; what is on screen stays until the answer is there.
    fn reload(self) {
        self.load.update_value(|load| *load = load.wrapping_add(1));
        self.fetch(None);
    }

    fn fetch(self, cursor: Option<String>) {
        let load = self.load.get_value();
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let answer = self.say.session.backend().receipts(cursor.as_deref()).await;
            if self.load.try_get_value() != Some(load) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(Listed { items, next }) => {
                    self.items.update(|all| match all {
                        Some(all) if cursor.is_some() => all.extend(items),
                        Some(_) | None => *all = Some(items),
                    });
                    self.next.set(next);
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }
}

/// The tab.
#[component]
pub fn History(
    /// The platform.
    session: Session,
) -> impl IntoView {
    let say = Say::of(session);
    let words = say.words;
    let pages = Pages::of(say);
    let revision = Memo::new(move |_| session.with(|replica| replica.book().revision()));
    Effect::new(move |_| {
        if revision.get().is_some() {
            pages.reload();
        }
    });
    let content = move || {
        if pages.items.read().is_none() && pages.failure.read().is_none() {
            return view! { <SkeletonRows rows=5 label=words.common.loading.to_owned() /> }.into_any();
        }
        let empty = pages.items.read().as_ref().is_some_and(Vec::is_empty);
        if empty {
            return view! {
                <div class="empty">
                    <h2>{words.history.empty_title}</h2>
                    <p>{words.history.empty_text}</p>
                </div>
            }
            .into_any();
        }
        let all = pages.items.read();
        let all = all.as_deref().unwrap_or_default();
        let undone: BTreeSet<&SubmissionId> = all.iter().filter_map(|receipt| receipt.undoes.as_ref()).collect();
        let entries = all.iter().map(|receipt| entry(say, receipt, undone.contains(&receipt.id)));
        view! { <ol class="card history">{entries.collect_view()}</ol> }.into_any()
    };
    view! {
        <section class="history-page" aria-label=words.history.title>
            {move || trouble(pages)}
            {content}
            {move || more(pages)}
        </section>
    }
    .into_any()
}

fn trouble(pages: Pages) -> Option<AnyView> {
    let failure = pages.failure.get()?;
    let again = (pages.say.words.common.retry.to_owned(), Callback::new(move |()| pages.reload()));
    let text = pages.say.failure(&failure);
    Some(view! { <Notice tone=NoticeTone::Error text=text action=again /> }.into_any())
}

fn more(pages: Pages) -> Option<AnyView> {
    let next = pages.next.get()?;
    let fetch = move |_| pages.fetch(Some(next.clone()));
    Some(
        view! {
            <div class="history-more">
                <button type="button" class="btn" disabled=move || pages.busy.get() on:click=fetch>
                    {pages.say.words.history.more}
                </button>
            </div>
        }
        .into_any(),
    )
}

fn entry(say: Say, receipt: &Receipt, was_undone: bool) -> AnyView {
    let words = say.words;
    let undo = Undo::of(say, receipt.clone());
    let what = if receipt.undoes.is_some() { words.history.undo } else { words.history.change };
    let closing = (receipt.closings > 0).then(|| {
        view! {
            " · "
            <span class="ends">{(words.receipt.closing)(receipt.closings)}</span>
        }
    });
    let undoes = receipt.undoes.as_ref().map(|id| {
        view! {
            " · "
            {words.receipt.undo_of}
            " "
            <span class="reference">{id.0.clone()}</span>
        }
    });
    let undone = was_undone.then(|| view! { <span class="badge badge-gone">{words.history.was_undone}</span> });
    view! {
        <li class="entry" class:is-undone=was_undone>
            <div class="entry-head">
                <b class="entry-what">{what(receipt.lines)}</b>
                {undone}
                <span class="entry-actions">{lines_button(say, receipt)} {(!was_undone).then(|| undo.button())}</span>
            </div>
            <p class="entry-note">
                <time datetime=receipt.at.0.clone()>{say.moment(&receipt.at)}</time>
                " · "
                {say.actor(receipt.actor)}
                {closing}
                " · "
                {words.receipt.reference}
                " "
                <span class="reference">{receipt.id.0.clone()}</span>
                {undoes}
            </p>
            {undo.result()}
            {lines_below(say, receipt)}
        </li>
    }
    .into_any()
}

/// Whether a receipt's lines are shown, which the address bar knows.
fn is_open(id: SubmissionId) -> Memo<bool> {
    let change = use_location().value(Key::Change);
    Memo::new(move |_| change.get().is_some_and(|change| change == id.0))
}

fn lines_button(say: Say, receipt: &Receipt) -> AnyView {
    let words = &say.words.history;
    let location = use_location();
    let open = is_open(receipt.id.clone());
    let id = receipt.id.0.clone();
    let toggle = move |_| {
        let id = (!open.get_untracked()).then_some(id.as_str());
        location.set(Key::Change, id, Step::Replace);
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
    .into_any()
}

fn lines_below(say: Say, receipt: &Receipt) -> AnyView {
    let open = is_open(receipt.id.clone());
    let id = receipt.id.clone();
    let lines = move || {
        open.get().then(|| {
            let loaded = RwSignal::new(Loaded::default());
            load_lines(say, id.clone(), loaded);
            view! { <div class="entry-lines">{lines_view(say, id.clone(), loaded)}</div> }
        })
    };
    view! { {lines} }.into_any()
}
