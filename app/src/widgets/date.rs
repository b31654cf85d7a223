//! Dates in the browser's writing. A day is formatted as its midnight in UTC, so a time zone never shifts it.

use std::cell::RefCell;

use chrono::{Datelike, NaiveDate};
use js_sys::{Array, Date, Function, Intl::DateTimeFormat, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

type Cached = ((&'static str, &'static str), Function);

thread_local! {
    static FORMATS: RefCell<Vec<Cached>> = const { RefCell::new(Vec::new()) };
}

/// Makes the format of days. The first of a page takes as long as two frames, so this is done while the accounts are on their
/// way.
pub fn prepare(locale: &'static str) {
    drop(day(locale, NaiveDate::default()));
}

/// A date with a short month: `31. Dez. 2026`.
pub fn day(locale: &'static str, date: NaiveDate) -> String {
    format(locale, "day", date)
}

/// The short name of a month: `Dez`.
pub fn month_short(locale: &'static str, date: NaiveDate) -> String {
    format(locale, "month-short", date).trim_end_matches('.').to_owned()
}

/// A month and its year: `Dezember 2026`.
pub fn month_name(locale: &'static str, date: NaiveDate) -> String {
    format(locale, "month", date)
}

fn format(locale: &'static str, shape: &'static str, date: NaiveDate) -> String {
    let format = FORMATS.with_borrow_mut(|formats| {
        if let Some((_, format)) = formats.iter().find(|(key, _)| *key == (locale, shape)) {
            return format.clone();
        }
        let format = new_format(locale, shape);
        formats.push(((locale, shape), format.clone()));
        format
    });
    let instant = Date::new(&JsValue::from_f64(millis(date)));
    let written = format.call1(&JsValue::UNDEFINED, &instant).ok().and_then(|text| text.as_string());
    written.unwrap_or_else(|| date.to_string())
}

fn new_format(locale: &str, shape: &str) -> Function {
    let options: &[(&str, &str)] = match shape {
        "month-short" => &[("month", "short")],
        "month" => &[("month", "long"), ("year", "numeric")],
        _ => &[("day", "numeric"), ("month", "short"), ("year", "numeric")],
    };
    let bag = Object::new();
    for (name, value) in [("timeZone", "UTC")].iter().chain(options) {
        // a plain object accepts every property
        let _set = Reflect::set(&bag, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let locales = Array::of1(&JsValue::from_str(locale));
    DateTimeFormat::new(&locales, &bag).format().unchecked_into()
}

/// The milliseconds from 1970 to the day's midnight in UTC.
fn millis(date: NaiveDate) -> f64 {
    /// `num_days_from_ce` of 1970-01-01.
    const EPOCH: i32 = 719_163;
    f64::from(date.num_days_from_ce() - EPOCH) * 86_400_000.0
}
