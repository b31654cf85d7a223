//! Settings that are open in two places: what somebody else saves meanwhile is shown, and nothing that is typed is lost.

use serde_json::{Value, json};
use tests::{static_files::StaticFiles, workerd::Server};

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, platform},
};

const NAME: &str = "Name der Plattform";
const DAYS: &str = "Tage bis zur Löschung";
const THEIRS: &str = "Inzwischen hat jemand anderes „Ihre GmbH“ gespeichert. Hier steht „Meine GmbH“.";

fn now(server: &Server, id: &str) -> Value {
    server.get(&format!("/platforms/{id}")).expect(200).json()
}

/// What stands in a field.
fn typed(page: &mut Page, name: &str) -> String {
    let field = page.find("textbox", name);
    let value = page.ask(&field, "function() { return this.value }");
    value.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn save(page: &mut Page) {
    page.click("button", "Speichern");
    page.shows("Gespeichert");
}

/// A page with the settings open, and somebody who saves a change that the page has not seen.
fn meanwhile(changes: &Value) -> (Server, String, Page) {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.deafen();
    page.open(&format!("{}/platforms/{id}/settings", server.address()));
    page.find("form", "Plattform");
    page.find("textbox", NAME);
    server.patch(&format!("/platforms/{id}"), changes).expect(200);
    (server, id, page)
}

#[test]
fn only_what_was_typed_is_sent_and_what_others_saved_stays() {
    let (server, id, mut page) = meanwhile(&json!({"name": "Ihre GmbH"}));
    page.fill("textbox", DAYS, "14");
    save(&mut page);
    page.find("heading", "Ihre GmbH");
    assert_eq!(typed(&mut page, NAME), "Ihre GmbH");
    assert_eq!((&now(&server, &id)["name"], &now(&server, &id)["retention_days"]), (&json!("Ihre GmbH"), &json!(14)));
}

#[test]
fn what_both_have_changed_is_chosen_beside_its_field() {
    let (server, id, mut page) = meanwhile(&json!({"name": "Ihre GmbH"}));
    page.fill("textbox", NAME, "Meine GmbH");
    page.fill("textbox", DAYS, "7");
    page.click("button", "Speichern");
    page.shows(THEIRS);
    assert_eq!((typed(&mut page, NAME), typed(&mut page, DAYS)), ("Meine GmbH".to_owned(), "7".to_owned()));
    assert_eq!((&now(&server, &id)["name"], &now(&server, &id)["retention_days"]), (&json!("Ihre GmbH"), &json!(0)));
    page.click("button", "Speichern");
    page.shows("Bitte prüfen Sie sie, und wählen Sie bei markierten Feldern, was gelten soll.");
    assert_eq!(now(&server, &id)["name"], "Ihre GmbH", "nothing is sent before the choice");
    page.click("button", format!("Eigenes behalten: {NAME}").as_str());
    page.gone("button", format!("Eigenes behalten: {NAME}").as_str());
    save(&mut page);
    assert_eq!((&now(&server, &id)["name"], &now(&server, &id)["retention_days"]), (&json!("Meine GmbH"), &json!(7)));

    server.patch(&format!("/platforms/{id}"), &json!({"name": "Ihre GmbH"})).expect(200);
    page.fill("textbox", NAME, "Nochmals meine");
    page.click("button", "Speichern");
    page.click("button", format!("Gespeichertes übernehmen: {NAME}").as_str());
    assert_eq!(typed(&mut page, NAME), "Ihre GmbH");
    assert_eq!(now(&server, &id)["name"], "Ihre GmbH");
}

#[test]
fn a_price_for_the_same_day_is_chosen_too() {
    let theirs = json!({"catalog": [{"from": "2026-11-23", "monthly_net": 400, "yearly_net": 2388}]});
    let (server, id, mut page) = meanwhile(&theirs);
    page.fill("textbox", "Preis je Monat, netto", "3,10");
    page.click("button", "Speichern");
    page.shows("Inzwischen hat jemand anderes „4,00“ gespeichert. Hier steht „3,10“.");
    assert_eq!(now(&server, &id)["catalog"][1]["monthly_net"], 400);
    page.click("button", "Eigenes behalten: Preis je Monat, netto");
    save(&mut page);
    assert_eq!(now(&server, &id)["catalog"][1]["monthly_net"], 310);
}

/// The two tabs of a browser share the demo.
#[test]
fn two_tabs_of_the_demo_clash_like_two_people() {
    let files = StaticFiles::start();
    let address = format!("{}/demo", files.address());
    let mut page = Page::new();
    for first in [true, false] {
        if !first {
            page.open_tab();
        }
        page.open(&address);
        page.counts("25 von 25 Accounts");
        page.click("link", "Einstellungen");
        page.find("form", "Plattform");
        page.find("textbox", NAME);
    }
    page.fill("textbox", NAME, "Meine GmbH");
    page.chromium.change_tab();
    page.fill("textbox", NAME, "Ihre GmbH");
    save(&mut page);
    page.chromium.change_tab();
    page.shows(THEIRS);
    assert_eq!(typed(&mut page, NAME), "Meine GmbH");
    page.click("button", format!("Eigenes behalten: {NAME}").as_str());
    save(&mut page);
    page.find("heading", "Meine GmbH");
}

#[test]
fn the_category_of_tax_is_chosen_and_stands_on_the_invoice() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open(&format!("{}/platforms/{id}/settings", server.address()));
    let form = page.find("form", "Umsatzsteuer");
    assert!(page.all_in(&form, "textbox", "Hinweis auf der Rechnung").is_empty(), "the usual rate has no reason");
    page.pick("combobox", "Steuerkategorie", "reverse_charge");
    page.shows("Ohne Eingabe steht da: „Steuerschuldnerschaft des Leistungsempfängers“");
    save(&mut page);
    assert_eq!(now(&server, &id)["tax_category"], "reverse_charge");
    page.find_when("textbox", "MwSt. in %", |field| field.is("disabled"));
    page.fill("textbox", "Hinweis auf der Rechnung", "Reverse Charge, Art. 196");
    save(&mut page);
    assert_eq!(now(&server, &id)["tax_reason"], "Reverse Charge, Art. 196");

    let mut order = json!({ "quantity": 1, "term": "yearly" });
    order["hash"] = server.post(&format!("/platforms/{id}/orders/preview"), &order).expect(200).json()["hash"].take();
    server.post(&format!("/platforms/{id}/orders"), &order).expect(201);
    page.open(&format!("{}/platforms/{id}/invoices/2026-000001", server.address()));
    page.shows("Reverse Charge, Art. 196");
    page.shows("0 % MwSt. auf 23,88 €");
    page.click("link", "Verlauf");
    page.shows("Einstellungen geändert: Umsatzsteuer");
}
