//! The tab Einstellungen, on the worker and in the demo.

use serde_json::{Value, json};
use tests::{static_files::StaticFiles, workerd::Server};
use ureq::http::Method;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, TODAY, is_sound, platform},
    thing::Name,
};

fn open(page: &mut Page) {
    page.click("link", "Einstellungen");
    page.find("form", "Plattform");
    page.reload();
    page.find("form", "Plattform");
}

fn save(page: &mut Page) {
    page.click("button", "Speichern");
    page.shows("Gespeichert");
    page.gone("button", "Speichern");
}

/// Sets another name, and other prices from tomorrow on.
fn change(page: &mut Page) {
    open(page);
    page.fill("textbox", "Name der Plattform", "Neue Firma AG");
    save(page);
    page.find("heading", "Neue Firma AG");
    page.fill("textbox", "Preis je Monat, netto", "3,10");
    page.fill("textbox", "Preis je Jahr, netto", "30.00");
    save(page);
    has_price(page, "23. Nov. 2026|3,10 €|30,00 €|19|Künftig");
}

/// Waits until the table of prices has a row.
fn has_price(page: &mut Page, row: &str) {
    page.until(row, |page| {
        let rows = page.all("row", Name::Any);
        rows.iter().any(|each| page.text(each).replace('\t', "|").starts_with(row)).then_some(())
    });
}

#[test]
fn a_name_and_a_price_from_tomorrow_are_saved() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    change(&mut page);
    let now = server.get(&format!("/platforms/{id}")).expect(200).json();
    assert_eq!(now["name"], "Neue Firma AG");
    assert_eq!(now["catalog"][1], json!({ "from": "2026-11-23", "monthly_net": 310, "yearly_net": 3000 }));

    page.move_clock("2026-11-30".parse().expect("a date"));
    has_price(&mut page, "23. Nov. 2026|3,10 €|30,00 €|19|Gültig");
    let invoices = server.get(&format!("/platforms/{id}/invoices")).expect(200).json();
    let number = invoices["items"][0]["number"].as_str().expect("a number").to_owned();
    let invoice = server.get(&format!("/platforms/{id}/invoices/{number}")).expect(200).json();
    let lines = invoice["lines"].as_array().expect("lines");
    assert!(lines.iter().all(|line| line["unit_net"] == 310 || line["unit_net"] == 3000), "{invoice}");
    page.click("link", "Rechnungen");
    page.click("link", &number);
    page.shows("3,10 €");
    page.click("link", "Verlauf");
    page.shows("Einstellungen geändert: Preise");
    page.shows("Neue Firma AG");
    is_sound(&server, &id);
}

/// A platform of a currency, three accounts of which are ordered at once, and the number of the invoice.
fn ordered(server: &Server, currency: &str, monthly_net: u32) -> (String, String) {
    let new = json!({
        "name": format!("Firma in {currency}"),
        "currency": currency,
        "catalog": [{ "from": "2026-01-01", "monthly_net": monthly_net, "yearly_net": monthly_net * 10 }],
        "test_clock": TODAY,
    });
    let id = server.post("/platforms", &new).expect(201).json()["id"].as_str().expect("an id").to_owned();
    let mut order = json!({ "quantity": 3, "term": "monthly" });
    let quote = server.post(&format!("/platforms/{id}/orders/preview"), &order).expect(200).json();
    order["hash"] = quote["hash"].clone();
    let ordered = server.post(&format!("/platforms/{id}/orders"), &order).expect(201).json();
    (id, ordered["invoice"].as_str().expect("a number").to_owned())
}

