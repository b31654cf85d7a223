//! What a browser fetches before it shows the product.

use std::{collections::BTreeMap, fs};

use tests::weight;
use xtask::place;

use crate::table::{Goal, Row, count};

const MOST_KB: f64 = 170.0;

/// The compressed size of the wasm, JS, CSS and HTML files at the top of the built page and of the words of one
/// language, each compressed as a server would send it. Files in `later` are fetched after the first screen.
pub fn row() -> Row {
    let (mut raw, mut packed) = (0.0, BTreeMap::<String, f64>::new());
    for entry in fs::read_dir(place::page()).expect("the page is built") {
        let path = entry.expect("the folder can be read").path();
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        // The error page is a copy of the first page.
        if !["wasm", "js", "css", "html"].contains(&&*ending) || path.ends_with("404.html") {
            continue;
        }
        let (bytes, sent) = weight::of(&path);
        raw += bytes as f64;
        *packed.entry(ending).or_default() += sent as f64;
    }
    let (words_raw, words) = largest("words");
    raw += words_raw;
    packed.insert("words".to_owned(), words);
    assert!(packed.contains_key("wasm") && packed.contains_key("html"), "the page is not built: `cargo xtask build`");
    let total: f64 = packed.values().sum();
    let parts: Vec<String> = packed.iter().map(|(ending, size)| format!("{ending} {}", count(size / 1e3))).collect();
    Row {
        figure: format!("first load, brotli 11: {} (later {})", parts.join(", "), count(largest("later").1 / 1e3)),
        ours: format!("{:.1} kB", total / 1e3),
        peer: format!("{} kB  the same, raw", count(raw / 1e3)),
        ratio: format!("{:.2}", total / raw),
        goal: Goal::most(MOST_KB, total / 1e3, " kB"),
    }
}

/// The size in bytes of the largest file in a folder of the page, raw and compressed.
fn largest(folder: &str) -> (f64, f64) {
    let files = fs::read_dir(place::page().join(folder)).expect("the page is built");
    let sizes = files.map(|file| {
        let (bytes, sent) = weight::of(&file.expect("the folder can be read").path());
        (bytes as f64, sent as f64)
    });
    sizes.max_by(|one, other| one.1.total_cmp(&other.1)).expect("there is a file")
}
