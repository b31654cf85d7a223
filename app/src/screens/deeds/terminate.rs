//! Terminating a platform: when each account closes, and the name to type.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{account::Status, book::Book, command::Command, fold::confirms, visible::apart};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    super::{focus::focus_after, say::Say},
    attempt::{Attempt, Form},
};
use crate::{
    screens::guide::Anchor,
    view::{View, view},
    widgets::ConfirmText,
};

/// Up to this many accounts are all in view at once.
const FEW: usize = 30;

/// When a termination closes which accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Closings {
    /// By the day on which accounts close: the day on which they are deleted, and their addresses.
    days: BTreeMap<NaiveDate, (NaiveDate, Vec<String>)>,
    count: usize,
    /// The day on which the last account is deleted.
    last: Option<NaiveDate>,
}

impl Closings {
    fn of(book: &Book) -> Self {
        let mut days = BTreeMap::<NaiveDate, (NaiveDate, Vec<String>)>::new();
        let (mut count, mut last) = (0, None);
        for account in book.accounts() {
            match account.status {
                Status::Active => {
                    let deletes_on = book.deletion_of(account.expires_on);
                    let day = days.entry(account.expires_on).or_insert_with(|| (deletes_on, Vec::new()));
                    day.1.push(account.address.to_string());
                    count += 1;
                    last = last.max(Some(deletes_on));
                }
                Status::Suspended => last = last.max(account.deletes_on),
                Status::Deleted | Status::Withdrawn => {}
            }
        }
        Self { days, count, last }
    }
}

/// The dialog.
pub fn terminate(attempt: Attempt, close: Callback<()>) -> View {
    let say = attempt.say;
    let words = &say.words.deeds.ending;
    let name = say.session.peek(|replica| replica.book().platform().name.clone()).unwrap_or_default();
    let closings = Memo::new(move |_| say.session.with(|replica| Closings::of(replica.book())));
    let typed = RwSignal::new(String::new());
    let wanted = name.clone();
    let ready = Signal::derive(move || typed.with(|typed| confirms(typed, &wanted)));
    let send = move |()| {
        attempt.send(
            Command::Terminate { confirm: typed.get_untracked() },
            Callback::new(move |()| {
                close.run(());
                focus_after(".platform-head button", None);
            }),
        );
    };
    let body = view! {
        {move || closings.get().map(|closings| ends(say, closings))}
        <ConfirmText label=(words.type_name)(&apart(&name)) value=typed />
    };
    let form = Form { send: (words.terminate, words.sending), ends: true, ready, on_send: Callback::new(send), close };
    form.dialog(attempt, words.terminate, Anchor::Terminate, body)
}

fn ends(say: Say, closings: Closings) -> View {
    let words = &say.words.deeds.ending;
    let Closings { days, count, last } = closings;
    let Some(last) = last else {
        return view! {
            <section class="deed-card deed-ends">
                <p>
                    <b>{words.at_once}</b>
                </p>
                <p>{words.last_note}</p>
            </section>
        };
    };
    let day = |(on, (deletes_on, addresses)): (NaiveDate, (NaiveDate, Vec<String>))| {
        let later = (deletes_on != on).then(|| (words.later)(addresses.len(), &say.day(deletes_on)));
        let title = (words.on)(&say.day(on), addresses.len());
        closing_day(title, later, addresses, count <= FEW)
    };
    let days = days.into_iter().map(day).collect::<View>();
    view! {
        <section class="deed-card deed-ends">
            <p>
                <b>{(words.closing)(count)}</b>
                " "
                {words.lost}
            </p>
            <p>
                <b>{(words.last)(&say.day(last))}</b>
                " "
                {words.last_note}
            </p>
        </section>
        <div class="closings" role="group" tabindex="0" aria-label=(words.closing)(count)>
            {days}
        </div>
        <p class="deed-note">{words.until_then}</p>
    }
}

/// A day and the accounts that close on it. The addresses are one text, which is written only when it is opened.
fn closing_day(title: String, later: Option<String>, addresses: Vec<String>, open: bool) -> View {
    let shown = RwSignal::new(open);
    let text = move || shown.get().then(|| addresses.join("\n"));
    let toggle = move |event: ev::Event| {
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if details.is_some_and(|details| details.has_attribute("open")) {
            shown.set(true);
        }
    };
    view! {
        <details open=open on:toggle=toggle>
            <summary>{title} {later.map(|later| view! { <small>{later}</small> })}</summary>
            <p class="closing-who">{text}</p>
        </details>
    }
}
