//! What the worker gives a page: all accounts at once, and the first page of its list.

use std::path::Path;

use tests::workerd::Server;
use xtask::workerd::Config;

use super::{Servers, Size};
use crate::{
    machine::{median, seconds},
    pair::{found, path},
    table::{Goal, Row, count, ratio, time},
};

const SNAPSHOTS: usize = 5;
const LISTS: usize = 300;
/// How many accounts a small platform has.
const FEW: usize = 1_000;
const LEAST: f64 = 0.85;
const MOST: f64 = 1.5;

pub fn rows(servers: &Servers, roster: &str, folder: &Path, size: Size) -> [Row; 2] {
    let Servers(pair) = servers;
    let small = Server::start_as(Config::Test, folder);
    let few: Vec<&str> = roster.lines().take(FEW + 1).collect();
    found(&small, &(few.join("\n") + "\n"));
    let snapshots = alternately(size, [(&pair.ours, "/snapshot"), (&pair.peer, "/book")], SNAPSHOTS);
    let list = "/accounts?limit=50";
    let lists = alternately(size, [(&pair.ours, list), (&small, list)], LISTS);
    [
        Row {
            figure: "snapshots of 100,000 accounts a second (4)".to_owned(),
            ours: format!("{:.1}", 1.0 / snapshots[0]),
            peer: format!("{:.1}  J, JSON", 1.0 / snapshots[1]),
            ratio: ratio(snapshots[1], snapshots[0]),
            goal: Goal::least_part(LEAST, snapshots[1] / snapshots[0]),
        },
        Row {
            figure: "the first 50 of 100,000 accounts".to_owned(),
            ours: time(lists[0]),
            peer: format!("{}  of {}", time(lists[1]), count(FEW as f64)),
            ratio: ratio(lists[0], lists[1]),
            goal: Goal::most(MOST, lists[0] / lists[1], ""),
        },
    ]
}

/// How many seconds a request takes at either server, asked so many times in a row.
fn alternately(size: Size, asked: [(&Server, &str); 2], times: usize) -> [f64; 2] {
    let took = |(server, below): (&Server, &str)| {
        let path = path(below);
        let (took, ()) = seconds(|| {
            for _ in 0..times {
                server.get(&path).expect(200);
            }
        });
        took / times as f64
    };
    let runs: Vec<[f64; 2]> = (0..=size.runs).map(|_| asked.map(took)).skip(1).collect();
    [0, 1].map(|side| median(runs.iter().map(|run| run[side]).collect()))
}
