//! The bar at the top of every screen: the product, the platform, how things stand, language and light.

use domain::{platform::PlatformId, wire::PlatformHead};
use leptos::{prelude::*, task::spawn_local};

use super::{
    keys::{self, Above},
    rest::{Part, part},
};
use crate::{
    location::{Address, Place, World, use_location},
    preferences::{self, Theme},
    rest,
    session::{Connection, Session, platforms},
    view::{Children, View, view},
    widgets::{Icon, IconName, Menu, MenuEntry, MenuFace, Notice, NoticeTone},
    words::{Lang, use_spoken, use_words},
};

/// The frame around a screen.
#[component]
pub fn Frame(
    /// The platform that is open.
    #[prop(optional)]
    session: Option<Session>,
    /// The screen.
    children: Children,
) -> View {
    let text = use_words().common.incomplete;
    let incomplete = move || {
        let away = rest::state() == rest::State::Away;
        away.then(|| view! { <Notice tone=NoticeTone::Warn text=text.to_owned() /> })
    };
    // the list comes first
    let there = Memo::new(|_| rest::state() == rest::State::There);
    let above = Above::new();
    let over = keys::follow(session, above);
    view! {
        <header class="topbar">
            <a class="brand" href="/">
                <Icon name=IconName::Brand />
                "Laufzeit"
            </a>
            {session.map(platform_menu)}
            <div class="topbar-end">{session.map(sync_badge)} {language_menu()} {theme_menu(above)}</div>
        </header>
        <main class="page" tabindex="-1">
            {incomplete}
            {move || there.get().then(|| part(Part::UnderWay(session), View::Nothing))}
            {children()}
        </main>
        {over}
    }
}

/// The platform's name, and the way to the others.
fn platform_menu(session: Session) -> View {
    let others = RwSignal::new(Vec::new());
    if !session.is_demo() {
        spawn_local(async move {
            others.try_set(platforms().await.unwrap_or_default());
        });
    }
    let name =
        Signal::derive(move || session.with(|replica| replica.book().platform().name.clone()).unwrap_or_default());
    let entries = move |()| other_platforms(Some(session), &others.read_untracked());
    view! {
        <span class="topbar-sep" aria-hidden="true"></span>
        <Menu label=name face=MenuFace::Quiet entries=Callback::new(entries) />
    }
}

/// The ways to other platforms.
pub fn other_platforms(session: Option<Session>, heads: &[PlatformHead]) -> Vec<MenuEntry> {
    let words = use_words();
    if session.is_some_and(Session::is_demo) {
        return vec![MenuEntry::link(words.demo.leave, "/")];
    }
    let here = session.and_then(|session| session.peek(|replica| replica.book().platform().id.clone()));
    let platform = |id: &PlatformId| Address::of(World::Worker, Place::Accounts { platform: id.as_str().to_owned() });
    let each = heads.iter().map(|head| {
        let entry = MenuEntry::link(head.name.clone(), platform(&head.id).to_string());
        if here.is_some() { entry.chosen(here.as_ref() == Some(&head.id)) } else { entry }
    });
    let last =
        [MenuEntry::link(words.frame.new_platform, "/?dialog=new"), MenuEntry::link(words.start.demo_title, "/demo")];
    each.chain(last).collect()
}

/// Whether screen and host agree.
fn sync_badge(session: Session) -> View {
    let words = use_words();
    let state = move || match session.connection().get() {
        _ if session.is_demo() => ("sync sync-demo", words.frame.demo),
        Connection::Loading | Connection::Sending => ("sync sync-sending", words.frame.sending),
        Connection::InSync => ("sync sync-ok", words.frame.sync),
        Connection::Offline => ("sync sync-offline", words.frame.offline),
        // the worker has answered: there is nothing here to be in step with
        Connection::Refused(_) => ("", ""),
    };
    view! {
        <span class=move || state().0 role="status">
            {move || state().1}
        </span>
    }
}

fn language_menu() -> View {
    let words = use_words();
    let code = words.lang.code().to_ascii_uppercase();
    let label = format!("{}: {code}", words.frame.language);
    view! { <Menu label=label short=code face=MenuFace::Quiet entries=Callback::new(|()| languages()) /> }
}

/// The languages.
pub fn languages() -> Vec<MenuEntry> {
    let (spoken, location) = (use_spoken(), use_location());
    let now = use_words().lang;
    // another language builds the page anew
    let choose = move |own: Lang| {
        if own != now && location.may_leave(&location.now()) {
            spoken.change(own);
        }
    };
    let entry = |own: Lang| MenuEntry::run(own.name(), move || choose(own)).chosen(own == now);
    Lang::ALL.map(entry).to_vec()
}

fn theme_menu(above: Above) -> View {
    let words = use_words();
    let entries = move |()| {
        let find = MenuEntry::run(words.keys.find_command, move || above.commands.set(true));
        appearance().into_iter().chain([find, show_keys(above)]).collect()
    };
    view! { <Menu label=words.frame.theme face=MenuFace::Sign(IconName::Theme) entries=Callback::new(entries) /> }
}

/// Shows the keys.
pub fn show_keys(above: Above) -> MenuEntry {
    MenuEntry::run(use_words().keys.show, move || above.keys.set(true))
}

/// Light and dark, how close rows stand, whether single letters are keys.
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
    let dense = switch(words.keys.dense, preferences::dense(), preferences::keep_dense);
    let letters = switch(words.frame.letters_on, preferences::letter_keys(), preferences::keep_letter_keys);
    Theme::ALL.map(entry).into_iter().chain([dense, letters]).collect()
}
