//! How people come by a real provider of OpenID Connect, and who of them.

use serde_json::{Value, json};
use tests::provider::{Providers, value};
use xtask::workerd::Config;

use super::{
    house::{EVERYTHING, Visitor, check_code, roles},
    visit::{HOST, Known, house_with, is_in, is_out},
};

fn firma(providers: &Providers) -> Vec<Value> {
    let more = json!({"allow": {"domains": ["firma.example"]}, "roles": [{"role": "reader"}]});
    vec![providers.real("laufzeit", &more)]
}

/// Where everybody comes back to.
fn back() -> Value {
    json!({"back": "/platforms/one/accounts?status=active"})
}

const BACK: &str = "/platforms/one/accounts?status=active";

#[test]
fn whom_the_configuration_lets_in_comes_and_is_known_again() {
    let known = Known::new(firma);
    let house = &known.house;
    let nobody = Visitor::nobody();
    let ways = house.get(&nobody, "/sign-in/ways").expect(200).json();
    assert_eq!(ways, json!({"passkeys": true, "providers": [{"id": "real", "name": "Keycloak"}]}));

    let begun = known.begun("real", &back(), &[]);
    assert_eq!(value(&begun.to, "code_challenge_method"), "S256");
    assert_eq!(value(&begun.to, "scope"), "openid+email+profile");

    let anna = is_in(known.comes("anna", &back(), &[]), BACK);
    let me = house.get(&anna, "/me").expect(200).json();
    assert_eq!((&me["name"], &me["roles"]), (&json!("Anna Huber"), &roles(&[("reader", None)])));
    let accounts = house.get(&anna, "/me/accounts").expect(200).json();
    let account = &accounts["items"][0];
    assert_eq!((&account["provider"], &account["account"]), (&json!("Keycloak"), &json!("anna@firma.example")));
    assert_eq!(house.get(&known.owner, "/me/accounts").expect(200).json()["items"], json!([]));

    // again: the same person, whatever roles they were given since, and the session of before ends
    let raised = json!({"roles": roles(&[("billing", None)])});
    let id = me["id"].as_str().expect("an id");
    house.patch(&known.owner, &format!("/people/{id}"), &raised).expect(200);
    let again = is_in(known.comes("anna", &back(), &[("cookie", anna.cookie())]), BACK);
    let me = house.get(&again, "/me").expect(200).json();
    assert_eq!((&me["id"], &me["roles"]), (&json!(id), &raised["roles"]));
    check_code(house.get(&anna, "/me"), 401, "not_signed_in");

    let people = house.get(&known.owner, "/people").expect(200).json();
    let person = people["items"].as_array().expect("people").iter().find(|person| person["id"] == id);
    assert_eq!(person.expect("it is there")["accounts"], json!(["anna@firma.example"]));
    let log = house.get(&known.owner, "/security-log").expect(200).json();
    let kinds: Vec<&str> =
        log["items"].as_array().expect("entries").iter().filter_map(|entry| entry["kind"].as_str()).collect();
    assert!(kinds.contains(&"admitted") && kinds.contains(&"signed_in"), "{kinds:?}");

    // an address that is not verified is nobody's, and another domain is not let in
    for login in ["uwe", "fritz"] {
        is_out(known.comes(login, &back(), &[]), BACK, "not_admitted");
    }
}

