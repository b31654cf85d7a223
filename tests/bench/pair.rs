//! Two servers with the same accounts: ours, and the peer in JavaScript.

use std::path::Path;

use serde_json::{Value, json};
use tests::workerd::{Answer, Server, new_key};
use ureq::http::Method;
use xtask::workerd::Config;

pub const PLATFORM: &str = "/platforms/bench";

pub struct Pair {
    pub ours: Server,
    pub peer: Server,
}

impl Pair {
    /// Creates a platform whose test clock stands at 2026-11-22, with the accounts of a roster.
    pub fn with_roster(roster: &str, folder: &Path) -> Self {
        let ours = Server::start_as(Config::Test, folder);
        found(&ours, roster);
        let peer = Server::start_as(Config::Peer, folder);
        let accounts = accounts(&ours);
        let imported = post(&peer, "/accounts/import", &new_key(), body(&json!({"accounts": accounts}))).expect(200);
        assert_eq!(imported.json()["imported"], accounts.len(), "both have the same accounts");
        Self { ours, peer }
    }

    /// Asserts that the check on our server finds nothing.
    pub fn check(&self) {
        let verdict = self.ours.get(&path("/check")).expect(200).json();
        assert_eq!(verdict, json!({"ok": true, "findings": []}));
    }
}

/// A platform whose test clock stands at 2026-11-22.
pub fn platform() -> Value {
    json!({
        "id": "bench",
        "name": "Grossfirma",
        "catalog": [{"from": "2020-01-01", "monthly_net": 249, "yearly_net": 2388}],
        "test_clock": "2026-11-22",
    })
}

/// Creates that platform with the accounts of a roster.
pub fn found(server: &Server, roster: &str) {
    server.post("/platforms", &platform()).expect(201);
    server.post_csv(&path("/accounts/import"), roster).expect(200);
}

/// The path of a call below the platform.
pub fn path(below: &str) -> String {
    format!("{PLATFORM}{below}")
}

pub fn body(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// Sends a body. It is written beforehand, so that only the call itself is measured.
pub fn post(server: &Server, below: &str, key: &str, body: Vec<u8>) -> Answer {
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    server.call(Method::POST, &path(below), &headers, Some(body))
}

fn accounts(ours: &Server) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let mut page = ours.get(&path(&format!("/accounts?limit=1000{cursor}"))).expect(200).json();
        if let Value::Array(items) = page["items"].take() {
            all.extend(items);
        }
        let Some(next) = page["next_cursor"].as_str() else { return all };
        cursor = format!("&cursor={next}");
    }
}
