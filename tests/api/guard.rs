//! After a panic every call in flight is answered at once, and the next request is served.

use std::{
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, Utc};
use domain::wire::{Fault, Problem};
use serde_json::Value;
use tests::workerd::{Answer, Server};
use xtask::workerd::Config;

use crate::company::{Company, new_platform};

fn hasty() -> Server {
    Server::start_as(Config::Hasty, &std::env::temp_dir())
}

/// Asserts that an answer is the problem of a fault, which `entry.mjs` has to say in the same words.
#[track_caller]
pub(crate) fn is_problem_of(answer: &Answer, fault: &Fault) {
    assert!(answer.header("content-type").starts_with("application/problem+json"), "{answer:?}");
    let mut told = answer.json();
    if let Some(told) = told.as_object_mut() {
        told.entry("errors").or_insert_with(|| Value::Array(Vec::new()));
    }
    let told: Problem = serde_json::from_value(told).expect("a problem");
    assert_eq!(told, Problem::from(fault));
    assert_eq!(answer.status, told.status);
}

#[test]
fn a_panic_is_a_500_and_the_next_request_works() {
    let company = Company::of_1000();
    for _ in 0..4 {
        let answer = company.get("/test/panic").expect(500);
        let failed = "the request failed inside the worker; whether it was carried out can be asked with the same Idempotency-Key";
        is_problem_of(&answer, &Fault::Internal(failed.to_owned()));
        assert_eq!(company.get("").expect(200).json()["counts"]["active"], 1000);
    }
    company.check();
}

#[test]
fn a_panic_ends_the_others_with_a_503_after_which_they_can_be_sent_again() {
    let company = Company::empty();
    let mut other = new_platform();
    other["id"] = "nachbar".into();
    company.server.post("/platforms", &other).expect(201);
    let hanging = [company.path("/test/hang"), "/platforms/nachbar/test/hang".to_owned()];
    thread::scope(|scope| {
        let server = &company.server;
        let hanging = hanging.map(|path| scope.spawn(move || server.get(&path)));
        // they are in flight once later requests are answered
        thread::sleep(Duration::from_millis(300));
        company.get("").expect(200);
        company.get("/test/panic").expect(500);
        for hanging in hanging {
            let answer = hanging.join().expect("an answer").expect(503);
            is_problem_of(&answer, &Fault::Interrupted);
            assert_eq!(answer.header("retry-after"), "1");
        }
    });
    company.server.get("/platforms/nachbar").expect(200);
    company.check();
}

#[test]
fn a_platform_that_panics_again_and_again_rests_and_the_others_do_not() {
    let company = Company::on(hasty());
    let mut other = new_platform();
    other["id"] = "nachbar".into();
    company.server.post("/platforms", &other).expect(201);
    for _ in 0..3 {
        company.get("/test/panic").expect(500);
        company.server.get("/platforms/nachbar").expect(200);
    }
    for below in ["", "/accounts", "/test/panic"] {
        let answer = company.get(below).expect(503);
        is_problem_of(&answer, &Fault::Resting);
        let wait: u64 = answer.header("retry-after").parse().expect("seconds");
        assert!((1..=60).contains(&wait), "{wait}");
        company.server.get("/platforms/nachbar").expect(200);
    }
    assert!(company.server.log().contains("rests"), "the log says so");
    // on this server a rest is as much shorter as its patience
    let mut answer = company.get("");
    while answer.status == 503 {
        thread::sleep(Duration::from_millis(250));
        answer = company.get("");
    }
    answer.expect(200);
    company.check();
}

#[test]
fn what_hangs_is_answered() {
    let company = Company::on(hasty());
    thread::scope(|scope| {
        let hanging = scope.spawn(|| company.get("/test/hang").expect(500));
        thread::sleep(Duration::from_millis(200));
        company.get("").expect(200);
        hanging.join().expect("an answer");
    });
}

#[test]
fn health_has_a_version_and_the_time() {
    let server = Server::start();
    let machine = || SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
    let before = machine();
    let health = server.get("/healthz").expect(200).json();
    let now = health["now"].as_str().expect("an instant");
    assert!(now.ends_with('Z'), "in UTC: {now}");
    let now = now.parse::<DateTime<Utc>>().expect("RFC 3339").timestamp_millis();
    let asked = before..=machine();
    assert!(asked.contains(&u128::try_from(now).expect("after 1970")), "{now} is not in {asked:?}");
    assert_eq!((&health["status"], &health["version"]), (&"ok".into(), &env!("CARGO_PKG_VERSION").into()));
}
