//! How people come in: by the link of the machine, by invitations, and by their passkeys.

use serde_json::{Value, json};
use tests::authenticator::Authenticator;
use tests::workerd::Answer;
use xtask::workerd::{CONTROL_OF_TESTS, Config};

use super::house::{EVERYTHING, House, Visitor, check_code, roles, signed_in};

const DAY: i64 = 86_400_000;

#[test]
fn the_first_administrator_comes_by_a_link_of_the_machine() {
    let house = House::empty();
    let nobody = Visitor::nobody();
    check_code(house.get(&nobody, "/me"), 503, "sign_in_missing");
    let known = |visitor: &Visitor| house.get(visitor, "/sign-in").expect(200).json();
    assert_eq!(known(&nobody), json!({"signed_in": false, "set_up": false}));
    assert_eq!(house.get(&nobody, "/sign-in/ways").expect(200).json(), json!({"passkeys": true, "providers": []}));
    let (first, second) = (house.owner_secret(), house.owner_secret());
    let shown = |secret: &str| house.post(&nobody, "/sign-in/invitation", &json!({"secret": secret}));
    check_code(shown(&first), 404, "no_invitation");
    let invitation = shown(&second).expect(200).json();
    assert_eq!((&invitation["name"], &invitation["roles"]), (&json!(""), &roles(&EVERYTHING)));

    let owner = house.joins(&second, "  Olga Owner ", &house.authenticator(1));
    let me = house.get(&owner, "/me").expect(200).json();
    let expected = json!({"kind": "person", "id": owner.id, "name": "Olga Owner", "roles": roles(&EVERYTHING)});
    assert_eq!(me, expected);
    check_code(shown(&second), 404, "no_invitation");
    check_code(house.tries_to_join(&second, "Zoe", &house.authenticator(2)), 404, "no_invitation");
    check_code(house.get(&nobody, "/me"), 401, "not_signed_in");
    assert_eq!(known(&nobody), json!({"signed_in": false, "set_up": true}));
    assert_eq!(known(&owner), json!({"signed_in": true, "set_up": true}));
    assert_eq!(house.get(&nobody, "/me").header("www-authenticate"), "Bearer");

    let once_more = house.owner_secret();
    house.later(DAY);
    check_code(shown(&once_more), 404, "no_invitation");
}

#[test]
fn the_door_of_the_machine_opens_for_its_secret_alone() {
    let house = House::empty();
    for secret in
        ["", "x", &CONTROL_OF_TESTS[1..], &format!("{CONTROL_OF_TESTS}0"), &CONTROL_OF_TESTS.replace('f', "g")]
    {
        for path in ["/owner", "/skew?by=1", "/known", "/who"] {
            assert_eq!(house.server.control(secret, path).status, 404, "{secret} {path}");
        }
    }
    for path in ["/who", "/note", "/tell", "/", "/api/v1/me"] {
        assert_eq!(house.server.control(CONTROL_OF_TESTS, path).status, 404, "{path}");
    }
    // nor does it open on the socket for everybody
    let header = format!("Bearer {CONTROL_OF_TESTS}");
    for path in ["/owner", "/who", "/api/v1/owner"] {
        let headers = [("authorization", &*header), ("host", "localhost")];
        let answer = house.server.call(ureq::http::Method::POST, &format!("/..{path}"), &headers, None);
        assert!(answer.status >= 400, "{path} {answer:?}");
    }
}

