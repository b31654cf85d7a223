//! Steps on the screens, in the German words of the page.

use chrono::NaiveDate;
use serde_json::{Value, json};
use tests::workerd::Server;
use xtask::place;

use crate::{
    page::Page,
    thing::{Name, Thing},
};

pub const LARGE_ROSTER: &str = "musterfirma-1000.csv";
pub const SMALL_ROSTER: &str = "musterfirma-25.csv";
/// The first day of the test clocks.
pub const TODAY: &str = "2026-11-22";

/// An account in a roster.
#[derive(Debug, Clone)]
pub struct Entry {
    pub address: String,
    pub mode: String,
    pub expires_on: String,
}

pub fn roster_path(name: &str) -> std::path::PathBuf {
    place::root().join("tests/data").join(name)
}

pub fn roster(name: &str) -> Vec<Entry> {
    let text = std::fs::read_to_string(roster_path(name)).expect("the roster is there");
    let entry = |line: &str| {
        let address = line.split(',').next().unwrap_or_default().to_owned();
        // a display name may contain commas, but the three cells after it contain none
        let last: Vec<_> = line.rsplit(',').take(3).map(str::to_owned).collect();
        Entry { address, mode: last[2].clone(), expires_on: last[1].clone() }
    };
    text.lines().skip(1).map(entry).collect()
}

/// A date such as `2026-11-30`, as the page writes it.
pub fn in_german(date: &str) -> String {
    let parts: Vec<u32> = date.split('-').filter_map(|part| part.parse().ok()).collect();
    format!("{}. {} {}", parts[2], MONTHS[parts[1] as usize - 1], parts[0])
}

/// The first date in a text of the page.
pub fn date_in(text: &str) -> Option<NaiveDate> {
    let words: Vec<_> = text.split_whitespace().collect();
    words.windows(3).find_map(|three| {
        let month = MONTHS.iter().position(|month| *month == three[1])?;
        let day = three[0].strip_suffix('.')?.parse().ok()?;
        NaiveDate::from_ymd_opt(three[2].get(..4)?.parse().ok()?, u32::try_from(month).ok()? + 1, day)
    })
}

const MONTHS: [&str; 12] =
    ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."];

/// Creates a platform with a roster through the API, and returns its id.
pub fn platform(server: &Server, roster: &str) -> String {
    let new = json!({
        "name": "Musterfirma GmbH",
        "catalog": [{ "from": "2026-01-01", "monthly_net": 249, "yearly_net": 2388 }],
        "test_clock": TODAY,
    });
    let id = server.post("/platforms", &new).expect(201).json()["id"].as_str().expect("an id").to_owned();
    let csv = std::fs::read(roster_path(roster)).expect("the roster is there");
    let imported = server.post_csv(&format!("/platforms/{id}/accounts/import"), csv);
    assert!(imported.status < 300, "{imported:?}");
    id
}

/// The account with this address in the API; `None` if it is deleted.
pub fn account(server: &Server, platform: &str, address: &str) -> Option<Value> {
    let found = server.get(&format!("/platforms/{platform}/accounts?search={address}")).expect(200).json();
    found["items"].as_array()?.iter().find(|account| account["address"] == address).cloned()
}

/// The receipts of everything confirmed so far, newest first.
pub fn receipts(server: &Server, platform: &str) -> Vec<Value> {
    let list = server.get(&format!("/platforms/{platform}/changes")).expect(200).json();
    list["items"].as_array().cloned().unwrap_or_default()
}

/// Asserts that the check of the API finds nothing.
#[track_caller]
pub fn is_sound(server: &Server, platform: &str) {
    let check = server.get(&format!("/platforms/{platform}/check")).expect(200).json();
    assert_eq!((&check["ok"], &check["findings"]), (&json!(true), &json!([])));
}

impl Page {
    /// Opens the list of a platform of the worker.
    #[track_caller]
    pub fn open_platform(&mut self, server: &Server, id: &str) {
        self.open(&format!("{}/platforms/{id}/accounts", server.address()));
        self.find("table", "E-Mail-Accounts");
    }

    /// Waits until the list gives its number of accounts, as in `25 von 25 Accounts`.
    #[track_caller]
    pub fn counts(&mut self, found: &str) {
        self.until(&format!("a list of {found}"), |page| {
            page.all_text().lines().any(|line| line == found).then_some(())
        });
    }

    /// The row of an account, in the list or in the dialog over it.
    #[track_caller]
    pub fn row(&mut self, address: &str) -> Thing {
        self.until(&format!("a row with {address}"), |page| {
            page.all("row", Name::Any).into_iter().find(|row| page.text(row).contains(address))
        })
    }

    /// Waits until the row of an account contains a text.
    #[track_caller]
    pub fn row_says(&mut self, address: &str, text: &str) {
        self.until(&format!("{text:?} in the row of {address}"), |page| {
            let rows = page.all("row", Name::Any);
            let texts: Vec<_> = rows.iter().map(|row| page.text(row)).collect();
            texts.iter().any(|row| row.contains(address) && row.contains(text)).then_some(())
        });
    }

    #[track_caller]
    pub fn search(&mut self, text: &str) {
        self.fill("searchbox", "Suchen", text);
    }

    #[track_caller]
    pub fn open_billing(&mut self) {
        self.click("button", "Aktionen");
        self.click("menuitem", "Abrechnungsmodus");
        self.find("dialog", "Abrechnungsmodus");
    }

    /// Searches for an account in the dialog and gives it a mode. Afterwards the search is empty again.
    #[track_caller]
    pub fn choose(&mut self, mode: &str, address: &str) {
        self.search(address);
        let name = format!("{mode}, {address}");
        self.click("radio", &name);
        self.find_when("radio", &name, |radio| radio.is("checked"));
        self.search("");
    }

    /// Goes from the choice to the summary.
    #[track_caller]
    pub fn go_on(&mut self) {
        self.click("button", "Weiter");
        self.find("dialog", "Zusammenfassung");
    }

    /// Confirms the summary, and returns the reference on the receipt.
    #[track_caller]
    pub fn confirm(&mut self) -> String {
        self.click("button", "Bestätigen");
        self.find("dialog", "Beleg");
        self.reference()
    }

    /// Loads the page again, finds the receipt still open, and closes it.
    pub fn find_receipt_again(&mut self, reference: &str) {
        self.reload();
        self.find("dialog", "Beleg");
        self.shows(reference);
        self.click("button", "Fertig");
        self.gone("dialog", Name::Any);
    }

    /// The reference on the receipt that is open.
    #[track_caller]
    pub fn reference(&mut self) -> String {
        self.until("the reference", |page| {
            let text = page.all_text();
            let mut lines = text.lines().skip_while(|line| *line != "Vorgangsnummer");
            lines.nth(1).map(str::to_owned).filter(|line| !line.is_empty())
        })
    }

    /// The groups of a summary or a receipt, in the order of the page.
    pub fn groups(&mut self) -> Vec<String> {
        self.all("table", Name::Any).into_iter().map(|table| table.name).collect()
    }

    /// Moves the clock in the clock bar, and waits until it shows the date.
    #[track_caller]
    pub fn move_clock(&mut self, to: NaiveDate) {
        self.pick("Date", "Uhr", &to.to_string());
        self.shows(&format!("Heute ist der {}", in_german(&to.to_string())));
        self.find_when("button", "+1 Tag", |button| !button.is("disabled"));
    }
}
