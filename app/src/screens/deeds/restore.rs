//! Letting a suspended account live on: what is charged, and until when it is possible.

use domain::{
    account::{AccountId, RenewalMode},
    command::Command,
    invoice::Invoice,
};
use leptos::prelude::*;

use super::send::{Sending, form, list, not_now, percent, who};
use crate::{
    session::Session,
    widgets::{day, money},
    words::{Words, use_words},
};

/// The dialog.
pub fn dialog(session: Session, id: AccountId, close: Callback<()>) -> AnyView {
    let words = use_words();
    let mode = RwSignal::new(RenewalMode::Monthly);
    let command = move || Command::Restore { account: id, mode: mode.get() };
    let account = session.peek(|replica| replica.book().account(id).cloned()).flatten();
    let blocked = session.refusal(&Command::Restore { account: id, mode: RenewalMode::Monthly });
    let account = match (account, blocked) {
        (_, Some(refusal)) => return not_now(words.deeds.restore, &refusal, close),
        (None, None) => return ().into_any(),
        (Some(account), None) => account,
    };
    let sending = Sending::new(session);
    let invoice = Memo::new(move |_| session.with(|replica| replica.book().restoration(id, mode.get()).ok()).flatten());
    let choice = move |own: RenewalMode, label: &'static str| {
        view! {
            <label class="deed-term">
                <input
                    type="radio"
                    class="radio"
                    name="mode"
                    prop:checked=move || mode.get() == own
                    on:change=move |_| mode.set(own)
                />
                <b>{label}</b>
            </label>
        }
        .into_any()
    };
    let charged = move || invoice.get().map(|invoice| charges(&invoice, words));
    let until = account.deletes_on.map(|on| (words.deeds.restore_until)(&day(words.locale, on)));
    let body = view! {
        {who(session, id)}
        <p>{(words.deeds.restore_note)(&day(words.locale, account.expires_on))}</p>
        <fieldset class="deed-terms">
            <legend>{words.deeds.term}</legend>
            {choice(RenewalMode::Monthly, words.mode.monthly)}
            {choice(RenewalMode::Yearly, words.mode.yearly)}
        </fieldset>
        <div aria-live="polite">{charged}</div>
        <p class="deed-note">{until}</p>
    };
    let ready = Signal::derive(move || invoice.with(Option::is_some));
    let send = Callback::new(move |()| sending.send(move |_| command(), move || close.run(())));
    form(words.deeds.restore, close, body.into_any(), sending.foot(words.deeds.restore, false, ready, send, close))
}

fn charges(invoice: &Invoice, words: &'static Words) -> AnyView {
    let money = |amount: i64| money(words.locale, invoice.currency.as_str(), amount);
    let periods = invoice.lines.iter().map(|line| {
        let period = format!("{} – {}", day(words.locale, line.period.start), day(words.locale, line.period.end));
        (period, money(line.net.0))
    });
    let rates =
        invoice.rates.iter().map(|rate| ((words.deeds.vat)(&percent(words, rate.vat_rate.0)), money(rate.vat.0)));
    let net = (words.deeds.net.to_owned(), money(invoice.net.0));
    let gross = (words.deeds.gross.to_owned(), money(invoice.gross.0));
    list(periods.chain([net]).chain(rates).chain([gross]).collect())
}
