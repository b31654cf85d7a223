//! The book as the page loads it, against the same book as JSON.

use domain::book::{Book, Receiving, Snapshot};
use tests::weight;

use super::{
    Servers, Size,
    tab::{Kind, Tab},
};
use crate::{
    machine::{median, seconds},
    pair::path,
    table::{Goal, Row, count, ratio, time},
};

/// The most megabytes of 100,000 accounts, compressed with brotli.
const MOST_MB: f64 = 2.0;
/// How many times as fast columns are read at least.
const FASTER: f64 = 20.0;

pub fn rows(servers: &Servers, size: Size) -> [Row; 3] {
    let Servers(pair) = servers;
    let (columns, json) =
        (pair.ours.get(&path("/snapshot")).expect(200).body, pair.ours.get(&path("/book")).expect(200).body);
    assert!(read(&columns) == read_json(&json), "both say the same");
    let mut tab = Tab::new(Kind::ByHand);
    tab.open(&servers.of(Kind::ByHand));
    let (mut ours, mut natively, mut parsed) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..size.runs {
        ours.push(seconds(|| read(&columns)).0);
        natively.push(seconds(|| read_json(&json)).0);
        parsed.push(tab.number("bench.parse(1).then(([took]) => took)") / 1e3);
    }
    let [ours, natively, parsed] = [ours, natively, parsed].map(median);
    let packed = |bytes: &[u8]| weight::packed(bytes) as f64 / 1e6;
    let (packed, of_json) = (packed(&columns), packed(&json));
    let reading = |peer: f64, name: &str, goal: Goal| Row {
        figure: "reading a snapshot of 100,000 (3)".to_owned(),
        ours: time(ours),
        peer: format!("{}  {name}", time(peer)),
        ratio: format!("1/{:.1}", peer / ours),
        goal,
    };
    [
        reading(parsed, "JSON.parse, of J's JSON", Goal::most_part(FASTER, parsed / ours)),
        reading(natively, "serde_json, to a book", Goal::None),
        Row {
            figure: format!("a snapshot of 100,000, brotli 11; raw {} kB", count(columns.len() as f64 / 1e3)),
            ours: format!("{packed:.2} MB"),
            peer: format!("{of_json:.2} MB  JSON, raw {} kB", count(json.len() as f64 / 1e3)),
            ratio: ratio(packed, of_json),
            goal: Goal::most(MOST_MB, packed, " MB"),
        },
    ]
}

fn read(columns: &[u8]) -> Book {
    let mut receiving = Receiving::default();
    // as they come over a socket
    columns.chunks(64 << 10).for_each(|bytes| receiving.take(bytes).expect("the bytes of a book"));
    receiving.whole(|rest| serde_json::from_slice(rest).ok()).expect("a book")
}

fn read_json(json: &[u8]) -> Book {
    Book::from_snapshot(serde_json::from_slice::<Snapshot>(json).expect("a book"))
}
