//! The menu entries that are also offered as commands, and the tabs.

use domain::{language::Language, people::Role, platform::PlatformId, wire::Platforms};
use leptos::prelude::*;

use super::{
    deeds::Deed,
    part::Above,
    save::{save_csv, save_for_excel},
    say::barred,
};
use crate::{
    location::{Address, Dialog, Place, Visit, World, use_location},
    preferences::{self, Theme},
    session::{Session, access::denied},
    widgets::MenuEntry,
    words::{own_name, use_spoken, use_words},
};

/// What can be done with a platform. `place` is the place of its list.
pub fn deeds_of(session: Session, world: World, place: &Place) -> Vec<MenuEntry> {
    let words = use_words();
    let location = use_location();
    let dialog = |label: &'static str, dialog: Dialog, need: Role| {
        let place = place.clone();
        // on a platform that is ending, none of this is possible
        if let Some(reason) = untrack(|| barred(session, words, need)) {
            return MenuEntry::locked(label, reason);
        }
        MenuEntry::run(label, move || {
            let mut to = location.now();
            if to.place != place {
                to = Address::of(world, place.clone());
            }
            to.query.set_dialog(dialog);
            location.go(to, Visit::Push);
        })
    };
    let deed = |deed: Deed| dialog(deed.word(session, words), deed.dialog(), deed.need());
    let billing = dialog(words.list.billing_mode, Dialog::Billing, Role::Billing);
    let save = MenuEntry::run(words.frame.save_csv, move || save_csv(session, location.now().query));
    let excel = MenuEntry::run(words.frame.save_excel, move || {
        save_for_excel(session, location.now().query, words.language);
    });
    let import = dialog(words.frame.import_roster, Dialog::Import, Role::Administrator);
    let ends = deed(Deed::Terminate).ends();
    vec![deed(Deed::Order), billing, import, save, excel, ends]
}

/// The label and place of each tab.
pub fn tabs_of(id: &str) -> [(&'static str, Place); 4] {
    let words = use_words();
    let platform = || id.to_owned();
    [
        (words.frame.tab_accounts, Place::Accounts { platform: platform() }),
        (words.places.invoices.tab, Place::Invoices { platform: platform() }),
        (words.frame.tab_history, Place::History { platform: platform() }),
        (words.places.settings, Place::Settings { platform: platform() }),
    ]
}

/// Entries that lead to other platforms.
pub fn other_platforms(session: Option<Session>, all: &Platforms) -> Vec<MenuEntry> {
    let words = use_words();
    if session.is_some_and(Session::is_demo) {
        return vec![MenuEntry::link(words.demo.leave, "/")];
    }
    let here = session.and_then(Session::id);
    let platform = |id: &PlatformId| Address::of(World::Worker, Place::Accounts { platform: id.as_str().to_owned() });
    let each = all.names().map(|(id, name)| {
        let entry = MenuEntry::link(name.to_owned(), platform(id).to_string());
        if here.is_some() { entry.chosen(here.as_ref() == Some(id)) } else { entry }
    });
    let last = [
        match denied(words, Role::Administrator, "") {
            Some(reason) => MenuEntry::locked(words.frame.new_platform, reason),
            None => MenuEntry::link(words.frame.new_platform, Address::new_platform().to_string()),
        },
        MenuEntry::link(words.start.demo_title, "/demo"),
    ];
    each.chain(last).collect()
}

/// The entries that choose a language.
pub fn languages() -> Vec<MenuEntry> {
    let (spoken, location) = (use_spoken(), use_location());
    let now = use_words().language;
    // changing the language builds the page anew
    let choose = move |own: Language| {
        if own != now && location.may_leave(&location.now()) {
            spoken.change(own);
        }
    };
    let entry = |own: Language| MenuEntry::run(own_name(own), move || choose(own)).chosen(own == now);
    Language::ALL.iter().copied().map(entry).collect()
}

/// The entries that choose light or dark, how close together rows stand, and whether single letters are shortcuts.
pub fn appearance() -> Vec<MenuEntry> {
    let words = use_words();
    let kept = Theme::kept();
    let entry = |theme: Theme| {
        let word = match theme {
            Theme::System => words.frame.theme_system,
            Theme::Light => words.frame.theme_light,
            Theme::Dark => words.frame.theme_dark,
        };
        MenuEntry::run(word, move || theme.choose()).chosen(theme == kept)
    };
    let switch = |word: &'static str, on: bool, keep: fn(bool)| MenuEntry::run(word, move || keep(!on)).switched(on);
    let dense = switch(words.frame.dense, preferences::dense(), preferences::keep_dense);
    let letters = switch(words.frame.letters_on, preferences::letter_keys(), preferences::keep_letter_keys);
    Theme::ALL.map(entry).into_iter().chain([dense, letters]).collect()
}

/// The entry that shows the list of keyboard shortcuts.
pub fn show_keys(above: Above) -> MenuEntry {
    MenuEntry::run(use_words().frame.keys, move || above.keys.set(true))
}
