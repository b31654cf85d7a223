//! The forms from the JavaScript that runs this.

use js_sys::{JsString, RegExp};

pub fn small(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

pub fn composed(text: &str) -> String {
    JsString::from(text).to_lower_case().normalize("NFC").into()
}

pub fn plain(text: &str) -> String {
    JsString::from(text).normalize("NFKC").to_lower_case().normalize("NFC").into()
}

pub fn bare(text: &str) -> String {
    thread_local! {
        static MARKS: RegExp = RegExp::new(r"\p{M}", "gu");
    }
    let plain = JsString::from(text).normalize("NFKD").to_lower_case();
    MARKS.with(|marks| plain.replace_by_pattern(marks, "")).into()
}
