//! After a panic the answer is 500 at once, and the next request is served.

use std::{
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, Utc};
use tests::workerd::Server;

use crate::company::Company;

#[test]
fn a_panic_is_a_500_and_the_next_request_works() {
    let company = Company::of_1000();
    for _ in 0..3 {
        let began = Instant::now();
        let answer = company.get("/test/panic").expect(500);
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
        assert!(answer.header("content-type").starts_with("application/problem+json"));
        assert_eq!(company.get("").expect(200).json()["counts"]["active"], 1000);
    }
    company.check();
}

#[test]
fn what_hangs_is_answered_after_ten_seconds() {
    let company = Company::empty();
    let began = Instant::now();
    thread::scope(|scope| {
        let hanging = scope.spawn(|| company.get("/test/hang").expect(500));
        thread::sleep(Duration::from_millis(200));
        company.get("").expect(200);
        hanging.join().expect("an answer");
    });
    let waited = began.elapsed();
    assert!((9..13).contains(&waited.as_secs()), "{waited:?}");
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
