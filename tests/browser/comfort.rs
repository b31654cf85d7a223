//! The list of shortcuts, the commands, dense rows, and the title of the browser's tab.

use tests::{static_files::StaticFiles, workerd::Server};

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, platform},
    thing::Name,
};

impl Page {
    /// Opens the commands and types a text.
    #[track_caller]
    fn command(&mut self, text: &str) {
        self.chord("k");
        self.has_focus("combobox", "Befehl suchen");
        self.write(text);
    }

    /// Waits until exactly these options are shown.
    #[track_caller]
    fn options(&mut self, names: &[&str]) {
        self.until(&format!("the options {names:?}"), |page| {
            let options: Vec<_> = page.all("option", Name::Any).into_iter().map(|option| option.name).collect();
            (options == names).then_some(())
        });
    }

    #[track_caller]
    fn is_at(&mut self, place: &str) {
        self.until(place, |page| (page.place() == place).then_some(()));
    }

    #[track_caller]
    fn is_titled(&mut self, title: &str) {
        self.until(&format!("the title {title:?}"), |page| (page.run("document.title") == title).then_some(()));
    }
}

#[test]
fn the_keys_that_exist_are_shown() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.key("j");
    page.has_focus("checkbox", Name::Any);
    page.key("?");
    page.find("dialog", "Tastenkürzel");
    for text in ["Überall", "In der Liste", "Zeile auswählen", "Im Abrechnungsmodus", "Strg"] {
        page.shows(text);
    }
    page.key("Escape");
    page.gone("dialog", Name::Any);
    page.has_focus("checkbox", Name::Any);

    // in a field the key types a character, and in a dialog it does nothing
    page.key("/");
    page.has_focus("searchbox", "Suchen");
    page.key("?");
    page.is_at(&format!("/platforms/{id}/accounts?search=%3F"));
    page.search("");
    page.open_billing();
    page.find("radio", "Keine, anna.keller@musterfirma.example");
    page.run("document.querySelector('dialog input[type=radio]').focus()");
    page.key("?");
    page.key("Escape");
    page.gone("dialog", Name::Any);

    // another place has other shortcuts
    page.click("link", "Verlauf");
    page.is_titled("Musterfirma GmbH – Verlauf – Laufzeit");
    page.key("?");
    page.shows("In Auswahl und Menü");
    assert!(!page.all_text().contains("In der Liste"));
}

#[test]
fn letters_that_are_switched_off_are_shown_as_off() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.open(&format!("{}/demo", files.address()));
    page.counts("25 von 25 Accounts");
    page.click("button", "Darstellung");
    page.click("menuitemcheckbox", "Einzelne Buchstaben als Tastenkürzel");
    page.key("?");
    page.click("button", "Darstellung");
    page.click("menuitem", "Tastenkürzel anzeigen");
    page.find("dialog", "Tastenkürzel");
    page.shows("Einzelne Zeichen sind als Tastenkürzel ausgeschaltet");
    page.click("checkbox", "Einzelne Buchstaben als Tastenkürzel");
    page.until("no word of it", |page| (!page.all_text().contains("ausgeschaltet")).then_some(()));
    page.click("button", "Schließen");
    page.gone("dialog", Name::Any);
    page.has_focus("button", "Darstellung");
    page.key("?");
    page.find("dialog", "Tastenkürzel");
}

#[test]
fn commands_are_found_by_their_words() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.row("anna.keller@musterfirma.example");
    page.key("j");
    page.has_focus("checkbox", Name::Any);
    page.command("abrech");
    page.options(&["Abrechnungsmodus"]);
    page.key("Enter");
    page.find("dialog", "Abrechnungsmodus");
    page.key("Escape");
    page.gone("dialog", Name::Any);
    page.has_focus("checkbox", Name::Any);

    // the arrow keys wrap around, and an account is found like a command
    page.command("anna");
    let marked = |page: &mut Page| {
        page.all("option", Name::Any).into_iter().find(|option| option.is("selected")).map(|option| option.name)
    };
    let first = page.until("an account", |page| marked(page).filter(|name| name.starts_with("anna")));
    page.key("ArrowUp");
    page.key("ArrowDown");
    assert_eq!(marked(&mut page), Some(first.clone()));
    page.key("Enter");
    page.find("heading", &first);
    assert!(page.place().starts_with(&format!("/platforms/{id}/accounts/")), "{}", page.place());

    page.command("zzz");
    page.shows("Keine Treffer für „zzz“");
    page.key("Enter");
    page.key("Escape");
    page.gone("dialog", Name::Any);

    page.command("rechnungen");
    page.key("Enter");
    page.is_at(&format!("/platforms/{id}/invoices"));
    // the field starts empty, and the text can also match the title of a group
    page.command("sprache");
    page.options(&["Deutsch aktiv", "English", "Français"]);
    page.key("Escape");
    page.gone("dialog", Name::Any);
    page.command("english");
    page.key("Enter");
    page.find("link", "Invoices");
}

