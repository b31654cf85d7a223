//! The forms from the JavaScript that runs this.

use js_sys::{JsString, RegExp};

pub fn composed(text: &str) -> String {
    JsString::from(text).normalize("NFC").into()
}

pub fn plain(text: &str) -> String {
    JsString::from(text).normalize("NFKC").into()
}

pub fn bare(text: &str) -> String {
    thread_local! {
        static MARKS: RegExp = RegExp::new(r"\p{M}", "gu");
    }
    let plain = JsString::from(text).normalize("NFKD");
    MARKS.with(|marks| plain.replace_by_pattern(marks, "")).into()
}
