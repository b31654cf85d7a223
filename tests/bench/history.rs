//! A platform with ten years behind it against a new one with the same living accounts: what opening it costs.

use std::path::Path;

use serde_json::{Value, json};
use tests::workerd::{Server, new_key};
use xtask::workerd::Config;

use crate::{
    machine::{RUNS, median, seconds},
    pair::{body, path, platform, post},
    table::{Goal, Row, count, ratio, time},
};

/// How many living accounts there are.
const LIVING: usize = 1_000;
const MONTHS: usize = 120;
/// How many accounts close each month, and how many are ordered.
const CHANGING: usize = 40;
/// How many changes are confirmed each month beside that.
const SUBMISSIONS: usize = 20;
/// How many times as much as the new platform the old one may cost.
const MOST: f64 = 1.2;

/// What opening a platform costs.
struct Cost {
    /// Seconds until the first answer of a server that has just been started.
    opening: f64,
    /// Bytes of the book that the page loads.
    book: f64,
    /// Bytes by which the memory of the worker grows for both.
    memory: f64,
}

pub fn rows(folder: &Path) -> [Row; 3] {
    let mut old = Server::start_as(Config::Test, folder);
    let today = live(&old);
    let counts = old.get(&path("")).expect(200).json()["counts"].clone();
    assert_eq!(counts["active"], LIVING, "{counts}");
    let mut new = Server::start_as(Config::Test, folder);
    let mut settings = platform();
    settings["test_clock"] = today.into();
    new.post("/platforms", &settings).expect(201);
    let roster = old.get(&path("/accounts.csv")).expect(200).text();
    new.post_csv(&path("/accounts/import"), roster.as_str()).expect(200);
    // alternately, so that a busy machine is fair to both
    let (old, new): (Vec<Cost>, Vec<Cost>) = (0..=RUNS).map(|_| (open(&mut old), open(&mut new))).skip(1).unzip();
    let of = |costs: &[Cost], part: fn(&Cost) -> f64| median(costs.iter().map(part).collect());
    let row = |what: &str, part: fn(&Cost) -> f64, words: fn(f64) -> String| {
        let (ours, peer) = (of(&old, part), of(&new, part));
        Row {
            figure: format!("{what} after ten years, {} living, {} gone", count(LIVING as f64), counts["deleted"]),
            ours: words(ours),
            peer: format!("{} for a new one", words(peer)),
            ratio: ratio(ours, peer),
            goal: Goal::most(MOST, ours / peer, ""),
        }
    };
    let kilobytes = |bytes: f64| format!("{} kB", count(bytes / 1_000.0));
    [
        row("first answer", |cost| cost.opening, time),
        row("the page's book", |cost| cost.book, kilobytes),
        row("the worker's memory", |cost| cost.memory, kilobytes),
    ]
}

/// Lets a platform live for ten years, and returns the day on which it stands then.
fn live(server: &Server) -> String {
    server.post("/platforms", &platform()).expect(201);
    let line =
        |number| format!("u{number}@grossfirma.example,Nutzer {number},monthly,2026-12-{:02}\n", number % 28 + 1);
    let roster: String = (0..LIVING).map(line).collect();
    let roster = format!("address,display_name,mode,expires_on\n{roster}");
    server.post_csv(&path("/accounts/import"), roster.as_str()).expect(200);
    let mut today = String::new();
    for month in 0..MONTHS {
        let oldest = first_ids(server, CHANGING + SUBMISSIONS);
        let (closing, others) = oldest.split_at(CHANGING);
        submit(server, closing, "none");
        for account in others {
            submit(server, std::slice::from_ref(account), "yearly");
            submit(server, std::slice::from_ref(account), "monthly");
        }
        let mut order = json!({"quantity": CHANGING, "term": "monthly"});
        order["hash"] = post(server, "/orders/preview", &new_key(), body(&order)).expect(200).json()["hash"].take();
        let order = post(server, "/orders", &new_key(), body(&order)).expect(201).json();
        for account in order["accounts"].as_array().expect("ids") {
            let address = json!({"address": format!("neu{account}@grossfirma.example"), "display_name": "Neu"});
            server.patch(&path(&format!("/accounts/{account}")), &address).expect(200);
        }
        today = format!("{}-{:02}-22", 2026 + month.div_ceil(12), (month + 11) % 12 + 1);
        post(server, "/clock", &new_key(), body(&json!({"today": today}))).expect(200);
    }
    today
}

/// The ids of so many living accounts, those first that expire first.
fn first_ids(server: &Server, most: usize) -> Vec<Value> {
    let page = server.get(&path(&format!("/accounts?sort=expires_on&limit={most}"))).expect(200).json();
    page["items"].as_array().expect("accounts").iter().map(|account| account["id"].clone()).collect()
}

fn submit(server: &Server, accounts: &[Value], mode: &str) {
    let changes: Vec<Value> = accounts.iter().map(|account| json!({"account": account, "mode": mode})).collect();
    let mut request = json!({"changes": changes});
    let mut summary = post(server, "/changes/preview", &new_key(), body(&request)).expect(200).json();
    (request["revision"], request["hash"]) = (summary["revision"].take(), summary["hash"].take());
    post(server, "/changes", &new_key(), body(&request)).expect(201);
}

/// Starts the server again and opens the platform.
fn open(server: &mut Server) -> Cost {
    server.stop();
    server.restart();
    server.get("/healthz").expect(200);
    let (opening, _) = seconds(|| server.get(&path("")).expect(200));
    let memory = |server: &Server| server.get(&path("/test/memory")).expect(200).json().as_f64().expect("bytes");
    let book = server.get(&path("/book")).expect(200).text().len() as f64;
    Cost { opening, book, memory: memory(server) }
}