#[test]
fn a_passkey_that_does_not_hold_lets_nobody_in() {
    type Bend = fn(&mut Authenticator);
    let (house, owner) = House::owned(1);
    let good = || house.authenticator(1).used(7);
    let bends: [(&str, Bend); 9] = [
        ("another signature", |key| key.bend = |signature| *signature.last_mut().expect("bytes") ^= 1),
        ("a signature cut off", |key| key.bend = |signature| signature.truncate(20)),
        ("no signature", |key| key.bend = Vec::clear),
        ("another page", |key| key.origin = "https://laufzeit.example".to_owned()),
        ("a page within another", |key| key.framed = true),
        ("another host", |key| key.host = "laufzeit.example".to_owned()),
        ("nobody was there", |key| key.flags = 0b100),
        ("nobody showed who they are", |key| key.flags = 0b001),
        ("copied, though it cannot be", |key| key.flags = 0b1_0101),
    ];
    for (what, bend) in bends {
        let mut key = good();
        bend(&mut key);
        let answer = house.tries_to_sign_in(&key);
        assert!(answer.header("set-cookie").is_empty(), "{what}");
        check_code(answer, 401, "passkey_refused");
    }
    check_code(house.tries_to_sign_in(&house.authenticator(9)), 401, "passkey_refused");
    let owner_again = house.signs_in(&good());
    assert_eq!(owner_again.id, owner.id);
    // the same count once more: somebody has a copy
    check_code(house.tries_to_sign_in(&good()), 401, "passkey_refused");
    house.signs_in(&house.authenticator(1).used(8));
    let log = house.get(&owner, "/security-log").expect(200).json();
    let copied = log["items"].as_array().expect("entries").iter().find(|entry| entry["kind"] == "passkey_copied");
    assert_eq!(copied.expect("it is noted")["about"], json!({"id": owner.id, "name": "Olga Owner"}));
}

#[test]
fn a_challenge_is_answered_once_and_in_time() {
    let (house, _) = House::owned(1);
    let (nobody, key) = (Visitor::nobody(), house.authenticator(1));
    let start = || house.post(&nobody, "/sign-in/passkey/start", &Value::Null).expect(200).json();
    let finish = |proof: &Value| house.post(&nobody, "/sign-in/passkey/finish", &json!({"credential": proof}));
    let proof = key.sign(&start());
    signed_in(finish(&proof));
    check_code(finish(&proof), 401, "passkey_refused");
    let late = key.sign(&start());
    house.later(300_000);
    check_code(finish(&late), 401, "passkey_refused");
    check_code(finish(&key.sign(&json!({"publicKey": {"challenge": "eA"}}))), 401, "passkey_refused");
    // one that was made for something else
    let secret = house.owner_secret();
    let join = house.post(&nobody, "/sign-in/join/start", &json!({"secret": secret, "name": "Zoe"})).expect(200).json();
    check_code(finish(&key.sign(&join)), 401, "passkey_refused");
}

#[test]
fn who_is_invited_reads_the_names_of_the_platforms() {
    let (house, owner) = House::owned(1);
    for id in ["a", "b"] {
        house.platform(&owner, id);
    }
    let name = house.get(&owner, "/platforms/a").expect(200).json()["name"].clone();
    let to = [("reader", Some("a")), ("billing", Some("a")), ("reader", Some("none-such"))];
    let body = json!({"name": "Rita", "roles": roles(&to)});
    let made = house.post(&owner, "/invitations", &body).expect(201).json();
    let shown = |secret: &Value| house.post(&Visitor::nobody(), "/sign-in/invitation", &json!({"secret": secret}));
    assert_eq!(shown(&made["secret"]).expect(200).json()["platforms"], json!([{"id": "a", "name": name}]));
    check_code(shown(&json!("x")), 404, "no_invitation");
    // nobody else is told them by it
    assert_eq!(house.get(&owner, "/invitations").expect(200).json()["items"][0]["platforms"], Value::Null);
}

