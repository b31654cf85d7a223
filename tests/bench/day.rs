//! The largest possible day, on which every account renews.

use serde_json::json;
use tests::workerd::new_key;

use crate::{
    ACCOUNTS,
    machine::{RUNS, median, seconds},
    pair::{Pair, body, path, post},
    table::{Goal, Row, count, ratio},
};

/// The day on which all accounts first expire, then the days a month later each. Each run goes from one to the next.
const DAYS: [&str; RUNS + 2] =
    [crate::FIRST_DAY, "2027-01-15", "2027-02-15", "2027-03-15", "2027-04-15", "2027-05-15", "2027-06-15"];
const LEAST: f64 = 30_000.0;
/// How many rows SQLite may write per renewal, including those of indexes.
const MOST_ROWS: f64 = 3.2;

pub fn rows(pair: &Pair) -> [Row; 2] {
    let (mut ours, mut peer, mut written) = (Vec::new(), Vec::new(), 0.0);
    for (run, days) in DAYS.windows(2).enumerate() {
        let [on, until] = [days[0], days[1]];
        let before = rows_written(pair);
        let rates = [run_day(pair, on, until), update(pair, on, until)].map(|seconds| ACCOUNTS as f64 / seconds);
        written = (rows_written(pair) - before) / ACCOUNTS as f64;
        // The first run only warms up.
        if run > 0 {
            ours.push(rates[0]);
            peer.push(rates[1]);
        }
    }
    let (ours, peer) = (median(ours), median(peer));
    let day = Row {
        figure: format!("a day with {} renewals and their invoice", count(ACCOUNTS as f64)),
        ours: format!("{}/s", count(ours)),
        peer: format!("{}/s  JS, the dates alone (5)", count(peer)),
        ratio: ratio(ours, peer),
        goal: Goal::least(LEAST, ours, "/s"),
    };
    let rows = Row {
        figure: "rows written for a renewal".to_owned(),
        ours: format!("{written:.2}"),
        peer: "1.00  JS, the dates alone (5)".to_owned(),
        ratio: format!("{written:.2}"),
        goal: Goal::most(MOST_ROWS, written, ""),
    };
    [day, rows]
}

/// The number of rows written so far, as SQLite counts them, which includes those of indexes.
fn rows_written(pair: &Pair) -> f64 {
    pair.ours.get(&path("/test/written")).expect(200).json().as_f64().expect("a number")
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
