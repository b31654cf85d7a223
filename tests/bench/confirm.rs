//! One confirmation of very many changes, which is the main use of the product.

use serde_json::{Value, json};
use tests::workerd::{Server, new_key};

use crate::{
    ACCOUNTS,
    machine::{RUNS, median, seconds},
    pair::{Pair, body, path, post},
    table::{Goal, Row, count, ratio, time},
};

/// How many single requests are measured. The time for all accounts is extrapolated from them.
const SINGLES: usize = 1_000;
/// The modes of accounts with odd ids and with even ids.
const MODES: [&str; 2] = ["yearly", "none"];
const BACK: [&str; 2] = ["none", "yearly"];
const MOST: f64 = 2.0;
const LEAST: f64 = 100.0;

pub fn rows(pair: &Pair) -> Vec<Row> {
    let (mut ours, mut peer, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    // The first run only warms up.
    for run in 0..=RUNS {
        let [modes, others] = if run % 2 == 0 { [MODES, BACK] } else { [BACK, MODES] };
        let times = [confirm(&pair.ours, modes), confirm(&pair.peer, modes), change(&pair.peer, others)];
        change(&pair.peer, modes);
        if run > 0 {
            ours.push(times[0]);
            peer.push(times[1]);
            bare.push(times[2]);
        }
    }
    for server in [&pair.ours, &pair.peer] {
        confirm(server, ["monthly", "monthly"]);
    }
    let (ours, peer, bare) = (median(ours), median(peer), median(bare));
    let single = singles(&pair.ours) / SINGLES as f64;
    let one_by_one = single * ACCOUNTS as f64;
    let figure = format!("confirm {} changes in one request", count(ACCOUNTS as f64));
    let row =
        |peer: String, ratio: String, goal: Goal| Row { figure: figure.clone(), ours: time(ours), peer, ratio, goal };
    vec![
        row(format!("{}  JS, the same work (1)", time(peer)), ratio(ours, peer), Goal::most(MOST, ours / peer, "")),
        row(format!("{}  JS, the change alone (2)", time(bare)), ratio(ours, bare), Goal::None),
        row(
            format!("{}  ours, one by one (3)", time(one_by_one)),
            format!("1/{}", count(one_by_one / ours)),
            Goal::most_part(LEAST, one_by_one / ours),
        ),
    ]
}

pub fn notes() -> [String; 3] {
    let megabytes = body(&all_to(MODES)).len() as f64 / 1e6;
    [
        format!(
            "(1) parses a body of {megabytes:.1} MB, checks accounts, hashes body and lines, writes record and answer"
        ),
        "(2) parses the body, checks the accounts and sets their modes, set-based; no hash, no record, no answer kept"
            .to_owned(),
        format!(
            "(3) {} requests were measured, the rest is reckoned: {} of them, one after another",
            count(SINGLES as f64),
            count(ACCOUNTS as f64)
        ),
    ]
}

/// A wish for every account. Neighbouring ids get different modes, so that nothing is gained by runs of ids.
fn all_to([odd, even]: [&str; 2]) -> Value {
    let mode = |account: usize| if account.is_multiple_of(2) { even } else { odd };
    let changes: Vec<Value> =
        (1..=ACCOUNTS).map(|account| json!({"account": account, "mode": mode(account)})).collect();
    json!({"changes": changes})
}

/// How many seconds it takes to confirm a change of every account. The preview before it does not count.
fn confirm(server: &Server, modes: [&str; 2]) -> f64 {
    let request = body(&accepted(server, all_to(modes)));
    let key = new_key();
    let (seconds, answer) = seconds(|| post(server, "/changes", &key, request));
    assert_eq!(answer.expect(201).json()["lines"], ACCOUNTS, "every line was taken");
    seconds
}

/// The body that submits previewed changes.
fn accepted(server: &Server, mut request: Value) -> Value {
    let mut summary = post(server, "/changes/preview", "preview", body(&request)).expect(200).json();
    for field in ["revision", "hash"] {
        request[field] = summary[field].take();
    }
    request
}

/// How many seconds the peer's plain change of modes takes.
fn change(peer: &Server, modes: [&str; 2]) -> f64 {
    let request = body(&all_to(modes));
    let (seconds, answer) = seconds(|| post(peer, "/changes/bare", "bare", request));
    assert_eq!(answer.expect(201).json()["lines"], ACCOUNTS, "every line was taken");
    seconds
}

/// How many seconds many confirmations of one change each take. Half of them change modes, the other half change them
/// back.
fn singles(server: &Server) -> f64 {
    let half = SINGLES / 2;
    let mut total = 0.0;
    for mode in ["yearly", "monthly"] {
        let one = |account: usize| body(&accepted(server, json!({"changes": [{"account": account, "mode": mode}]})));
        let requests: Vec<_> = (1..=half).map(|account| (new_key(), one(account))).collect();
        let (seconds, ()) = seconds(|| {
            for (key, request) in requests {
                post(server, "/changes", &key, request).expect(201);
            }
        });
        total += seconds;
    }
    let counts = server.get(&path("")).expect(200).json()["counts"].clone();
    assert_eq!((&counts["monthly"], &counts["yearly"]), (&json!(ACCOUNTS), &json!(0)), "all went there and back");
    total
}
