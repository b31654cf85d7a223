//! The rules once more, written as naively as possible: every account is looked at on every day, and money is added up
//! line by line. The book must do what this model says.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    account::{AccountId, RenewalMode, Status},
    catalog::{NewPrice, PriceVersion},
    event::{Event, Recorded},
    invoice::Invoice,
    platform::{Alignment, NewPlatform},
};

use crate::world::shifted;

struct Mailbox {
    status: Status,
    held: Option<RenewalMode>,
    renewed: bool,
    mode: RenewalMode,
    anchor: u32,
    expires: NaiveDate,
    deletes: Option<NaiveDate>,
}

impl Mailbox {
    fn new(mode: RenewalMode, anchor: u32, expires: NaiveDate) -> Self {
        Self { status: Status::Active, held: None, renewed: false, mode, anchor, expires, deletes: None }
    }
}

/// A charge: first day, day after the last, months, net price of one, rate, account.
type Charge = (NaiveDate, NaiveDate, u32, i64, u16, u32);

/// What happened on a day.
#[derive(Debug, Default, PartialEq)]
struct Happening {
    charges: BTreeSet<Charge>,
    /// Rate, net amount and tax of each rate.
    rates: Vec<(u16, i64, i64)>,
    suspended: Vec<(u32, NaiveDate)>,
    deleted: Vec<u32>,
}

pub struct Model {
    today: NaiveDate,
    retention: u64,
    aligned: bool,
    rate: u16,
    catalog: Vec<PriceVersion>,
    mailboxes: Vec<Mailbox>,
}

impl Model {
    pub fn of(new: &NewPlatform) -> Self {
        let today = new.test_clock.expect("a test clock");
        let (retention, rate) = (u64::from(new.retention_days), new.vat_rate.map_or(1_900, |rate| rate.0));
        let aligned = new.alignment == Alignment::FirstOfMonth;
        let version = |price: NewPrice| {
            let NewPrice { from, monthly_net, yearly_net, vat_rate } = price;
            PriceVersion { from: from.unwrap_or(today), monthly_net, yearly_net, vat_rate }
        };
        let catalog = new.catalog.iter().cloned().map(version).collect();
        Self { today, retention, aligned, rate, catalog, mailboxes: Vec::new() }
    }

