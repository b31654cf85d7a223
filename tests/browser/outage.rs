//! The worker fails at the worst moment: the screen stays, nothing is lost, and everything is done once.

use serde_json::json;
use tests::workerd::Server;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, account, is_sound, platform, receipts},
    thing::Name,
};

const ENDING: &str = "kontakt@musterfirma.example";
const WAITING: &str = "Ihre Bestätigung ist unterwegs und noch nicht angekommen.";

fn up_to_the_summary(server: &Server) -> (Page, String) {
    let id = platform(server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(server, &id);
    page.open_billing();
    page.choose("Keine", ENDING);
    page.go_on();
    (page, id)
}

#[test]
fn a_confirmation_waits_for_the_worker_and_is_done_once() {
    let mut server = Server::start();
    let (mut page, id) = up_to_the_summary(&server);
    server.kill9();

    page.click("button", "Bestätigen");
    page.shows(WAITING);
    page.find("dialog", "Zusammenfassung");
    page.row_says(ENDING, "Keine");
    assert!(page.all("heading", "Erledigt").is_empty(), "no receipt before it is acknowledged");

    server.restart_in_place();
    page.find("dialog", "Beleg");
    let reference = page.reference();
    page.click("button", "Fertig");
    page.shows("Synchron");
    let done = receipts(&server, &id);
    assert_eq!((done.len(), &done[0]["id"]), (1, &json!(reference)));
    assert_eq!(account(&server, &id, ENDING).expect("it is there")["mode"], "none");
    is_sound(&server, &id);
}

#[test]
fn a_confirmation_survives_a_reload_without_a_worker() {
    let mut server = Server::start();
    let (mut page, id) = up_to_the_summary(&server);
    server.kill9();
    page.click("button", "Bestätigen");
    page.shows(WAITING);
    // the page is left, and opened again when the worker is back
    page.chromium.call("Page.navigate", json!({ "url": "about:blank" }));
    server.restart_in_place();
    page.open(&format!("{}/platforms/{id}/accounts?dialog=billing", server.address()));
    page.find("dialog", "Beleg");
    assert_eq!(receipts(&server, &id).len(), 1);
}

#[test]
fn an_answer_that_is_lost_confirms_nothing_twice() {
    let server = Server::start();
    let (mut page, id) = up_to_the_summary(&server);
    // the worker does it, but its answer never arrives
    let pattern = json!({ "urlPattern": "*/changes", "requestStage": "Response" });
    page.chromium.call("Fetch.enable", json!({ "patterns": [pattern] }));
    page.click("button", "Bestätigen");
    let lost = page.chromium.event("Fetch.requestPaused");
    let lost = json!({ "requestId": lost["params"]["requestId"], "errorReason": "ConnectionReset" });
    page.chromium.call("Fetch.failRequest", lost);
    page.chromium.call("Fetch.disable", json!({}));
    page.find("dialog", "Beleg");
    let reference = page.reference();
    let done = receipts(&server, &id);
    assert_eq!((done.len(), &done[0]["id"]), (1, &json!(reference)));
}

#[test]
fn what_is_on_screen_stays_when_the_worker_goes() {
    let mut server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    server.kill9();
    page.click("button", "+1 Tag");
    let alert = page.find("alert", Name::Any);
    page.shows("Offline");
    page.shows("Der Server hat nicht geantwortet.");
    page.shows("Sie sehen den letzten Stand; Ihre Änderungen bleiben erhalten.");
    page.counts("25 von 25 Accounts");
    page.row_says(ENDING, "Monatlich");
    server.restart_in_place();
    let again = page.all_in(&alert, "button", "Erneut versuchen").remove(0);
    page.press_on(&again);
    page.shows("Heute ist der 23. Nov. 2026");
    page.gone("alert", Name::Any);
    is_sound(&server, &id);
}

#[test]
fn a_start_without_a_worker_offers_the_demo() {
    let files = tests::static_files::StaticFiles::start();
    let mut page = Page::new();
    page.open(&files.address());
    page.shows("Der Server antwortet nicht. Die Demo funktioniert auch ohne Server.");
    page.click("link", "Demo öffnen");
    page.counts("25 von 25 Accounts");
}

#[test]
fn the_list_does_not_wait_for_the_rest_of_the_page() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    let pattern = json!({ "urlPattern": "*/later/*", "requestStage": "Request" });
    page.chromium.call("Fetch.enable", json!({ "patterns": [pattern] }));
    page.open(&format!("{}/platforms/{id}/accounts", server.address()));
    page.counts("25 von 25 Accounts");
    page.row_says(ENDING, "Monatlich");
    page.open_menu("Aktionen");
    page.click("menuitem", "Abrechnungsmodus");
    page.shows("Wird geladen …");
    let lost = page.chromium.event("Fetch.requestPaused");
    let lost = json!({ "requestId": lost["params"]["requestId"], "errorReason": "ConnectionReset" });
    page.chromium.call("Fetch.failRequest", lost);
    page.shows("Ein Teil der Seite ist noch nicht geladen. Es wird weiter versucht.");
    let again = page.chromium.event("Fetch.requestPaused");
    page.chromium.call("Fetch.continueRequest", json!({ "requestId": again["params"]["requestId"] }));
    page.find("dialog", "Abrechnungsmodus");
    page.gone("status", "Wird geladen …");
    assert!(!page.all_text().contains("Ein Teil der Seite"), "it is there");
}