#[test]
fn who_was_blocked_or_removed_does_not_come_back_by_a_provider() {
    let known = Known::new(firma);
    let (house, owner) = (&known.house, &known.owner);
    let anna = is_in(known.comes("anna", &back(), &[]), BACK);
    let me = house.get(&anna, "/me").expect(200).json();
    let person = format!("/people/{}", me["id"].as_str().expect("an id"));
    house.patch(owner, &person, &json!({"blocked": true})).expect(200);
    check_code(house.get(&anna, "/me"), 401, "not_signed_in");
    is_out(known.comes("anna", &back(), &[]), BACK, "not_admitted");
    house.patch(owner, &person, &json!({"blocked": false})).expect(200);
    is_in(known.comes("anna", &back(), &[]), BACK);

    house.delete(owner, &person).expect(200);
    is_out(known.comes("anna", &back(), &[]), BACK, "not_admitted");
    // but by an invitation, which somebody made on purpose
    let secret = invited(&known, "Anna H.");
    let accepting = json!({"back": "/", "invitation": {"secret": secret, "name": "Anna H."}});
    let anna = is_in(known.comes("anna", &accepting, &[]), "/");
    let now = house.get(&anna, "/me").expect(200).json();
    assert_ne!(now["id"], me["id"]);
    assert_eq!((&now["name"], &now["roles"]), (&json!("Anna H."), &roles(&[("technical", None)])));
    is_in(known.comes("anna", &back(), &[]), BACK);
    // it counts once, and an account is one person's
    check_code(known.begins("real", &accepting, &[]), 404, "no_invitation");
    let secret = invited(&known, "Anna again");
    let accepting = json!({"back": "/", "invitation": {"secret": secret, "name": "Anna again"}});
    is_out(known.comes("anna", &accepting, &[]), "/", "account_known");
    // whom the configuration does not let in comes by an invitation, and then again
    let accepting = json!({"back": "/", "invitation": {"secret": secret, "name": "Fritz"}});
    is_in(known.comes("fritz", &accepting, &[]), "/");
    is_in(known.comes("fritz", &back(), &[]), BACK);
}

fn invited(known: &Known, name: &str) -> String {
    let invitation = json!({"name": name, "roles": roles(&[("technical", None)])});
    let made = known.house.post(&known.owner, "/invitations", &invitation).expect(201).json();
    made["secret"].as_str().expect("a secret").to_owned()
}

#[test]
fn a_provider_makes_nobody_the_first_administrator() {
    let providers = Providers::start();
    let house = house_with(&firma(&providers));
    let begins = |body: &Value| {
        let headers = [HOST, ("content-type", "application/json")];
        let body = Some(body.to_string().into_bytes());
        house.server.call(ureq::http::Method::POST, "/sign-in/providers/real", &headers, body)
    };
    check_code(begins(&back()), 503, "sign_in_missing");
    let (secret, name) = (house.owner_secret(), "Anna");
    let accepting = json!({"back": "/", "invitation": {"secret": secret, "name": name}});
    check_code(begins(&accepting), 404, "no_invitation");
    let owner = house.joins(&secret, "Olga", &house.authenticator(1));
    assert_eq!(house.get(&owner, "/me").expect(200).json()["roles"], roles(&EVERYTHING));
    begins(&back()).expect(200);
}

#[test]
fn an_empty_list_lets_nobody_in() {
    let known = Known::new(|providers| vec![providers.real("laufzeit", &json!({}))]);
    is_out(known.comes("anna", &back(), &[]), BACK, "not_admitted");
    let by_address = json!({"allow": {"addresses": ["ANNA@firma.example", "uwe@firma.example"]}});
    let known = Known::new(|providers| vec![providers.real("laufzeit", &by_address)]);
    let anna = is_in(known.comes("anna", &back(), &[]), BACK);
    // without roles in the configuration there is nothing to see before somebody gives some
    assert_eq!(known.house.get(&anna, "/me").expect(200).json()["roles"], json!([]));
    assert_eq!(known.house.get(&anna, "/platforms").expect(200).json()["items"], json!([]));
    is_out(known.comes("uwe", &back(), &[]), BACK, "not_admitted");
}

#[test]
fn people_of_before_there_were_providers_are_read() {
    let mut known = Known::new(firma);
    let server = &mut known.house.server;
    server.restart_as(Config::Storage);
    server.sql("people/people", &["DROP TABLE account", "DROP TABLE watch", "UPDATE version SET number = 1"]);
    server.restart_as(Config::Locked);
    let owner = known.house.signs_in(&known.house.authenticator(1));
    assert_eq!(known.house.get(&owner, "/me/accounts").expect(200).json()["items"], json!([]));
    is_in(known.comes("anna", &back(), &[]), BACK);
}
