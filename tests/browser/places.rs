//! The places other than the list: invoices, one account, the history. Each can be opened by its address.

use serde_json::{Value, json};
use tests::{static_files::StaticFiles, workerd::Server};

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, account, in_german, is_sound, platform},
    thing::{Name, plain},
};

const ADDRESS: &str = "kontakt@musterfirma.example";

/// An amount in cents, as the page writes it.
fn euros(cents: &Value) -> String {
    let cents = cents.as_i64().expect("an amount");
    format!("{},{:02} €", cents / 100, cents % 100)
}

/// The cents of an amount that the page has written.
fn cents(text: &str) -> i64 {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().expect("an amount")
}

#[test]
fn invoices_say_what_the_api_says() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.click("link", "Rechnungen");
    page.shows("Noch keine Rechnungen");
    page.move_clock("2026-12-28".parse().expect("a date"));
    page.find("table", "Rechnungen, neueste zuerst");

    let heads = server.get(&format!("/platforms/{id}/invoices")).expect(200).json();
    let heads = heads["items"].as_array().expect("a list").clone();
    let rows = page.all("row", Name::Any);
    let rows: Vec<_> = rows.iter().skip(1).map(|row| page.text(row)).collect();
    assert!(heads.len() > 3 && rows.len() == heads.len(), "{rows:?}");
    for (row, head) in rows.iter().zip(&heads) {
        let number = head["number"].as_str().expect("a number");
        assert!(row.starts_with(number), "{row}");
        for amount in ["net", "vat", "gross"] {
            assert!(row.contains(&euros(&head[amount])), "{row}: {head}");
        }
    }

    let number = heads[0]["number"].as_str().expect("a number");
    page.click("link", number);
    for _ in 0..2 {
        page.find("heading", &format!("Rechnung {number}"));
        reads_as(&mut page, &server, &id, number);
        page.reload();
    }
    is_sound(&server, &id);
}

/// Asserts that the invoice on screen has the lines, sums and accounts of the API.
fn reads_as(page: &mut Page, server: &Server, id: &str, number: &str) {
    let invoice = server.get(&format!("/platforms/{id}/invoices/{number}")).expect(200).json();
    let text = page.all_text();
    assert!(text.contains(&in_german(invoice["date"].as_str().expect("a date"))), "{text}");
    for amount in ["net", "vat", "gross"] {
        assert!(text.contains(&euros(&invoice[amount])), "{amount} of {invoice} in {text}");
    }
    let lines = invoice["lines"].as_array().expect("lines");
    let buttons = page.all("button", Name::Any);
    let buttons: Vec<_> = buttons.into_iter().filter(|button| button.name.contains(" Account")).collect();
    assert_eq!(buttons.len(), lines.len());
    page.press_on(&buttons[0]);
    let first = lines[0]["accounts"][0].as_u64().expect("an account");
    let account = server.get(&format!("/platforms/{id}/accounts/{first}")).expect(200).json();
    page.find("link", account["address"].as_str().expect("an address"));
}

#[test]
fn an_invoice_of_the_demo_adds_up_and_prints_alone() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.open(&format!("{}/demo", files.address()));
    page.counts("25 von 25 Accounts");
    page.click("button", "+1 Monat");
    page.find_when("button", "+1 Tag", |button| !button.is("disabled"));
    page.click("link", "Rechnungen");
    page.find("table", "Rechnungen, neueste zuerst");
    let first = page.all("link", Name::Begins("20")).into_iter().next().expect("an invoice");
    page.press_on(&first);
    page.find("heading", &format!("Rechnung {}", first.name));
    page.reload();
    page.find("heading", &format!("Rechnung {}", first.name));
    page.shows("Mailhaus GmbH");

    let sum = |page: &mut Page, of: &str| {
        page.run(&format!("[...document.querySelectorAll({})].map(it => it.innerText)", json!(of)))
    };
    let lines = sum(&mut page, ".invoice-line > :last-child");
    let sums = sum(&mut page, ".invoice-sums dd");
    let amounts = |list: &Value| -> Vec<i64> {
        list.as_array().expect("a list").iter().map(|text| cents(&plain(text.as_str().unwrap_or_default()))).collect()
    };
    let (lines, sums) = (amounts(&lines), amounts(&sums));
    assert_eq!(lines.iter().sum::<i64>(), sums[0], "lines and their net");
    assert_eq!(sums[..sums.len() - 1].iter().sum::<i64>(), sums[sums.len() - 1], "net, tax and gross");

    page.chromium.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    let paper = page.all_text();
    assert!(paper.contains(&first.name) && paper.contains("Summe brutto"), "{paper}");
    for word in ["Drucken", "Einstellungen", "Aktionen", "Demo", "Alle Rechnungen"] {
        assert!(!paper.contains(word), "{word} on paper: {paper}");
    }
}

