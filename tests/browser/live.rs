//! What others change is seen at once. Tabs of one browser share one socket, and any of them may go.

use serde_json::{Value, json};
use tests::workerd::Server;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, account, is_sound, platform, receipts},
};

const ENDING: &str = "kontakt@musterfirma.example";

/// Gives the platform another name, as somebody else does.
fn rename(server: &Server, id: &str, name: &str) {
    server.patch(&format!("/platforms/{id}"), &json!({ "name": name })).expect(200);
}

/// Waits until so many sockets watch the platform.
#[track_caller]
fn watch(page: &mut Page, server: &Server, id: &str, many: u32) {
    let sockets = || server.get(&format!("/platforms/{id}/test/sockets")).json();
    page.until(&format!("{many} sockets"), |_| (sockets() == json!(many)).then_some(()));
}

/// How often the page has asked for what is new.
fn asked(page: &mut Page) -> Value {
    page.run("performance.getEntriesByType('resource').filter(entry => entry.name.includes('/snapshot?since=')).length")
}

#[test]
fn what_somebody_else_changes_is_seen_at_once() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let (mut anna, mut bert) = (Page::new(), Page::new());
    for page in [&mut anna, &mut bert] {
        page.open_platform(&server, &id);
    }
    watch(&mut anna, &server, &id, 2);
    bert.open_billing();
    bert.choose("Keine", ENDING);
    bert.go_on();
    let before = asked(&mut bert);
    bert.confirm();
    bert.click("button", "Fertig");
    // the answer and what it did came without being asked for
    assert_eq!(asked(&mut bert), before);
    assert_eq!(receipts(&server, &id).len(), 1);
    anna.row_says(ENDING, "Keine");
    rename(&server, &id, "Neu GmbH");
    anna.find("heading", "Neu GmbH");
    bert.find("heading", "Neu GmbH");
    assert_eq!(asked(&mut anna), json!(0), "it was told without being asked");
}

#[test]
fn tabs_share_one_socket_and_the_next_takes_it_over() {
    let mut server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    watch(&mut page, &server, &id, 1);
    page.open_tab();
    page.open_platform(&server, &id);
    rename(&server, &id, "Eins GmbH");
    page.find("heading", "Eins GmbH");
    watch(&mut page, &server, &id, 1);
    // the second one asks once for what it may have missed, and hears the rest from the first one
    page.until("it has asked", |page| (asked(page) == json!(1)).then_some(()));
    rename(&server, &id, "Einsplus GmbH");
    page.find("heading", "Einsplus GmbH");
    // the tab that has the socket goes
    page.chromium.change_tab();
    page.find("heading", "Einsplus GmbH");
    page.chromium.close_tab();
    watch(&mut page, &server, &id, 1);
    rename(&server, &id, "Zwei GmbH");
    page.find("heading", "Zwei GmbH");
    // the worker goes, and comes back
    server.kill9();
    server.restart_in_place();
    rename(&server, &id, "Drei GmbH");
    page.find("heading", "Drei GmbH");
    watch(&mut page, &server, &id, 1);
    // whoever leaves the platform hears nothing more of it
    page.open(&format!("{}/", server.address()));
    watch(&mut page, &server, &id, 0);
}

/// Whether the button is there, and does nothing.
#[track_caller]
fn rests(page: &mut Page, name: &str) {
    assert!(page.find("button", name).is("disabled"), "{name} could be pressed before anybody has read what it does");
}

#[test]
fn what_changes_under_somebodys_hands_is_shown_and_not_confirmed_unread() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    watch(&mut page, &server, &id, 1);
    page.open_billing();
    page.choose("Keine", ENDING);
    page.choose("Keine", "jobs@musterfirma.example");
    page.go_on();
    let wish = json!([{ "account": account(&server, &id, ENDING).expect("it is there")["id"], "mode": "yearly" }]);
    let preview = server.post(&format!("/platforms/{id}/changes/preview"), &json!({ "changes": wish })).expect(200);
    let (revision, hash) = (preview.json()["revision"].clone(), preview.json()["hash"].clone());
    let change = json!({ "revision": revision, "hash": hash, "changes": wish });
    server.post(&format!("/platforms/{id}/changes"), &change).expect(201);
    page.shows("Der Stand hat sich inzwischen geändert. Was jetzt anders ist, ist markiert.");
    rests(&mut page, "Bestätigen");
    page.row_says(ENDING, "anders als zuvor");
    assert_eq!(receipts(&server, &id).len(), 1);
    page.confirm();
    page.click("button", "Fertig");
    assert_eq!(receipts(&server, &id)[0]["lines"], 2);

    // and so with what costs something at once
    page.click("button", "Accounts bestellen");
    page.fill("textbox", "Anzahl der Accounts", "2");
    page.shows("5,93 €");
    let version = json!({ "catalog": [{ "from": "2026-11-23", "monthly_net": 300, "yearly_net": 3000 }] });
    server.patch(&format!("/platforms/{id}"), &version).expect(200);
    server.post(&format!("/platforms/{id}/clock"), &json!({ "today": "2026-11-23" })).expect(200);
    page.shows("bisher 5,93 €");
    rests(&mut page, "Zahlungspflichtig bestellen");
    page.shows("Der Preis hat sich geändert; bestellt wurde nichts.");
    page.click("button", "Zahlungspflichtig bestellen");
    page.shows("2 Accounts bestellt");
    is_sound(&server, &id);
}
