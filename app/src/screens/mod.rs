//! The screens: they read the session, show it in words, and send wishes back.

mod account;
pub mod accounts;
pub mod billing;
mod clock_bar;
mod deeds;
mod discard;
mod entries;
mod focus;
mod frame;
mod guide;
mod home;
mod invoice;
mod invoices;
mod keep_focus;
mod keys;
mod letters;
mod listed;
mod moving;
mod pages;
mod part;
mod people;
mod persons;
mod platform;
mod record;
mod refusals;
mod rest;
mod roster;
mod save;
mod say;
mod settings;
mod sheet;
mod tags;
mod typed;
mod under_way;
mod unread;
mod walk;

use leptos::prelude::*;

use self::{
    frame::Frame,
    home::Home,
    part::{Part, part, provide_parts},
    platform::Platform,
};
use crate::{
    location::{Address, DEMO, Own, Place, Visit, World, use_location},
    view::{View, view},
};

/// What the whole screen shows. It does not change with the tab of a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Scope {
    Home,
    Demo,
    Platform(World, String),
    Own(Own),
    Nowhere,
}

/// The page.
#[component]
pub fn Screen() -> View {
    provide_parts(rest::made);
    let location = use_location();
    let place = location.place();
    let scope = Memo::new(move |_| match place.get() {
        (World::Worker, Place::Home) => Scope::Home,
        (World::Demo, Place::Home) => Scope::Demo,
        (_, Place::Own(own)) => Scope::Own(own),
        (world, place) => match place.platform() {
            Some(platform) => Scope::Platform(world, platform.to_owned()),
            None => Scope::Nowhere,
        },
    });
    let screen = move || match scope.get() {
        Scope::Home => view! { <Home /> },
        Scope::Demo => {
            let place = Place::Accounts { platform: DEMO.to_owned() };
            Effect::new(move |_| location.go(Address::of(World::Demo, place.clone()), Visit::Replace));
            View::Nothing
        }
        Scope::Platform(world, id) => view! { <Platform world=world id=id /> },
        Scope::Own(own) => view! { <Frame>{part(Part::Own(own), View::Nothing)}</Frame> },
        Scope::Nowhere => view! { <Frame>{part(Part::Nowhere, View::Nothing)}</Frame> },
    };
    view! { {screen} }
}