#[test]
fn an_invitation_is_for_one_person_and_can_be_withdrawn() {
    let (house, owner) = House::owned(1);
    let invite = |name: &str| {
        let body = json!({"name": name, "roles": roles(&[("reader", None)])});
        house.post(&owner, "/invitations", &body).expect(201).json()
    };
    let (one, other) = (invite("Rita"), invite("Rudi"));
    let secret = |invitation: &Value| invitation["secret"].as_str().expect("a secret").to_owned();
    let open = house.get(&owner, "/invitations").expect(200).json();
    assert_eq!(open["items"].as_array().map(Vec::len), Some(2), "{open}");
    assert!(!open.to_string().contains(&secret(&one)), "a secret is told once");

    let id = other["invitation"]["id"].as_str().expect("an id");
    house.delete(&owner, &format!("/invitations/{id}")).expect(200);
    check_code(house.delete(&owner, &format!("/invitations/{id}")), 404, "no_invitation");
    check_code(house.tries_to_join(&secret(&other), "Rudi", &house.authenticator(3)), 404, "no_invitation");

    // two begin, and the first one to end has it
    let nobody = Visitor::nobody();
    let begin = || {
        let start = json!({"secret": secret(&one), "name": "Rita"});
        house.post(&nobody, "/sign-in/join/start", &start).expect(200).json()
    };
    let (first, second) = (begin(), begin());
    let end = |options: &Value, seed| {
        let credential = house.authenticator(seed).make(options);
        let join = json!({"secret": secret(&one), "name": "Rita", "passkey": "x", "credential": credential});
        house.post(&nobody, "/sign-in/join/finish", &join)
    };
    signed_in(end(&second, 4));
    check_code(end(&first, 5), 404, "no_invitation");
    // nobody comes with a passkey that somebody has
    let third = invite("Ron");
    check_code(house.tries_to_join(&secret(&third), "Ron", &house.authenticator(4)), 401, "passkey_refused");
    house.joins(&secret(&third), "Ron", &house.authenticator(6));
}

/// Of secrets there are only hashes, and what anybody may ask for is not kept at all.
#[test]
fn no_secret_is_kept() {
    let (mut house, owner) = House::owned(1);
    let nobody = Visitor::nobody();
    for _ in 0..20 {
        house.post(&nobody, "/sign-in/passkey/start", &Value::Null).expect(200);
    }
    let reader = json!({"name": "x", "roles": roles(&[("reader", None)])});
    let invitation = house.post(&owner, "/invitations", &reader).expect(201).json()["secret"].clone();
    let token = house.post(&owner, "/tokens", &reader).expect(201).json()["text"].clone();
    house.server.restart_as(Config::Storage);
    let tables = ["person", "passkey", "session", "token", "invitation", "security"];
    let all: Vec<String> = tables.map(|table| format!("SELECT * FROM {table}")).to_vec();
    let all: Vec<&str> = all.iter().map(String::as_str).chain(["SELECT * FROM challenge"]).collect();
    let rows = house.server.sql("people/people", &all);
    assert!(rows[..6].iter().all(|table| !table.is_empty()), "{rows:?}");
    assert_eq!(rows[6], Vec::<Vec<Value>>::new());
    let text = json!(rows).to_string();
    let cookie = owner.cookie().trim_start_matches("__Host-laufzeit=");
    for secret in [&invitation, &token].map(|secret| secret.as_str().expect("a secret").trim_start_matches("lfz_")) {
        assert!(secret.len() == 43 && !text.contains(secret));
    }
    assert!(cookie.len() == 43 && !text.contains(cookie));
}

#[test]
fn names_roles_and_days_are_checked() {
    let (house, owner) = House::owned(1);
    let invalid = |path: &str, body: Value, field: &str, code: &str| {
        let answer: Answer = house.post(&owner, path, &body).expect(422);
        let errors = answer.json()["errors"].clone();
        assert_eq!((&errors[0]["field"], &errors[0]["code"]), (&json!(field), &json!(code)), "{answer:?}");
    };
    let reader = roles(&[("reader", None)]);
    for path in ["/invitations", "/tokens"] {
        for name in ["", " ", "\u{200b}", "a\nb", &"x".repeat(201)] {
            invalid(path, json!({"name": name, "roles": reader}), "name", "name_invalid");
        }
        invalid(path, json!({"name": "x", "roles": []}), "roles", "roles_invalid");
        let many = vec![json!({"role": "reader"}); 1_001];
        invalid(path, json!({"name": "x", "roles": many}), "roles", "roles_invalid");
        invalid(path, json!({"name": "x", "roles": [{"role": "king"}]}), "roles[0].role", "not_one_of");
        invalid(
            path,
            json!({"name": "x", "roles": [{"role": "reader", "platform": "A B"}]}),
            "roles[0].platform",
            "platform_id_invalid",
        );
        invalid(path, json!({"name": "x"}), "roles", "missing");
    }
    for days in [0, 3_651] {
        invalid("/tokens", json!({"name": "x", "roles": reader, "days": days}), "days", "days_out_of_range");
    }
}

