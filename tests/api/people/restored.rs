//! What happens to people, sessions, invitations and tokens when a backup was restored.

use serde_json::json;
use tests::{authenticator::Authenticator, workerd::Server};
use xtask::workerd::CONTROL_OF_TESTS;

use super::house::{EVERYTHING, House, Visitor, check_code, roles};

/// The instant of a backup in milliseconds since 1970, and as it is told.
const MADE: (&str, &str) = ("/restored?made=1764000000000", "2025-11-24T16:00:00.000Z");

/// A house after a backup was restored, and whoever came in by the link of the machine.
fn restored() -> (House, Visitor, Visitor, Visitor) {
    let (house, olga) = House::owned(1);
    let script = house.token(&olga, "Skript", &EVERYTHING);
    let start = house.post(&Visitor::nobody(), "/sign-in/passkey/start", &json!(null)).expect(200).json();
    assert_eq!(house.server.control(CONTROL_OF_TESTS, MADE.0).status, 200);
    // a challenge from before cannot be answered
    let proof = json!({"credential": house.authenticator(1).used(1).sign(&start)});
    check_code(house.post(&Visitor::nobody(), "/sign-in/passkey/finish", &proof), 401, "passkey_refused");
    let zoe = house.joins(&house.owner_secret(), "Zoe", &house.authenticator(2));
    (house, olga, script, zoe)
}

#[test]
fn nobody_comes_in_until_somebody_from_the_machine_has_looked() {
    let (house, olga, script, zoe) = restored();
    for visitor in [&olga, &script] {
        check_code(house.get(visitor, "/me"), 401, "not_signed_in");
    }
    let log = house.get(&zoe, "/security-log").expect(200).json();
    let entry = log["items"].as_array().expect("a list").iter().find(|entry| entry["kind"] == "restored");
    let about = json!({"id": MADE.1, "name": MADE.1});
    assert_eq!(entry.map(|entry| (&entry["about"], &entry["by"])), Some((&about, &json!(null))), "{log}");
    house.patch(&zoe, &format!("/people/{}", olga.id), &json!({"blocked": false})).expect(200);
    house.get(&script, "/me").expect(200);
    check_code(house.get(&olga, "/me"), 401, "not_signed_in");
    house.signs_in(&house.authenticator(1).used(1));
    assert_eq!(house.get(&zoe, "/tokens").expect(200).json()["items"][0]["blocked"], false);
}

/// A token ends with its maker's right to make one, also while they are blocked.
#[test]
fn a_blocked_token_ends_with_who_made_it() {
    type Deed = fn(&House, &Visitor, &str);
    let deeds: [Deed; 2] = [
        |house, zoe, olga| drop(house.delete(zoe, olga).expect(200)),
        |house, zoe, olga| {
            house.patch(zoe, olga, &json!({"roles": roles(&[("reader", None)])})).expect(200);
            house.patch(zoe, olga, &json!({"blocked": false})).expect(200);
        },
    ];
    for deed in deeds {
        let (house, olga, script, zoe) = restored();
        deed(&house, &zoe, &format!("/people/{}", olga.id));
        assert_eq!(house.get(&zoe, "/tokens").expect(200).json()["items"], json!([]));
        check_code(house.get(&script, "/me"), 401, "not_signed_in");
    }
    // what concerns nothing but a name ends nothing
    let (house, olga, script, zoe) = restored();
    let path = format!("/people/{}", olga.id);
    house.patch(&zoe, &path, &json!({"name": "Olga O."})).expect(200);
    house.patch(&zoe, &path, &json!({"blocked": false})).expect(200);
    house.get(&script, "/me").expect(200);
}

#[test]
fn at_a_desk_there_is_nobody_to_block() {
    let (desk, user) = (House { server: Server::start() }, Visitor::nobody());
    assert_eq!(desk.server.control(CONTROL_OF_TESTS, MADE.0).status, 200);
    desk.get(&user, "/platforms").expect(200);
    assert_eq!(desk.get(&user, "/security-log").expect(200).json()["items"][0]["kind"], "restored");
    // a locked one stays locked, and its owner comes back by the link of the machine
    let owner = json!({"name": "Olga", "roles": roles(&EVERYTHING)});
    let secret = desk.post(&user, "/invitations", &owner).expect(201).json()["secret"].clone();
    desk.joins(secret.as_str().expect("a secret"), "Olga", &desk.authenticator(1));
    assert_eq!(desk.server.control(CONTROL_OF_TESTS, MADE.0).status, 200);
    check_code(desk.get(&user, "/platforms"), 401, "not_signed_in");
    let zoe = desk.joins(&desk.owner_secret(), "Zoe", &Authenticator::new(desk.server.port(), 2));
    desk.get(&zoe, "/platforms").expect(200);
}
