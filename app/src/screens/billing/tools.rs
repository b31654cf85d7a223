//! The tools above step 1: search and filters.

use domain::account::RenewalMode;
use leptos::{html, prelude::*};

use super::{
    super::say::Say,
    scope::Scope,
    sieve::{Sieve, Standing},
};
use crate::{
    view::{View, view},
    widgets::{Icon, IconName, Menu, MenuEntry, MenuFace, Notice, NoticeTone},
};

/// Draws search and filters. `search` is the field that the shortcut `/` focuses.
pub fn tools(say: Say, sieve: Sieve, search: NodeRef<html::Input>) -> View {
    let words = say.words;
    let only = move |_| sieve.show_only(!sieve.only.get_untracked());
    let scope = sieve.scope.with_value(|scope| match scope {
        Scope::All => None,
        Scope::Listed { words: filter, .. } => Some(format!("{}: {filter}", words.billing.only_listed)),
        Scope::Rows { ids, .. } => Some((words.billing.only_selected)(ids.len())),
    });
    let scoped = scope.map(|text| toggle(text, sieve.scoped.into(), move || sieve.scoped.update(|on| *on = !*on)));
    view! {
        <div class="dialog-tools">
            <label class="field search">
                <Icon name=IconName::Search />
                <input
                    node_ref=search
                    type="search"
                    placeholder=words.common.search_hint
                    aria-label=words.common.search
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || sieve.find.get().unwrap_or_default()
                    on:input=move |event| sieve.search(&event_target_value(&event))
                />
                <kbd aria-hidden="true">"/"</kbd>
            </label>
            <div class="chips">
                {scoped} {toggle(words.billing.only_changed.to_owned(), sieve.only.into(), move || only(()))}
                {standing_chip(say, sieve)} {mode_chip(say, sieve)} {days_chip(say, sieve)}
            </div>
        </div>
        {missing(say, sieve)}
    }
}

/// Says which of the accounts that the address names are not here.
fn missing(say: Say, sieve: Sieve) -> Option<View> {
    let words = &say.words.billing;
    let text = sieve.scope.with_value(|scope| match scope {
        Scope::Rows { ids, .. } if ids.is_empty() => Some(words.lost.to_owned()),
        Scope::Rows { missing, .. } if *missing > 0 => Some(format!("{}: {}", words.lost_some, say.number(*missing))),
        Scope::All | Scope::Listed { .. } | Scope::Rows { .. } => None,
    })?;
    Some(view! { <Notice tone=NoticeTone::Warn text=text /> })
}

fn toggle(text: String, on: Signal<bool>, press: impl Fn() + 'static) -> View {
    view! {
        <button
            type="button"
            class="chip"
            class:is-active=move || on.get()
            aria-pressed=move || if on.get() { "true" } else { "false" }
            on:click=move |_| press()
        >
            {text}
        </button>
    }
}

/// A filter with a few values, of which one or none is chosen.
fn chip<T>(name: &'static str, any: &'static str, now: RwSignal<Option<T>>, all: Vec<(T, &'static str)>) -> View
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let all = StoredValue::new(all);
    let word =
        move || now.get().and_then(|now| all.with_value(|all| all.iter().find(|(one, _)| *one == now).map(|it| it.1)));
    let label = Signal::derive(move || word().map_or_else(|| name.to_owned(), |word| format!("{name}: {word}")));
    let entries = move |()| {
        let chosen = now.get_untracked();
        let none = MenuEntry::run(any, move || now.set(None)).chosen(chosen.is_none());
        let each = all.with_value(|all| {
            let entry = |&(one, word): &(T, &'static str)| {
                MenuEntry::run(word, move || now.set(Some(one))).chosen(chosen == Some(one))
            };
            all.iter().map(entry).collect::<Vec<_>>()
        });
        [none].into_iter().chain(each).collect()
    };
    let active = Signal::derive(move || now.get().is_some());
    view! { <Menu label=label face=MenuFace::Chip active=active entries=Callback::new(entries) /> }
}

fn standing_chip(say: Say, sieve: Sieve) -> View {
    let words = say.words;
    let all = vec![
        (Standing::Active, words.status.active),
        (Standing::NotSetUp, words.status.not_set_up),
        (Standing::Suspended, words.status.suspended),
    ];
    chip(words.list.status, words.common.any, sieve.standing, all)
}

fn mode_chip(say: Say, sieve: Sieve) -> View {
    let all = RenewalMode::ALL.map(|mode| (mode, say.mode(mode))).to_vec();
    chip(say.words.list.renewal, say.words.common.any, sieve.mode, all)
}

fn days_chip(say: Say, sieve: Sieve) -> View {
    let words = say.words;
    let all = vec![(7, words.list.within_7), (30, words.list.within_30), (90, words.list.within_90)];
    chip(words.list.expiry_chip, words.common.any, sieve.days, all)
}
