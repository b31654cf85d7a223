//! The largest day there can be: every account renews on it.

use serde_json::json;
use tests::workerd::new_key;

use crate::{
    ACCOUNTS,
    machine::{RUNS, median, seconds},
    pair::{Pair, body, path, post},
    table::{Goal, Row, count, ratio},
};

/// The first day and one more than are run; all accounts expire on the first.
const DAYS: [&str; RUNS + 2] =
    [crate::FIRST_DAY, "2027-01-15", "2027-02-15", "2027-03-15", "2027-04-15", "2027-05-15", "2027-06-15"];
const LEAST: f64 = 20_000.0;

pub fn row(pair: &Pair) -> Row {
    let (mut ours, mut peer) = (Vec::new(), Vec::new());
    for (run, days) in DAYS.windows(2).enumerate() {
        let [on, until] = [days[0], days[1]];
        let rates = [run_day(pair, on, until), update(pair, on, until)].map(|seconds| ACCOUNTS as f64 / seconds);
        // The first run warms up.
        if run > 0 {
            ours.push(rates[0]);
            peer.push(rates[1]);
        }
    }
    let (ours, peer) = (median(ours), median(peer));
    Row {
        figure: format!("a day with {} renewals", count(ACCOUNTS as f64)),
        ours: format!("{}/s", count(ours)),
        peer: format!("{}/s  JS, the dates alone (5)", count(peer)),
        ratio: ratio(ours, peer),
        goal: Goal::least(LEAST, ours, "/s"),
    }
}

pub const NOTE: &str =
    "(5) one UPDATE in one transaction, as the most there can be: no periods, prices, invoice or record";

fn run_day(pair: &Pair, on: &str, until: &str) -> f64 {
    let (request, key) = (body(&json!({"today": on})), new_key());
    let (seconds, answer) = seconds(|| post(&pair.ours, "/clock", &key, request));
    let platform = answer.expect(200).json();
    assert_eq!((&platform["today"], &platform["next_deadline"]), (&json!(on), &json!(until)), "the day was run");
    let renewed = format!("/accounts?limit=1&expires_from={until}");
    assert_eq!(pair.ours.get(&path(&renewed)).expect(200).json()["total"], ACCOUNTS, "every account renewed");
    seconds
}

fn update(pair: &Pair, on: &str, until: &str) -> f64 {
    let (request, key) = (body(&json!({"on": on, "until": until})), new_key());
    let (seconds, answer) = seconds(|| post(&pair.peer, "/renewals", &key, request));
    assert_eq!(answer.expect(200).json()["renewed"], ACCOUNTS, "every row was written");
    seconds
}
