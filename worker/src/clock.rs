//! Civil dates and instants: which day it is in a time zone, and when a day begins there. No clock is read here; `now`
//! is an argument.

use chrono::{DateTime, Days, LocalResult, NaiveDate, NaiveTime, SecondsFormat, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use domain::stamp::Instant;

/// The time zone with this IANA name; none if there is no such zone.
pub fn zone(name: &str) -> Option<Tz> {
    name.parse().ok()
}

/// The civil date in `zone` at the instant `now`, in milliseconds since 1970.
pub fn date_at(zone: Tz, now: i64) -> NaiveDate {
    instant(now).with_timezone(&zone).date_naive()
}

/// The instant at which a day becomes due in `zone`: the first one that exists on that local date. A date that the
/// zone skips becomes due on the next one that exists.
pub fn first_instant(zone: Tz, date: NaiveDate) -> DateTime<Utc> {
    let mut day = date;
    // no zone has skipped two dates in a row
    for _ in 0..3 {
        if let Some(first) = first_of_day(zone, day) {
            return first;
        }
        day = day.checked_add_days(Days::new(1)).unwrap_or(day);
    }
    date.and_time(NaiveTime::MIN).and_utc()
}

/// The instant of [`first_instant`] in milliseconds since 1970.
pub fn first_millis(zone: Tz, date: NaiveDate) -> i64 {
    first_instant(zone, date).timestamp_millis()
}

/// An instant as it stands in the record: RFC 3339 in UTC, with milliseconds. `now` is in milliseconds since 1970.
pub fn recorded(now: i64) -> Instant {
    Instant(instant(now).to_rfc3339_opts(SecondsFormat::Millis, true))
}

fn instant(now: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(now).unwrap_or_default()
}

fn first_of_day(zone: Tz, day: NaiveDate) -> Option<DateTime<Utc>> {
    let at = |second: i64| {
        let local = day.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::seconds(second))?;
        match zone.from_local_datetime(&local) {
            LocalResult::Single(only) => Some(only.to_utc()),
            LocalResult::Ambiguous(earlier, later) => Some(earlier.min(later).to_utc()),
            LocalResult::None => None,
        }
    };
    if let Some(midnight) = at(0) {
        return Some(midnight);
    }
    // midnight is in a gap: halve the day until the end of the gap is found
    let (mut gone, mut there) = (0, 86_399);
    at(there)?;
    while there - gone > 1 {
        let middle = i64::midpoint(gone, there);
        if at(middle).is_some() { there = middle } else { gone = middle }
    }
    at(there)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[track_caller]
    fn check_begins(zone_name: &str, date: &str, instant: &str) {
        let zone = zone(zone_name).expect("a zone");
        let first = first_instant(zone, day(date));
        assert_eq!(first.to_rfc3339_opts(SecondsFormat::Secs, true), instant, "{zone_name} {date}");
        assert!(date_at(zone, first.timestamp_millis()) >= day(date), "the day has begun");
        assert!(date_at(zone, first.timestamp_millis() - 1) < day(date), "and not before");
    }

    #[test]
    fn a_day_begins_at_its_first_instant() {
        check_begins("Europe/Berlin", "2026-11-23", "2026-11-22T23:00:00Z");
        check_begins("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z");
        check_begins("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z");
        check_begins("UTC", "1970-01-01", "1970-01-01T00:00:00Z");
        check_begins("Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z");
        check_begins("America/Santiago", "2024-09-08", "2024-09-08T04:00:00Z");
        check_begins("Africa/Monrovia", "1972-01-07", "1972-01-07T00:44:30Z");
        check_begins("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z");
        check_begins("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z");
    }

    #[test]
    fn a_midnight_that_comes_twice_counts_the_first_time() {
        // clocks went back from 00:01 to 23:01 of the day before
        let zone = zone("America/St_Johns").expect("a zone");
        let first = first_instant(zone, day("2010-11-07"));
        assert_eq!(first.to_rfc3339_opts(SecondsFormat::Secs, true), "2010-11-07T02:30:00Z");
    }

    #[test]
    fn unknown_zones_are_no_zones() {
        assert!(zone("Europe/Musterstadt").is_none());
        assert_eq!(recorded(0).0, "1970-01-01T00:00:00.000Z");
    }
}
