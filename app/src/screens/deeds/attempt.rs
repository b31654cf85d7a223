//! The sending of a dialog's command: its state, and the form around it.

use std::sync::Arc;

use domain::command::Command;
use leptos::{prelude::*, task::spawn_local};

use super::super::{refusals, say::Say};
use crate::{
    screens::guide::{Anchor, help},
    session::{Done, Failure},
    view::{View, view},
    widgets::{Dialog, DialogShape, Notice, NoticeTone},
};

/// How far the command is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Idle,
    Sending,
    Failed(String),
    Done(Done),
}

type About = Arc<dyn Fn(&Command) -> bool + Send + Sync>;

/// The sending of one dialog's command.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    /// The platform and the words.
    pub say: Say,
    /// Returns whether a command is of this dialog's kind.
    about: StoredValue<About>,
    state: RwSignal<State>,
}

impl Attempt {
    /// Starts with nothing sent. `about` returns whether a command is of this dialog's kind.
    pub fn new(say: Say, about: impl Fn(&Command) -> bool + Send + Sync + 'static) -> Self {
        Self { say, about: StoredValue::new(Arc::new(about)), state: RwSignal::new(State::Idle) }
    }

    /// Sends the command. `then` is called once it is done, if the dialog is still there.
    pub fn send(self, command: Command, then: Callback<()>) {
        if self.state.get_untracked() == State::Sending {
            return;
        }
        let session = self.say.session;
        self.state.set(State::Sending);
        spawn_local(async move {
            let result = session.perform(command.clone()).await;
            let done = result.is_ok();
            let state = match result {
                Ok(done) => State::Done(done),
                Err(failure) => State::Failed(self.failure(&failure)),
            };
            let gone = self.state.try_set(state).is_some();
            if done && !gone {
                then.run(());
            }
        });
    }

    fn failure(self, failure: &Failure) -> String {
        let words = self.say.words;
        match failure {
            Failure::Stale => words.deeds.order.changed.to_owned(),
            Failure::Unreachable | Failure::NotNow(..) | Failure::Refused(_) => {
                refusals::failure(words, failure, refusals::After::Sent)
            }
        }
    }

    /// Whether the command is on its way, tracked.
    pub fn sending(self) -> bool {
        self.state.with(|state| *state == State::Sending)
    }

    /// What the command did, tracked; `None` until it is done.
    pub fn done(self) -> Option<Done> {
        match self.state.get() {
            State::Done(done) => Some(done),
            State::Idle | State::Sending | State::Failed(_) => None,
        }
    }

    /// Why the command was not done, tracked.
    pub fn failed(self) -> Option<String> {
        match self.state.get() {
            State::Failed(text) => Some(text),
            State::Idle | State::Sending | State::Done(_) => None,
        }
    }

    /// A notice that says why the command was not done, or that an earlier try had no answer, even one from before the
    /// page was loaded again.
    pub fn notice(self) -> View {
        let notice = move || {
            if let Some(text) = self.failed() {
                return Some(view! { <Notice tone=NoticeTone::Error text=text /> });
            }
            let about = self.about.get_value();
            let earlier = self.say.session.is_unanswered(|wish| wish.is_command(&*about));
            let text = self.say.words.notice.earlier;
            (earlier && !self.sending()).then(|| view! { <Notice tone=NoticeTone::Warn text=text.to_owned() /> })
        };
        view! { {notice} }
    }
}

/// The form of a deed.
pub struct Form {
    /// The label of its button, and the label while it is sent.
    pub send: (&'static str, &'static str),
    /// Whether it ends or destroys something.
    pub ends: bool,
    /// Whether it can be sent with what is filled in.
    pub ready: Signal<bool>,
    /// Called to send it.
    pub on_send: Callback<()>,
    /// Called when the user is done with it.
    pub close: Callback<()>,
}

impl Form {
    /// Draws the fields and the buttons below them.
    pub fn view(self, attempt: Attempt, body: View) -> View {
        let Self { send: (word, sending), ends, ready, on_send, close } = self;
        let class = if ends { "btn danger" } else { "btn primary" };
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            if ready.get_untracked() {
                on_send.run(());
            }
        };
        let busy = Memo::new(move |_| attempt.sending());
        view! {
            <form class="deed-form" novalidate on:submit=submit>
                <div class="dialog-body deed">{body} {attempt.notice()}</div>
                <footer class="dialog-foot">
                    <div class="foot-buttons">
                        <button type="button" class="btn" disabled=move || busy.get() on:click=move |_| close.run(())>
                            {attempt.say.words.common.dismiss}
                        </button>
                        <button type="submit" class=class disabled=move || busy.get() || !ready.get()>
                            {move || if busy.get() { sending } else { word }}
                        </button>
                    </div>
                    <span class="sr-only" role="status">
                        {move || busy.get().then_some(sending)}
                    </span>
                </footer>
            </form>
        }
    }

    /// A dialog that contains only the form. It stays open while the command is on its way. `anchor` is what the guide
    /// says of it.
    pub fn dialog(self, attempt: Attempt, title: &'static str, anchor: Anchor, body: View) -> View {
        let close = self.close;
        dialog(attempt, title, anchor, close, self.view(attempt, body))
    }
}

/// A dialog that stays as long as its command is on its way. `anchor` is what the guide says of it.
pub fn dialog(attempt: Attempt, title: &'static str, anchor: Anchor, close: Callback<()>, content: View) -> View {
    let ask = Callback::new(move |()| {
        if !attempt.state.with_untracked(|state| *state == State::Sending) {
            close.run(());
        }
    });
    view! {
        <Dialog
            shape=DialogShape::Form
            title=title.to_owned()
            help=help(anchor, title)
            close_label=attempt.say.words.common.close.to_owned()
            on_close_request=ask
        >
            {content}
        </Dialog>
    }
}
