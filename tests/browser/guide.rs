//! The main task from beginning to end, as the guide describes it.

use chrono::{Days, NaiveDate};
use serde_json::Value;
use tests::{static_files::StaticFiles, workerd::Server};

use crate::{
    page::Page,
    screens::{LARGE_ROSTER, TODAY, date_in, in_german, is_sound, receipts, roster, roster_path},
    thing::Name,
};

/// The three accounts to close, the last of them on [`LAST`].
const ENDING: [&str; 3] =
    ["kontakt@musterfirma.example", "buchhaltung@musterfirma.example", "empfang@musterfirma.example"];
const LAST: &str = "2027-01-24";

#[test]
fn a_roster_is_imported_set_confirmed_and_on_the_day_it_happens() {
    let server = Server::start();
    let mut page = Page::new();
    page.open(&server.address());
    let Confirmed { platform, reference, changing } = confirm(&mut page);
    let confirmed = receipts(&server, &platform);
    assert_eq!(confirmed.len(), 1);
    assert_eq!((&confirmed[0]["id"], &confirmed[0]["lines"]), (&reference.clone().into(), &changing.into()));

    see_it_happen(&mut page, &reference);
    it_happened(&server, &platform);
}

/// What was confirmed.
pub struct Confirmed {
    pub platform: String,
    pub reference: String,
    pub changing: usize,
}

/// From the first page to the receipt.
pub fn confirm(page: &mut Page) -> Confirmed {
    import(page);
    let platform = page.place().split('/').nth(2).expect("the platform is in the address").to_owned();
    choose(page);
    let changing = read_the_summary(page);
    let reference = page.confirm();
    page.shows(&format!("{} Accounts geändert", in_groups(changing)));
    Confirmed { platform, reference, changing }
}

/// From the receipt to the day on which the last of it happens.
pub fn see_it_happen(page: &mut Page, reference: &str) {
    page.find_receipt_again(reference);
    page.open_billing();
    page.find_when("checkbox", "Alle 1.000: Jährlich", |head| head.state("checked") == "mixed");
    page.search(ENDING[0]);
    page.find_when("radio", &format!("Keine, {}", ENDING[0]), |radio| radio.is("checked"));
    page.click("button", "Abbrechen");
    page.gone("dialog", Name::Any);

    page.move_clock(LAST.parse().expect("a date"));
    page.counts("997 von 997 Accounts");
    for address in ENDING {
        page.search(address);
        page.counts("0 von 997 Accounts");
    }
    page.search("info@werk-sued.musterfirma.example");
    page.row_says("info@werk-sued.musterfirma.example", "Jährlich");
}

fn import(page: &mut Page) {
    page.find("heading", "Jedes Postfach, sein Ablauf, sein Preis");
    page.fill("textbox", "Name der Plattform", "Musterfirma GmbH");
    page.give_file(Name::Begins("CSV-Datei"), &roster_path(LARGE_ROSTER));
    page.click("checkbox", "Testuhr ab");
    page.pick("Date", "Testuhr ab", TODAY);
    page.click("button", "1.000 Accounts importieren");
    page.find("heading", "Musterfirma GmbH");
    page.counts("1.000 von 1.000 Accounts");
}

fn choose(page: &mut Page) {
    page.open_billing();
    page.click("checkbox", "Alle 1.000: Jährlich");
    page.find_when("checkbox", "Alle 1.000: Jährlich", |head| head.is("checked"));
    for address in ENDING {
        page.choose("Keine", address);
    }
    page.find_when("checkbox", "Alle 1.000: Jährlich", |head| head.state("checked") == "mixed");
    page.shows("3 werden geschlossen");
    page.go_on();
}

/// Asserts that closings come first and every number agrees with the roster. Returns how many accounts change.
fn read_the_summary(page: &mut Page) -> usize {
    let roster = roster(LARGE_ROSTER);
    let ends = |address: &String| ENDING.contains(&address.as_str());
    let to_yearly = roster.iter().filter(|entry| !ends(&entry.address) && entry.mode != "yearly").count();
    let changing = ENDING.len() + to_yearly;
    let going_on = roster.iter().filter(|entry| !ends(&entry.address) && entry.mode == "none").count();
    let groups = [
        "3 Accounts werden geschlossen und gelöscht".to_owned(),
        format!("{} Accounts sollten auslaufen und laufen jetzt weiter", in_groups(going_on)),
        format!("{} Accounts wechseln zu jährlich", in_groups(to_yearly - going_on)),
    ];
    assert_eq!(page.groups(), groups);
    for address in ENDING {
        let entry = roster.iter().find(|entry| entry.address == address).expect("it is in the roster");
        page.row_says(address, &format!("am {}", in_german(&entry.expires_on)));
    }
    let sentence = format!(
        "Bestätigen ändert {} Accounts; 3 davon enden zwischen dem 28. Nov. 2026 und dem {}; {} davon sollten auslaufen und laufen \
         jetzt weiter.",
        in_groups(changing),
        in_german(LAST),
        in_groups(going_on)
    );
    page.shows(&sentence);
    changing
}

