//! Ordering, setting up, resetting, restoring and terminating, each in its dialog.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tests::{
    static_files::StaticFiles,
    workerd::{Server, new_key},
};
use ureq::http::Method;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, account, is_sound, platform},
    thing::Name,
};

const ORDER: &str = "Zahlungspflichtig bestellen";
const BOUNDS: &str = "Bitte eine ganze Zahl von 1 bis 1.000 eingeben.";
const NOBODY: &str = "Das ist keine E-Mail-Adresse mit höchstens 254 Zeichen.";
const TAKEN: &str = "Ein Account dieser Plattform hat diese Adresse bereits.";

#[test]
fn seats_are_ordered_set_up_reset_and_a_termination_is_taken_back() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.size(1440, 2400);
    page.open_platform(&server, &id);
    let modes = |_: &mut Page| modes_of(&server, &id);
    story(&mut page, modes);
    let invoices = server.get(&format!("/platforms/{id}/invoices")).expect(200).json();
    assert_eq!((&invoices["items"][0]["kind"], &invoices["items"][0]["gross"]), (&json!("order"), &json!(14209)));
    assert_eq!(account(&server, &id, "eins@musterfirma.example"), None);
    assert_eq!(account(&server, &id, "zwei@musterfirma.example").expect("it is set up")["mode"], "yearly");
    is_sound(&server, &id);
}

#[test]
fn the_demo_orders_sets_up_resets_and_terminates_without_a_worker() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.size(1440, 2400);
    page.open(&format!("{}/demo", files.address()));
    story(&mut page, modes_shown);
}

/// The mode of each account in the API, by address.
fn modes_of(server: &Server, id: &str) -> BTreeMap<String, String> {
    let list = server.get(&format!("/platforms/{id}/accounts?limit=1000")).expect(200).json();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let accounts = list["items"].as_array().expect("a list").iter();
    accounts.map(|account| (account["id"].to_string(), text(&account["mode"]))).collect()
}

/// The mode of each account in its row, by address.
fn modes_shown(page: &mut Page) -> BTreeMap<String, String> {
    let rows = page.all("row", Name::Any);
    let texts: Vec<_> = rows.iter().map(|row| page.text(row)).collect();
    let mode = |text: &str| ["Monatlich", "Jährlich", "Keine"].into_iter().find(|mode| text.contains(mode));
    let address = |text: &str| text.split_whitespace().find(|word| word.contains('@')).map(str::to_owned);
    texts.iter().filter_map(|text| Some((address(text)?, mode(text)?.to_owned()))).collect()
}

/// Does every deed on a list of 25 accounts. `modes` returns the mode of each account.
fn story(page: &mut Page, mut modes: impl FnMut(&mut Page) -> BTreeMap<String, String>) {
    page.counts("25 von 25 Accounts");
    page.click("button", "Accounts bestellen");
    page.find("dialog", "Accounts bestellen");
    page.fill("textbox", "Anzahl der Accounts", "5");
    page.click("radio", Name::Begins("Jährlich"));
    for text in ["spart 6,00 € im Jahr (20 %)", "119,40 €", "MwSt. 19 %", "22,69 €", "142,09 €"] {
        page.shows(text);
    }
    page.click("button", ORDER);
    page.shows("5 Accounts bestellt");
    page.find("link", "2026-000001");
    page.click("button", "Einrichten");
    page.find("dialog", "Einrichten");
    page.fill("combobox", "E-Mail-Adresse", "eins@musterfirma.example");
    page.fill("textbox", "Anzeigename", "Eins");
    page.click("button", "Einrichten");
    page.gone("dialog", Name::Any);
    page.counts("30 von 30 Accounts");
    page.row_says("eins@musterfirma.example", "Jährlich");
    page.row_says("seat-27@unassigned.invalid", "Nicht eingerichtet");

    deed(page, "seat-27@unassigned.invalid", "Einrichten");
    set_up_second(page);
    page.row_says("zwei@musterfirma.example", "Aktiv");

    deed(page, "eins@musterfirma.example", "Diesen Account zurücksetzen");
    page.find("dialog", "Diesen Account zurücksetzen");
    for text in ["die Adresse eins@musterfirma.example", "der Anzeigename Eins", "Verlängerung Jährlich, 23,88 € netto"]
    {
        page.shows(text);
    }
    page.fill("textbox", Name::Begins("Geben Sie"), "zwei@musterfirma.example");
    page.find_when("button", "Zurücksetzen", |button| button.is("disabled"));
    page.fill("textbox", Name::Begins("Geben Sie"), "Eins@musterfirma.example");
    page.click("button", "Zurücksetzen");
    page.gone("dialog", Name::Any);
    page.row_says("seat-26@unassigned.invalid", "Nicht eingerichtet");

    let before = modes(page);
    assert_eq!(before.len(), 30);
    terminate(page);
    assert!(modes(page).values().all(|mode| mode == "none" || mode == "Keine"), "every account closes");
    nothing_new(page);
    page.click("button", "Kündigung zurücknehmen");
    page.find("alertdialog", "Kündigung zurücknehmen");
    page.shows("bekommt genau den Modus zurück, den er hatte");
    page.click("button", "Bestätigen");
    page.gone("button", "Kündigung zurücknehmen");
    page.find_when("button", "Accounts bestellen", |button| !button.is("disabled"));
    assert_eq!(modes(page), before);
}

