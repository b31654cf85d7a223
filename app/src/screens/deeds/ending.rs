//! The banner over every tab of a platform that is terminating or closed.

use chrono::NaiveDate;
use domain::{
    account::{RenewalMode, Status},
    book::Book,
    command::Command,
    event::Event,
    moving::Moved,
    people::Role,
    platform::PlatformStatus,
};
use leptos::prelude::*;

use super::{
    super::{focus::focus_after, moving::gone, say::Say},
    attempt::Attempt,
};
use crate::{
    screens::guide::{Anchor, help},
    session::Session,
    view::{View, view},
    widgets::{Dialog, DialogShape, Notice, NoticeTone},
};

/// How far the end of a platform has come.
#[derive(Debug, Clone, PartialEq, Eq)]
enum End {
    /// The number of accounts that are still to close, and the day of the last.
    Closing(usize, NaiveDate),
    /// All accounts are suspended or gone. The last is deleted on this day.
    Waiting(NaiveDate),
    Closed,
    /// It has moved to another house.
    Moved(Moved),
}

impl End {
    fn of(book: &Book) -> Option<Self> {
        if let Some(moved) = book.moved() {
            return Some(Self::Moved(moved.clone()));
        }
        match book.status() {
            PlatformStatus::Active => None,
            PlatformStatus::Closed => Some(Self::Closed),
            PlatformStatus::Terminating => {
                let active = || book.accounts().filter(|account| account.status == Status::Active);
                let last = active().map(|account| account.expires_on).max();
                let waiting = || book.accounts().filter_map(|account| account.deletes_on).max().map(Self::Waiting);
                last.map(|last| Self::Closing(active().count(), last)).or_else(waiting)
            }
        }
    }
}

/// The banner; empty on an active platform.
pub fn banner(session: Session) -> View {
    let say = Say::of(session);
    let words = &say.words.deeds.ending;
    let end = Memo::new(move |_| session.with(|replica| End::of(replica.book())).flatten());
    let asks = RwSignal::new(false);
    let take_back = (words.take_back.to_owned(), Callback::new(move |()| asks.set(true)));
    let notice = move || {
        let text = match end.get()? {
            End::Closing(count, last) => (words.banner)(count, &say.day(last)),
            End::Waiting(last) => (words.banner_suspended)(&say.day(last)),
            End::Moved(moved) => return Some(gone(say, &moved)),
            End::Closed => {
                return Some(view! { <Notice tone=NoticeTone::Warn text=words.closed_banner.to_owned() /> });
            }
        };
        if let Some(why) = session.denied(say.words, Role::Administrator) {
            return Some(view! { <Notice tone=NoticeTone::Warn text=format!("{text} {why}") /> });
        }
        Some(view! { <Notice tone=NoticeTone::Warn text=text action=take_back.clone() /> })
    };
    let question = move || {
        asks.get().then(|| question(Attempt::new(say, |command| matches!(command, Command::TakeTerminationBack)), asks))
    };
    view! {
        {notice}
        {question}
    }
}

/// The modes that accounts get back when the termination is taken back, each with the number of accounts.
fn held(book: &Book) -> Vec<(RenewalMode, usize)> {
    match book.take_termination_back() {
        Ok(Event::TerminationTakenBack { held }) => {
            held.into_iter().map(|held| (held.mode, held.accounts.len())).collect()
        }
        Ok(_) | Err(_) => Vec::new(),
    }
}

fn question(attempt: Attempt, asks: RwSignal<bool>) -> View {
    let say = attempt.say;
    let words = &say.words.deeds.ending;
    let held = say.session.peek(|replica| held(replica.book())).unwrap_or_default();
    let note = if held.is_empty() { words.back_none } else { words.back_note };
    let line = |(mode, count)| view! { <li>{(words.back_to)(count, say.mode(mode))}</li> };
    let lines = held.into_iter().map(line).collect::<View>();
    let busy = Memo::new(move |_| attempt.sending());
    let leave = Callback::new(move |()| {
        if !busy.get_untracked() {
            asks.set(false);
        }
    });
    let send = move |_| {
        attempt.send(
            Command::TakeTerminationBack,
            Callback::new(move |()| {
                asks.set(false);
                focus_after(".platform-head button", None);
            }),
        );
    };
    view! {
        <Dialog
            shape=DialogShape::Ask
            title=words.take_back.to_owned()
            help=help(Anchor::Taken, words.take_back)
            close_label=say.words.common.close.to_owned()
            on_close_request=leave
        >
            <div class="dialog-body deed">
                <p>{note}</p>
                <ul>{lines}</ul>
                {attempt.notice()}
            </div>
            <footer class="dialog-foot">
                <div class="foot-buttons">
                    <button type="button" class="btn" disabled=move || busy.get() on:click=move |_| leave.run(())>
                        {say.words.common.dismiss}
                    </button>
                    <button type="button" class="btn primary" disabled=move || busy.get() on:click=send>
                        {say.words.common.confirm}
                    </button>
                </div>
            </footer>
        </Dialog>
    }
}
