//! The worker answers that it cannot, and why: the page says so in its own words, goes on trying where that helps, and is
//! there again by itself.

use serde_json::{Value, json};
use tests::workerd::Server;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, platform, receipts},
    thing::Name,
};

/// Puts answers of this test in the place of the worker's: `failing` has for the end of a path the status, the code, the
/// facts, and the seconds of `Retry-After`. `waits` has what the page waits for, in milliseconds.
const ANSWERS: &str = "
    globalThis.waits = [];
    const [ask, wait] = [globalThis.fetch, globalThis.setTimeout];
    globalThis.setTimeout = (run, ms, ...more) => (waits.push(ms), wait(run, ms, ...more));
    globalThis.fetch = async (request, more) => {
        const { pathname } = new URL(request.url ?? request, location.href);
        const failing = JSON.parse(localStorage.getItem('failing') ?? '[]');
        const found = failing.find(([end]) => pathname.startsWith('/api/') && pathname.endsWith(end));
        if (!found) return ask(request, more);
        const [, status, code, facts, after] = found;
        const body = { type: 'urn:laufzeit:test', title: 'a test', status, detail: 'a test says so', code, facts };
        const headers = { 'content-type': 'application/problem+json', ...(after && { 'retry-after': `${after}` }) };
        return new Response(JSON.stringify(body), { status, headers });
    };";

pub fn answers(server: &Server) -> Page {
    let mut page = Page::new();
    page.chromium.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": ANSWERS }));
    page.open(&format!("{}/help/", server.address()));
    page
}

pub fn fail(page: &mut Page, failing: &Value) {
    page.run(&format!("localStorage.setItem('failing', {})", json!(failing.to_string())));
}

const GOES_ON: &str = "Es wird von selbst weiter versucht.";

/// Each trouble of a host, with what is said of it.
fn troubles() -> [(Value, &'static str); 5] {
    [
        (json!([503, "directory_damaged", {}, 0]), "Die Liste der Plattformen ist beschädigt."),
        (json!([503, "resting", {}, 47]), "ruht bis zu einer Minute."),
        (json!([503, "interrupted", {}, 1]), "das auch diese Anfrage beendet hat."),
        (json!([507, "storage_full", {}, 0]), "Der Speicher des Servers ist voll. Schaffen Sie dort bitte Platz."),
        (json!([500, "internal", {}, 0]), "Auf dem Server ist etwas schiefgegangen."),
    ]
}

/// An answer for the paths with this end.
pub fn at(end: &str, trouble: &Value) -> Value {
    let mut answer = vec![json!(end)];
    answer.extend(trouble.as_array().expect("an answer").iter().cloned());
    json!([answer])
}

#[test]
fn each_trouble_has_its_words_and_the_page_comes_back_by_itself() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    platform(&server, SMALL_ROSTER);
    let mut page = answers(&server);
    for (trouble, says) in troubles() {
        for (end, place) in [("/platforms", String::new()), ("/snapshot", format!("platforms/{id}/accounts"))] {
            fail(&mut page, &at(end, &trouble));
            page.open(&format!("{}/{place}", server.address()));
            page.shows(says);
            page.shows(GOES_ON);
            assert!(!page.all_text().contains("antwortet nicht"), "{trouble}: it does answer");
            let after = trouble[3].as_u64().expect("seconds");
            let waits = page.run("waits").as_array().cloned().unwrap_or_default();
            assert!(after < 2 || waits.contains(&json!(after * 1_000)), "{trouble}: {waits:?}");
            fail(&mut page, &json!([]));
            if after > 10 {
                page.click("button", "Erneut versuchen");
            }
            match end {
                "/platforms" => drop(page.find("heading", "Ihre Plattformen")),
                _ => page.counts("25 von 25 Accounts"),
            }
            page.gone("alert", Name::Any);
        }
    }
}

#[test]
fn what_is_on_screen_stays_and_is_said_to_be_old() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = answers(&server);
    page.open_platform(&server, &id);
    for (trouble, says) in troubles() {
        fail(&mut page, &at("/snapshot", &trouble));
        page.until(says, |page| {
            // the page asks again, once it listens
            page.run("dispatchEvent(new Event('online'))");
            page.all_text().contains(says).then_some(())
        });
        page.shows(&format!("Sie sehen den letzten Stand; Ihre Änderungen bleiben erhalten. {GOES_ON}"));
        page.counts("25 von 25 Accounts");
        fail(&mut page, &json!([]));
        if trouble[3].as_u64() > Some(10) {
            page.click("button", "Erneut versuchen");
        }
        page.gone("alert", Name::Any);
    }
}

#[test]
fn work_that_a_full_disk_cut_short_says_how_far_it_came() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = answers(&server);
    page.open_platform(&server, &id);
    fail(&mut page, &at("/clock", &json!([507, "storage_full", { "done_to": "2026-11-30" }, 0])));
    page.click("button", "+1 Monat");
    page.shows("Der Speicher des Servers ist voll. Was bis zum 30. Nov. 2026 fällig war, ist erledigt.");
    page.shows("Ausgeführt wird es nur einmal.");
    fail(&mut page, &json!([]));
    page.click("button", "Erneut versuchen");
    page.shows("Heute ist der 22. Dez. 2026");
}

#[test]
fn a_confirmation_that_was_interrupted_goes_again_by_itself_and_says_why_it_waits() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = answers(&server);
    page.open_platform(&server, &id);
    page.open_billing();
    page.choose("Keine", "kontakt@musterfirma.example");
    page.go_on();
    fail(&mut page, &at("/changes", &json!([503, "interrupted", {}, 1])));
    page.click("button", "Bestätigen");
    page.shows("das auch diese Anfrage beendet hat. Ihre Bestätigung ist unterwegs");
    fail(&mut page, &json!([]));
    page.find("dialog", "Beleg");
    assert_eq!(receipts(&server, &id).len(), 1);
}

/// What cannot be read may have platforms, so nobody is told that there are none.
#[test]
fn a_list_that_cannot_be_read_is_not_an_empty_one() {
    let server = Server::start();
    let mut page = answers(&server);
    fail(&mut page, &json!([["/platforms", 200, "no_list", {}, 0]]));
    page.open(&server.address());
    page.shows("Der Server antwortet nicht.");
    page.find("link", "Demo öffnen");
}
