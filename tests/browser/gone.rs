//! Deleted accounts have left the book: the page asks for them when somebody looks at them.

use serde_json::{Value, json};
use tests::workerd::{Server, new_key};

use crate::{
    page::Page,
    thing::Name,
    trouble::{answers, at, fail},
};

const ROSTER: &str = "address,display_name,mode,expires_on\n\
    eins@firma.example,Erna Eins,none,2026-12-01\n\
    zwei@firma.example,,none,2026-12-02\n\
    drei@firma.example,,monthly,2026-12-03\n";

/// A platform of which two accounts of three are deleted, and a change that named one of them.
fn lived(server: &Server) -> String {
    let new = json!({
        "name": "Firma",
        "catalog": [{ "from": "2026-01-01", "monthly_net": 249, "yearly_net": 2388 }],
        "test_clock": "2026-11-22",
    });
    let id = server.post("/platforms", &new).expect(201).json()["id"].as_str().expect("an id").to_owned();
    let path = |below: &str| format!("/platforms/{id}{below}");
    server.post_csv(&path("/accounts/import"), ROSTER).expect(200);
    server.post(&path("/clock"), &json!({"today": "2026-12-10"})).expect(200);
    let mut changes = json!({"changes": [{"account": 1, "mode": "monthly"}, {"account": 3, "mode": "yearly"}]});
    let mut summary: Value = server.post(&path("/changes/preview"), &changes).expect(200).json();
    (changes["revision"], changes["hash"]) = (summary["revision"].take(), summary["hash"].take());
    server.post_with_key(&path("/changes"), &changes, &new_key()).expect(201);
    id
}

#[test]
fn deleted_accounts_are_asked_for_when_somebody_looks_at_them() {
    let server = Server::start();
    let id = lived(&server);
    let place = |below: &str| format!("{}/platforms/{id}{below}", server.address());
    let mut page = Page::new();
    page.open(&place("/accounts"));
    page.counts("1 von 1 Account");
    page.open(&place("/accounts?status=deleted"));
    page.counts("2 von 2 Accounts");
    page.shows("eins@firma.example");
    page.shows("zwei@firma.example");
    page.open(&place("/accounts?status=deleted&search=erna"));
    page.counts("1 von 2 Accounts");
    page.gone("rowheader", Name::Begins("zwei"));
    page.open(&place("/accounts?status=deleted&search=niemand"));
    page.shows("Zu dieser Suche und diesen Filtern gibt es keinen Account.");
    page.open(&place("/accounts/1"));
    page.find("heading", "eins@firma.example");
    page.shows("Erna Eins");
    page.open(&place("/accounts/9"));
    page.shows("Diesen Account gibt es nicht");
    // a receipt names them, too
    page.open(&place("/history"));
    page.click("button", "Details anzeigen");
    page.shows("eins@firma.example");
}

#[test]
fn a_host_that_fails_is_said_and_asked_again() {
    let server = Server::start();
    let id = lived(&server);
    let place = |below: &str| format!("{}/platforms/{id}{below}", server.address());
    let mut page = answers(&server);
    let trouble = json!([500, "internal", {}, 0]);
    for (end, below) in [("/accounts", "/accounts?status=deleted"), ("/accounts/1", "/accounts/1")] {
        fail(&mut page, &at(end, &trouble));
        page.open(&place(below));
        page.shows("Auf dem Server ist etwas schiefgegangen.");
        fail(&mut page, &json!([]));
        page.click("button", "Erneut versuchen");
        page.shows("eins@firma.example");
    }
}
