//! The entries of the menus: what can be done to an account or a platform, and why something cannot.

use domain::{
    account::{Account, AccountId, RenewalMode, Status},
    book::Book,
    command::Command,
    refusal::Refusal,
};
use leptos::prelude::*;

use super::send::said;
use crate::{
    location::{Address, Key, Place, Step, use_location},
    session::Session,
    widgets::MenuEntry,
    words::{Words, use_words},
};

/// An entry that opens a dialog of the list, or says why it cannot.
fn opens(label: &'static str, dialog: &'static str, account: Option<AccountId>, no: Option<String>) -> MenuEntry {
    if let Some(reason) = no {
        return MenuEntry::locked(label, reason);
    }
    let location = use_location();
    MenuEntry::run(label, move || {
        let mut to = location.now();
        let platform = to.place.platform().unwrap_or_default().to_owned();
        let place = Place::Accounts { platform };
        if to.place != place {
            to = Address::of(to.world, place);
        }
        to.query.set(Key::Dialog, Some(dialog));
        to.query.set(Key::Account, account.map(|id| id.to_string()).as_deref());
        location.go(to, Step::Push);
    })
}

/// Why the platform takes no orders, imports and mode changes.
fn not_active(book: &Book, words: &'static Words) -> Option<String> {
    book.demand_active().err().map(|refusal| said(&refusal, words))
}

/// What can be done to the platform, before and behind the entry of the billing mode.
pub fn platform_entries(session: Session) -> (MenuEntry, Option<String>, MenuEntry) {
    let words = use_words();
    let no = session.peek(|replica| not_active(replica.book(), words)).flatten();
    let order = opens(words.deeds.order, "order", None, no.clone());
    let mut end = opens(words.deeds.terminate, "terminate", None, no.clone());
    end.ends = true;
    (order, no, end)
}

/// The button that opens the order.
pub fn order_button(session: Session) -> AnyView {
    let words = use_words();
    let location = use_location();
    let no = Memo::new(move |_| session.with(|replica| not_active(replica.book(), words)).flatten());
    view! {
        <button
            type="button"
            class="btn primary tools-order"
            disabled=move || no.with(Option::is_some)
            title=move || no.get()
            on:click=move |_| location.set(Key::Dialog, Some("order"), Step::Push)
        >
            {words.deeds.order}
        </button>
    }
    .into_any()
}

/// What can be done to an account besides choosing its mode: before that entry, and behind it.
pub fn row_entries(session: Session, id: AccountId) -> (Vec<MenuEntry>, Vec<MenuEntry>) {
    let words = use_words();
    let here = use_location().now();
    let entries = session.peek(|replica| {
        let book = replica.book();
        let account = book.account(id)?;
        let no = |command: &Command| book.decide(command).err();
        let set_up = if account.is_configured() { words.deeds.edit } else { words.deeds.set_up };
        let reset = no(&Command::Reset { account: id, confirm: String::new() })
            .filter(|refusal| *refusal != Refusal::Unconfirmed);
        let restore = no(&Command::Restore { account: id, mode: RenewalMode::Monthly });
        let say = |refusal: Option<Refusal>| refusal.map(|refusal| said(&refusal, words));
        let platform = here.place.platform().unwrap_or_default().to_owned();
        let page = Address::of(here.world, Place::Account { platform, account: id.to_string() });
        let mut reset = opens(words.deeds.reset, "reset", Some(id), say(reset));
        reset.ends = true;
        let before = vec![opens(set_up, "setup", Some(id), say(set_up_refusal(book, account)))];
        let behind = vec![
            reset,
            opens(words.deeds.restore, "restore", Some(id), say(restore)),
            MenuEntry::link(words.deeds.history, page.to_string()),
        ];
        Some((before, behind))
    });
    entries.flatten().unwrap_or_default()
}

fn set_up_refusal(book: &Book, account: &Account) -> Option<Refusal> {
    let active = account.status == Status::Active;
    let refusal = (!active).then_some(Refusal::NotActive { account: account.id });
    book.demand_open().err().or(refusal)
}
