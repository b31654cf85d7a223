//! People sign in with passkeys, invite each other, and do what their roles allow. Each person has a browser of their own
//! with an authenticator that exists in software alone.

use serde_json::{Value, json};
use tests::workerd::{Server, new_key};
use xtask::workerd::{CONTROL_OF_TESTS, Config};

use crate::{
    looks::{serious, wide},
    page::Page,
    screens::{SMALL_ROSTER, TODAY, roster_path},
    thing::Name,
};

/// An address of the list, with an account that every test uses.
const ACCOUNT: &str = "anna.keller@musterfirma.example";

/// Somebody with a browser and an authenticator that is theirs.
struct Somebody {
    page: Page,
    /// The id of the authenticator.
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

    /// Opens the link of an invitation in a browser of their own, and accepts it under a name.
    #[track_caller]
    fn join(server: &Server, secret: &str, name: &str) -> Self {
        let mut somebody = Self::new(server);
        somebody.open(&format!("/join#{secret}"));
        somebody.accept(name);
        somebody
    }

    /// Accepts the invitation on screen.
    #[track_caller]
    fn accept(&mut self, name: &str) {
        self.page.fill("textbox", "Ihr Name", name);
        self.page.click("button", "Passkey anlegen und anmelden");
        self.page.find("button", &format!("Konto: {name}"));
        assert_eq!(self.page.run("location.hash"), "");
    }

