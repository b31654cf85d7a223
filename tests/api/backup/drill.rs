//! The drill: a backup while people work, the data is destroyed, and the backup restored elsewhere.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use serde_json::{Value, json};
use tests::{authenticator::Authenticator, workerd::Server};
use ureq::http::Method;
use xtask::workerd::{CONTROL_OF_TESTS, Config};

use super::{folder, manifest, restored};
use crate::people::house::{EVERYTHING, House, Visitor, check_code, roles};

/// How many orders are there before the backup begins.
const BEFORE: usize = 6;

/// An order under a key, and its answer.
struct Ordered {
    key: String,
    order: Value,
    answer: Value,
}

fn order(house: &House, visitor: &Visitor, platform: &str, key: &str) -> Ordered {
    let path = format!("/platforms/{platform}/orders");
    let mut order = json!({"quantity": 1, "term": "monthly"});
    let quote = house.post(visitor, &format!("{path}/preview"), &order).expect(200).json();
    order["hash"] = quote["hash"].clone();
    let answer = house.call_under(visitor, Method::POST, &path, &order, key).expect(201).json();
    Ordered { key: key.to_owned(), order, answer }
}

/// The orders that were acknowledged, `BEFORE` of which before the backup in `to` began. Orders and new platforms go on during it.
fn backed_up_during_work(house: &House, owner: &Visitor, script: &Visitor, to: &std::path::Path) -> Vec<Ordered> {
    let done = AtomicBool::new(false);
    let mut acknowledged: Vec<Ordered> =
        (0..BEFORE).map(|number| order(house, script, "one", &format!("before-{number}"))).collect();
    thread::scope(|scope| {
        let orders = scope.spawn(|| {
            let going = (0..).take_while(|_| !done.load(Ordering::Relaxed));
            going.map(|number| order(house, script, "one", &format!("during-{number}"))).collect::<Vec<_>>()
        });
        scope.spawn(|| {
            for number in (0..).take_while(|_| !done.load(Ordering::Relaxed)) {
                house.platform(owner, &format!("during-{number}"));
            }
        });
        let made = backup::back_up(house.server.data(), to);
        done.store(true, Ordering::Relaxed);
        let made = made.expect("it can be backed up");
        assert_eq!((made.missing, made.findings), (vec![], vec![]));
        let later = orders.join().expect("all orders are taken");
        assert!(!later.is_empty(), "nothing was ordered during the backup");
        acknowledged.extend(later);
    });
    acknowledged
}

#[test]
fn what_was_acknowledged_before_a_backup_is_there_after_everything_is_lost() {
    let (house, olga) = House::owned(1);
    house.platform(&olga, "one");
    house.platform(&olga, "two");
    let bill = house.newcomer(&olga, "Bill", 2, &[("billing", Some("one"))]);
    let rita = house.newcomer(&olga, "Rita", 3, &EVERYTHING);
    let script = house.token(&olga, "Skript", &[("billing", Some("one"))]);
    let open =
        house.post(&olga, "/invitations", &json!({"name": "Nora", "roles": roles(&EVERYTHING)})).expect(201).json();
    let (kept, data) = (folder(), folder());
    let to = kept.path().join("backup");
    let acknowledged = backed_up_during_work(&house, &olga, &script, &to);
    let made_at = manifest(&to)["made_at"].clone();
    // since the backup somebody was removed
    house.delete(&olga, &format!("/people/{}", rita.id)).expect(200);
    drop(house);

    restored(&to, data.path()).expect("it can be restored");
    let house = House { server: Server::start_on(Config::Locked, data) };
    let authenticator = |seed| Authenticator::new(house.server.port(), seed).used(1);
    for visitor in [&olga, &bill, &rita, &script] {
        check_code(house.get(visitor, "/platforms"), 401, "not_signed_in");
    }
    for seed in [1, 2, 3] {
        check_code(house.tries_to_sign_in(&authenticator(seed)), 401, "passkey_refused");
    }
    let nora = open["secret"].as_str().expect("a secret");
    check_code(house.tries_to_join(nora, "Nora", &house.authenticator(4)), 404, "no_invitation");
    // whoever has the machine gets a link, which the start prints by itself
    assert_eq!(house.server.control(CONTROL_OF_TESTS, "/has_passkeys?host=localhost").body.trim(), "false");
    let zoe = house.joins(&house.owner_secret(), "Zoe", &house.authenticator(5));
    let people = house.get(&zoe, "/people").expect(200).json();
    let blocked =
        people["items"].as_array().expect("a list").iter().filter(|person| person["blocked"] == json!(true)).count();
    assert_eq!((people["items"].as_array().map(Vec::len), blocked), (Some(4), 3), "{people}");
    let log = house.get(&zoe, "/security-log").expect(200).json();
    let entry = log["items"].as_array().expect("a list").iter().find(|entry| entry["kind"] == "restored");
    assert_eq!(entry.map(|entry| &entry["about"]["id"]), Some(&made_at), "{log}");
    let tokens = house.get(&zoe, "/tokens").expect(200).json();
    assert_eq!(tokens["items"][0]["blocked"], true, "{tokens}");

    // an administrator has looked: what Olga made works again, and nobody else
    house.delete(&zoe, &format!("/people/{}", rita.id)).expect(200);
    house.patch(&zoe, &format!("/people/{}", olga.id), &json!({"blocked": false})).expect(200);
    house.signs_in(&authenticator(1));
    check_code(house.tries_to_sign_in(&authenticator(2)), 401, "passkey_refused");
    let list = house.get(&zoe, "/platforms").expect(200).json();
    assert_eq!(list["unavailable"], json!([]), "{list}");
    for platform in list["items"].as_array().expect("a list") {
        let check = house.get(&zoe, &format!("/platforms/{}/check", platform["id"].as_str().expect("an id")));
        assert_eq!(check.expect(200).json(), json!({"ok": true, "findings": []}));
    }
    // what was ordered is answered again and not ordered again
    let active = |house: &House| house.get(&script, "/platforms/one").expect(200).json()["counts"]["active"].as_u64();
    let there = active(&house).expect("a number");
    assert!(there >= u64::try_from(BEFORE).expect("few"), "{there}");
    for Ordered { key, order, answer } in acknowledged.iter().take(usize::try_from(there).expect("few")) {
        let again = house.call_under(&script, Method::POST, "/platforms/one/orders", order, key).expect(201).json();
        assert_eq!(again, *answer, "{key}");
    }
    assert_eq!(active(&house), Some(there));
}