#[test]
fn passkeys_are_added_named_and_removed() {
    let (house, owner) = House::owned(1);
    let own = || house.get(&owner, "/me/passkeys").expect(200).json()["items"].as_array().expect("a list").clone();
    assert_eq!(own().len(), 1);
    let first = format!("/me/passkeys/{}", own()[0]["id"].as_str().expect("an id"));
    check_code(house.delete(&owner, &first), 409, "last_passkey");
    let add = |seed| {
        let start = house.post(&owner, "/me/passkeys/start", &Value::Null).expect(200).json();
        let credential = house.authenticator(seed).make(&start);
        house.post(&owner, "/me/passkeys", &json!({"name": "Telefon", "credential": credential}))
    };
    let added = add(2).expect(201).json();
    check_code(add(2), 401, "passkey_refused");
    let second = format!("/me/passkeys/{}", added["id"].as_str().expect("an id"));
    let named = house.patch(&owner, &second, &json!({"name": " Altes Telefon "})).expect(200).json();
    assert_eq!(named["name"], "Altes Telefon");
    assert_eq!(house.signs_in(&house.authenticator(2)).id, owner.id);
    house.delete(&owner, &first).expect(200);
    check_code(house.tries_to_sign_in(&house.authenticator(1)), 401, "passkey_refused");
    house.signs_in(&house.authenticator(2));
    // nobody touches those of others
    let other = house.newcomer(&owner, "Zoe", 3, &[("administrator", None)]);
    for answer in [house.delete(&other, &second), house.patch(&other, &second, &json!({"name": "x"}))] {
        check_code(answer, 404, "no_passkey");
    }
}

#[test]
fn who_is_known_outlives_a_crash_and_nobody_comes_in_where_that_is_lost() {
    let (mut house, owner) = House::owned(1);
    let (people, token) = (house.get(&owner, "/people").expect(200).json(), house.token(&owner, "t", &EVERYTHING));
    house.server.kill9_and_restart();
    assert_eq!(house.get(&owner, "/people").expect(200).json(), people);
    house.get(&token, "/platforms").expect(200);

    let folder = house.server.data().join("do/laufzeit-people-v1");
    let files = || std::fs::read_dir(&folder).expect("a folder").map(|file| file.expect("a file").path());
    house.server.stop();
    for file in files().filter(|file| file.extension().is_some_and(|ending| ending == "sqlite")) {
        std::fs::write(file, vec![b'x'; 40_960]).expect("it is written");
    }
    house.server.restart_as(Config::Locked);
    check_code(house.get(&owner, "/platforms"), 503, "people_damaged");
    check_code(house.get(&token, "/platforms/x"), 503, "people_damaged");
    check_code(house.post(&Visitor::nobody(), "/sign-in/passkey/start", &Value::Null), 503, "people_damaged");

    house.server.stop();
    std::fs::remove_dir_all(&folder).expect("it is removed");
    house.server.restart_as(Config::Locked);
    check_code(house.get(&owner, "/platforms"), 503, "sign_in_missing");
    check_code(house.get(&token, "/platforms"), 503, "sign_in_missing");
    house.joins(&house.owner_secret(), "Olga", &Authenticator::new(house.server.port(), 1));
}
