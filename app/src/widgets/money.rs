//! Amounts as the browser writes them, exact to the last unit: they reach `Intl` as decimal text, never as a float.

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

/// `7.430,16 €`: an amount such as `7430.16` in the writing of a locale, with as many digits after the point as it has.
/// The browser's own table of currencies is not asked: for some it has fewer.
pub fn money(locale: &'static str, currency: &str, amount: &str) -> String {
    let digits = amount.split_once('.').map_or(0, |(_, part)| part.len());
    FORMATS.with_borrow_mut(|formats| {
        let is_it = |format: &Cached| format.locale == locale && format.currency == currency && format.digits == digits;
        let known = formats.iter().position(is_it);
        let at = known.unwrap_or_else(|| {
            formats.push(new_format(locale, currency, digits));
            formats.len() - 1
        });
        let written = formats[at].write.call1(&JsValue::UNDEFINED, &JsValue::from_str(amount)).ok();
        written.and_then(|written| written.as_string()).unwrap_or_else(|| amount.to_owned())
    })
}

fn new_format(locale: &'static str, currency: &str, digits: usize) -> Cached {
    let bag = Object::new();
    let digits_of = JsValue::from_f64(f64::from(u32::try_from(digits).unwrap_or(2)));
    for (name, value) in [
        ("style", JsValue::from_str("currency")),
        ("currency", JsValue::from_str(currency)),
        ("minimumFractionDigits", digits_of.clone()),
        ("maximumFractionDigits", digits_of),
    ] {
        // a plain object accepts every property
        let _set = Reflect::set(&bag, &JsValue::from_str(name), &value);
    }
    let format = NumberFormat::new(&Array::of1(&JsValue::from_str(locale)), &bag);
    Cached { locale, currency: currency.to_owned(), digits, write: format.format().unchecked_into() }
}