    /// Invites somebody with one role, and returns the secret of the link.
    #[track_caller]
    fn invite(&mut self, name: &str, role: &str, platform: &str) -> String {
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
    fn sign_in(&mut self) {
        self.page.click("button", "Mit Passkey anmelden");
        self.page.find("button", Name::Begins("Konto: "));
    }

    /// Chooses to sign out. Something may be asked first.
    #[track_caller]
    fn sign_out(&mut self) {
        self.page.click("button", Name::Begins("Konto: "));
        self.page.click("menuitem", "Abmelden");
    }

    /// Waits until the page has begun anew. Until then it must not be asked for its elements: the browser forgets such
    /// a question together with the page.
    #[track_caller]
    fn is_out(&mut self) {
        let there = "location.pathname === '/sign-in' && document.readyState === 'complete'";
        self.page.until("the sign-in", |page| {
            (page.run(&format!("{there} && !document.querySelector('#boot')")) == true).then_some(())
        });
        self.page.find("button", "Mit Passkey anmelden");
    }

    /// Sets whether the authenticator knows its owner.
    fn verify(&mut self, verified: bool) {
        let wanted = json!({ "authenticatorId": self.authenticator, "isUserVerified": verified });
        self.page.chromium.call("WebAuthn.setUserVerified", wanted);
    }

    /// Asks the API as this person.
    #[track_caller]
    fn ask(&mut self, method: &str, path: &str, body: &Value) -> (Value, Value) {
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
        let headers = json!({ "content-type": "text/csv", "idempotency-key": new_key() });
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

/// The secret of a new link of the machine itself.
fn owner_secret(server: &Server) -> String {
    let answer = server.control(CONTROL_OF_TESTS, "/owner");
    assert_eq!(answer.status, 200, "{answer:?}");
    let answer: Value = serde_json::from_str(&answer.body).expect("JSON");
    answer["secret"].as_str().expect("a secret").to_owned()
}

/// A server where people sign in, with its first administrator and a platform.
fn house() -> (Server, Somebody, String) {
    let server = Server::start_as(Config::Locked, &std::env::temp_dir());
    let mut owner = Somebody::join(&server, &owner_secret(&server), "Olga Owner");
    let platform = owner.make_platform();
    (server, owner, platform)
}

#[test]
fn the_first_one_comes_by_a_link_and_a_link_counts_once() {
    let server = Server::start_as(Config::Locked, &std::env::temp_dir());
    let mut olga = Somebody::new(&server);
    for path in ["/", "/sign-in", "/platforms/somebody/accounts"] {
        olga.open(path);
        olga.page.shows("Für diesen Namen ist die Anmeldung noch nicht eingerichtet.");
        olga.page.find("link", "Demo öffnen");
    }
    olga.open("/join");
    olga.page.shows("öffnen Sie bitte deren Link noch einmal");
    let (former, secret) = (owner_secret(&server), owner_secret(&server));
    // a link that is opened in the same tab changes nothing but the fragment
    olga.page.run(&format!("void (location.hash = '{former}')"));
    olga.page.find("heading", "Diese Einladung gilt nicht mehr");
    olga.page.run(&format!("void (location.hash = '{secret}')"));
    olga.page.shows("Verwaltung für alle Plattformen");
    assert_eq!(olga.page.run("location.href"), format!("{}/join", olga.at), "the secret leaves the address bar");

    olga.page.click("button", "Passkey anlegen und anmelden");
    olga.page.shows("Bitte einen sichtbaren Namen");
    olga.verify(false);
    olga.page.fill("textbox", "Ihr Name", "Olga Owner");
    olga.page.click("button", "Passkey anlegen und anmelden");
    olga.page.shows("Es wurde kein Passkey verwendet");
    olga.verify(true);
    olga.accept("Olga Owner");
    olga.page.find("heading", "Jedes Postfach, sein Ablauf, sein Preis");

    let mut other = Somebody::new(&server);
    other.open(&format!("/join#{secret}"));
    other.page.find("heading", "Diese Einladung gilt nicht mehr");
    // whoever loads the page again must open the link again
    other.page.reload();
    other.page.shows("öffnen Sie bitte deren Link noch einmal");
    other.page.click("link", "Anmelden");
    other.page.click("button", "Mit Passkey anmelden");
    other.page.shows("Es wurde kein Passkey verwendet");
}

#[test]
fn each_does_what_their_role_allows_and_reads_what_it_does_not() {
    let (server, mut olga, id) = house();
    let billing = olga.invite("Bernd Buchhalter", "billing", &id);
    let reader = olga.invite("Rita Leser", "reader", &id);

    let mut bernd = Somebody::join(&server, &billing, "Bernd Buchhalter");
    bernd.open_list(&id);
    let needs = "Dafür ist die Rolle Verwaltung nötig.";
    assert_eq!(bernd.locked("Aktionen"), ["Liste importieren", "Kündigen"].map(|word| format!("{word} {needs}")));
    bernd.page.open_billing();
    bernd.page.choose("Jährlich", ACCOUNT);
    bernd.page.go_on();
    bernd.page.confirm();
    bernd.page.shows("Bernd Buchhalter");
    bernd.page.click("button", "Fertig");
    bernd.page.gone("dialog", Name::Any);
    bernd.page.row_says(ACCOUNT, "Jährlich");
    bernd.open("/people");
    bernd.page.shows("Dafür ist die Rolle Verwaltung nötig.");

    let mut rita = Somebody::join(&server, &reader, "Rita Leser");
    rita.open_list(&id);
    rita.page.find_when("button", "Accounts bestellen", |button| button.is("disabled"));
    let locked = rita.locked("Aktionen");
    assert_eq!(locked.len(), 4, "{locked:?}");
    assert!(locked.contains(&"Abrechnungsmodus Dafür ist die Rolle Abrechnung nötig.".to_owned()), "{locked:?}");
    rita.open(&format!("/platforms/{id}/accounts?dialog=billing"));
    rita.page.shows("Dafür ist die Rolle Abrechnung nötig.");
    rita.open(&format!("/platforms/{id}/history"));
    rita.page.shows("Bernd Buchhalter");
    // the server says the same, whatever the page shows
    let (status, problem) = rita.ask("POST", &format!("/platforms/{id}/termination"), &json!({ "confirm": "" }));
    assert_eq!((status, &problem["code"]), (json!(403), &json!("role_needed")));

    olga.open("/people/security");
    olga.page.shows("Rita Leser hat die Einladung angenommen");
    olga.page.shows("Eine Aktion wurde mangels Rolle abgewiesen");
}

#[test]
fn where_a_session_has_ended_one_signs_in_and_is_there() {
    let (_server, mut olga, id) = house();
    olga.open_list(&id);
    olga.sign_out();
    olga.is_out();
    let history = format!("/platforms/{id}/history");
    olga.open(&history);
    olga.page.find("heading", "Anmelden");
    olga.sign_in();
    olga.page.find("link", "Verlauf");
    assert_eq!(olga.page.place(), history);
    olga.sign_out();
    olga.is_out();
    olga.open("/me");
    olga.page.find("heading", "Anmelden");
    olga.sign_in();
    olga.page.find("heading", "Ihr Konto");
}

#[test]
fn each_screen_fits_a_phone_and_axe_finds_nothing_serious() {
    let (server, mut olga, id) = house();
    let mut found = Vec::new();
    let mut look = |page: &mut Page, place: &str| {
        found.extend(serious(page).iter().chain(&wide(page)).map(|fault| format!("{place}: {fault}")));
    };
    olga.page.size(360, 740);
    olga.page.light("dark");
    olga.open("/me");
    olga.page.shows("Diese Sitzung");
    look(&mut olga.page, "account");
    olga.page.click("button", "Passkey hinzufügen");
    olga.page.find("dialog", "Passkey hinzufügen");
    look(&mut olga.page, "passkey");
    olga.invite("Paul-Friedrich von der Langenmarschhausen-Oberbuchhalter", "billing", &id);
    look(&mut olga.page, "people");
    olga.page.click("button", "Person einladen");
    olga.page.click("button", "Weitere Rolle");
    look(&mut olga.page, "roles");
    olga.open("/people/tokens");
    olga.page.click("button", "Token erstellen");
    olga.page.fill("textbox", "Wofür er ist", "Nächtlicher Export");
    look(&mut olga.page, "new token");
    let dialog = olga.page.find("dialog", "Token erstellen");
    let make = olga.page.all_in(&dialog, "button", "Token erstellen").remove(0);
    olga.page.press_on(&make);
    olga.page.find("dialog", "Token erstellt");
    look(&mut olga.page, "token, shown once");
    olga.page.click("button", "Fertig");
    olga.page.shows("Nächtlicher Export");
    look(&mut olga.page, "tokens");
    olga.open("/people/security");
    olga.page.shows("Olga Owner hat die Einladung angenommen");
    look(&mut olga.page, "security");
    olga.open_list(&id);
    olga.page.click("button", "Konto: Olga Owner");
    look(&mut olga.page, "menu");

    let mut nobody = Somebody::new(&server);
    nobody.page.size(360, 740);
    nobody.open("/");
    nobody.page.find("button", "Mit Passkey anmelden");
    look(&mut nobody.page, "sign-in");
    nobody.open(&format!("/join#{}", owner_secret(&server)));
    nobody.page.find("heading", "Einladung annehmen");
    look(&mut nobody.page, "invitation");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn signing_out_says_what_is_lost_and_clears_it() {
    let (_server, mut olga, id) = house();
    olga.open_list(&id);
    olga.page.open_billing();
    olga.page.choose("Keine", ACCOUNT);
    olga.page.click("button", "Abbrechen");
    olga.page.click("button", "Behalten");
    olga.page.gone("dialog", Name::Any);
    olga.sign_out();
    olga.page.shows("1 vorgemerkte Änderung. Beim Abmelden geht das verloren.");
    olga.page.click("button", "Abbrechen");
    olga.page.gone("alertdialog", Name::Any);
    olga.page.run("localStorage['laufzeit.theme'] = 'dark'");
    olga.sign_out();
    olga.page.click("button", "Abmelden und verwerfen");
    olga.is_out();
    assert_eq!(olga.page.run("localStorage['laufzeit.theme']"), "dark");
    olga.open(&format!("/platforms/{id}/accounts"));
    olga.sign_in();
    olga.page.row_says(ACCOUNT, "Monatlich");
    olga.page.open_billing();
    olga.page.shows("Noch keine Änderung");
}

#[test]
fn whoever_loses_a_device_comes_back_by_another() {
    let (server, mut olga, _) = house();
    // a second passkey, on another device
    olga.open("/me");
    let lost = olga.authenticator.clone();
    olga.page.chromium.call("WebAuthn.removeVirtualAuthenticator", json!({ "authenticatorId": lost }));
    olga.authenticator = authenticator(&mut olga.page);
    olga.page.click("button", "Passkey hinzufügen");
    olga.page.fill("textbox", "Name des Passkeys", "Zweites Gerät");
    let dialog = olga.page.find("dialog", "Passkey hinzufügen");
    let send = olga.page.all_in(&dialog, "button", "Passkey hinzufügen").remove(0);
    olga.page.press_on(&send);
    olga.page.gone("dialog", Name::Any);
    olga.page.shows("Zweites Gerät");
    let first =
        olga.page.all("button", Name::Begins("Passkey Chrome")).into_iter().find(|it| it.name.ends_with("entfernen"));
    olga.page.press_on(&first.expect("the first one"));
    olga.page.find("alertdialog", Name::Any);
    olga.page.click("button", "Entfernen");
    olga.page.gone("alertdialog", Name::Any);
    olga.page.click("button", "Passkey Zweites Gerät entfernen");
    olga.page.click("button", "Entfernen");
    olga.page.shows("Das ist Ihr letzter Passkey.");
    olga.page.key("Escape");
    olga.page.gone("alertdialog", Name::Any);
    olga.sign_out();
    olga.is_out();
    olga.sign_in();
    // nothing is left: the machine itself lets in
    olga.page.chromium.call("WebAuthn.clearCredentials", json!({ "authenticatorId": olga.authenticator }));
    olga.sign_out();
    olga.is_out();
    olga.page.click("button", "Mit Passkey anmelden");
    olga.page.shows("Es wurde kein Passkey verwendet");
    olga.open(&format!("/join#{}", owner_secret(&server)));
    olga.accept("Olga zum Zweiten");
    olga.open("/people");
    olga.page.shows("Olga Owner");
    // the lost one is removed
    olga.page.click("button", "Aktionen für Olga Owner");
    olga.page.click("menuitem", "Entfernen");
    olga.page.click("button", "Entfernen");
    olga.page.gone("alertdialog", Name::Any);
    olga.page.gone("button", "Aktionen für Olga Owner");
}
