//! Invoices, and what lies ahead.

use domain::{
    invoice::InvoiceNumber,
    wire::{Forecast, InvoiceHead, List},
};

use crate::{
    inbound::fault,
    platform_object::PlatformObject,
    reply::{Kind, Reply, Step, refuse},
    request::Target,
};

impl PlatformObject {
    /// Invoices, newest first.
    pub(crate) fn invoices(&self, target: &Target) -> Step<Reply> {
        let mut query = target.query();
        let (limit, before) = (query.limit(), query.number("cursor"));
        query.end()?;
        let items = self.store.invoices(before.unwrap_or(1 << 53), limit + 1).map_err(|error| fault(&error))?;
        let more = items.len() > limit;
        let next_cursor = items.get(limit.wrapping_sub(1)).filter(|_| more).map(|(revision, _)| revision.to_string());
        let items: Vec<InvoiceHead> = items.into_iter().take(limit).map(|(_, head)| head).collect();
        Ok(Reply::json(200, &List { items, total: None, next_cursor }))
    }

    /// One invoice.
    pub(crate) fn invoice(&self, number: String, target: &Target) -> Step<Reply> {
        target.query().end()?;
        let revision = match InvoiceNumber::try_from(number) {
            Ok(number) => self.store.invoice(number).map_err(|error| fault(&error))?,
            Err(_) => None,
        };
        let Some(revision) = revision else {
            return refuse(Kind::NotFound, "no invoice has this number");
        };
        let recorded = self.store.entry(revision).map_err(|error| fault(&error))?;
        match recorded.event.invoice() {
            Some(invoice) => Ok(Reply::json(200, invoice)),
            None => refuse(Kind::Internal, "an invoice is not in the record"),
        }
    }

    /// What falls due in the months ahead, if nobody changes anything.
    pub(crate) fn forecast(&self, target: &Target) -> Step<Reply> {
        let mut query = target.query();
        let months = query.months();
        query.end()?;
        let months = self.book()?.forecast(months);
        Ok(Reply::json(200, &Forecast { months: months.iter().map(Into::into).collect() }))
    }
}
