//! The guide: each link leads to its place, its search narrows it, and the places lead to it.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{static_files::StaticFiles, workerd::Server};
use xtask::workerd::Config;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, platform},
};

/// Where the links of the guide lead, but for those within it.
const LINKS: &str = "[...document.querySelectorAll('.guide a')].map(a => a.getAttribute('href')).filter(href => !href?.startsWith('#'))";
/// The links within it that lead nowhere, the entries that no link leads to, and links without a place.
const LOOSE: &str = "[...document.querySelectorAll('.guide a')].filter(a => !a.getAttribute('href') \
    || a.getAttribute('href').startsWith('#') && !document.getElementById(a.getAttribute('href').slice(1))).map(a => a.outerHTML)\
    .concat([...document.querySelectorAll('.guide [id]')].filter(one => !document.querySelector(`.guide-contents [href='#${one.id}']`)).map(one => one.id))";
/// How many entries are shown.
const SHOWN: &str = "[...document.querySelectorAll('.guide-entry')].filter(entry => entry.checkVisibility()).length";

fn texts(found: &Value) -> BTreeSet<String> {
    let found = found.as_array().expect("a list").iter();
    found.map(|one| one.as_str().expect("a text").to_owned()).collect()
}

#[test]
fn every_link_of_the_guide_leads_to_its_place() {
    let server = Server::start();
    let mut page = Page::new();
    let mut links: Vec<BTreeSet<String>> = Vec::new();
    for (language, title) in [("de", "Anleitung"), ("en", "Guide"), ("fr", "Guide")] {
        page.open(&format!("{}/help", server.address()));
        page.run(&format!("localStorage.setItem('laufzeit.language', '{language}')"));
        page.reload();
        page.find("heading", title);
        assert_eq!(page.run(LOOSE), json!([]), "{language}");
        links.push(texts(&page.run(LINKS)));
        for link in links.last().expect("it was pushed").clone() {
            page.open(&format!("{}{link}", server.address()));
            let dialog = link.contains("dialog=");
            page.until(&format!("{language}: {link}"), |page| {
                let there = if dialog {
                    "dialog[open] .dialog-body"
                } else {
                    "main h1, main table, .history-page, .settings-part"
                };
                (page.run(&format!("!!document.querySelector('{there}')")) == true).then_some(())
            });
            let nowhere = ["Diese Seite gibt es nicht", "There is no such page", "Cette page n’existe pas"];
            let text = page.all_text();
            assert!(!nowhere.iter().any(|says| text.contains(says)), "{link}");
        }
    }
    // nobody has opened a platform here: all of them lead into the demo
    let dialogs = |name: &str| links[0].contains(&format!("/demo/platforms/demo/accounts?dialog={name}"));
    assert!(["order", "billing", "terminate"].iter().all(|name| dialogs(name)), "{:?}", links[0]);
    assert!(links.iter().all(|others| *others == links[0]), "{links:?}");
}

#[test]
fn the_guide_leads_into_the_platform_seen_last_and_back() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.open_menu("Darstellung");
    page.click("menuitem", "Anleitung");
    page.find("heading", "Anleitung");
    assert_eq!(page.place(), "/help");
    page.run("document.querySelector(`#modes a[href*='dialog=billing']`).click()");
    page.find("dialog", "Abrechnungsmodus");
    assert!(page.place().starts_with(&format!("/platforms/{id}/accounts?dialog=billing")), "{}", page.place());
    // each place leads to what the guide says of it
    let help = page.find("link", "Hilfe: Abrechnungsmodus");
    assert_eq!(
        page.ask(&help, "function() { return this.getAttribute('href') + this.target }"),
        Some("/help#modes_blank".into())
    );
    page.run("history.back()");
    page.find("heading", "Anleitung");
}

