//! The head of the list: the columns to sort by, and the checkbox over all rows.

use std::sync::Arc;

use domain::{
    account::AccountSet,
    query::{Direction, SortKey},
};
use leptos::prelude::*;

use super::{super::part::Selection, asked};
use crate::{
    location::{Key, Visit, use_location},
    view::{View, view},
    widgets::{Tri, TriCheck},
    words::use_words,
};

/// The head row.
#[component]
pub fn Head(
    /// The accounts of the list.
    shown: Signal<Arc<AccountSet>>,
    /// The accounts that are ticked.
    selection: Selection,
) -> View {
    let words = use_words();
    let state = move || match shown.with(|shown| selection.part_of(shown)) {
        (false, _) => Tri::None,
        (true, false) => Tri::All,
        (true, true) => Tri::Some,
    };
    let toggle = move |all: bool| {
        shown.with_untracked(|shown| selection.tick(shown, all));
    };
    view! {
        <div role="rowgroup" class="accounts-head">
            <div role="row" class="account account-head" aria-rowindex="1">
                <span role="columnheader" class="account-check">
                    <TriCheck
                        name=move || (words.list.select_all)(shown.with(|shown| shown.len()))
                        state=Signal::derive(state)
                        on_toggle=Callback::new(toggle)
                    />
                </span>
                {sortable("account-who", words.list.account, SortKey::Address)}
                {sortable("account-status", words.list.status, SortKey::Status)}
                {sortable("account-mode", words.list.renewal, SortKey::Mode)}
                {sortable("account-expiry", words.list.expiry, SortKey::ExpiresOn)}
                <span role="columnheader" class="account-net">
                    {words.common.amount_net}
                </span>
                <span role="columnheader" class="account-more">
                    <span class="sr-only">{words.frame.actions}</span>
                </span>
            </div>
        </div>
    }
}

fn sortable(class: &'static str, label: &'static str, key: SortKey) -> View {
    let location = use_location();
    let sort = Memo::new(move |_| {
        let sort = asked::sort(&location.get().query);
        (sort.key == key).then_some(sort.direction)
    });
    let state = move || match sort.get() {
        Some(Direction::Asc) => "ascending",
        Some(Direction::Desc) => "descending",
        None => "none",
    };
    let turn = move |_| {
        let mut to = location.now();
        to.query.set(Key::Sort, Some(asked::sort_word(key)).filter(|_| key != SortKey::Address));
        to.query.set(Key::Order, (sort.get_untracked() == Some(Direction::Asc)).then_some("desc"));
        location.go(to, Visit::Replace);
    };
    view! {
        <span role="columnheader" class=class aria-sort=state>
            <button type="button" class="sort" on:click=turn>
                {label}
            </button>
        </span>
    }
}
