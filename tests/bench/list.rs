//! The most frequent request: the first page of the list.

use tests::workerd::Server;

use crate::{
    machine::{RUNS, cpu_seconds, median},
    pair::{Pair, path},
    table::{Goal, Row, count, ratio, time},
};

const REQUESTS: usize = 3_000;
const WARM_UP: usize = 1_000;
const MOST: f64 = 2.0;

pub fn row(pair: &Pair) -> Row {
    let [ours, peer] = [&pair.ours, &pair.peer].map(page);
    assert_eq!(ours["items"], peer["items"], "both give the same list");
    assert_eq!((&ours["total"], ours["items"].as_array().map(Vec::len)), (&peer["total"], Some(50)));
    for server in [&pair.ours, &pair.peer] {
        ask(server, WARM_UP);
    }
    let (mut ours, mut peer) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(cpu(&pair.ours));
        peer.push(cpu(&pair.peer));
    }
    let (ours, peer) = (median(ours), median(peer));
    Row {
        figure: "CPU of a list request, 50 of 1,000 accounts".to_owned(),
        ours: time(ours),
        peer: format!("{}  JS, from SQLite (4)", time(peer)),
        ratio: ratio(ours, peer),
        goal: Goal::most(MOST, ours / peer, ""),
    }
}

pub fn note() -> String {
    format!("(4) of workerd's whole process, over {} requests a run; both give the same list", count(REQUESTS as f64))
}

fn page(server: &Server) -> serde_json::Value {
    server.get(&path("/accounts?limit=50")).expect(200).json()
}

fn ask(server: &Server, times: usize) {
    let path = path("/accounts?limit=50");
    for _ in 0..times {
        server.get(&path).expect(200);
    }
}

/// How many seconds of CPU the server uses for one request.
fn cpu(server: &Server) -> f64 {
    let before = cpu_seconds(server.process_id());
    ask(server, REQUESTS);
    (cpu_seconds(server.process_id()) - before) / REQUESTS as f64
}
