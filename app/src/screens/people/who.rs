//! The menu of who is signed in, and signing out.

use domain::{
    people::Role,
    wire::{CallerKind, Me},
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    form::{Form, Task},
    may::greet,
    say::why,
};
use crate::{
    location::Own,
    session::{
        Session,
        access::{self, Held},
        people,
    },
    view::{View, view},
    widgets::{IconName, Menu, MenuEntry, MenuFace},
    words::{self, Words, use_words},
};

/// The menu. The first that is shown asks who is there.
pub fn menu(session: Option<Session>) -> View {
    if !session.is_some_and(Session::is_demo) && access::me_now().is_none() {
        spawn_local(async move {
            if let Ok(me) = people::me().await {
                greet(me);
            }
        });
    }
    if let Some(session) = session {
        Effect::new(move |_| {
            if access::me().is_some() {
                session.meet();
            }
        });
    }
    let leave = Leave::new();
    let me = Memo::new(move |_| access::me());
    let menu = move || {
        let me = me.get()?;
        match me.kind {
            CallerKind::Person => Some(of_person(me, leave)),
            CallerKind::Desk => Some(of_desk()),
            CallerKind::Token => None,
        }
    };
    view! {
        {menu}
        {leave.dialog()}
    }
}

fn of_desk() -> View {
    let own = &words::people(use_words()).own;
    let entries = |()| vec![MenuEntry::link(own.set_up, Own::Me.path())];
    view! { <Menu label=own.menu.to_owned() face=MenuFace::Sign(IconName::Person) entries=Callback::new(entries) /> }
}

fn of_person(me: Me, leave: Leave) -> View {
    let own = words::people(use_words());
    let administers = me.roles.may_everywhere(Role::Administrator);
    let name = me.name.unwrap_or_default();
    let label = format!("{}: {name}", own.own.menu);
    let entries = move |()| {
        let people = administers.then(|| MenuEntry::link(own.list.people, Own::People.path()));
        let account = MenuEntry::link(own.own.title, Own::Me.path());
        let out = MenuEntry::run(own.own.sign_out, move || leave.ask());
        [Some(account), people, Some(out)].into_iter().flatten().collect()
    };
    view! { <Menu label=label face=MenuFace::Sign(IconName::Person) entries=Callback::new(entries) /> }
}

/// Signing out. It asks first where this browser keeps something unsent. Copies share the same state.
#[derive(Debug, Clone, Copy)]
pub struct Leave {
    words: &'static Words,
    task: Task,
    /// What would be lost, while it is asked about. Nothing is lost where only a failure is told.
    held: RwSignal<Option<Held>>,
}

impl Leave {
    /// Starts with nothing asked.
    pub fn new() -> Self {
        Self { words: use_words(), task: Task::new(), held: RwSignal::new(None) }
    }

    /// Whether the session is being ended, tracked.
    pub fn busy(self) -> bool {
        self.task.busy()
    }

    /// Signs out, or asks first.
    pub fn ask(self) {
        spawn_local(async move {
            let held = access::unsent().await;
            if held.is_empty() {
                self.go();
            } else {
                self.held.try_set(Some(held));
            }
        });
    }

    fn go(self) {
        let asked = async { Ok(access::sign_out().await) };
        self.task.run(asked, move |ended| match ended {
            // the page begins anew, so that nothing of what was shown stays in memory
            Ok(()) => drop(window().location().replace(Own::SignIn.path())),
            Err(failure) => {
                self.held.update(|held| *held = Some(held.unwrap_or_default()));
                self.task.fail(why(self.words, &failure));
            }
        });
    }

    /// The question, while it is asked, or why the session could not be ended.
    pub fn dialog(self) -> View {
        let own = &words::people(self.words).own;
        let close = Callback::new(move |()| self.held.set(None));
        let question = move || {
            let held = self.held.get()?;
            let (title, send) = match held.is_empty() {
                true => (own.sign_out, own.sign_out),
                false => (own.lose_title, own.lose),
            };
            let on_send = Callback::new(move |()| self.go());
            let form = Form { title: title.to_owned(), send: (send, own.signing_out), ends: true, on_send, close };
            let text = (!held.is_empty()).then(|| (own.lose_text)(&(own.held)(held.changes, held.wishes)));
            Some(form.dialog(self.task, view! { {text.map(|text| view! { <p>{text}</p> })} }))
        };
        view! { {question} }
    }
}
