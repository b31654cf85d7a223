//! What is staged is never lost, and closing many accounts needs an extra confirmation.

use serde_json::json;
use tests::workerd::Server;

use crate::{
    page::Page,
    screens::{LARGE_ROSTER, SMALL_ROSTER, account, platform, receipts, roster},
    thing::Name,
};

#[test]
fn edits_survive_search_filter_scrolling_and_closing() {
    let server = Server::start();
    let id = platform(&server, LARGE_ROSTER);
    let mut addresses: Vec<_> = roster(LARGE_ROSTER).into_iter().filter(|entry| entry.mode != "none").collect();
    addresses.sort_by(|one, other| one.address.cmp(&other.address));
    let (first, last) = (&addresses[0].address, &addresses[addresses.len() - 1].address);
    let (first_none, last_none) = (format!("Keine, {first}"), format!("Keine, {last}"));
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.open_billing();

    page.click("radio", &first_none);
    page.shows("1 Änderung ·");
    page.search("gibt es nicht");
    page.shows("Keine Treffer");
    page.click("button", "Filter aufheben");
    page.find_when("radio", &first_none, |radio| radio.is("checked"));

    // scrolls to the end of the virtual list, and back
    page.click("searchbox", "Suchen");
    page.run("document.querySelector('dialog [role=table]').parentElement.scrollTop = 1e6");
    page.click("radio", &last_none);
    page.shows("2 Änderungen ·");
    page.run("document.querySelector('dialog [role=table]').parentElement.scrollTop = 0");
    page.find_when("radio", &first_none, |radio| radio.is("checked"));
    assert!(page.all("row", Name::Any).len() < 100, "most rows are not in the page");
    page.click("button", "Nur geänderte");
    page.find_when("radio", &last_none, |radio| radio.is("checked"));
    assert_eq!(page.all("radio", Name::Any).len(), 6, "two rows of three choices");

    // Escape is pressed by accident
    page.key("Escape");
    page.find("alertdialog", "Änderungen behalten?");
    page.click("button", "Behalten und schließen");
    page.gone("dialog", Name::Any);
    page.shows("2 Änderungen sind vorgemerkt, aber nicht bestätigt.");
    page.reload();
    page.click("button", "Weiter bearbeiten");
    page.find_when("radio", &first_none, |radio| radio.is("checked"));
    page.click("button", &format!("Wie vorher, {first}"));
    page.find_when("radio", &first_none, |radio| !radio.is("checked"));
    page.shows("1 Änderung ·");

    page.click("button", "Abbrechen");
    page.click("button", "Verwerfen");
    page.gone("dialog", Name::Any);
    page.gone("button", "Weiter bearbeiten");
    assert!(receipts(&server, &id).is_empty(), "nothing was confirmed");
}

#[test]
fn a_row_leads_back_from_the_summary() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.open_billing();
    page.click("checkbox", "Alle 25: Jährlich");
    page.go_on();
    page.click("button", "Ändern, zoe.albrecht@musterfirma.example");
    page.has_focus("radio", "Jährlich, zoe.albrecht@musterfirma.example");
    page.click("radio", "Monatlich, zoe.albrecht@musterfirma.example");
    page.go_on();
    page.gone("button", "Ändern, zoe.albrecht@musterfirma.example");
    page.click("button", "Zurück");
    page.find("dialog", "Abrechnungsmodus");
}

#[test]
fn more_than_ten_closings_are_typed() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let closing = roster(SMALL_ROSTER).iter().filter(|entry| entry.mode != "none").count();
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.open_billing();
    page.click("checkbox", "Alle 25: Keine");
    page.go_on();
    let field = format!("{closing} Accounts werden geschlossen. Geben Sie zur Bestätigung {closing} ein.");
    page.find_when("button", "Bestätigen", |button| button.is("disabled"));
    page.fill("textbox", &field, "12");
    page.find_when("button", "Bestätigen", |button| button.is("disabled"));
    page.fill("textbox", &field, &closing.to_string());
    page.confirm();
    assert_eq!(receipts(&server, &id)[0]["lines"], closing);
}