#[test]
fn page_and_paper_write_a_currency_with_the_same_decimals() {
    let server = Server::start();
    let mut page = Page::new();
    for (currency, decimals, monthly_net, gross) in
        [("HUF", 2, 99_900, "3.566,43"), ("JPY", 0, 999, "3.566"), ("KWD", 3, 999, "3,566")]
    {
        let (id, number) = ordered(&server, currency, monthly_net);
        let platform = server.get(&format!("/platforms/{id}")).expect(200).json();
        assert_eq!(platform["minor_units"], decimals);
        let headers = [("accept", "text/html"), ("accept-language", "de")];
        let paper = server.call(Method::GET, &format!("/platforms/{id}/invoices/{number}"), &headers, None).expect(200);
        assert!(paper.text().contains(&format!("{gross}\u{a0}{currency}")), "{currency} on paper");
        page.open(&format!("{}/platforms/{id}/invoices/{number}", server.address()));
        page.find("heading", Name::Begins("Rechnung 2026"));
        page.until("the same on the page", |page| {
            let text = page.all_text().replace('¥', "JPY");
            text.contains(&format!("{gross} {currency}")).then_some(())
        });
    }
}

#[test]
fn a_price_that_could_mean_two_things_is_not_saved() {
    let server = Server::start();
    let mut page = Page::new();
    for (currency, unclear, why, clear, stored) in [
        (
            "KWD",
            "1.200",
            "„1.200“ kann 1,200 oder 1.200,000 heißen. Bitte 01,200 oder 1.200,000 schreiben.",
            "01,200",
            1_200,
        ),
        (
            "EUR",
            "1.234",
            "„1.234“ kann 1,234 oder 1.234,00 heißen. Bitte mit zwei Nachkommastellen schreiben.",
            "1.234,50",
            123_450,
        ),
        (
            "HUF",
            "1,290",
            "„1,290“ kann 1,290 oder 1.290,00 heißen. Bitte mit zwei Nachkommastellen schreiben.",
            "1290",
            129_000,
        ),
        ("JPY", "1.290", "„1.290“ kann 1,290 oder 1.290 heißen. Bitte ohne Punkt und Komma schreiben.", "1290", 1_290),
        ("JPY", "12,5", "Beträge dieser Währung haben keine Nachkommastellen.", "1 250", 1_250),
    ] {
        let (id, _) = ordered(&server, currency, 1);
        let catalog = |server: &Server| server.get(&format!("/platforms/{id}")).expect(200).json()["catalog"].clone();
        page.open(&format!("{}/platforms/{id}/settings", server.address()));
        page.fill("textbox", "Preis je Jahr, netto", "99");
        page.fill("textbox", "Preis je Monat, netto", unclear);
        page.click("button", "Speichern");
        page.shows(why);
        assert_eq!(catalog(&server).as_array().map(Vec::len), Some(1), "{unclear} {currency}");
        page.fill("textbox", "Preis je Monat, netto", clear);
        save(&mut page);
        assert_eq!(catalog(&server)[1]["monthly_net"], stored, "{clear} {currency}");
    }
}

#[test]
fn the_demo_renews_at_its_new_price() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.open(&format!("{}/demo", files.address()));
    page.counts("25 von 25 Accounts");
    open(&mut page);
    page.fill("textbox", "Preis je Monat, netto", "3,10");
    save(&mut page);
    page.click("button", "+1 Monat");
    page.find_when("button", "+1 Tag", |button| !button.is("disabled"));
    page.click("link", "Rechnungen");
    let first = page.all("link", Name::Begins("20")).into_iter().next();
    let first = first
        .unwrap_or_else(|| page.until("an invoice", |page| page.all("link", Name::Begins("20")).into_iter().next()));
    page.press_on(&first);
    page.shows("3,10 €");
    page.reload();
    page.shows("3,10 €");
}

#[test]
fn who_bills_whom_is_saved_and_emptied() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let seller = |server: &Server| server.get(&format!("/platforms/{id}")).expect(200).json()["seller"].clone();
    let mut page = Page::new();
    page.open_platform(&server, &id);
    open(&mut page);
    let field = |page: &mut Page, name: &str, text: &str| {
        let form = page.find("form", "Rechnungssteller");
        let field = page.all_in(&form, "textbox", name).remove(0);
        page.ask(&field, "function() { this.focus(); this.select(); }");
        match text {
            "" => page.key("Backspace"),
            text => drop(page.chromium.call("Input.insertText", json!({ "text": text }))),
        }
    };
    field(&mut page, "Anschrift", "Serverweg 1\n20095 Hamburg");
    page.click("button", "Speichern");
    page.shows("Bitte einen Namen eingeben, oder alle Felder leeren.");
    assert_eq!(seller(&server), Value::Null);

    field(&mut page, "Name", "Mailhaus GmbH");
    save(&mut page);
    assert_eq!(seller(&server), json!({ "name": "Mailhaus GmbH", "lines": ["Serverweg 1", "20095 Hamburg"] }));
    field(&mut page, "Name", "");
    field(&mut page, "Anschrift", "");
    save(&mut page);
    assert_eq!(seller(&server), Value::Null);
}

