//! Opening a page in a browser that has never seen it: how long it takes, what it weighs, and what it keeps in memory.

use std::{thread, time::Duration};

use serde_json::json;
use tests::weight;
use xtask::place;

use super::{
    Servers, Size, peers,
    tab::{Kind, Tab},
};
use crate::{
    machine::median,
    table::{Goal, Row, ratio},
};

/// After that, a page has fetched and done what it does by itself.
const SETTLED: Duration = Duration::from_secs(2);
const AGAINST_REACT: f64 = 0.35;
const AGAINST_HAND: f64 = 0.8;
const MOST_MB: f64 = 60.0;
const MOST_OF_REACT: f64 = 0.5;
const MOST_KB: f64 = 170.0;

/// What opening a page once came to.
struct Opened {
    /// Milliseconds until the first account was painted.
    rows: f64,
    /// Megabytes of JavaScript's heap.
    heap: f64,
    /// Megabytes of buffers: wasm memories, and those of JavaScript.
    buffers: f64,
}

impl Opened {
    fn of(kind: Kind, servers: &Servers) -> Self {
        let mut tab = Tab::new(kind);
        servers.wake(kind);
        let rows = tab.open(&servers.of(kind));
        thread::sleep(SETTLED);
        for _ in 0..2 {
            tab.chromium.call("HeapProfiler.collectGarbage", json!({}));
        }
        let usage = tab.chromium.call("Runtime.getHeapUsage", json!({}));
        let bytes = |name: &str| usage[name].as_f64().unwrap_or_default();
        // the browser counts memories of wasm among the buffers; where it does not, they are counted here
        let buffers = bytes("backingStorageSize").max(tab.number("bench.wasm()"));
        Self { rows, heap: bytes("usedSize") / 1e6, buffers: buffers / 1e6 }
    }
}

pub fn rows(servers: &Servers, size: Size) -> Vec<Row> {
    let mut opened = Kind::ALL.map(|_| Vec::new());
    for run in 0..=size.runs {
        for (kind, opened) in Kind::ALL.into_iter().zip(&mut opened) {
            let once = Opened::of(kind, servers);
            if run > 0 {
                opened.push(once);
            }
        }
    }
    let of = |part: fn(&Opened) -> f64| opened.each_ref().map(|runs| median(runs.iter().map(part).collect()));
    let [ours, by_hand, react] = of(|once| once.rows);
    let against = |peer: f64, name: &str, most: f64| Row {
        figure: "cold open to the first accounts painted (0)".to_owned(),
        ours: format!("{ours:.0} ms"),
        peer: format!("{peer:.0} ms  {name}"),
        ratio: ratio(ours, peer),
        goal: Goal::most(most, ours / peer, ""),
    };
    let sums = of(|once| once.heap + once.buffers);
    let [heap, buffers] = [of(|once| once.heap), of(|once| once.buffers)].map(|part| part[0]);
    vec![
        against(react, "React", AGAINST_REACT),
        against(by_hand, "by hand", AGAINST_HAND),
        Row {
            figure: format!("memory, open: JS heap {heap:.1} + buffers and wasm {buffers:.1} MB"),
            ours: format!("{:.1} MB", sums[0]),
            peer: format!("{:.1} MB  by hand", sums[1]),
            ratio: ratio(sums[0], sums[1]),
            goal: Goal::most(MOST_MB, sums[0], " MB"),
        },
        Row {
            figure: "the same".to_owned(),
            ours: format!("{:.1} MB", sums[0]),
            peer: format!("{:.1} MB  React", sums[2]),
            ratio: ratio(sums[0], sums[2]),
            goal: Goal::most(MOST_OF_REACT, sums[0] / sums[2], ""),
        },
        first_load(servers),
    ]
}

/// What is fetched before the list can be shown, without the accounts.
fn first_load(servers: &Servers) -> Row {
    let [ours, by_hand, react] = Kind::ALL.map(|kind| {
        let mut tab = Tab::new(kind);
        tab.chromium.call("Network.enable", json!({}));
        let server = servers.of(kind);
        tab.open(&server);
        let asked = tab.chromium.seen(&["Network.requestWillBeSent"]);
        let asked = asked.iter().filter_map(|event| event["params"]["request"]["url"].as_str()?.strip_prefix(&*server));
        let folder = if kind == Kind::Ours { place::page() } else { peers::folder() };
        let files = weight::before_the_book(asked);
        files.iter().map(|file| weight::of(&weight::file_of(&folder, file)).1 as f64 / 1e3).sum::<f64>()
    });
    Row {
        figure: "first load without the accounts, brotli 11".to_owned(),
        ours: format!("{ours:.1} kB"),
        peer: format!("{by_hand:.1} kB  by hand; React {react:.1} kB"),
        ratio: ratio(ours, react),
        goal: Goal::most(MOST_KB, ours, " kB"),
    }
}
