//! The screens and dialogs that come with the [`rest`]: everything but the list of a worker's platform.
//!
//! A new screen or dialog is one more [`Part`] and is made here. Nothing else may call the function that makes it.

use std::pin::Pin;

use wasm_split_helpers::wasm_split;

use super::{
    account::account,
    accounts::{dialog, drafts, gone, list_sheet, nothing},
    clock_bar::ClockBar,
    deeds::banner,
    guide::Seen,
    home::start,
    invoice::invoice,
    invoices::invoices,
    keep_focus::keep_focus,
    keys::above,
    part::{Making, Part},
    people,
    platform::opened,
    record::history,
    refusals::refused,
    settings::settings,
    under_way::under_way,
    walk::walk,
};
use crate::{
    location::{World, use_location},
    outbox, rest,
    session::Session,
    shell,
    view::{View, view},
    words::use_words,
};

/// Makes a part once its code has come.
pub fn made(part: Part) -> Making {
    Box::pin(async move {
        rest::fetch().await;
        if let Part::Dialog(session, ..) = &part {
            take_up(*session).await.await;
        }
        make(part).await
    })
}

type Doing = Pin<Box<dyn Future<Output = ()>>>;

/// Reads what was under way before the page was loaded again, because a dialog shows it.
#[wasm_split(rest)]
fn take_up(session: Session) -> Doing {
    Box::pin(session.resume())
}

#[wasm_split(rest)]
fn make(part: Part) -> View {
    match part {
        Part::Nowhere => nowhere(),
        Part::Own(own) => people::own(own),
        Part::Who(session) => people::menu(session),
        Part::Start(known, wants_new, again) => start(&known, wants_new, again),
        Part::Demo(id) => opened(Session::demo(), World::Demo, id),
        Part::Clock(session) => {
            let walk = session.is_demo().then(walk);
            view! {
                <ClockBar session=session />
                {walk}
            }
        }
        Part::Refused(problem, is_shown, again) => refused(&problem, is_shown, again),
        Part::Banner(session) => banner(session),
        Part::Drafts(session, selection) => drafts(session, selection),
        Part::NoRows(session, filtered) => nothing(session, filtered),
        Part::Gone(session, keys) => gone(session, keys),
        Part::ListSheet(session, keys) => list_sheet(session, keys),
        Part::Dialog(session, selection, open) => dialog(session, selection, open),
        Part::History(session) => history(session),
        Part::Account(session, id) => account(session, &id),
        Part::Invoices(session) => invoices(session),
        Part::Invoice(session, number) => invoice(session, number),
        Part::Settings(session) => settings(session),
        Part::UnderWay(session) => under_way(session),
        Part::Above(session, shown) => {
            match session {
                // the outbox of an open session starts once its book has come
                Some(session) => {
                    Seen::at(&use_location().now()).iter().for_each(Seen::note);
                    session.follow();
                }
                None => outbox::start(),
            }
            keep_focus();
            shell::keep();
            above(session, shown)
        }
    }
}

fn nowhere() -> View {
    let words = use_words();
    view! {
        <div class="empty">
            <h1>{words.frame.nowhere_title}</h1>
            <p>{words.frame.nowhere_text}</p>
            <a class="btn" href="/">
                {words.frame.home}
            </a>
        </div>
    }
}
