//! The forms from the tables of crates.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

pub fn small(text: &str) -> String {
    text.to_lowercase()
}

pub fn composed(text: &str) -> String {
    small(text).nfc().collect()
}

pub fn plain(text: &str) -> String {
    composed(&text.nfkc().collect::<String>())
}

pub fn bare(text: &str) -> String {
    let plain: String = text.nfkd().collect();
    small(&plain).chars().filter(|char| !is_combining_mark(*char)).collect()
}
