//! The tab Verlauf: every confirmed change, newest first, with its lines and the way back.

use std::collections::{BTreeMap, BTreeSet};

use domain::change::{Receipt, SubmissionId};
use leptos::{prelude::*, task::spawn_local};

use super::billing::{Loaded, Say, Undo, lines_view, load_lines, refused_card};
use crate::{
    location::{Key, Step, use_location},
    session::{Failure, Listed, Session},
    widgets::{Notice, NoticeTone, SkeletonRows},
};

/// How many lines of each submission have been taken back.
type Undone = BTreeMap<SubmissionId, usize>;

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
            let answer = self.say.session.receipts(cursor.as_deref()).await;
            if self.load.try_get_value() != Some(load) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => self.take(page, cursor.is_some()),
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }

    /// Receipts never change: what came before a known one is put before it, and what is on screen stays.
    fn take(self, page: Listed<Receipt>, goes_on: bool) {
        let Listed { items, next } = page;
        let mut all = self.items.get_untracked().unwrap_or_default();
        let new: BTreeSet<SubmissionId> = items.iter().map(|receipt| receipt.id.clone()).collect();
        let meets = all.iter().any(|receipt| new.contains(&receipt.id));
        if goes_on {
            all.extend(items);
        } else if meets {
            all.retain(|receipt| !new.contains(&receipt.id));
            all.splice(0..0, items);
        } else {
            all = items;
        }
        self.items.set(Some(all));
        if goes_on || !meets {
            self.next.set(next);
        }
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
    let undone = Memo::new(move |_| {
        let all = pages.items.read();
        let each = all.iter().flatten().filter_map(|receipt| Some((receipt.undoes.clone()?, receipt.lines)));
        each.fold(BTreeMap::new(), |mut undone: Undone, (id, lines)| {
            *undone.entry(id).or_default() += lines;
            undone
        })
    });
    let standing = Memo::new(move |_| (pages.items.read().as_ref().map(Vec::is_empty), pages.failure.read().is_some()));
    let content = move || {
        let (empty, failed) = standing.get();
        if empty.is_none() {
            if failed {
                return ().into_any();
            }
            return view! { <SkeletonRows rows=5 label=words.common.loading.to_owned() /> }.into_any();
        }
        if empty == Some(true) {
            return view! {
                <div class="empty">
                    <h2>{words.history.empty_title}</h2>
                    <p>{words.history.empty_text}</p>
                </div>
            }
            .into_any();
        }
        let each = move || pages.items.get().unwrap_or_default();
        let children = move |receipt: Receipt| entry(say, &receipt, undone);
        view! {
            <ol class="card history">
                <For each=each key=|receipt| receipt.revision children=children />
            </ol>
        }
        .into_any()
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

fn entry(say: Say, receipt: &Receipt, undone: Memo<Undone>) -> AnyView {
    let words = say.words;
    let undo = Undo::of(say, receipt.clone());
    let id = receipt.id.clone();
    let undone = Memo::new(move |_| undone.with(|undone| undone.get(&id).copied()));
    let lines = receipt.lines;
    let left = (!receipt.refused.is_empty()).then(|| {
        view! {
            " · "
            {(words.receipt.refused)(receipt.refused.len())}
        }
    });
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
    let mark = move || {
        undone.get().map(|taken| {
            let whole = words.history.was_undone.to_owned();
            let part = || format!("{whole}: {} / {}", say.number(taken), say.number(lines));
            let text = if taken < lines { part() } else { whole.clone() };
            view! { <span class="badge badge-gone">{text}</span> }
        })
    };
    view! {
        <li class="entry" class:is-undone=move || undone.get() == Some(lines)>
            <div class="entry-head">
                <b class="entry-what">{what(receipt.lines)}</b>
                {mark}
                <span class="entry-actions">
                    {lines_button(say, receipt)} {move || undone.get().is_none().then(|| undo.button())}
                </span>
            </div>
            <p class="entry-note">
                <time datetime=receipt.at.0.clone()>{say.moment(&receipt.at)}</time>
                " · "
                {say.actor(receipt.actor)}
                {closing}
                {left}
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
    let receipt = StoredValue::new(receipt.clone());
    let lines = move || {
        open.get().then(|| {
            let id = receipt.with_value(|receipt| receipt.id.clone());
            let loaded = RwSignal::new(Loaded::default());
            load_lines(say, id.clone(), loaded);
            let title = |count| (say.words.receipt.refused)(count);
            let left =
                receipt.with_value(|receipt| refused_card(say, title(receipt.refused.len()), None, &receipt.refused));
            view! { <div class="entry-lines">{lines_view(say, id, loaded)} {left}</div> }
        })
    };
    view! { {lines} }.into_any()
}
