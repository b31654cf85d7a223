//! The period and price of a renewal, for every first day, anchor day, term and alignment.

use domain::{
    calendar::{AnchorDay, Period, Term, year_after},
    catalog::PriceVersion,
    money::{Amount, VatRate},
    platform::{Alignment, NewPlatform, Platform, PlatformId},
};
use jiff::{
    ToSpan, Unit,
    civil::{Date, date},
};
use tests::host::company;

use crate::ours;

const FIRST: Date = date(2000, 1, 1);
const LAST: Date = date(2100, 12, 31);

/// A renewal, in the types of the second calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Renewal {
    end: Date,
    net: i64,
    vat_rate: u16,
    anchor_after: i8,
}

fn days() -> impl Iterator<Item = Date> {
    FIRST.series(1.day()).take_while(|day| *day <= LAST)
}

/// The anchor day in the month that is `months` after that of `day`, clamped to its last day. It starts from January,
/// which has every anchor day, and lets the second calendar clamp.
fn anchored(day: Date, anchor: i8, months: i32) -> Date {
    date(day.year(), 1, anchor) + (i32::from(day.month()) - 1 + months).months()
}

fn days_between(start: Date, end: Date) -> i128 {
    i128::from(start.until((Unit::Day, end)).expect("a span").get_days())
}

const fn months(term: Term) -> i32 {
    match term {
        Term::Monthly => 1,
        Term::Yearly => 12,
    }
}

/// `net` × `part` / `whole`, rounded half up.
const fn share(net: i64, part: i128, whole: i128) -> i128 {
    let product = net as i128 * part;
    let (quotient, rest) = (product / whole, product % whole);
    if rest + rest >= whole { quotient + 1 } else { quotient }
}

/// The number of the quarter. New prices and a new rate begin with every quarter.
fn quarter(day: Date) -> i64 {
    i64::from(day.year() - FIRST.year()) * 4 + (i64::from(day.month()) - 1) / 3
}

fn price(day: Date, term: Term) -> i64 {
    match term {
        Term::Monthly => 100 + quarter(day) * 7,
        Term::Yearly => 1_001 + quarter(day) * 61,
    }
}

fn vat_rate(day: Date) -> u16 {
    u16::try_from(quarter(day)).expect("a rate") + 500
}

fn platform(alignment: Alignment) -> Platform {
    let quarters = days().filter(|day| day.day() == 1 && day.month() % 3 == 1);
    let version = |from: Date| PriceVersion {
        from: ours(from),
        monthly_net: Amount(price(from, Term::Monthly)),
        yearly_net: Amount(price(from, Term::Yearly)),
        vat_rate: Some(VatRate(vat_rate(from))),
    };
    let version = |from| version(from).into();
    let new = NewPlatform { alignment, catalog: quarters.map(version).collect(), ..company(ours(FIRST)) };
    new.check(PlatformId::suggested_by("century"), ours(FIRST)).expect("sound settings")
}

/// The renewal on `start`, as the rules describe it.
fn renewal(start: Date, anchor: i8, term: Term, alignment: Alignment) -> Renewal {
    let net = price(start, term);
    let plain = |anchor| Renewal {
        end: anchored(start, anchor, months(term)),
        net,
        vat_rate: vat_rate(start),
        anchor_after: anchor,
    };
    match alignment {
        Alignment::Anniversary => plain(anchor),
        Alignment::FirstOfMonth if start == start.first_of_month() => plain(1),
        Alignment::FirstOfMonth => {
            let full = plain(anchor);
            let end = start.last_of_month().tomorrow().expect("a date");
            let net = share(net, days_between(start, end), days_between(start, full.end));
            Renewal { end, net: i64::try_from(net).expect("a price"), anchor_after: 1, ..full }
        }
    }
}

#[track_caller]
fn check_renewal(platform: &Platform, start: Date, anchor: i8, term: Term) {
    let theirs = renewal(start, anchor, term, platform.alignment);
    let anchor_day = AnchorDay::try_from(anchor.unsigned_abs()).expect("an anchor day");
    let charge = platform.renewal(ours(start), anchor_day, term);
    let after = platform.alignment.anchor_after_renewal(anchor_day);
    assert_eq!(
        (charge.period.start, charge.period.end, charge.term, charge.unit_net.0, charge.vat_rate.0, u8::from(after)),
        (ours(start), ours(theirs.end), term, theirs.net, theirs.vat_rate, theirs.anchor_after.unsigned_abs()),
        "{start}, anchor {anchor}, {term:?}, {:?}",
        platform.alignment
    );
}

fn check_century(alignment: Alignment) {
    let platform = platform(alignment);
    let mut renewals = 0;
    for start in days() {
        for anchor in 1..=31 {
            for term in [Term::Monthly, Term::Yearly] {
                check_renewal(&platform, start, anchor, term);
                renewals += 1;
            }
        }
    }
    // 101 years, 25 of them leap years (2100 is not one)
    assert_eq!(renewals, (101 * 365 + 25) * 31 * 2);
}

#[test]
fn every_renewal_of_a_century_on_its_anniversary() {
    check_century(Alignment::Anniversary);
}

#[test]
fn every_renewal_of_a_century_on_the_first() {
    check_century(Alignment::FirstOfMonth);
}

/// Covers the calendar that orders, imports and the window of yearly costs use.
#[test]
fn every_day_of_a_century_and_its_anchors() {
    for day in days() {
        let anchor = AnchorDay::of(ours(day));
        assert_eq!(u8::from(anchor), day.day().unsigned_abs(), "{day}");
        assert_eq!(year_after(ours(day)), ours(day + 1.year()), "{day}");
        for number in 1..=31 {
            let anchor = AnchorDay::try_from(number).expect("an anchor day");
            let number = number.cast_signed();
            assert_eq!(anchor.falls_on(ours(day)), anchored(day, number, 0) == day, "{day}, anchor {number}");
            for term in [Term::Monthly, Term::Yearly] {
                let end = ours(anchored(day, number, months(term)));
                assert_eq!(Period::starting(ours(day), anchor, term).end, end, "{day}, anchor {number}, {term:?}");
            }
        }
    }
}

/// Checks the second calendar with the examples of the rules.
#[test]
fn the_second_calendar_knows_the_examples() {
    let ends = |start: &str, anchor, term| anchored(start.parse().expect("a date"), anchor, months(term)).to_string();
    assert_eq!(ends("2026-01-31", 31, Term::Monthly), "2026-02-28");
    assert_eq!(ends("2026-02-28", 31, Term::Monthly), "2026-03-31");
    assert_eq!(ends("2026-02-28", 28, Term::Monthly), "2026-03-28");
    assert_eq!(ends("2024-02-29", 29, Term::Yearly), "2025-02-28");
    assert_eq!(ends("2027-02-28", 29, Term::Yearly), "2028-02-29");
    let stub = |start: Date, anchor| {
        let (first, full) = (start.last_of_month().tomorrow().expect("a date"), anchored(start, anchor, 1));
        (days_between(start, first), days_between(start, full))
    };
    assert_eq!(stub(date(2025, 2, 8), 8), (21, 28));
    assert_eq!(stub(date(2024, 2, 29), 31), (1, 31));
    assert_eq!((share(5, 1, 2), share(249, 21, 28), share(249, 1, 31)), (3, 187, 8));
}
