//! What a selection, a filter and focus hold on to: nothing is widened, nothing goes on unsaid, nothing is lost.

use serde_json::json;
use tests::workerd::Server;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, account, platform},
    thing::{Name, plain},
};

const THREE: [&str; 3] =
    ["kontakt@musterfirma.example", "lager@musterfirma.example", "anna.keller@musterfirma.example"];
/// The accounts whose mode in the roster is `none`.
const ENDING: [&str; 2] = ["empfang@musterfirma.example", "wanda.von@musterfirma.example"];

impl Page {
    #[track_caller]
    fn tick(&mut self, address: &str) {
        self.click("checkbox", &*format!("{address} auswählen"));
    }

    /// Goes to the same page with another query.
    #[track_caller]
    fn open_with(&mut self, server: &Server, id: &str, query: &str) {
        self.open(&format!("{}/platforms/{id}/accounts?{query}", server.address()));
        self.find("dialog", "Abrechnungsmodus");
    }

    #[track_caller]
    fn all_is(&mut self, count: usize) {
        self.find("checkbox", &*format!("Alle {count}: Keine"));
    }

    /// Waits until focus stands still, and asserts that something has it.
    #[track_caller]
    fn keeps_focus(&mut self, after: &str) {
        let there = "document.activeElement && document.activeElement !== document.body";
        self.until(&format!("focus after {after}"), |page| (page.run(there) == true).then_some(()));
        self.run("new Promise(done => setTimeout(done, 150))");
        assert_eq!(self.run(there), true, "after {after}");
    }
}

#[test]
fn a_selection_stands_in_the_address_and_never_widens() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    THREE.iter().for_each(|address| page.tick(address));
    page.click("button", "Abrechnungsmodus …");
    page.find("dialog", "Abrechnungsmodus");
    page.all_is(3);
    page.reload();
    page.all_is(3);

    // another browser has the same address
    let place = page.place();
    let mut other = Page::new();
    other.open(&format!("{}{place}", server.address()));
    other.all_is(3);

    // what is not there is left out, and said
    page.open_with(&server, &id, "dialog=billing&selection=2,999,x,2");
    page.all_is(1);
    page.shows("Nicht übertragen, weil nicht hier: 2");
    for lost in ["rows", "kept-0123456789abcdef", "x", "0", "4294967296", "99,98"] {
        page.open_with(&server, &id, &format!("dialog=billing&selection={lost}"));
        page.shows("Auswahl nicht übertragen: Hier ist nichts ausgewählt.");
        page.all_is(0);
    }
}

#[test]
fn the_filter_of_the_list_comes_along() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.search("albrecht");
    page.counts("2 von 25 Accounts");
    page.open_billing();
    page.all_is(2);
    page.reload();
    page.all_is(2);
    page.shows("Wie in der Liste: albrecht");
    page.click("button", "Wie in der Liste: albrecht");
    page.all_is(25);
}

#[test]
fn many_rows_are_kept_in_this_browser() {
    let server = Server::start();
    let id = platform(&server, "musterfirma-1000.csv");
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.search("musterfirma.example");
    page.click("checkbox", "Alle 1.000 auswählen");
    page.search("");
    page.click("button", "Abrechnungsmodus …");
    page.find("checkbox", "Alle 1.000: Keine");
    let place = page.place();
    assert!(place.contains("selection=kept-") && place.len() < 200, "{place}");
    page.reload();
    page.shows("1.000 ausgewählt");
    page.find("checkbox", "Alle 1.000: Keine");
    let mut other = Page::new();
    other.open(&format!("{}{place}", server.address()));
    other.shows("Auswahl nicht übertragen");
    other.all_is(0);
}

#[test]
fn what_was_to_end_and_goes_on_is_told_apart() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.open_billing();
    page.click("checkbox", "Alle 25: Jährlich");
    page.shows("2 davon sollten auslaufen und laufen jetzt weiter");
    page.click("button", "auslaufen lassen");
    page.keeps_focus("letting them end");
    page.until("no word of it", |page| (!page.all_text().contains("laufen jetzt weiter")).then_some(()));
    for address in ENDING {
        page.find_when("radio", &*format!("Keine, {address}"), |radio| radio.is("checked"));
    }
    page.click("checkbox", "Alle 25: Jährlich");
    page.go_on();
    let groups = page.groups();
    assert_eq!(groups[0], "2 Accounts sollten auslaufen und laufen jetzt weiter", "{groups:?}");
    let foot = page.all_text();
    assert!(plain(&foot).contains("2 davon sollten auslaufen und laufen jetzt weiter."), "{foot}");
    page.confirm();
    assert_eq!(page.groups()[0], groups[0]);

    // taking it back says what comes back, by mode and name
    page.click("button", "Rückgängig machen");
    page.find("alertdialog", "Rückgängig machen");
    page.row_says(ENDING[0], "Keine");
    page.row_says(THREE[0], "Monatlich");
    page.click("button", "Bestätigen");
    page.gone("alertdialog", Name::Any);
    page.keeps_focus("taking back");
    page.until("a receipt that claims nothing", |page| {
        let text = page.all_text();
        (!text.contains("Erledigt") && text.contains("Rückgängig gemacht")).then_some(())
    });
    for address in ENDING {
        assert_eq!(account(&server, &id, address).expect("it is there")["mode"], json!("none"));
    }
}

