//! The forms from a crate's tables.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

pub fn plain(text: &str) -> String {
    text.nfkc().collect()
}

pub fn bare(text: &str) -> String {
    text.nfkd().filter(|char| !is_combining_mark(*char)).collect()
}
