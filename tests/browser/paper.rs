//! Printed invoices: how many pages they have, and what is on them. The PDFs are left in `target/browser/paper`, to be
//! looked at.

use std::fs;

use chrono::{Days, NaiveDate};
use domain::{
    account::AccountId,
    calendar::{AnchorDay, Term},
    charge::Charge,
    invoice::{Charges, Invoice, InvoiceKind, Numbering},
    language::Language,
    paper::invoice_html,
    party::Party,
    platform::PlatformId,
};
use serde_json::json;
use tests::host::{company, day};
use xtask::place;

use crate::chromium::Chromium;

/// An invoice with this many lines, each for another period.
fn invoice(lines: u64, seller: &str) -> Invoice {
    let party = |name: &str| Party {
        name: name.to_owned(),
        lines: ["Beispielstraße 12", "10115 Berlin", "Deutschland"].map(str::to_owned).to_vec(),
        vat_id: Some("DE123456789".to_owned()),
    };
    let date: NaiveDate = day("2026-11-22");
    let mut new = company(date);
    (new.seller, new.buyer) = (Some(party(seller)), Some(party("Musterfirma GmbH & Co. KG")));
    let platform = new.check(PlatformId::suggested_by("x"), date).expect("sound settings");
    let mut charges = Charges::default();
    for line in 0..lines {
        let start = date.checked_add_days(Days::new(line)).expect("a date");
        let charge: Charge =
            platform.charge(start, AnchorDay::of(start), if line % 3 == 0 { Term::Yearly } else { Term::Monthly });
        (0..=line * 7).for_each(|_| charges.add(AccountId(1), charge));
    }
    charges.invoice(&platform, Numbering::default().next(date), date, InvoiceKind::Renewal)
}

/// Prints an invoice, and returns its number of pages.
fn print(browser: &mut Chromium, name: &str, invoice: &Invoice, language: Language) -> usize {
    let html = invoice_html(invoice, language);
    let frame = browser.call("Page.getFrameTree", json!({}))["frameTree"]["frame"]["id"].clone();
    browser.call("Page.setDocumentContent", json!({"frameId": frame, "html": html}));
    let printed = browser.call("Page.printToPDF", json!({"preferCSSPageSize": true}));
    let pdf = decode(printed["data"].as_str().expect("it is printed"));
    let folder = place::root().join("target/browser/paper");
    fs::create_dir_all(&folder).and_then(|()| fs::write(folder.join(format!("{name}.pdf")), &pdf)).expect("it is ours");
    pages(&pdf)
}

/// Counts the pages of a PDF, each of which is an object that names its type.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.matches("/Type /Page").count() - text.matches("/Type /Pages").count()
}

/// Decodes Base64.
fn decode(text: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |char| DIGITS.find(char).and_then(|digit| u32::try_from(digit).ok());
    let digits: Vec<u32> = text.chars().map_while(digit).collect();
    let four = |digits: &[u32]| {
        let bits = (0..4).fold(0, |bits, place| bits << 6 | digits.get(place).unwrap_or(&0));
        bits.to_be_bytes().into_iter().skip(1).take(digits.len() * 6 / 8).collect::<Vec<_>>()
    };
    digits.chunks(4).flat_map(four).collect()
}

#[test]
fn thirty_lines_are_one_page_and_more_say_which() {
    let mut browser = Chromium::start();
    assert_eq!(print(&mut browser, "1", &invoice(1, "Postfach KG"), Language::De), 1);
    assert_eq!(print(&mut browser, "30", &invoice(30, "Postfach KG"), Language::Fr), 1);
    assert_eq!(print(&mut browser, "95", &invoice(95, "Postfach KG"), Language::En), 3);
    let long = "<script>document.title='x'</script> Gesellschaft für außergewöhnlich langeNamen".repeat(2);
    assert_eq!(print(&mut browser, "long", &invoice(3, &long), Language::De), 1);
}
