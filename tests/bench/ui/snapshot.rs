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
    assert!(book(received(&columns)) == read_json(&json), "both say the same");
    let mut tab = Tab::new(Kind::ByHand);
    tab.open(&servers.of(Kind::ByHand));
    let mut times = [(); 4].map(|()| Vec::new());
    for run in 0..=size.runs {
        let (reading, received) = seconds(|| received(&columns));
        let (putting, _) = seconds(|| book(received));
        let (whole, _) = seconds(|| read_json(&json));
        let parsing = tab.number("bench.parse()") / 1e3;
        if run > 0 {
            times
                .iter_mut()
                .zip([reading, reading + putting, parsing, whole])
                .for_each(|(times, time)| times.push(time));
        }
    }
    let [reading, to_book, parsing, json_to_book] = times.map(median);
    let packed = |bytes: &[u8]| weight::packed(bytes) as f64 / 1e6;
    let (packed, of_json) = (packed(&columns), packed(&json));
    let row = |figure: &str, ours: f64, peer: f64, name: &str, goal: Goal| Row {
        figure: figure.to_owned(),
        ours: time(ours),
        peer: format!("{}  {name}", time(peer)),
        ratio: format!("1/{:.1}", peer / ours),
        goal,
    };
    [
        row(
            "reading a snapshot of 100,000, natively (3)",
            reading,
            parsing,
            "JSON.parse of J's, in Chromium",
            Goal::most_part(FASTER, parsing / reading),
        ),
        row("the same, to a book", to_book, json_to_book, "serde_json, natively, to a book", Goal::None),
        Row {
            figure: format!("a snapshot of 100,000, brotli 11; raw {} kB", count(columns.len() as f64 / 1e3)),
            ours: format!("{packed:.2} MB"),
            peer: format!("{of_json:.2} MB  JSON, raw {} kB", count(json.len() as f64 / 1e3)),
            ratio: ratio(packed, of_json),
            goal: Goal::most(MOST_MB, packed, " MB"),
        },
    ]
}

/// Reads all accounts, as they come over a socket.
fn received(columns: &[u8]) -> Receiving {
    let mut receiving = Receiving::default();
    columns.chunks(64 << 10).for_each(|bytes| receiving.take(bytes).expect("the bytes of a book"));
    receiving
}

/// Puts them into a book, with what is derived from them.
fn book(received: Receiving) -> Book {
    received.whole().expect("a book")
}

fn read_json(json: &[u8]) -> Book {
    Book::from_snapshot(serde_json::from_slice::<Snapshot>(json).expect("a book"))
}
