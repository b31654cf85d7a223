//! Questions about invoices and the forecast.

use domain::{
    invoice::InvoiceNumber,
    paper::invoice_html,
    wire::{Fault, Forecast, InvoiceHead, List},
};
use serde::Deserialize;
use serde_json::value::RawValue;
use worker::Request;

use crate::{
    accept,
    asked::Asked,
    damage::unread,
    inbound::header,
    kept::Kept,
    reply::{OrReply, Reply, refuse},
};

/// The content security policy of a printed invoice: it loads nothing, runs no script, and has its style in the page.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The invoice of an entry of the record, as the JSON text that is stored.
#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    invoice: &'a RawValue,
}

impl Kept {
    /// Invoices, newest first.
    pub(crate) fn invoices(&self, asked: &Asked) -> OrReply<Reply> {
        let mut query = asked.query();
        let (limit, before) = (query.limit(), query.number("cursor"));
        query.end()?;
        let items = self.store.invoices(before.unwrap_or(1 << 53), limit + 1).map_err(|error| unread(&error))?;
        let more = items.len() > limit;
        let next_cursor = items.get(limit.wrapping_sub(1)).filter(|_| more).map(|(revision, _)| revision.to_string());
        let items: Vec<InvoiceHead> = items.into_iter().take(limit).map(|(_, head)| head).collect();
        Ok(Reply::json(200, &List { items, total: None, next_cursor }))
    }

    /// One invoice, as it was recorded or as a page to be printed.
    pub(crate) fn invoice(&self, asked: &Asked, request: &Request) -> OrReply<Reply> {
        asked.query().end()?;
        let revision = match InvoiceNumber::try_from(asked.parameter("number").to_owned()) {
            Ok(number) => self.store.invoice(number).map_err(|error| unread(&error))?,
            Err(_) => None,
        };
        let Some(revision) = revision else {
            return refuse(Fault::NoInvoice);
        };
        let entry = self.store.entry_text(revision).map_err(|error| unread(&error))?;
        let Entry { invoice } = serde_json::from_str(&entry).map_err(|error| unread(&error.into()))?;
        let reply = if accept::wants_html(header(request, "accept").as_deref()) {
            printed(invoice.get(), request)?
        } else {
            Reply::json_text(200, invoice.get().to_owned())
        };
        Ok(reply.with_header("vary", "Accept, Accept-Language"))
    }

    /// What is ahead in the coming months if nobody changes anything.
    pub(crate) fn forecast(&self, asked: &Asked) -> OrReply<Reply> {
        let mut query = asked.query();
        let months = query.months();
        query.end()?;
        let months = self.book()?.forecast(months);
        Ok(Reply::json(200, &Forecast { months: months.iter().map(Into::into).collect() }))
    }
}

/// An invoice as a page to be printed. Whatever the settings are now, it says what it always said.
fn printed(invoice: &str, request: &Request) -> OrReply<Reply> {
    let invoice: domain::invoice::Invoice = serde_json::from_str(invoice).map_err(|error| unread(&error.into()))?;
    let language = accept::language(header(request, "accept-language").as_deref());
    let body = invoice_html(&invoice, language);
    let reply = Reply { status: 200, content_type: "text/html; charset=utf-8", body, headers: Vec::new() };
    Ok(reply.with_header("content-language", language.code()).with_header("content-security-policy", POLICY))
}
