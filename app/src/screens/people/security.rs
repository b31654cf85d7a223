//! The record of what concerns people and their access, newest first.

use domain::{
    stamp::Instant,
    visible::apart,
    wire::{Platforms, SecurityEntry, SecurityKind},
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    read::trouble,
    say::{grants, parts, when},
};
use crate::{
    session::{Failure, people},
    view::{View, keyed, view},
    widgets::SkeletonRows,
    words::{self, use_words},
};

/// The entries that were read so far. Copies share the same state.
#[derive(Clone, Copy)]
struct Pages {
    entries: RwSignal<Vec<SecurityEntry>>,
    next: RwSignal<Option<String>>,
    /// Whether the first page has come.
    there: RwSignal<bool>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Pages {
    /// Reads the next page.
    fn read(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let cursor = self.next.get_untracked();
            let page = people::security_log(cursor.as_deref()).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match page {
                Ok(page) => {
                    self.failure.set(None);
                    self.entries.update(|all| all.extend(page.items));
                    self.next.set(page.next);
                    self.there.set(true);
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }
}

/// The section Sicherheit.
pub fn screen(platforms: Signal<Platforms>) -> View {
    let words = use_words();
    let own = &words::people(words).security;
    let pages = Pages {
        entries: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        there: RwSignal::new(false),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    pages.read();
    let again = Callback::new(move |()| pages.read());
    let trouble = move || pages.failure.get().map(|failure| trouble(&failure, pages.there.get_untracked(), again));
    let empty = Memo::new(move |_| pages.entries.with(Vec::is_empty));
    let failed = Memo::new(move |_| pages.failure.with(Option::is_some));
    let list = move || match (pages.there.get(), empty.get()) {
        (false, _) if failed.get() => View::Nothing,
        (false, _) => view! { <SkeletonRows rows=5 label=words.common.loading.to_owned() /> },
        (true, true) => view! { <p class="muted">{own.empty}</p> },
        (true, false) => {
            let row = move |entry: SecurityEntry| row(&entry, platforms);
            let rows = keyed(move || pages.entries.get(), |entry| entry.number, row);
            view! { <ol class="card history people-list">{rows}</ol> }
        }
    };
    let more = move || {
        pages.next.with(Option::is_some).then(|| {
            view! {
                <div class="history-more">
                    <button
                        type="button"
                        class="btn"
                        aria-disabled=move || pages.busy.get().then_some("true")
                        on:click=move |_| pages.read()
                    >
                        {own.more}
                    </button>
                </div>
            }
        })
    };
    view! {
        <section aria-label=own.title>
            <div class="people-head">
                <p>{own.text}</p>
            </div>
            {trouble}
            {list}
            {more}
        </section>
    }
}

/// Whether an entry is about who did it, whomever else it names.
const fn is_about_who_did_it(kind: SecurityKind) -> bool {
    match kind {
        SecurityKind::SignedIn
        | SecurityKind::SignedOut
        | SecurityKind::SignedOutEverywhere
        | SecurityKind::Joined
        | SecurityKind::Admitted => true,
        SecurityKind::SignInRefused
        | SecurityKind::PasskeyCopied
        | SecurityKind::Invited
        | SecurityKind::InvitationWithdrawn
        | SecurityKind::PersonRenamed
        | SecurityKind::RolesChanged
        | SecurityKind::PersonBlocked
        | SecurityKind::PersonUnblocked
        | SecurityKind::PersonRemoved
        | SecurityKind::PasskeyAdded
        | SecurityKind::PasskeyRemoved
        | SecurityKind::TokenMade
        | SecurityKind::TokenRevoked
        | SecurityKind::RoleRefused
        | SecurityKind::Exported
        | SecurityKind::Restored => false,
    }
}

fn row(entry: &SecurityEntry, platforms: Signal<Platforms>) -> View {
    let words = use_words();
    let own = words::people(words);
    let by = entry.by.as_ref().map(|by| by.name.clone());
    let about = entry.about.as_ref().map(|about| about.name.clone()).filter(|name| !name.is_empty());
    // what is about somebody without a name is not about whoever did it
    let who = if is_about_who_did_it(entry.kind) { by.clone() } else { about };
    // what a backup is called is when it was made
    let made = entry.about.as_ref().filter(|_| entry.kind == SecurityKind::Restored);
    let who = made.map(|made| when(words, &Instant(made.id.clone()))).or(who);
    let what = (own.security.kind)(entry.kind);
    let what = match &who {
        Some(who) => what.replace("{who}", &apart(who)),
        None => what.replace(" ({who})", "").replace("{who}", own.security.somebody),
    };
    // whoever did it to themselves is named already
    let by = by.filter(|by| who.as_ref() != Some(by)).map(|by| (own.list.by)(&by));
    let roles = entry.roles.clone();
    let roles = move || roles.as_ref().map(|roles| parts(platforms.with(|all| grants(words, roles, all.names()))));
    let at = when(words, &entry.at);
    view! {
        <li class="entry">
            <div class="entry-head">
                <b class="entry-what">{what}</b>
                <p class="entry-note entry-parts">
                    <time datetime=entry.at.0.clone()>{at}</time>
                    {by.map(|by| view! { <span>{by}</span> })}
                    {roles}
                </p>
            </div>
        </li>
    }
}
