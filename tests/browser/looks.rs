//! Languages, light and dark, a narrow screen, very many accounts, and the findings of axe.

use serde_json::Value;
use tests::{static_files::StaticFiles, workerd::Server};
use xtask::npm;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, platform},
    thing::Name,
};

#[test]
fn three_languages_have_the_fixed_words() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    let languages = [
        ("Sprache", "English", ["Actions", "Billing mode", "Email accounts", "History", "Dismiss", "Next"]),
        (
            "Language",
            "Français",
            ["Actions", "Mode de facturation", "Comptes e-mail", "Historique", "Fermer", "Suivant"],
        ),
        ("Langue", "Deutsch", ["Aktionen", "Abrechnungsmodus", "E-Mail-Accounts", "Verlauf", "Abbrechen", "Weiter"]),
    ];
    for (menu, language, [actions, billing, accounts, history, dismiss, next]) in languages {
        page.click("button", Name::Begins(menu));
        page.click("menuitemradio", language);
        page.find("link", accounts);
        page.find("link", history);
        page.reload();
        page.click("button", actions);
        page.click("menuitem", billing);
        page.find("dialog", billing);
        page.find("button", next);
        page.click("button", dismiss);
        page.gone("dialog", Name::Any);
    }
    assert_eq!(page.run("document.documentElement.lang"), "de");
}

#[test]
fn light_and_dark_follow_the_system_or_the_choice() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.open(&format!("{}/demo", files.address()));
    page.counts("25 von 25 Accounts");
    let ground = |page: &mut Page| page.run("getComputedStyle(document.body).backgroundColor").to_string();
    let light = ground(&mut page);
    page.light("dark");
    let dark = ground(&mut page);
    assert_ne!(light, dark, "the system is followed");
    for (word, attribute, seen) in [("Hell", "light", &light), ("Dunkel", "dark", &dark)] {
        page.click("button", "Darstellung");
        page.click("menuitemradio", word);
        assert_eq!(page.run("document.documentElement.dataset.theme"), attribute);
        page.reload();
        page.counts("25 von 25 Accounts");
        assert_eq!((page.run("document.documentElement.dataset.theme"), &ground(&mut page)), (attribute.into(), seen));
    }
    page.click("button", "Darstellung");
    page.click("menuitemradio", "Systemeinstellung");
    assert_eq!(page.run("document.documentElement.dataset.theme"), Value::Null);
}

/// Goes through all screens and calls `look` on each.
fn tour(server: &Server, files: &StaticFiles, page: &mut Page, mut look: impl FnMut(&mut Page, &str)) {
    page.open(&server.address());
    page.find("heading", "Jedes Postfach, sein Ablauf, sein Preis");
    look(page, "first start");
    page.click("checkbox", "Testuhr ab");
    look(page, "first start with a clock");

    let id = platform(server, SMALL_ROSTER);
    page.open_platform(server, &id);
    page.row("anna.keller@musterfirma.example");
    look(page, "list");
    page.chord("k");
    page.find("combobox", "Befehl suchen");
    look(page, "commands");
    page.write("zzz");
    page.shows("Keine Treffer für");
    look(page, "no command");
    page.key("Escape");
    page.gone("dialog", Name::Any);
    page.key("?");
    page.find("dialog", "Tastenkürzel");
    look(page, "keys");
    page.key("Escape");
    page.gone("dialog", Name::Any);
    page.click("button", "Aktionen");
    page.find("menuitem", "Abrechnungsmodus");
    look(page, "menu");
    page.click("menuitem", "Abrechnungsmodus");
    page.click("checkbox", "Alle 25: Jährlich");
    page.choose("Keine", "anna.keller@musterfirma.example");
    look(page, "choice");
    page.key("Escape");
    page.find("alertdialog", Name::Any);
    look(page, "question");
    page.click("button", "Weiter bearbeiten");
    page.go_on();
    look(page, "summary");
    page.confirm();
    look(page, "receipt");
    page.click("button", "Fertig");
    page.gone("dialog", Name::Any);
    page.click("link", "Verlauf");
    page.click("button", "Details anzeigen");
    page.row("anna.keller@musterfirma.example");
    look(page, "history");
    page.click("button", "+1 Monat");
    page.find_when("button", "+1 Tag", |button| !button.is("disabled"));
    page.click("link", "Rechnungen");
    page.find("link", "2026-000001");
    look(page, "invoices");
    page.click("link", "2026-000001");
    page.find("heading", "Rechnung 2026-000001");
    page.click("button", Name::Begins("1 Account"));
    look(page, "invoice");
    page.click("link", "Einstellungen");
    page.find("form", "Plattform");
    look(page, "settings");
    page.open(&format!("{}/platforms/{id}/accounts/1", server.address()));
    page.shows("Verlauf dieses Accounts");
    look(page, "account");

    page.open(&format!("{}/demo", files.address()));
    page.counts("25 von 25 Accounts");
    look(page, "demo");
    for dialog in ["order", "setup&account=1", "reset&account=1", "restore&account=1", "terminate"] {
        page.open(&format!("{}/demo/platforms/demo/accounts?dialog={dialog}", files.address()));
        page.find("dialog", Name::Any);
        look(page, dialog);
    }
    page.fill("textbox", Name::Begins("Geben Sie"), "Musterfirma GmbH");
    page.click("button", "Kündigen");
    page.click("button", "Kündigung zurücknehmen");
    page.find("alertdialog", Name::Any);
    look(page, "termination");
    page.click("button", "Bestätigen");
    page.gone("button", "Kündigung zurücknehmen");
    page.open(&format!("{}/nowhere", files.address()));
    page.find("heading", "Diese Seite gibt es nicht");
    look(page, "nowhere");
    page.open(&files.address());
    page.shows("Der Server antwortet nicht.");
    look(page, "start without a worker");
}