#[test]
fn what_cannot_be_commanded_says_why() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open(&format!("{}/platforms/{id}/accounts?dialog=terminate", server.address()));
    page.fill("textbox", Name::Begins("Geben Sie"), "Musterfirma GmbH");
    page.click("button", "Kündigen");
    page.gone("dialog", Name::Any);
    page.shows("Diese Plattform ist gekündigt");
    page.click("button", "Darstellung");
    page.click("menuitem", "Befehl suchen");
    page.has_focus("combobox", "Befehl suchen");
    page.write("bestellen");
    let option = page.find_when("option", Name::Begins("Accounts bestellen"), |option| option.is("disabled"));
    assert!(option.name.len() > "Accounts bestellen".len(), "it says no reason: {option:?}");
    page.key("Enter");
    page.press_on(&option);
    page.find("dialog", "Befehle");
}

#[test]
fn the_demo_and_the_start_have_commands_of_their_own() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.open(&files.address());
    page.shows("Der Server antwortet nicht.");
    page.command("demo aus");
    page.options(&["Demo ausprobieren"]);
    page.key("Enter");
    page.counts("25 von 25 Accounts");
    page.command("verlauf");
    page.key("Enter");
    page.is_at("/demo/platforms/demo/history");
    page.command("demo verl");
    page.options(&["Demo verlassen"]);
    page.key("Enter");
    page.is_at("/");
}

#[test]
fn rows_stand_close_where_that_is_wished() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.size(1440, 4000);
    page.open(&format!("{}/demo", files.address()));
    page.pick("combobox", "Musterfirma wählen", "1000");
    page.counts("1.000 von 1.000 Accounts");
    let height = "document.querySelector('.virtual-row').offsetHeight";
    let full = "!!document.elementFromPoint(innerWidth / 2, innerHeight - 8).closest('[role=row]')";
    assert_eq!(page.run(height), 44);
    page.click("button", "Darstellung");
    page.click("menuitemcheckbox", "Kompakte Zeilen");
    assert_eq!(page.run(height), 36);
    page.until("rows down to the end of the screen", |page| (page.run(full) == true).then_some(()));
    page.reload();
    page.counts("1.000 von 1.000 Accounts");
    assert_eq!(page.run(height), 36);
    page.size(360, 740);
    assert_eq!(page.run(height), 76);
    page.size(1440, 900);
    page.command("kompakt");
    page.key("Enter");
    page.until("wide rows", |page| (page.run(height) == 44).then_some(()));
}

#[test]
fn the_tab_is_called_as_its_place() {
    let server = Server::start();
    let mut page = Page::new();
    page.open(&format!("{}/?dialog=new", server.address()));
    page.is_titled("Laufzeit");
    let id = platform(&server, SMALL_ROSTER);
    page.open_platform(&server, &id);
    page.is_titled("Musterfirma GmbH – E-Mail-Accounts – Laufzeit");
    page.click("link", "Verlauf");
    page.is_titled("Musterfirma GmbH – Verlauf – Laufzeit");
    page.run("history.back()");
    page.is_titled("Musterfirma GmbH – E-Mail-Accounts – Laufzeit");
    page.click("link", "anna.keller@musterfirma.example");
    page.is_titled("Musterfirma GmbH – anna.keller@musterfirma.example – Laufzeit");
    page.click("link", "Rechnungen");
    page.click("button", Name::Begins("Sprache"));
    page.click("menuitemradio", "English");
    page.is_titled("Musterfirma GmbH – Invoices – Laufzeit");
    page.open(&format!("{}/demo/platforms/demo/settings", server.address()));
    page.is_titled("Musterfirma GmbH – Settings – Demo – Laufzeit");
}
