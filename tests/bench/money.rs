//! Orders, and the largest possible invoice.

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
};

use serde_json::{Value, json};
use tests::workerd::{Server, new_key};
use xtask::workerd::Config;

use crate::{
    ACCOUNTS,
    machine::{RUNS, median, seconds},
    pair::{body, found, path, post},
    roster,
    table::{Goal, Row, count, ratio, time},
};

const PREVIEWS: usize = 500;
/// How many single orders are measured. The time for all seats is extrapolated from them.
const SINGLES: usize = 100;
const SEATS: usize = 1_000;
const FIRST_BYTE: f64 = 0.2;
/// How many seconds a preview of an order may take. It waits only for the network and the rules.
const PREVIEW: f64 = 0.05;

/// How many accounts are ordered.
const ORDERED: usize = SINGLES + (RUNS + 1) * SEATS;

/// The rows of the table. `large` must be a server on which everybody has renewed on some days.
pub fn rows(large: &Server, folder: &Path) -> Vec<Row> {
    let nothing = median((0..PREVIEWS).map(|_| seconds(|| large.get("/healthz").expect(200)).0).collect());
    // a platform holds no more than that many accounts
    let roomy = Server::start_as(Config::Test, folder);
    found(&roomy, &roster(ACCOUNTS - ORDERED));
    let mut previews: Vec<f64> = (0..PREVIEWS).map(|_| quote(&roomy, SEATS).0).collect();
    previews.sort_unstable_by(f64::total_cmp);
    let preview = previews[PREVIEWS * 99 / 100];
    let invoice = format!("/invoices/{}", numbers(large).last().expect("one"));
    let bytes = large.get(&path(&invoice)).expect(200).body.len() as f64;
    let first = median((0..=RUNS).map(|_| first_byte(large, &path(&invoice))).skip(1).collect());
    let single = median((0..SINGLES).map(|_| order(&roomy, 1)).collect()) * SEATS as f64;
    let order = median((0..=RUNS).map(|_| order(&roomy, SEATS)).skip(1).collect());
    let asked = || format!("{}  the same worker, /healthz", time(nothing));
    let row = |figure: String, ours: f64, peer: String, other: f64, goal: Goal| Row {
        figure,
        ours: time(ours),
        peer,
        ratio: ratio(ours, other),
        goal,
    };
    let figure = format!("first byte of an invoice of {} accounts, {:.1} MB", count(ACCOUNTS as f64), bytes / 1e6);
    let one_by_one = format!("{}  ours, one by one (6)", time(single));
    vec![
        row("preview an order of 1,000, p99".to_owned(), preview, asked(), nothing, Goal::most(PREVIEW, preview, " s")),
        row("order 1,000 accounts".to_owned(), order, one_by_one, single, Goal::None),
        row(figure, first, asked(), nothing, Goal::most(FIRST_BYTE, first, " s")),
    ]
}

pub const NOTE: &str =
    "(6) 100 orders of one account were measured, the rest is reckoned: 1,000 of them, one after another";

fn quote(server: &Server, quantity: usize) -> (f64, Value) {
    let request = body(&json!({"quantity": quantity, "term": "monthly"}));
    let (seconds, answer) = seconds(|| post(server, "/orders/preview", "preview", request));
    (seconds, answer.expect(200).json())
}

fn order(server: &Server, quantity: usize) -> f64 {
    let hash = quote(server, quantity).1["hash"].take();
    let request = body(&json!({"quantity": quantity, "term": "monthly", "hash": hash}));
    let key = new_key();
    let (seconds, answer) = seconds(|| post(server, "/orders", &key, request));
    assert_eq!(answer.expect(201).json()["accounts"].as_array().map(Vec::len), Some(quantity));
    seconds
}

/// The numbers of all invoices, newest first.
fn numbers(server: &Server) -> Vec<String> {
    let page = server.get(&path("/invoices?limit=1000")).expect(200).json();
    let items = page["items"].as_array().expect("items").iter();
    items.filter_map(|head| head["number"].as_str().map(str::to_owned)).collect()
}

fn first_byte(server: &Server, path: &str) -> f64 {
    let address = server.address();
    let host = address.strip_prefix("http://").expect("it is plain");
    let mut stream = TcpStream::connect(host).expect("it listens");
    let request = format!("GET /api/v1{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    let (seconds, first) = seconds(|| {
        let mut first = [0; 12];
        stream.write_all(request.as_bytes()).and_then(|()| stream.read_exact(&mut first)).map(|()| first)
    });
    assert_eq!(first.expect("it answers"), *b"HTTP/1.1 200");
    stream.read_to_end(&mut Vec::new()).expect("the rest comes");
    seconds
}
