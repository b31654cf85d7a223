//! The invariants of what is charged: each invoice adds up, invoice numbers have no gap, and each account's paid
//! periods follow each other without a gap.

use super::Checker;
use crate::{
    account::{AccountId, AccountRef, Status},
    book::Book,
    calendar::AnchorDay,
    event::Recorded,
    hash::Hash,
    invoice::{Invoice, InvoiceKind, InvoiceLine, rate_sums},
    order::Order,
    stamp::SubmissionId,
};

impl Checker {
    /// Checks what must hold for every invoice.
    pub(super) fn invoice(&mut self, book: &Book, recorded: &Recorded, invoice: &Invoice) {
        let number = invoice.number;
        self.demand(book.numbering().next(recorded.on) == number, || format!("invoice {number} leaves a gap"));
        self.demand(invoice.date == recorded.on, || format!("invoice {number} is not dated on its day"));
        let platform = book.platform();
        let currency =
            (&invoice.currency, invoice.minor_units) == (&platform.currency, platform.currency.minor_units());
        self.demand(currency, || format!("invoice {number} is in another currency"));
        let parties = (&invoice.seller, &invoice.buyer) == (&platform.seller, &platform.buyer_named());
        self.demand(parties, || format!("invoice {number} is between others than the platform's"));
        let tax = (invoice.tax_category, &invoice.tax_reason) == (platform.tax_category, &platform.tax_reason);
        self.demand(tax, || format!("invoice {number} is of another tax category than the platform's"));
        let kind = |line: &InvoiceLine| (line.period, line.term, line.unit_net, line.vat_rate);
        let apart = invoice.lines.is_sorted_by(|a, b| kind(a) < kind(b));
        self.demand(apart, || format!("invoice {number} has two lines for the same, or in no order"));
        for line in &invoice.lines {
            let quantity = u32::try_from(line.accounts.len()) == Ok(line.quantity) && line.quantity > 0;
            self.demand(quantity && line.net == line.unit_net.times(line.quantity), || {
                format!("a line of invoice {number} is miscounted")
            });
            let rate = platform.vat_on(line.period.start) == line.vat_rate;
            self.demand(rate, || format!("a line of invoice {number} has another rate than its first day"));
            for &id in &line.accounts {
                let before = self.paid_until.insert(id, line.period.end);
                let first = before.is_none() && invoice.kind == InvoiceKind::Order;
                self.demand(before == Some(line.period.start) || first, || {
                    format!("the periods of account {id} do not meet on invoice {number}")
                });
            }
        }
        let net = invoice.lines.iter().map(|line| line.net).sum();
        let sums = !invoice.lines.is_empty()
            && invoice.net == net
            && invoice.rates == rate_sums(&invoice.lines)
            && invoice.vat == invoice.rates.iter().map(|rate| rate.vat).sum()
            && invoice.gross == invoice.net + invoice.vat;
        self.demand(sums, || format!("invoice {number} does not add up"));
    }

    /// Checks the renewals of a day: each account must be due and be charged the period and price that its mode and
    /// expiry give.
    pub(super) fn renewed(&mut self, book: &Book, recorded: &Recorded, invoice: &Invoice) {
        let number = invoice.number;
        self.demand(invoice.kind == InvoiceKind::Renewal, || format!("invoice {number} is of another kind"));
        for line in &invoice.lines {
            for &id in &line.accounts {
                let sound = |account: AccountRef<'_>| {
                    account.status == Status::Active
                        && account.mode.term() == Some(line.term)
                        && account.expires_on == recorded.on
                        && is_charged(book, line, account.anchor_day)
                };
                self.demand(book.account(id).is_some_and(sound), || format!("account {id} is renewed out of turn"));
            }
        }
    }

    pub(super) fn ordered(&mut self, book: &Book, recorded: &Recorded, order: (&SubmissionId, Hash, &Invoice)) {
        let (id, hash, invoice) = order;
        let lines = invoice.lines.as_slice();
        let again = |line: &InvoiceLine| {
            let order = Order { quantity: line.quantity, term: line.term, hash };
            book.placed(id.clone(), &order).map(Some)
        };
        let next: Vec<AccountId> = (book.next_id().0..).zip(invoice.accounts()).map(|(id, _)| AccountId(id)).collect();
        let ids = invoice.accounts().eq(next);
        self.demand(ids, || format!("invoice {} skips ids", invoice.number));
        match lines {
            [line] => self.demand_again(again(line), recorded),
            _ => self.find(format!("invoice {} has more than one line", invoice.number)),
        }
    }
}

/// Whether a line charges what a renewal of an account with this anchor day costs.
fn is_charged(book: &Book, line: &InvoiceLine, anchor_day: AnchorDay) -> bool {
    let charge = book.platform().renewal(line.period.start, anchor_day, line.term);
    (charge.period, charge.unit_net, charge.vat_rate) == (line.period, line.unit_net, line.vat_rate)
}
