//! What an order costs, and placing one.

use crate::{
    account::AccountId,
    book::Book,
    calendar::{AnchorDay, Term},
    event::Event,
    hash::Hash,
    invoice::{Charges, Invoice, InvoiceKind},
    limits::{MAX_QUANTITY, NoRoom},
    order::{Order, Quote},
    refusal::Refusal,
    stamp::SubmissionId,
};

impl Book {
    /// What an order would cost today. A quote is refused when the order would be.
    ///
    /// # Errors
    /// [`Refusal::Quantity`], [`Refusal::NoRoom`], and those of [`Book::demand_active`].
    pub fn quote(&self, quantity: u32, term: Term) -> Result<Quote, Refusal> {
        let quote = self.quoted(quantity, term)?;
        NoRoom::unless_fits(self.counts().living(), quantity)?;
        Ok(quote)
    }

    /// What an order costs, however many accounts there are.
    fn quoted(&self, quantity: u32, term: Term) -> Result<Quote, Refusal> {
        let invoice = self.order_invoice(quantity, term)?;
        let sound = || Some((invoice.lines.first()?, invoice.rates.first()?.vat_rate));
        let (line, vat_rate) = sound().ok_or(Refusal::Quantity)?;
        let (period, unit_net) = (line.period, line.unit_net);
        let Invoice { net, vat, gross, ref currency, .. } = invoice;
        let words = format!(
            "{quantity} {term:?} {} {} {} {} {} {} {} {}",
            period.start,
            period.end,
            unit_net.0,
            vat_rate.0,
            net.0,
            vat.0,
            gross.0,
            currency.as_str()
        );
        let hash = Hash::of(words.as_bytes());
        Ok(Quote { quantity, term, period, unit_net, vat_rate, net, vat, gross, hash })
    }

    /// Takes an order under the id that the client chose, if it still costs what the user saw.
    ///
    /// # Errors
    /// [`Refusal::QuoteStale`] with the present quote, and those of [`Book::quote`].
    pub fn order(&self, id: SubmissionId, order: &Order) -> Result<Event, Refusal> {
        let placed = self.placed(id, order)?;
        NoRoom::unless_fits(self.counts().living(), order.quantity)?;
        Ok(placed)
    }

    /// Takes an order however many accounts there are: there was a time without that limit, and its orders stand.
    pub(crate) fn placed(&self, id: SubmissionId, order: &Order) -> Result<Event, Refusal> {
        let quote = self.quoted(order.quantity, order.term)?;
        if quote.hash != order.hash {
            return Err(Refusal::QuoteStale { now: Box::new(quote) });
        }
        let invoice = self.order_invoice(order.quantity, order.term)?;
        Ok(Event::AccountsOrdered { id, hash: order.hash, invoice })
    }

    fn order_invoice(&self, quantity: u32, term: Term) -> Result<Invoice, Refusal> {
        self.demand_active()?;
        let first = self.next_id();
        let room = first.0.checked_add(quantity).is_some();
        if !(1..=MAX_QUANTITY).contains(&quantity) || !room {
            return Err(Refusal::Quantity);
        }
        let today = self.today();
        let charge = self.platform().charge(today, AnchorDay::of(today), term);
        let mut charges = Charges::default();
        for offset in 0..quantity {
            charges.add(AccountId(first.0.saturating_add(offset)), charge);
        }
        Ok(charges.invoice(self.platform(), self.numbering().next(today), today, InvoiceKind::Order))
    }
}
