//! Accepting an invitation, also the first one of a place. Its secret is in the fragment of the link, which browsers do not
//! send, and is then kept in memory alone.

use std::cell::RefCell;

use domain::wire::{Code, InvitationView, JoinStart, Ways};
use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    form::{Task, field, name},
    may::greet,
    providers,
    say::{browser, grants, trouble, when, why},
};
use crate::{
    location::{Address, Place, Visit, World, take_fragment, use_location},
    passkey,
    session::{Failure, people},
    view::{View, view},
    widgets::{Notice, NoticeTone, SkeletonRows},
    words::{self, use_words},
};

thread_local! {
    /// The secret of the last link. It outlives the screen, which is made anew in another language.
    static SECRET: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What is known of the invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Known {
    NoSecret,
    Asking,
    There(InvitationView),
    Void,
    Failed(String),
}

/// Keeps the secret of an invitation that is to be accepted next.
pub fn keep(secret: String) {
    SECRET.set(Some(secret));
}

fn secret() -> Option<String> {
    if let Some(new) = take_fragment() {
        SECRET.set(Some(new));
    }
    SECRET.with_borrow(Clone::clone)
}

/// The screen.
pub fn screen() -> View {
    let words = use_words();
    let own = &words::people(words).join;
    let known = RwSignal::new(Known::Asking);
    let ask = move || {
        let Some(secret) = secret() else { return known.set(Known::NoSecret) };
        known.set(Known::Asking);
        spawn_local(async move {
            let found = match people::invitation(&secret).await {
                Ok(invitation) => Known::There(invitation),
                Err(Failure::Refused(problem)) if problem.is(Code::NoInvitation) => Known::Void,
                Err(failure) => Known::Failed(why(words, &failure)),
            };
            known.try_set(found);
        });
    };
    ask();
    // the link may be opened again while this screen is shown
    let listener = window_event_listener(ev::hashchange, move |_| ask());
    on_cleanup(move || listener.remove());
    let again = Callback::new(move |()| ask());
    let body = move || match known.get() {
        Known::Asking => view! { <SkeletonRows rows=3 label=words.common.loading.to_owned() /> },
        Known::There(invitation) => form(&invitation, known),
        Known::NoSecret => view! {
            <h1 id="join-title">{own.title}</h1>
            <p>{own.no_secret}</p>
            {to_sign_in()}
        },
        Known::Void => view! {
            <h1 id="join-title">{own.void_title}</h1>
            <p>{own.void_text}</p>
            {to_sign_in()}
        },
        Known::Failed(text) => {
            let again = (words.common.retry.to_owned(), again);
            view! {
                <h1 id="join-title">{own.title}</h1>
                <Notice tone=NoticeTone::Error text=text action=again />
            }
        }
    };
    view! {
        <div class="start sign-in">
            <section class="card start-card" aria-labelledby="join-title">
                {body}
            </section>
        </div>
    }
}

fn to_sign_in() -> View {
    view! {
        <a class="btn" href="/sign-in">
            {words::people(use_words()).sign_in.title}
        </a>
    }
}

/// The name of a passkey that is made in this browser.
pub fn passkey_name() -> String {
    let agent = window().navigator().user_agent().unwrap_or_default();
    browser(use_words(), &agent).unwrap_or_else(|| "Passkey".to_owned())
}

fn form(invitation: &InvitationView, known: RwSignal<Known>) -> View {
    let words = use_words();
    let own = &words::people(words).join;
    let location = use_location();
    let (person, key) = (RwSignal::new(invitation.name.clone()), RwSignal::new(passkey_name()));
    let task = Task::new();
    let busy = Memo::new(move |_| task.busy());
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let (Some(person), Some(key)) = (name(person), name(key)) else { return task.fail(own.name_missing) };
        let Some(secret) = secret() else { return known.set(Known::NoSecret) };
        let asked = async move {
            match people::join(&secret, &person, &key).await {
                Ok(me) => Ok(Some(me)),
                Err(people::Trouble::Worker(Failure::Refused(problem))) if problem.is(Code::NoInvitation) => Ok(None),
                Err(why) => Err(trouble(words, &why)),
            }
        };
        task.run(asked, move |joined| match joined {
            Some(me) => {
                SECRET.set(None);
                greet(me);
                location.go(Address::of(World::Worker, Place::Home), Visit::Replace);
            }
            None => known.set(Known::Void),
        });
    };
    let until = invitation.expires_at.as_ref().map(|at| {
        view! { <p class="muted">{(own.until)(&when(words, at))}</p> }
    });
    let names = invitation.platforms.iter().map(|one| (&one.id, &*one.name));
    let roles: View =
        grants(words, &invitation.roles, names).into_iter().map(|text| view! { <li>{text}</li> }).collect();
    let unsupported = (!passkey::is_supported()).then(|| {
        let text = words::people(words).sign_in.unsupported.to_owned();
        view! { <Notice tone=NoticeTone::Warn text=text /> }
    });
    let ways = RwSignal::new(Ways::default());
    spawn_local(async move {
        ways.try_set(people::ways().await.unwrap_or_default());
    });
    let start = move || {
        let name = name(person).ok_or(own.name_missing)?;
        Ok(("/".to_owned(), secret().map(|secret| JoinStart { secret, name })))
    };
    // the link of the machine itself is for passkeys alone
    let by_person = invitation.by.is_some();
    let others = move || {
        let buttons = ways.with(|ways| providers::buttons(&ways.providers, own.with_provider, task, start));
        by_person.then(|| view! { <div class="sign-in-ways">{buttons}</div> })
    };
    view! {
        <h1 id="join-title">{own.title}</h1>
        <p>{own.text}</p>
        <div class="join-roles">
            <h2>{own.roles}</h2>
            <ul>{roles}</ul>
            {until}
        </div>
        <form class="start-form people-form" novalidate on:submit=send>
            {field("join-name", own.name, person, "")}
            {field("join-passkey", own.passkey, key, own.passkey_hint)}
            {unsupported}
            {task.notice()}
            <div class="form-foot">
                <button type="submit" class="btn primary" aria-disabled=move || busy.get().then_some("true")>
                    {move || if busy.get() { words::people(words).sign_in.waiting } else { own.make }}
                </button>
            </div>
            {others}
        </form>
    }
}
