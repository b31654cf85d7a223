//! The screens and dialogs that come with the [`rest`]: everything but the list of a worker's platform.
//!
//! What a new one needs belongs here: one more [`Part`], and nobody else calls what makes it.

use std::pin::Pin;

use domain::wire::Problem;
use wasm_split_helpers::wasm_split;

use super::{
    account::account,
    accounts::{Open, Selection, dialog, drafts},
    clock_bar::ClockBar,
    deeds::banner,
    home::NewPlatform,
    invoice::invoice,
    invoices::invoices,
    keys::{Above, above},
    platform::opened,
    record::history,
    refusals::refused,
    settings::settings,
    under_way::under_way,
};
use crate::{
    location::World,
    outbox, rest,
    session::Session,
    view::{View, later, view},
};

/// A part of the page that comes with the rest.
pub enum Part {
    /// The form for a new platform.
    NewPlatform,
    /// The demo.
    Demo(String),
    /// The clock of a platform whose days pass on demand.
    Clock(Session),
    /// Why the host does not show a platform.
    Refused(Session, Box<Problem>),
    /// What stands over a platform that ends.
    Banner(Session),
    /// What is staged, over the list.
    Drafts(Session),
    /// A dialog over the list.
    Dialog(Session, Selection, Open),
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
    /// What is on its way to the worker, or has come back.
    UnderWay(Option<Session>),
    /// What every screen has above it.
    Above(Option<Session>, Above),
}

/// The part, once its code is there; `meanwhile` stands in its place before that.
pub fn part(part: Part, meanwhile: View) -> View {
    later(meanwhile, async move {
        rest::fetch().await;
        if let Part::Dialog(session, ..) = &part {
            take_up(*session).await.await;
        }
        make(part).await
    })
}

type Doing = Pin<Box<dyn Future<Output = ()>>>;

/// A dialog shows what was under way before the page was loaded again.
#[wasm_split(rest)]
fn take_up(session: Session) -> Doing {
    Box::pin(session.resume())
}

#[wasm_split(rest)]
fn make(part: Part) -> View {
    match part {
        Part::NewPlatform => view! { <NewPlatform /> },
        Part::Demo(id) => opened(Session::demo(), World::Demo, id),
        Part::Clock(session) => view! { <ClockBar session=session /> },
        Part::Refused(session, problem) => refused(session, &problem),
        Part::Banner(session) => banner(session),
        Part::Drafts(session) => drafts(session),
        Part::Dialog(session, selection, open) => dialog(session, selection, open),
        Part::History(session) => history(session),
        Part::Account(session, id) => account(session, &id),
        Part::Invoices(session) => invoices(session),
        Part::Invoice(session, number) => invoice(session, number),
        Part::Settings(session) => settings(session),
        Part::UnderWay(session) => under_way(session),
        Part::Above(session, shown) => {
            match session {
                // once its book is there
                Some(session) => session.follow(),
                None => outbox::start(),
            }
            above(session, shown)
        }
    }
}
