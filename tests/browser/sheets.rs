//! What the page prints: the summary, the receipt, and the list as a table, all of their rows.

use serde_json::json;
use tests::workerd::Server;

use crate::{
    page::Page,
    screens::{LARGE_ROSTER, SMALL_ROSTER, TODAY, platform, roster},
    thing::{Name, plain},
};

/// Everything that is on paper when somebody asks the browser to print.
fn on_paper(page: &mut Page) -> String {
    page.chromium.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    page.run("window.dispatchEvent(new Event('beforeprint'))");
    let frames = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(document.body.innerText))))";
    let text = plain(page.run(frames).as_str().unwrap_or_default());
    page.run("window.dispatchEvent(new Event('afterprint'))");
    page.chromium.call("Emulation.setEmulatedMedia", json!({ "media": "" }));
    text
}

/// Asserts that all addresses are on paper, and that no button is.
#[track_caller]
fn has_all(paper: &str, addresses: &[String], buttons: &[&str]) {
    let missing: Vec<_> = addresses.iter().filter(|address| !paper.contains(address.as_str())).collect();
    assert!(missing.is_empty(), "{} of {} are missing: {missing:?}\n{paper}", missing.len(), addresses.len());
    for button in buttons {
        assert!(!paper.lines().any(|line| line.trim() == *button), "{button} is printed:\n{paper}");
    }
}

#[test]
fn a_summary_and_its_receipt_are_printed_whole() {
    let server = Server::start();
    let id = platform(&server, LARGE_ROSTER);
    let lines: Vec<_> = roster(LARGE_ROSTER);
    let closing: Vec<String> =
        lines.iter().filter(|entry| entry.mode != "none").map(|entry| entry.address.clone()).collect();
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.open_billing();
    page.click("checkbox", "Alle 1.000: Keine");
    page.go_on();
    let paper = on_paper(&mut page);
    has_all(&paper, &closing, &["Bestätigen", "Zurück", "E-Mail-Accounts"]);
    assert!(paper.contains("noch nicht bestätigt"), "it does not pass for a receipt:\n{paper}");
    let number = closing.len().to_string();
    page.fill("textbox", Name::Begins(&format!("{number} Accounts werden")), &number);
    let reference = page.confirm();
    let paper = on_paper(&mut page);
    has_all(&paper, &closing, &["Fertig", "Zusammenfassung drucken", "E-Mail-Accounts"]);
    assert!(paper.contains(&reference) && !paper.contains("noch nicht bestätigt"), "{paper}");
    page.run("window.print = () => { window.printed = document.querySelector('.print')?.innerText }");
    page.click("button", "Zusammenfassung drucken");
    page.until("the sheet while it is printed", |page| page.run("window.printed").as_str().map(|_| ()));
    page.until("the end of the sheet", |page| (page.run("!document.querySelector('.print')") == true).then_some(()));
}

#[test]
fn the_list_is_printed_as_a_table_of_all_that_it_shows() {
    let server = Server::start();
    let id = platform(&server, LARGE_ROSTER);
    let all: Vec<String> = roster(LARGE_ROSTER).into_iter().map(|entry| entry.address).collect();
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.counts("1.000 von 1.000 Accounts");
    page.find("link", "E-Mail-Accounts");
    page.until("the code of the sheet", |page| on_paper(page).contains(&all[999]).then_some(()));
    let paper = on_paper(&mut page);
    has_all(&paper, &all, &["Aktionen", "Suchen"]);
    page.search(&all[0]);
    page.counts("1 von 1.000 Accounts");
    let paper = on_paper(&mut page);
    assert!(paper.contains(&all[0]) && !paper.contains(&all[1]), "only what the list shows:\n{paper}");
    page.open_billing();
    let paper = on_paper(&mut page);
    assert!(paper.contains("Keine"), "a dialog without a sheet is printed as it is:\n{paper}");
}

#[test]
fn a_list_that_is_too_long_for_paper_says_so() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let head = "address,display_name,mode,expires_on\n".to_owned();
    let rows = |numbers: std::ops::Range<u32>| {
        numbers
            .fold(head.clone(), |rows, number| rows + &format!("n{number}@musterfirma.example,N,monthly,2026-12-01\n"))
    };
    server.post_csv(&format!("/platforms/{id}/accounts/import"), rows(0..4975));
    let mut page = Page::new();
    page.open_platform(&server, &id);
    page.counts("5.000 von 5.000 Accounts");
    page.until("all rows", |page| on_paper(page).contains("n4974@").then_some(()));
    assert!(on_paper(&mut page).contains("n17@musterfirma.example"), "{TODAY}");
    server.post_csv(&format!("/platforms/{id}/accounts/import"), rows(4975..4976));
    page.reload();
    page.counts("5.001 von 5.001 Accounts");
    let path = format!("/api/v1/platforms/{id}/accounts.csv");
    page.until("why it is not printed", |page| {
        let paper = on_paper(page);
        (paper.contains("höchstens 5.000 Accounts") && paper.contains(&path)).then_some(())
    });
    assert!(!on_paper(&mut page).contains("n17@"), "not a part that looks like the whole");
    server.get(&format!("/platforms/{id}/accounts.csv")).expect(200);
}
