//! Checks the calendar against a second implementation: every day of a century and every zone is computed with `jiff`
//! from what the rules say, independently of their code.

mod periods;
mod zones;

use chrono::NaiveDate;
use jiff::civil::Date;

/// A day in the type of the rules and the worker.
fn ours(day: Date) -> NaiveDate {
    let (month, number) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    NaiveDate::from_ymd_opt(day.year().into(), month.into(), number.into()).expect("a date")
}
