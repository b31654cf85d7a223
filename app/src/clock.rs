//! Reads the browser's clock. Today and now are given in the types that the rules use.

use chrono::NaiveDate;
use domain::{calendar::FIRST_DAY, stamp::Instant};

/// Today in the browser's time zone.
pub fn today() -> NaiveDate {
    let date = js_sys::Date::new_0();
    let year = i32::try_from(date.get_full_year()).unwrap_or(0);
    NaiveDate::from_ymd_opt(year, date.get_month() + 1, date.get_date()).unwrap_or(FIRST_DAY)
}

/// The current instant.
pub fn now() -> Instant {
    Instant(js_sys::Date::new_0().to_iso_string().into())
}
