//! A command on its way, and the foot of the dialog that sends it.

use domain::{account::AccountId, command::Command, refusal::Refusal};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    screens::home::fault,
    session::{Done, Failure, Session, random_key},
    widgets::{Dialog, DialogShape, Notice, NoticeTone},
    words::{Words, use_words},
};

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Not sent, or answered with a no that has been understood.
    Ready,
    /// Sent and not yet answered.
    Sending,
    /// What went wrong, in words.
    Failed(String),
    /// Done.
    Done(Done),
}

/// A command being made and sent. A handle.
#[derive(Debug, Clone, Copy)]
pub struct Sending {
    session: Session,
    words: &'static Words,
    key: StoredValue<String>,
    /// What was sent last under the key: the same again keeps it, so that a lost answer does nothing twice.
    last: StoredValue<Option<Command>>,
    state: RwSignal<State>,
}

impl Sending {
    /// Nothing has been sent yet.
    pub fn new(session: Session) -> Self {
        Self {
            session,
            words: use_words(),
            key: StoredValue::new(random_key()),
            last: StoredValue::new(None),
            state: RwSignal::new(State::Ready),
        }
    }

    /// How far it is.
    pub fn state(self) -> RwSignal<State> {
        self.state
    }

    /// Sends the command that `make` makes with the key; `done` hears of its end.
    pub fn send(self, make: impl Fn(&str) -> Command, done: impl FnOnce() + 'static) {
        let mut command = make(&self.key.get_value());
        if self.last.with_value(|last| last.as_ref().is_some_and(|last| *last != command)) {
            self.key.set_value(random_key());
            command = make(&self.key.get_value());
        }
        self.last.set_value(Some(command.clone()));
        self.state.set(State::Sending);
        let key = self.key.get_value();
        spawn_local(async move {
            let result = self.session.perform(&key, &command).await;
            let state = match result {
                Ok(what) => {
                    self.state.try_set(State::Done(what));
                    return done();
                }
                Err(Failure::Unreachable) => State::Failed(self.words.notice.unanswered.to_owned()),
                Err(Failure::Stale) => State::Ready,
                Err(Failure::Refused(problem)) => State::Failed(match self.session.refusal(&command) {
                    Some(refusal) => said(&refusal, self.words),
                    None => (self.words.notice.refused)(&problem.detail),
                }),
            };
            self.state.try_set(state);
        });
    }

    /// The foot of a dialog: what went wrong, the way out, and the button that sends.
    pub fn foot(
        self,
        label: &'static str,
        ends: bool,
        ready: Signal<bool>,
        run: Callback<()>,
        close: Callback<()>,
    ) -> AnyView {
        let (words, state) = (self.words, self.state);
        let class = if ends { "btn danger" } else { "btn primary" };
        let notice = move || match state.get() {
            State::Failed(text) => Some(view! { <Notice tone=NoticeTone::Error text=text /> }),
            State::Ready | State::Sending | State::Done(_) => None,
        };
        let busy = move || state.with(|state| *state == State::Sending);
        let label = move || if busy() { words.frame.sending } else { label };
        view! {
            {notice}
            <footer class="dialog-foot">
                <div class="dialog-buttons">
                    <button type="button" class="btn" on:click=move |_| close.run(())>
                        {words.common.dismiss}
                    </button>
                    <button
                        type="button"
                        class=class
                        disabled=move || busy() || !ready.get()
                        on:click=move |_| run.run(())
                    >
                        {label}
                    </button>
                </div>
            </footer>
        }
        .into_any()
    }
}

/// Why the rules say no, in words.
pub fn said(refusal: &Refusal, words: &'static Words) -> String {
    let why = &words.deeds.why;
    match refusal {
        Refusal::Terminating => why.terminating,
        Refusal::Closed => why.closed,
        Refusal::NotTerminating => why.not_terminating,
        Refusal::Unconfirmed => why.unconfirmed,
        Refusal::NoAccount { .. } => why.no_account,
        Refusal::NotActive { .. } => why.not_active,
        Refusal::NotConfigured { .. } => why.not_configured,
        Refusal::NotSuspended { .. } => why.not_suspended,
        Refusal::RestoreMode => why.restore_mode,
        Refusal::ImportTouched => why.import_touched,
        Refusal::Quantity => words.deeds.quantity_fault,
        Refusal::QuoteStale { .. } => words.deeds.price_moved,
        Refusal::Field { fault: what, .. } => fault(*what, &words.roster.fault),
        Refusal::Invalid(_)
        | Refusal::UnknownAccount { .. }
        | Refusal::NamedTwice { .. }
        | Refusal::NothingToDo
        | Refusal::Stale { .. }
        | Refusal::IdTaken
        | Refusal::NoTestClock
        | Refusal::ClockBackwards { .. }
        | Refusal::ClockTooFar { .. }
        | Refusal::Roster(_) => return refusal.to_string(),
    }
    .to_owned()
}

/// A dialog to fill in.
pub fn form(title: &'static str, close: Callback<()>, body: AnyView, foot: AnyView) -> AnyView {
    let words = use_words();
    view! {
        <Dialog
            shape=DialogShape::Form
            title=title.to_owned()
            close_label=words.common.close.to_owned()
            on_close_request=close
        >
            <div class="dialog-body">{body}</div>
            {foot}
        </Dialog>
    }
    .into_any()
}

/// A dialog about an account that is in another state, or nowhere: why, and the way out.
pub fn not_now(title: &'static str, refusal: &Refusal, close: Callback<()>) -> AnyView {
    let words = use_words();
    let text = said(refusal, words);
    let body = view! { <Notice tone=NoticeTone::Warn text=text /> }.into_any();
    let foot = view! {
        <footer class="dialog-foot">
            <div class="dialog-buttons">
                <button type="button" class="btn" on:click=move |_| close.run(())>
                    {words.common.close}
                </button>
            </div>
        </footer>
    };
    form(title, close, body, foot.into_any())
}

/// The address and name of an account, as a line above a form.
pub fn who(session: Session, id: AccountId) -> AnyView {
    let who = session.peek(|replica| {
        replica.book().account(id).map(|account| (account.address.to_string(), account.display_name.clone()))
    });
    let (address, name) = who.flatten().unwrap_or_default();
    view! {
        <p class="deed-who">
            <b class="who">{address}</b>
            " "
            <span>{name}</span>
        </p>
    }
    .into_any()
}

/// Names and values, one below the other, amounts to the right.
pub fn list(rows: Vec<(String, String)>) -> AnyView {
    let row = |(name, value): (String, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! { <dl class="deed-list">{rows.into_iter().map(row).collect_view()}</dl> }.into_any()
}

/// `19 %`, `7,7 %`: a rate of tax in the reader's language.
pub fn percent(words: &'static Words, basis_points: u16) -> String {
    let point = if words.locale.starts_with("en") { "." } else { "," };
    let (whole, part) = (basis_points / 100, basis_points % 100);
    let part = format!("{part:02}");
    let part = part.trim_end_matches('0');
    let number = if part.is_empty() { whole.to_string() } else { format!("{whole}{point}{part}") };
    if point == "." { format!("{number}%") } else { format!("{number}\u{a0}%") }
}
