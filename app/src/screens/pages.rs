//! A list that is read page by page, newest items first: the history, or invoices.

use domain::{
    account::AccountId,
    wire::{AccountEvent, HistoryEntry, InvoiceHead},
};
use leptos::{prelude::*, task::spawn_local};

use super::say::Say;
use crate::{
    session::{Failure, Listed},
    view::{View, view},
    widgets::{Notice, NoticeTone, SkeletonRows},
};

/// How many items are shown at first, and how many are added each time.
const STEP: usize = 50;

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// What happened to the platform.
    Record,
    /// What happened to an account.
    Account(AccountId),
    /// Invoices.
    Invoices,
}

/// An item. All lists share one type, so that the page carries the code of one list only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// An entry of the platform's history.
    Entry(Box<HistoryEntry>),
    /// An entry of an account's history.
    Own(Box<AccountEvent>),
    /// An invoice.
    Invoice(InvoiceHead),
}

impl Item {
    /// A number that identifies the item in its list.
    pub fn key(&self) -> u64 {
        match self {
            Self::Entry(entry) => entry.revision.0,
            Self::Own(event) => event.revision.0,
            Self::Invoice(head) => u64::from(head.number.year.unsigned_abs()) << 32 | u64::from(head.number.sequence),
        }
    }
}

/// The items fetched so far. Copies share the same signals.
#[derive(Debug, Clone, Copy)]
pub struct Pages {
    say: Say,
    source: Source,
    /// `None` until the first page has come.
    items: RwSignal<Option<Vec<Item>>>,
    /// How many of the items are shown.
    shown: RwSignal<usize>,
    next: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    /// Counts the reloads, so that the answer to an earlier one is ignored.
    load: StoredValue<u32>,
}

impl Pages {
    /// Reads the list, and reads it again whenever the book has changed.
    pub fn of(say: Say, source: Source) -> Self {
        let pages = Self {
            say,
            source,
            items: RwSignal::new(None),
            shown: RwSignal::new(STEP),
            next: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            load: StoredValue::new(0),
        };
        let revision = Memo::new(move |_| say.session.with(|replica| replica.book().revision()));
        Effect::new(move |_| {
            if revision.get().is_some() {
                pages.reload();
            }
        });
        pages
    }

    /// Reads the list from the beginning. What is on screen stays until the answer has come.
    fn reload(self) {
        self.load.update_value(|load| *load = load.wrapping_add(1));
        self.fetch(None);
    }

    fn fetch(self, cursor: Option<String>) {
        let load = self.load.get_value();
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let answer = self.ask(cursor.as_deref()).await;
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

    async fn ask(self, cursor: Option<&str>) -> Result<Listed<Item>, Failure> {
        let session = self.say.session;
        Ok(match self.source {
            Source::Record => listed(session.history(cursor).await?, |entry| Item::Entry(Box::new(entry))),
            Source::Account(id) => listed(session.account_history(id, cursor).await?, |own| Item::Own(Box::new(own))),
            Source::Invoices => listed(session.invoices(cursor).await?, Item::Invoice),
        })
    }

    /// Adds a fetched page, after the others if `goes_on`. Items never change, so otherwise the new ones are put before
    /// the known ones, and what is on screen stays.
    fn take(self, page: Listed<Item>, goes_on: bool) {
        let Listed { items, next } = page;
        let mut all = self.items.get_untracked().unwrap_or_default();
        let last = items.last().map(Item::key);
        let meets = !goes_on && last.is_some_and(|last| all.iter().any(|item| item.key() >= last));
        if goes_on {
            all.extend(items);
        } else if meets {
            all.retain(|item| Some(item.key()) < last);
            all.splice(0..0, items);
        } else {
            all = items;
        }
        self.items.set(Some(all));
        if !meets {
            self.next.set(next);
        }
    }

    /// Every item fetched so far, tracked.
    pub fn with_all<T>(self, read: impl FnOnce(&[Item]) -> T) -> T {
        self.items.with(|items| read(items.as_deref().unwrap_or_default()))
    }

    /// The items that are shown, tracked.
    pub fn shown(self) -> Vec<Item> {
        let shown = self.shown.get();
        self.with_all(|all| all.iter().take(shown).cloned().collect())
    }

    /// Draws a failure, a skeleton, `empty` if there are no items, or else `list`; and the button that shows more.
    pub fn view(self, empty: (&'static str, &'static str), list: Callback<(), View>) -> View {
        let words = self.say.words;
        let standing = Memo::new(move |_| {
            (self.items.with(|items| items.as_ref().map(Vec::is_empty)), self.failure.with(Option::is_some))
        });
        let content = move || match standing.get() {
            (None, true) => View::Nothing,
            (None, false) => view! { <SkeletonRows rows=5 label=words.common.loading.to_owned() /> },
            (Some(true), _) => view! {
                <div class="empty">
                    <h2>{empty.0}</h2>
                    <p>{empty.1}</p>
                </div>
            },
            (Some(false), _) => list.run(()),
        };
        view! {
            {move || self.trouble()}
            {content}
            {move || self.more()}
        }
    }

    fn trouble(self) -> Option<View> {
        let failure = self.failure.get()?;
        let again = (self.say.words.common.retry.to_owned(), Callback::new(move |()| self.reload()));
        let text = self.say.failure(&failure);
        Some(view! { <Notice tone=NoticeTone::Error text=text action=again /> })
    }

    fn more(self) -> Option<View> {
        let (next, shown) = (self.next.get(), self.shown.get());
        let here = self.with_all(<[Item]>::len);
        if next.is_none() && here <= shown {
            return None;
        }
        let more = move |_| {
            self.shown.set(shown + STEP);
            if here < shown + STEP
                && let Some(next) = next.clone()
            {
                self.fetch(Some(next));
            }
        };
        Some(view! {
            <div class="history-more">
                <button type="button" class="btn" disabled=move || self.busy.get() on:click=more>
                    {self.say.words.history.more}
                </button>
            </div>
        })
    }
}

fn listed<T>(page: Listed<T>, item: fn(T) -> Item) -> Listed<Item> {
    Listed { items: page.items.into_iter().map(item).collect(), next: page.next }
}
