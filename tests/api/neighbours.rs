//! A platform with much to do leaves room for the others.

use std::{
    sync::{
        Barrier,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use tests::size::size;
use ureq::http::Method;

use crate::company::{Company, large_roster, new_platform};

const MANY: usize = 16;

/// How many accounts the busy platform has.
fn accounts() -> usize {
    size(40_000, 100_000)
}

/// A large platform, beside one named `neighbour` that has been opened.
fn with_a_neighbour() -> Company {
    let company = Company::empty();
    company.import(&large_roster(accounts(), 4_000)).expect(200);
    let mut new = new_platform();
    new["id"] = json!("neighbour");
    company.server.post("/platforms", &new).expect(201);
    company.server.get("/platforms/neighbour").expect(200);
    company
}

/// How many of many requests have been answered when a neighbour gets an answer that asked shortly after them.
fn answered_before_the_neighbour(company: &Company, ask: impl Fn(&Company) + Sync) -> usize {
    let (begin, answered) = (Barrier::new(MANY + 1), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..MANY {
            scope.spawn(|| {
                begin.wait();
                ask(company);
                answered.fetch_add(1, Ordering::SeqCst);
            });
        }
        begin.wait();
        thread::sleep(Duration::from_millis(20));
        company.server.get("/platforms/neighbour").expect(200);
        answered.load(Ordering::SeqCst)
    })
}

#[test]
fn long_work_at_once_is_done_one_after_the_other_and_neighbours_come_in_between() {
    let company = with_a_neighbour();
    let checks = answered_before_the_neighbour(&company, |company| {
        assert_eq!(company.get("/check").expect(200).json(), json!({"ok": true, "findings": Value::Array(Vec::new())}));
    });
    assert!(checks <= MANY / 3, "{checks} checks came first");
}

/// How many milliseconds one piece of work kept all others waiting at most, since this was asked last.
fn longest(company: &Company) -> u64 {
    company.get("/test/longest").expect(200).json().as_u64().expect("milliseconds")
}

/// How many slices, with a turn for others after each, it takes to answer.
fn slices(company: &Company, ask: impl Fn(&Company)) -> usize {
    let read = || company.get("/test/slices").expect(200).json().as_u64().expect("a number");
    let before = read();
    ask(company);
    usize::try_from(read() - before).expect("a number")
}

/// The more accounts there are, the more slices long work has.
#[test]
fn long_work_is_done_in_slices() {
    let company = Company::empty();
    company.import(&large_roster(20_000, 1_000)).expect(200);
    let checked = slices(&company, |company| {
        assert_eq!(company.get("/check").expect(200).json()["ok"], json!(true));
    });
    let all = json!({"filter": {}, "mode": "yearly"});
    let previewed = slices(&company, |company| drop(company.post("/changes/preview", &all).expect(200)));
    let roster = large_roster(20_000, 1_000);
    let read = slices(&company, |company| assert_eq!(dry_run(company, &roster)["accounts"], json!(20_000)));
    // at 2,000 accounts a slice: a preview looks at them and adds them up, and a check reads them in the record and in
    // the book, hashes and replays them, compares three books, and asks of each whether it is paid for
    assert!(previewed >= 18, "{previewed}");
    assert!(checked >= 95, "{checked}");
    // at 16 KiB a slice
    assert!(read >= roster.len() >> 14, "{read}");
}

/// The answer to the check of a roster.
fn dry_run(company: &Company, roster: &str) -> Value {
    let (path, headers) = (company.path("/accounts/import?dry_run=true"), [("content-type", "text/csv")]);
    company.server.call(Method::POST, &path, &headers, Some(roster.to_owned().into_bytes())).expect(200).json()
}

/// Long work on a book that changes all the time comes to an end all the same.
#[test]
fn what_is_written_between_two_slices_does_no_harm() {
    let company = Company::empty();
    let roster = large_roster(20_000, 1_000);
    company.import(&roster).expect(200);
    let over = AtomicUsize::new(0);
    thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0.. {
                if over.load(Ordering::SeqCst) > 0 {
                    break;
                }
                company.patch("", &json!({"name": format!("Firma {number}")})).expect(200);
            }
        });
        for _ in 0..3 {
            let verdict = company.get("/check").expect(200).json();
            assert_eq!(verdict, json!({"ok": true, "findings": Value::Array(Vec::new())}));
            let summary = company.post("/changes/preview", &json!({"filter": {}, "mode": "yearly"})).expect(200).json();
            assert_eq!(summary["totals"]["accounts"], json!(20_000));
            assert_eq!(dry_run(&company, &roster)["total"], json!(20_000), "each address is taken");
        }
        over.store(1, Ordering::SeqCst);
    });
}

/// Prints how long a neighbour waits for its answers while many previews, and in a large test many checks, are asked for
/// again and again.
#[test]
fn a_neighbour_is_answered_all_the_time() {
    let company = with_a_neighbour();
    let all = json!({"filter": {}, "mode": "yearly"});
    let preview = || drop(company.post("/changes/preview", &all).expect(200));
    let check = || drop(company.get("/check").expect(200));
    let works: [(&str, &(dyn Fn() + Sync)); 2] = [("previews", &preview), ("checks", &check)];
    for (name, work) in works.into_iter().take(size(1, 2)) {
        let over = AtomicUsize::new(0);
        longest(&company);
        // the engine compiles code when it is used first, which takes a while once
        work();
        let first = longest(&company);
        let mut waits: Vec<Duration> = thread::scope(|scope| {
            for _ in 0..MANY {
                scope.spawn(|| {
                    while over.load(Ordering::SeqCst) == 0 {
                        work();
                    }
                });
            }
            let ask = |_| {
                let began = Instant::now();
                company.server.get("/platforms/neighbour").expect(200);
                began.elapsed()
            };
            let waits = (0..size(20, 1_000)).map(ask).collect();
            over.store(1, Ordering::SeqCst);
            waits
        });
        waits.sort_unstable();
        let at = |percent: usize| waits[(waits.len() - 1) * percent / 100];
        println!(
            "beside {MANY} {name} a neighbour waits {:?}, {:?} at the 99th percentile, at most {:?}; the longest slice took {} ms, and {first} ms in the first one",
            at(50),
            at(99),
            at(100),
            longest(&company)
        );
    }
}
