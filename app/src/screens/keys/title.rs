//! The title of the browser's tab: the platform, the place, the product.

use domain::visible::apart;
use leptos::prelude::*;

use super::super::{entries::tabs_of, people};
use crate::{
    location::{Place, World, use_location},
    session::Session,
    words::use_words,
};

/// Keeps the title up to date, for as long as the calling scope lives.
pub fn follow(session: Option<Session>) {
    let place = use_location().place();
    Effect::new(move |_| {
        let (world, place) = place.get();
        let name = session.and_then(|session| session.with(|replica| apart(&replica.book().platform().name)));
        let demo = (world == World::Demo).then(|| use_words().frame.demo.to_owned());
        let parts = [name, place_name(session, &place), demo, Some("Laufzeit".to_owned())];
        document().set_title(&parts.into_iter().flatten().collect::<Vec<_>>().join(" – "));
    });
}

fn place_name(session: Option<Session>, place: &Place) -> Option<String> {
    let words = use_words();
    match place {
        Place::Home => None,
        Place::Own(own) => Some(people::title(*own).to_owned()),
        Place::Nowhere { .. } => Some(words.frame.nowhere_title.to_owned()),
        Place::Invoice { number, .. } => Some((words.places.invoices.title)(number)),
        Place::Account { account, .. } => {
            let id = domain::account::AccountId(account.parse().ok()?);
            session?.with(|replica| replica.register().addressed(id).map(|address| apart(address.as_str())))?
        }
        Place::Accounts { platform }
        | Place::Invoices { platform }
        | Place::History { platform }
        | Place::Settings { platform } => {
            let tab = tabs_of(platform).into_iter().find(|(_, own)| own == place);
            tab.map(|(word, _)| word.to_owned())
        }
    }
}
