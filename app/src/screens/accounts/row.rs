//! A row of the list: one account in the confirmed book.

use domain::{
    account::{AccountId, AccountRef, RenewalMode, Status},
    people::Role,
    replica::Replica,
    summary::Outcome,
};
use leptos::prelude::*;

use super::super::{
    deeds::Deed,
    part::Selection,
    say::{barred, money},
    tags::{mode_tag, state},
};
use crate::{
    location::{Address, Key, Place, Visit, use_location},
    session::Session,
    view::{View, view},
    widgets::{Badge, BadgeTone, Menu, MenuEntry, MenuFace, day},
    words::{Words, use_words},
};

/// What a row shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    pub address: String,
    pub name: String,
    tone: BadgeTone,
    pub status: &'static str,
    pub mode: RenewalMode,
    pub expires_on: String,
    pub relative: String,
    pub net: String,
    locked: Option<&'static str>,
}

impl Cells {
    /// What the row of an account shows.
    pub fn of(replica: &Replica, account: AccountRef<'_>, words: &'static Words) -> Self {
        let book = replica.book();
        let (tone, status, locked) = state(account, words);
        let days = usize::try_from((account.expires_on - book.today()).num_days()).unwrap_or(0);
        let relative = match (account.status, account.mode) {
            (Status::Active, RenewalMode::Never) => (words.relative.ends_in_days)(days),
            (Status::Active, RenewalMode::Monthly | RenewalMode::Yearly) => (words.relative.in_days)(days),
            (Status::Suspended | Status::Deleted | Status::Withdrawn, _) => match account.deletes_on {
                Some(on) if account.status == Status::Suspended => (words.list.deletes_on)(&day(words.locale, on)),
                Some(_) | None => String::new(),
            },
        };
        let net = match (account.status, book.outcome(account, account.mode)) {
            (Status::Active, Outcome::Renews { net, .. }) => money(words.locale, &book.platform().currency, net),
            (Status::Active | Status::Suspended | Status::Deleted | Status::Withdrawn, _) => "–".to_owned(),
        };
        Self {
            address: account.address.to_string(),
            name: account.display_name.to_owned(),
            tone,
            status,
            mode: account.mode,
            expires_on: day(words.locale, account.expires_on),
            relative,
            net,
            locked,
        }
    }
}

/// The row of an account at `place` (from 0).
pub fn row(session: Session, selection: Selection, place: usize, id: AccountId) -> View {
    let words = use_words();
    let shown = Memo::new(move |_| {
        session
            .with(|replica| replica.register().account(id).map(|account| Cells::of(replica, account, words)))
            .flatten()
    });
    let cells = move || shown.get().map(|shown| cells(session, selection, id, shown));
    // styles that look from the row into it would cost more each time that anything in it changes
    let tone = move || shown.with(|shown| shown.as_ref().map(|shown| shown.tone.name()));
    view! {
        <div
            role="row"
            class="account"
            data-tone=tone
            class:is-selected=move || selection.has(id)
            aria-rowindex=(place + 2).to_string()
            data-account=id.to_string()
        >
            {cells}
        </div>
    }
}

fn cells(session: Session, selection: Selection, id: AccountId, shown: Cells) -> View {
    let words = use_words();
    let Cells { address, name, tone, status, mode, expires_on, relative, net, locked } = shown;
    let choose = (words.list.select)(&address);
    let here = use_location().now();
    let platform = here.place.platform().unwrap_or_default().to_owned();
    let href = Address::of(here.world, Place::Account { platform, account: id.to_string() }).to_string();
    view! {
        <span role="cell" class="account-check">
            <input
                type="checkbox"
                class="check"
                data-focus
                aria-label=choose
                prop:checked=move || selection.has(id)
                on:change=move |_| selection.toggle(id)
            />
        </span>
        <span role="cell" class="account-who">
            <a class="who" href=href>
                {address.clone()}
            </a>
            " "
            <span class="account-name">{name}</span>
        </span>
        <span role="cell" class="account-status">
            <Badge tone=tone text=status.to_owned() />
        </span>
        <span role="cell" class="account-mode">
            {mode_tag(mode, words)}
        </span>
        <span role="cell" class="account-expiry">
            {expires_on}
            " "
            <span class="rel">{relative}</span>
        </span>
        <span role="cell" class="account-net">
            {net}
        </span>
        <span role="cell" class="account-more">
            <Menu
                label=(words.list.row_menu)(&address)
                face=MenuFace::Dots
                entries=Callback::new(move |()| entries(session, selection, id, locked))
            />
        </span>
    }
}

fn entries(session: Session, selection: Selection, id: AccountId, locked: Option<&'static str>) -> Vec<MenuEntry> {
    let words = use_words();
    let location = use_location();
    let deed = |deed: Deed| {
        let word = deed.word(session, words);
        match deed.locked(session, words) {
            Some(reason) => MenuEntry::locked(word, reason),
            None => MenuEntry::run(word, move || {
                let mut to = location.now();
                to.query.set(Key::Account, Some(&id.to_string()));
                to.query.set_dialog(deed.dialog());
                location.go(to, Visit::Push);
            }),
        }
    };
    let billing = match locked.or_else(|| untrack(|| barred(session, words, Role::Billing))) {
        Some(reason) => MenuEntry::locked(words.list.billing_mode, reason),
        None => MenuEntry::run(words.list.billing_mode, move || {
            selection.only(id);
            selection.open_billing(location);
        }),
    };
    let here = location.now();
    let platform = here.place.platform().unwrap_or_default().to_owned();
    let place = Place::Account { platform, account: id.to_string() };
    let history = MenuEntry::link(words.deeds.mailbox.history, Address::of(here.world, place).to_string());
    vec![deed(Deed::SetUp(id)), billing, deed(Deed::Reset(id)).ends(), deed(Deed::Restore(id)), history]
}
