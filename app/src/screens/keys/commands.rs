//! The commands: everything that the menus offer, and the accounts that match a text.

use domain::{
    account::AccountRef,
    query::{Filter, Sort},
    wire::Platforms,
};

use super::super::{
    entries::{appearance, deeds_of, languages, other_platforms, show_keys, tabs_of},
    part::Above,
};
use crate::{
    location::{Address, Place, use_location},
    session::Session,
    widgets::MenuEntry,
    words::use_words,
};

/// How many matching accounts are shown at most.
const ACCOUNTS: usize = 5;

/// The title of a group, and a command in it.
pub type Command = (&'static str, MenuEntry);

/// The commands of all menus, in the order of the page.
pub fn commands(session: Option<Session>, above: Above) -> Vec<Command> {
    let words = use_words();
    let here = use_location().now();
    let place = here.place.platform();
    let open = session.filter(|session| session.peek(|_| ()).is_some()).zip(place);
    let mut all = Vec::new();
    let mut add = |group, entries: Vec<MenuEntry>| all.extend(entries.into_iter().map(|entry| (group, entry)));
    if let Some((session, platform)) = open {
        let list = Place::Accounts { platform: platform.to_owned() };
        add(words.frame.actions, deeds_of(session, here.world, &list));
        let tab =
            |(word, place): (&'static str, Place)| MenuEntry::link(word, Address::of(here.world, place).to_string());
        add(crate::words::keys(words).go_to, tabs_of(platform).map(tab).to_vec());
    }
    add(words.frame.theme, appearance());
    add(words.frame.theme, vec![show_keys(above)]);
    add(words.frame.language, languages());
    all
}

/// Commands that lead to other platforms.
pub fn platforms(session: Option<Session>, all: &Platforms) -> Vec<Command> {
    let word = crate::words::keys(use_words()).platform;
    other_platforms(session, all).into_iter().map(|entry| (word, entry)).collect()
}

/// The first accounts that match a text, in the order of their addresses.
pub fn accounts(session: Session, text: &str) -> Vec<Command> {
    let words = use_words();
    let here = use_location().now();
    let Some(platform) = here.place.platform().filter(|_| !text.is_empty()) else { return Vec::new() };
    let link = |account: AccountRef<'_>| {
        let place = Place::Account { platform: platform.to_owned(), account: account.id.to_string() };
        let link = MenuEntry::link(account.address.to_string(), Address::of(here.world, place).to_string());
        (crate::words::keys(words).accounts, link)
    };
    let filter = Filter { search: Some(text.to_owned()), ..Filter::default() };
    let found = session
        .peek(|replica| replica.book().sorted(&filter, Sort::default()).into_iter().take(ACCOUNTS).map(link).collect());
    found.unwrap_or_default()
}
