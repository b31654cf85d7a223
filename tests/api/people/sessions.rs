//! How long sessions and tokens last, and what ends them.

use std::thread;

use serde_json::{Value, json};

use super::house::{EVERYTHING, House, Visitor, check_code, roles};

const HOUR: i64 = 3_600_000;

#[test]
fn a_session_ends_by_itself_and_with_the_next_request() {
    let (house, owner) = House::owned(1);
    for _ in 0..14 {
        house.later(11 * HOUR);
        house.get(&owner, "/me").expect(200);
    }
    // seven days after it began
    house.later(15 * HOUR);
    check_code(house.get(&owner, "/me"), 401, "not_signed_in");
    let again = house.signs_in(&house.authenticator(1));
    house.later(12 * HOUR);
    check_code(house.get(&again, "/me"), 401, "not_signed_in");
}

#[test]
fn sessions_are_listed_and_ended() {
    let (house, owner) = House::owned(1);
    let other = house.signs_in(&house.authenticator(1));
    let third = house.signs_in(&house.authenticator(1));
    let sessions = house.get(&owner, "/me/sessions").expect(200).json()["items"].as_array().expect("a list").clone();
    assert_eq!(sessions.len(), 3);
    assert_eq!(sessions.iter().filter(|session| session["is_this"] == true).count(), 1);
    // signing in anew ends the session that the browser had
    let start = house.post(&other, "/sign-in/passkey/start", &Value::Null).expect(200).json();
    let proof = json!({"credential": house.authenticator(1).sign(&start)});
    house.post(&other, "/sign-in/passkey/finish", &proof).expect(200);
    check_code(house.get(&other, "/me"), 401, "not_signed_in");

    let own = |visitor: &Visitor| {
        let list = house.get(visitor, "/me/sessions").expect(200).json();
        let this = list["items"].as_array().expect("a list").iter().find(|session| session["is_this"] == true).cloned();
        format!("/me/sessions/{}", this.expect("this one")["id"].as_str().expect("an id"))
    };
    let zoe = house.newcomer(&owner, "Zoe", 2, &EVERYTHING);
    check_code(house.delete(&zoe, &own(&third)), 404, "no_session");
    house.delete(&owner, &own(&third)).expect(200);
    check_code(house.get(&third, "/me"), 401, "not_signed_in");

    let fourth = house.signs_in(&house.authenticator(1));
    house.delete(&owner, "/me/sessions").expect(200);
    check_code(house.get(&fourth, "/me"), 401, "not_signed_in");
    house.get(&owner, "/me").expect(200);
    let out = house.post(&owner, "/sign-out", &Value::Null).expect(200);
    assert!(
        out.header("set-cookie").starts_with("__Host-laufzeit=; ") && out.header("set-cookie").contains("Max-Age=0")
    );
    check_code(house.get(&owner, "/me"), 401, "not_signed_in");
    house.get(&zoe, "/me").expect(200);
}

#[test]
fn who_is_changed_blocked_or_removed_notices_with_the_next_request() {
    let (house, owner) = House::owned(1);
    let rita = house.newcomer(&owner, "Rita", 2, &[("reader", None)]);
    let person = format!("/people/{}", rita.id);
    check_code(house.get(&rita, "/people"), 403, "role_needed");
    house.patch(&owner, &person, &json!({"roles": roles(&EVERYTHING)})).expect(200);
    house.get(&rita, "/people").expect(200);
    let changed = house.patch(&owner, &person, &json!({"roles": roles(&[("reader", None)]), "name": "Rita R."}));
    assert_eq!(changed.expect(200).json()["name"], "Rita R.");
    check_code(house.get(&rita, "/people"), 403, "role_needed");
    assert_eq!(house.get(&rita, "/me").expect(200).json()["name"], "Rita R.");

    house.patch(&owner, &person, &json!({"blocked": true})).expect(200);
    check_code(house.get(&rita, "/me"), 401, "not_signed_in");
    check_code(house.tries_to_sign_in(&house.authenticator(2)), 401, "passkey_refused");
    house.patch(&owner, &person, &json!({"blocked": false})).expect(200);
    check_code(house.get(&rita, "/me"), 401, "not_signed_in");
    let rita = house.signs_in(&house.authenticator(2));
    house.delete(&owner, &person).expect(200);
    check_code(house.get(&rita, "/me"), 401, "not_signed_in");
    check_code(house.tries_to_sign_in(&house.authenticator(2)), 401, "passkey_refused");
    for answer in [house.delete(&owner, &person), house.patch(&owner, &person, &json!({"blocked": true}))] {
        check_code(answer, 404, "no_person");
    }
}

