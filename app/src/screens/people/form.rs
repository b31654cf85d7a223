//! Something that is asked of the worker by a button or a form, and the dialog around it.

use std::future::Future;

use domain::people::name_error;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    view::{View, view},
    widgets::{Dialog, DialogShape, Notice, NoticeTone},
    words::use_words,
};

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Idle,
    Busy,
    Failed(String),
}

/// One thing that is asked of the worker. Copies share the same state.
#[derive(Debug, Clone, Copy)]
pub struct Task(RwSignal<State>);

impl Task {
    /// Starts with nothing asked.
    pub fn new() -> Self {
        Self(RwSignal::new(State::Idle))
    }

    /// Asks, unless it is being asked. `then` gets what was answered, if the caller is still there; what went wrong is a
    /// sentence.
    pub fn run<T: 'static>(
        self,
        asked: impl Future<Output = Result<T, String>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.0.get_untracked() == State::Busy {
            return;
        }
        self.0.set(State::Busy);
        spawn_local(async move {
            let (state, done) = match asked.await {
                Ok(done) => (State::Idle, Some(done)),
                Err(why) => (State::Failed(why), None),
            };
            if self.0.try_set(state).is_none()
                && let Some(done) = done
            {
                then(done);
            }
        });
    }

    /// Says that something is wrong before it is asked.
    pub fn fail(self, why: impl Into<String>) {
        self.0.set(State::Failed(why.into()));
    }

    /// Forgets what failed.
    pub fn clear(self) {
        if !self.0.with_untracked(|state| *state == State::Busy) {
            self.0.set(State::Idle);
        }
    }

    /// Whether it is being asked, tracked.
    pub fn busy(self) -> bool {
        self.0.with(|state| *state == State::Busy)
    }

    /// Why it was not done, as a notice.
    pub fn notice(self) -> View {
        let notice = move || match self.0.get() {
            State::Failed(text) => Some(view! { <Notice tone=NoticeTone::Error text=text /> }),
            State::Idle | State::Busy => None,
        };
        view! { {notice} }
    }
}

/// A form in a dialog.
pub struct Form {
    /// The title of the dialog.
    pub title: String,
    /// The label of its button, and the label while it is sent.
    pub send: (&'static str, &'static str),
    /// Whether it ends something.
    pub ends: bool,
    /// Called to send it.
    pub on_send: Callback<()>,
    /// Called when the user is done with it.
    pub close: Callback<()>,
}

impl Form {
    /// The dialog. It stays open while something is on its way.
    pub fn dialog(self, task: Task, body: View) -> View {
        let words = use_words();
        let Self { title, send: (word, sending), ends, on_send, close } = self;
        let class = if ends { "btn danger" } else { "btn primary" };
        let shape = if ends { DialogShape::Ask } else { DialogShape::Form };
        let busy = Memo::new(move |_| task.busy());
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            on_send.run(());
        };
        let ask = Callback::new(move |()| {
            if !busy.get_untracked() {
                close.run(());
            }
        });
        view! {
            <Dialog shape=shape title=title close_label=words.common.close.to_owned() on_close_request=ask>
                <form class="deed-form" novalidate on:submit=submit>
                    <div class="dialog-body deed">{body} {task.notice()}</div>
                    <footer class="dialog-foot">
                        <div class="foot-buttons">
                            <button
                                type="button"
                                class="btn"
                                disabled=move || busy.get()
                                on:click=move |_| close.run(())
                            >
                                {words.common.dismiss}
                            </button>
                            <button type="submit" class=class aria-disabled=move || busy.get().then_some("true")>
                                {move || if busy.get() { sending } else { word }}
                            </button>
                        </div>
                    </footer>
                </form>
            </Dialog>
        }
    }
}

/// What is open above a screen, and what is asked of the worker there. Copies share the same state.
#[derive(Debug)]
pub struct Above<T: 'static> {
    /// What is open; `None` if nothing is.
    pub open: RwSignal<Option<T>>,
    /// What is asked of the worker.
    pub task: Task,
}

impl<T> Clone for Above<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Above<T> {}

impl<T: Send + Sync> Above<T> {
    /// Starts with nothing open.
    pub fn new() -> Self {
        Self { open: RwSignal::new(None), task: Task::new() }
    }

    /// Opens something. What failed before is forgotten.
    pub fn show(self, open: T) {
        self.task.clear();
        self.open.set(Some(open));
    }

    /// Closes what is open, whatever failed in it.
    pub fn close(self) -> Callback<()> {
        Callback::new(move |()| {
            self.task.clear();
            self.open.set(None);
        })
    }
}

/// A field with its label and a hint.
pub fn field(id: &'static str, label: &'static str, value: RwSignal<String>, hint: &'static str) -> View {
    view! {
        <div class="form-field">
            <label for=id>{label}</label>
            <input
                id=id
                type="text"
                class="input"
                autocomplete="off"
                maxlength="200"
                aria-describedby=format!("{id}-note")
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <small id=format!("{id}-note") class="form-hint">
                {hint}
            </small>
        </div>
    }
}

/// The name in a field, if the worker takes it.
pub fn name(value: RwSignal<String>) -> Option<String> {
    let name = value.with_untracked(|name| name.trim().to_owned());
    name_error("name", &name).is_none().then_some(name)
}
