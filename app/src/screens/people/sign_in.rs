//! Signing in, in place of what only people who are signed in can see.

use domain::wire::{Code, Problem, Ways};
use leptos::{prelude::*, task::spawn_local};

use super::{
    super::home::demo_card,
    form::Task,
    may::greet,
    providers::{self, said},
    say::{trouble, why},
};
use crate::{
    location::use_location,
    passkey,
    session::{Failure, access, people},
    view::{View, view},
    widgets::{Dialog, DialogShape, Icon, IconName, Notice, NoticeTone},
    words::{self, use_words},
};

/// The screen. `problem` is why it is shown, if something else was to be; `then` is called once somebody has signed in.
pub fn screen(problem: Option<&Problem>, then: Callback<()>) -> View {
    let own = &words::people(use_words()).sign_in;
    let missing = problem.is_some_and(is_missing);
    view! {
        <div class="start sign-in">
            <div class="start-cards">
                <section class="card start-card" aria-labelledby="sign-in-title">
                    <h1 id="sign-in-title">{own.title}</h1>
                    {(!missing).then_some(own.text).map(|text| view! { <p>{text}</p> })}
                    {content((missing, problem.is_some()), then)}
                </section>
                {demo_card()}
            </div>
        </div>
    }
}

/// The same above a screen that is shown and must not be lost.
pub fn over(problem: &Problem, then: Callback<()>) -> View {
    let words = use_words();
    let own = &words::people(words).sign_in;
    let missing = is_missing(problem);
    view! {
        <Dialog
            shape=DialogShape::Ask
            title=own.title.to_owned()
            close_label=words.common.retry.to_owned()
            on_close_request=then
        >
            <div class="dialog-body sign-in-over">
                <p>{own.ended}</p>
                {content((missing, true), then)}
            </div>
        </Dialog>
    }
}

/// Whether nobody can sign in yet.
fn is_missing(problem: &Problem) -> bool {
    problem.is(Code::SignInMissing)
}

/// The ways to sign in, or how the first one comes in. `known` says that somebody can sign in already.
fn content((is_missing_yet, known): (bool, bool), then: Callback<()>) -> View {
    if is_missing_yet {
        return missing(then);
    }
    let ways = RwSignal::new(None::<Result<Ways, Option<String>>>);
    let words = use_words();
    spawn_local(async move {
        // where nobody can sign in yet, this says so, and the ways do not
        let there = if known { Ok(()) } else { people::me().await.map(|_| ()) };
        let answer = match there {
            Err(Failure::Refused(problem)) if is_missing(&problem) => Err(Failure::Refused(problem)),
            Ok(()) | Err(_) => people::ways().await,
        };
        let answer = answer.map_err(|failure| {
            let missing = matches!(&failure, Failure::Refused(problem) if is_missing(problem));
            (!missing).then(|| why(words, &failure))
        });
        ways.try_set(Some(answer));
    });
    let task = Task::new();
    let body = move || match ways.get() {
        None => View::Nothing,
        Some(Ok(ways)) => buttons(&ways, task, then),
        Some(Err(None)) => missing(then),
        Some(Err(Some(text))) => {
            let again = (words.common.retry.to_owned(), then);
            view! { <Notice tone=NoticeTone::Error text=text action=again /> }
        }
    };
    view! {
        {said()}
        {body}
        {task.notice()}
    }
}

/// Says how the first one comes in.
fn missing(then: Callback<()>) -> View {
    let words = use_words();
    view! {
        <p class="sign-in-missing">{code(words::people(words).sign_in.missing)}</p>
        <button type="button" class="btn" on:click=move |_| then.run(())>
            {words.common.retry}
        </button>
    }
}

/// A sentence in which what stands between backticks is typed by people.
pub fn code(text: &'static str) -> View {
    let part = |(at, part): (usize, &'static str)| {
        if at % 2 == 1 {
            view! { <code>{part}</code> }
        } else {
            view! { {part} }
        }
    };
    text.split('`').enumerate().map(part).collect()
}

/// The address of this machine with a name, if the page is at its number.
pub fn at_name() -> Option<String> {
    let bar = window().location();
    let here = bar.hostname().ok().filter(|host| ["127.0.0.1", "[::1]"].contains(&host.as_str()))?;
    Some(bar.origin().ok()?.replace(&here, "localhost"))
}

/// Leads to the name of this machine at which it has passkeys, if the page is at its number.
fn to_localhost() -> Option<View> {
    let to = at_name()? + &use_location().now().to_string();
    Some(view! {
        <a class="btn" href=to>
            {words::people(use_words()).sign_in.to_localhost}
        </a>
    })
}

fn buttons(ways: &Ways, task: Task, then: Callback<()>) -> View {
    let words = use_words();
    let own = &words::people(words).sign_in;
    let location = use_location();
    let back = move || Ok((location.now().to_string(), None));
    let others = providers::buttons(&ways.providers, own.with_provider, task, back);
    let with_passkey = move || {
        let sign_in = move |_| {
            let asked = async move { people::sign_in().await.map_err(|why| trouble(words, &why)) };
            task.run(asked, move |me| {
                let is_another = access::me_now().is_some_and(|former| former.id.is_some() && former.id != me.id);
                greet(me);
                if is_another {
                    // what is shown is somebody else's
                    drop(window().location().reload());
                } else {
                    then.run(());
                }
            });
        };
        let busy = Memo::new(move |_| task.busy());
        view! {
            <button
                type="button"
                class="btn primary"
                data-home
                aria-disabled=move || busy.get().then_some("true")
                on:click=sign_in
            >
                <Icon name=IconName::Lock />
                {move || if busy.get() { own.waiting } else { own.with_passkey }}
            </button>
        }
    };
    let note = |text: &'static str| view! { <Notice tone=NoticeTone::Warn text=text.to_owned() /> };
    let passkeys = match (ways.passkeys, passkey::is_supported()) {
        (true, true) => with_passkey(),
        // a provider is enough
        _ if !ways.providers.is_empty() => View::Nothing,
        (false, _) => view! {
            {note(own.no_passkeys)}
            {to_localhost()}
        },
        (true, false) => note(own.unsupported),
    };
    view! {
        <div class="sign-in-ways">{passkeys} {others}</div>
        {ways.misconfigured.then(|| note(own.misconfigured))}
        <p class="sign-in-lost">{own.lost}</p>
    }
}
