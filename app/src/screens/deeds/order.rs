//! Ordering accounts: how many, for how long, what it costs, and what was ordered.

use domain::{
    calendar::Term,
    command::Command,
    limits::MAX_QUANTITY,
    order::{Order, Quote},
    wire::Ordered,
};
use leptos::{html, prelude::*};

use super::{
    super::{focus::begin_step, say::Say, unread::Unread},
    attempt::{Attempt, Form, dialog},
    deed::{Deed, fact},
    terms::terms,
};
use crate::{
    location::{Address, Key, Place, Visit, use_location},
    screens::guide::Anchor,
    session::Done,
    view::{View, view},
    widgets::{Icon, IconName, Notice, NoticeTone},
};

/// What is asked for, and what it costs.
#[derive(Debug, Clone, PartialEq)]
struct Offer {
    asked: Option<(u32, Term)>,
    quote: Option<Quote>,
    /// What the same order cost when it was first shown, if that was different.
    before: Option<Quote>,
}

/// Reads a number of accounts that can be ordered.
fn read_quantity(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|quantity| (1..=MAX_QUANTITY).contains(quantity))
}

/// The dialog.
pub fn order(attempt: Attempt, close: Callback<()>) -> View {
    let say = attempt.say;
    let ordered = Memo::new(move |_| match attempt.done() {
        Some(Done::Ordered(ordered)) => Some(ordered),
        Some(Done::Changed(_) | Done::Imported(_) | Done::So) | None => None,
    });
    let content = move || match ordered.get() {
        Some(ordered) => receipt(say, &ordered, close),
        None => form(attempt, close),
    };
    dialog(attempt, say.words.deeds.order.title, Anchor::Order, close, view! { {content} })
}

fn form(attempt: Attempt, close: Callback<()>) -> View {
    let say = attempt.say;
    let words = &say.words.deeds.order;
    // the order that was sent before and had no answer
    let unanswered = say.session.unanswered(|command| {
        let Command::Order(order) = command else { return None };
        Some(order.clone())
    });
    let (begin, term) = unanswered.as_ref().map_or((1, Term::Monthly), |order| (order.quantity, order.term));
    let (quantity, term) = (RwSignal::new(begin.to_string()), RwSignal::new(term));
    let shown = Memo::new(move |was: Option<&Offer>| {
        let asked = quantity.with(|text| read_quantity(text)).map(|quantity| (quantity, term.get()));
        let quote = asked.and_then(|(quantity, term)| {
            say.session.with(|replica| replica.book().quote(quantity, term).ok()).flatten()
        });
        let was = was.filter(|was| was.asked == asked);
        let before = was.and_then(|was| if was.quote == quote { was.before.clone() } else { was.quote.clone() });
        Offer { asked, quote, before }
    });
    let unread = Unread::watching(move || shown.with(|shown| (shown.asked, shown.quote.clone())));
    let wrong = Memo::new(move |_| shown.with(|shown| shown.asked.is_none()));
    let send = move |()| {
        let Some(quote) = shown.with_untracked(|shown| shown.quote.clone()) else { return };
        let (quantity, term, hash) = (quote.quantity, quote.term, quote.hash);
        attempt.send(Command::Order(Order { quantity, term, hash }), Callback::new(|()| ()));
    };
    let changed = move || {
        let changed = shown.with(|shown| shown.before.is_some()) && attempt.failed().is_none();
        changed.then(|| view! { <Notice tone=NoticeTone::Warn text=words.changed.to_owned() /> })
    };
    let body = view! {
        <label class="form-field">
            <span>{words.quantity}</span>
            <input
                type="text"
                class="input quantity"
                value=begin.to_string()
                inputmode="numeric"
                autocomplete="off"
                aria-describedby="quantity-note"
                aria-invalid=move || wrong.get().then_some("true")
                on:input=move |event| quantity.set(event_target_value(&event))
            />
        </label>
        <small id="quantity-note" class="form-error" role="alert">
            {move || wrong.get().then_some(words.quantity_invalid)}
        </small>
        {terms(say, term, Callback::new(move |term| price(say, term)))}
        <section class="quote" aria-label=words.cost aria-live="polite">
            {move || cost(say, &shown.get())}
        </section>
        {changed}
        <p class="deed-note">{words.later}</p>
    };
    let ready = Signal::derive(move || shown.with(|shown| shown.quote.is_some()) && !unread.is_so());
    let form = Form { send: (words.send, words.sending), ends: false, ready, on_send: Callback::new(send), close };
    form.view(attempt, body)
}

