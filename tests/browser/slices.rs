//! Long lists: rows are recycled while they scroll, and what takes longer than a frame is done in slices, of which nothing
//! is seen by halves.

use std::fmt::Write;

use serde_json::json;
use tests::workerd::Server;

use crate::{
    page::Page,
    screens::{LARGE_ROSTER, TODAY, platform, receipts},
    thing::Name,
};

/// So many accounts that finding them, and adding them up, takes several slices.
const MANY: usize = 60_000;

/// A platform with many monthly accounts: every second one is Anna's, every hundredth Berta's.
fn large_platform(server: &Server) -> String {
    let new = json!({
        "name": "Grossfirma",
        "catalog": [{ "from": "2026-01-01", "monthly_net": 249, "yearly_net": 2388 }],
        "test_clock": TODAY,
    });
    let id = server.post("/platforms", &new).expect(201).json()["id"].as_str().expect("an id").to_owned();
    let mut roster = String::from("address,display_name,mode,expires_on\n");
    for number in 0..MANY {
        let name = if number % 100 == 1 { "berta" } else { ["anna", "clara"][number % 2] };
        let line = writeln!(roster, "{name}{number:05}@grossfirma.example,,monthly,2026-12-{:02}", 1 + number % 28);
        line.expect("memory takes it");
    }
    server.post_csv(&format!("/platforms/{id}/accounts/import"), roster).expect(200);
    id
}

impl Page {
    /// Waits until the browser has drawn what was asked for so far.
    fn draws(&mut self) {
        self.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    }
}

#[test]
fn rows_are_recycled_while_they_scroll() {
    let server = Server::start();
    let id = platform(&server, LARGE_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.run("scrollTo(0, 5000)");
    page.draws();
    page.run(
        "globalThis.rows = new Set(document.querySelectorAll('.virtual-list .account'));
         globalThis.boxes = new Set(document.querySelectorAll('.virtual-list .check'));",
    );
    for at in [5200, 5900, 5100, 20000, 3000] {
        page.run(&format!("scrollTo(0, {at})"));
        page.draws();
        let seen = page.run(
            "(() => {
             const rows = [...document.querySelectorAll('.virtual-row')];
             const places = rows.map((row) => Number(row.dataset.index));
             return {
                 made: rows.filter((row) => !globalThis.rows.has(row.firstElementChild)).length
                     + [...document.querySelectorAll('.virtual-list .check')].filter((box) => !globalThis.boxes.has(box)).length,
                 ordered: places.every((place, at) => at === 0 || place === places[at - 1] + 1),
                 told: rows.every((row, at) => row.firstElementChild.ariaRowIndex === String(places[at] + 2)),
                 covered: rows[0].getBoundingClientRect().bottom < 0 && rows.at(-1).getBoundingClientRect().top > innerHeight,
                 all: document.querySelector('.accounts').getAttribute('aria-rowcount'),
                 height: Math.round(document.querySelector('.virtual-list').offsetHeight / 1000 / rows[0].offsetHeight),
             } })()",
        );
        let expected = json!({ "made": 0, "ordered": true, "told": true, "covered": true, "all": "1001", "height": 1 });
        assert_eq!(seen, expected, "at {at}");
    }
}

