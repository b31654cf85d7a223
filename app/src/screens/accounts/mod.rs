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
    listed::{Listed, listed, longest},
    part::{Open, Part, Selection, part},
};
use crate::{
    location::use_location,
    session::Session,
    view::{View, view},
    widgets::{Lines, VirtualList},
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
        (asked::filter(&query), asked::sort(&query))
    });
    // deleted accounts have left the book: they are asked for
    let gone = RwSignal::new(Arc::new(Vec::new()));
    let of_gone = Memo::new(move |_| asked.with(|asked| asked.0.is_of_gone()));
    let found = listed(session, move || asked.get());
    let listed = Memo::new(move |_| {
        if of_gone.get() {
            let counts = session.with(|replica| replica.book().counts()).unwrap_or_default();
            return Some(Listed::of(gone.get(), counts));
        }
        found.get()
    });
    let keys = Memo::new(move |_| listed.with(|listed| listed.as_ref().map(|it| it.keys.clone())).unwrap_or_default());
    let count = Memo::new(move |_| listed.with(|it| it.as_ref().map(|it| (it.keys.len(), it.counts))));
    let shown = Memo::new(move |_| listed.with(|listed| listed.as_ref().map(|it| it.set.clone())).unwrap_or_default());
    let longest = longest(session);
    let lines = Memo::new(move |_| {
        // on a phone the name is not shown
        let (wide, narrow) = longest.get().unwrap_or_default();
        Lines { wide: Lines::of(wide, 60, 60).wide, narrow: Lines::of(narrow, 27, 27).narrow }
    });
    let reveal = RwSignal::new(None);
    follow_letters(keys.into(), selection, reveal);
    let filtered = Memo::new(move |_| asked.with(|(filter, _)| *filter != Filter::default()));
    let row = Callback::new(move |(place, key)| row(session, selection, place, AccountId(key)));
    let empty = move || {
        if of_gone.get() {
            return Some(part(Part::Gone(session, gone), View::Nothing));
        }
        listed
            .with(|listed| listed.as_ref().is_some_and(|it| it.keys.is_empty()))
            .then(|| part(Part::NoRows(session, filtered.get()), View::Nothing))
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
        <Tools session=session selection=selection count=count.into() />
        <div class="card accounts" role="table" aria-label=words.frame.tab_accounts aria-rowcount=rows>
            <Head shown=shown.into() selection=selection />
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
