//! Sets up one account's mailbox with an address and a name, or empties it.

use domain::{
    account::{Account, AccountId, AccountRef, RenewalMode},
    command::Command,
    fold::confirms,
    money::Amount,
    refusal::Refusal,
    roster::{RosterFault, read_name},
    summary::Outcome,
    visible::apart,
};
use leptos::prelude::*;

use super::{
    super::{focus::focus_after, refusals::wrong, say::Say},
    attempt::{Attempt, Form},
    deed::Deed,
};
use crate::{
    screens::guide::Anchor,
    view::{View, view},
    widgets::ConfirmText,
};

/// The number of domains that a hint names at most.
const FEW: usize = 5;

/// The dialog that sets an account up, or edits it.
pub fn set_up(attempt: Attempt, id: AccountId, close: Callback<()>) -> View {
    let say = attempt.say;
    let words = &say.words.deeds.mailbox;
    let title = Deed::SetUp(id).word(say.session, say.words);
    let account = say.session.peek(|replica| replica.book().account(id).map(AccountRef::to_owned)).flatten();
    let configured = account.as_ref().is_some_and(Account::is_configured);
    let (old_address, old_name) =
        account.map(|account| (account.address.to_string(), account.display_name)).unwrap_or_default();
    let address = RwSignal::new(if configured { old_address } else { String::new() });
    let name = RwSignal::new(old_name);
    // no error is shown while an address is typed for the first time
    let left = RwSignal::new(configured);
    let wrong_address = Memo::new(move |_| {
        let address = Some(address.with(|address| address.trim().to_owned()));
        let command = Command::SetUp { account: id, address, display_name: None };
        say.session.with(|replica| fault(replica.book().refusal(&command))).flatten()
    });
    let wrong_name = Memo::new(move |_| name.with(|name| read_name(name.trim()).err()));
    let send = move |()| {
        left.set(true);
        if wrong_address.get_untracked().is_some() {
            focus_field("setup-address");
            return;
        }
        if wrong_name.get_untracked().is_some() {
            focus_field("setup-name");
            return;
        }
        let trimmed = |text: RwSignal<String>| Some(text.with_untracked(|text| text.trim().to_owned()));
        let command = Command::SetUp { account: id, address: trimmed(address), display_name: trimmed(name) };
        attempt.send(
            command,
            Callback::new(move |()| {
                close.run(());
                focus_after("#search", Some(id));
            }),
        );
    };
    let domains = say.session.peek(|replica| replica.book().platform().domains.clone()).unwrap_or_default();
    let hint = if domains.is_empty() {
        words.any_domain.to_owned()
    } else {
        let few = domains.iter().take(FEW).cloned().collect::<Vec<_>>().join(", ");
        (words.domains)(&if domains.len() > FEW { few + " …" } else { few })
    };
    let address_note =
        Signal::derive(move || wrong_address.get().filter(|_| left.get()).map(|fault| wrong(say.words, &fault)));
    let name_note = Signal::derive(move || wrong_name.get().map(|fault| wrong(say.words, &fault)));
    // this also runs when the field disappears together with its dialog
    let leave = move |_| {
        if address.try_with_untracked(|address| !address.is_empty()) == Some(true) {
            left.try_set(true);
        }
    };
    let body = view! {
        <div on:focusout=leave>{field(("setup-address", words.address), address, (hint, address_note), true)}</div>
        <datalist id="setup-address-list">{move || completions(&address.get(), &domains)}</datalist>
        {field(("setup-name", words.name), name, (words.name_hint.to_owned(), name_note), false)}
    };
    let word = if configured { words.save } else { words.set_up };
    let ready = Signal::derive(|| true);
    let form = Form { send: (word, words.sending), ends: false, ready, on_send: Callback::new(send), close };
    form.dialog(attempt, title, Anchor::Naming, body)
}

/// What is wrong with a field; `None` if the refusal has another reason.
fn fault(refusal: Option<Refusal>) -> Option<RosterFault> {
    match refusal {
        Some(Refusal::Field { fault, .. }) => Some(fault),
        Some(_) | None => None,
    }
}

