//! Names and addresses however they are written, on the page: the list of the rules and the worker.

use serde_json::json;
use tests::{
    letters::{PEOPLE, roster},
    workerd::Server,
};

use crate::{page::Page, thing::Name};

fn people(server: &Server) -> String {
    let new = json!({
        "name": "Mu\u{308}ller GmbH",
        "catalog": [{ "from": "2026-01-01", "monthly_net": 249, "yearly_net": 2388 }],
        "test_clock": "2026-11-22",
    });
    let id = server.post("/platforms", &new).expect(201).json()["id"].as_str().expect("an id").to_owned();
    server.post_csv(&format!("/platforms/{id}/accounts/import"), roster()).expect(200);
    id
}

const LISTED: &str = "[...document.querySelectorAll('.accounts .who')].map(who => who.textContent.trim())";

/// Types into the search, and gives the addresses that are listed then.
const FOUND: &str = "(async text => {
    const search = document.getElementById('search');
    search.value = text;
    search.dispatchEvent(new Event('input', { bubbles: true }));
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    return LISTED;
})";

#[test]
fn everybody_is_found_and_stands_where_the_rules_say() {
    let server = Server::start();
    let id = people(&server);
    let mut page = Page::new();
    page.size(1280, 1800);
    page.open_platform(&server, &id);
    page.counts("17 von 17 Accounts");
    assert_eq!(page.run(LISTED), json!(PEOPLE.map(|person| person.address)));
    let found = FOUND.replace("LISTED", LISTED);
    for person in PEOPLE {
        for (texts, there) in [(person.found_by, true), (person.not_by, false)] {
            for text in texts {
                let listed = page.run(&format!("{found}({})", json!(text)));
                let listed = listed.as_array().expect("a list");
                assert_eq!(listed.contains(&json!(person.address)), there, "{text:?} {person:?} {listed:?}");
            }
        }
    }
}

#[test]
fn what_is_typed_to_confirm_is_compared_as_it_looks() {
    let server = Server::start();
    let id = people(&server);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.open_menu("Aktionen für a\u{308}rzte@firma.example");
    page.click("menuitem", "Diesen Account zurücksetzen");
    for wrong in ["arzte@firma.example", "ärzte"] {
        page.fill("textbox", Name::Begins("Geben Sie"), wrong);
        page.find_when("button", "Zurücksetzen", |button| button.is("disabled"));
    }
    page.fill("textbox", Name::Begins("Geben Sie"), " ÄRZTE@firma.example ");
    page.click("button", "Zurücksetzen");
    page.gone("dialog", Name::Any);
    page.click("button", "Aktionen");
    page.click("menuitem", "Kündigen");
    for wrong in ["Muller GmbH", "GmbH Müller", "Müller"] {
        page.fill("textbox", Name::Begins("Geben Sie"), wrong);
        page.find_when("button", "Kündigen", |button| button.is("disabled"));
    }
    page.fill("textbox", Name::Begins("Geben Sie"), "MÜLLER GmbH");
    page.click("button", "Kündigen");
    page.gone("dialog", Name::Any);
    page.shows("Diese Plattform ist gekündigt");
}

/// Every form of every character that the browser knows and that is not the character itself: the crate that the tests of
/// the rules run with must say the same.
#[test]
fn the_browser_and_the_tables_agree_on_every_letter() {
    const FORMS: &str = "(() => {
        const differing = [];
        for (let point = 0; point < 0x20000; point += 1) {
            const text = String.fromCodePoint(point);
            if (/[\\p{Cn}\\p{Cs}]/u.test(text)) continue;
            const [small, bare] = [text.toLowerCase(), text.normalize('NFKD').toLowerCase().replace(/\\p{M}/gu, '')];
            const plain = text.normalize('NFKC').toLowerCase().normalize('NFC');
            const forms = [small, small.normalize('NFC'), plain, bare];
            if (forms.some(form => form !== text)) differing.push([text, ...forms]);
        }
        return differing;
    })()";
    let mut page = Page::new();
    let differing: Vec<[String; 5]> = serde_json::from_value(page.run(FORMS)).expect("a list");
    assert!(differing.len() > 15_000, "{}", differing.len());
    for [text, forms @ ..] in differing {
        assert_eq!(
            forms,
            [unicode::small, unicode::composed, unicode::plain, unicode::bare].map(|form| form(&text)),
            "{text:?}"
        );
    }
}
