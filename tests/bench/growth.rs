//! What one request costs on a small and on a large platform. Changing one account must not cost more when there are
//! more accounts.

use std::{fmt::Write, path::Path};

use serde_json::{Value, json};
use tests::workerd::{Server, new_key};
use ureq::http::Method;
use xtask::workerd::Config;

use crate::{
    ACCOUNTS,
    machine::{median, seconds},
    pair::{body, found, path, post},
    table::{Goal, Row, count, ratio, time},
};

/// The largest has room for what is ordered, and for previews of more.
const SIZES: [usize; 3] = [1_000, 10_000, ACCOUNTS - 2 * TIMES];
const TIMES: usize = 200;
/// How many times slower the largest platform may be than the smallest. The measured times are some hundred
/// microseconds.
const MOST: f64 = 2.0;

/// A request, which is made many times, each time for another account. Returns the seconds it takes.
type Request = fn(&Server, usize) -> f64;

/// The name of a request, whether it concerns one account alone, and the request.
const REQUESTS: [(&str, bool, Request); 7] = [
    ("change one account's mode", true, change),
    ("set one account up", true, set_up),
    ("order one account", true, order),
    ("preview the change of one account", true, preview),
    ("preview an order", true, |server, _| {
        ask(server, "/orders/preview", &json!({"quantity": 1, "term": "monthly"})).0
    }),
    ("read one account", true, |server, account| read(server, &format!("/accounts/{account}"))),
    ("read the list's first page", false, |server, _| read(server, "/accounts?limit=50")),
];

pub fn rows(folder: &Path) -> Vec<Row> {
    let times = SIZES.map(|size| {
        let server = Server::start_as(Config::Test, folder);
        found(&server, &spread(size));
        REQUESTS.map(|(_, _, request)| {
            let all = (1..=TIMES).map(|account| request(&server, account)).collect::<Vec<_>>();
            median(all.into_iter().skip(TIMES / 10).collect())
        })
    });
    let row = |(index, (name, alone, _)): (usize, &(&str, bool, Request))| {
        let [small, middle, large] = [times[0][index], times[1][index], times[2][index]];
        Row {
            figure: format!("{name}, of {}", count(SIZES[2] as f64)),
            ours: time(large),
            peer: format!("{} of 1,000; {} of 10,000", time(small), time(middle)),
            ratio: ratio(large, small),
            goal: if *alone { Goal::most(MOST, large / small, "") } else { Goal::None },
        }
    };
    REQUESTS.iter().enumerate().map(row).collect()
}

/// A roster of accounts in both terms that expire on every day of most of a year: as many different cohorts as there
/// can be.
fn spread(accounts: usize) -> String {
    let mut roster = String::from("address,display_name,mode,expires_on\n");
    for number in 0..accounts {
        let (month, day) = (number / 28 % 11 + 1, number % 28 + 1);
        let mode = if number / 308 % 2 == 0 || number < 2 * TIMES + 1 { "monthly" } else { "yearly" };
        let line = writeln!(roster, "u{number}@grossfirma.example,Nutzer {number},{mode},2027-{month:02}-{day:02}");
        line.expect("memory takes it");
    }
    roster
}

fn ask(server: &Server, below: &str, request: &Value) -> (f64, Value) {
    let (bytes, key) = (body(request), new_key());
    let (seconds, answer) = seconds(|| post(server, below, &key, bytes));
    assert!(answer.status < 300, "{answer:?}");
    (seconds, answer.json())
}

fn read(server: &Server, below: &str) -> f64 {
    seconds(|| server.get(&path(below)).expect(200)).0
}

fn wish(account: usize) -> Value {
    json!({"changes": [{"account": account, "mode": "yearly"}]})
}

fn preview(server: &Server, account: usize) -> f64 {
    // accounts with lower numbers have been changed already
    ask(server, "/changes/preview", &wish(account + TIMES)).0
}

fn change(server: &Server, account: usize) -> f64 {
    let mut request = wish(account);
    let mut summary = ask(server, "/changes/preview", &request).1;
    (request["revision"], request["hash"]) = (summary["revision"].take(), summary["hash"].take());
    ask(server, "/changes", &request).0
}

fn set_up(server: &Server, account: usize) -> f64 {
    let request = body(&json!({"address": format!("new{account}@grossfirma.example")}));
    let key = new_key();
    let headers = [("content-type", "application/json"), ("idempotency-key", &*key)];
    let below = path(&format!("/accounts/{account}"));
    let (seconds, answer) = seconds(|| server.call(Method::PATCH, &below, &headers, Some(request)));
    answer.expect(200);
    seconds
}

fn order(server: &Server, _: usize) -> f64 {
    let mut order = json!({"quantity": 1, "term": "monthly"});
    order["hash"] = ask(server, "/orders/preview", &order).1["hash"].take();
    ask(server, "/orders", &order).0
}