    /// Follows a record. What the calendar did in it must be what this model does by itself between the commands of
    /// users.
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
                | Event::ClockMoved {}
                | Event::MovedAway { .. }
                | Event::MovedIn { .. }
                | Event::PersonErased { .. } => {
                    let expected = self.run(recorded.on);
                    assert_eq!(expected, std::mem::take(&mut actual));
                    self.user(&recorded.event);
                }
            }
        }
        assert_eq!(actual, BTreeMap::new());
    }

    /// Applies what a user did. It is taken as it is recorded, except for what it costs.
    fn user(&mut self, event: &Event) {
        match event {
            Event::AccountsImported { accounts, .. } => {
                let mailbox = accounts
                    .entries()
                    .iter()
                    .map(|entry| Mailbox::new(entry.mode, u32::from(u8::from(entry.anchor_day)), entry.expires_on));
                self.mailboxes.extend(mailbox);
            }
            Event::ModesChanged { groups, .. } => {
                for (group, id) in groups.iter().flat_map(|group| group.accounts.iter().map(move |id| (group, id))) {
                    let mailbox = self.mailbox(*id);
                    let was = (mailbox.status, mailbox.mode, mailbox.expires);
                    assert_eq!(was, (Status::Active, group.from, group.effective_on));
                    mailbox.mode = group.to;
                }
            }
            Event::AccountsOrdered { invoice, .. } => {
                let [line] = invoice.lines.as_slice() else { panic!("an order has one line") };
                for _ in 0..line.quantity {
                    self.mailboxes.push(Mailbox::new(RenewalMode::from(line.term), self.today.day(), self.today));
                    let renewal = self.period(self.mailboxes.len() - 1, true);
                    assert_eq!(renewal, (line.period.start, line.period.end, line.unit_net.0, line.vat_rate.0));
                }
            }
            Event::AccountRestored { account, mode, invoice } => {
                let index = account.index().expect("an id");
                self.mailboxes[index].mode = *mode;
                let mut charged = Vec::new();
                while self.mailboxes[index].expires <= self.today {
                    charged.push(self.period(index, false));
                }
                let lines = invoice.lines.iter();
                let lines = lines.map(|line| (line.period.start, line.period.end, line.unit_net.0, line.vat_rate.0));
                assert_eq!(lines.collect::<Vec<_>>(), charged);
                (self.mailboxes[index].status, self.mailboxes[index].deletes) = (Status::Active, None);
            }
            Event::ImportTakenBack { accounts, .. } => {
                accounts.iter().for_each(|id| self.mailbox(*id).status = Status::Withdrawn);
            }
            Event::TerminationBegun { .. } => {
                for mailbox in self.mailboxes.iter_mut().filter(|mailbox| mailbox.status == Status::Active) {
                    mailbox.held = Some(std::mem::replace(&mut mailbox.mode, RenewalMode::Never));
                }
            }
            Event::TerminationTakenBack { .. } => {
                for mailbox in self.mailboxes.iter_mut().filter(|mailbox| mailbox.status == Status::Active) {
                    mailbox.mode = mailbox.held.take().unwrap_or(mailbox.mode);
                }
            }
            Event::SettingsChanged { changes } => {
                self.retention = changes.retention_days.map_or(self.retention, u64::from);
                let new = changes.catalog.clone().unwrap_or_default();
                self.catalog.retain(|version| new.iter().all(|other| other.from != version.from));
                self.catalog.extend(new);
            }
            Event::PlatformCreated { .. }
            | Event::AccountSetUp { .. }
            | Event::AccountReset { .. }
            | Event::ClockMoved {}
            | Event::MovedAway { .. }
            | Event::MovedIn { .. }
            | Event::PersonErased { .. }
            | Event::Renewed { .. }
            | Event::Suspended { .. }
            | Event::Deleted { .. } => {}
        }
    }

    fn mailbox(&mut self, id: AccountId) -> &mut Mailbox {
        &mut self.mailboxes[id.index().expect("an id")]
    }

    /// Gives a mailbox its next period. Returns the first day, the day after the last, the net price and the rate.
    fn period(&mut self, index: usize, ordered: bool) -> (NaiveDate, NaiveDate, i64, u16) {
        let mailbox = &mut self.mailboxes[index];
        let start = mailbox.expires;
        let version = self.catalog.iter().filter(|version| version.from <= start).max_by_key(|version| version.from);
        let version = version.expect("a price");
        let rate = version.vat_rate.map_or(self.rate, |rate| rate.0);
        let (months, mut price) = match mailbox.mode {
            RenewalMode::Monthly => (1, version.monthly_net.0),
            RenewalMode::Yearly | RenewalMode::Never => (12, version.yearly_net.0),
        };
        let first = self.aligned && !ordered && !std::mem::replace(&mut mailbox.renewed, true);
        if first && start.day() == 1 {
            mailbox.anchor = 1;
        }
        let full = shifted(start, months, mailbox.anchor);
        mailbox.expires = full;
        if first && start.day() != 1 {
            mailbox.anchor = 1;
            mailbox.expires = shifted(start, 1, 1);
            price = half_up(price, (mailbox.expires - start).num_days(), (full - start).num_days());
        }
        (start, mailbox.expires, price, rate)
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
        for (index, id) in (0..self.mailboxes.len()).zip(1..) {
            let mailbox = &mut self.mailboxes[index];
            if mailbox.status == Status::Active && mailbox.expires == today {
                if mailbox.mode == RenewalMode::Never {
                    let deletes = today + Days::new(self.retention);
                    (mailbox.status, mailbox.deletes, mailbox.held) = (Status::Suspended, Some(deletes), None);
                    happening.suspended.push((id, deletes));
                } else {
                    let months = if mailbox.mode == RenewalMode::Monthly { 1 } else { 12 };
                    let (start, end, price, rate) = self.period(index, false);
                    happening.charges.insert((start, end, months, price, rate, id));
                }
            }
            let mailbox = &mut self.mailboxes[index];
            if mailbox.status == Status::Suspended && mailbox.deletes == Some(today) {
                mailbox.status = Status::Deleted;
                happening.deleted.push(id);
            }
        }
        if !happening.charges.is_empty() {
            let net: i64 = happening.charges.iter().map(|charge| charge.3).sum();
            let rate = happening.charges.first().expect("a charge").4;
            happening.rates.push((rate, net, half_up(net, rate.into(), 10_000)));
        }
        happening
    }
}

/// `amount` × `part` / `whole` in whole minor units, rounded half up.
fn half_up(amount: i64, part: i64, whole: i64) -> i64 {
    let product = i128::from(amount) * i128::from(part);
    let (units, rest) = (product / i128::from(whole), product % i128::from(whole));
    i64::try_from(units + i128::from(rest * 2 >= i128::from(whole))).expect("an amount")
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