#[test]
fn a_month_of_the_chart_lists_what_it_counts() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    let months = server.get(&format!("/platforms/{id}/forecast")).expect(200).json()["months"].clone();
    for (at, name) in [(1, "Dezember 2026"), (3, "Februar 2027"), (8, "Juli 2027")] {
        let counted =
            months[at]["renewals"].as_u64().expect("a count") + months[at]["closings"].as_u64().expect("a count");
        let bar = page
            .until(name, |page| page.all("button", Name::Any).into_iter().find(|button| button.name.starts_with(name)));
        page.press_on(&bar);
        page.counts(&format!("{counted} von 25 Accounts"));
        page.find("button", &*format!("Fällig: {name}"));
    }
    page.reload();
    page.click("button", "Fällig: Juli 2027");
    page.click("menuitemradio", "Alle");
    page.counts("25 von 25 Accounts");
}

#[test]
fn focus_never_falls_out_of_the_page() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);

    page.open_billing();
    page.click("checkbox", "Alle 25: Jährlich");
    page.click("button", "Schließen");
    page.click("button", "Behalten und schließen");
    page.gone("dialog", Name::Any);
    page.keeps_focus("closing the dialog");
    // more than three changes are not thrown away by one click
    page.click("button", "Verwerfen");
    page.find("alertdialog", "Verwerfen");
    page.click("button", "Abbrechen");
    page.gone("alertdialog", Name::Any);
    page.keeps_focus("not discarding");
    page.click("button", "Verwerfen");
    let question = page.find("alertdialog", "Verwerfen");
    let drop = page.all_in(&question, "button", "Verwerfen").remove(0);
    page.press_on(&drop);
    page.gone("alertdialog", Name::Any);
    page.keeps_focus("discarding");

    // few go at once
    page.open_billing();
    page.choose("Keine", THREE[0]);
    page.click("button", &*format!("Wie vorher, {}", THREE[0]));
    page.keeps_focus("putting back");
    page.choose("Keine", THREE[0]);
    page.click("button", "Schließen");
    page.click("button", "Behalten und schließen");
    page.gone("dialog", Name::Any);
    page.click("button", "Verwerfen");
    page.keeps_focus("discarding one");
    page.gone("button", "Verwerfen");

    for name in ["+1 Tag", "+1 Monat", "Zum nächsten Ereignis"] {
        page.click("button", name);
        page.keeps_focus(name);
        page.find_when("button", name, |button| !button.is("disabled"));
        page.keeps_focus(name);
    }
    page.tick(THREE[1]);
    page.click("button", "Auswahl aufheben");
    page.keeps_focus("clearing the selection");
    page.search("nobody at all");
    page.click("button", "Filter aufheben");
    page.keeps_focus("clearing filters");
}

#[test]
fn the_day_of_a_deletion_is_never_cut() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let retention = server.call(
        ureq::http::Method::PATCH,
        &format!("/platforms/{id}"),
        &[("content-type", "application/json"), ("idempotency-key", "retention")],
        Some(json!({"retention_days": 300}).to_string().into_bytes()),
    );
    retention.expect(200);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.move_clock("2027-01-02".parse().expect("a date"));
    page.search("wanda");
    let cut = "[...document.querySelectorAll('[data-account] .account-expiry, [data-account] .rel, .line-on, .line-on .rel')]
        .filter(it => { const box = it.getBoundingClientRect(), row = it.closest('[role=row]').getBoundingClientRect();
            return it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).display !== 'inline' || box.right > row.right + 1
                || box.bottom > row.bottom + 1; }).length";
    for (language, said) in [("de", "wird am"), ("en", "will be deleted on"), ("fr", "sera supprimé")] {
        page.run(&format!("localStorage.setItem('laufzeit.language', '{language}')"));
        page.reload();
        for width in [320, 360, 640, 641, 700, 841, 1080, 1081, 1440] {
            page.size(width, 900);
            page.run("new Promise(done => setTimeout(done, 100))");
            let seen = format!(
                "[...document.querySelectorAll('[data-account] .rel')].filter(it => it.innerText.includes('{said}') && it.offsetWidth).length"
            );
            assert_eq!(page.run(cut), json!(0), "{language} at {width}");
            assert_eq!(page.run(&seen), json!(1), "{said} in {language} at {width}");
        }
    }
}
