//! Everything but the list of a worker's platform. Its code is a file of its own, which is fetched once the first screen
//! is there, or when it is asked for before that: a browser that comes for the list waits for no more than the list.
//!
//! What a new screen or dialog needs belongs here: one more [`Part`], and nobody else calls what makes it.

use gloo::timers::future::TimeoutFuture;
use leptos::prelude::document;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{
    account::account,
    accounts::{Open, Selection, dialog},
    clock_bar::ClockBar,
    deeds::{Unanswered, banner},
    home::NewPlatform,
    invoice::invoice,
    invoices::invoices,
    platform::opened,
    record::history,
    settings::settings,
};
use crate::{
    location::World,
    session::Session,
    view::{View, later, view},
};

/// The wait before a file that did not come is fetched again, in milliseconds.
const AGAIN_MS: u32 = 2_000;

/// How the parts look. `index.html` has a place for it, between what it builds on and what goes before it.
const STYLE: &str = concat!(
    include_str!("../../../style/dialog.css"),
    include_str!("../../../style/billing.css"),
    include_str!("../../../style/deeds.css"),
    include_str!("../../../style/summary.css"),
    include_str!("../../../style/receipt.css"),
    include_str!("../../../style/history.css"),
    include_str!("../../../style/account.css"),
    include_str!("../../../style/invoices.css"),
    include_str!("../../../style/settings.css"),
);

/// A part of the page that is not there from the beginning.
pub enum Part {
    /// The form for a new platform.
    NewPlatform,
    /// The demo.
    Demo(String),
    /// The clock of a platform whose days pass on demand.
    Clock(Session),
    /// What stands over a platform that ends.
    Banner(Session),
    /// A dialog over the list.
    Dialog(Session, Selection, Open, Unanswered),
    /// What happened on the platform.
    History(Session),
    /// One account, by its id.
    Account(Session, String),
    /// The invoices.
    Invoices(Session),
    /// One invoice, by its number.
    Invoice(Session, String),
    /// The settings.
    Settings(Session),
}

/// The part, once its code is there; `meanwhile` stands in its place before that.
pub fn part(part: Part, meanwhile: View) -> View {
    later(meanwhile, async move {
        fetch_rest().await;
        make(part).await
    })
}

/// Fetches the code of the parts, again and again until it comes.
pub async fn fetch_rest() {
    while come().await.is_err() {
        TimeoutFuture::new(AGAIN_MS).await;
    }
}

#[wasm_split(rest, fallible)]
fn come() -> Result<(), SplitLoaderError> {
    let place = document().get_element_by_id("rest-style");
    if let Some(place) = place.filter(|place| !place.has_child_nodes()) {
        place.set_text_content(Some(STYLE));
    }
    Ok(())
}

#[wasm_split(rest)]
fn make(part: Part) -> View {
    match part {
        Part::NewPlatform => view! { <NewPlatform /> },
        Part::Demo(id) => opened(Session::demo(), World::Demo, id),
        Part::Clock(session) => view! { <ClockBar session=session /> },
        Part::Banner(session) => banner(session),
        Part::Dialog(session, selection, open, unanswered) => dialog(session, selection, open, unanswered),
        Part::History(session) => history(session),
        Part::Account(session, id) => account(session, &id),
        Part::Invoices(session) => invoices(session),
        Part::Invoice(session, number) => invoice(session, number),
        Part::Settings(session) => settings(session),
    }
}
