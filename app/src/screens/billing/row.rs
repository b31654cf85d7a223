//! A row of step 1: one account and its choice.

use domain::{
    account::{AccountId, RenewalMode},
    summary::Reason,
};
use leptos::prelude::*;

use super::super::say::Say;
use crate::{
    view::{View, view},
    widgets::{Choice, ChoiceOption, Icon, IconName},
};

/// What the confirmed book says about the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Facts {
    mode: RenewalMode,
    expires_on: chrono::NaiveDate,
    locked: Option<Reason>,
}

/// The row at `place` (from 0). `reveal` gives focus back to the row when the focused button in it disappears.
pub fn row(say: Say, place: usize, id: AccountId, reveal: RwSignal<Option<usize>>) -> View {
    let session = say.session;
    let words = say.words;
    let address = say.address(id);
    // one memo for each row on screen, which reads only the confirmed book: choosing a mode does not run it
    let facts = Memo::new(move |_| {
        let facts = session.with(|replica| {
            let account = replica.book().account(id)?;
            Some(Facts { mode: account.mode, expires_on: account.expires_on, locked: Reason::against(account) })
        });
        facts.flatten()
    });
    let shown = session.row(id);
    let chosen = shown.clone();
    let chosen = Signal::derive(move || RenewalMode::ALL.iter().position(|mode| *mode == chosen.get()));
    let changed = Signal::derive(move || {
        facts.get().map(|facts| facts.mode).filter(|mode| *mode != shown.get()).map(|_| shown.get())
    });
    let locked = Signal::derive(move || facts.get().is_none_or(|facts| facts.locked.is_some()));
    let options = RenewalMode::ALL.map(|mode| {
        let label = say.mode(mode);
        let name = (words.common.of_account)(label, &address);
        ChoiceOption { label: label.to_owned(), name, ends: mode == RenewalMode::Never }
    });
    let choose = move |index: usize| {
        if let Some(mode) = RenewalMode::ALL.get(index) {
            session.stage([id], *mode);
        }
    };
    let put_back = move |_| {
        session.put_back([id]);
        reveal.set(Some(place));
    };
    let back_name = (words.billing.as_before_of)(&address);
    let back = move || {
        changed.get().is_some().then(|| {
            view! {
                <button type="button" class="link-btn as-before" aria-label=back_name.clone() on:click=put_back>
                    <Icon name=IconName::Back />
                    {words.billing.as_before}
                </button>
            }
        })
    };
    let reason = move || {
        let reason = facts.get()?.locked?;
        Some(view! { <small class="pick-reason">{say.reason(reason)}</small> })
    };
    view! {
        <div
            role="row"
            class="pick-row"
            class:is-changed=move || changed.get().is_some_and(|mode| mode != RenewalMode::Never)
            class:is-closing=move || changed.get() == Some(RenewalMode::Never)
            class:is-locked=move || locked.get()
            aria-rowindex=(place + 2).to_string()
        >
            <div role="cell" class="pick-who">
                <b class="who" title=address.clone()>
                    {address.clone()}
                </b>
                {back}
                {reason}
            </div>
            <div role="cell" class="pick-expiry">
                {move || facts.get().map(|facts| say.day(facts.expires_on))}
            </div>
            <Choice
                group=format!("mode-{id}")
                options=options.to_vec()
                chosen=chosen
                locked=locked
                on_choose=Callback::new(choose)
            />
        </div>
    }
}
