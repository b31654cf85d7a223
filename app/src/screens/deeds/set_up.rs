//! Setting an account up, or changing its address and name.

use domain::{account::AccountId, command::Command, refusal::Refusal};
use leptos::prelude::*;

use super::send::{Sending, form, not_now, said, who};
use crate::{session::Session, words::use_words};

/// The dialog.
pub fn dialog(session: Session, id: AccountId, close: Callback<()>) -> AnyView {
    let words = use_words();
    let now = session.peek(|replica| {
        let book = replica.book();
        let account = book.known(id)?;
        let can = book.demand_open().and_then(|()| match account.status {
            domain::account::Status::Active => Ok(()),
            _ => Err(Refusal::NotActive { account: id }),
        });
        let address = if account.is_configured() { account.address.to_string() } else { String::new() };
        can.map(|()| (address, account.display_name.clone(), book.platform().domains.clone()))
    });
    let (address, name, domains) = match now {
        None => return ().into_any(),
        Some(Err(refusal)) => return not_now(words.deeds.set_up, &refusal, close),
        Some(Ok(now)) => now,
    };
    let title = if address.is_empty() { words.deeds.set_up } else { words.deeds.edit };
    let (was_address, was_name) = (address.clone(), name.clone());
    let (address, name) = (RwSignal::new(address), RwSignal::new(name));
    let sending = Sending::new(session);
    let command = move || Command::SetUp {
        account: id,
        address: Some(address.get().trim().to_owned()),
        display_name: Some(name.get().trim().to_owned()),
    };
    let refusal = Memo::new(move |_| {
        let command = command();
        session.with(|replica| replica.book().decide(&command).err()).flatten()
    });
    let changed = {
        let (was_address, was_name) = (was_address.clone(), was_name.clone());
        Memo::new(move |_| address.get().trim() != was_address || name.get().trim() != was_name)
    };
    let fault = move |field: &'static str| {
        let typed = changed.get() && (field != "address" || !address.with(String::is_empty));
        let refusal = refusal.get().filter(|_| typed);
        refusal.filter(|refusal| matches!(refusal, Refusal::Field { field: own, .. } if *own == field))
    };
    let field = move |label: &'static str, key: &'static str, value: RwSignal<String>, kind: &'static str| {
        let text = move || fault(key).map(|refusal| said(&refusal, words)).unwrap_or_default();
        view! {
            <label class="form-field">
                <span>{label}</span>
                <input
                    class="input"
                    type="text"
                    inputmode=kind
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid=move || fault(key).map(|_| "true")
                    aria-describedby=format!("fault-{key}")
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
                <small class="form-error" id=format!("fault-{key}") role="status">
                    {text}
                </small>
            </label>
        }
        .into_any()
    };
    let hint =
        (!domains.is_empty()).then(|| view! { <p class="deed-note">{(words.deeds.domains)(&domains.join(", "))}</p> });
    let body = view! {
        {who(session, id)}
        {field(words.deeds.address, "address", address, "email")}
        {hint}
        {field(words.deeds.display_name, "display_name", name, "text")}
    };
    let ready = Signal::derive(move || changed.get() && refusal.with(Option::is_none));
    let send = Callback::new(move |()| sending.send(move |_| command(), move || close.run(())));
    let label = if was_address.is_empty() { words.deeds.set_up } else { words.deeds.save };
    form(title, close, body.into_any(), sending.foot(label, false, ready, send, close))
}
