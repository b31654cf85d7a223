//! Whoever watches a platform over a socket does so only for as long as they may see it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::socket::{Said, Socket};

use super::house::{EVERYTHING, House, Visitor, check_code, roles};

fn opens(house: &House, visitor: &Visitor, platform: &str) -> Result<Socket, (u16, String)> {
    let port = house.server.port();
    let origin = format!("http://localhost:{port}");
    Socket::open(port, &format!("/platforms/{platform}/live?since=1"), &[("origin", &origin), visitor.header()])
}

/// An open socket that has heard how things stand.
fn watches(house: &House, visitor: &Visitor, platform: &str) -> Socket {
    let mut socket = opens(house, visitor, platform).expect("a socket");
    assert!(matches!(socket.hears(), Said::Bytes(_)));
    socket.say("ok");
    socket
}

/// Demands that the socket is closed within a second, and that nothing is heard before.
#[track_caller]
fn ends(socket: &mut Socket, began: Instant) {
    assert_eq!(socket.hears(), Said::Closed(4401));
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
}

fn refused(answer: Result<Socket, (u16, String)>) -> (u16, String) {
    let (status, body) = answer.expect_err("refused");
    let code = serde_json::from_str::<Value>(&body).unwrap_or_default()["code"].as_str().unwrap_or_default().to_owned();
    (status, code)
}

#[test]
fn whoever_loses_a_session_or_a_role_loses_the_socket() {
    let (house, owner) = House::owned(1);
    house.platform(&owner, "own");
    house.platform(&owner, "other");
    let zoe = house.newcomer(&owner, "Zoe", 2, &[("reader", Some("own"))]);
    let max = house.newcomer(&owner, "Max", 3, &EVERYTHING);
    assert_eq!(refused(opens(&house, &Visitor::nobody(), "own")), (401, "not_signed_in".to_owned()));
    assert_eq!(refused(opens(&house, &zoe, "other")), (404, "no_platform".to_owned()));
    let token = house.token(&owner, "script", &EVERYTHING);
    assert_eq!(refused(opens(&house, &token, "own")), (403, "person_needed".to_owned()));

    let mut stays = watches(&house, &max, "own");
    // a role on one platform becomes one on another
    let mut socket = watches(&house, &zoe, "own");
    let person = format!("/people/{}", zoe.id);
    let began = Instant::now();
    house.patch(&owner, &person, &json!({"roles": roles(&[("reader", Some("other"))])})).expect(200);
    ends(&mut socket, began);
    assert_eq!(refused(opens(&house, &zoe, "own")).0, 404);
    // another role on the same one: the socket may begin anew
    let mut socket = watches(&house, &zoe, "other");
    let began = Instant::now();
    house.patch(&owner, &person, &json!({"roles": roles(&[("billing", Some("other"))])})).expect(200);
    ends(&mut socket, began);
    let mut socket = watches(&house, &zoe, "other");
    // blocked
    let began = Instant::now();
    house.patch(&owner, &person, &json!({"blocked": true})).expect(200);
    ends(&mut socket, began);
    house.patch(&owner, &person, &json!({"blocked": false})).expect(200);
    // signed out here, from elsewhere, and removed
    let zoe = house.signs_in(&house.authenticator(2));
    let mut socket = watches(&house, &zoe, "other");
    let began = Instant::now();
    house.post(&zoe, "/sign-out", &Value::Null).expect(200);
    ends(&mut socket, began);
    let (here, there) = (house.signs_in(&house.authenticator(2)), house.signs_in(&house.authenticator(2)));
    let (mut socket, mut other) = (watches(&house, &here, "other"), watches(&house, &there, "other"));
    let began = Instant::now();
    house.delete(&here, "/me/sessions").expect(200);
    ends(&mut other, began);
    assert_eq!(socket.hears_within(Duration::from_millis(300)), Said::Nothing);
    let began = Instant::now();
    house.delete(&owner, &person).expect(200);
    ends(&mut socket, began);
    // nobody else has noticed any of it
    assert_eq!(stays.hears_within(Duration::from_millis(100)), Said::Nothing);
    house.patch(&owner, "/platforms/own", &json!({"name": "Neu GmbH"})).expect(200);
    assert!(matches!(stays.hears(), Said::Bytes(_)));
}

/// A session that has ended by itself is told nothing any more.
#[test]
fn nobody_is_told_anything_after_their_session() {
    let (house, owner) = House::owned(1);
    house.platform(&owner, "own");
    let zoe = house.newcomer(&owner, "Zoe", 2, &[("reader", Some("own"))]);
    let mut socket = watches(&house, &zoe, "own");
    house.later(11 * 3_600_000);
    house.get(&owner, "/me").expect(200);
    house.later(3_600_000 + 1);
    house.patch(&owner, "/platforms/own", &json!({"name": "Neu GmbH"})).expect(200);
    assert_eq!(socket.hears(), Said::Closed(4401));
    check_code(house.get(&zoe, "/me"), 401, "not_signed_in");
}

#[test]
fn nobody_takes_all_the_sockets() {
    let (house, owner) = House::owned(1);
    house.platform(&owner, "own");
    let zoe = house.newcomer(&owner, "Zoe", 2, &[("reader", Some("own"))]);
    let mut sockets: Vec<Socket> = (0..50).map(|_| watches(&house, &zoe, "own")).collect();
    assert_eq!(refused(opens(&house, &zoe, "own")), (429, "too_many_requests".to_owned()));
    // others have their own, and one that goes leaves its place
    watches(&house, &owner, "own");
    let mut gone = sockets.pop().expect("a socket");
    gone.close();
    assert_eq!(gone.hears(), Said::Closed(1000));
    watches(&house, &zoe, "own");
}