#[test]
fn a_page_whose_words_come_late_comes_late() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    let pattern = json!({ "urlPattern": "*/words/*", "requestStage": "Request" });
    page.chromium.call("Fetch.enable", json!({ "patterns": [pattern] }));
    let address = format!("{}/platforms/{id}/accounts", server.address());
    page.chromium.call("Page.navigate", json!({ "url": address }));
    // once for the link in the head, and once for the program
    for _ in 0..2 {
        let lost = page.chromium.event("Fetch.requestPaused");
        let lost = json!({ "requestId": lost["params"]["requestId"], "errorReason": "ConnectionReset" });
        page.chromium.call("Fetch.failRequest", lost);
    }
    assert_eq!(page.run("document.querySelectorAll('#boot').length"), json!(1), "the skeleton stands meanwhile");
    page.chromium.call("Fetch.disable", json!({}));
    page.counts("25 von 25 Accounts");
}

#[test]
fn a_platform_that_is_not_there_shows_nothing_of_one() {
    let server = Server::start();
    let mut page = Page::new();
    page.open(&format!("{}/platforms/nowhere/accounts", server.address()));
    page.shows("Diese Plattform gibt es nicht.");
    page.find("button", "nowhere");
    page.gone("button", "Aktionen");
    page.gone("table", Name::Any);
    page.click("link", "Zur Übersicht");
    page.find("heading", "Jedes Postfach, sein Ablauf, sein Preis");
}

#[test]
fn a_damaged_platform_is_named_and_says_what_to_do() {
    let mut server = Server::start();
    let damaged = platform(&server, SMALL_ROSTER);
    let folder = server.data().join("do/laufzeit-platform-v1");
    let files = std::fs::read_dir(folder).expect("data").map(|entry| entry.expect("an entry").path());
    let files: Vec<_> = files.filter(|path| path.extension().is_some_and(|kind| kind == "sqlite")).collect();
    let well = platform(&server, SMALL_ROSTER);
    server.stop();
    for file in files.iter().filter(|path| !path.ends_with("metadata.sqlite")) {
        std::fs::write(file, [0; 8_192]).expect("it can be written");
    }
    server.restart();
    let mut page = Page::new();
    page.open(&format!("{}/", server.address()));
    page.find("heading", "Ihre Plattformen");
    page.shows("25 Accounts");
    // the list does not wait long for those that answer late: they are asked while nobody waits
    page.until("the damaged one, told apart", |_| {
        let list = server.get("/platforms").expect(200).json();
        (list["unavailable"][0]["id"] == *damaged).then_some(())
    });
    page.reload();
    page.shows("beschädigt");
    page.open(&format!("{}/platforms/{damaged}/accounts", server.address()));
    page.shows("Die Daten dieser Plattform sind beschädigt.");
    page.find("button", "Musterfirma GmbH");
    page.shows("Sicherung");
    page.gone("table", Name::Any);
    for (language, again, says) in [
        ("English", "Language", "The data of this platform is damaged."),
        ("Français", "Langue", "Les données de cette plateforme sont endommagées."),
    ] {
        page.open_menu(if language == "English" { "Sprache: DE" } else { "Language: EN" });
        page.click("menuitemradio", language);
        page.find("button", Name::Begins(again));
        page.shows(says);
    }
    page.open(&format!("{}/platforms/{well}/accounts", server.address()));
    page.find("table", Name::Any);
    is_sound(&server, &well);
    assert_eq!(server.get(&format!("/platforms/{damaged}")).status, 503);
}
