//! The bar at the top of every screen: the product, the platform, the state of the connection, language and theme.

use domain::wire::Platforms;
use leptos::{prelude::*, task::spawn_local};

use super::{
    entries::{appearance, languages, other_platforms, show_keys},
    keys,
    part::{Above, Part, part},
};
use crate::{
    location::Own,
    rest,
    session::{Connection, Session, platforms},
    view::{Children, View, view},
    widgets::{Icon, IconName, Menu, MenuEntry, MenuFace, Notice, NoticeTone},
    words::use_words,
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
    // fetched after the list, which comes first
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
            <div class="topbar-end">
                {move || there.get().then(|| part(Part::Who(session), View::Nothing))} {session.map(sync_badge)}
                {language_menu()} {theme_menu(above)}
            </div>
        </header>
        <main class="page" tabindex="-1">
            {incomplete}
            {move || there.get().then(|| part(Part::UnderWay(session), View::Nothing))}
            {children()}
        </main>
        {over}
    }
}

/// The platform's name, with a menu of the others.
fn platform_menu(session: Session) -> View {
    let others = RwSignal::new(Platforms::default());
    if !session.is_demo() {
        spawn_local(async move {
            others.try_set(platforms().await);
        });
    }
    // of a platform that does not come, what the list calls it, or else what the address calls it
    let known = move || match session.connection().get() {
        Connection::Refused(_) | Connection::Offline => {
            let id = session.id()?;
            let name = others.with(|all| all.names().find(|(own, _)| **own == id).map(|(_, name)| name.to_owned()));
            Some(name.unwrap_or_else(|| id.into()))
        }
        Connection::Loading | Connection::InSync | Connection::Sending => None,
    };
    let name = Signal::derive(move || {
        let own = session.with(|replica| replica.book().platform().name.clone());
        own.or_else(known).unwrap_or_default()
    });
    let entries = move |()| other_platforms(Some(session), &others.read_untracked());
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
        // the worker refused the platform, so nothing here can be in step with it
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
    let code = words.language.code().to_ascii_uppercase();
    let label = format!("{}: {code}", words.frame.language);
    view! { <Menu label=label short=code face=MenuFace::Quiet entries=Callback::new(|()| languages()) /> }
}

fn theme_menu(above: Above) -> View {
    let words = use_words();
    let entries = move |()| {
        let find = MenuEntry::run(words.frame.find_command, move || above.commands.set(true));
        let guide = MenuEntry::link(words.frame.guide, Own::Guide.path());
        appearance().into_iter().chain([find, show_keys(above), guide]).collect()
    };
    view! { <Menu label=words.frame.theme face=MenuFace::Sign(IconName::Theme) entries=Callback::new(entries) /> }
}