/// Chooses a deed in the menu of a row.
#[track_caller]
fn deed(page: &mut Page, address: &str, word: &str) {
    page.open_menu(&format!("Aktionen für {address}"));
    page.click("menuitem", word);
}

fn set_up_second(page: &mut Page) {
    page.find("dialog", "Einrichten");
    let wrong = [("zwei", NOBODY), ("eins@musterfirma.example", TAKEN), ("a@b.invalid", "Adressen auf .invalid")];
    for (text, fault) in wrong {
        page.fill("combobox", "E-Mail-Adresse", text);
        page.key("Tab");
        page.shows(fault);
        page.find_when("combobox", "E-Mail-Adresse", |field| field.state("invalid") == "true");
        page.click("button", "Einrichten");
        page.has_focus("combobox", "E-Mail-Adresse");
    }
    page.fill("combobox", "E-Mail-Adresse", "zwei@musterfirma.example");
    page.find_when("combobox", "E-Mail-Adresse", |field| field.state("invalid") != "true");
    page.click("button", "Einrichten");
    page.gone("dialog", Name::Any);
}

fn terminate(page: &mut Page) {
    page.click("button", "Aktionen");
    page.click("menuitem", "Kündigen");
    page.find("dialog", "Kündigen");
    page.shows("30 Accounts werden geschlossen, jeder an seinem Ablaufdatum.");
    page.shows("ist der letzte Account gelöscht und die Plattform geschlossen");
    page.shows("zwei@musterfirma.example");
    page.find_when("button", "Kündigen", |button| button.is("disabled"));
    page.fill("textbox", Name::Begins("Geben Sie"), "Musterfirma GmbH");
    page.click("button", "Kündigen");
    page.gone("dialog", Name::Any);
    page.shows("Diese Plattform ist gekündigt: 30 Accounts werden bis");
}

/// Asserts that on a terminating platform every refused deed is greyed out and gives the reason.
fn nothing_new(page: &mut Page) {
    page.find_when("button", "Accounts bestellen", |button| button.is("disabled"));
    page.click("button", "Aktionen");
    for word in ["Accounts bestellen", "Abrechnungsmodus", "Kündigen"] {
        let name = format!("{word} Die Plattform ist gekündigt.");
        page.find_when("menuitem", &name, |entry| entry.is("disabled"));
    }
    page.key("Escape");
    page.click("link", "Verlauf");
    page.find("button", "Kündigung zurücknehmen");
    page.click("link", "E-Mail-Accounts");
    page.row_says("zwei@musterfirma.example", "Keine");
}

#[test]
fn the_wheel_over_a_quantity_orders_no_other_number() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.open(&format!("{}/demo/platforms/demo/accounts?dialog=order", files.address()));
    page.fill("textbox", "Anzahl der Accounts", "40");
    let field = page.find("textbox", "Anzahl der Accounts");
    let middle = "function() { const box = this.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2] }";
    let at = page.ask(&field, middle).expect("it is there");
    for _ in 0..5 {
        let wheel = json!({ "type": "mouseWheel", "x": at[0], "y": at[1], "deltaX": 0, "deltaY": 100 });
        page.chromium.call("Input.dispatchMouseEvent", wheel);
    }
    page.key("ArrowDown");
    assert_eq!(page.ask(&field, "function() { return this.value }"), Some(json!("40")));
    assert!(page.run("document.querySelectorAll('input[type=number]').length") == 0);
}

#[test]
fn a_quantity_out_of_bounds_cannot_be_ordered() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.open(&format!("{}/demo/platforms/demo/accounts?dialog=order", files.address()));
    page.find_when("button", ORDER, |button| !button.is("disabled"));
    for text in ["0", "1001", "-1", "1.5", "zwei", ""] {
        page.fill("textbox", "Anzahl der Accounts", "7");
        page.find_when("button", ORDER, |button| !button.is("disabled"));
        page.gone("alert", BOUNDS);
        page.fill("textbox", "Anzahl der Accounts", text);
        page.find_when("button", ORDER, |button| button.is("disabled"));
        page.shows(BOUNDS);
        page.find_when("textbox", "Anzahl der Accounts", |field| field.state("invalid") == "true");
    }
    page.fill("textbox", "Anzahl der Accounts", "1000");
    page.find_when("button", ORDER, |button| !button.is("disabled"));
    page.shows("2.963,10 €");
}

