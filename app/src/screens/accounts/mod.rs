//! The list of a platform's accounts: search, filters, sort, selection.

pub mod asked;
mod dialogs;
mod drafts;
mod gone;
mod head;
mod nothing;
mod row;
mod scope;
mod sheet;
mod tools;

use std::sync::Arc;

use domain::{account::AccountId, query::Filter};
use leptos::{ev, prelude::*};

pub use self::{dialogs::dialog, drafts::drafts, gone::gone, nothing::nothing, sheet::list_sheet};

use self::{head::Head, row::row, tools::Tools};
use super::{
    focus::{focus, focused_place},
    letters::is_letter,
    part::{Open, Part, Selection, part},
};
use crate::{
    location::use_location,
    session::Session,
    view::{View, view},
    widgets::{Lines, VirtualList, letters},
    words::use_words,
};

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
    // deleted accounts have left the book: they are asked for
    let gone = RwSignal::new(Arc::new(Vec::new()));
    let of_gone = Memo::new(move |_| asked.with(|asked| asked.0.is_of_gone()));
    let keys = Memo::new(move |_| {
        if of_gone.get() {
            return gone.get();
        }
        let (filter, key, direction) = asked.get();
        let sort = domain::query::Sort { key, direction };
        let ids = session.with(|replica| {
            replica.book().sorted(&filter, sort).into_iter().map(|account| account.id.0).collect::<Vec<u32>>()
        });
        Arc::new(ids.unwrap_or_default())
    });
    let lines = Memo::new(move |_| {
        // on a phone the name is not shown
        let widths = keys.with(|keys| {
            session.with(|replica| {
                let width = |key: &u32| {
                    let account = replica.register().account(AccountId(*key))?;
                    let address = letters(account.address.as_str());
                    Some((address + letters(account.display_name), address))
                };
                let longest = |(wide, narrow): (usize, usize), (a, b)| (wide.max(a), narrow.max(b));
                keys.iter().filter_map(width).fold((0, 0), longest)
            })
        });
        let (wide, narrow) = widths.unwrap_or_default();
        Lines { wide: Lines::of(wide, 60, 60).wide, narrow: Lines::of(narrow, 27, 27).narrow }
    });
    let reveal = RwSignal::new(None);
    follow_letters(keys.into(), selection, reveal);
    let filtered = Memo::new(move |_| asked.get().0 != Filter::default());
    let row = Callback::new(move |(place, key)| row(session, selection, place, AccountId(key)));
    let empty = move || {
        if of_gone.get() {
            return Some(part(Part::Gone(session, gone), View::Nothing));
        }
        keys.with(|keys| keys.is_empty()).then(|| part(Part::NoRows(session, filtered.get()), View::Nothing))
    };
    let rows = move || (keys.with(|keys| keys.len()) + 1).to_string();
    let open = Memo::new(move |_| Open::of(&location.get().query));
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
            <VirtualList keys=keys row=row lines=lines reveal=reveal />
            {empty}
        </div>
        {dialog}
        {part(Part::ListSheet(session, keys.into()), View::Nothing)}
    }
}

/// Handles the letters `j` and `k` (move), `x` (tick) and `/` (search), while single letters are shortcuts and nobody
/// is typing.
fn follow_letters(keys: Signal<Arc<Vec<u32>>>, selection: Selection, reveal: RwSignal<Option<usize>>) {
    let listener = window_event_listener(ev::keydown, move |event| {
        if !is_letter(&event) {
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
