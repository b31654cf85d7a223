//! The tab Rechnungen: every invoice, newest first.

use domain::{invoice::InvoiceKind, wire::InvoiceHead};
use leptos::prelude::*;

use super::{
    pages::{Item, Pages, Source},
    say::Say,
};
use crate::{
    location::{Address, Place, use_location},
    screens::guide::{Anchor, help},
    session::Session,
    view::{View, view},
};

/// The tab.
pub fn invoices(session: Session) -> View {
    let say = Say::of(session);
    let words = &say.words.places.invoices;
    let pages = Pages::of(say, Source::Invoices);
    let list = Callback::new(move |()| table(say, pages));
    view! {
        <section class="invoices-page" aria-label=words.tab>
            <p class="help-row">{help(Anchor::Several, words.tab)}</p>
            {pages.view((words.empty_title, words.empty_text), list)}
        </section>
    }
}

/// What an invoice is for.
pub fn kind(say: Say, kind: InvoiceKind) -> &'static str {
    match kind {
        InvoiceKind::Order => say.words.places.invoices.order,
        InvoiceKind::Renewal => say.words.places.invoices.renewal,
    }
}

fn table(say: Say, pages: Pages) -> View {
    let words = &say.words.places.invoices;
    let rows = move || {
        let heads = pages.shown().into_iter().filter_map(|item| match item {
            Item::Invoice(head) => Some(head),
            Item::Entry(_) | Item::Own(_) => None,
        });
        heads.map(|head| row(say, &head)).collect::<View>()
    };
    let heads = [words.number, words.date, words.kind, words.net, words.vat, words.gross];
    let heads = heads.map(|head| view! { <th scope="col">{head}</th> });
    view! {
        <table class="card invoices" aria-label=words.caption>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(say: Say, head: &InvoiceHead) -> View {
    let words = &say.words.places.invoices;
    let here = use_location().now();
    let platform = here.place.platform().unwrap_or_default().to_owned();
    let number = head.number.to_string();
    let href = Address::of(here.world, Place::Invoice { platform, number: number.clone() }).to_string();
    let cells = [
        ("", say.day(head.date)),
        ("", kind(say, head.kind).to_owned()),
        (words.net, say.money(head.net)),
        (words.vat, say.money(head.vat)),
        (words.gross, say.money(head.gross)),
    ];
    let cells = cells.map(|(label, text)| view! { <td data-label=label>{text}</td> });
    view! {
        <tr>
            <th scope="row">
                <a href=href>{number}</a>
            </th>
            {cells}
        </tr>
    }
}
