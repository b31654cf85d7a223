//! What was asked for stays on its way until it is answered. Every screen and tab says so, it survives a reload, and it
//! is done once.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Value, json};
use tests::workerd::Server;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, account, is_sound, platform, receipts},
    thing::Name,
};

const ENDING: &str = "kontakt@musterfirma.example";
const OTHER: &str = "jobs@musterfirma.example";
const UNDER_WAY: &str = "Änderungen unterwegs";
const SENT: &str = "Ihre Bestätigung ist unterwegs und noch nicht angekommen.";
/// What is said while there is no network.
pub const KEPT_BACK: &str = "Änderungen warten auf das Netz und wurden noch nicht gesendet.";
const STAGED: &str = "1 Änderung ist vorgemerkt, aber nicht bestätigt.";

fn staged(server: &Server) -> (Page, String) {
    let id = platform(server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(server, &id);
    page.open_billing();
    page.choose("Keine", ENDING);
    (page, id)
}

fn mode(server: &Server, id: &str, address: &str) -> Value {
    account(server, id, address).expect("it is there")["mode"].clone()
}

/// Confirms what is staged while the worker does not answer, and closes the dialog.
pub fn confirm_in_vain(page: &mut Page, told: &str) {
    page.go_on();
    page.click("button", "Bestätigen");
    page.shows(told);
    page.click("button", "Schließen");
    page.gone("dialog", Name::Any);
}

/// Waits until the worker has a mode for an account.
#[track_caller]
fn comes_true(page: &mut Page, server: &Server, id: &str, (address, wanted): (&str, &str)) {
    page.until(&format!("{wanted} for {address}"), |_| (mode(server, id, address) == wanted).then_some(()));
}

pub fn offline(page: &mut Page, offline: bool) {
    let none = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    page.chromium.call("Network.enable", json!({}));
    page.chromium.call("Network.emulateNetworkConditions", none);
}

#[test]
fn what_is_on_its_way_is_said_everywhere_and_cannot_be_discarded() {
    let mut server = Server::start();
    let (mut page, id) = staged(&server);
    server.kill9();
    confirm_in_vain(&mut page, SENT);
    page.shows(UNDER_WAY);
    assert!(page.all("button", "Verwerfen").is_empty(), "it was sent: nobody can promise to stop it");
    page.click("link", "Verlauf");
    page.shows(UNDER_WAY);
    page.click("button", "Ansehen");
    page.find("dialog", "Zusammenfassung");
    page.click("button", "Schließen");
    page.shows(UNDER_WAY);

    server.restart_in_place();
    comes_true(&mut page, &server, &id, (ENDING, "none"));
    page.until("the end of it", |page| (!page.all_text().contains(UNDER_WAY)).then_some(()));
    page.row_says(ENDING, "Keine");
    assert_eq!(receipts(&server, &id).len(), 1);
    is_sound(&server, &id);
}

#[test]
fn what_was_never_sent_can_be_withdrawn() {
    let server = Server::start();
    let (mut page, id) = staged(&server);
    offline(&mut page, true);
    confirm_in_vain(&mut page, KEPT_BACK);
    page.shows(KEPT_BACK);
    page.click("button", "Verwerfen");
    page.until("the end of it", |page| (!page.all_text().contains(KEPT_BACK)).then_some(()));
    offline(&mut page, false);
    page.click("button", "+1 Tag");
    page.shows("Heute ist der 23. Nov. 2026");
    page.reload();
    page.row_says(ENDING, "Monatlich");
    assert!(receipts(&server, &id).is_empty(), "it was withdrawn");
    assert_eq!(mode(&server, &id, ENDING), "monthly");
}

/// What the worker refuses before it looks at it was not done, so nobody has to be in doubt about it.
#[test]
fn what_was_surely_not_done_counts_as_never_sent() {
    let server = Server::start();
    let (mut page, id) = staged(&server);
    let refuse = |page: &mut Page, on: bool| {
        let patterns = json!({ "patterns": [{ "urlPattern": "*/api/v1/platforms/*", "requestStage": "Request" }] });
        let (call, wanted) = if on { ("Fetch.enable", patterns) } else { ("Fetch.disable", json!({})) };
        page.chromium.call(call, wanted);
    };
    let answer = |page: &mut Page, path: &str| {
        let asked = page.chromium.event("Fetch.requestPaused");
        let (request, url) =
            (&asked["params"]["requestId"], asked["params"]["request"]["url"].as_str().expect("a URL"));
        let is_meant = asked["params"]["request"]["method"] == "POST" && url.ends_with(path);
        if is_meant {
            let problem = json!({ "type": "urn:laufzeit:resting", "title": "x", "status": 503, "detail": "x", "code": "resting" });
            let headers = json!([{ "name": "content-type", "value": "application/problem+json" }, { "name": "retry-after", "value": "9" }]);
            let body = BASE64.encode(problem.to_string());
            let wanted = json!({ "requestId": request, "responseCode": 503, "responseHeaders": headers, "body": body });
            page.chromium.call("Fetch.fulfillRequest", wanted);
        } else {
            page.chromium.call("Fetch.continueRequest", json!({ "requestId": request }));
        }
        is_meant
    };
    page.go_on();
    refuse(&mut page, true);
    page.click("button", "Bestätigen");
    while !answer(&mut page, "/changes") {}
    refuse(&mut page, false);
    page.shows(KEPT_BACK);
    page.click("button", "Schließen");
    page.gone("dialog", Name::Any);
    page.click("button", "Verwerfen");
    page.until("the end of it", |page| (!page.all_text().contains(KEPT_BACK)).then_some(()));
    assert!(receipts(&server, &id).is_empty(), "it was withdrawn");
    // an order is over with that: the next one is a new one
    page.click("button", "Accounts bestellen");
    page.find_when("button", "Zahlungspflichtig bestellen", |button| !button.is("disabled"));
    refuse(&mut page, true);
    page.click("button", "Zahlungspflichtig bestellen");
    while !answer(&mut page, "/orders") {}
    refuse(&mut page, false);
    page.find("alert", Name::Any);
    page.open_platform(&server, &id);
    page.click("button", "Accounts bestellen");
    page.find("button", "Zahlungspflichtig bestellen");
    assert!(!page.all_text().contains("Ein früherer Versuch"), "nothing is in doubt");
}

#[test]
fn what_waits_for_the_network_goes_as_soon_as_there_is_one() {
    let server = Server::start();
    let (mut page, id) = staged(&server);
    offline(&mut page, true);
    confirm_in_vain(&mut page, KEPT_BACK);
    offline(&mut page, false);
    comes_true(&mut page, &server, &id, (ENDING, "none"));
    assert_eq!(receipts(&server, &id).len(), 1);
}

#[test]
fn another_tab_sends_what_a_closed_one_has_confirmed() {
    let mut server = Server::start();
    let (mut page, id) = staged(&server);
    page.open_tab();
    page.open_platform(&server, &id);
    page.shows(STAGED);
    page.chromium.change_tab();
    server.kill9();
    confirm_in_vain(&mut page, SENT);
    page.chromium.close_tab();

    // the other tab says so, too, and can be used for something else
    page.shows(UNDER_WAY);
    page.click("button", "Ansehen");
    page.find("dialog", "Zusammenfassung");
    page.click("button", "Schließen");
    server.restart_in_place();
    comes_true(&mut page, &server, &id, (ENDING, "none"));
    assert_eq!(receipts(&server, &id).len(), 1);
    is_sound(&server, &id);
}

#[test]
fn tabs_share_one_draft_and_the_last_wish_wins() {
    let server = Server::start();
    let (mut page, id) = staged(&server);
    page.open_tab();
    page.open_platform(&server, &id);
    page.shows(STAGED);
    page.open_billing();
    page.choose("Jährlich", OTHER);
    page.choose("Jährlich", ENDING);
    page.chromium.change_tab();
    page.shows("2 Änderungen ·");
    page.search(ENDING);
    page.find_when("radio", &*format!("Jährlich, {ENDING}"), |radio| radio.is("checked"));
    page.search("");

    // only what the summary shows is confirmed; what the other tab stages meanwhile stays staged
    page.go_on();
    page.chromium.change_tab();
    page.choose("Keine", "vertrieb@musterfirma.example");
    page.chromium.change_tab();
    page.find("dialog", "Zusammenfassung");
    page.confirm();
    page.click("button", "Fertig");
    assert_eq!(receipts(&server, &id)[0]["lines"], 2);
    page.shows(STAGED);
    page.reload();
    page.shows(STAGED);
    is_sound(&server, &id);
}

#[test]
fn what_is_staged_while_something_is_on_its_way_stays_staged() {
    let mut server = Server::start();
    let (mut page, id) = staged(&server);
    page.open_tab();
    page.open_platform(&server, &id);
    page.open_billing();
    page.chromium.change_tab();
    server.kill9();
    confirm_in_vain(&mut page, SENT);
    page.chromium.change_tab();
    page.choose("Jährlich", OTHER);
    page.find_when("button", "Weiter", |button| button.is("disabled"));
    server.restart_in_place();
    comes_true(&mut page, &server, &id, (ENDING, "none"));
    page.shows("1 Änderung ·");
    page.go_on();
    page.confirm();
    assert_eq!((mode(&server, &id, ENDING), mode(&server, &id, OTHER)), (json!("none"), json!("yearly")));
    assert_eq!(receipts(&server, &id).len(), 2);
}

#[test]
fn what_comes_back_to_nobody_waits_for_a_person() {
    let mut server = Server::start();
    let (mut page, id) = staged(&server);
    server.kill9();
    confirm_in_vain(&mut page, SENT);
    page.open("about:blank");
    server.restart_in_place();
    // the book changes while no tab is open, so the line of the summary reads differently now
    let wish = json!([{ "account": account(&server, &id, ENDING).expect("it is there")["id"], "mode": "yearly" }]);
    let preview =
        server.post(&format!("/platforms/{id}/changes/preview"), &json!({ "changes": wish })).expect(200).json();
    let change = json!({ "revision": preview["revision"], "hash": preview["hash"], "changes": wish });
    server.post(&format!("/platforms/{id}/changes"), &change).expect(201);

    page.open(&format!("{}/", server.address()));
    page.shows("Bestätigte Änderungen sind zurückgekommen");
    // opened by its address or by the button, the dialog shows the summary at once
    page.open(&format!("{}/platforms/{id}/accounts?dialog=billing", server.address()));
    page.find("dialog", "Zusammenfassung");
    page.row_says(ENDING, "Jährlich");
    page.confirm();
    assert_eq!(mode(&server, &id, ENDING), "none");
    assert_eq!(receipts(&server, &id).len(), 2);
    is_sound(&server, &id);
}

#[test]
fn a_move_of_the_clock_without_an_answer_is_the_same_after_a_reload() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    let pattern = json!({ "urlPattern": "*/clock", "requestStage": "Response" });
    page.chromium.call("Fetch.enable", json!({ "patterns": [pattern] }));
    page.click("button", "+1 Tag");
    page.chromium.event("Fetch.requestPaused");
    // the worker has done it, but the page is loaded again before it gets the answer
    let revision = |server: &Server| server.get(&format!("/platforms/{id}")).expect(200).json()["revision"].clone();
    let done = revision(&server);
    page.reload();
    page.chromium.call("Fetch.disable", json!({}));
    page.shows("Ein früherer Versuch blieb ohne Antwort.");
    assert_eq!(revision(&server), done, "it does not go by itself");
    page.click("button", "Erneut versuchen");
    page.until("the end of it", |page| (!page.all_text().contains("ohne Antwort")).then_some(()));
    page.shows("Heute ist der 23. Nov. 2026");
    assert_eq!(revision(&server), done, "it was done before");
}

