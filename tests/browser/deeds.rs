//! The other tasks of the guide: order accounts, set them up, empty one, restore one, terminate and take that back.

use serde_json::json;
use tests::{static_files::StaticFiles, workerd::Server};

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, TODAY, account, is_sound, platform},
    thing::Name,
};

/// The placeholder of the account of an ordinal.
fn seat(number: u32) -> String {
    format!("seat-{number}@unassigned.invalid")
}

/// Opens the menu of an account and chooses.
#[track_caller]
fn choose_of(page: &mut Page, address: &str, entry: &str) {
    page.search(address);
    page.click("button", &format!("Aktionen für {address}"));
    page.click("menuitem", entry);
}

#[track_caller]
fn set_up(page: &mut Page, address: &str, name: &str) {
    page.find("dialog", "Einrichten");
    page.fill("textbox", "E-Mail-Adresse", address);
    page.fill("textbox", "Anzeigename", name);
    page.click("button", "Einrichten");
    page.gone("dialog", Name::Any);
    page.search(address);
    page.row_says(address, name);
}

/// From the order to the day on which the termination is taken back, on a platform of 25 accounts.
fn the_guide(page: &mut Page) {
    page.click("button", "Accounts bestellen");
    page.find("dialog", "Accounts bestellen");
    for wrong in ["0", "1001", "-1", "1,5", "viele", ""] {
        page.fill("textbox", "Anzahl Accounts", wrong);
        page.shows("Bitte eine ganze Zahl von 1 bis 1.000 eingeben.");
        page.find_when("button", "Zahlungspflichtig bestellen", |button| button.is("disabled"));
    }
    page.fill("textbox", "Anzahl Accounts", "5");
    page.click("radio", Name::Begins("Jährlich"));
    // 5 × 23.88 = 119.40; 19 % of that is 22.686
    for amount in ["119,40 €", "22,69 €", "142,09 €"] {
        page.shows(amount);
    }
    page.click("button", "Zahlungspflichtig bestellen");
    page.shows("5 Accounts bestellt");
    page.click("link", "Einrichten");
    set_up(page, "neu.eins@musterfirma.example", "Neu Eins");

    choose_of(page, &seat(27), "Einrichten");
    page.fill("textbox", "E-Mail-Adresse", "NEU.EINS@musterfirma.example");
    page.shows("Diese Adresse hat schon ein Account der Plattform.");
    page.find_when("button", "Einrichten", |button| button.is("disabled"));
    set_up(page, "neu.zwei@musterfirma.example", "Neu Zwei");

    choose_of(page, "neu.zwei@musterfirma.example", "Diesen Account zurücksetzen");
    page.fill("textbox", Name::Begins("Zur Bestätigung"), "neu.eins@musterfirma.example");
    page.find_when("button", "Diesen Account zurücksetzen", |button| button.is("disabled"));
    page.fill("textbox", Name::Begins("Zur Bestätigung"), "neu.zwei@musterfirma.example");
    page.click("button", "Diesen Account zurücksetzen");
    page.gone("dialog", Name::Any);
    page.search(&seat(27));
    page.row_says(&seat(27), "Nicht eingerichtet");
    page.search("");

    page.open_billing();
    for number in 28..=30 {
        page.choose("Keine", &seat(number));
    }
    page.go_on();
    page.confirm();
    page.click("button", "Fertig");
    page.gone("dialog", Name::Any);

    page.click("button", "Aktionen");
    page.click("menuitem", "Kündigen");
    page.find("dialog", "Kündigen");
    page.fill("textbox", Name::Begins("Zur Bestätigung"), "Musterfirma");
    page.find_when("button", "Kündigen", |button| button.is("disabled"));
    page.fill("textbox", Name::Begins("Zur Bestätigung"), "Musterfirma GmbH");
    page.click("button", "Kündigen");
    page.shows("Die Plattform ist gekündigt.");
    page.gone("dialog", Name::Any);
    page.find_when("button", "Accounts bestellen", |button| button.is("disabled"));
    page.search("neu.eins");
    page.row_says("neu.eins@musterfirma.example", "Keine");
    page.click("button", "Aktionen für neu.eins@musterfirma.example");
    page.find_when("menuitem", Name::Begins("Abrechnungsmodus"), |entry| entry.is("disabled"));
    page.key("Escape");

    page.click("button", "Kündigung zurücknehmen");
    let question = page.find("alertdialog", "Kündigung zurücknehmen");
    let yes = page.all_in(&question, "button", "Kündigung zurücknehmen").remove(0);
    page.press_on(&yes);
    page.gone("alertdialog", Name::Any);
    page.row_says("neu.eins@musterfirma.example", "Jährlich");
    page.search(&seat(28));
    page.row_says(&seat(28), "Keine");
    page.search("");
    page.counts("30 von 30 Accounts");
}

