//! Leaving: the archive, the dialog that releases a platform to another house, and the notice where it was.

use domain::{
    command::Command,
    field::FieldFault,
    fold::confirms,
    moving::{Leaving, Moved},
    people::Role,
    refusal::Refusal,
    visible::apart,
};
use leptos::prelude::*;

use super::super::{
    deeds::{Attempt, Form},
    focus::focus_after,
    refusals::wrong,
    say::{Say, why},
};
use crate::{
    screens::guide::Anchor,
    view::{View, view},
    widgets::{ConfirmText, Notice, NoticeTone},
    words,
};

/// The section of the settings.
pub fn section(say: Say) -> View {
    let words = words::moving(say.words);
    let body = match say.session.archive_path() {
        Some(archive) => offered(say, archive),
        None => view! { <p class="settings-hint">{words.demo}</p> },
    };
    view! {
        <section class="card settings-part moving" aria-label=words.title>
            <header>
                <h2>{words.title}</h2>
                <p>{words.note}</p>
            </header>
            {body}
        </section>
    }
}

/// The link to the archive, for whoever may have it.
fn download(say: Say, archive: &str) -> View {
    let words = words::moving(say.words);
    let archive = archive.to_owned();
    let denied = Memo::new(move |_| say.session.denied(say.words, Role::Administrator));
    let link = move || match denied.get() {
        Some(why) => view! {
            <button type="button" class="btn" title=why aria-disabled="true">
                {words.download}
            </button>
        },
        None => view! {
            <a class="btn" href=archive.clone() download="">
                {words.download}
            </a>
        },
    };
    view! { {link} }
}

fn offered(say: Say, archive: String) -> View {
    let words = words::moving(say.words);
    let asks = RwSignal::new(false);
    let barred = Memo::new(move |_| {
        let refusal = say.session.with(|replica| replica.book().demand_open().err()).flatten();
        say.session.denied(say.words, Role::Administrator).or(refusal.map(|refusal| why(&refusal, say.words)))
    });
    let open = move || {
        let barred = barred.get();
        view! {
            <button
                type="button"
                class="btn"
                title=barred
                aria-disabled=barred.map(|_| "true")
                on:click=move |_| asks.set(barred.is_none())
            >
                {words.open}
            </button>
        }
    };
    let question = move || {
        asks.get().then(|| {
            let attempt = Attempt::new(say, |command| matches!(command, Command::MoveAway(_)));
            dialog(attempt, Callback::new(move |()| asks.set(false)))
        })
    };
    view! {
        <p class="settings-hint">{words.download_note}</p>
        <div class="form-buttons">{download(say, &archive)} {open}</div>
        {question}
    }
}

fn dialog(attempt: Attempt, close: Callback<()>) -> View {
    let say = attempt.say;
    let words = words::moving(say.words);
    let name = say.session.peek(|replica| replica.book().platform().name.clone()).unwrap_or_default();
    let (house, url, typed) = (RwSignal::default(), RwSignal::default(), RwSignal::new(String::new()));
    let command = move || {
        let trimmed = |text: RwSignal<String>| text.with(|text| text.trim().to_owned());
        Command::MoveAway(Leaving { house: trimmed(house), url: trimmed(url), confirm: typed.get() })
    };
    let faults = Memo::new(move |_| {
        let refusal = say.session.with(|replica| replica.book().refusal(&command())).flatten();
        match refusal {
            Some(Refusal::Invalid(errors)) => errors.into_iter().map(|error| error.fault).collect(),
            Some(_) | None => Vec::new(),
        }
    });
    let wanted = name.clone();
    let ready = Signal::derive(move || faults.with(Vec::is_empty) && typed.with(|typed| confirms(typed, &wanted)));
    let send = move |()| {
        attempt.send(
            untrack(command),
            Callback::new(move |()| {
                close.run(());
                focus_after(".platform-head button", None);
            }),
        );
    };
    let sentences = words.does.map(|sentence| view! { <p>{sentence}</p> });
    let body = view! {
        <section class="deed-card deed-ends">{sentences}</section>
        {field(say, ("move-house", words.house), house, (words.house_hint, FieldFault::House, faults))}
        {field(say, ("move-url", words.url), url, (words.url_hint, FieldFault::Url, faults))}
        <ConfirmText label=(say.words.deeds.ending.type_name)(&apart(&name)) value=typed />
    };
    let form = Form { send: (words.send, words.sending), ends: true, ready, on_send: Callback::new(send), close };
    form.dialog(attempt, words.title, Anchor::Final, body)
}

/// A field with its hint, or with what is wrong with it once it was left.
fn field(
    say: Say,
    (id, label): (&'static str, &'static str),
    value: RwSignal<String>,
    (hint, fault, faults): (&'static str, FieldFault, Memo<Vec<FieldFault>>),
) -> View {
    let left = RwSignal::new(false);
    let fault_now = Memo::new(move |_| {
        left.get() && value.with(|value| !value.is_empty()) && faults.with(|faults| faults.contains(&fault))
    });
    let sentence = wrong(
        say.words,
        &match id {
            "move-url" => FieldFault::Url,
            _ => FieldFault::House,
        },
    );
    let note = move || if fault_now.get() { sentence.clone() } else { hint.to_owned() };
    // this also runs when the field disappears together with its dialog
    let leave = move |_| {
        left.try_set(true);
    };
    view! {
        <div class="form-field" on:focusout=leave>
            <label for=id>{label}</label>
            <input
                id=id
                type="text"
                class="input"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=format!("{id}-note")
                aria-invalid=move || fault_now.get().then_some("true")
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <small
                id=format!("{id}-note")
                class=move || if fault_now.get() { "form-error" } else { "form-hint" }
                aria-live="polite"
            >
                {note}
            </small>
        </div>
    }
}

/// The notice over every page of a platform that has moved away, with the link to where it is.
pub fn gone(say: Say, moved: &Moved) -> View {
    let words = words::moving(say.words);
    let archive = say.session.archive_path().map(|archive| download(say, &archive));
    let (text, there) = ((words.moved)(&say.day(moved.on)), (words.there)(&moved.url));
    view! {
        <Notice tone=NoticeTone::Warn text=text />
        <p class="form-buttons moved-away">
            <a class="btn primary" href=moved.url.clone() rel="noreferrer">
                {there}
            </a>
            {archive}
        </p>
    }
}