#[test]
fn a_price_that_changed_is_shown_before_anything_is_ordered() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.deafen();
    page.open_platform(&server, &id);
    page.click("button", "Accounts bestellen");
    page.fill("textbox", "Anzahl der Accounts", "2");
    page.shows("5,93 €");
    let version = json!({ "catalog": [
        { "from": "2026-11-23", "monthly_net": 300, "yearly_net": 3000 },
    ] });
    let headers = [("content-type", "application/json"), ("idempotency-key", &*new_key())];
    let body = version.to_string().into_bytes();
    server.call(Method::PATCH, &format!("/platforms/{id}"), &headers, Some(body)).expect(200);
    server.post(&format!("/platforms/{id}/clock"), &json!({ "today": "2026-11-23" })).expect(200);

    page.click("button", ORDER);
    page.shows("Der Preis hat sich geändert; bestellt wurde nichts.");
    page.shows("7,14 €");
    page.shows("bisher 5,93 €");
    assert_eq!(modes_of(&server, &id).len(), 25, "nothing is ordered");
    page.click("button", ORDER);
    page.shows("2 Accounts bestellt");
    assert_eq!(modes_of(&server, &id).len(), 27);
    is_sound(&server, &id);
}

#[test]
fn an_answer_that_is_lost_orders_nothing_twice() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.click("button", "Accounts bestellen");
    // the worker does it, but its answer never arrives
    let pattern = json!({ "urlPattern": "*/orders", "requestStage": "Response" });
    page.chromium.call("Fetch.enable", json!({ "patterns": [pattern] }));
    page.click("button", ORDER);
    let lost = page.chromium.event("Fetch.requestPaused");
    page.find_when("button", "Wird bestellt …", |button| button.is("disabled"));
    let lost = json!({ "requestId": lost["params"]["requestId"], "errorReason": "ConnectionReset" });
    page.chromium.call("Fetch.failRequest", lost);
    page.chromium.call("Fetch.disable", json!({}));
    page.shows("Der Server hat nicht geantwortet.");
    assert!(!page.all_text().contains("1 Account bestellt"), "no receipt before it is acknowledged");
    // the notice is also shown in a dialog that is opened anew
    page.click("button", "Abbrechen");
    page.gone("dialog", Name::Any);
    page.click("button", "Accounts bestellen");
    page.click("button", ORDER);
    page.shows("1 Account bestellt");
    assert_eq!(modes_of(&server, &id).len(), 26);
}

#[test]
fn an_order_without_an_answer_is_the_same_after_a_reload() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.click("button", "Accounts bestellen");
    page.fill("textbox", "Anzahl der Accounts", "3");
    page.click("radio", Name::Begins("Jährlich"));
    let pattern = json!({ "urlPattern": "*/orders", "requestStage": "Response" });
    page.chromium.call("Fetch.enable", json!({ "patterns": [pattern] }));
    page.click("button", ORDER);
    page.chromium.event("Fetch.requestPaused");
    // the worker has done it, but the page is loaded again before it gets the answer
    page.reload();
    page.chromium.call("Fetch.disable", json!({}));
    page.find("dialog", "Accounts bestellen");
    page.shows("Ausgeführt wird es nur einmal.");
    page.click("button", ORDER);
    page.shows("3 Accounts bestellt");
    assert_eq!(modes_of(&server, &id).len(), 28);
    page.reload();
    page.find("dialog", "Accounts bestellen");
    let quantity = page.find("textbox", "Anzahl der Accounts");
    assert_eq!(page.ask(&quantity, "function() { return this.value }"), Some(json!("1")));
    assert!(!page.all_text().contains("nur einmal"), "that order is done");
    is_sound(&server, &id);
}

/// A platform that keeps accounts for a while after they close, and whose only account has just closed.
fn suspended(server: &Server) -> String {
    let new = json!({
        "name": "Musterfirma GmbH",
        "catalog": [{ "from": "2026-01-01", "monthly_net": 249, "yearly_net": 2388 }],
        "retention_days": 60,
        "domains": ["musterfirma.example"],
        "test_clock": "2026-11-22",
    });
    let id = server.post("/platforms", &new).expect(201).json()["id"].as_str().expect("an id").to_owned();
    let csv = "address,display_name,mode,expires_on\nanna@musterfirma.example,Anna,none,2026-11-30\n\
               ben@musterfirma.example,Ben,monthly,2026-12-15\n";
    server.post_csv(&format!("/platforms/{id}/accounts/import"), csv);
    server.post(&format!("/platforms/{id}/clock"), &json!({ "today": "2027-01-10" })).expect(200);
    id
}

