//! The tab Verlauf: everything that happened, newest first, with the button that takes it back if there is one. The
//! history of an account is shown the same way.

mod changes;
mod import;
mod tell;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    stamp::{Instant, Revision},
    wire::{HistoryEntry, HistoryFact},
};
use leptos::prelude::*;

use self::{
    changes::{Undone, change_entry},
    import::TakeBack,
    tell::{Told, tell, tell_own},
};
use super::{
    pages::{Item, Pages, Source},
    say::Say,
};
use crate::{
    location::{Address, Place, use_location},
    screens::guide::{Anchor, help},
    session::Session,
    view::{IntoView, View, keyed, view},
};

/// The tab.
pub fn history(session: Session) -> View {
    let say = Say::of(session);
    let words = say.words;
    let pages = Pages::of(say, Source::Record);
    let list = list(say, pages);
    view! {
        <section class="history-page" aria-label=words.history.title>
            <p class="help-row">{help(Anchor::Receipt, words.history.title)}</p>
            {pages.view((words.history.empty_title, words.history.empty_text), list)}
        </section>
    }
}

/// Draws the entries of a history.
pub fn list(say: Say, pages: Pages) -> Callback<(), View> {
    let undone = Memo::new(move |_| pages.with_all(undone));
    let gone = Memo::new(move |_| pages.with_all(imports_gone));
    Callback::new(move |()| {
        let key = |item: &Item| match item {
            // a demo that starts again counts from the beginning, so the key also has the time
            Item::Entry(entry) => (item.key(), entry.at.0.clone()),
            Item::Own(own) => (item.key(), own.at.0.clone()),
            Item::Invoice(_) => (item.key(), String::new()),
        };
        let children = move |item: Item| match item {
            Item::Entry(entry) => platform_entry(say, &entry, undone, gone),
            Item::Own(own) => told_entry(
                say,
                tell_own(say, &own.fact),
                when(say, own.on, &own.at),
                say.actor(own.actor, own.by.as_ref()),
                None,
            ),
            Item::Invoice(_) => View::Nothing,
        };
        view! { <ol class="card history">{keyed(move || pages.shown(), key, children)}</ol> }
    })
}

fn undone(all: &[Item]) -> Undone {
    let mut undone = Undone::new();
    for item in all {
        if let Item::Entry(entry) = item
            && let HistoryFact::ModesChanged { receipt } = &entry.fact
            && let Some(id) = &receipt.undoes
        {
            // the newest comes first
            undone.entry(id.clone()).or_insert_with(|| (0, receipt.on, receipt.at.clone())).0 += receipt.lines;
        }
    }
    undone
}

/// The imports that have been taken back.
fn imports_gone(all: &[Item]) -> BTreeSet<Revision> {
    let mut gone = BTreeSet::new();
    for item in all {
        if let Item::Entry(entry) = item
            && let HistoryFact::ImportTakenBack { import } = entry.fact
        {
            gone.insert(import);
        }
    }
    gone
}

fn platform_entry(say: Say, entry: &HistoryEntry, undone: Memo<Undone>, gone: Memo<BTreeSet<Revision>>) -> View {
    let when = when(say, entry.on, &entry.at);
    if let HistoryFact::ModesChanged { receipt } = &entry.fact {
        return change_entry(say, receipt, when, undone);
    }
    let imported = entry.fact == HistoryFact::AccountsImported;
    let back = imported.then(|| TakeBack::of(say, entry.revision, entry.accounts, gone));
    told_entry(say, tell(say, entry), when, say.actor(entry.actor, entry.by.as_ref()), back)
}

fn when(say: Say, on: NaiveDate, at: &Instant) -> View {
    let moment = say.moment(at);
    let text = say.when(on, at);
    view! {
        <time datetime=at.0.clone() title=moment>
            {text}
        </time>
    }
}

fn told_entry(say: Say, told: Told, when: View, actor: String, back: Option<TakeBack>) -> View {
    let Told { what, more, ends, invoice, account } = told;
    let place = use_location().now();
    let platform = place.place.platform().unwrap_or_default().to_owned();
    let of = |to: Place| Address::of(place.world, to).to_string();
    let link = |href: String, text: String| view! { <a href=href>{text}</a> };
    let what = match account {
        Some(account) => link(of(Place::Account { platform: platform.clone(), account: account.to_string() }), what),
        None => what.into_view(),
    };
    let invoice = invoice.map(|number| {
        let number = number.to_string();
        let text = format!("{} {number}", crate::words::record(say.words).invoice);
        link(of(Place::Invoice { platform, number }), text)
    });
    let parts = more.into_iter().map(String::into_view).chain(invoice);
    let parts: View = parts.map(|part| view! { <span>{part}</span> }).collect();
    view! {
        <li class="entry" class:is-ending=ends>
            <div class="entry-head">
                <b class="entry-what">{what}</b>
                {back.map(TakeBack::mark)}
                <p class="entry-note entry-parts">{when} <span>{actor}</span> {parts}</p>
                {back.map(|back| view! { <span class="entry-actions">{back.button()}</span> })}
            </div>
            {back.map(TakeBack::result)}
        </li>
    }
}
