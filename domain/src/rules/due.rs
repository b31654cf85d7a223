//! The daily run renews, suspends and deletes accounts. Everything due is done once, in order of date.

use chrono::NaiveDate;

use crate::{
    account::{Account, AccountId, Status},
    book::Book,
    event::{Event, Recorded},
    invoice::{Charges, InvoiceKind},
    stamp::{Actor, Stamp},
};

/// What the run of one day does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub on: NaiveDate,
    /// The events of that day, in order; there is at least one.
    pub events: Vec<Event>,
}

impl Book {
    /// What the daily run would do on the first day that has anything due, up to and including `today`. Hosts write
    /// each such day in one transaction and then ask again.
    pub fn first_due(&self, today: NaiveDate) -> Option<Day> {
        let (&on, ids) = self.due.first_key_value().filter(|(on, _)| **on <= today)?;
        let mut charges = Charges::default();
        let mut suspended = Vec::new();
        let mut deleted = Vec::new();
        for account in ids.iter().filter_map(|&id| self.account(id)) {
            match (account.status, account.mode.term()) {
                (Status::Active, Some(term)) => {
                    charges.add(account.id, self.platform().renewal(account.expires_on, account.anchor_day, term));
                }
                (Status::Active, None) => suspended.push(account.id),
                (Status::Suspended, _) => deleted.push(account.id),
                (Status::Deleted | Status::Withdrawn, _) => {}
            }
        }
        let mut events = Vec::new();
        if !charges.is_empty() {
            let invoice = charges.invoice(self.platform(), self.numbering().next(on), on, InvoiceKind::Renewal);
            events.push(Event::Renewed { invoice });
        }
        let deletes_on = self.deletion_of(on);
        if deletes_on == on {
            deleted.extend_from_slice(&suspended);
            deleted.sort_unstable();
        }
        let listed = |accounts: Vec<AccountId>| Some(accounts).filter(|accounts| !accounts.is_empty());
        events.extend(listed(suspended).map(|accounts| Event::Suspended { accounts, deletes_on }));
        events.extend(listed(deleted).map(|accounts| Event::Deleted { accounts }));
        Some(Day { on, events })
    }

    /// Gives events the next revisions and this stamp, and applies them to the book.
    pub fn record(&mut self, on: NaiveDate, stamp: &Stamp, events: impl IntoIterator<Item = Event>) -> Vec<Recorded> {
        events.into_iter().map(|event| self.record_one(on, stamp, event).0).collect()
    }

    /// Gives an event the next revision and this stamp, and applies it to the book. Returns its entry, and the accounts
    /// that have left the book by it.
    pub fn record_one(&mut self, on: NaiveDate, stamp: &Stamp, event: Event) -> (Recorded, Vec<Account>) {
        let Stamp { at, actor, by } = stamp.clone();
        let recorded = Recorded { revision: self.revision().next(), at, on, actor, by, event };
        let left = self.apply(&recorded);
        (recorded, left)
    }

    /// Does everything due up to and including `today`, each thing on its own day. A `today` before the book's date
    /// does nothing.
    pub fn expire_due(&mut self, today: NaiveDate, stamp: &Stamp) -> Vec<Recorded> {
        let stamp = Stamp { actor: Actor::Schedule, by: None, ..stamp.clone() };
        let mut recorded = Vec::new();
        while let Some(day) = self.first_due(today) {
            recorded.extend(self.record(day.on, &stamp, day.events));
        }
        self.stand_at(today);
        recorded
    }
}
