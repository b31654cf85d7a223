//! Instants in the browser's writing, on the clock of a time zone that is named. An instant is RFC 3339.

use chrono::NaiveDate;
use js_sys::{Array, Date, Function, Intl::DateTimeFormat, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A date and time of day: `26.11.2026, 15:21`. `None` if the browser knows no such time zone or instant.
pub fn moment(locale: &str, zone: &str, at: &str) -> Option<String> {
    written(locale, at, &[("timeZone", zone), ("dateStyle", "medium"), ("timeStyle", "short")])
}

/// The civil date at an instant. `None` if the browser knows no such time zone or instant.
pub fn date_in(zone: &str, at: &str) -> Option<NaiveDate> {
    let options = [
        ("timeZone", zone),
        ("calendar", "gregory"),
        ("numberingSystem", "latn"),
        ("year", "numeric"),
        ("month", "numeric"),
        ("day", "numeric"),
    ];
    let text = written("en-US", at, &options)?;
    let mut parts = text.split('/').map(|part| part.parse().ok());
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// The reader's time zone, as the browser names it.
pub fn own_zone() -> Option<String> {
    property(&DateTimeFormat::default().resolved_options(), "timeZone")?.as_string()
}

/// The time zones that the browser knows, by name. Older browsers do not tell.
pub fn zones() -> Vec<String> {
    let all = || {
        let intl = property(&js_sys::global(), "Intl")?;
        let tell: Function = property(&intl, "supportedValuesOf")?.dyn_into().ok()?;
        tell.call1(&intl, &JsValue::from_str("timeZone")).ok()?.dyn_into::<Array>().ok()
    };
    let mut zones: Vec<String> = all().unwrap_or_default().iter().filter_map(|zone| zone.as_string()).collect();
    if !zones.is_empty() && !zones.iter().any(|zone| zone == "UTC") {
        zones.push("UTC".to_owned());
    }
    zones
}

fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &JsValue::from_str(name)).ok()
}

/// `toLocaleString`, which throws for a time zone that it does not know.
fn written(locale: &str, at: &str, options: &[(&str, &str)]) -> Option<String> {
    let bag = Object::new();
    for (name, value) in options {
        // a plain object accepts every property
        let _set = Reflect::set(&bag, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let instant = Date::new(&JsValue::from_str(at));
    if instant.get_time().is_nan() {
        return None;
    }
    let write: Function = property(&instant, "toLocaleString")?.dyn_into().ok()?;
    write.call2(&instant, &JsValue::from_str(locale), &bag).ok()?.as_string()
}
