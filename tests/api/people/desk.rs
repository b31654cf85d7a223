//! A desk, where nobody signs in until somebody locks it.

use serde_json::{Value, json};
use tests::authenticator::Authenticator;
use tests::workerd::Server;
use ureq::http::Method;

use super::house::{EVERYTHING, House, Visitor, check_code, roles};

#[test]
fn at_a_desk_whoever_sits_there_may_do_everything() {
    let (desk, user) = (House { server: Server::start() }, Visitor::nobody());
    let me = desk.get(&user, "/me").expect(200).json();
    assert_eq!(me, json!({"kind": "desk", "roles": roles(&EVERYTHING)}));
    assert_eq!(desk.get(&user, "/sign-in").expect(200).json(), json!({"signed_in": true, "set_up": true}));
    for path in ["/people", "/invitations", "/tokens", "/security-log"] {
        assert_eq!(desk.get(&user, path).expect(200).json()["items"], json!([]), "{path}");
    }
    for path in ["/me/passkeys", "/me/sessions"] {
        check_code(desk.get(&user, path), 403, "person_needed");
    }
    // whoever says to be somebody else is not believed
    let says = "%7B%22kind%22%3A%22person%22%2C%22by%22%3A%7B%22id%22%3A%22p%22%2C%22name%22%3A%22x%22%7D%2C%22grants%22%3A%5B%5D%2C%22session%22%3Anull%7D";
    let said = [("x-laufzeit-caller", says)];
    desk.call_with(&user, Method::GET, "/people", &Value::Null, &said).expect(200);
}

#[test]
fn a_desk_is_locked_by_its_first_passkey_and_nothing_is_done_twice() {
    let (mut desk, user) = (House { server: Server::start() }, Visitor::nobody());
    desk.platform(&user, "one");
    let mut order = json!({"quantity": 2, "term": "monthly"});
    order["hash"] = desk.post(&user, "/platforms/one/orders/preview", &order).expect(200).json()["hash"].take();
    let orders = |desk: &House, visitor: &Visitor, key: &str| {
        desk.call_under(visitor, Method::POST, "/platforms/one/orders", &order, key)
    };
    let ordered = orders(&desk, &user, "k").expect(201).json();

    let reader = json!({"name": "Rita", "roles": roles(&[("reader", None)])});
    check_code(desk.post(&user, "/invitations", &reader), 403, "role_needed");
    check_code(desk.post(&user, "/tokens", &reader), 403, "person_needed");
    let invitation =
        desk.post(&user, "/invitations", &json!({"name": "Olga", "roles": roles(&EVERYTHING)})).expect(201);
    let secret = invitation.json()["secret"].as_str().expect("a secret").to_owned();
    desk.get(&user, "/platforms").expect(200);
    let olga = desk.joins(&secret, "Olga", &desk.authenticator(1));
    for path in ["/platforms", "/platforms/one", "/me", "/people"] {
        check_code(desk.get(&user, path), 401, "not_signed_in");
    }
    check_code(orders(&desk, &user, "k"), 401, "not_signed_in");
    // what was ordered before, and may be asked for again, is not ordered again
    assert_eq!(orders(&desk, &olga, "k").expect(201).json(), ordered);
    assert_eq!(desk.get(&olga, "/platforms/one").expect(200).json()["counts"]["active"], 2);
    let events = desk.get(&olga, "/platforms/one/events").expect(200).json();
    assert_eq!((&events["items"][1]["actor"], &events["items"][1]["by"]), (&json!("user"), &Value::Null));
    // an address of numbers has no passkeys, and goes on serving
    let by_number = [("host", "127.0.0.1"), ("cookie", olga.cookie())];
    desk.server.call(Method::GET, "/platforms/one", &by_number, None).expect(200);
    let start = desk.server.call(Method::POST, "/sign-in/passkey/start", &by_number, None);
    check_code(start, 409, "passkeys_elsewhere");

    desk.server.kill9_and_restart();
    check_code(desk.get(&user, "/platforms"), 401, "not_signed_in");
    desk.get(&olga, "/platforms").expect(200);
    // what is known of people is lost: it stays locked
    desk.server.stop();
    std::fs::remove_dir_all(desk.server.data().join("do/laufzeit-people-v1")).expect("it is removed");
    desk.server.restart();
    check_code(desk.get(&user, "/platforms"), 503, "sign_in_missing");
    check_code(desk.get(&olga, "/platforms"), 503, "sign_in_missing");
    let zoe = desk.joins(&desk.owner_secret(), "Zoe", &Authenticator::new(desk.server.port(), 2));
    desk.get(&zoe, "/people").expect(200);
}

/// A browser takes along what it keeps for `127.0.0.1`, where no passkey can be made.
#[test]
fn luggage_is_handed_out_once_and_at_a_desk_only() {
    let (desk, user) = (House { server: Server::start() }, Visitor::nobody());
    let luggage = json!({"drafts": [{"name": "one", "text": "ä"}], "outbox": [], "texts": [{"name": "d", "text": ""}]});
    let pack = |luggage: &Value| desk.post(&user, "/desk/luggage", luggage);
    let take = |secret: &Value| desk.post(&user, "/desk/luggage/take", &json!({"secret": secret}));
    let secret = pack(&luggage).expect(201).json()["secret"].take();
    check_code(take(&json!("x")), 404, "nothing_here");
    assert_eq!(take(&secret).expect(200).json(), luggage);
    check_code(take(&secret), 404, "nothing_here");
    // the last one counts
    let first = pack(&luggage).expect(201).json()["secret"].take();
    let second = pack(&luggage).expect(201).json()["secret"].take();
    check_code(take(&first), 404, "nothing_here");
    let bad = pack(&json!({"drafts": [], "outbox": [], "texts": [{"name": "d"}]})).expect(422).json();
    assert!(bad.to_string().contains("texts"), "{bad}");
    assert_eq!(take(&second).expect(200).json(), luggage);
    let too_late = pack(&luggage).expect(201).json()["secret"].take();
    desk.later(600_001);
    check_code(take(&too_late), 404, "nothing_here");
    // once it is locked, nobody has any
    let secret = pack(&luggage).expect(201).json()["secret"].take();
    let olga = desk.joins(&desk.owner_secret(), "Olga", &desk.authenticator(1));
    check_code(take(&secret), 401, "not_signed_in");
    check_code(desk.post(&olga, "/desk/luggage/take", &json!({"secret": secret})), 404, "nothing_here");
}
