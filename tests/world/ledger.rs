//! The invariants that can be checked on the record alone, entry by entry: what was paid, what was promised, that
//! accounts are suspended before they are deleted, and that invoices add up.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use domain::{
    account::{AccountId, RenewalMode, Status},
    book::Book,
    event::{Event, Recorded},
    gone::Register,
    invoice::{Invoice, InvoiceLine},
    settings::Settings,
    summary::Outcome,
};

/// An account according to the record.
#[derive(Debug, Clone)]
struct Life {
    paid: NaiveDate,
    mode: RenewalMode,
    status: Status,
    /// What a summary said would happen to the account and when, as long as nothing has changed since.
    promise: Option<(NaiveDate, Outcome)>,
}

/// Reads a record and checks its invariants.
#[derive(Debug, Default)]
pub struct Ledger {
    lives: BTreeMap<AccountId, Life>,
    charged: BTreeSet<(AccountId, NaiveDate)>,
    bills: Vec<Invoice>,
    fed: usize,
    fresh: usize,
    replay: Option<Book>,
}

impl Ledger {
    /// How many entries were read.
    pub const fn fed(&self) -> usize {
        self.fed
    }

    pub const fn bills(&self) -> usize {
        self.bills.len()
    }

    /// The invoices of the entries that were read last, with their indices.
    pub fn fresh_bills(&self) -> impl Iterator<Item = (usize, &Invoice)> {
        self.bills.iter().enumerate().skip(self.fresh)
    }

    /// The book that replaying the record gives.
    pub const fn replay(&self) -> Option<&Book> {
        self.replay.as_ref()
    }

    /// Reads more entries. Returns the accounts they touch.
    ///
    /// # Panics
    /// When an invariant is broken.
    pub fn feed(&mut self, entries: &[Recorded]) -> BTreeSet<AccountId> {
        let mut touched = BTreeSet::new();
        self.fresh = self.bills.len();
        for recorded in entries {
            touched.extend(recorded.event.accounts());
            self.read(recorded);
            match &mut self.replay {
                Some(book) => drop(book.apply(recorded)),
                None => self.replay = Book::created(recorded),
            }
        }
        self.fed += entries.len();
        touched
    }

    fn life(&mut self, id: AccountId) -> &mut Life {
        self.lives.get_mut(&id).unwrap_or_else(|| panic!("account {id} comes from nowhere"))
    }

    fn read(&mut self, recorded: &Recorded) {
        if let Some(invoice) = recorded.event.invoice() {
            self.invoice(recorded, invoice);
        }
        let on = recorded.on;
        match &recorded.event {
            Event::PlatformCreated { .. }
            | Event::ClockMoved {}
            | Event::MovedAway { .. }
            | Event::MovedIn { .. }
            | Event::PersonErased { .. }
            | Event::AccountSetUp { .. }
            | Event::AccountReset { .. }
            | Event::AccountsOrdered { .. } => {}
            Event::AccountsImported { accounts, .. } => {
                for (id, entry) in recorded.event.accounts().zip(accounts.entries()) {
                    self.begin(id, entry.expires_on, entry.mode);
                }
            }
            Event::ModesChanged { groups, .. } => {
                for (group, id) in groups.iter().flat_map(|group| group.accounts.iter().map(move |id| (group, id))) {
                    let life = self.life(*id);
                    (life.mode, life.promise) = (group.to, Some((group.effective_on, group.outcome)));
                }
            }
            Event::Renewed { .. } => {}
            Event::AccountRestored { account, mode, .. } => {
                let life = self.life(*account);
                assert_eq!(life.status, Status::Suspended, "invariant 4: account {account} is restored, but it lived");
                (life.status, life.mode, life.promise) = (Status::Active, *mode, None);
            }
            Event::Suspended { accounts, deletes_on } => {
                for id in accounts {
                    let life = self.life(*id);
                    let was = (life.status, life.mode, life.paid);
                    let never = (Status::Active, RenewalMode::Never, on);
                    assert_eq!(was, never, "invariant 4: account {id} is suspended out of turn");
                    kept(*id, life, (on, Outcome::Closes { deletes_on: *deletes_on }));
                    life.status = Status::Suspended;
                }
            }
            Event::Deleted { accounts } => {
                for id in accounts {
                    let life = self.life(*id);
                    assert_eq!(life.status, Status::Suspended, "invariant 4: account {id} is deleted, not suspended");
                    life.status = Status::Deleted;
                }
            }
            Event::ImportTakenBack { accounts, .. } => self.lives.retain(|id, _| !accounts.contains(id)),
            Event::TerminationBegun { held } | Event::TerminationTakenBack { held } => {
                let begun = matches!(&recorded.event, Event::TerminationBegun { .. });
                for (held, id) in held.iter().flat_map(|held| held.accounts.iter().map(move |id| (held, id))) {
                    let life = self.life(*id);
                    (life.mode, life.promise) = (if begun { RenewalMode::Never } else { held.mode }, None);
                }
            }
            Event::SettingsChanged { changes } => self.set(changes),
        }
    }