#[test]
fn an_unknown_number_leads_to_no_invoice_and_no_account() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    let platform = format!("{}/platforms/{id}", server.address());
    for (place, says) in [
        ("invoices/2026-000099", "Diese Rechnung gibt es nicht"),
        ("accounts/4711", "Diesen Account gibt es nicht"),
        ("accounts/x", "Diesen Account gibt es nicht"),
    ] {
        page.open(&format!("{platform}/{place}"));
        page.find("heading", says);
    }
}

#[test]
fn an_account_has_a_page_of_its_own() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.click("link", ADDRESS);
    page.find("heading", ADDRESS);
    page.reload();
    page.find("heading", ADDRESS);
    page.shows("verlängert sich um einen Monat für 2,49 € netto");
    page.shows("bezahlt bis 30. Nov. 2026");
    page.find_when("button", Name::Begins("Wiederherstellen: "), |button| button.is("disabled"));
    let own = account(&server, &id, ADDRESS).expect("it is there")["id"].to_string();
    for (word, dialog) in [("Bearbeiten", "setup"), ("Diesen Account zurücksetzen", "reset")] {
        let link = page.find("link", word);
        let href = page.ask(&link, "function() { return this.getAttribute('href') }");
        assert_eq!(href, Some(json!(format!("/platforms/{id}/accounts?dialog={dialog}&account={own}"))));
    }

    page.move_clock("2026-11-30".parse().expect("a date"));
    page.shows("bezahlt bis 30. Dez. 2026");
    page.click("link", Name::Begins("Rechnung 2026-"));
    page.find("heading", Name::Begins("Rechnung 2026-"));
    page.click("link", "Alle Rechnungen");
    page.find("table", "Rechnungen, neueste zuerst");
}

#[test]
fn an_account_of_the_demo_opens_its_billing_mode() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.open(&format!("{}/demo", files.address()));
    page.search(ADDRESS);
    page.click("link", ADDRESS);
    page.find("heading", ADDRESS);
    page.click("link", "Abrechnungsmodus");
    page.find("dialog", "Abrechnungsmodus");
    page.find("radio", &format!("Keine, {ADDRESS}"));
    let radios = page.all("radio", Name::Begins("Keine, "));
    assert_eq!(radios.len(), 1, "{radios:?}");
}

#[test]
fn an_import_is_taken_back_after_a_question() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.click("link", "Verlauf");
    page.shows("25 Accounts importiert");
    page.click("button", "Rückgängig machen");
    page.find("alertdialog", "Import rückgängig machen");
    page.shows("25 Accounts werden entfernt.");
    page.click("button", "Abbrechen");
    page.gone("alertdialog", Name::Any);
    assert!(account(&server, &id, ADDRESS).is_some(), "nothing was taken back");

    page.click("button", "Rückgängig machen");
    page.click("button", "Bestätigen");
    page.shows("Import von 25 Accounts rückgängig gemacht");
    page.gone("button", Name::Begins("Rückgängig machen"));
    page.reload();
    page.shows("Import von 25 Accounts rückgängig gemacht");
    page.gone("button", Name::Begins("Rückgängig machen"));
    assert_eq!(server.get(&format!("/platforms/{id}/accounts")).expect(200).json()["total"], 0);
    is_sound(&server, &id);
}

#[test]
fn everything_that_happened_is_told() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let of = |path: &str| format!("/platforms/{id}/{path}");
    let quote = server.post(&of("orders/preview"), &json!({ "quantity": 2, "term": "monthly" })).expect(200).json();
    let order = json!({ "quantity": 2, "term": "monthly", "hash": quote["hash"] });
    server.post(&of("orders"), &order).expect(201);
    let own = account(&server, &id, ADDRESS).expect("it is there")["id"].clone();
    server.post(&of(&format!("accounts/{own}/reset")), &json!({ "confirm": ADDRESS })).expect(200);
    server.post(&of("clock"), &json!({ "today": "2026-12-02" })).expect(200);
    server.post(&of("termination"), &json!({ "confirm": "Musterfirma GmbH" })).expect(200);

    let mut page = Page::new();
    page.open(&format!("{}/platforms/{id}/history", server.address()));
    for told in [
        "Plattform gekündigt: 27 Accounts enden",
        "Uhr gestellt auf den 2. Dez. 2026",
        "Accounts verlängert",
        "zurückgesetzt",
        "2 Accounts bestellt",
        "25 Accounts importiert",
        "Plattform angelegt",
        "Die Plattform ist gekündigt.",
    ] {
        page.shows(told);
    }
    let undo = page.all("button", Name::Begins("Rückgängig machen"));
    assert!(undo.iter().all(|undo| undo.is("disabled")) && undo.len() == 1, "{undo:?}");
    page.click("link", "Rechnung 2026-000001");
    page.find("heading", "Rechnung 2026-000001");
    page.shows("Bestellung");
}