#[test]
fn the_guide_is_searched_and_opened_at_an_entry() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.open(&format!("{}/demo", files.address()));
    page.find("table", "E-Mail-Accounts");
    page.settles();
    let fetched = "performance.getEntriesByType('resource').some(file => file.name.includes('guide'))";
    assert_eq!(page.run(fetched), false, "nobody waits for the guide who does not open it");
    page.open(&format!("{}/help#reset", files.address()));
    page.find("heading", "Anleitung");
    assert_eq!(page.run(fetched), true);
    page.until("the entry in view", |page| {
        let top =
            "(top => 0 <= top && top < innerHeight)(document.getElementById('reset').getBoundingClientRect().top)";
        (page.run(top) == true).then_some(())
    });
    let all = page.run(SHOWN).as_u64().expect("a number");
    assert!(all > 30, "{all}");
    // all words, in any order, with no regard to accents and case
    page.fill("searchbox", "Anleitung durchsuchen", "POSTFACH zuruckgesetzt");
    page.shows("2 Treffer");
    assert_eq!(page.run(SHOWN), 2);
    page.shows("Was lässt sich nicht mehr rückgängig machen?");
    page.fill("searchbox", "Anleitung durchsuchen", "Bratwurst");
    page.shows("In der Anleitung steht dazu nichts.");
    assert_eq!(page.run(SHOWN), 0);
    page.fill("searchbox", "Anleitung durchsuchen", "");
    page.until("all of it", |page| (page.run(SHOWN) == all).then_some(()));
}

/// A guide that does not come says so, and comes by itself.
#[test]
fn a_guide_that_is_on_its_way_says_so() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.chromium.call("Network.enable", json!({}));
    page.chromium.call("Network.setBlockedURLs", json!({ "urls": ["*guide_*"] }));
    page.open(&format!("{}/help", files.address()));
    page.shows("Ein Teil der Seite ist noch nicht geladen.");
    page.chromium.call("Network.setBlockedURLs", json!({ "urls": [] }));
    page.find("heading", "Anleitung");
    assert!(!page.all_text().contains("noch nicht geladen"));
}

#[test]
fn who_has_not_signed_in_may_read_the_guide() {
    let server = Server::start_as(Config::Locked, &std::env::temp_dir());
    let mut page = Page::new();
    page.open(&format!("{}/help", server.address().replace("127.0.0.1", "localhost")));
    page.find("heading", "Anleitung");
    page.settles();
    assert!(page.refusals().is_empty(), "{:?}", page.refusals());
}

#[test]
fn the_walk_is_offered_once() {
    let files = StaticFiles::start();
    let demo = format!("{}/demo", files.address());
    let mut page = Page::new();
    page.open(&demo);
    page.shows("Ein Rundgang in vier Schritten");
    page.click("button", "Rundgang beginnen");
    page.shows("1 von 4:");
    page.click("button", "Nächster Schritt");
    page.shows("2 von 4:");
    // where it is stays, and what it leads to is not covered by it
    page.reload();
    page.shows("2 von 4:");
    page.run("document.querySelector('.walk a').click()");
    page.find("dialog", "Abrechnungsmodus");
    page.click("button", "Schließen");
    for step in ["3 von 4:", "4 von 4:"] {
        page.click("button", "Nächster Schritt");
        page.shows(step);
    }
    page.click("button", "Rundgang beenden");
    page.gone("button", "Rundgang beenden");
    page.open(&demo);
    page.find("table", "E-Mail-Accounts");
    page.settles();
    assert_eq!(page.run("document.querySelectorAll('.walk').length"), 0);
    // and whoever does not want it is not asked again
    page.run("localStorage.removeItem('laufzeit.walk')");
    page.reload();
    page.click("button", "Nicht mehr zeigen");
    page.gone("button", "Rundgang beginnen");
    page.reload();
    page.find("table", "E-Mail-Accounts");
    page.settles();
    assert_eq!(page.run("document.querySelectorAll('.walk').length"), 0);
}
