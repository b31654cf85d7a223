//! The screens of people and their access: signing in, accepting an invitation, one's own account, people, tokens, and the
//! record of all that.

mod administered;
mod agent;
mod desk;
mod form;
mod join;
mod list;
mod may;
mod me;
mod once;
mod providers;
mod read;
mod roles;
mod say;
mod security;
mod sign_in;
mod tokens;
mod who;

use domain::wire::Platforms;
use leptos::{prelude::*, task::spawn_local};

pub use self::{say::is_shut, sign_in::over, sign_in::screen as sign_in, who::menu};
use crate::{
    location::{Address, Own, Place, Visit, World, use_location},
    session::{access, platforms},
    view::{View, view},
    words::{self, use_words},
};

/// The title of a place that belongs to no platform.
pub fn title(own: Own) -> &'static str {
    let common = use_words();
    let words = words::people(common);
    match own {
        Own::SignIn => words.sign_in.title,
        Own::Join => words.join.title,
        Own::Me => words.own.title,
        Own::People => words.list.title,
        Own::Tokens => words.tokens.title,
        Own::Security => words.security.title,
        Own::Guide => common.frame.guide,
    }
}

/// A place that belongs to no platform.
pub fn own(own: Own) -> View {
    let location = use_location();
    match own {
        Own::SignIn => {
            let home = move || location.go(Address::of(World::Worker, Place::Home), Visit::Replace);
            Effect::new(move |_| {
                // at a desk, or by whoever is signed in, there is nothing to do here
                if access::me().is_some() {
                    home();
                }
            });
            sign_in::screen(None, Callback::new(move |()| home()))
        }
        Own::Join => join::screen(),
        Own::Me => me::screen(known_platforms()),
        Own::People => administered::section(list::screen),
        Own::Tokens => administered::section(tokens::screen),
        Own::Security => administered::section(security::screen),
        Own::Guide => super::guide::guide(),
    }
}

/// The platforms, for their names; none until they have come.
fn known_platforms() -> Signal<Platforms> {
    let names = RwSignal::new(Platforms::default());
    spawn_local(async move {
        names.try_set(platforms().await);
    });
    names.into()
}

/// A section with the tabs of all three above it.
fn sections(section: View) -> View {
    let words = words::people(use_words());
    let here = use_location().now().place;
    let tab = |own: Own| {
        let current = (here == Place::Own(own)).then_some("page");
        view! {
            <a class="tab" href=own.path() aria-current=current>
                {title(own)}
            </a>
        }
    };
    view! {
        <div class="people">
            <h1>{words.list.people}</h1>
            <nav class="tabs" aria-label=words.list.sections>
                {[Own::People, Own::Tokens, Own::Security].map(tab)}
            </nav>
            {section}
        </div>
    }
}
