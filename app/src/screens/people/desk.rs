//! Setting up signing in at a desk: with the first passkey, the desk is locked. A passkey needs a name, so it begins at
//! `http://localhost`, and what the browser keeps for `http://127.0.0.1` comes along.

use domain::{
    people::Grants,
    wire::{Code, InvitationRequest},
};
use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    form::{Task, field, name},
    join,
    say::why,
    sign_in::{at_name, code},
};
use crate::{
    location::{Address, Own, Place, Visit, World, take_fragment, use_location},
    session::{
        Failure,
        access::{self, Held},
        people,
    },
    view::{View, view},
    widgets::{Notice, NoticeTone},
    words::{self, use_words},
};

/// The section of one's own account at a desk.
pub fn set_up() -> View {
    let own = &words::people(use_words()).own;
    let body = match at_name() {
        Some(address) => lead_over(address),
        None => form(),
    };
    view! {
        <section class="card settings-part" aria-labelledby="set-up-title">
            <header>
                <h2 id="set-up-title">{own.set_up}</h2>
                <p>{code(own.set_up_text)}</p>
            </header>
            {body}
        </section>
    }
}

/// Leads to the address with a name, with what this browser keeps for this one.
fn lead_over(address: String) -> View {
    let words = use_words();
    let own = &words::people(words).own;
    let (along, held) = (RwSignal::new(true), RwSignal::new(Held::default()));
    spawn_local(async move {
        held.try_set(access::unsent().await);
    });
    let task = Task::new();
    let busy = Memo::new(move |_| task.busy());
    let origin = address.clone();
    let go = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let along = along.get_untracked();
        let asked = async move {
            if !along {
                return Ok(None);
            }
            access::pack().await.map(Some).map_err(|failure| why(words, &failure))
        };
        let to = format!("{origin}{}", Own::Me.path());
        task.run(asked, move |secret| {
            let to = secret.map_or_else(|| to.clone(), |secret| format!("{to}#{secret}"));
            // a browser that goes nowhere stays here
            drop(window().location().assign(&to));
        });
    };
    view! {
        <form class="start-form people-form" novalidate on:submit=go>
            <p>{(own.by_name)(&address)}</p>
            <label class="check-line">
                <input
                    type="checkbox"
                    class="check"
                    prop:checked=move || along.get()
                    on:change=move |event| along.set(event_target_checked(&event))
                />
                <span>
                    {move || {
                        let Held { changes, wishes } = held.get();
                        (own.take_along)(&(own.held)(changes, wishes))
                    }}
                </span>
            </label>
            {task.notice()}
            <div class="form-foot">
                <button type="submit" class="btn primary" aria-disabled=move || busy.get().then_some("true")>
                    {(own.lead_over)(&address)}
                </button>
            </div>
        </form>
    }
}

/// The name of the first administrator, and the way to their passkey.
fn form() -> View {
    let words = use_words();
    let all = words::people(words);
    let own = &all.own;
    let location = use_location();
    let person = RwSignal::new(String::new());
    let task = Task::new();
    let busy = Memo::new(move |_| task.busy());
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(name) = name(person) else { return task.fail(all.join.name_missing) };
        let request = InvitationRequest { name, roles: Grants::everything() };
        let asked = async move { people::invite(&request).await.map_err(|failure| why(words, &failure)) };
        task.run(asked, move |made| {
            join::keep(made.secret);
            location.go(Address::of(World::Worker, Place::Own(Own::Join)), Visit::Push);
        });
    };
    view! {
        {taken()}
        <form class="start-form people-form" novalidate on:submit=send>
            {field("set-up-name", all.join.name, person, "")}
            {task.notice()}
            <div class="form-foot">
                <button type="submit" class="btn primary" aria-disabled=move || busy.get().then_some("true")>
                    {own.set_up}
                </button>
            </div>
        </form>
    }
}

/// Takes what was brought along from the other address, and says so.
fn taken() -> View {
    let words = use_words();
    let own = &words::people(words).own;
    let said = RwSignal::new(None);
    if let Some(secret) = take_fragment() {
        spawn_local(async move {
            let (tone, text) = match access::unpack(&secret).await {
                Ok(true) => (NoticeTone::Plain, own.taken.to_owned()),
                Ok(false) => (NoticeTone::Error, own.not_kept.to_owned()),
                Err(Failure::Refused(problem)) if problem.is(Code::NothingHere) => {
                    (NoticeTone::Warn, own.not_taken.to_owned())
                }
                Err(failure) => (NoticeTone::Error, why(words, &failure)),
            };
            said.try_set(Some((tone, text)));
        });
    }
    let notice = move || said.get().map(|(tone, text)| view! { <Notice tone=tone text=text /> });
    view! { {notice} }
}
