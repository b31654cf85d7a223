//! Restoring a suspended account: every period that is charged, and until when it is possible.

use domain::{
    account::{AccountId, AccountRef},
    calendar::Term,
    command::Command,
    invoice::{Invoice, InvoiceLine},
};
use leptos::prelude::*;

use super::{
    super::{focus::focus_after, say::Say, unread::Unread},
    attempt::{Attempt, Form},
    deed::fact,
    terms::terms,
};
use crate::{
    screens::guide::Anchor,
    view::{View, view},
};

/// The dialog.
pub fn restore(attempt: Attempt, id: AccountId, close: Callback<()>) -> View {
    let say = attempt.say;
    let words = &say.words.deeds.mailbox;
    let term = RwSignal::new(Term::Monthly);
    let invoice_of =
        move |term: Term| say.session.with(|replica| replica.book().restoration(id, term.into()).ok()).flatten();
    let account = say.session.peek(|replica| replica.book().account(id).map(AccountRef::to_owned)).flatten();
    let until = account.as_ref().and_then(|account| account.deletes_on);
    let until = until.map(|on| view! { <p class="ends">{(words.restore_until)(&say.day(on))}</p> });
    let invoice = Memo::new(move |was: Option<&Option<Invoice>>| {
        // once the account is restored, the dialog shows the last costs until it closes
        invoice_of(term.get()).or_else(|| was.cloned().flatten())
    });
    let note = Callback::new(move |term| {
        let gross = invoice_of(term).map(|invoice| say.money(invoice.gross)).unwrap_or_default();
        (format!("{gross} {}", say.words.deeds.order.gross), None)
    });
    let send = move |()| {
        let command = Command::Restore { account: id, mode: term.get_untracked().into() };
        attempt.send(
            command,
            Callback::new(move |()| {
                close.run(());
                focus_after("#search", Some(id));
            }),
        );
    };
    let body = view! {
        <p class="deed-who">{account.map(|account| account.address.to_string())}</p>
        {until}
        {terms(say, term, note)}
        <section class="quote" aria-label=say.words.deeds.order.cost aria-live="polite">
            {move || invoice.get().map(|invoice| costs(say, &invoice))}
        </section>
        <p class="deed-note">{words.restore_note}</p>
    };
    let unread = Unread::watching(move || (term.get(), invoice.get()));
    let ready = Signal::derive(move || invoice.with(Option::is_some) && !unread.is_so());
    let form = Form { send: (words.restore, words.sending), ends: false, ready, on_send: Callback::new(send), close };
    form.dialog(attempt, words.restore, Anchor::Restore, body)
}

/// Every period with its price, then the totals.
fn costs(say: Say, invoice: &Invoice) -> View {
    let words = &say.words.deeds.order;
    let period = |line: &InvoiceLine| {
        let last = line.period.end.pred_opt().unwrap_or(line.period.end);
        fact((words.span)(&say.day(line.period.start), &say.day(last)), say.money(line.net), None)
    };
    let periods = invoice.lines.iter().map(period).collect::<View>();
    let rate = |rate: &domain::invoice::RateSum| fact((words.vat)(&say.rate(rate.vat_rate)), say.money(rate.vat), None);
    let rates = invoice.rates.iter().map(rate).collect::<View>();
    view! {
        <dl class="costs">
            {periods} {fact(words.net.to_owned(), say.money(invoice.net), None)} {rates}
            {fact(words.gross.to_owned(), say.money(invoice.gross), None)}
        </dl>
    }
}
