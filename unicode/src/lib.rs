//! What Unicode says of small letters and of the forms of a text (UAX #15), as pure functions. They need large tables. In
//! WebAssembly the runtime has them, so the page carries none; elsewhere crates do. A test holds both against each other.

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

/// The text in small letters.
pub fn small(text: &str) -> String {
    unless_ascii(text, source::small)
}

/// The text in small letters, each with its marks as one character where there is one (NFC).
pub fn composed(text: &str) -> String {
    unless_ascii(text, source::composed)
}

/// The same, with letters of another width, in a circle, raised or joined as the plain ones (NFKC).
pub fn plain(text: &str) -> String {
    unless_ascii(text, source::plain)
}

/// The plain small letters without their marks (NFKD, without the characters of general category M).
pub fn bare(text: &str) -> String {
    unless_ascii(text, source::bare)
}

/// ASCII is the same in all forms.
fn unless_ascii(text: &str, form: fn(&str) -> String) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { form(text) }
}
