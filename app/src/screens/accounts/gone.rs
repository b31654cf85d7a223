//! The list of deleted accounts. They have left the book, so they are asked for, page by page.

use std::sync::Arc;

use domain::query::{Direction, Filter, Sort, SortKey};
use leptos::{prelude::*, task::spawn_local};

use super::{super::say::Say, asked, nothing::nothing};
use crate::{
    location::{Location, use_location},
    session::{Failure, Session},
    view::{View, view},
    widgets::{Notice, NoticeTone, SkeletonRows},
};

/// What was asked for, and how far that has come. Copies share the same signals.
#[derive(Clone, Copy)]
struct List {
    say: Say,
    location: Location,
    /// The ids that are shown.
    keys: RwSignal<Arc<Vec<u32>>>,
    /// Where the next page begins.
    next: RwSignal<Option<String>>,
    state: RwSignal<State>,
    /// Counts what was asked for, so that the answer to something earlier is passed over.
    load: StoredValue<u32>,
}

#[derive(Clone, PartialEq)]
enum State {
    Asks,
    Came,
    Failed(Failure),
}

/// Asks for the deleted accounts that the address bar asks for, into `keys`, and says how far that has come.
pub fn gone(session: Session, keys: RwSignal<Arc<Vec<u32>>>) -> View {
    let say = Say::of(session);
    let location = use_location();
    let list = List {
        say,
        location,
        keys,
        next: RwSignal::new(None),
        state: RwSignal::new(State::Asks),
        load: StoredValue::new(0),
    };
    let wanted = Memo::new(move |_| {
        let query = location.get().query;
        let Sort { key, direction } = asked::sort(&query);
        // whoever is deleted meanwhile belongs to the list
        let deleted = session.with(|replica| replica.book().counts().deleted);
        (asked::filter(&query), key, direction, deleted)
    });
    Effect::new(move |before: Option<Wanted>| {
        let now = wanted.get();
        let is_same_list = before.is_some_and(|before| before.0 == now.0);
        if !is_same_list {
            keys.set(Arc::default());
        }
        list.ask(None);
        now
    });
    let status = move || list.status();
    view! { {status} }
}

type Wanted = (Filter, SortKey, Direction, Option<u32>);

impl List {
    /// Asks for the first page, or for the one at a cursor.
    fn ask(self, cursor: Option<String>) {
        let load = self.load.get_value().wrapping_add(1);
        self.load.set_value(load);
        self.state.set(State::Asks);
        let query = self.location.now().query;
        let (filter, sort) = (asked::filter(&query), asked::sort(&query));
        spawn_local(async move {
            let page = self.say.session.gone(&filter, sort, cursor.as_deref()).await;
            if self.load.try_get_value() != Some(load) {
                return;
            }
            match page {
                Ok(page) => {
                    let before = if cursor.is_some() { self.keys.get_untracked() } else { Arc::default() };
                    let keys = before.iter().copied().chain(page.items.iter().map(|account| account.id.0)).collect();
                    self.keys.set(Arc::new(keys));
                    self.next.set(page.next);
                    self.state.set(State::Came);
                }
                Err(failure) => self.state.set(State::Failed(failure)),
            }
        });
    }

    fn status(self) -> View {
        let words = self.say.words;
        let is_empty = self.keys.with(|keys| keys.is_empty());
        match self.state.get() {
            State::Asks if is_empty => view! { <SkeletonRows rows=5 label=words.common.loading.to_owned() /> },
            State::Came if is_empty => nothing(self.say.session, true),
            State::Asks => View::Nothing,
            State::Came => self.more(),
            State::Failed(failure) => {
                let next = self.next.get_untracked().filter(|_| !is_empty);
                let again = Callback::new(move |()| self.ask(next.clone()));
                let again = (words.common.retry.to_owned(), again);
                view! { <Notice tone=NoticeTone::Error text=self.say.failure(&failure) action=again /> }
            }
        }
    }

    fn more(self) -> View {
        let Some(next) = self.next.get() else { return View::Nothing };
        let more = move |_| self.ask(Some(next.clone()));
        view! {
            <div class="history-more">
                <button type="button" class="btn" on:click=more>
                    {self.say.words.history.more}
                </button>
            </div>
        }
    }
}
