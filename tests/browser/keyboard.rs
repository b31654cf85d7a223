//! Everything can be done with the keyboard alone.

use tests::workerd::Server;
use xtask::workerd::Config;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, platform, receipts},
    somebody::{Somebody, owner_secret},
    thing::Name,
};

/// Presses Tab until the element with this role and name has focus.
#[track_caller]
fn tab_to(page: &mut Page, role: &str, name: Name<'_>) {
    let mut met = Vec::new();
    for _ in 0..80 {
        page.key("Tab");
        let (own, called) = page.focused();
        if own == role && name.fits(&called) {
            return;
        }
        met.push(called);
    }
    panic!("no way to the {role} {name:?}; met were {met:?}");
}

#[test]
fn the_guide_is_walked_by_the_keyboard() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    tab_to(&mut page, "button", "Aktionen".into());

    // a menu returns focus when it closes
    page.key("ArrowDown");
    page.has_focus("menuitem", "Accounts bestellen");
    page.key("ArrowUp");
    page.has_focus("menuitem", "Kündigen");
    page.key("Escape");
    page.gone("menuitem", Name::Any);
    page.has_focus("button", "Aktionen");
    page.key("Enter");
    page.has_focus("menuitem", "Accounts bestellen");
    page.key("ArrowDown");
    page.has_focus("menuitem", "Abrechnungsmodus");
    page.key("Enter");
    page.has_focus("searchbox", "Suchen");

    // a row is one Tab stop, and the arrow keys reach its choices
    tab_to(&mut page, "radio", "Monatlich, anna.keller@musterfirma.example".into());
    page.key("ArrowRight");
    page.has_focus("radio", "Jährlich, anna.keller@musterfirma.example");
    page.key("ArrowRight");
    page.has_focus("radio", "Keine, anna.keller@musterfirma.example");
    page.find_when("radio", "Keine, anna.keller@musterfirma.example", |radio| radio.is("checked"));
    page.key("/");
    page.has_focus("searchbox", "Suchen");

    // Escape closes only what is on top
    tab_to(&mut page, "button", "Status".into());
    page.key("Enter");
    page.has_focus("menuitemradio", "Alle");
    page.key("Escape");
    page.gone("menuitemradio", Name::Any);
    page.has_focus("button", "Status");
    page.key("Escape");
    page.find("alertdialog", "Änderungen behalten?");
    page.key("Escape");
    page.gone("alertdialog", Name::Any);
    page.find("dialog", "Abrechnungsmodus");
    page.has_focus("button", "Status");

    tab_to(&mut page, "button", "Weiter".into());
    page.key("Enter");
    page.find("dialog", "Zusammenfassung");
    tab_to(&mut page, "button", "Bestätigen".into());
    page.key("Enter");
    page.find("dialog", "Beleg");
    tab_to(&mut page, "button", "Fertig".into());
    page.key("Enter");
    page.gone("dialog", Name::Any);
    page.has_focus("button", "Aktionen");
    assert_eq!(receipts(&server, &id).len(), 1);
}

#[test]
fn accounts_are_ordered_and_a_platform_is_terminated_by_the_keyboard() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    tab_to(&mut page, "button", "Accounts bestellen".into());
    page.key("Enter");
    page.has_focus("textbox", "Anzahl der Accounts");
    page.key("Tab");
    page.has_focus("radio", Name::Begins("Monatlich"));
    page.key("ArrowRight");
    page.has_focus("radio", Name::Begins("Jährlich"));
    tab_to(&mut page, "button", "Zahlungspflichtig bestellen".into());
    page.key("Enter");
    page.shows("1 Account bestellt");
    tab_to(&mut page, "button", "Einrichten".into());
    page.key("Enter");
    page.has_focus("combobox", "E-Mail-Adresse");
    page.write("neu@musterfirma.example");
    page.key("Enter");
    page.gone("dialog", Name::Any);
    page.row_says("neu@musterfirma.example", "Jährlich");

    tab_to(&mut page, "button", "Aktionen".into());
    page.key("ArrowDown");
    page.has_focus("menuitem", "Accounts bestellen");
    page.key("ArrowUp");
    page.key("Enter");
    page.find("dialog", "Kündigen");
    tab_to(&mut page, "textbox", Name::Begins("Geben Sie"));
    page.write("Musterfirma GmbH");
    page.key("Enter");
    page.shows("Diese Plattform ist gekündigt");
    page.has_focus("button", "Aktionen");
    page.reload();
    page.find("button", "Kündigung zurücknehmen");
    tab_to(&mut page, "button", "Kündigung zurücknehmen".into());
    page.key("Enter");
    page.find("alertdialog", "Kündigung zurücknehmen");
    tab_to(&mut page, "button", "Bestätigen".into());
    page.key("Enter");
    page.gone("button", "Kündigung zurücknehmen");
    // what had focus is gone, and which of what is beside it is there by then depends on what comes first, the answer or the news
    let beside = ["Aktionen", "Accounts bestellen"];
    page.until("focus beside it", |page| beside.contains(&&*page.focused().1).then_some(()));
}

