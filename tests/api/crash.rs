//! `kill -9` at bad moments: a command was done completely or not at all, and what was acknowledged is kept.

use std::{thread, time::Duration};

use serde_json::{Value, json};
use tests::workerd::new_key;
use ureq::http::Method;

use crate::company::{Company, large_roster};

const ACCOUNTS: usize = 100_000;

/// Kills the server as soon as `ripe` returns while a request is under way. Returns whether the request was
/// acknowledged.
fn kill_during(company: &mut Company, path: &str, body: &Value, key: &str, ripe: impl FnOnce(&Company) + Send) -> bool {
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    let body = Some(body.to_string().into_bytes());
    let there: &Company = company;
    let acknowledged = thread::scope(|scope| {
        scope.spawn(move || {
            ripe(there);
            let pid = there.server.process_id().to_string();
            std::process::Command::new("kill").args(["-9", &pid]).status().expect("kill is there");
        });
        there.server.try_call(Method::POST, path, &headers, body).is_ok_and(|answer| answer.status < 300)
    });
    company.server.kill9_and_restart();
    acknowledged
}

#[test]
fn a_submission_of_100000_is_there_whole_or_not_at_all() {
    let mut company = Company::empty();
    company.import(&large_roster(ACCOUNTS, 4_000)).expect(200);
    let path = company.path("/changes");
    let mut target = "yearly";
    for after in [40, 80, 120, 150, 180, 220, 300] {
        let changes: Vec<Value> = (1..=ACCOUNTS).map(|account| json!({"account": account, "mode": target})).collect();
        let request = company.accepted(&json!({"changes": changes}));
        let before = company.state();
        let key = new_key();
        let acknowledged =
            kill_during(&mut company, &path, &request, &key, |_| thread::sleep(Duration::from_millis(after)));
        let counts = company.get("").expect(200).json()["counts"].clone();
        let taken = counts[target] == ACCOUNTS;
        assert!(taken || counts == before["counts"], "killed after {after} ms, half is there: {counts}");
        assert!(taken || !acknowledged, "killed after {after} ms, what was acknowledged is gone");
        company.check();
        // if it is sent again under its key, it is still done only once
        company.server.post_with_key(&path, &request, &key).expect(201);
        assert_eq!(company.get("").expect(200).json()["counts"][target], ACCOUNTS);
        let revision = before["revision"].as_u64().expect("a number") + 1;
        assert_eq!(company.state()["revision"], revision);
        target = if target == "yearly" { "none" } else { "yearly" };
    }
    company.check();
}

#[test]
fn an_order_of_1000_is_there_whole_or_not_at_all() {
    let mut company = Company::empty();
    let path = company.path("/orders");
    let mut ordered = 0;
    for after in [1, 2, 4, 8, 12, 16, 24, 40] {
        let (order, before, key) = (company.quoted(1_000, "yearly"), company.state(), new_key());
        let acknowledged =
            kill_during(&mut company, &path, &order, &key, |_| thread::sleep(Duration::from_millis(after)));
        let invoices =
            |company: &Company| company.get("/invoices").expect(200).json()["items"].as_array().map(Vec::len);
        let active = company.get("").expect(200).json()["counts"]["active"].as_u64().expect("a number");
        let taken = active == ordered + 1_000;
        assert!(taken || active == ordered, "killed after {after} ms, half is there: {active}");
        assert_eq!(invoices(&company), usize::try_from(active / 1_000).ok());
        assert!(taken || !acknowledged, "killed after {after} ms, what was acknowledged is gone");
        company.check();
        // if it is sent again under its key, it is still done only once
        company.server.post_with_key(&path, &order, &key).expect(201);
        ordered += 1_000;
        assert_eq!(company.get("").expect(200).json()["counts"]["active"], ordered);
        assert_eq!(company.state()["revision"], before["revision"].as_u64().expect("a number") + 1);
    }
    company.check();
}

/// Whatever the moment of the kill, an id is that of a platform that is there and listed, or free.
#[test]
fn a_creation_that_is_cut_leaves_no_id_that_is_neither_there_nor_free() {
    let mut company = Company::empty();
    let moments =
        [0, 200, 400, 600, 800, 1_000, 1_300, 1_600, 2_000, 2_500, 3_000, 4_000, 5_000, 7_000, 10_000, 20_000];
    for (number, after) in moments.into_iter().enumerate() {
        let id = format!("cut-{number}");
        let new = json!({"id": id, "name": "Cut", "test_clock": "2026-11-22",
            "catalog": [{"from": "2026-01-01", "monthly_net": 1, "yearly_net": 2}]});
        let key = new_key();
        let ripe = |_: &Company| thread::sleep(Duration::from_micros(after));
        let acknowledged = kill_during(&mut company, "/platforms", &new, &key, ripe);
        let listed = || {
            let list = company.server.get("/platforms?limit=1000").expect(200).json();
            list["items"].as_array().expect("a list").iter().any(|platform| platform["id"] == id.as_str())
        };
        let there = company.server.get(&format!("/platforms/{id}")).status == 200;
        assert!(there || !acknowledged, "killed after {after} µs, what was acknowledged is gone");
        if number % 2 == 0 {
            // another request may have the id at once, or is told that it is taken by a platform that is listed
            let other = company.server.post_with_key("/platforms", &new, &new_key());
            assert_eq!(other.status, if there { 409 } else { 201 }, "killed after {after} µs: {}", other.text());
        }
        let again = company.server.post_with_key("/platforms", &new, &key);
        assert!(again.status == 201 || (number % 2 == 0 && !there && again.status == 409), "{}", again.text());
        assert!(listed(), "killed after {after} µs, it is not listed");
    }
}

#[test]
fn a_run_of_days_goes_on_where_it_was_killed() {
    let mut company = Company::empty();
    company.import(&large_roster(50_000, 2_000)).expect(200);
    let (path, body) = (company.path("/clock"), json!({"today": "2027-06-30"}));
    let key = new_key();
    for _ in 0..4 {
        let before = company.state()["revision"].as_u64().expect("a number");
        let some_days_later = |company: &Company| {
            while company.state()["revision"].as_u64().expect("a number") < before + 3 {
                thread::sleep(Duration::from_millis(2));
            }
        };
        assert!(!kill_during(&mut company, &path, &body, &key, some_days_later), "the run was over too soon");
        assert!(company.state()["revision"].as_u64() >= Some(before + 3), "days that were done are gone");
        company.check();
    }
    let platform = company.server.post_with_key(&path, &body, &key).expect(200).json();
    assert_eq!((&platform["today"], &platform["counts"]["active"]), (&json!("2027-06-30"), &json!(50_000)));
    assert!(company.all("expires_before=2027-07-01").is_empty());
    company.check();
}
