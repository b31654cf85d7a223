//! Test clocks move only forward and not too far, and not every platform has one.

use domain::{
    platform::{NewPlatform, PlatformId},
    refusal::Refusal,
};
use tests::host::{Host, company, day};

#[test]
fn a_platform_on_the_time_of_day_has_no_clock_to_move() {
    let today = day("2026-11-22");
    let new = NewPlatform { test_clock: None, ..company(today) };
    let platform = new.check(PlatformId::suggested_by("demo"), today).expect("sound settings");
    let book = domain::book::Book::new(platform, today);
    assert_eq!(book.check_clock(day("2026-11-23")), Err(Refusal::NoTestClock));
}

#[test]
fn a_clock_never_goes_back() {
    let mut host = Host::found(company(day("2026-11-22")));
    let before = host.book.clone();
    assert_eq!(host.move_clock(day("2026-11-21")), Err(Refusal::ClockBackwards { today: day("2026-11-22") }));
    assert_eq!(host.book, before);
    host.book.expire_due(day("2026-11-01"), &tests::host::stamp());
    assert_eq!(host.book, before);
}

#[test]
fn the_same_day_is_no_event() {
    let mut host = Host::found(company(day("2026-11-22")));
    assert_eq!(host.move_clock(day("2026-11-22")), Ok(()));
    assert_eq!(host.record.len(), 1);
}

#[test]
fn twenty_years_at_a_time_are_enough() {
    let mut host = Host::found(company(day("2028-02-29")));
    assert_eq!(host.move_clock(day("2048-03-01")), Err(Refusal::ClockTooFar { limit: day("2048-02-29") }));
    assert_eq!(host.move_clock(day("2048-02-29")), Ok(()));
    assert_eq!(host.move_clock(day("2068-02-29")), Ok(()));
}

#[test]
fn no_clock_shows_a_day_whose_year_would_end_beyond_the_last() {
    let mut host = Host::found(company(day("2190-01-01")));
    assert_eq!(host.move_clock(day("2199-01-01")), Err(Refusal::ClockTooFar { limit: day("2198-12-31") }));
    let csv = "address,display_name,mode,expires_on\na@b.example,,yearly,2190-12-31\nb@b.example,,monthly,2190-12-31\n";
    host.import(csv).expect("a good roster");
    host.move_clock(day("2198-12-31")).expect("the last day of all");
    assert_eq!((host.account(1).expires_on, host.account(2).expires_on), (day("2199-12-31"), day("2199-01-31")));
    assert_eq!(host.findings(), Vec::<String>::new());
    let errors = NewPlatform { test_clock: Some(day("2199-01-01")), ..company(day("2199-01-01")) }
        .check(PlatformId::suggested_by("late"), day("2199-01-01"))
        .expect_err("too late");
    assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["test_clock"]);
}