#[test]
fn somebody_always_decides_who_may_come_in() {
    let (house, owner) = House::owned(1);
    let (own, reader) = (format!("/people/{}", owner.id), json!({"roles": roles(&[("reader", None)])}));
    for answer in [
        house.patch(&owner, &own, &reader),
        house.patch(&owner, &own, &json!({"blocked": true})),
        house.delete(&owner, &own),
    ] {
        check_code(answer, 403, "own_roles");
    }
    house.patch(&owner, &own, &json!({"name": "Olga", "roles": roles(&EVERYTHING), "blocked": false})).expect(200);
    // a token may not do it either
    let token = house.token(&owner, "t", &EVERYTHING);
    for answer in [
        house.patch(&token, &own, &reader),
        house.patch(&token, &own, &json!({"blocked": true})),
        house.delete(&token, &own),
    ] {
        check_code(answer, 409, "last_administrator");
    }
    let zoes = house.newcomer(&owner, "Zoe", 2, &EVERYTHING).id;
    let zoes = format!("/people/{zoes}");
    house.patch(&owner, &zoes, &json!({"blocked": true})).expect(200);
    // whoever is blocked decides nothing
    check_code(house.delete(&token, &own), 409, "last_administrator");
    house.patch(&owner, &zoes, &json!({"blocked": false})).expect(200);
    let zoe = house.signs_in(&house.authenticator(2));
    let token = house.token(&zoe, "u", &EVERYTHING);
    house.delete(&token, &own).expect(200);
    check_code(house.delete(&token, &zoes), 409, "last_administrator");
    check_code(house.get(&owner, "/me"), 401, "not_signed_in");
}

#[test]
fn a_token_lasts_as_long_as_it_was_made_for() {
    let (house, owner) = House::owned(1);
    let made = house.post(&owner, "/tokens", &json!({"name": "Skript", "roles": roles(&EVERYTHING), "days": 1}));
    let made = made.expect(201).json();
    let text = made["text"].as_str().expect("a text");
    assert!(text.starts_with("lfz_") && text.len() == 47, "{text}");
    assert_eq!(made["token"]["by"], json!({"id": owner.id, "name": "Olga Owner"}));
    let token = Visitor::with_token(text);
    assert_eq!(house.get(&token, "/me").expect(200).json()["kind"], "token");
    for path in ["/me/passkeys", "/me/sessions"] {
        check_code(house.get(&token, path), 403, "person_needed");
    }
    let list = house.get(&owner, "/tokens").expect(200).json();
    assert!(list["items"][0]["used_at"].is_string() && !list.to_string().contains(text), "{list}");
    house.later(24 * HOUR);
    let owner = house.signs_in(&house.authenticator(1));
    check_code(house.get(&token, "/me"), 401, "not_signed_in");
    assert_eq!(house.get(&owner, "/tokens").expect(200).json()["items"], json!([]));

    let token = house.token(&owner, "u", &EVERYTHING);
    house.delete(&owner, &format!("/tokens/{}", token.id)).expect(200);
    check_code(house.get(&token, "/me"), 401, "not_signed_in");
    check_code(house.delete(&owner, &format!("/tokens/{}", token.id)), 404, "no_token");
}