#[test]
fn axe_finds_nothing_serious_in_light() {
    check_axe("light", 1440);
}

#[test]
fn axe_finds_nothing_serious_in_dark_on_a_phone() {
    check_axe("dark", 360);
}

fn check_axe(light: &str, width: u32) {
    let (server, files) = (Server::start(), StaticFiles::start());
    let mut page = Page::new();
    page.size(width, 900);
    page.light(light);
    let mut found = Vec::new();
    tour(&server, &files, &mut page, |page, place| {
        found.extend(serious(page).iter().map(|violation| format!("{place}: {violation}")));
    });
    assert!(found.is_empty(), "{light}, {width} px:\n{}", found.join("\n"));
}

/// What axe finds on the screen that is serious.
pub fn serious(page: &mut Page) -> Vec<Value> {
    if page.run("typeof axe") != "object" {
        let axe = std::fs::read_to_string(npm::axe()).expect("axe-core is installed by `cargo xtask build`");
        page.run(&axe);
    }
    let run = "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, any }) => [id, html, any.map((it) => it.message).join('; ')])))";
    page.run(run).as_array().expect("a list").clone()
}

/// What can be scrolled sideways, or is wider than the screen.
pub fn wide(page: &mut Page) -> Vec<Value> {
    page.run(WIDE).as_array().expect("a list").clone()
}

/// A script that finds elements that can be scrolled sideways, elements that reach beyond the screen and are not cut off by
/// a box around them, and buttons that reach beyond their card.
const WIDE: &str = "(() => {
    const cuts = (box) => box && box !== document.body && (getComputedStyle(box).overflowX !== 'visible' || cuts(box.parentElement));
    const scrolls = [document.scrollingElement, ...document.querySelectorAll('dialog, dialog > .dialog-body')]
        .filter((box) => box.scrollWidth > Math.min(box.clientWidth, innerWidth));
    const beyond = [...document.querySelectorAll('body *')]
        .filter((box) => box.getBoundingClientRect().right > innerWidth + 1 && box.checkVisibility() && !cuts(box.parentElement));
    const out = [...document.querySelectorAll('.card .btn')]
        .filter((box) => box.getBoundingClientRect().right > box.closest('.card').getBoundingClientRect().right);
    return [...scrolls, ...beyond.slice(0, 3), ...out].map((box) => `${box.localName}.${box.className}`);
})()";

#[test]
fn nothing_is_wider_than_a_phone() {
    let (server, files) = (Server::start(), StaticFiles::start());
    let mut page = Page::new();
    page.size(360, 740);
    let mut found = Vec::new();
    tour(&server, &files, &mut page, |page, place| {
        found.extend(wide(page).iter().map(|wide| format!("{place}: {wide}")));
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_thousand_and_a_hundred_thousand_accounts_are_a_few_rows_in_the_page() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.open(&format!("{}/demo", files.address()));
    for (size, written) in [("1000", "1.000"), ("100000", "100.000")] {
        page.pick("combobox", "Musterfirma wählen", size);
        page.counts(&format!("{written} von {written} Accounts"));
        assert_few_rows(&mut page);
        page.open_billing();
        assert_few_rows(&mut page);
        page.click("checkbox", &format!("Alle {written}: Jährlich"));
        page.find_when("checkbox", &format!("Alle {written}: Jährlich"), |head| head.is("checked"));
        page.go_on();
        assert_few_rows(&mut page);
        page.confirm();
        assert_few_rows(&mut page);
        page.click("button", "Fertig");
        page.gone("dialog", Name::Any);
        page.reload();
        page.counts(&format!("{written} von {written} Accounts"));
        page.open_menu("Verlängerung");
        page.click("menuitemradio", "Jährlich");
        page.find("button", "Verlängerung: Jährlich");
        page.counts(&format!("{written} von {written} Accounts"));
        page.open_menu("Verlängerung: Jährlich");
        page.click("menuitemradio", "Alle");
    }
}

#[track_caller]
fn assert_few_rows(page: &mut Page) {
    let rows = page.run("document.querySelectorAll('[role=row]').length");
    assert!(rows.as_u64().is_some_and(|rows| rows < 200), "{rows} rows are in the page");
}
