//! Pictures for customers: `cargo test --package tests --test browser -- --ignored` writes pictures of the main screens
//! to `target/browser/pictures`, light and dark, wide and narrow.

use tests::{static_files::StaticFiles, workerd::Server};
use xtask::place;

use crate::{
    page::Page,
    screens::{LARGE_ROSTER, platform},
    thing::Name,
};

#[test]
#[ignore = "it proves nothing"]
fn pictures_of_the_main_screens() {
    for light in ["light", "dark"] {
        for (width, height) in [(1440, 900), (360, 740)] {
            take(light, width, height);
        }
    }
}

fn take(light: &str, width: u32, height: u32) {
    let (server, files) = (Server::start(), StaticFiles::start());
    let mut page = Page::new();
    page.size(width, height);
    page.light(light);
    let folder = place::root().join("target/browser/pictures");
    let shoot = |page: &mut Page, name: &str| page.picture(&folder.join(format!("{name}-{light}-{width}.png")));

    page.open(&server.address());
    page.find("button", "Importieren");
    shoot(&mut page, "start");
    let id = platform(&server, LARGE_ROSTER);
    page.open_platform(&server, &id);
    page.counts("1.000 von 1.000 Accounts");
    shoot(&mut page, "list");
    page.run("scrollTo(0, 500)");
    page.row("anna.dubois752@musterfirma.example");
    shoot(&mut page, "list-below");
    page.run("scrollTo(0, 0)");
    page.open_billing();
    page.click("checkbox", "Alle 1.000: Jährlich");
    for address in ["anna.arslan@musterfirma.example", "anna.bernard@musterfirma.example"] {
        if !page.all("radio", Name::Begins(&format!("Keine, {address}"))).is_empty() {
            page.click("radio", &format!("Keine, {address}"));
        }
    }
    for address in ["kontakt@musterfirma.example", "buchhaltung@musterfirma.example", "empfang@musterfirma.example"] {
        page.choose("Keine", address);
    }
    shoot(&mut page, "step-1");
    page.go_on();
    shoot(&mut page, "step-2");
    page.confirm();
    shoot(&mut page, "step-3");
    page.click("button", "Fertig");
    page.gone("dialog", Name::Any);
    page.click("link", "Verlauf");
    page.shows("Abrechnungsmodus von 693 Accounts geändert");
    shoot(&mut page, "history");
    page.open(&format!("{}/demo", files.address()));
    page.counts("25 von 25 Accounts");
    shoot(&mut page, "demo");
}