    /// Applies new settings. A new price or retention voids the promises that were made with the old one, and no
    /// others.
    fn set(&mut self, changes: &Settings) {
        for life in self.lives.values_mut() {
            let broken = match life.promise {
                Some((_, Outcome::Renews { .. })) => changes.catalog.is_some(),
                Some((_, Outcome::Closes { .. })) => changes.retention_days.is_some(),
                None => false,
            };
            if broken {
                life.promise = None;
            }
        }
    }

    fn begin(&mut self, id: AccountId, paid: NaiveDate, mode: RenewalMode) {
        let life = Life { paid, mode, status: Status::Active, promise: None };
        assert!(self.lives.insert(id, life).is_none(), "invariant 1: account {id} begins twice");
    }

    fn invoice(&mut self, recorded: &Recorded, invoice: &Invoice) {
        let number = invoice.number;
        let of_year = self.bills.iter().rev().take_while(|bill| bill.date.year() == invoice.date.year()).count();
        let next = format!("{}-{:06}", recorded.on.year(), of_year + 1);
        assert_eq!(number.to_string(), next, "invariant 5: invoice numbers have a gap");
        let later = self.bills.last().is_none_or(|last| last.date <= invoice.date);
        assert!(later && invoice.date == recorded.on, "invariant 5: invoice {number} is dated back");
        let mut nets: BTreeMap<u16, i64> = BTreeMap::new();
        for line in &invoice.lines {
            let quantity = i64::try_from(line.accounts.len()).expect("not many");
            let counted = line.net.0 == line.unit_net.0 * quantity && quantity == i64::from(line.quantity);
            assert!(counted, "invariant 5: a line of invoice {number} is miscounted");
            *nets.entry(line.vat_rate.0).or_default() += line.net.0;
            self.line(&recorded.event, line);
        }
        let taxed = |(rate, net): (u16, i64)| {
            let product = i128::from(net) * i128::from(rate) * 2 + 10_000;
            (rate, net, i64::try_from(product / 20_000).expect("an amount"))
        };
        let rates: Vec<_> = nets.into_iter().map(taxed).collect();
        assert!(
            rates.iter().copied().eq(invoice.rates.iter().map(|sum| (sum.vat_rate.0, sum.net.0, sum.vat.0)))
                && invoice.net.0 == rates.iter().map(|rate| rate.1).sum::<i64>()
                && invoice.vat.0 == rates.iter().map(|rate| rate.2).sum::<i64>()
                && invoice.gross.0 == invoice.net.0 + invoice.vat.0,
            "invariant 5: invoice {number} does not add up: {invoice:?}"
        );
        self.bills.push(invoice.clone());
    }

    fn line(&mut self, event: &Event, line: &InvoiceLine) {
        let start = line.period.start;
        for &id in &line.accounts {
            assert!(self.charged.insert((id, start)), "invariant 5: account {id} is charged twice for {start}");
            if matches!(event, Event::AccountsOrdered { .. }) {
                self.begin(id, line.period.end, RenewalMode::from(line.term));
                continue;
            }
            let life = self.life(id);
            assert_eq!(life.paid, start, "invariant 1: the periods of account {id} do not meet");
            assert!(line.period.end > start, "invariant 1: account {id} pays for nothing");
            life.paid = line.period.end;
            if matches!(event, Event::Renewed { .. }) {
                let renewing = (life.status, life.mode.term());
                assert_eq!(renewing, (Status::Active, Some(line.term)), "invariant 4: account {id} renews out of turn");
                kept(id, life, (start, Outcome::Renews { term: line.term, net: line.unit_net }));
            }
        }
    }

    /// Asserts that the record says about an account what the book says.
    ///
    /// # Panics
    /// When they disagree.
    pub fn agree(&self, register: Register<'_>, id: AccountId) {
        match (self.lives.get(&id), register.account(id)) {
            (None, None) => {}
            (Some(life), Some(account)) => {
                assert_eq!(life.paid, account.expires_on, "invariant 1: account {id} is not paid until its expiry");
                let told = (life.status, life.mode);
                assert_eq!(told, (account.status, account.mode), "invariant 4: account {id} is not what became of it");
            }
            (life, account) => panic!("invariant 7: account {id} is {account:?}, and by the record {life:?}"),
        }
    }
}

/// Asserts that what happens was promised.
fn kept(id: AccountId, life: &mut Life, happens: (NaiveDate, Outcome)) {
    if let Some(promise) = life.promise.take() {
        assert_eq!(happens, promise, "invariant 3: account {id} was promised something else");
    }
}