#[test]
fn a_selection_is_the_filter() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    for address in ["kontakt@musterfirma.example", "jobs@musterfirma.example"] {
        page.click("checkbox", &format!("{address} auswählen"));
    }
    page.shows("2 ausgewählt");
    page.click("button", "Abrechnungsmodus …");
    page.click("checkbox", "Alle 2: Jährlich");
    page.go_on();
    assert_eq!(page.groups(), ["2 Accounts wechseln zu jährlich"]);
}

#[test]
fn the_box_over_the_list_says_what_is_ticked_of_what_is_shown() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    for address in ["kontakt@musterfirma.example", "jobs@musterfirma.example"] {
        page.click("checkbox", &format!("{address} auswählen"));
    }
    page.find_when("checkbox", "Alle 25 auswählen", |head| head.state("checked") == "mixed");
    page.search("anna");
    page.find_when("checkbox", "Alle 1 auswählen", |head| head.state("checked") == "false");
    page.click("checkbox", "Alle 1 auswählen");
    page.shows("3 ausgewählt");
    page.find_when("checkbox", "Alle 1 auswählen", |head| head.is("checked"));
    page.click("checkbox", "Alle 1 auswählen");
    page.shows("2 ausgewählt");
}

#[test]
fn a_selection_that_was_acted_upon_is_over() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.click("checkbox", "kontakt@musterfirma.example auswählen");
    page.shows("1 ausgewählt");
    page.click("button", "Abrechnungsmodus …");
    page.choose("Keine", "kontakt@musterfirma.example");
    page.go_on();
    page.confirm();
    page.click("button", "Fertig");
    page.gone("dialog", Name::Any);
    assert!(!page.all_text().contains("ausgewählt"), "it would be part of the next change");
    page.find_when("checkbox", "kontakt@musterfirma.example auswählen", |box_over| !box_over.is("checked"));
}

#[test]
fn a_book_that_moved_on_leads_back_to_the_summary() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let (moved, kept) = ("kontakt@musterfirma.example", "jobs@musterfirma.example");
    let mut page = Page::new();
    page.deafen();
    page.open_platform(&server, &id);
    page.open_billing();
    page.choose("Keine", moved);
    page.choose("Keine", kept);
    page.go_on();

    // somebody else changes the account first
    let wish = json!([{ "account": account(&server, &id, moved).expect("it is there")["id"], "mode": "yearly" }]);
    let preview = server.post(&format!("/platforms/{id}/changes/preview"), &json!({ "changes": wish }));
    let preview = preview.expect(200).json();
    let change = json!({ "revision": preview["revision"], "hash": preview["hash"], "changes": wish });
    server.post(&format!("/platforms/{id}/changes"), &change).expect(201);

    page.click("button", "Bestätigen");
    page.shows("Der Stand hat sich inzwischen geändert. Was jetzt anders ist, ist markiert.");
    page.find("dialog", "Zusammenfassung");
    page.row_says(moved, "anders als zuvor");
    page.row_says(moved, "Jährlich");
    let other = page.row(kept);
    assert!(!page.text(&other).contains("anders"), "only what differs is marked");
    assert_eq!(receipts(&server, &id).len(), 1, "nothing was confirmed unread");

    page.confirm();
    assert_eq!(receipts(&server, &id)[0]["lines"], 2);
    assert_eq!(account(&server, &id, moved).expect("it is there")["mode"], "none");
}

#[test]
fn a_book_that_moved_elsewhere_does_not_get_in_the_way() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.open_billing();
    page.choose("Keine", "jobs@musterfirma.example");
    page.go_on();
    server.post(&format!("/platforms/{id}/clock"), &json!({ "today": "2026-11-23" })).expect(200);
    page.confirm();
    assert_eq!(receipts(&server, &id)[0]["lines"], 1);
}
