//! What a browser fetches before it can show the list.

use serde_json::{Value, json};
use tests::{weight, workerd::Server};
use xtask::place;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, platform},
};

/// The limit in bytes, compressed.
const MOST: usize = 180_000;

#[test]
fn the_list_waits_for_little() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.chromium.call("Network.enable", json!({}));
    page.open_platform(&server, &id);
    page.until("all of the page", |page| {
        let seen = page.chromium.seen(&["Network.requestWillBeSent"]);
        seen.iter().any(|event| event["params"]["request"]["url"].to_string().contains("/later/")).then_some(())
    });
    let events = page.chromium.seen(&["Network.requestWillBeSent", "Network.dataReceived"]);
    let asks_for = |part: &str| {
        let asks = |event: &&Value| event["params"]["request"]["url"].as_str().is_some_and(|url| url.contains(part));
        events.iter().position(asks).unwrap_or_else(|| panic!("nothing asks for {part}"))
    };
    let book = &events[asks_for("/snapshot")]["params"]["requestId"];
    // the page may have read all of it before the browser says that it has ended
    let is_of_book =
        |event: &&Value| event["method"] == "Network.dataReceived" && event["params"]["requestId"] == *book;
    let came = events.iter().rposition(is_of_book).expect("a book");
    assert!(came < asks_for("/later/"), "the rest of the page waits until the list is there");

    let asked = page.chromium.seen(&["Network.requestWillBeSent"]);
    let asked =
        asked.iter().filter_map(|event| event["params"]["request"]["url"].as_str()?.strip_prefix(&server.address()));
    let files = weight::before_the_book(asked);
    let kinds = ["", "js", "wasm", "wasm"].map(str::to_owned).to_vec();
    let ending = |path: &&str| path.rsplit_once('.').map_or("", |(_, ending)| ending).to_owned();
    let mut found: Vec<_> = files.iter().map(ending).collect();
    found.sort_unstable();
    assert_eq!(found, kinds, "the page, its program, and the words of one language: {files:?}");
    let weight: usize = files.iter().map(|path| weight::of(&weight::file_of(&place::page(), path)).1).sum();
    assert!(weight <= MOST, "{weight} bytes: {files:?}");
}
