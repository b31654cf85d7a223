//! Compares dates and amounts that public billing systems document or test with these rules. No case is skipped.

mod columns;
mod stored;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate};
use domain::{
    account::AccountId,
    calendar::{AnchorDay, Period, Term, iso},
    money::{Amount, VatRate},
    platform::Currency,
};
use laufzeit_worker::clock;
use serde::Deserialize;
use tests::host::{Host, company, stamp};

#[derive(Deserialize)]
struct File {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    #[serde(flatten)]
    kind: Kind,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Kind {
    Boundaries {
        #[serde(with = "iso")]
        start: NaiveDate,
        term: Term,
        must: Vec<String>,
        must_not: Vec<String>,
    },
    Due {
        #[serde(with = "iso")]
        start: NaiveDate,
        term: Term,
        time_zone: String,
        due_at: Vec<String>,
        not_due_at: Vec<String>,
    },
    Vat {
        net: i64,
        rate_percent: String,
        vat: i64,
    },
}

fn cases() -> Vec<Case> {
    let file: File = serde_json::from_str(include_str!("../data/dates.json")).expect("the file of cases");
    file.cases
}

/// A platform with an account that was ordered and imported on `start`, and is paid for its first period.
fn ordered(start: NaiveDate, term: Term) -> Host {
    let first = Period::starting(start, AnchorDay::of(start), term);
    let mode = if term == Term::Monthly { "monthly" } else { "yearly" };
    let (ordered, expires) = (iso::format(start), iso::format(first.end));
    let csv = format!("address,display_name,mode,expires_on,ordered_on\na@b.example,,{mode},{expires},{ordered}\n");
    Host::with_roster(company(start), &csv)
}

/// The first days of the account's periods, and its expiries, over 15 years.
fn boundaries(start: NaiveDate, term: Term) -> BTreeSet<String> {
    let mut host = ordered(start, term);
    let mut days = BTreeSet::from([iso::format(start), iso::format(host.account(1).expires_on)]);
    let end = start.checked_add_months(chrono::Months::new(180)).expect("a date");
    host.move_clock(end).expect("the clock moves");
    for line in host.invoices().flat_map(|invoice| &invoice.lines) {
        assert_eq!(line.accounts, [AccountId(1)]);
        days.extend([iso::format(line.period.start), iso::format(line.period.end)]);
    }
    days.insert(iso::format(host.account(1).expires_on));
    days
}

/// Reads a percentage as basis points: "23.33" is 2333.
fn basis_points(percent: &str) -> u16 {
    let (whole, part) = percent.split_once('.').unwrap_or((percent, ""));
    format!("{whole}{part:0<2}").parse().expect("a rate of at most two decimals")
}

#[test]
fn periods_begin_where_other_systems_say() {
    let mut ran = 0;
    for Case { id, kind } in cases() {
        let Kind::Boundaries { start, term, must, must_not } = kind else { continue };
        let days = boundaries(start, term);
        for date in &must {
            assert!(days.contains(date), "{id}: {date} is missing of {days:?}");
        }
        for date in &must_not {
            assert!(!days.contains(date), "{id}: {date} is one of {days:?}");
        }
        ran += 1;
    }
    assert_eq!(ran, 23);
}

#[test]
fn tax_is_what_other_systems_say() {
    let mut ran = 0;
    for Case { id, kind } in cases() {
        let Kind::Vat { net, rate_percent, vat } = kind else { continue };
        assert_eq!(VatRate(basis_points(&rate_percent)).of(Amount(net)), Amount(vat), "{id}");
        ran += 1;
    }
    assert_eq!(ran, 5);
}

#[test]
fn renewals_are_due_when_other_systems_say() {
    let mut ran = 0;
    for Case { id, kind } in cases() {
        let Kind::Due { start, term, time_zone, due_at, not_due_at } = kind else { continue };
        let zone = clock::zone(&time_zone).expect("a zone");
        let host = ordered(start, term);
        let deadline = host.book.next_deadline().expect("a deadline");
        for (at, due) in due_at.iter().map(|at| (at, true)).chain(not_due_at.iter().map(|at| (at, false))) {
            let now = DateTime::parse_from_rfc3339(at).expect("an instant").timestamp_millis();
            let acts = !host.book.clone().expire_due(clock::date_at(zone, now), &stamp()).is_empty();
            assert_eq!((acts, clock::first_millis(zone, deadline) <= now), (due, due), "{id} at {at}");
        }
        ran += 1;
    }
    assert_eq!(ran, 2);
}

#[test]
fn every_case_is_of_a_kind_that_runs() {
    assert_eq!(cases().len(), 23 + 5 + 2);
}

#[test]
fn currencies_have_the_decimals_of_iso_4217() {
    let letters = || 'A'..='Z';
    let codes = letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| [a, b, c].iter().collect())));
    let mut known = 0;
    for code in codes {
        let code: String = code;
        let Some(currency) = iso_currency::Currency::from_code(&code) else { continue };
        known += 1;
        let decimals = Currency::try_from(code.clone()).expect("three letters").minor_units();
        // what is no money, such as gold, has none there
        assert_eq!(decimals, currency.exponent().map_or(2, usize::from), "{code}");
    }
    assert!(known > 150);
}
