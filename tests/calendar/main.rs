//! The calendar once more, by another's dates: every day of a century, and every zone, reckoned with `jiff` from what
//! the rules say, and not from how they are written.

mod periods;
mod zones;

use chrono::NaiveDate;
use jiff::civil::Date;

/// A day as the rules and the worker have it.
fn ours(day: Date) -> NaiveDate {
    let (month, number) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    NaiveDate::from_ymd_opt(day.year().into(), month.into(), number.into()).expect("a date")
}
