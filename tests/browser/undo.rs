//! Confirmed changes can be taken back: from their receipt, and later from the tab Verlauf.

use serde_json::json;
use tests::workerd::Server;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, account, is_sound, platform, receipts},
    thing::Name,
};

const MONTHLY: &str = "kontakt@musterfirma.example";
/// An account whose mode in the roster is `none`.
const ENDING: &str = "empfang@musterfirma.example";

/// Sets one account to the mode `none`, confirms it, and returns the reference.
fn end_one(page: &mut Page) -> String {
    page.open_billing();
    page.choose("Keine", MONTHLY);
    page.go_on();
    page.confirm()
}

#[test]
fn a_receipt_takes_its_change_back() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    let reference = end_one(&mut page);
    assert_eq!(account(&server, &id, MONTHLY).expect("it is there")["mode"], "none");

    page.click("button", "Rückgängig machen");
    page.shows("Rückgängig gemacht: 1 Account geändert");
    page.gone("button", "Rückgängig machen");
    page.click("button", "Fertig");
    page.gone("dialog", Name::Any);
    page.row_says(MONTHLY, "Monatlich");

    let done = receipts(&server, &id);
    assert_eq!(done.len(), 2);
    assert_eq!(done[0]["undoes"], json!(reference));
    assert_eq!(account(&server, &id, MONTHLY).expect("it is there")["mode"], "monthly");
    is_sound(&server, &id);
}

#[test]
fn the_history_shows_lines_and_takes_a_change_back() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    let reference = end_one(&mut page);
    page.click("button", "Fertig");

    page.click("link", "Verlauf");
    page.shows("Abrechnungsmodus von 1 Account geändert");
    page.shows(&reference);
    page.click("button", "Details anzeigen");
    page.row_says(MONTHLY, "Keine");
    page.reload();
    page.row_says(MONTHLY, "Keine");
    page.click("button", "Details ausblenden");
    page.gone("row", Name::Any);

    page.click("button", "Rückgängig machen");
    page.shows("Änderung von 1 Account rückgängig gemacht");
    page.until("four entries", |page| (page.all("listitem", Name::Any).len() == 4).then_some(()));
    assert_eq!(receipts(&server, &id)[0]["undoes"], json!(reference));
    page.click("link", "E-Mail-Accounts");
    page.row_says(MONTHLY, "Monatlich");
    is_sound(&server, &id);
}

#[test]
fn what_would_close_accounts_again_is_asked_first() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.open_billing();
    page.click("checkbox", "Alle 25: Monatlich");
    page.go_on();
    page.confirm();

    page.click("button", "Rückgängig machen");
    page.find("alertdialog", "Rückgängig machen");
    page.shows("2 Accounts werden geschlossen und gelöscht");
    page.click("button", "Abbrechen");
    page.gone("alertdialog", Name::Any);
    assert_eq!(receipts(&server, &id).len(), 1, "nothing was taken back");

    page.click("button", "Rückgängig machen");
    page.find("alertdialog", "Rückgängig machen");
    page.click("button", "Bestätigen");
    page.gone("alertdialog", Name::Any);
    page.shows("Rückgängig gemacht");
    assert_eq!(account(&server, &id, ENDING).expect("it is there")["mode"], "none");
    is_sound(&server, &id);
}

#[test]
fn what_has_come_true_is_not_offered_to_be_taken_back() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    end_one(&mut page);
    page.click("button", "Fertig");
    page.click("link", "Verlauf");
    let open = |page: &mut Page| page.all("button", "Rückgängig machen").iter().any(|button| !button.is("disabled"));
    page.until("a way back", |page| open(page).then_some(()));
    page.click("button", "+1 Monat");
    page.shows("Heute ist der 22. Dez. 2026");
    page.shows("Alle Änderungen sind bereits wirksam.");
    assert!(!open(&mut page), "there is nothing left to take back");
}

#[test]
fn on_a_phone_what_can_be_done_stands_below_what_it_is_about() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    end_one(&mut page);
    page.click("button", "Fertig");
    page.click("link", "Verlauf");
    page.find("button", "Rückgängig machen");
    let places = "['.entry-what', '.entry-note', '.entry-actions'].map((part) =>
        document.querySelector(`.entry-change ${part}`).getBoundingClientRect())";
    for (width, beside) in [(1440, true), (360, false)] {
        page.size(width, 900);
        let tops = page.run(&format!("{places}.map((place) => place.top)"));
        let bottoms = page.run(&format!("{places}.map((place) => place.bottom)"));
        let (title, note, deeds) = (0, 1, 2);
        let over = |one: usize, other: usize| bottoms[one].as_f64() <= tops[other].as_f64();
        assert!(over(title, note), "{width}: {tops} {bottoms}");
        assert_eq!(over(note, deeds), !beside, "{width}: {tops} {bottoms}");
    }
}
