//! Rosters that other programs have written, or people: what they do not say is asked for once, and only then.

use serde_json::{Value, json};
use tests::workerd::Server;

use crate::{
    page::Page,
    screens::{TODAY, roster_path},
    thing::Name,
};

/// The form of a new platform whose clock begins on [`TODAY`].
fn form(server: &Server) -> Page {
    let mut page = Page::new();
    page.open(&server.address());
    page.fill("textbox", "Name der Plattform", "Firma");
    page.click("checkbox", "Testuhr ab");
    page.pick("Date", "Testuhr ab", TODAY);
    page
}

fn paste(page: &mut Page, text: &str) {
    page.fill("textbox", "Oder hier einfügen", text);
}

/// The accounts of the only platform: address, name, mode, expiry.
fn accounts(server: &Server) -> Vec<[String; 4]> {
    let id = server.get("/platforms").expect(200).json()["items"][0]["id"].as_str().expect("a platform").to_owned();
    let list = server.get(&format!("/platforms/{id}/accounts")).expect(200).json();
    let text = |account: &Value, field: &str| account[field].as_str().unwrap_or_default().to_owned();
    let account = |account: &Value| ["address", "display_name", "mode", "expires_on"].map(|field| text(account, field));
    list["items"].as_array().expect("accounts").iter().map(account).collect()
}

fn all<const N: usize>(accounts: [[&str; 4]; N]) -> Vec<[String; 4]> {
    accounts.into_iter().map(|account| account.map(str::to_owned)).collect()
}

#[test]
fn what_another_program_does_not_say_is_given_once_for_all() {
    let server = Server::start();
    let mut page = form(&server);
    page.give_file(Name::Begins("CSV-Datei"), &roster_path("rosters/google-workspace.csv"));
    page.shows("Was die Datei nicht sagt");
    page.shows("Nicht übernommen: Password [Required], Org Unit Path [Required]");
    page.find_when("button", "Importieren", |button| button.is("disabled"));
    page.pick("combobox", "Verlängerung", "all:yearly");
    page.find_when("button", "Importieren", |button| button.is("disabled"));
    page.pick("Date", "Ablaufdatum: Für alle", "2027-01-31");
    page.click("button", "2 Accounts importieren");
    page.counts("2 von 2 Accounts");
    let expected = all([
        ["anna.keller@firma.example", "Anna Keller", "yearly", "2027-01-31"],
        ["info@firma.example", "Info", "yearly", "2027-01-31"],
    ]);
    assert_eq!(accounts(&server), expected);
}

#[test]
fn columns_that_nobody_knows_are_assigned() {
    let server = Server::start();
    let mut page = form(&server);
    paste(
        &mut page,
        "Wer\tPostfach\tBis\tArt\nAnna\ta@firma.example\t03/04/2027\tjährlich\nBen\tb@firma.example\t05/06/2027\t\n",
    );
    page.shows("Was die Datei nicht sagt");
    page.pick("combobox", "E-Mail-Account", "1");
    page.pick("combobox", "Anzeigename", "0");
    page.pick("combobox", "Ablaufdatum", "2");
    page.pick("combobox", "Verlängerung", "3");
    // the dates have two meanings, and a cell is empty
    page.pick("combobox", "Datum mit Schrägstrichen", "dmy");
    page.shows("3. Apr. 2027");
    page.shows("1 Fehler in der Datei");
    page.pick("combobox", "Verlängerung", "all:none");
    page.gone("heading", "1 Fehler in der Datei");
    page.click("button", "2 Accounts importieren");
    page.counts("2 von 2 Accounts");
    let expected =
        all([["a@firma.example", "Anna", "none", "2027-04-03"], ["b@firma.example", "Ben", "none", "2027-06-05"]]);
    assert_eq!(accounts(&server), expected);
}

#[test]
fn a_file_that_says_everything_needs_no_more() {
    let server = Server::start();
    let mut page = form(&server);
    for text in [
        "address\tdisplay_name\tmode\texpires_on\na@firma.example\tAnna\tmonthly\t2027-01-31\n",
        "a@firma.example; Anna; monatlich; 31.01.2027",
    ] {
        paste(&mut page, text);
        page.find("button", "1 Account importieren");
        assert!(!page.all_text().contains("Was die Datei nicht sagt"));
    }
    page.click("button", "1 Account importieren");
    page.counts("1 von 1 Account");
    assert_eq!(accounts(&server), all([["a@firma.example", "Anna", "monthly", "2027-01-31"]]));
}

#[test]
fn an_old_roster_offers_a_test_clock() {
    let server = Server::start();
    let mut page = Page::new();
    page.open(&server.address());
    page.fill("textbox", "Name der Plattform", "Firma");
    paste(&mut page, "a@firma.example;Anna;monatlich;31.01.2020\nb@firma.example;Ben;keine;15.12.2019");
    page.shows("Der erste Account läuft schon am 15. Dez. 2019 ab.");
    page.click("button", "Testuhr ab 14. Dez. 2019");
    page.click("button", "2 Accounts importieren");
    page.counts("2 von 2 Accounts");
    assert_eq!(server.get("/platforms").expect(200).json()["items"][0]["today"], json!("2019-12-14"));
}

#[test]
fn more_accounts_come_from_another_program_too() {
    let server = Server::start();
    let new = json!({"id": "firma", "name": "Firma", "test_clock": TODAY,
        "catalog": [{"from": "2026-01-01", "monthly_net": 249, "yearly_net": 2_388}]});
    server.post("/platforms", &new).expect(201);
    let mut page = Page::new();
    page.open_platform(&server, "firma");
    page.open_menu("Aktionen");
    page.click("menuitem", "Liste importieren");
    page.give_file(Name::Begins("CSV-Datei"), &roster_path("rosters/microsoft-365.csv"));
    page.pick("combobox", "Verlängerung", "all:monthly");
    page.pick("Date", "Ablaufdatum: Für alle", "2027-02-28");
    page.click("button", "2 Accounts importieren");
    page.counts("2 von 2 Accounts");
    let [first, second] = accounts(&server).try_into().expect("two accounts");
    assert_eq!([&first[2..], &second[2..]], [["monthly", "2027-02-28"]; 2]);
}