/// What one account costs for a term, and what a year saves compared with twelve months.
fn price(say: Say, term: Term) -> (String, Option<String>) {
    let words = &say.words.deeds.order;
    let unit = |term| {
        let quote = say.session.with(|replica| replica.book().quote(1, term).ok()).flatten();
        quote.map(|quote| quote.unit_net)
    };
    let Some(net) = unit(term) else { return Default::default() };
    match term {
        Term::Monthly => ((words.monthly_price)(&say.money(net)), None),
        Term::Yearly => {
            let months = unit(Term::Monthly).map(|month| month.times(12));
            let saved = months.filter(|months| *months > net).map(|months| {
                let saved = months.0 - net.0;
                let percent = usize::try_from(saved * 100 / months.0).unwrap_or(0);
                (words.saves)(&say.money(domain::money::Amount(saved)), percent)
            });
            ((words.yearly_price)(&say.money(net)), saved)
        }
    }
}

/// The quote. What differs from the one shown before is marked.
fn cost(say: Say, shown: &Offer) -> View {
    let words = &say.words.deeds.order;
    let Some(quote) = &shown.quote else {
        return view! { <p class="deed-note">{say.words.common.none_dash}</p> };
    };
    let facts = |quote: &Quote| {
        let last = quote.period.end.pred_opt().unwrap_or(quote.period.end);
        [
            (words.period.to_owned(), (words.span)(&say.day(quote.period.start), &say.day(last))),
            (format!("{} × {}", say.number(quote.quantity as usize), say.money(quote.unit_net)), say.money(quote.net)),
            ((words.vat)(&say.rate(quote.vat_rate)), say.money(quote.vat)),
            (words.gross.to_owned(), say.money(quote.gross)),
        ]
    };
    let before = shown.before.as_ref().map(facts);
    let rows = facts(quote).into_iter().enumerate().map(|(index, (term, value))| {
        let was = before.as_ref().and_then(|before| before.get(index)).filter(|(_, was)| *was != value);
        let term = if index == 1 { format!("{} ({term})", words.net) } else { term };
        fact(term, value, was.map(|(_, was)| (words.was)(was)))
    });
    view! { <dl class="costs">{rows.collect::<View>()}</dl> }
}

/// What was ordered, with a link to its invoice and the buttons to go on.
fn receipt(say: Say, ordered: &Ordered, close: Callback<()>) -> View {
    let words = &say.words.deeds.order;
    let location = use_location();
    let node = NodeRef::<html::Div>::new();
    begin_step(node);
    let here = location.now();
    let platform = here.place.platform().unwrap_or_default().to_owned();
    let number = ordered.invoice.to_string();
    let invoice = Address::of(here.world, Place::Invoice { platform, number: number.clone() }).to_string();
    let first = ordered.accounts.first().copied();
    let set_up = move |_| {
        let Some(deed) = first.map(Deed::SetUp) else { return };
        let mut to = location.now();
        to.query.set_dialog(deed.dialog());
        to.query.set(Key::Account, deed.account().map(|id| id.to_string()).as_deref());
        location.go(to, Visit::Push);
    };
    view! {
        <div class="dialog-body deed" node_ref=node tabindex="-1">
            <div class="deed-done">
                <Icon name=IconName::Done />
                <h3>{(words.ordered)(ordered.accounts.len())}</h3>
            </div>
            <dl class="costs">
                {fact(words.number.to_owned(), view! { <span class="reference">{ordered.id.0.clone()}</span> }, None)}
                {fact(words.invoice.to_owned(), view! { <a href=invoice>{number}</a> }, None)}
            </dl>
            <p class="deed-note">{words.later}</p>
        </div>
        <footer class="dialog-foot">
            <div class="foot-buttons">
                <button type="button" class="btn" on:click=move |_| close.run(())>
                    {say.words.receipt.finish}
                </button>
                <button type="button" class="btn primary" on:click=set_up>
                    {say.words.deeds.mailbox.set_up}
                </button>
            </div>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_a_whole_number_within_bounds() {
        for (text, quantity) in [("1", Some(1)), (" 1000 ", Some(1000)), ("007", Some(7))] {
            assert_eq!(read_quantity(text), quantity, "{text:?}");
        }
        for text in ["", "0", "1001", "-1", "1.5", "1,5", "zwei", "1e2", "99999999999"] {
            assert_eq!(read_quantity(text), None, "{text:?}");
        }
    }
}
