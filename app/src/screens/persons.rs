//! What a person may ask for: the section of the settings, and the dialog that erases.

use domain::{account::Address, command::Command, fold::confirms, people::Role, visible::apart, wire::ErasurePreview};
use leptos::{prelude::*, task::spawn_local};

use super::{
    deeds::{Attempt, Form},
    focus::focus_after,
    refusals,
    say::Say,
};
use crate::{
    screens::guide::{Anchor, help},
    view::{View, view},
    widgets::{ConfirmText, Notice, NoticeTone},
    words,
};

/// The section of the settings.
pub fn section(say: Say) -> View {
    let words = words::persons(say.words);
    let body = if say.session.archive_path().is_some() {
        offered(say)
    } else {
        view! { <p class="settings-hint">{words.demo}</p> }
    };
    view! {
        <section class="card settings-part persons" aria-label=words.title>
            <header>
                <h2>{words.title} {help(Anchor::Where, words.title)}</h2>
                <p>{words.note}</p>
            </header>
            {body}
        </section>
    }
}

/// How far the look at what an erasure would take is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Look {
    Idle,
    Under,
    Failed(String),
    Seen(String, ErasurePreview),
}

fn offered(say: Say) -> View {
    let words = words::persons(say.words);
    let (address, look) = (RwSignal::new(String::new()), RwSignal::new(Look::Idle));
    let denied = Memo::new(move |_| say.session.denied(say.words, Role::Administrator));
    let typed = Memo::new(move |_| {
        let text = address.with(|text| text.trim().to_owned());
        Address::parse(&text).is_ok_and(|address| !address.is_placeholder()).then_some(text)
    });
    let ready = Memo::new(move |_| denied.get().is_none() && typed.get().is_some());
    let ask = move |_| {
        let Some(text) = typed.get_untracked().filter(|_| ready.get_untracked()) else { return };
        look.set(Look::Under);
        spawn_local(async move {
            let seen = match say.session.erasure(&text).await {
                Ok(preview) => Look::Seen(text, preview),
                Err(failure) => Look::Failed(refusals::failure(say.words, &failure, refusals::After::Asked)),
            };
            look.try_set(seen);
        });
    };
    let link = move || match say.session.person_path(&typed.get().unwrap_or_default()).filter(|_| ready.get()) {
        Some(path) => view! {
            <a class="btn" href=path download="">
                {words.download}
            </a>
        },
        None => view! {
            <button type="button" class="btn" title=denied.get() aria-disabled="true">
                {words.download}
            </button>
        },
    };
    let shown = move || match look.get() {
        Look::Idle => View::Nothing,
        Look::Under => view! { <p class="settings-hint">{words.looking}</p> },
        Look::Failed(text) => view! { <Notice tone=NoticeTone::Error text=text /> },
        Look::Seen(address, preview) => {
            let attempt = Attempt::new(say, |command| matches!(command, Command::ErasePerson { .. }));
            dialog(attempt, address, &preview, Callback::new(move |()| look.set(Look::Idle)))
        }
    };
    view! {
        <div class="form-field">
            <label for="person-address">{words.address}</label>
            <input
                id="person-address"
                type="text"
                class="input"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby="person-address-note"
                prop:value=move || address.get()
                on:input=move |event| address.set(event_target_value(&event))
            />
            <small id="person-address-note" class="form-hint">
                {words.hint}
            </small>
        </div>
        <div class="form-buttons">
            {link}
            <button
                type="button"
                class="btn"
                title=move || denied.get()
                aria-disabled=move || (!ready.get()).then_some("true")
                on:click=ask
            >
                {words.open}
            </button>
        </div>
        <div aria-live="polite">{shown}</div>
    }
}

fn dialog(attempt: Attempt, address: String, preview: &ErasurePreview, close: Callback<()>) -> View {
    let say = attempt.say;
    let words = words::persons(say.words);
    let typed = RwSignal::new(String::new());
    let (wanted, sent) = (address.clone(), address.clone());
    let ready = Signal::derive(move || typed.with(|typed| confirms(typed, &wanted)));
    let send = move |()| {
        let command = Command::ErasePerson { address: sent.clone(), confirm: typed.get_untracked() };
        attempt.send(
            command,
            Callback::new(move |()| {
                say.session.forget_gone();
                close.run(());
                focus_after("#person-address", None);
            }),
        );
    };
    let counted = |count: usize, word: fn(usize) -> String| (count > 0).then(|| word(count));
    let goes = [
        counted(preview.accounts.len(), words.accounts),
        counted(preview.entries, words.entries),
        counted(preview.answers, words.answers),
        counted(preview.before.len(), words.before),
    ];
    let goes = goes.into_iter().flatten().map(|sentence| view! { <li>{sentence}</li> }).collect::<View>();
    let kept = match preview.kept_until {
        Some(day) => (words.kept_until)(&say.day(day)),
        None => words.no_invoice.to_owned(),
    };
    let body = view! {
        <section class="deed-card deed-ends">
            <h3>{words.goes}</h3>
            <ul>{goes}</ul>
            <p>{words.for_good}</p>
        </section>
        <section class="deed-card">
            <h3>{words.stays}</h3>
            <p>{words.numbers} " " {kept}</p>
            <p>{words.backups}</p>
        </section>
        <ConfirmText label=(words.type_address)(&apart(&address)) value=typed />
    };
    let form = Form { send: (words.send, words.sending), ends: true, ready, on_send: Callback::new(send), close };
    form.dialog(attempt, words.erase, Anchor::Where, body)
}