#[test]
fn accounts_are_ordered_set_up_emptied_and_the_platform_terminated_and_kept() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let before = server.get(&format!("/platforms/{id}/accounts?limit=100")).expect(200).json();
    let mut page = Page::new();
    page.open_platform(&server, &id);
    the_guide(&mut page);

    let after = server.get(&format!("/platforms/{id}/accounts?limit=100")).expect(200).json();
    for account in before["items"].as_array().expect("a list") {
        assert!(after["items"].as_array().expect("a list").contains(account), "{account} has changed");
    }
    let invoices = server.get(&format!("/platforms/{id}/invoices")).expect(200).json();
    let order = &invoices["items"][0];
    assert_eq!((&order["kind"], &order["net"]), (&json!("order"), &json!(11_940)));
    assert_eq!((&order["vat"], &order["gross"], &order["date"]), (&json!(2_269), &json!(14_209), &json!(TODAY)));
    is_sound(&server, &id);
}

#[test]
fn the_demo_does_all_of_that_too() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.open(&format!("{}/demo", files.address()));
    page.counts("25 von 25 Accounts");
    the_guide(&mut page);
    page.reload();
    page.counts("30 von 30 Accounts");
}

#[test]
fn a_suspended_account_is_restored_for_the_time_since() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    server.patch(&format!("/platforms/{id}"), &json!({"retention_days": 30})).expect(200);
    let ended = "empfang@musterfirma.example";
    let expired = account(&server, &id, ended).expect("it is there")["expires_on"].as_str().expect("a date").to_owned();
    server.post(&format!("/platforms/{id}/clock"), &json!({"today": expired})).expect(200);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    choose_of(&mut page, ended, "Wiederherstellen");
    page.find("dialog", "Wiederherstellen");
    page.shows("2,96 €");
    page.click("radio", "Jährlich");
    page.shows("28,42 €");
    page.click("button", "Wiederherstellen");
    page.gone("dialog", Name::Any);
    page.row_says(ended, "Jährlich");
    let restored = account(&server, &id, ended).expect("it is there");
    assert_eq!((&restored["status"], &restored["mode"]), (&json!("active"), &json!("yearly")));
    is_sound(&server, &id);
}

#[test]
fn every_dialog_has_an_address_and_closes_with_esc() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    for (query, title) in [
        ("dialog=order", "Accounts bestellen"),
        ("dialog=terminate", "Kündigen"),
        ("dialog=setup&account=1", "Bearbeiten"),
        ("dialog=reset&account=1", "Diesen Account zurücksetzen"),
        ("dialog=restore&account=1", "Wiederherstellen"),
        ("dialog=setup&account=999", "Einrichten"),
    ] {
        page.open(&format!("{}/platforms/{id}/accounts?{query}", server.address()));
        page.find("dialog", title);
        page.key("Escape");
        page.gone("dialog", Name::Any);
        assert!(!page.place().contains("dialog"), "{query}");
    }
}
