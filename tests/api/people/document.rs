//! What is answered about people is what the document says.

use serde_json::{Value, json};
use tests::provider::Providers;
use tests::workerd::Server;
use ureq::http::Method;

use super::{
    house::{EVERYTHING, House, Visitor, roles},
    visit::house_with,
};
use crate::openapi::Truth;

/// A house whose answers are held against the document.
struct Heard<'a> {
    truth: &'a Truth,
    house: House,
}

impl Heard<'_> {
    /// Makes a call, with the id in place of the parameter of its path.
    #[track_caller]
    fn call(&self, visitor: &Visitor, call: &str, id: &str, body: &Value, status: u16) -> Value {
        let (method, template) = call.split_once(' ').expect("a method and a path");
        let path = match template.split_once('{') {
            Some((above, _)) => format!("{above}{id}"),
            None => template.to_owned(),
        };
        let name: Method = method.to_uppercase().parse().expect("a method");
        let answer = self.house.call(visitor, name, &path, body).expect(status);
        self.truth.heard(method, template, body, &answer);
        answer.json()
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Makes every call about people.
pub(crate) fn calls(truth: &Truth) {
    let providers = Providers::start();
    let heard = Heard { truth, house: house_with(&[providers.hostile("good", &json!({}))]) };
    let (nobody, none) = (Visitor::nobody(), Value::Null);
    heard.call(&nobody, "get /me", "", &none, 503);
    let secret = heard.house.owner_secret();
    heard.call(&nobody, "get /sign-in/ways", "", &none, 200);
    heard.call(&nobody, "get /sign-in", "", &none, 200);
    heard.call(&nobody, "post /sign-in/invitation", "", &json!({"secret": secret}), 200);
    heard.call(&nobody, "post /sign-in/invitation", "", &json!({"secret": "x"}), 404);
    let key = heard.house.authenticator(1);
    let start = heard.call(&nobody, "post /sign-in/join/start", "", &json!({"secret": secret, "name": "Olga"}), 200);
    let join = json!({"secret": secret, "name": "Olga", "passkey": "x", "credential": key.make(&start)});
    heard.call(&nobody, "post /sign-in/join/finish", "", &join, 200);
    let start = heard.call(&nobody, "post /sign-in/passkey/start", "", &none, 200);
    heard.call(&nobody, "post /sign-in/passkey/finish", "", &json!({"credential": key.sign(&start)}), 200);
    heard.call(&nobody, "post /sign-in/passkey/finish", "", &json!({"credential": key.sign(&start)}), 401);
    heard.call(&nobody, "post /sign-in/providers/{provider}", "good", &json!({"back": "/"}), 200);
    heard.call(&nobody, "post /sign-in/providers/{provider}", "x", &json!({"back": "/"}), 404);
    heard.call(&nobody, "get /sign-in/providers/{provider}/callback", "good/callback", &none, 303);
    let owner = heard.house.signs_in(&key);
    let phone = heard.house.signs_in(&key);
    heard.call(&nobody, "get /me", "", &none, 401);
    heard.call(&owner, "get /me", "", &none, 200);

    let start = heard.call(&owner, "post /me/passkeys/start", "", &none, 200);
    let added = json!({"name": "Telefon", "credential": heard.house.authenticator(2).make(&start)});
    let added = text(&heard.call(&owner, "post /me/passkeys", "", &added, 201)["id"]);
    heard.call(&owner, "get /me/passkeys", "", &none, 200);
    heard.call(&owner, "patch /me/passkeys/{passkey}", &added, &json!({"name": "Tablet"}), 200);
    heard.call(&owner, "delete /me/passkeys/{passkey}", &added, &none, 200);
    heard.call(&owner, "delete /me/passkeys/{passkey}", &key.id(), &none, 409);
    heard.call(&owner, "get /me/accounts", "", &none, 200);
    let sessions = heard.call(&owner, "get /me/sessions", "", &none, 200);
    let other = sessions["items"].as_array().expect("a list").iter().find(|session| session["is_this"] == false);
    heard.call(&owner, "delete /me/sessions/{session}", &text(&other.expect("another")["id"]), &none, 200);
    heard.call(&owner, "delete /me/sessions", "", &none, 200);
    heard.call(&phone, "get /me/sessions", "", &none, 401);

    let reader = json!({"name": "Rita", "roles": roles(&[("reader", Some("one"))])});
    let invitation = heard.call(&owner, "post /invitations", "", &reader, 201);
    heard.call(&owner, "post /invitations", "", &json!({"name": "", "roles": []}), 422);
    heard.call(&owner, "get /invitations", "", &none, 200);
    heard.call(&owner, "delete /invitations/{invitation}", &text(&invitation["invitation"]["id"]), &none, 200);
    let token =
        heard.call(&owner, "post /tokens", "", &json!({"name": "t", "roles": roles(&EVERYTHING), "days": 1}), 201);
    let script = Visitor::with_token(&text(&token["text"]));
    heard.call(&script, "get /me", "", &none, 200);
    heard.call(&script, "get /me/passkeys", "", &none, 403);
    heard.call(&owner, "get /tokens", "", &none, 200);
    heard.call(&owner, "delete /tokens/{token}", &text(&token["token"]["id"]), &none, 200);
    let rita = heard.house.newcomer(&owner, "Rita", 3, &[("reader", None)]);
    heard.call(&rita, "get /people", "", &none, 403);
    heard.call(&owner, "get /people", "", &none, 200);
    let change = json!({"name": "Rita R.", "roles": roles(&[("billing", Some("one"))]), "blocked": true});
    heard.call(&owner, "patch /people/{person}", &rita.id, &change, 200);
    heard.call(&owner, "patch /people/{person}", &owner.id, &change, 403);
    heard.call(&owner, "delete /people/{person}", &rita.id, &none, 200);
    heard.call(&owner, "get /security-log", "", &none, 200);
    let luggage = json!({"drafts": [{"name": "one", "text": "{}"}], "outbox": [], "texts": []});
    heard.call(&owner, "post /desk/luggage", "", &luggage, 404);
    heard.call(&owner, "post /desk/luggage/take", "", &json!({"secret": "x"}), 404);
    heard.call(&owner, "post /sign-out", "", &none, 200);

    let desk = Heard { truth, house: House { server: Server::start() } };
    let ticket = desk.call(&nobody, "post /desk/luggage", "", &luggage, 201);
    let taken = desk.call(&nobody, "post /desk/luggage/take", "", &json!({"secret": ticket["secret"]}), 200);
    assert_eq!(taken, luggage);
}