#[test]
fn what_is_wrong_is_said_at_its_field() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    open(&mut page);
    page.fill("textbox", "Domains", "musterfirma.example\nkeine domain");
    page.fill("textbox", "Tage bis zur Löschung", "366");
    page.click("button", "Speichern");
    page.shows("„keine domain“ ist keine Domain.");
    page.shows("Bitte eine Zahl von 0 bis 365 eingeben.");
    page.find_when("textbox", "Tage bis zur Löschung", |field| field.is("invalid"));
    page.click("button", "Verwerfen");
    page.gone("button", "Verwerfen");

    page.pick("Date", "Gültig ab", TODAY);
    page.fill("textbox", "Preis je Monat, netto", "2,499");
    page.click("button", "Speichern");
    page.shows("„2,499“ kann 2,499 oder 2.499,00 heißen.");
    page.fill("textbox", "Preis je Monat, netto", "viel");
    page.click("button", "Speichern");
    page.shows("Bitte einen Betrag eingeben, zum Beispiel 2,49.");
    page.fill("textbox", "Preis je Monat, netto", "2,50");
    page.click("button", "Speichern");
    page.shows("Bitte ein Datum wählen, frühestens morgen.");
    let now = server.get(&format!("/platforms/{id}")).expect(200).json();
    assert_eq!((&now["retention_days"], now["catalog"].as_array().map(Vec::len)), (&json!(0), Some(1)));
}

#[test]
fn what_is_typed_outlives_a_worker_that_is_away_and_is_saved_once() {
    let mut server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    open(&mut page);
    page.fill("textbox", "Name der Plattform", "Neue Firma AG");
    server.kill9();
    page.click("button", "Speichern");
    page.shows("Der Server hat nicht geantwortet.");
    page.find_when("textbox", "Name der Plattform", |field| !field.is("disabled"));
    let typed = page.find("textbox", "Name der Plattform");
    assert_eq!(page.ask(&typed, "function() { return this.value }"), Some(json!("Neue Firma AG")));
    server.restart_in_place();
    let form = page.find("form", "Plattform");
    let again = page.all_in(&form, "button", "Erneut versuchen").remove(0);
    page.press_on(&again);
    page.shows("Gespeichert");
    let events = server.get(&format!("/platforms/{id}/events")).expect(200).json();
    let events = events["items"].as_array().expect("a list");
    assert_eq!(events.iter().filter(|event| event["kind"] == "settings_changed").count(), 1);
}

#[test]
fn leaving_with_something_unsaved_asks() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    open(&mut page);
    let here = page.place();
    page.fill("textbox", "Name der Plattform", "Neue Firma AG");
    for leave in ["click", "back", "language"] {
        match leave {
            "click" => page.click("link", "Verlauf"),
            "back" => drop(page.run("history.back()")),
            _ => {
                page.open_menu("Sprache: DE");
                page.click("menuitemradio", "English");
            }
        }
        page.find("alertdialog", "Änderungen verwerfen?");
        page.click("button", "Weiter bearbeiten");
        page.gone("alertdialog", Name::Any);
        assert_eq!(page.place(), here, "{leave}");
        page.find("form", "Plattform");
    }
    page.click("link", "Verlauf");
    let question = page.find("alertdialog", "Änderungen verwerfen?");
    let drop_it = page.all_in(&question, "button", "Verwerfen").remove(0);
    page.press_on(&drop_it);
    page.shows("Plattform angelegt");
    let now = server.get(&format!("/platforms/{id}")).expect(200).json();
    assert_eq!(now["name"], "Musterfirma GmbH");
}
