//! `cargo xtask bench ui`: what a page of 100,000 accounts is promised to be, measured beside the same page in JavaScript by
//! hand, in React, and a Durable Object in JavaScript. All are served by workerd, in the same run, and take turns.

mod act;
mod open;
pub mod peers;
mod roster;
mod scroll;
mod snapshot;
mod tab;
mod worker;

use std::path::Path;

use self::tab::Kind;
use crate::{
    ACCOUNTS, machine,
    pair::{Pair, path},
    table::{Table, count},
};

/// How much is measured.
#[derive(Debug, Clone, Copy)]
struct Size {
    /// Of how many runs a figure is the median, after one that does not count.
    runs: usize,
    /// In how many turns of the pages a person types, presses and scrolls.
    turns: usize,
    /// For how long each page is scrolled in each turn, in seconds.
    scroll: f64,
}

impl Size {
    /// The size that counts, or a small one to try whether it runs, with `LAUFZEIT_BENCH=quick` in the environment.
    fn wanted() -> Self {
        match std::env::var("LAUFZEIT_BENCH").as_deref() {
            Ok("quick") => Self { runs: 1, turns: 1, scroll: 3.0 },
            _ => Self { runs: 9, turns: 10, scroll: 6.0 },
        }
    }
}

/// The servers of the pages, both with the same accounts.
struct Servers(Pair);

impl Servers {
    /// Makes the server of a page read its accounts, if it has let go of them: a runtime puts objects to sleep after ten seconds.
    fn wake(&self, kind: Kind) {
        let Self(pair) = self;
        let (server, below) = match kind {
            Kind::Ours => (&pair.ours, "/snapshot"),
            Kind::ByHand | Kind::React => (&pair.peer, "/book"),
        };
        server.get(&path(below)).expect(200);
    }

    /// The address of the server of a page.
    fn of(&self, kind: Kind) -> String {
        match kind {
            Kind::Ours => self.0.ours.address(),
            Kind::ByHand | Kind::React => self.0.peer.address(),
        }
    }
}

pub fn run(folder: &Path) {
    let size = Size::wanted();
    println!(
        "{} cores, load {}; figures are medians of {} runs, and of events and frames 99 of 100 take no longer",
        machine::cores(),
        machine::load(),
        size.runs
    );
    println!("building the peers");
    peers::build();
    println!("importing {} accounts, here and there", count(ACCOUNTS as f64));
    let roster = roster::roster(ACCOUNTS);
    let servers = Servers(Pair::with_roster(&roster, folder));
    println!("opening each page {} times, each time in a browser without a past", size.runs + 1);
    let mut rows = open::rows(&servers, size);
    println!("typing and pressing");
    rows.extend(act::rows(&servers, size));
    println!("scrolling");
    rows.push(scroll::row(&servers, size));
    println!("reading snapshots");
    rows.extend(snapshot::rows(&servers, size));
    println!("asking the worker");
    rows.extend(worker::rows(&servers, &roster, folder, size));
    servers.0.check();
    println!("\n{}\n{}load {}", Table(rows), NOTES, machine::load());
}

const NOTES: &str = "\
(0) a new browser each time; the server has just read its accounts
(1) from the browser's time of the event to the end of the first frame that shows all of what it asks for; the slowest of
    the given number where there are fewer than 100
(2) the times between frames as the page's code sees them
(3) both to rows that can be asked, without indexes: ours to blocks, in this program; JSON.parse to objects, beside the pages
(4) one request after the other, to the end of the answer; J answers from objects in memory, ours from its book
";
