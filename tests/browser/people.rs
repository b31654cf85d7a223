//! People sign in with passkeys, invite each other, and do what their roles allow. Each person has a browser of their own
//! with an authenticator that exists in software alone.

use serde_json::{Value, json};
use tests::workerd::Server;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, TODAY, roster_path},
    thing::Name,
};

/// An address of the list, with an account that every test uses.
const ACCOUNT: &str = "anna.keller@musterfirma.example";

/// Somebody with a browser and an authenticator that is theirs.
struct Somebody {
    page: Page,
    authenticator: Value,
    /// Where the page is. Passkeys need a name, so it is not the address by numbers.
    at: String,
}

impl Somebody {
    fn new(server: &Server) -> Self {
        let mut page = Page::new();
        let authenticator = authenticator(&mut page);
        Self { page, authenticator, at: server.address().replace("127.0.0.1", "localhost") }
    }

    #[track_caller]
    fn open(&mut self, path: &str) {
        let address = format!("{}{path}", self.at);
        self.page.open(&address);
    }

    /// Accepts an invitation.
    #[track_caller]
    fn join(server: &Server, link: &str) -> Self {
        let mut somebody = Self::new(server);
        let link = link.split_once("/join").map_or(link, |(_, secret)| secret).to_owned();
        somebody.open(&format!("/join{link}"));
        somebody.page.find("heading", "Einladung annehmen");
        somebody.page.click("button", "Passkey anlegen und anmelden");
        somebody.page.find("button", Name::Begins("Konto: "));
        somebody
    }

    /// Asks the API as this person.
    #[track_caller]
    fn ask(&mut self, method: &str, path: &str, body: &Value) -> (Value, Value) {
        let key = tests::workerd::new_key();
        let headers = json!({ "content-type": "application/json", "idempotency-key": key });
        let body = if method == "GET" { Value::Null } else { json!(body.to_string()) };
        let wanted = json!({ "method": method, "headers": headers, "body": body });
        let script = format!("fetch('/api/v1{path}', {wanted}).then(async (it) => [it.status, await it.json()])");
        let mut answer = self.page.run(&script);
        (answer[0].take(), answer[1].take())
    }

    /// Makes the platform of all tests.
    #[track_caller]
    fn make_platform(&mut self) -> String {
        let new = json!({
            "name": "Musterfirma GmbH",
            "catalog": [{ "from": "2026-01-01", "monthly_net": 249, "yearly_net": 2388 }],
            "test_clock": TODAY,
        });
        let (status, made) = self.ask("POST", "/platforms", &new);
        assert_eq!(status, 201, "{made}");
        let id = made["id"].as_str().expect("an id").to_owned();
        let csv = std::fs::read_to_string(roster_path(SMALL_ROSTER)).expect("the roster is there");
        let headers = json!({ "content-type": "text/csv", "idempotency-key": tests::workerd::new_key() });
        let wanted = json!({ "method": "POST", "headers": headers, "body": csv });
        let script = format!("fetch('/api/v1/platforms/{id}/accounts/import', {wanted}).then((it) => it.status)");
        assert_eq!(self.page.run(&script), 200);
        id
    }

    /// Opens the list of a platform.
    #[track_caller]
    fn open_list(&mut self, id: &str) {
        self.open(&format!("/platforms/{id}/accounts"));
        self.page.row(ACCOUNT);
        self.page.find("button", Name::Begins("Konto: "));
    }

    /// The entries of a menu that cannot be chosen, with their reasons.
    #[track_caller]
    fn locked(&mut self, menu: &str) -> Vec<String> {
        self.page.click("button", menu);
        let entries = self.page.all("menuitem", Name::Any);
        let locked = entries.into_iter().filter(|entry| entry.is("disabled")).map(|entry| entry.name).collect();
        self.page.key("Escape");
        self.page.gone("menuitem", Name::Any);
        locked
    }
}

/// Gives a browser an authenticator.
fn authenticator(page: &mut Page) -> Value {
    page.chromium.call("WebAuthn.enable", json!({}));
    let options = json!({
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": true,
        "hasUserVerification": true,
        "isUserVerified": true,
        "automaticPresenceSimulation": true,
    });
    page.chromium.call("WebAuthn.addVirtualAuthenticator", json!({ "options": options }))["authenticatorId"].take()
}