fn in_groups(count: usize) -> String {
    if count < 1000 { count.to_string() } else { format!("{}.{:03}", count / 1000, count % 1000) }
}

/// Asserts that the API has the accounts, events and check that the screen shows.
fn it_happened(server: &Server, platform: &str) {
    let list = server.get(&format!("/platforms/{platform}/accounts?limit=1000")).expect(200).json();
    assert_eq!(list["total"], 997);
    let roster = roster(LARGE_ROSTER);
    let mut renewed = 0;
    for account in list["items"].as_array().expect("a list") {
        let entry = roster.iter().find(|entry| account["address"] == entry.address).expect("it was in the roster");
        assert_eq!(account["mode"], "yearly", "{account}");
        if entry.expires_on.as_str() <= LAST {
            renewed += 1;
            let year = |date: &str| date.split('-').next().and_then(|year| year.parse::<i32>().ok()).expect("a date");
            let now = account["expires_on"].as_str().expect("a date");
            assert_eq!(year(now), year(&entry.expires_on) + 1, "{account}");
        } else {
            assert_eq!(account["expires_on"], entry.expires_on, "{account}");
        }
    }
    let events = server.get(&format!("/platforms/{platform}/events?limit=1000")).expect(200).json();
    let events = events["items"].as_array().expect("a list");
    let of = |kind: &'static str| events.iter().filter(move |event| event["kind"] == kind);
    let in_invoices: usize = of("renewed").flat_map(|event| lists_of(event, "accounts")).map(Vec::len).sum();
    assert_eq!(in_invoices, renewed);
    let deleted: usize = of("deleted").flat_map(|event| lists_of(event, "accounts")).map(Vec::len).sum();
    assert_eq!(deleted, ENDING.len());
    is_sound(server, platform);
}

/// Every list under a name, anywhere in an event.
fn lists_of<'a>(value: &'a Value, name: &str) -> Vec<&'a Vec<Value>> {
    match value {
        Value::Object(fields) => {
            let own = fields.get(name).and_then(Value::as_array);
            own.into_iter().chain(fields.values().flat_map(|value| lists_of(value, name))).collect()
        }
        Value::Array(values) => values.iter().flat_map(|value| lists_of(value, name)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

#[test]
fn the_demo_does_the_same_without_a_worker() {
    let files = StaticFiles::start();
    let mut page = Page::new();
    page.size(1440, 2400);
    page.open(&format!("{}/demo", files.address()));
    page.shows("Demo – alles bleibt in diesem Browser");
    page.counts("25 von 25 Accounts");
    let ending: Vec<(String, NaiveDate)> = rows(&mut page).into_iter().take(3).collect();

    page.open_billing();
    page.click("checkbox", "Alle 25: Jährlich");
    for (address, _) in &ending {
        page.choose("Keine", address);
    }
    page.go_on();
    assert!(page.groups()[0].starts_with("3 Accounts werden"), "closings come first");
    page.shows("3 davon enden");
    let reference = page.confirm();

    page.find_receipt_again(&reference);
    page.open_billing();
    for (address, _) in &ending {
        page.find_when("radio", &format!("Keine, {address}"), |radio| radio.is("checked"));
    }
    page.click("button", "Abbrechen");
    page.gone("dialog", Name::Any);

    // the demo deletes an account 14 days after it closes
    let last = ending.iter().map(|(_, on)| *on).max().expect("there are three") + Days::new(14);
    page.move_clock(last);
    page.counts("22 von 22 Accounts");
    page.reload();
    page.counts("22 von 22 Accounts");
    page.shows(&format!("Heute ist der {}", in_german(&last.to_string())));
    let left = rows(&mut page);
    assert_eq!(left.len(), 22);
    for (address, expires_on) in left {
        assert!(ending.iter().all(|(ending, _)| *ending != address), "{address} is still there");
        assert!(expires_on > last, "{address} has not been renewed");
        page.row_says(&address, "Jährlich");
    }
}

/// The address and expiry date of each row of the list that is in the page.
fn rows(page: &mut Page) -> Vec<(String, NaiveDate)> {
    let rows = page.all("row", Name::Any);
    let texts: Vec<_> = rows.iter().map(|row| page.text(row)).collect();
    let address = |text: &str| text.split_whitespace().find(|word| word.contains('@')).map(str::to_owned);
    texts.iter().filter_map(|text| Some((address(text)?, date_in(text)?))).collect()
}
