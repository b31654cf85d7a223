//! The bar at the top of every screen: the product, the platform, how things stand, language and light.

use domain::platform::PlatformId;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    location::{Address, Place, Step, World, use_location},
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
    let incomplete = move || rest::is_away().then(|| view! { <Notice tone=NoticeTone::Warn text=text.to_owned() /> });
    view! {
        <header class="topbar">
            <a class="brand" href="/">
                <Icon name=IconName::Brand />
                "Laufzeit"
            </a>
            {session.map(platform_menu)}
            <div class="topbar-end">{session.map(sync_badge)} {language_menu()} {theme_menu()}</div>
        </header>
        <main class="page" tabindex="-1">
            {incomplete}
            {children()}
        </main>
    }
}

/// The platform's name, and the way to the others.
fn platform_menu(session: Session) -> View {
    let words = use_words();
    let location = use_location();
    let others = RwSignal::new(Vec::new());
    if !session.is_demo() {
        spawn_local(async move {
            others.try_set(platforms().await.unwrap_or_default());
        });
    }
    let name =
        Signal::derive(move || session.with(|replica| replica.book().platform().name.clone()).unwrap_or_default());
    let entries = move |()| {
        let here = session.peek(|replica| replica.book().platform().id.clone());
        let platform =
            |id: &PlatformId| Address::of(World::Worker, Place::Accounts { platform: id.as_str().to_owned() });
        let heads = others.get_untracked();
        let each = heads.into_iter().map(|head| {
            MenuEntry::link(head.name.clone(), platform(&head.id).to_string()).chosen(here.as_ref() == Some(&head.id))
        });
        let new = MenuEntry::link(words.frame.new_platform, "/?dialog=new");
        let demo = MenuEntry::run(words.start.demo_title, move || {
            location.go(Address::of(World::Demo, Place::Home), Step::Push);
        });
        let last = if session.is_demo() { vec![MenuEntry::link(words.demo.leave, "/")] } else { vec![new, demo] };
        each.chain(last).collect()
    };
    view! {
        <span class="topbar-sep" aria-hidden="true"></span>
        <Menu label=name face=MenuFace::Quiet entries=Callback::new(entries) />
    }
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
    let (spoken, location) = (use_spoken(), use_location());
    let entries = move |()| {
        // another language builds the page anew
        let choose = move |own: Lang| {
            if own != words.lang && location.may_leave(&location.now()) {
                spoken.change(own);
            }
        };
        let entry = |own: Lang| MenuEntry::run(own.name(), move || choose(own)).chosen(own == words.lang);
        Lang::ALL.map(entry).to_vec()
    };
    let code = words.lang.code().to_ascii_uppercase();
    let label = format!("{}: {code}", words.frame.language);
    view! { <Menu label=label short=code face=MenuFace::Quiet entries=Callback::new(entries) /> }
}

fn theme_menu() -> View {
    let words = use_words();
    let entries = move |()| {
        let kept = Theme::kept();
        let entry = |theme: Theme| {
            let word = match theme {
                Theme::System => words.frame.theme_system,
                Theme::Light => words.frame.theme_light,
                Theme::Dark => words.frame.theme_dark,
            };
            MenuEntry::run(word, move || theme.choose()).chosen(theme == kept)
        };
        let letters = preferences::letter_keys();
        let switch =
            MenuEntry::run(words.frame.letters_on, move || preferences::keep_letter_keys(!letters)).chosen(letters);
        Theme::ALL.map(entry).into_iter().chain([switch]).collect()
    };
    view! { <Menu label=words.frame.theme face=MenuFace::Sign(IconName::Theme) entries=Callback::new(entries) /> }
}