#[test]
fn focus_stays_with_its_account() {
    let server = Server::start();
    let id = platform(&server, LARGE_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.run("document.querySelectorAll('.virtual-list .check')[4].focus()");
    let name = page.run("document.activeElement.ariaLabel");
    let focused = "document.activeElement.ariaLabel";
    for at in [900, 8000, 30000, 0] {
        page.run(&format!("scrollTo(0, {at})"));
        page.draws();
        assert_eq!(page.run(focused), name, "at {at}");
    }
    // the account has another place in another order
    page.run("document.querySelector('.account-head .account-who .sort').click()");
    page.until("the other order", |page| {
        let last = page.run("document.activeElement.closest('.virtual-row')?.dataset.index");
        (last == "995").then_some(())
    });
    assert_eq!(page.run(focused), name);
    // who is no longer shown has no focus, and nobody else gets it unseen
    page.run(
        "globalThis.focused = document.activeElement;
         const search = document.querySelector('#search');
         search.value = 'kein solcher'; search.dispatchEvent(new Event('input'));",
    );
    page.counts("0 von 1.000 Accounts");
    assert_eq!(page.run("globalThis.focused.isConnected"), false);
}

#[test]
fn the_newest_search_wins_and_nothing_is_seen_by_halves() {
    let server = Server::start();
    let id = large_platform(&server);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.counts("60.000 von 60.000 Accounts");
    page.run(
        "globalThis.seen = [];
         const look = () => {
             const count = document.querySelector('.tools-count').textContent.split(' ')[0];
             const rows = Number(document.querySelector('.accounts').getAttribute('aria-rowcount')) - 1;
             const first = document.querySelector('.virtual-row .who')?.textContent ?? '';
             const now = [count, rows, first].join(' ');
             if (globalThis.seen.at(-1) !== now) globalThis.seen.push(now);
             requestAnimationFrame(look);
         };
         look();
         const search = document.querySelector('#search');
         (async () => {
             for (const text of ['a', 'anna', 'clara', 'berta']) {
                 search.value = text;
                 search.dispatchEvent(new Event('input'));
                 await new Promise((next) => setTimeout(next));
             }
         })()",
    );
    page.counts("600 von 60.000 Accounts");
    page.draws();
    let seen = page.run("globalThis.seen");
    let whole = [
        "60.000 60000 anna00000@grossfirma.example",
        "30.000 30000 anna00000@grossfirma.example",
        "29.400 29400 clara00003@grossfirma.example",
        "600 600 berta00001@grossfirma.example",
    ];
    let places: Vec<_> =
        seen.as_array().expect("a list").iter().map(|now| whole.iter().position(|it| now == it)).collect();
    assert!(places.iter().all(Option::is_some), "count, rows and texts are of one search: {seen}");
    assert!(places.is_sorted() && places.last() == Some(&Some(3)), "none comes after a newer one: {seen}");
}

#[test]
fn what_is_staged_while_a_summary_is_made_is_part_of_it() {
    let server = Server::start();
    let id = large_platform(&server);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.open_billing();
    page.click("checkbox", "Alle 60.000: Jährlich");
    page.shows("60.000 Änderungen ·");
    // "Weiter" twice, and one more choice before the summary is there
    let begun = page.run(
        "const next = document.querySelector('[data-next]');
         next.click();
         next.click();
         document.querySelector('.virtual-row .choice-ends .radio').click();
         [document.querySelector('dialog [data-next]') === next, location.search.includes('summary')]",
    );
    assert_eq!(begun, json!([true, false]), "it takes several slices");
    page.find("dialog", "Zusammenfassung");
    assert_eq!(
        page.groups(),
        ["1 Account wird am 1. Dez. 2026 geschlossen und gelöscht", "59.999 Accounts wechseln zu jährlich"]
    );
    page.run("history.back()");
    page.find("dialog", "Abrechnungsmodus");
    page.shows("60.000 Änderungen ·");

    // Escape stops it, and so does leaving
    page.run("document.querySelector('[data-next]').click(); document.querySelector('dialog').dispatchEvent(new Event('cancel', { cancelable: true }));");
    page.until("its end", |page| (page.run("document.querySelector('[data-next]').ariaBusy") != "true").then_some(()));
    assert!(page.all("alertdialog", Name::Any).is_empty(), "the dialog stays");
    page.search("berta00001");
    page.find("checkbox", "Alle 1: Jährlich");
    page.find("dialog", "Abrechnungsmodus");

    // what is confirmed is what was shown; here it is known without being fetched, and elsewhere it is heard of
    let mut other = Page::new();
    other.open_platform(&server, &id);
    page.go_on();
    page.confirm();
    assert_eq!(receipts(&server, &id)[0]["lines"], MANY);
    assert_eq!(receipts(&server, &id)[0]["closings"], 1);
    page.click("button", "Fertig");
    for page in [&mut page, &mut other] {
        page.row_says("anna00000@grossfirma.example", "Keine");
        page.row_says("anna00002@grossfirma.example", "Jährlich");
    }
    let fetched = "performance.getEntriesByType('resource')
                       .filter((entry) => entry.name.includes('/snapshot?since='))
                       .reduce((sum, entry) => sum + entry.decodedBodySize, 0)";
    let (own, others) = (page.run(fetched).as_u64(), other.run(fetched).as_u64());
    assert!(own < Some(20_000) && others > Some(1_000_000), "{own:?} and {others:?} bytes");
}