#[test]
fn a_suspended_account_is_restored_with_every_period_it_missed() {
    let server = Server::start();
    let id = suspended(&server);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.row_says("anna@musterfirma.example", "Gesperrt");
    deed(&mut page, "anna@musterfirma.example", "Wiederherstellen");
    page.find("dialog", "Wiederherstellen");
    page.shows("Möglich bis zum Tag vor der Löschung am 29. Jan. 2027.");
    for text in ["30. Nov. 2026 bis 29. Dez. 2026", "30. Dez. 2026 bis 29. Jan. 2027", "4,98 €", "0,95 €", "5,93 €"]
    {
        page.shows(text);
    }
    page.click("radio", Name::Begins("Jährlich"));
    page.shows("30. Nov. 2026 bis 29. Nov. 2027");
    page.click("radio", Name::Begins("Monatlich"));
    page.shows("5,93 €");
    page.click("button", "Wiederherstellen");
    page.gone("dialog", Name::Any);
    page.row_says("anna@musterfirma.example", "30. Jan. 2027");
    page.has_focus("button", "Aktionen für anna@musterfirma.example");
    let invoices = server.get(&format!("/platforms/{id}/invoices")).expect(200).json();
    assert_eq!(invoices["items"][0]["gross"], 593);
    is_sound(&server, &id);
}

#[test]
fn every_dialog_opens_by_its_address_and_closes_with_escape() {
    let server = Server::start();
    let id = suspended(&server);
    let mut page = Page::new();
    for (dialog, title) in [
        ("order", "Accounts bestellen"),
        ("setup&account=2", "Bearbeiten"),
        ("reset&account=2", "Diesen Account zurücksetzen"),
        ("restore&account=1", "Wiederherstellen"),
        ("terminate", "Kündigen"),
        ("billing", "Abrechnungsmodus"),
    ] {
        page.open(&format!("{}/platforms/{id}/accounts?dialog={dialog}", server.address()));
        page.find("dialog", title);
        page.key("Escape");
        page.gone("dialog", Name::Any);
        assert_eq!(page.place(), format!("/platforms/{id}/accounts"));
    }
    // a deed that is not possible gives the reason
    for (dialog, why) in [
        ("setup&account=1", "Der Account ist gesperrt oder gelöscht."),
        ("reset&account=1", "Der Account ist gesperrt oder gelöscht."),
        ("restore&account=2", "Der Account ist nicht gesperrt."),
        ("setup&account=99", "Diesen Account gibt es nicht."),
    ] {
        page.open(&format!("{}/platforms/{id}/accounts?dialog={dialog}", server.address()));
        page.find("dialog", Name::Any);
        page.shows(why);
        page.key("Escape");
        page.gone("dialog", Name::Any);
    }
    page.click("button", "Accounts bestellen");
    page.find("dialog", Name::Any);
    page.key("Escape");
    page.has_focus("button", "Accounts bestellen");
    deed(&mut page, "ben@musterfirma.example", "Bearbeiten");
    page.fill("combobox", "E-Mail-Adresse", "ben@andere.example");
    page.shows("Diese Domain gehört nicht zur Plattform.");
    page.key("Escape");
    page.has_focus("button", "Aktionen für ben@musterfirma.example");
}

#[test]
fn a_closed_platform_can_only_be_read() {
    let server = Server::start();
    let id = suspended(&server);
    server.post(&format!("/platforms/{id}/termination"), &json!({ "confirm": "Musterfirma GmbH" })).expect(200);
    server.post(&format!("/platforms/{id}/clock"), &json!({ "today": "2027-02-01" })).expect(200);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.shows("Alle Accounts sind gesperrt, der letzte wird am");
    server.post(&format!("/platforms/{id}/clock"), &json!({ "today": "2027-06-01" })).expect(200);
    page.reload();
    page.shows("Diese Plattform ist geschlossen. Sie kann nur noch angesehen werden.");
    page.gone("button", "Kündigung zurücknehmen");
    page.find_when("button", "Accounts bestellen", |button| button.is("disabled"));
    page.click("button", "Aktionen");
    page.find_when("menuitem", "Kündigen Die Plattform ist geschlossen.", |entry| entry.is("disabled"));
    page.click("menuitem", "Als CSV speichern");
}
