//! A platform moves from one house to another in the page. `--ignored` also takes pictures of what a person sees.

use std::path::PathBuf;

use serde_json::json;
use tests::workerd::Server;
use xtask::place;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, is_sound, platform},
    thing::Name,
};

const TYPED: &str = "Geben Sie zur Bestätigung den Namen Musterfirma GmbH ein";

fn house(server: &Server) -> String {
    server.get("/house").expect(200).json()["id"].as_str().expect("an id").to_owned()
}

/// The archive of a platform, as a file.
fn saved(server: &Server, id: &str, folder: &tempfile::TempDir) -> PathBuf {
    let path = folder.path().join(format!("{id}.tar.gz"));
    let archive = server.get(&format!("/platforms/{id}/archive")).expect(200).body;
    std::fs::write(&path, archive).expect("the folder is ours");
    path
}

#[test]
fn a_platform_moves_to_another_house() {
    let (here, there) = (Server::start(), Server::start());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let id = platform(&here, SMALL_ROSTER);
    let mut page = Page::new();
    // what is not released is named
    page.open(&there.address());
    page.find("heading", "Archiv einspielen");
    let own = house(&there);
    page.until("the id of the house", |page| {
        (page.run("document.getElementById('own-house').value") == json!(own)).then_some(())
    });
    page.give_file(Name::Begins("Archiv wählen"), &saved(&here, &id, &folder));
    page.shows(&format!("Ziehen Sie dort zuerst um, mit der Kennung {own}"));
    assert!(page.all("button", "Übernehmen").is_empty());
    // it is released
    page.open_platform(&here, &id);
    page.click("link", "Einstellungen");
    page.click("button", "Umziehen …");
    page.shows("Ab dann rechnet diese Plattform hier nichts mehr ab.");
    page.fill("textbox", "Kennung des neuen Hauses", "0123");
    page.fill("textbox", "Adresse des neuen Hauses", "laufzeit.example");
    page.fill("textbox", TYPED, "Musterfirma GmbH");
    page.shows("Eine Haus-Kennung hat 32 Zeichen");
    page.shows("Eine Adresse beginnt mit https:// oder http://");
    page.find_when("button", "Endgültig umziehen", |button| button.is("disabled"));
    page.fill("textbox", "Kennung des neuen Hauses", &own);
    page.fill("textbox", "Adresse des neuen Hauses", &there.address());
    page.click("button", "Endgültig umziehen");
    page.shows("Diese Plattform ist am 22. Nov. 2026 umgezogen.");
    page.find("link", &format!("Zur Plattform: {}", there.address()));
    page.click("link", "Verlauf");
    page.shows("Umgezogen nach");
    page.find("link", "Archiv herunterladen");
    page.shows("Diese Plattform ist am 22. Nov. 2026 umgezogen.");
    // and taken
    page.open(&there.address());
    page.give_file(Name::Begins("Archiv wählen"), &saved(&here, &id, &folder));
    page.shows("Für dieses Haus freigegeben.");
    page.click("button", "Übernehmen");
    page.shows("Schon übernommen.");
    page.click("link", "Zur Plattform");
    page.counts("25 von 25 Accounts");
    page.click("link", "Verlauf");
    page.shows("Hierher umgezogen");
    is_sound(&there, &id);
    is_sound(&here, &id);
    let broken = folder.path().join("broken.tar.gz");
    std::fs::write(&broken, b"nothing").expect("the folder is ours");
    let third = Server::start();
    page.open(&third.address());
    page.give_file(Name::Begins("Archiv wählen"), &broken);
    page.shows("Dieses Archiv ist beschädigt, abgeschnitten oder verändert");
}

#[test]
#[ignore = "it proves nothing"]
fn pictures_of_moving() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for language in ["de", "en", "fr"] {
        for light in ["light", "dark"] {
            for (width, height) in [(1440, 1000), (360, 900)] {
                let (here, there) = (Server::start(), Server::start());
                let id = platform(&here, SMALL_ROSTER);
                let mut page = Page::new();
                page.size(width, height);
                page.light(light);
                let pictures = place::root().join("target/browser/moving");
                let shoot = |page: &mut Page, name: &str| {
                    page.run("new Promise((done) => setTimeout(done, 400))");
                    page.picture(&pictures.join(format!("{name}-{language}-{light}-{width}.png")));
                };
                let speak = |page: &mut Page| {
                    page.run(&format!("localStorage.setItem('laufzeit.language', '{language}')"));
                    page.reload();
                };
                let press = |page: &mut Page, selector: &str| {
                    page.until(selector, |page| {
                        let found = page.run(&format!("!!document.querySelector('{selector}')"));
                        (found == json!(true)).then_some(())
                    });
                    page.run(&format!("document.querySelector('{selector}').click()"));
                };
                page.open(&there.address());
                speak(&mut page);
                let choose = |page: &mut Page, path: &std::path::Path| {
                    page.until("the field", |page| {
                        (page.run("!!document.querySelector('.arrive input[type=file]')") == json!(true)).then_some(())
                    });
                    let names = ["Archiv wählen", "Choose an archive", "Choisir une archive"];
                    let name = names[["de", "en", "fr"].iter().position(|own| *own == language).expect("a language")];
                    page.give_file(Name::Begins(name), path);
                };
                page.run("scrollTo(0, 9999)");
                shoot(&mut page, "arrive");
                choose(&mut page, &saved(&here, &id, &folder));
                page.until("a notice", |page| {
                    (page.run("!!document.querySelector('.arrival')") == json!(true)).then_some(())
                });
                page.run("scrollTo(0, 9999)");
                shoot(&mut page, "not-released");
                page.open(&format!("{}/platforms/{id}/settings", here.address()));
                speak(&mut page);
                press(&mut page, ".moving .form-buttons button");
                shoot(&mut page, "dialog");
                page.run("document.querySelector('dialog').scrollTo(0, 9999)");
                page.reload();
                page.until("the section", |page| {
                    (page.run("!!document.querySelector('.moving')") == json!(true)).then_some(())
                });
                page.run("document.querySelector('.moving').scrollIntoView()");
                shoot(&mut page, "settings");
                let body = json!({"house": house(&there), "url": there.address(), "confirm": "Musterfirma GmbH"});
                here.post(&format!("/platforms/{id}/move"), &body).expect(200);
                page.open(&format!("{}/platforms/{id}/accounts", here.address()));
                page.until("the notice", |page| {
                    (page.run("!!document.querySelector('.moved-away')") == json!(true)).then_some(())
                });
                shoot(&mut page, "moved");
                page.open(&there.address());
                choose(&mut page, &saved(&here, &id, &folder));
                page.until("a notice", |page| {
                    (page.run("!!document.querySelector('.arrival')") == json!(true)).then_some(())
                });
                page.run("scrollTo(0, 9999)");
                shoot(&mut page, "released");
            }
        }
    }
}
