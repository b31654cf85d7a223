//! What a backup knows, or whoever has read it, lets nobody in by a provider.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use domain::hash::Hash;
use serde_json::{Value, json};
use tests::provider::Providers;
use xtask::workerd::{CONTROL_OF_TESTS, Config};

use super::{
    house::{EVERYTHING, check_code, roles},
    visit::{Known, is_in, is_out, query},
};

fn good(providers: &Providers) -> Vec<Value> {
    vec![providers.hostile("good", &json!({}))]
}

#[test]
fn after_a_restore_nobody_comes_by_a_provider_before_an_administrator_is_there() {
    let known = Known::new(good);
    let begun = known.begun("good", &json!({"back": "/"}), &[]);
    let said = known.says("good", &begun);
    assert_eq!(known.house.server.control(CONTROL_OF_TESTS, "/restored?made=1764000000000").status, 200);
    check_code(known.begins("good", &json!({"back": "/"}), &[]), 503, "sign_in_missing");
    is_out(known.back("good", &begun.cookie, &query(&begun, &said)), "/sign-in", "provider_refused");
    known.house.joins(&known.house.owner_secret(), "Olga Owner", &known.house.authenticator(2));
    is_in(known.comes_with("good", |_| {}), "/");
}

/// The data has the hash of an invitation, and the secret that seals what a browser keeps. Neither is the invitation.
#[test]
fn nobody_accepts_an_invitation_whose_secret_they_do_not_have() {
    let mut known = Known::new(good);
    let invitation = json!({"name": "Rita", "roles": roles(&EVERYTHING)});
    let made = known.house.post(&known.owner, "/invitations", &invitation).expect(201).json();
    let secret = made["secret"].as_str().expect("a secret").to_owned();
    known.house.server.restart_as(Config::Storage);
    let rows = known.house.server.sql("people/people", &["SELECT secret FROM seal", "SELECT hash FROM invitation"]);
    let [seal, hash] = [0, 1].map(|at| rows[at][0][0].as_str().expect("a text").to_owned());
    known.house.server.restart_as(Config::Locked);

    let begun = known.begun("good", &json!({"back": "/", "invitation": {"secret": secret, "name": "Eve"}}), &[]);
    let (name, flow) = begun.cookie.split_once('=').expect("a cookie");
    let body = flow.split_once('.').expect("a seal").0;
    let mut flow: Value = serde_json::from_slice(&BASE64URL.decode(body).expect("base64")).expect("JSON");
    let is_good = |flow: &Value| {
        let body = BASE64URL.encode(flow.to_string());
        let hash_of = |text: String| Hash::of(text.as_bytes()).to_string();
        let sealed = hash_of(format!("{seal}{}", hash_of(format!("{seal}flow {body}"))));
        known.back("good", &format!("{name}={body}.{sealed}"), &query(&begun, &known.says("good", &begun)))
    };
    flow["invitation"][0] = json!(hash);
    is_out(is_good(&flow), "/", "no_invitation");
    // the seal was right: with the secret somebody comes in
    flow["invitation"][0] = json!(secret);
    is_in(is_good(&flow), "/");
}
