//! Terminating the platform: when each account closes, and the platform's name typed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{account::Status, book::Book, command::Command, refusal::Refusal};
use leptos::prelude::*;

use super::send::{Sending, form, not_now};
use crate::{
    session::Session,
    widgets::{ConfirmText, day},
    words::{Words, use_words},
};

/// How many days of the list are shown, and how many addresses of a day; the others are counted.
const DAYS: usize = 24;
const ADDRESSES: usize = 4;

/// The dialog.
pub fn dialog(session: Session, close: Callback<()>) -> AnyView {
    let words = use_words();
    let command = |confirm: String| Command::Terminate { confirm };
    let blocked = session.refusal(&command(String::new())).filter(|refusal| *refusal != Refusal::Unconfirmed);
    if let Some(refusal) = blocked {
        return not_now(words.deeds.terminate, &refusal, close);
    }
    let typed = RwSignal::new(String::new());
    let sending = Sending::new(session);
    let ready = Signal::derive(move || {
        let command = command(typed.get());
        session.with(|replica| replica.book().decide(&command).is_ok()).unwrap_or(false)
    });
    let closings = move || session.with(|replica| closings(replica.book(), words));
    let name = session.peek(|replica| replica.book().platform().name.clone()).unwrap_or_default();
    let body = view! {
        <p>{words.deeds.terminate_note}</p>
        {closings}
        <ConfirmText label=(words.deeds.terminate_type)(&name) value=typed />
    };
    let send = Callback::new(move |()| sending.send(move |_| command(typed.get_untracked()), move || close.run(())));
    form(words.deeds.terminate, close, body.into_any(), sending.foot(words.deeds.terminate, true, ready, send, close))
}

/// The day on which the last account of a platform ends.
pub fn last_day(book: &Book) -> Option<NaiveDate> {
    let ends = book.accounts().filter_map(|account| match account.status {
        Status::Active => Some(account.expires_on),
        Status::Suspended => account.deletes_on,
        Status::Deleted | Status::Withdrawn => None,
    });
    ends.max()
}

fn closings(book: &Book, words: &'static Words) -> AnyView {
    let mut days: BTreeMap<NaiveDate, Vec<&str>> = BTreeMap::new();
    for account in book.accounts().filter(|account| account.status == Status::Active) {
        days.entry(account.expires_on).or_default().push(account.address.as_str());
    }
    let Some(last) = last_day(book) else {
        return view! { <p class="deed-final">{words.deeds.terminate_none}</p> }.into_any();
    };
    let more = days.values().skip(DAYS).map(Vec::len).sum::<usize>();
    let rows = days.into_iter().take(DAYS).map(|(on, addresses)| {
        let mut who = addresses.iter().take(ADDRESSES).copied().collect::<Vec<_>>().join(", ");
        if addresses.len() > ADDRESSES {
            who = format!("{who} {}", (words.deeds.more)(addresses.len() - ADDRESSES));
        }
        view! {
            <li>
                <b>{(words.deeds.closes_on)(&day(words.locale, on), addresses.len())}</b>
                <span>{who}</span>
            </li>
        }
    });
    view! {
        <ul class="deed-days">{rows.collect_view()}</ul>
        {(more > 0).then(|| view! { <p class="deed-note">{(words.deeds.more)(more)}</p> })}
        <p class="deed-final">{(words.deeds.last_day)(&day(words.locale, last))}</p>
    }
    .into_any()
}
