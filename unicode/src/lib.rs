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
    unless_ascii(text, |text| bare_latin(text).unwrap_or_else(|| source::bare(text)))
}

/// The bare letters from `À` to `ÿ`, in order, each as its number in Latin-1.
const LATIN: &[u8; 64] = b"aaaaaa\xe6ceeeeiiii\xf0nooooo\xd7\xf8uuuuy\xfe\xdf\
    aaaaaa\xe6ceeeeiiii\xf0nooooo\xf7\xf8uuuuy\xfey";

/// The bare form of a text of western Europe, as nearly all names are: it needs no large table. None for other texts.
fn bare_latin(text: &str) -> Option<String> {
    let mut bare = String::with_capacity(text.len());
    for char in text.chars() {
        bare.push(match char {
            '\0'..='\x7f' => char.to_ascii_lowercase(),
            'À'..='ÿ' => LATIN.get(char as usize - 'À' as usize).copied()?.into(),
            _ => return None,
        });
    }
    Some(bare)
}

/// ASCII is the same in all forms.
fn unless_ascii(text: &str, form: fn(&str) -> String) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { form(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_western_europe_are_as_the_tables_say() {
        for char in '\0'..='ÿ' {
            let text = format!("A{char}z");
            let is_known = char.is_ascii() || char >= 'À';
            assert_eq!(bare_latin(&text), is_known.then(|| source::bare(&text)), "{char:?}");
        }
        assert_eq!(bare_latin("Č"), None);
    }
}
