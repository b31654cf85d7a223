//! A platform that is terminating or closed says so above everything else.

use domain::{command::Command, platform::PlatformStatus};
use leptos::prelude::*;

use super::{send::Sending, terminate::last_day};
use crate::{
    session::Session,
    widgets::{Dialog, DialogShape, Notice, NoticeTone, day},
    words::use_words,
};

/// The banner; nothing for a platform that goes on.
pub fn standing(session: Session) -> AnyView {
    let words = use_words();
    let asks = RwSignal::new(false);
    let status = Memo::new(move |_| session.with(|replica| (replica.book().status(), last_day(replica.book()))));
    let banner = move || {
        let (status, last) = status.get()?;
        match status {
            PlatformStatus::Active => None,
            PlatformStatus::Terminating => {
                let on = last.map(|on| day(words.locale, on)).unwrap_or_default();
                let action = (words.deeds.take_back.to_owned(), Callback::new(move |()| asks.set(true)));
                let text = (words.deeds.terminating)(&on);
                Some(view! { <Notice tone=NoticeTone::Warn text=text action=action /> }.into_any())
            }
            PlatformStatus::Closed => {
                Some(view! { <Notice tone=NoticeTone::Plain text=words.deeds.closed.to_owned() /> }.into_any())
            }
        }
    };
    let question = move || asks.get().then(|| question(session, Callback::new(move |()| asks.set(false))));
    view! {
        {banner}
        {question}
    }.into_any()
}

fn question(session: Session, close: Callback<()>) -> AnyView {
    let words = use_words();
    let sending = Sending::new(session);
    let count = session.peek(|replica| replica.book().counts().active).unwrap_or(0);
    let text = (words.deeds.take_back_asks)(usize::try_from(count).unwrap_or(0));
    let send = Callback::new(move |()| sending.send(|_| Command::TakeTerminationBack, move || close.run(())));
    view! {
        <Dialog
            shape=DialogShape::Ask
            title=words.deeds.take_back.to_owned()
            close_label=words.common.close.to_owned()
            on_close_request=close
        >
            <div class="dialog-body">
                <p>{text}</p>
            </div>
            {sending.foot(words.deeds.take_back, false, Signal::derive(|| true), send, close)}
        </Dialog>
    }
    .into_any()
}
