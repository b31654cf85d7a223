//! Whoever is removed is gone: with what they had begun, and with what they had made to come back by.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::house::{EVERYTHING, House, Visitor, check_code, roles};

/// The head of a request and a part of its body; what is left is sent later.
fn begun(house: &House, visitor: &Visitor, path: &str, body: &Value) -> (TcpStream, Vec<u8>) {
    let mut body = body.to_string().into_bytes();
    let (port, length) = (house.server.port(), body.len());
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let (name, value) = visitor.header();
    let head = format!(
        "POST /api/v1{path} HTTP/1.1\r\nHost: localhost:{port}\r\n{name}: {value}\r\nContent-Type: application/json\r\n\
         Idempotency-Key: slow\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("it takes it");
    stream.write_all(&body.drain(..5).collect::<Vec<u8>>()).expect("it takes it");
    (stream, body)
}

fn ended((mut stream, rest): (TcpStream, Vec<u8>)) -> String {
    stream.write_all(&rest).expect("it takes it");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn a_body_that_comes_slowly_is_not_taken_from_whoever_is_gone() {
    let (house, owner) = House::owned(1);
    house.platform(&owner, "one");
    let zoe = house.newcomer(&owner, "Zoe", 2, &EVERYTHING);
    let token = house.token(&owner, "t", &EVERYTHING);
    let new = json!({"name": "Zurück", "roles": roles(&EVERYTHING)});
    let clock = json!({"today": "2026-12-24"});
    let mut platform = crate::company::new_platform();
    platform["id"] = json!("two");
    let slow: Vec<_> = [&zoe, &token]
        .into_iter()
        .flat_map(|visitor| {
            [
                begun(&house, visitor, "/tokens", &new),
                begun(&house, visitor, "/invitations", &new),
                begun(&house, visitor, "/platforms", &platform),
                begun(&house, visitor, "/platforms/one/clock", &clock),
            ]
        })
        .collect();
    let kept = begun(&house, &owner, "/tokens", &new);
    thread::sleep(Duration::from_millis(1_200));
    house.delete(&owner, &format!("/people/{}", zoe.id)).expect(200);
    house.delete(&owner, &format!("/tokens/{}", token.id)).expect(200);
    for slow in slow {
        let answer = ended(slow);
        assert!(answer.starts_with("HTTP/1.1 401 ") && answer.contains("not_signed_in"), "{answer}");
    }
    assert!(ended(kept).starts_with("HTTP/1.1 201 "));
    check_code(house.get(&owner, "/platforms/two"), 404, "no_platform");
    assert_eq!(house.get(&owner, "/platforms/one").expect(200).json()["today"], "2026-11-22");
    assert_eq!(house.get(&owner, "/invitations").expect(200).json()["items"], json!([]));
}

#[test]
fn nobody_comes_back_by_what_they_have_made() {
    let (house, owner) = House::owned(1);
    let changes = [json!({"roles": roles(&[("reader", None)])}), json!({"blocked": true}), Value::Null];
    for (seed, change) in (10..).step_by(2).zip(changes) {
        let zoe = house.newcomer(&owner, "Zoe", seed, &EVERYTHING);
        let back =
            house.post(&zoe, "/invitations", &json!({"name": "x", "roles": roles(&EVERYTHING)})).expect(201).json();
        let token = house.token(&zoe, "t", &EVERYTHING);
        // nor by what that would make
        for path in ["/invitations", "/tokens"] {
            let more = json!({"name": "x", "roles": roles(&EVERYTHING)});
            check_code(house.post(&token, path, &more), 403, "person_needed");
        }
        let person = format!("/people/{}", zoe.id);
        if change.is_null() {
            house.delete(&owner, &person).expect(200);
        } else {
            house.patch(&owner, &person, &change).expect(200);
        }
        let secret = back["secret"].as_str().expect("a secret");
        check_code(house.tries_to_join(secret, "Zoe", &house.authenticator(seed + 1)), 404, "no_invitation");
        check_code(house.get(&token, "/me"), 401, "not_signed_in");
    }
    let log = house.get(&owner, "/security-log").expect(200).json();
    let revoked = log["items"].as_array().expect("entries").iter().filter(|entry| entry["kind"] == "token_revoked");
    assert_eq!(revoked.count(), 3);
}

#[test]
fn a_passkey_takes_its_sessions_along() {
    let (house, owner) = House::owned(1);
    let start = house.post(&owner, "/me/passkeys/start", &Value::Null).expect(200).json();
    let credential = house.authenticator(2).make(&start);
    let added =
        house.post(&owner, "/me/passkeys", &json!({"name": "Telefon", "credential": credential})).expect(201).json();
    let phone = house.signs_in(&house.authenticator(2));
    house.delete(&owner, &format!("/me/passkeys/{}", added["id"].as_str().expect("an id"))).expect(200);
    check_code(house.get(&phone, "/me"), 401, "not_signed_in");
    house.get(&owner, "/me").expect(200);
}
