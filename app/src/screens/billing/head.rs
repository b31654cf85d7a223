//! The head of step 1: the columns, each with a control that sets every matching account to its mode.

use domain::account::RenewalMode;
use leptos::prelude::*;

use super::{super::say::Say, sieve::Matching};
use crate::{
    view::{View, view},
    widgets::{Tri, TriCheck},
};

/// The head row.
pub fn head(say: Say, matching: RwSignal<Option<Matching>>) -> View {
    let words = say.words;
    let session = say.session;
    let shown = Memo::new(move |_| {
        let shown = |matching: &Matching| session.with_staged(|replica| matching.shown(replica));
        matching.with(|matching| matching.as_ref().and_then(shown)).unwrap_or_default()
    });
    let can = Memo::new(move |_| matching.with(|matching| matching.as_ref().map_or(0, Matching::changeable)));
    let column = move |(index, mode): (usize, RenewalMode)| {
        let state = move || match shown.get().get(index) {
            None | Some(0) => Tri::None,
            Some(set) if *set == can.get() => Tri::All,
            Some(_) => Tri::Some,
        };
        let toggle = move |all: bool| {
            let ids = matching.with_untracked(|matching| matching.as_ref().map(Matching::ids)).unwrap_or_default();
            if all { session.stage(ids.iter(), mode) } else { session.put_back(ids.iter()) }
        };
        view! {
            <div role="columnheader" class="pick-all">
                <span>{say.mode(mode)}</span>
                <TriCheck
                    text=Signal::derive(move || (words.billing.all)(can.get()))
                    name=Signal::derive(move || (words.billing.all_as)(can.get(), say.mode(mode)))
                    state=Signal::derive(state)
                    locked=Signal::derive(move || can.get() == 0)
                    on_toggle=Callback::new(toggle)
                />
            </div>
        }
    };
    view! {
        <div role="rowgroup" class="pick-head">
            <div role="row" class="pick-row" aria-rowindex="1">
                <div role="columnheader" class="pick-who">
                    {words.list.account}
                </div>
                <div role="columnheader" class="pick-expiry">
                    {words.list.expiry}
                </div>
                {RenewalMode::ALL.into_iter().enumerate().map(column).collect::<View>()}
            </div>
        </div>
    }
}
