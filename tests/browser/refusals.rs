//! What the worker or the demo refuses is said in the language of the page.

use std::fs;

use tempfile::tempdir;
use tests::{static_files::StaticFiles, workerd::Server};

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, TODAY, in_german, platform},
    thing::Name,
};

const EARLIER: &str = "2026-11-01";
/// A day on which no test clock can begin, because it is too close to the last possible date.
const TOO_LATE: &str = "2199-06-01";

fn speak_french(page: &mut Page) {
    page.open_menu("Sprache: DE");
    page.click("menuitemradio", "Français");
    page.find("button", Name::Begins("Langue"));
}

/// Tries to put the clock back, which every host refuses, and checks what the page says.
fn put_back(page: &mut Page, today: &str) {
    page.pick("Date", "Uhr", EARLIER);
    page.shows(&format!("Die Uhr steht schon auf dem {}. Zurückstellen lässt sie sich nicht.", in_german(today)));
    speak_french(page);
    page.pick("Date", "Horloge", EARLIER);
    page.shows("L’horloge indique déjà le");
    page.shows("Elle ne peut pas être reculée.");
    assert!(!page.all_text().contains("the clock already shows"));
}

#[test]
fn a_clock_that_is_put_back_is_refused_in_german_and_in_french() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    put_back(&mut page, TODAY);
}

#[test]
fn the_demo_refuses_in_the_same_words() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.open(&format!("{}/demo", files.address()));
    page.counts("25 von 25 Accounts");
    page.pick("Date", "Uhr", EARLIER);
    page.shows("Zurückstellen lässt sie sich nicht.");
    page.pick("Date", "Uhr", "2190-01-01");
    page.shows("Auf einmal lässt sich die Uhr höchstens bis zum");
}

#[test]
fn a_platform_that_begins_too_late_is_refused_in_german_and_in_french() {
    let server = Server::start();
    let folder = tempdir().expect("a folder");
    let roster = folder.path().join("roster.csv");
    let text = "address,display_name,mode,expires_on\na@b.example,A,none,2199-12-31\n";
    fs::write(&roster, text).expect("it can be written");
    let mut page = Page::new();
    page.open(&server.address());
    page.fill("textbox", "Name der Plattform", "Musterfirma GmbH");
    page.give_file(Name::Begins("CSV-Datei"), &roster);
    page.click("checkbox", "Testuhr ab");
    page.pick("Date", "Testuhr ab", TOO_LATE);
    page.click("button", "1 Account importieren");
    page.shows("Eine Testuhr beginnt spätestens am 31. Dez. 2198.");

    speak_french(&mut page);
    page.fill("textbox", "Nom de la plateforme", "Musterfirma GmbH");
    page.give_file(Name::Begins("Fichier CSV"), &roster);
    page.click("checkbox", "Horloge de test à partir du");
    page.pick("Date", "Horloge de test à partir du", TOO_LATE);
    page.click("button", "Importer 1 compte");
    page.shows("Une horloge de test commence au plus tard le");
    assert!(!page.all_text().contains("a clock runs to"));
}

#[test]
fn bad_settings_are_refused_in_french() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    speak_french(&mut page);
    page.click("link", "Paramètres");
    page.fill("textbox", "Domaines", "musterfirma.example\nkeine domain");
    page.fill("textbox", "Jours avant suppression", "366");
    page.click("button", "Enregistrer");
    page.shows("« keine domain » n’est pas un domaine.");
    page.shows("Veuillez saisir un nombre de 0 à 365.");
}