/// A field, with its error or else a hint below it.
fn field(
    (id, label): (&'static str, &'static str),
    value: RwSignal<String>,
    (hint, wrong): (String, Signal<Option<String>>),
    is_address: bool,
) -> View {
    let note = move || wrong.get().unwrap_or_else(|| hint.clone());
    view! {
        <div class="form-field">
            <label for=id>{label}</label>
            <input
                id=id
                type="text"
                class="input"
                inputmode=if is_address { "email" } else { "text" }
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                list=is_address.then_some("setup-address-list")
                aria-describedby=format!("{id}-note")
                aria-invalid=move || wrong.get().map(|_| "true")
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <small
                id=format!("{id}-note")
                class=move || if wrong.get().is_some() { "form-error" } else { "form-hint" }
                aria-live="polite"
            >
                {note}
            </small>
        </div>
    }
}

/// The typed name completed with each possible domain.
fn completions(typed: &str, domains: &[String]) -> View {
    let local = typed.trim().split('@').next().unwrap_or_default();
    if local.is_empty() {
        return View::Nothing;
    }
    let option = |domain: &String| view! { <option value=format!("{local}@{domain}")></option> };
    domains.iter().take(FEW).map(option).collect()
}

fn focus_field(id: &str) {
    if let Some(field) = document().get_element_by_id(id)
        && let Ok(field) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(field)
    {
        // an input always takes focus
        let _focused = field.focus();
    }
}

/// What a reset removes, and what it leaves.
#[derive(Debug, Clone, PartialEq)]
struct Emptied {
    address: String,
    name: String,
    mode: RenewalMode,
    net: Option<Amount>,
    expires_on: chrono::NaiveDate,
}

/// The dialog that empties an account.
pub fn reset(attempt: Attempt, id: AccountId, close: Callback<()>) -> View {
    let say = attempt.say;
    let words = &say.words.deeds.mailbox;
    let account = move |replica: &domain::replica::Replica| {
        let book = replica.book();
        book.account(id).map(|account| Emptied {
            address: account.address.to_string(),
            name: account.display_name.to_owned(),
            mode: account.mode,
            net: match book.outcome(account, account.mode) {
                Outcome::Renews { net, .. } => Some(net),
                Outcome::Closes { .. } => None,
            },
            expires_on: account.expires_on,
        })
    };
    // once the account is reset, the dialog shows what it said before until it closes
    let shown = Memo::new(move |was: Option<&Option<Emptied>>| {
        let now = say.session.with(account).flatten();
        let possible = say.session.peek(|replica| replica.book().account(id).is_some_and(AccountRef::is_configured));
        if possible == Some(true) { now } else { was.cloned().flatten().or(now) }
    });
    let address = shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.address.clone())).unwrap_or_default();
    let typed = RwSignal::new(String::new());
    let wanted = address.clone();
    let ready = Signal::derive(move || typed.with(|typed| confirms(typed, &wanted)));
    let send = move |()| {
        let command = Command::Reset { account: id, confirm: typed.get_untracked() };
        attempt.send(
            command,
            Callback::new(move |()| {
                close.run(());
                focus_after("#search", Some(id));
            }),
        );
    };
    let body = view! {
        {move || shown.get().map(|shown| emptied(say, &shown))}
        <ConfirmText label=(words.type_address)(&apart(&address)) value=typed />
    };
    let form = Form { send: (words.reset_send, words.sending), ends: true, ready, on_send: Callback::new(send), close };
    form.dialog(attempt, words.reset, Anchor::Reset, body)
}

fn emptied(say: Say, shown: &Emptied) -> View {
    let words = &say.words.deeds.mailbox;
    let named = (!shown.name.is_empty()).then(|| (words.lost_name)(&apart(&shown.name)));
    let lost = [Some(words.lost_content.to_owned()), Some((words.lost_address)(&apart(&shown.address))), named];
    let mode = match shown.net {
        Some(net) => (words.stays_mode)(say.mode(shown.mode), &say.money(net)),
        None => words.stays_none.to_owned(),
    };
    let stays = [mode, (words.stays_paid)(&say.day(shown.expires_on))];
    view! {
        <p class="deed-who">{shown.address.clone()}</p>
        <section class="deed-card deed-ends">
            <h3>{words.lost}</h3>
            <ul>{lost.into_iter().flatten().map(|text| view! { <li>{text}</li> }).collect::<View>()}</ul>
            <p>
                <b>{words.final_note}</b>
            </p>
        </section>
        <section class="deed-card">
            <h3>{words.stays}</h3>
            <ul>{stays.map(|text| view! { <li>{text}</li> })}</ul>
            <p>{words.stays_note}</p>
        </section>
    }
}
