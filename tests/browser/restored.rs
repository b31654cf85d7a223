//! What the page says after a backup was restored.

use serde_json::json;
use xtask::workerd::CONTROL_OF_TESTS;

use crate::somebody::{Somebody, house, owner_secret};

#[test]
fn after_a_restore_the_page_says_what_happened_and_who_is_blocked() {
    let (server, mut olga, _) = house();
    let token = json!({"name": "Nächtlicher Export", "roles": [{"role": "reader"}]});
    assert_eq!(olga.ask("POST", "/tokens", &token).0, 201);
    assert_eq!(server.control(CONTROL_OF_TESTS, "/restored?made=1764000000000").status, 200);
    let mut zoe = Somebody::join(&server, &owner_secret(&server), "Zoe");
    zoe.open("/people/security");
    zoe.page.shows("Eine Sicherung vom 24.11.2025, ");
    zoe.page.shows("eingespielt, alle Personen sind gesperrt");
    zoe.open("/people/tokens");
    zoe.page.shows("Nächtlicher Export");
    zoe.page.shows("Gesperrt");
    zoe.open("/people");
    zoe.page.shows("Gesperrt");
    zoe.page.click("button", "Aktionen für Olga Owner");
    zoe.page.click("menuitem", "Sperre aufheben");
    zoe.page.until("nobody is blocked", |page| {
        (page.run("document.body.innerText.includes('Gesperrt')") == false).then_some(())
    });
    zoe.open("/people/tokens");
    zoe.page.shows("Nächtlicher Export");
    assert_eq!(zoe.page.run("document.body.innerText.includes('Gesperrt')"), false);
}