#[test]
fn letters_search_move_and_tick() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.row("anna.keller@musterfirma.example");
    page.key("j");
    page.has_focus("checkbox", "anna.keller@musterfirma.example auswählen");
    page.key("j");
    page.has_focus("checkbox", "buchhaltung@musterfirma.example auswählen");
    page.key("x");
    page.shows("1 ausgewählt");
    page.key("/");
    page.has_focus("searchbox", "Suchen");
    page.key("j");
    page.until("the letter", |page| page.place().ends_with("?search=j").then_some(()));
}

#[test]
fn the_back_button_leads_back_through_the_steps() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.open_billing();
    page.choose("Keine", "anna.keller@musterfirma.example");
    page.go_on();
    page.run("history.back()");
    page.find("dialog", "Abrechnungsmodus");
    page.find_when("radio", "Keine, anna.keller@musterfirma.example", |radio| radio.is("checked"));
    page.run("history.forward()");
    page.find("dialog", "Zusammenfassung");
}

#[test]
fn people_come_in_and_let_others_in_by_the_keyboard() {
    let server = Server::start_as(Config::Locked, &std::env::temp_dir());
    let mut olga = Somebody::new(&server);
    olga.open(&format!("/join#{}", owner_secret(&server)));
    olga.page.find("textbox", "Ihr Name");
    tab_to(&mut olga.page, "textbox", "Ihr Name".into());
    olga.page.write("Olga Owner");
    olga.page.key("Enter");
    olga.page.find("button", "Konto: Olga Owner");

    tab_to(&mut olga.page, "button", "Konto: Olga Owner".into());
    olga.page.key("Enter");
    menu_to(&mut olga.page, "Personen und Rollen");
    olga.page.find("heading", "Personen und Rollen");
    tab_to(&mut olga.page, "button", "Person einladen".into());
    olga.page.key("Enter");
    olga.page.find("dialog", "Person einladen");
    tab_to(&mut olga.page, "textbox", "Name".into());
    olga.page.write("Rita Leser");
    tab_to(&mut olga.page, "combobox", "Rolle".into());
    olga.page.key("ArrowDown");
    tab_to(&mut olga.page, "button", "Einladen".into());
    olga.page.key("Enter");
    olga.page.find("dialog", "Einladung erstellt");
    let link = olga.page.run("document.querySelector('#once').value");
    olga.page.key("Escape");
    olga.page.gone("dialog", Name::Any);
    olga.page.has_focus("button", "Person einladen");
    olga.page.shows("Abrechnung für alle Plattformen");

    tab_to(&mut olga.page, "button", "Konto: Olga Owner".into());
    olga.page.key("Enter");
    menu_to(&mut olga.page, "Ihr Konto");
    olga.page.find("heading", "Ihr Konto");
    tab_to(&mut olga.page, "button", Name::Begins("Passkey "));
    olga.page.key("Enter");
    olga.page.find("dialog", Name::Any);
    olga.page.key("Escape");
    olga.page.gone("dialog", Name::Any);

    tab_to(&mut olga.page, "button", "Konto: Olga Owner".into());
    olga.page.key("Enter");
    menu_to(&mut olga.page, "Abmelden");
    olga.is_out();
    tab_to(&mut olga.page, "button", "Mit Passkey anmelden".into());
    olga.page.key("Enter");
    olga.page.find("button", "Konto: Olga Owner");

    let mut rita = Somebody::new(&server);
    rita.page.open(link.as_str().expect("a link"));
    rita.page.find("textbox", "Ihr Name");
    tab_to(&mut rita.page, "button", "Passkey anlegen und anmelden".into());
    rita.page.key("Enter");
    rita.page.find("button", "Konto: Rita Leser");
}

/// Goes down an open menu to an entry, and chooses it.
#[track_caller]
fn menu_to(page: &mut Page, name: &str) {
    page.find("menuitem", name);
    for _ in 0..20 {
        if page.focused() == ("menuitem".to_owned(), name.to_owned()) {
            return page.key("Enter");
        }
        page.key("ArrowDown");
    }
    panic!("no way to {name}");
}
