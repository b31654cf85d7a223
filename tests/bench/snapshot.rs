//! The book as the page loads it, against the same book as JSON.

use domain::book::{Book, Receiving, Snapshot};
use tests::weight;

use crate::{
    machine::{RUNS, median, seconds},
    pair::{Pair, path},
    table::{Goal, Row, count, ratio, time},
};

/// The most megabytes of 100,000 accounts, compressed with brotli.
const MOST_MB: f64 = 2.0;
/// How many times as fast columns are read at least.
const FASTER: f64 = 20.0;

pub fn rows(pair: &Pair) -> [Row; 2] {
    let (columns, json) =
        (pair.ours.get(&path("/snapshot")).expect(200).body, pair.ours.get(&path("/book")).expect(200).body);
    assert!(read(&columns) == read_json(&json), "both say the same");
    let (mut ours, mut peer) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(seconds(|| read(&columns)).0);
        peer.push(seconds(|| read_json(&json)).0);
    }
    let (ours, peer) = (median(ours), median(peer));
    let size = |bytes: &[u8]| weight::packed(bytes) as f64 / 1e6;
    let (packed, of_json) = (size(&columns), size(&json));
    [
        Row {
            figure: format!("book of 100,000 as columns, brotli 11; raw {} kB", count(columns.len() as f64 / 1e3)),
            ours: format!("{packed:.2} MB"),
            peer: format!("{of_json:.2} MB  JSON, raw {} kB", count(json.len() as f64 / 1e3)),
            ratio: ratio(packed, of_json),
            goal: Goal::most(MOST_MB, packed, " MB"),
        },
        Row {
            figure: "reading it to a book, natively".to_owned(),
            ours: time(ours),
            peer: format!("{}  serde_json, to a book", time(peer)),
            ratio: ratio(ours, peer),
            goal: Goal::most_part(FASTER, peer / ours),
        },
    ]
}

fn read(columns: &[u8]) -> Book {
    let mut receiving = Receiving::default();
    // as they come over a socket
    columns.chunks(64 << 10).for_each(|bytes| receiving.take(bytes).expect("the bytes of a book"));
    receiving.whole().expect("a book")
}

fn read_json(json: &[u8]) -> Book {
    Book::from_snapshot(serde_json::from_slice::<Snapshot>(json).expect("a book"))
}
