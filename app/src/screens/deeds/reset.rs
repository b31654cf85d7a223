//! Emptying an account: what is lost, what stays, and the address typed.

use domain::{
    account::{AccountId, RenewalMode},
    command::Command,
    refusal::Refusal,
};
use leptos::prelude::*;

use super::send::{Sending, form, not_now, who};
use crate::{
    session::Session,
    widgets::{ConfirmText, day},
    words::use_words,
};

/// The dialog.
pub fn dialog(session: Session, id: AccountId, close: Callback<()>) -> AnyView {
    let words = use_words();
    let command = move |confirm: String| Command::Reset { account: id, confirm };
    let account = session.peek(|replica| replica.book().account(id).cloned()).flatten();
    let blocked = session.refusal(&command(String::new())).filter(|refusal| *refusal != Refusal::Unconfirmed);
    let account = match (account, blocked) {
        (_, Some(refusal)) => return not_now(words.deeds.reset, &refusal, close),
        (None, None) => return ().into_any(),
        (Some(account), None) => account,
    };
    let typed = RwSignal::new(String::new());
    let sending = Sending::new(session);
    let ready = Signal::derive(move || {
        let command = command(typed.get());
        session.with(|replica| replica.book().decide(&command).is_ok()).unwrap_or(false)
    });
    let on = day(words.locale, account.expires_on);
    let stays = match account.mode {
        RenewalMode::Never => (words.deeds.reset_ends)(&on),
        RenewalMode::Monthly | RenewalMode::Yearly => (words.deeds.reset_stays)(&on),
    };
    let body = view! {
        {who(session, id)}
        <p>{(words.deeds.reset_lost)(account.address.as_str())}</p>
        <p>{stays}</p>
        <p class="deed-final">{words.deeds.reset_final}</p>
        <ConfirmText label=(words.deeds.reset_type)(account.address.as_str()) value=typed />
    };
    let send = Callback::new(move |()| sending.send(move |_| command(typed.get_untracked()), move || close.run(())));
    form(words.deeds.reset, close, body.into_any(), sending.foot(words.deeds.reset, true, ready, send, close))
}
