//! A company on a server of its own, and the requests that tests make to it.

use chrono::{Days, Months, NaiveDate};
use serde_json::{Value, json};
use tests::workerd::{Answer, Server, new_key};
use ureq::http::Method;

/// The roster that a new customer imports first.
pub(crate) const ROSTER: &str = include_str!("../data/musterfirma-1000.csv");

/// A platform on a server.
pub(crate) struct Company {
    pub(crate) server: Server,
    path: String,
}

impl Company {
    /// A company without accounts, whose test clock stands at 2026-11-22.
    pub(crate) fn empty() -> Self {
        Self::with(&json!({"test_clock": "2026-11-22"}))
    }

    /// [`Company::empty`] with the 1,000 accounts of [`ROSTER`].
    pub(crate) fn of_1000() -> Self {
        let company = Self::empty();
        let answer = company.import(ROSTER).expect(200);
        assert_eq!(answer.json(), json!({"imported": 1000, "import": 2}));
        company
    }

    /// A company with the given settings.
    pub(crate) fn with(settings: &Value) -> Self {
        Self::founded_on(Server::start(), settings)
    }

    /// [`Company::empty`] on a server that is there already.
    pub(crate) fn on(server: Server) -> Self {
        Self::founded_on(server, &json!({"test_clock": "2026-11-22"}))
    }

    /// A platform that is on a server already, by its path.
    pub(crate) fn at(server: Server, path: &str) -> Self {
        Self { server, path: path.to_owned() }
    }

    fn founded_on(server: Server, settings: &Value) -> Self {
        let mut new = new_platform();
        for (name, value) in settings.as_object().into_iter().flatten() {
            new[name] = value.clone();
        }
        let id = server.post("/platforms", &new).expect(201).json()["id"].clone();
        let path = format!("/platforms/{}", id.as_str().expect("an id"));
        Self { server, path }
    }

    /// The path of a call below the platform.
    pub(crate) fn path(&self, below: &str) -> String {
        format!("{}{below}", self.path)
    }

    pub(crate) fn get(&self, below: &str) -> Answer {
        self.server.get(&self.path(below))
    }

    pub(crate) fn post(&self, below: &str, body: &Value) -> Answer {
        self.server.post(&self.path(below), body)
    }

    /// Sends a PATCH under a new key.
    pub(crate) fn patch(&self, below: &str, body: &Value) -> Answer {
        self.send(&Method::PATCH, below, body, &new_key())
    }

    /// Sends a call. A body of `null` means none.
    pub(crate) fn send(&self, method: &Method, below: &str, body: &Value, key: &str) -> Answer {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        self.server.call(method.clone(), &self.path(below), &headers, sent(body))
    }

    /// The body of an order that states the current price, so that it is accepted.
    pub(crate) fn quoted(&self, quantity: u32, term: &str) -> Value {
        let mut order = json!({"quantity": quantity, "term": term});
        order["hash"] = self.post("/orders/preview", &order).expect(200).json()["hash"].take();
        order
    }

    /// Orders accounts, and returns the answer.
    pub(crate) fn order(&self, quantity: u32, term: &str) -> Value {
        self.post("/orders", &self.quoted(quantity, term)).expect(201).json()
    }

    pub(crate) fn import(&self, roster: &str) -> Answer {
        self.server.post_csv(&self.path("/accounts/import"), roster)
    }

    /// The preview of changes.
    pub(crate) fn preview(&self, wishes: &Value) -> Value {
        self.post("/changes/preview", wishes).expect(200).json()
    }

    /// The body that submits previewed changes.
    pub(crate) fn accepted(&self, wishes: &Value) -> Value {
        let summary = self.preview(wishes);
        let mut request = wishes.clone();
        request["revision"] = summary["revision"].clone();
        request["hash"] = summary["hash"].clone();
        request
    }

    /// Previews and submits changes. Returns the key and the receipt.
    pub(crate) fn submit(&self, wishes: &Value) -> (String, Value) {
        let (key, request) = (new_key(), self.accepted(wishes));
        let receipt = self.server.post_with_key(&self.path("/changes"), &request, &key).expect(201).json();
        (key, receipt)
    }

    pub(crate) fn move_clock(&self, today: &str) -> Value {
        self.post("/clock", &json!({"today": today})).expect(200).json()
    }

    pub(crate) fn account(&self, id: u64) -> Value {
        self.get(&format!("/accounts/{id}")).expect(200).json()
    }

    /// All accounts that match a query, read page by page.
    pub(crate) fn all(&self, query: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self.get(&format!("/accounts?limit=333&{query}{cursor}")).expect(200).json();
            items.extend(page["items"].as_array().expect("items").iter().cloned());
            let Some(next) = page["next_cursor"].as_str() else { return items };
            cursor = format!("&cursor={next}");
        }
    }

    /// The revision and the date, read without bringing the book up to date.
    pub(crate) fn state(&self) -> Value {
        self.get("/test/state").expect(200).json()
    }

    /// Asserts that the worker's check finds nothing.
    #[track_caller]
    pub(crate) fn check(&self) {
        assert_eq!(self.get("/check").expect(200).json(), json!({"ok": true, "findings": []}));
    }

    /// Everything that can be read of the platform, to see whether any of it changed.
    #[track_caller]
    pub(crate) fn whole(&self) -> String {
        self.get("/book").expect(200).text()
    }
}

/// The bytes of a body; `None` for `null`.
pub(crate) fn sent(body: &Value) -> Option<Vec<u8>> {
    (!body.is_null()).then(|| body.to_string().into_bytes())
}

/// The settings of a new platform, without a clock.
pub(crate) fn new_platform() -> Value {
    json!({
        "name": "Musterfirma GmbH",
        "catalog": [{"from": "2020-01-01", "monthly_net": 249, "yearly_net": 2388}],
    })
}

/// A roster of accounts that all renew monthly, `per_day` on each day from 2026-12-01 on.
pub(crate) fn large_roster(accounts: usize, per_day: usize) -> String {
    let mut roster = String::from("address,display_name,mode,expires_on\n");
    for number in 0..accounts {
        let day = number / per_day + 1;
        roster.push_str(&format!("u{number}@grossfirma.example,Nutzer {number},monthly,2026-12-{day:02}\n"));
    }
    roster
}

/// A roster with the same accounts each time: names of several lengths, some with letters that are searched as others, five
/// domains, all modes, expiries on every day of a year, and half of them with the day of the order.
pub(crate) fn varied_roster(accounts: usize) -> String {
    const NAMES: [&str; 8] = [
        "Anna Meier",
        "Jürgen Groß",
        "",
        "Zoë Müller-Lüdenscheidt",
        "Ł. Ø.",
        "Max Mustermann",
        "Team Vertrieb Süd",
        "Bo",
    ];
    const DOMAINS: [&str; 5] =
        ["firma.example", "grossfirma.example", "vertrieb.firma.example", "firma-sued.example", "f.example"];
    const MODES: [&str; 3] = ["monthly", "yearly", "none"];
    let first = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    let mut roster = String::from("address,display_name,mode,expires_on,ordered_on\n");
    for number in 0..accounts {
        let day = first + Days::new((number * 7_919 % 364) as u64);
        let ordered = if number % 2 == 0 { (day - Months::new(12)).to_string() } else { String::new() };
        let (name, domain, mode) = (NAMES[number % 8], DOMAINS[number % 5], MODES[number % 7 % 3]);
        let local = ["vorname.nachname", "u", "abteilung-nord"][number % 3];
        roster.push_str(&format!("{local}{number}@{domain},{name} {number},{mode},{day},{ordered}\n"));
    }
    roster
}
