//! The forms of Unicode (UAX #15), as pure functions of a text. They need large tables. In WebAssembly the runtime has
//! them, so the page carries none; elsewhere a crate does. A test holds both against each other.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

#[cfg(target_arch = "wasm32")]
mod runtime;
#[cfg(not(target_arch = "wasm32"))]
mod tables;

#[cfg(target_arch = "wasm32")]
use runtime as source;
#[cfg(not(target_arch = "wasm32"))]
use tables as source;

/// The text with each letter and its marks as one character where there is one (NFC). Texts that can only differ in how
/// they are put together have the same.
pub fn composed(text: &str) -> String {
    unless_ascii(text, source::composed)
}

/// The same, with letters of another width, in a circle, raised or joined as the plain ones (NFKC).
pub fn plain(text: &str) -> String {
    unless_ascii(text, source::plain)
}

/// The plain letters without their marks (NFKD, without the characters of general category M).
pub fn bare(text: &str) -> String {
    unless_ascii(text, source::bare)
}

/// ASCII is the same in all forms.
fn unless_ascii(text: &str, form: fn(&str) -> String) -> String {
    if text.is_ascii() { text.to_owned() } else { form(text) }
}
