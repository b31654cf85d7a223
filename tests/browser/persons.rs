//! Somebody asks what is held about them, and to be erased. `--ignored` also takes pictures of what a person sees.

use serde_json::json;
use tests::workerd::{Server, new_key};
use xtask::place;

use crate::{page::Page, screens::is_sound};

const ROSTER: &str = "address,display_name,mode,expires_on\n\
    anna@firma.example,Anna Verborgen,none,2026-12-01\nbert@firma.example,Bert,monthly,2026-12-05\n";

fn with_somebody_gone() -> (Server, String) {
    let server = Server::start();
    let new = json!({"id": "firma", "name": "Firma GmbH", "test_clock": "2026-11-22",
        "catalog": [{"from": "2026-01-01", "monthly_net": 249, "yearly_net": 2388}]});
    server.post("/platforms", &new).expect(201);
    let id = "firma".to_owned();
    server.post_csv("/platforms/firma/accounts/import", ROSTER).expect(200);
    server.post_with_key(&format!("/platforms/{id}/clock"), &json!({"today": "2026-12-02"}), &new_key()).expect(200);
    (server, id)
}

#[test]
fn whoever_has_left_is_erased_in_the_page() {
    let (server, id) = with_somebody_gone();
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.click("link", "Einstellungen");
    page.find_when("button", "Texte löschen …", |button| button.is("disabled"));
    page.fill("textbox", "Adresse eines Postfachs", "bert@firma.example");
    page.find("link", "Auskunft herunterladen");
    page.click("button", "Texte löschen …");
    page.shows("Ein Account (2) hat diese Adresse noch.");
    page.fill("textbox", "Adresse eines Postfachs", "Anna@firma.example");
    page.click("button", "Texte löschen …");
    page.shows("Adresse und Name von 1 Account");
    page.shows("Rechnungen nennen keine Adressen");
    page.find_when("button", "Endgültig löschen", |button| button.is("disabled"));
    page.fill("textbox", "Zum Bestätigen Anna@firma.example eintippen", "anna@firma.example");
    page.click("button", "Endgültig löschen");
    page.click("link", "Verlauf");
    page.shows("Adresse und Name auf Wunsch gelöscht");
    let all = server.get(&format!("/platforms/{id}/events?limit=1000")).expect(200).text();
    assert!(!all.contains("anna@") && !all.contains("Verborgen") && all.contains("bert@firma.example"), "{all}");
    is_sound(&server, &id);
}

#[test]
#[ignore = "it proves nothing"]
fn pictures_of_information_and_erasure() {
    for language in ["de", "en", "fr"] {
        for light in ["light", "dark"] {
            for (width, height) in [(1440, 1000), (360, 900)] {
                let (server, id) = with_somebody_gone();
                let mut page = Page::new();
                page.size(width, height);
                page.light(light);
                let shoot = |page: &mut Page, name: &str| {
                    page.run("new Promise((done) => setTimeout(done, 400))");
                    let pictures = place::root().join("target/browser/persons");
                    page.picture(&pictures.join(format!("{name}-{language}-{light}-{width}.png")));
                };
                let wait = |page: &mut Page, selector: &str| {
                    page.until(selector, |page| {
                        let found = page.run(&format!("!!document.querySelector('{selector}')"));
                        (found == json!(true)).then_some(())
                    });
                };
                page.open(&format!("{}/platforms/{id}/settings", server.address()));
                page.run(&format!("localStorage.setItem('laufzeit.language', '{language}')"));
                page.reload();
                wait(&mut page, "#person-address");
                page.run(
                    "{ const field = document.getElementById('person-address'); field.value = 'anna@firma.example'; \
                     field.dispatchEvent(new Event('input', {bubbles: true})); field.scrollIntoView({block: 'center'}); }",
                );
                shoot(&mut page, "section");
                page.run("document.querySelector('.persons .form-buttons button').click()");
                wait(&mut page, "dialog[open]");
                shoot(&mut page, "dialog");
                page.open(&format!("{}/platforms/{id}?status=deleted", server.address()));
                let body = json!({"address": "anna@firma.example", "confirm": "anna@firma.example"});
                server.post(&format!("/platforms/{id}/erasures"), &body).expect(200);
                page.open(&format!("{}/platforms/{id}/history", server.address()));
                shoot(&mut page, "history");
                page.open(&format!("{}/platforms/{id}/accounts/1", server.address()));
                shoot(&mut page, "account");
            }
        }
    }
}
