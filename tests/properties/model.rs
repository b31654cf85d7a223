//! The rules once more, as naively as they can be put: every day is looked at, every account on every day, and money
//! is added up line by line. What the book does must be what this says.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    account::{RenewalMode, Status},
    catalog::PriceVersion,
    event::{Event, Recorded},
    invoice::Invoice,
    platform::NewPlatform,
};

use crate::world::shifted;

struct Mailbox {
    status: Status,
    mode: RenewalMode,
    anchor: u32,
    expires: NaiveDate,
    deletes: Option<NaiveDate>,
}

/// A charge: first day, day after the last, months, unit price, rate, account.
type Charge = (NaiveDate, NaiveDate, u32, i64, u16, u32);

/// What happens on a day.
#[derive(Debug, Default, PartialEq)]
struct Happening {
    charges: BTreeSet<Charge>,
    /// Rate, net, tax.
    rates: Vec<(u16, i64, i64)>,
    suspended: Vec<(u32, NaiveDate)>,
    deleted: Vec<u32>,
}

pub struct Model {
    today: NaiveDate,
    retention: u64,
    rate: u16,
    catalog: Vec<PriceVersion>,
    mailboxes: Vec<Mailbox>,
}

impl Model {
    pub fn of(new: &NewPlatform) -> Self {
        let today = new.test_clock.expect("a test clock");
        let (retention, rate) = (u64::from(new.retention_days), new.vat_rate.0);
        Self { today, retention, rate, catalog: new.catalog.clone(), mailboxes: Vec::new() }
    }

    /// Follows a record: what the calendar does in it must be what this model does by itself between what users do.
    pub fn walk(mut self, record: &[Recorded]) {
        let mut actual: BTreeMap<NaiveDate, Happening> = BTreeMap::new();
        for recorded in record {
            let day = recorded.on;
            match &recorded.event {
                Event::Renewed { invoice } => note_invoice(actual.entry(day).or_default(), invoice),
                Event::Suspended { accounts, deletes_on } => {
                    let suspended = &mut actual.entry(day).or_default().suspended;
                    suspended.extend(accounts.iter().map(|id| (id.0, *deletes_on)));
                }
                Event::Deleted { accounts } => {
                    actual.entry(day).or_default().deleted.extend(accounts.iter().map(|id| id.0));
                }
                Event::PlatformCreated { .. }
                | Event::AccountsImported { .. }
                | Event::ModesChanged { .. }
                | Event::AccountsOrdered { .. }
                | Event::AccountSetUp { .. }
                | Event::AccountReset { .. }
                | Event::AccountRestored { .. }
                | Event::ImportTakenBack { .. }
                | Event::TerminationBegun { .. }
                | Event::TerminationTakenBack { .. }
                | Event::SettingsChanged { .. }
                | Event::ClockMoved {} => {
                    let expected = self.run(recorded.on);
                    assert_eq!(expected, std::mem::take(&mut actual));
                    self.user(&recorded.event);
                }
            }
        }
        assert_eq!(actual, BTreeMap::new());
    }

    fn user(&mut self, event: &Event) {
        if let Event::AccountsImported { accounts, .. } = event {
            let mailbox = accounts.entries().iter().map(|entry| Mailbox {
                status: Status::Active,
                mode: entry.mode,
                anchor: u32::from(u8::from(entry.anchor_day)),
                expires: entry.expires_on,
                deletes: None,
            });
            self.mailboxes.extend(mailbox);
        }
        if let Event::ModesChanged { groups, .. } = event {
            for (group, id) in groups.iter().flat_map(|group| group.accounts.iter().map(move |id| (group, id))) {
                let mailbox = &mut self.mailboxes[id.index().expect("an id")];
                assert_eq!(
                    (mailbox.status, mailbox.mode, mailbox.expires),
                    (Status::Active, group.from, group.effective_on)
                );
                mailbox.mode = group.to;
            }
        }
    }

    fn run(&mut self, to: NaiveDate) -> BTreeMap<NaiveDate, Happening> {
        let mut happenings = BTreeMap::new();
        while self.today < to {
            self.today = self.today + Days::new(1);
            let happening = self.day();
            if happening != Happening::default() {
                happenings.insert(self.today, happening);
            }
        }
        happenings
    }

    fn day(&mut self) -> Happening {
        let (today, mut happening) = (self.today, Happening::default());
        let version = self.catalog.iter().filter(|version| version.from <= today).max_by_key(|version| version.from);
        let version = version.expect("a price").clone();
        let rate = version.vat_rate.map_or(self.rate, |rate| rate.0);
        for (mailbox, id) in self.mailboxes.iter_mut().zip(1..) {
            if mailbox.status == Status::Active && mailbox.expires == today {
                let (months, price) = match mailbox.mode {
                    RenewalMode::Monthly => (1, version.monthly_net.0),
                    RenewalMode::Yearly => (12, version.yearly_net.0),
                    RenewalMode::Never => (0, 0),
                };
                if months == 0 {
                    let deletes = today + Days::new(self.retention);
                    mailbox.status = Status::Suspended;
                    mailbox.deletes = Some(deletes);
                    happening.suspended.push((id, deletes));
                } else {
                    mailbox.expires = shifted(today, months, mailbox.anchor);
                    happening.charges.insert((today, mailbox.expires, months.unsigned_abs(), price, rate, id));
                }
            }
            if mailbox.status == Status::Suspended && mailbox.deletes == Some(today) {
                mailbox.status = Status::Deleted;
                happening.deleted.push(id);
            }
        }
        if !happening.charges.is_empty() {
            let net: i64 = happening.charges.iter().map(|charge| charge.3).sum();
            happening.rates.push((rate, net, half_up(net, rate)));
        }
        happening
    }
}

/// Net × rate / 10,000 by hand: whole minor units, and one more when the rest is a half or above.
fn half_up(net: i64, rate: u16) -> i64 {
    let product = i128::from(net) * i128::from(rate);
    let (whole, rest) = (product / 10_000, product % 10_000);
    i64::try_from(whole + i128::from(rest >= 5_000)).expect("an amount")
}

fn note_invoice(happening: &mut Happening, invoice: &Invoice) {
    assert_eq!(happening.rates, [], "one invoice a day");
    assert_eq!(invoice.date.year(), invoice.number.year);
    happening.rates = invoice.rates.iter().map(|sum| (sum.vat_rate.0, sum.net.0, sum.vat.0)).collect();
    let mut kinds = BTreeSet::new();
    for line in &invoice.lines {
        let kind = (line.period.start, line.period.end, line.term.months(), line.unit_net.0, line.vat_rate.0);
        assert!(kinds.insert(kind), "two lines alike");
        let (start, end, months, price, rate) = kind;
        happening.charges.extend(line.accounts.iter().map(|id| (start, end, months, price, rate, id.0)));
    }
}