/// A long run that was begun goes on to its end, and whoever began it is nobody meanwhile.
#[test]
fn who_is_removed_in_the_middle_of_a_long_run_is_nobody_at_once() {
    let (house, owner) = House::owned(1);
    house.platform(&owner, "one");
    let roster = json!(crate::company::ROSTER);
    house.post(&owner, "/platforms/one/accounts/import", &roster).expect(200);
    let token = house.token(&owner, "t", &EVERYTHING);
    let moved = thread::scope(|scope| {
        let run = scope.spawn(|| house.post(&token, "/platforms/one/clock", &json!({"today": "2040-01-01"})));
        // it is under way once somebody else sees another date
        while house.get(&owner, "/platforms/one").expect(200).json()["today"] == "2026-11-22" {
            assert!(!run.is_finished(), "a run that is seen by nobody");
        }
        house.delete(&owner, &format!("/tokens/{}", token.id)).expect(200);
        check_code(house.get(&token, "/platforms/one"), 401, "not_signed_in");
        assert!(!run.is_finished(), "it takes longer than this");
        run.join().expect("it ends")
    });
    assert_eq!(moved.expect(200).json()["today"], "2040-01-01");
    check_code(house.post(&token, "/platforms/one/clock", &json!({"today": "2040-01-02"})), 401, "not_signed_in");
    assert_eq!(house.get(&owner, "/platforms/one/check").expect(200).json(), json!({"ok": true, "findings": []}));
}

/// Whatever is sent as a cookie or a token is a secret that somebody has, or nothing.
#[test]
fn hostile_cookies_and_tokens_are_nobody() {
    let (house, owner) = House::owned(1);
    let good = owner.cookie().to_owned();
    let secret = good.strip_prefix("__Host-laufzeit=").expect("a cookie").to_owned();
    for cookie in [
        format!("{good}; {good}"),
        format!("__Host-laufzeit=x; {good}"),
        format!("laufzeit={secret}"),
        format!("__Secure-laufzeit={secret}"),
        format!("__host-laufzeit={secret}"),
        format!("__Host-laufzeit={}", secret.to_lowercase()),
        format!("__Host-laufzeit=\"{secret}\""),
        format!("__Host-laufzeit={secret}="),
        format!("__Host-laufzeit={}", &secret[1..]),
        format!("__Host-laufzeit={}", "A".repeat(4_000)),
        "__Host-laufzeit=".to_owned(),
        "__Host-laufzeit".to_owned(),
        "; ;=;;".to_owned(),
        "__Host-laufzeit=' OR 1=1 --                                   ".to_owned(),
    ] {
        check_code(house.get(&Visitor::with_cookie(&cookie), "/me"), 401, "not_signed_in");
    }
    for cookie in [format!("a=b; {good}; c=d"), format!("{good};"), format!(" {good}")] {
        house.get(&Visitor::with_cookie(&cookie), "/me").expect(200);
    }
    let token = house.token(&owner, "t", &EVERYTHING);
    let text = house.post(&owner, "/tokens", &json!({"name": "t", "roles": roles(&EVERYTHING)})).expect(201).json();
    let text = text["text"].as_str().expect("a text").to_owned();
    for bent in [
        "lfz_".to_owned(),
        text.to_lowercase(),
        text[4..].to_owned(),
        format!("{text} "),
        format!("{text}, Bearer {text}"),
        format!("lfz_{secret}"),
    ] {
        let answer = house.get(&Visitor::with_token(&bent), "/me");
        // spaces around a header's value are none of it
        if bent.trim() == text {
            answer.expect(200)
        } else {
            answer.expect(401)
        };
    }
    // a wrong token is not made good by a right cookie
    let headers = [("cookie", &*good), ("authorization", "Bearer lfz_x"), ("host", "localhost")];
    let answer = house.server.call(ureq::http::Method::GET, "/me", &headers, None);
    check_code(answer, 401, "not_signed_in");
    // and nobody is who they say they are
    let says = "%7B%22kind%22%3A%22desk%22%2C%22by%22%3Anull%2C%22grants%22%3A%5B%7B%22role%22%3A%22administrator%22%7D%5D%2C%22session%22%3Anull%7D";
    for visitor in [Visitor::nobody(), house.newcomer(&owner, "Rita", 2, &[("reader", None)])] {
        for path in ["/people", "/tokens"] {
            let said = [("x-laufzeit-caller", says)];
            let answer = house.call_with(&visitor, ureq::http::Method::GET, path, &Value::Null, &said);
            assert!([401, 403].contains(&answer.status), "{answer:?}");
        }
    }
    house.get(&token, "/platforms").expect(200);
}