#[test]
fn what_0_1_0_kept_in_the_browser_is_taken_up() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let number = |address: &str| account(&server, &id, address).expect("it is there")["id"].as_u64().expect("a number");
    let (ending, other) = (number(ENDING), number(OTHER));
    let wish = json!([{ "account": ending, "mode": "none" }]);
    let preview =
        server.post(&format!("/platforms/{id}/changes/preview"), &json!({ "changes": wish })).expect(200).json();
    let draft = json!({
        "staged": [[], [[other, 1]], [[ending, 1]]],
        "outbox": { "id": "kept", "revision": preview["revision"], "hash": preview["hash"], "changes": [[], [], [[ending, 1]]] },
    });
    let mut page = Page::new();
    page.open(&format!("{}/api/v1/healthz", server.address()));
    let keep = |name: &str, text: &str| format!("localStorage.setItem({}, {})", json!(name), json!(text));
    let mut order = json!({ "quantity": 4, "term": "yearly" });
    order["hash"] = server.post(&format!("/platforms/{id}/orders/preview"), &order).expect(200).json()["hash"].take();
    order["id"] = json!("ordered");
    let name = format!("laufzeit.order.{id}");
    page.run(&format!("sessionStorage.setItem({}, {})", json!(name), json!(order.to_string())));
    page.run(&keep(&format!("laufzeit.draft.{id}"), &draft.to_string()));
    page.run(&keep("laufzeit.draft.elsewhere", "{ what is this"));
    page.open_platform(&server, &id);
    comes_true(&mut page, &server, &id, (ENDING, "none"));
    assert_eq!(receipts(&server, &id)[0]["id"], "kept");
    page.shows(STAGED);
    page.shows("Etwas, das dieser Browser aufgehoben hatte, ließ sich nicht lesen und wurde beiseitegelegt.");
    // when this notice goes, everything below it moves up
    page.until("the end of it", |page| (!page.all_text().contains(UNDER_WAY)).then_some(()));
    page.click("button", "Accounts bestellen");
    page.shows("Ein früherer Versuch blieb ohne Antwort.");
    page.click("button", "Zahlungspflichtig bestellen");
    page.shows("4 Accounts bestellt");
    page.shows("ordered");
    let kept = page.run("JSON.stringify(Object.keys(localStorage).filter(name => name.includes('draft')))");
    assert_eq!(kept, json!("[\"laufzeit.aside.laufzeit.draft.elsewhere\"]"));
}
