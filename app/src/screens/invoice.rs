//! One invoice. It looks the same on screen and on paper.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{
    account::AccountId,
    calendar::Term,
    invoice::{Invoice, InvoiceLine},
    money::Amount,
    party::Party,
};
use leptos::{prelude::*, task::spawn_local};

use super::{invoices::kind, say::Say};
use crate::{
    location::{Address, Place, World, use_location},
    session::{Failure, Session},
    view::{View, view},
    widgets::{self, Notice, NoticeTone, SkeletonRows, VirtualList},
};

/// The page of the invoice with this number, as written in the address bar.
pub fn invoice(session: Session, number: String) -> View {
    let say = Say::of(session);
    let words = say.words;
    let answer = RwSignal::new(None::<Result<Option<Invoice>, Failure>>);
    let number = StoredValue::new(number);
    let ask = move || {
        answer.set(None);
        spawn_local(async move {
            let number = number.get_value();
            let found = session.invoice(&number).await;
            answer.try_set(Some(found));
        });
    };
    ask();
    let here = use_location().now();
    let back = Place::Invoices { platform: here.place.platform().unwrap_or_default().to_owned() };
    let content = move || match answer.get() {
        None => view! { <SkeletonRows rows=6 label=words.common.loading.to_owned() /> },
        Some(Err(failure)) => {
            let again = (words.common.retry.to_owned(), Callback::new(move |()| ask()));
            view! { <Notice tone=NoticeTone::Error text=say.failure(&failure) action=again /> }
        }
        Some(Ok(None)) => view! {
            <div class="empty">
                <h2>{words.places.invoices.unknown_title}</h2>
                <p>{words.places.invoices.unknown_text}</p>
            </div>
        },
        Some(Ok(Some(invoice))) => paper(say, here.world, &invoice),
    };
    view! {
        <p class="back">
            <a href=Address::of(here.world, back).to_string()>{words.places.invoices.back}</a>
        </p>
        {content}
    }
}

fn paper(say: Say, world: World, invoice: &Invoice) -> View {
    let words = &say.words.places.invoices;
    let amount = {
        let (locale, currency, digits) = (say.words.locale, invoice.currency.clone(), invoice.minor_units);
        move |amount: Amount| widgets::money(locale, currency.as_str(), &amount.decimal(digits))
    };
    let title = (words.title)(&invoice.number.to_string());
    let facts = [(words.date, say.day(invoice.date)), (words.kind, kind(say, invoice.kind).to_owned())];
    let facts = facts.map(|(term, text)| {
        view! {
            <div>
                <dt>{term}</dt>
                <dd>{text}</dd>
            </div>
        }
    });
    let heads = [words.what, words.period, words.quantity, words.unit, words.vat, words.net];
    let heads = heads.map(|head| view! { <th scope="col">{head}</th> });
    let lines = invoice.lines.iter().map(|each| line(say, world, each, &amount)).collect::<View>();
    let rates = invoice
        .rates
        .iter()
        .map(|rate| ((words.vat_on)(&say.rate(rate.vat_rate), &amount(rate.net)), amount(rate.vat), ""));
    let sums = std::iter::once((words.total_net.to_owned(), amount(invoice.net), "")).chain(rates).chain([(
        words.total_gross.to_owned(),
        amount(invoice.gross),
        "sum-gross",
    )]);
    let sums = sums.map(|(term, text, class)| {
        view! {
            <div class=class>
                <dt>{term}</dt>
                <dd>{text}</dd>
            </div>
        }
    });
    let untaxed = say.words.language.tax_words(invoice.tax_category, invoice.tax_reason.as_deref());
    let untaxed = untaxed.map(|why| view! { <p class="invoice-tax">{why.to_owned()}</p> });
    let name = title.clone();
    view! {
        <article class="card invoice" aria-label=name>
            <div class="invoice-parties">
                {party(say, words.buyer, &invoice.buyer)}
                {invoice.seller.as_ref().map(|seller| party(say, words.seller, seller))}
            </div>
            <header class="invoice-head">
                <h2>{title}</h2>
                <dl class="invoice-facts">{facts}</dl>
                <button type="button" class="btn" on:click=move |_| drop(window().print())>
                    {words.print}
                </button>
            </header>
            <table class="invoice-lines" aria-label=words.lines>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                {lines}
            </table>
            <dl class="invoice-sums">{sums.collect::<View>()}</dl>
            {untaxed}
        </article>
    }
}

fn party(say: Say, title: &'static str, party: &Party) -> View {
    let vat_id = party.vat_id.as_ref().map(|id| format!("{} {id}", say.words.places.invoices.vat_id));
    let lines = party.lines.iter().cloned().chain(vat_id).map(|line| view! { <span>{line}</span> }).collect::<View>();
    view! {
        <section class="party" aria-label=title>
            <h3>{title}</h3>
            <b>{party.name.clone()}</b>
            {lines}
        </section>
    }
}

fn line(say: Say, world: World, line: &InvoiceLine, amount: &impl Fn(Amount) -> String) -> View {
    let words = &say.words.places.invoices;
    let what = match line.term {
        Term::Monthly => words.monthly,
        Term::Yearly => words.yearly,
    };
    let last: NaiveDate = line.period.end.pred_opt().unwrap_or(line.period.end);
    let cells = [
        (words.period, (words.span)(&say.day(line.period.start), &say.day(last))),
        (words.quantity, say.number(usize::try_from(line.quantity).unwrap_or(usize::MAX))),
        (words.unit, amount(line.unit_net)),
        (words.vat, say.rate(line.vat_rate)),
        (words.net, amount(line.net)),
    ];
    let cells = cells.map(|(label, text)| view! { <td data-label=label>{text}</td> });
    view! {
        <tbody>
            <tr class="invoice-line">
                <th scope="row">{what}</th>
                {cells}
            </tr>
            <tr class="invoice-who">
                <td colspan="6">{accounts(say, world, &line.accounts)}</td>
            </tr>
        </tbody>
    }
}

/// The accounts that a line is for. Only those in view are in the page.
fn accounts(say: Say, world: World, ids: &[AccountId]) -> View {
    let words = &say.words.places.invoices;
    let open = RwSignal::new(false);
    let title = (words.accounts)(ids.len());
    let keys: Arc<Vec<u32>> = Arc::new(ids.iter().map(|id| id.0).collect());
    let platform = use_location().now().place.platform().unwrap_or_default().to_owned();
    let row = Callback::new(move |(place, key): (usize, u32)| {
        let to = Place::Account { platform: platform.clone(), account: key.to_string() };
        view! {
            <div role="row" class="invoice-account" aria-rowindex=(place + 1).to_string()>
                <span role="cell">
                    <a href=Address::of(world, to).to_string()>{say.address(AccountId(key))}</a>
                </span>
            </div>
        }
    });
    let name = title.clone();
    let lines = Signal::stored(say.room(&keys, 60, 36));
    let list = move || {
        open.get().then(|| {
            view! {
                <div class="invoice-accounts" role="table" aria-label=name.clone() aria-rowcount=keys.len().to_string()>
                    <VirtualList keys=Signal::stored(keys.clone()) row=row lines=lines />
                </div>
            }
        })
    };
    view! {
        <button
            type="button"
            class="link-btn"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            on:click=move |_| open.update(|open| *open = !*open)
        >
            {title}
        </button>
        {list}
    }
}
