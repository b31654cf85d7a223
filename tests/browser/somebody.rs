//! Somebody with a browser of their own, and an authenticator that exists in software alone.

use serde_json::{Value, json};
use tests::workerd::{Server, new_key};
use xtask::workerd::{CONTROL_OF_TESTS, Config};

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, TODAY, roster_path},
    thing::Name,
};

/// The account that tests change.
pub const ACCOUNT: &str = "anna.keller@musterfirma.example";

/// Somebody with a browser and an authenticator that is theirs.
pub struct Somebody {
    pub page: Page,
    /// The id of the authenticator.
    pub authenticator: Value,
    /// Where the page is. Passkeys need a name, so it is not the address by numbers.
    pub at: String,
}

impl Somebody {
    pub fn new(server: &Server) -> Self {
        Self::at(server.address().replace("127.0.0.1", "localhost"))
    }

    /// Somebody who comes to the page at this address.
    pub fn at(address: String) -> Self {
        Self::with(Page::new(), address)
    }

    /// Somebody who comes to the page at this address, in this browser.
    pub fn with(mut page: Page, address: String) -> Self {
        let authenticator = authenticator(&mut page);
        Self { page, authenticator, at: address }
    }

    #[track_caller]
    pub fn open(&mut self, path: &str) {
        let address = format!("{}{path}", self.at);
        self.page.open(&address);
    }

    /// Opens the link of an invitation in a browser of their own, and accepts it under a name.
    #[track_caller]
    pub fn join(server: &Server, secret: &str, name: &str) -> Self {
        let mut somebody = Self::new(server);
        somebody.open(&format!("/join#{secret}"));
        somebody.accept(name);
        somebody
    }

    /// Accepts the invitation on screen.
    #[track_caller]
    pub fn accept(&mut self, name: &str) {
        self.page.fill("textbox", "Ihr Name", name);
        self.page.click("button", "Passkey anlegen und anmelden");
        self.has_left("/join");
        self.page.find("button", &format!("Konto: {name}"));
        assert_eq!(self.page.run("location.hash"), "");
    }

    /// Invites somebody with one role, and returns the secret of the link.
    #[track_caller]
    pub fn invite(&mut self, name: &str, role: &str, platform: &str) -> String {
        self.open("/people");
        self.page.click("button", "Person einladen");
        self.page.fill("textbox", "Name", name);
        self.page.pick("combobox", "Rolle", role);
        self.page.find("option", "Musterfirma GmbH");
        self.page.pick("combobox", "Plattform", platform);
        self.page.click("button", "Einladen");
        self.page.find("dialog", "Einladung erstellt");
        let link = self.page.run("document.querySelector('#once').value");
        let link = link.as_str().expect("a link");
        let secret = link.strip_prefix(&format!("{}/join#", self.at)).expect("of this page").to_owned();
        self.page.click("button", "Fertig");
        self.page.gone("dialog", Name::Any);
        self.page.shows(name);
        secret
    }

    /// Signs in on the screen that is shown.
    #[track_caller]
    pub fn sign_in(&mut self) {
        self.page.click("button", "Mit Passkey anmelden");
        self.has_left("/sign-in");
        self.page.find("button", Name::Begins("Konto: "));
    }

    /// Waits until another place is shown, with a menu of its own.
    #[track_caller]
    fn has_left(&mut self, place: &str) {
        self.page.until("another place", |page| (page.place() != place).then_some(()));
    }

    /// Chooses to sign out. Something may be asked first.
    #[track_caller]
    pub fn sign_out(&mut self) {
        self.page.click("button", Name::Begins("Konto: "));
        self.page.click("menuitem", "Abmelden");
    }

    /// Waits until the page has begun anew. Until then it must not be asked for its elements: the browser forgets such
    /// a question together with the page.
    #[track_caller]
    pub fn is_out(&mut self) {
        let there = "location.pathname === '/sign-in' && document.readyState === 'complete'";
        self.page.until("the sign-in", |page| {
            (page.run(&format!("{there} && !document.querySelector('#boot')")) == true).then_some(())
        });
        self.page.find("button", "Mit Passkey anmelden");
    }

    /// Sets whether the authenticator knows its owner.
    pub fn verify(&mut self, verified: bool) {
        let wanted = json!({ "authenticatorId": self.authenticator, "isUserVerified": verified });
        self.page.chromium.call("WebAuthn.setUserVerified", wanted);
    }

    /// Asks the API as this person.
    #[track_caller]
    pub fn ask(&mut self, method: &str, path: &str, body: &Value) -> (Value, Value) {
        let key = new_key();
        let headers = json!({ "content-type": "application/json", "idempotency-key": key });
        let body = if method == "GET" { Value::Null } else { json!(body.to_string()) };
        let wanted = json!({ "method": method, "headers": headers, "body": body });
        let script = format!("fetch('/api/v1{path}', {wanted}).then(async (it) => [it.status, await it.json()])");
        let mut answer = self.page.run(&script);
        (answer[0].take(), answer[1].take())
    }

    /// Makes the platform of all tests.
    #[track_caller]
    pub fn make_platform(&mut self) -> String {
        let new = json!({
            "name": "Musterfirma GmbH",
            "catalog": [{ "from": "2026-01-01", "monthly_net": 249, "yearly_net": 2388 }],
            "test_clock": TODAY,
        });
        let (status, made) = self.ask("POST", "/platforms", &new);
        assert_eq!(status, 201, "{made}");
        let id = made["id"].as_str().expect("an id").to_owned();
        let csv = std::fs::read_to_string(roster_path(SMALL_ROSTER)).expect("the roster is there");
        let headers = json!({ "content-type": "text/csv", "idempotency-key": new_key() });
        let wanted = json!({ "method": "POST", "headers": headers, "body": csv });
        let script = format!("fetch('/api/v1/platforms/{id}/accounts/import', {wanted}).then((it) => it.status)");
        assert_eq!(self.page.run(&script), 200);
        id
    }

    /// Opens the list of a platform.
    #[track_caller]
    pub fn open_list(&mut self, id: &str) {
        self.open(&format!("/platforms/{id}/accounts"));
        self.page.row(ACCOUNT);
        self.page.find("button", Name::Begins("Konto: "));
    }

    /// The entries of a menu that cannot be chosen, with their reasons.
    #[track_caller]
    pub fn locked(&mut self, menu: &str) -> Vec<String> {
        self.page.click("button", menu);
        let entries = self.page.all("menuitem", Name::Any);
        let locked = entries.into_iter().filter(|entry| entry.is("disabled")).map(|entry| entry.name).collect();
        self.page.key("Escape");
        self.page.gone("menuitem", Name::Any);
        locked
    }
}

/// Gives a browser an authenticator.
pub fn authenticator(page: &mut Page) -> Value {
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

/// The secret of a new link of the machine itself.
pub fn owner_secret(server: &Server) -> String {
    let answer = server.control(CONTROL_OF_TESTS, "/owner");
    assert_eq!(answer.status, 200, "{answer:?}");
    let answer: Value = serde_json::from_str(&answer.body).expect("JSON");
    answer["secret"].as_str().expect("a secret").to_owned()
}

/// A server where people sign in, with its first administrator and a platform.
pub fn house() -> (Server, Somebody, String) {
    let server = Server::start_as(Config::Locked, &std::env::temp_dir());
    let mut owner = Somebody::join(&server, &owner_secret(&server), "Olga Owner");
    let platform = owner.make_platform();
    (server, owner, platform)
}
