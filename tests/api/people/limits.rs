//! How often somebody may do what is costly, and that this keeps nobody out.

use std::thread;

use serde_json::{Value, json};
use tests::authenticator::Authenticator;
use tests::workerd::Answer;
use ureq::http::Method;

use super::{
    house::{House, Visitor, check_code, signed_in},
    visit::{Known, is_in, is_out, query},
};

fn tries(house: &House, key: &Authenticator, from: &str) -> Answer {
    let (nobody, hops) = (Visitor::nobody(), [("x-forwarded-for", from)]);
    let start = house.post(&nobody, "/sign-in/passkey/start", &Value::Null).expect(200).json();
    let proof = json!({"credential": key.sign(&start)});
    house.call_with(&nobody, Method::POST, "/sign-in/passkey/finish", &proof, &hops)
}

#[test]
fn who_fails_again_and_again_waits_and_keeps_nobody_else_out() {
    let (house, _) = House::owned(1);
    let answers: Vec<Answer> = thread::scope(|scope| {
        let bad = |of: u8| {
            let (house, key) = (&house, house.authenticator(of + 50));
            scope.spawn(move || (0..50).map(|_| tries(house, &key, "10.0.0.1, 192.0.2.1")).collect::<Vec<_>>())
        };
        let threads: Vec<_> = (0..10).map(bad).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("it ends")).collect()
    });
    let (wrong, waiting): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 401);
    // those that were under way when the last one failed are answered, too
    assert!((30..60).contains(&wrong.len()), "{}", wrong.len());
    for answer in waiting {
        let seconds: u32 = answer.header("retry-after").parse().expect("seconds");
        assert!((1..=600).contains(&seconds));
        check_code(answer, 429, "too_many_requests");
    }
    // the last hop counts, because the proxy said it
    check_code(tries(&house, &house.authenticator(60), "192.0.2.1, 10.0.0.2"), 401, "passkey_refused");
    check_code(tries(&house, &house.authenticator(60), "192.0.2.1"), 429, "too_many_requests");
    let owner = signed_in(tries(&house, &house.authenticator(1), "192.0.2.1"));
    house.get(&owner, "/me").expect(200);
    // and a copied passkey is noted, however many wrong sign-ins there were
    tries(&house, &house.authenticator(1).used(5), "192.0.2.9").expect(200);
    check_code(tries(&house, &house.authenticator(1).used(5), "192.0.2.9"), 401, "passkey_refused");
    let log = house.get(&owner, "/security-log").expect(200).json();
    assert!(log["items"].as_array().expect("entries").iter().any(|entry| entry["kind"] == "passkey_copied"), "{log}");
    house.later(600_000);
    check_code(tries(&house, &house.authenticator(60), "192.0.2.1"), 401, "passkey_refused");
}

/// Also with codes that a provider does not know.
#[test]
fn wrong_answers_of_a_provider_are_counted_and_keep_nobody_out() {
    let known = Known::new(|providers| vec![providers.hostile("good", &json!({}))]);
    let begun = known.begun("good", &json!({"back": "/"}), &[]);
    let said = known.says("good", &begun);
    let mut wrong = said.clone();
    wrong["challenge"] = json!("x");
    let tries = |from: &str, said: &Value| known.back_from(from, "good", &begun.cookie, &query(&begun, said));
    for _ in 0..30 {
        is_out(tries("192.0.2.1", &wrong), "/", "provider_refused");
    }
    is_out(tries("192.0.2.1", &wrong), "/", "too_many_requests");
    is_out(tries("192.0.2.2", &wrong), "/", "provider_refused");
    // one network of version 6 is one
    for number in 0..30 {
        is_out(tries(&format!("2001:db8::{number:x}"), &wrong), "/", "provider_refused");
    }
    is_out(tries("2001:db8::ffff", &wrong), "/", "too_many_requests");
    is_out(tries("2001:db8:0:1::1", &wrong), "/", "provider_refused");
    is_in(tries("192.0.2.1", &said), "/");
}

#[test]
fn imports_and_large_previews_are_counted_by_caller() {
    let (house, owner) = House::owned(1);
    house.platform(&owner, "one");
    let two = house.token(&owner, "2", &[("administrator", None)]);
    let roster = |number: usize, of: usize| {
        let rows = (0..of).map(|row| format!("a{number}-{row}@x.example,A,monthly,2026-12-01\n"));
        Value::String(format!("address,display_name,mode,expires_on\n{}", rows.collect::<String>()))
    };
    let imports = |visitor: &Visitor, number| house.post(visitor, "/platforms/one/accounts/import", &roster(number, 1));
    let again = || {
        let (path, roster) = ("/platforms/one/accounts/import", roster(0, 1));
        house.call_under(&owner, Method::POST, path, &roster, "again").expect(200).json()
    };
    let first = again();
    for number in 1..20 {
        imports(&owner, number).expect(200);
    }
    // what was answered is answered again, as often as it is asked
    assert_eq!(again(), first);
    let refused = imports(&owner, 20);
    assert!(!refused.header("retry-after").is_empty());
    check_code(refused, 429, "too_many_requests");
    // on all platforms together
    house.platform(&two, "two");
    check_code(house.post(&owner, "/platforms/two/accounts/import", &roster(20, 1)), 429, "too_many_requests");
    imports(&two, 20).expect(200);

    house.post(&two, "/platforms/one/accounts/import", &roster(21, 10_001)).expect(200);
    let large = json!({"filter": {}, "mode": "none"});
    let small = json!({"changes": [{"account": 1, "mode": "none"}]});
    let preview = |visitor: &Visitor, body| house.post(visitor, "/platforms/one/changes/preview?limit=1", body);
    for _ in 0..60 {
        preview(&two, &large).expect(200);
    }
    check_code(preview(&two, &large), 429, "too_many_requests");
    preview(&two, &small).expect(200);
    preview(&owner, &large).expect(200);
}
