//! `kill -9` at bad moments: a command is there whole or not at all, and what was acknowledged is there.

use std::{thread, time::Duration};

use serde_json::{Value, json};
use tests::workerd::new_key;
use ureq::http::Method;

use crate::company::{Company, large_roster};

const ACCOUNTS: usize = 100_000;

/// Kills the server `after` a request was sent; answers whether it was acknowledged.
fn kill_during(company: &mut Company, path: &str, body: &Value, key: &str, after: Duration) -> bool {
    let pid = company.server.process_id().to_string();
    let acknowledged = thread::scope(|scope| {
        scope.spawn(move || {
            thread::sleep(after);
            std::process::Command::new("kill").args(["-9", &pid]).status().expect("kill is there");
        });
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        let answer = company.server.try_call(Method::POST, path, &headers, Some(body.to_string().into_bytes()));
        answer.is_ok_and(|answer| answer.status < 300)
    });
    company.server.kill9();
    company.server.restart();
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
        let acknowledged = kill_during(&mut company, &path, &request, &key, Duration::from_millis(after));
        let counts = company.get("").expect(200).json()["counts"].clone();
        let taken = counts[target] == ACCOUNTS;
        assert!(taken || counts == before["counts"], "killed after {after} ms, half is there: {counts}");
        assert!(taken || !acknowledged, "killed after {after} ms, what was acknowledged is gone");
        company.check();
        // sent again under its key, it is done once
        company.server.post_with_key(&path, &request, &key).expect(201);
        assert_eq!(company.get("").expect(200).json()["counts"][target], ACCOUNTS);
        let revision = before["revision"].as_u64().expect("a number") + 1;
        assert_eq!(company.state()["revision"], revision);
        target = if target == "yearly" { "none" } else { "yearly" };
    }
    company.check();
}

#[test]
fn a_run_of_days_goes_on_where_it_was_killed() {
    let mut company = Company::empty();
    company.import(&large_roster(50_000, 2_000)).expect(200);
    let (path, body) = (company.path("/clock"), json!({"today": "2027-06-30"}));
    let key = new_key();
    let mut dates = vec![company.state()["today"].to_string()];
    for after in [100, 200, 300, 400] {
        if kill_during(&mut company, &path, &body, &key, Duration::from_millis(after)) {
            break;
        }
        company.check();
        dates.push(company.state()["today"].to_string());
    }
    assert!(dates.is_sorted(), "{dates:?}");
    assert!(dates.last() > dates.first(), "no run was killed in the middle: {dates:?}");
    let platform = company.server.post_with_key(&path, &body, &key).expect(200).json();
    assert_eq!((&platform["today"], &platform["counts"]["active"]), (&json!("2027-06-30"), &json!(50_000)));
    assert!(company.all("expires_before=2027-07-01").is_empty());
    company.check();
}
