//! Ordering accounts: how many, for how long, at what price.

use domain::{
    calendar::Term,
    change::SubmissionId,
    command::Command,
    order::{Order, Quote},
    refusal::Refusal,
    wire::Ordered,
};
use leptos::prelude::*;

use super::send::{Sending, State, form, list, percent, said};
use crate::{
    location::{Address, Key, Place, use_location},
    session::{Done, Session},
    widgets::{ConfirmText, Notice, NoticeTone, day, money},
    words::{Words, use_words},
};

/// The dialog.
pub fn dialog(session: Session, close: Callback<()>) -> AnyView {
    let words = use_words();
    let quantity = RwSignal::new("1".to_owned());
    let term = RwSignal::new(Term::Monthly);
    let sending = Sending::new(session);
    let wished = Memo::new(move |_| (quantity.with(|text| text.trim().parse::<u32>().ok()), term.get()));
    let quote = Memo::new(move |_| {
        let (quantity, term) = wished.get();
        session.with(|replica| replica.book().quote(quantity.ok_or(Refusal::Quantity)?, term))
    });
    let moved = watch_price(wished, quote);
    let send = move || {
        let Some(Ok(Quote { quantity, term, hash, .. })) = quote.get_untracked() else { return };
        let order = move |key: &str| Command::Order(Order { id: SubmissionId(key.to_owned()), quantity, term, hash });
        moved.set(false);
        sending.send(order, || {});
    };
    let body = move || {
        if let State::Done(Done::Ordered(ordered)) = sending.state().get() {
            return receipt(&ordered, close);
        }
        let fault = move || quote.with(|quote| matches!(quote, Some(Err(Refusal::Quantity))));
        let about = move || match quote.get() {
            Some(Ok(quote)) => Some(offer(session, &quote, words)),
            Some(Err(Refusal::Quantity)) => {
                Some(view! {
                    <p class="error" role="alert">
                        {words.deeds.quantity_fault}
                    </p>
                }.into_any())
            }
            Some(Err(refusal)) => {
                let text = said(&refusal, words);
                Some(view! { <Notice tone=NoticeTone::Warn text=text /> }.into_any())
            }
            None => None,
        };
        let moved = move || {
            moved.get().then(|| view! { <Notice tone=NoticeTone::Warn text=words.deeds.price_moved.to_owned() /> })
        };
        view! {
            <div class="deed-quantity" class:is-wrong=fault>
                <ConfirmText label=words.deeds.quantity.to_owned() value=quantity digits=true />
            </div>
            {terms(session, term, words)}
            {moved}
            <div aria-live="polite">{about}</div>
            <p class="deed-note">{words.deeds.order_note}</p>
        }
        .into_any()
    };
    let ready = Signal::derive(move || quote.with(|quote| matches!(quote, Some(Ok(_)))));
    let foot = move || match sending.state().with(|state| matches!(state, State::Done(_))) {
        true => ().into_any(),
        false => sending.foot(words.deeds.order_pay, false, ready, Callback::new(move |()| send()), close),
    };
    form(words.deeds.order, close, view! { {body} }.into_any(), view! { {foot} }.into_any())
}

/// Whether the price has moved under the same wish.
fn watch_price(wished: Memo<(Option<u32>, Term)>, quote: Memo<Option<Result<Quote, Refusal>>>) -> RwSignal<bool> {
    let moved = RwSignal::new(false);
    Effect::new(move |before: Option<((Option<u32>, Term), Option<domain::summary::Hash>)>| {
        let now = (wished.get(), quote.with(|quote| quote.as_ref()?.as_ref().ok().map(|quote| quote.hash)));
        match before {
            Some((wish, Some(hash))) if wish == now.0 && now.1.is_some_and(|now| now != hash) => moved.set(true),
            Some((wish, _)) if wish != now.0 => moved.set(false),
            Some(_) | None => {}
        }
        now
    });
    moved
}

fn terms(session: Session, term: RwSignal<Term>, words: &'static Words) -> AnyView {
    let (monthly, yearly, saved) = session
        .peek(|replica| {
            let book = replica.book();
            let (version, currency) = (book.platform().catalog.on(book.today()), book.platform().currency.as_str());
            let saved = version.monthly_net.times(12) - version.yearly_net;
            let money = |amount: i64| money(words.locale, currency, amount);
            let saves = (saved.0 > 0).then(|| (words.deeds.saves)(&money(saved.0)));
            (
                (words.deeds.per_month)(&money(version.monthly_net.0)),
                (words.deeds.per_year)(&money(version.yearly_net.0)),
                saves,
            )
        })
        .unwrap_or_default();
    let choice = |own: Term, label: &'static str, price: String, more: Option<String>| {
        view! {
            <label class="deed-term">
                <input
                    type="radio"
                    class="radio"
                    name="term"
                    prop:checked=move || term.get() == own
                    on:change=move |_| term.set(own)
                />
                <b>{label}</b>
                " "
                <span>{price}</span>
                " "
                {more.map(|more| view! { <em>{more}</em> })}
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="deed-terms">
            <legend>{words.deeds.term}</legend>
            {choice(Term::Monthly, words.mode.monthly, monthly, None)}
            {choice(Term::Yearly, words.mode.yearly, yearly, saved)}
        </fieldset>
    }
    .into_any()
}

fn offer(session: Session, quote: &Quote, words: &'static Words) -> AnyView {
    let currency = session.peek(|replica| replica.book().platform().currency.as_str().to_owned()).unwrap_or_default();
    let money = |amount: i64| money(words.locale, &currency, amount);
    list(vec![
        (words.deeds.begins.to_owned(), day(words.locale, quote.period.start)),
        (words.deeds.expires.to_owned(), day(words.locale, quote.period.end)),
        (words.deeds.unit.to_owned(), money(quote.unit_net.0)),
        (words.deeds.net.to_owned(), money(quote.net.0)),
        ((words.deeds.vat)(&percent(words, quote.vat_rate.0)), money(quote.vat.0)),
        (words.deeds.gross.to_owned(), money(quote.gross.0)),
    ])
}

fn receipt(ordered: &Ordered, close: Callback<()>) -> AnyView {
    let words = use_words();
    let location = use_location();
    let here = location.now();
    let platform = here.place.platform().unwrap_or_default().to_owned();
    let number = ordered.invoice.to_string();
    let invoice =
        Address::of(here.world, Place::Invoice { platform: platform.clone(), number: number.clone() }).to_string();
    let mut first = Address::of(here.world, Place::Accounts { platform });
    first.query.set(Key::Dialog, Some("setup"));
    first.query.set(Key::Account, ordered.accounts.first().map(ToString::to_string).as_deref());
    view! {
        <p class="deed-done" role="status">
            <b>{(words.deeds.ordered)(ordered.accounts.len())}</b>
        </p>
        <dl class="deed-list">
            <div>
                <dt>{words.deeds.order_number}</dt>
                <dd>{ordered.id.0.clone()}</dd>
            </div>
            <div>
                <dt>{words.deeds.invoice}</dt>
                <dd>
                    <a href=invoice>{number}</a>
                </dd>
            </div>
        </dl>
        <div class="dialog-buttons">
            <button type="button" class="btn" on:click=move |_| close.run(())>
                {words.common.close}
            </button>
            <a class="btn primary" href=first.to_string()>
                {words.deeds.set_up}
            </a>
        </div>
    }
    .into_any()
}
