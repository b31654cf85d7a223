//! The list of a platform's accounts: search, filters, sort, selection.

pub mod asked;
mod head;
mod row;
mod tools;

use std::{collections::BTreeSet, sync::Arc};

use domain::{account::AccountId, query::Filter};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

pub use row::{locked_mode, mode_tag, status_badge};
pub use tools::drafts;

use self::{head::Head, row::row, tools::Tools};
use super::{
    billing::{BillingDialog, Say},
    deeds::{Deed, deed_dialog, impossible, standstill},
    home::ImportDialog,
    keys,
    rest::{Part, part},
};
use crate::{
    location::{Key, Location, Step, use_location},
    session::Session,
    view::{View, view},
    widgets::VirtualList,
    words::use_words,
};

/// The dialog over the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// The modes, of some or all.
    Billing,
    /// More accounts from a roster.
    Import,
    /// A deed.
    Deed(Deed),
}

/// The accounts that are ticked.
#[derive(Debug, Clone, Copy)]
pub struct Selection(RwSignal<BTreeSet<AccountId>>);

impl Selection {
    fn new() -> Self {
        Self(RwSignal::new(BTreeSet::new()))
    }

    /// Whether an account is ticked.
    pub fn has(self, id: AccountId) -> bool {
        self.0.with(|ids| ids.contains(&id))
    }

    /// How many are ticked.
    pub fn count(self) -> usize {
        self.0.with(BTreeSet::len)
    }

    /// Ticks an account, or takes its tick away.
    pub fn toggle(self, id: AccountId) {
        self.0.update(|ids| {
            if !ids.remove(&id) {
                ids.insert(id);
            }
        });
    }

    /// Ticks these and no others.
    pub fn set(self, chosen: impl IntoIterator<Item = AccountId>) {
        self.0.update(|ids| {
            ids.clear();
            ids.extend(chosen);
        });
    }

    /// Ticks this one and no other.
    pub fn only(self, id: AccountId) {
        self.set([id]);
    }

    fn ids(self) -> Vec<AccountId> {
        self.0.with_untracked(|ids| ids.iter().copied().collect())
    }
}

/// The list of a platform whose book has come, and the dialogs over it.
#[component]
pub fn Accounts(
    /// The platform.
    session: Session,
) -> View {
    let words = use_words();
    let location = use_location();
    let selection = Selection::new();
    let asked = Memo::new(move |_| {
        let query = location.get().query;
        (asked::filter(&query), asked::sort(&query).key, asked::sort(&query).direction)
    });
    let keys = Memo::new(move |_| {
        let (filter, key, direction) = asked.get();
        let sort = domain::query::Sort { key, direction };
        let ids = session.with(|replica| {
            replica.book().sorted(&filter, sort).into_iter().map(|account| account.id.0).collect::<Vec<u32>>()
        });
        Arc::new(ids.unwrap_or_default())
    });
    let reveal = RwSignal::new(None);
    follow_letters(keys.into(), selection, reveal);
    let filtered = Memo::new(move |_| asked.get().0 != Filter::default());
    let row = Callback::new(move |(place, key)| row(session, selection, place, AccountId(key)));
    let empty = move || keys.with(|keys| keys.is_empty()).then(|| nothing(filtered.get()));
    let rows = move || (keys.with(|keys| keys.len()) + 1).to_string();
    let open = Memo::new(move |_| match location.get().query.value(Key::Dialog) {
        Some("billing") => Some(Open::Billing),
        Some("import") => Some(Open::Import),
        Some(_) | None => Deed::of(&location.get().query).map(Open::Deed),
    });
    let dialog = move || {
        let coming = || {
            view! {
                <p class="coming" role="status">
                    {words.common.loading}
                </p>
            }
        };
        open.get().map(|open| part(Part::Dialog(session, selection, open), coming()))
    };
    view! {
        <Tools session=session selection=selection keys=keys.into() />
        <div class="card accounts" role="table" aria-label=words.frame.tab_accounts aria-rowcount=rows>
            <Head keys=keys.into() selection=selection />
            <VirtualList keys=keys row=row reveal=reveal />
            {empty}
        </div>
        {dialog}
    }
}

/// What the address bar asks for, or why it cannot be.
pub fn dialog(session: Session, selection: Selection, open: Open) -> View {
    let words = use_words();
    let location = use_location();
    let close = Callback::new(move |()| close_dialog(location));
    let query = location.now().query;
    let refused = untrack(|| standstill(session, words)).map(|reason| (Say::of(session), reason));
    match (open, refused) {
        (Open::Deed(deed), _) => deed_dialog(session, deed, close),
        (Open::Import, Some((say, reason))) => impossible(say, words.frame.import_roster, reason, close),
        (Open::Import, None) => view! { <ImportDialog session=session on_close=close /> },
        // what was done can be read all the same
        (Open::Billing, Some((say, reason))) if query.value(Key::Change).is_none() => {
            impossible(say, words.billing.title, reason, close)
        }
        (Open::Billing, _) => {
            session.read();
            let ids = if query.value(Key::Selection).is_some() { selection.ids() } else { Vec::new() };
            view! { <BillingDialog session=session selection=ids on_close=close /> }
        }
    }
}

/// Takes what belongs to the dialog out of the address bar.
fn close_dialog(location: Location) {
    let mut to = location.now();
    for key in [Key::Dialog, Key::Step, Key::Find, Key::Only, Key::Selection, Key::Account, Key::Change] {
        to.query.set(key, None);
    }
    location.go(to, Step::Push);
}

fn nothing(filtered: bool) -> View {
    let words = use_words();
    let location = use_location();
    if !filtered {
        return view! { <p class="empty">{words.list.empty_text}</p> };
    }
    let clear = move |_| {
        let mut to = location.now().bare();
        to.query = location.now().query;
        for key in [Key::Search, Key::Status, Key::Configured, Key::Mode, Key::ExpiresBefore, Key::ExpiresFrom] {
            to.query.set(key, None);
        }
        location.go(to, Step::Push);
    };
    view! {
        <div class="empty">
            <p>{words.list.no_hits_text}</p>
            <button type="button" class="btn" on:click=clear>
                {words.common.clear_filters}
            </button>
        </div>
    }
}

/// `j` and `k` move, `x` ticks, `/` searches: where single letters are keys and nobody is typing.
fn follow_letters(keys: Signal<Arc<Vec<u32>>>, selection: Selection, reveal: RwSignal<Option<usize>>) {
    let listener = window_event_listener(ev::keydown, move |event| {
        if !keys::is_letter(&event) {
            return;
        }
        let here = focused_place();
        match event.key().as_str() {
            "/" => {
                event.prevent_default();
                focus("#search");
            }
            "j" => {
                reveal.set(Some(here.map_or(0, |at| at + 1)).filter(|at| *at < keys.with_untracked(|keys| keys.len())))
            }
            "k" => reveal.set(here.map(|at| at.saturating_sub(1))),
            "x" => {
                let id = here.and_then(|at| keys.with_untracked(|keys| keys.get(at).copied()));
                if let Some(id) = id {
                    selection.toggle(AccountId(id));
                }
            }
            _ => {}
        }
    });
    on_cleanup(move || listener.remove());
}

fn focused_place() -> Option<usize> {
    let row = document().active_element()?.closest("[data-index]").ok()??;
    row.get_attribute("data-index")?.parse().ok()
}

fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // what cannot take focus leaves it where it is
        let _focused = element.focus();
    }
}
