//! Amounts in the browser's writing, exact to the last unit: they reach `Intl` as decimal text, never as a float.

use std::cell::RefCell;

use js_sys::{Array, Function, Intl::NumberFormat, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

struct Cached {
    locale: &'static str,
    currency: String,
    digits: usize,
    write: Function,
}

thread_local! {
    static FORMATS: RefCell<Vec<Cached>> = const { RefCell::new(Vec::new()) };
}

/// An amount in minor units of a currency (ISO 4217), as a locale writes it: `7.430,16 €`.
pub fn money(locale: &'static str, currency: &str, minor: i64) -> String {
    with_format(locale, currency, |format| {
        let text = decimal(minor, format.digits);
        let written = format.write.call1(&JsValue::UNDEFINED, &JsValue::from_str(&text)).ok();
        written.and_then(|written| written.as_string()).unwrap_or(text)
    })
}

/// How many digits a currency has after the point.
pub fn currency_digits(locale: &'static str, currency: &str) -> usize {
    with_format(locale, currency, |format| format.digits)
}

fn with_format<T>(locale: &'static str, currency: &str, then: impl FnOnce(&Cached) -> T) -> T {
    FORMATS.with_borrow_mut(|formats| {
        let known = formats.iter().position(|format| format.locale == locale && format.currency == currency);
        let at = known.unwrap_or_else(|| {
            formats.push(new_format(locale, currency));
            formats.len() - 1
        });
        then(&formats[at])
    })
}

fn new_format(locale: &'static str, currency: &str) -> Cached {
    let bag = Object::new();
    for (name, value) in [("style", "currency"), ("currency", currency)] {
        // a plain object accepts every property
        let _set = Reflect::set(&bag, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let format = NumberFormat::new(&Array::of1(&JsValue::from_str(locale)), &bag);
    let options = format.resolved_options();
    let digits = Reflect::get(&options, &JsValue::from_str("maximumFractionDigits")).ok();
    let digits = digits.and_then(|digits| digits.as_f64()).map_or(2, |digits| digits as usize);
    Cached { locale, currency: currency.to_owned(), digits, write: format.format().unchecked_into() }
}

/// An amount in minor units as decimal text: `-1234` with two digits is `-12.34`.
fn decimal(minor: i64, digits: usize) -> String {
    let text = format!("{:0>width$}", minor.unsigned_abs(), width = digits + 1);
    let (whole, part) = text.split_at(text.len() - digits);
    let sign = if minor < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[track_caller]
    fn check_decimal(minor: i64, digits: usize, expected: &str) {
        assert_eq!(decimal(minor, digits), expected);
    }

    #[test]
    fn amounts_are_written_exactly() {
        check_decimal(0, 2, "0.00");
        check_decimal(5, 2, "0.05");
        check_decimal(-5, 2, "-0.05");
        check_decimal(743_016, 2, "7430.16");
        check_decimal(743_016, 0, "743016");
        check_decimal(1, 3, "0.001");
        check_decimal(i64::MIN, 2, "-92233720368547758.08");
    }
}
