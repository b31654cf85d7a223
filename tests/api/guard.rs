//! After a panic the answer is 500 at once, and the next request is served.

use std::{
    thread,
    time::{Duration, Instant},
};

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
fn health_has_a_version() {
    let server = Server::start();
    let health = server.get("/healthz").expect(200).json();
    assert_eq!((&health["status"], &health["version"]), (&"ok".into(), &env!("CARGO_PKG_VERSION").into()));
}
