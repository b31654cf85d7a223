//! `cargo xtask bench` and `cargo xtask bench ui`: measure what was promised of size and speed. Each figure is compared with a
//! peer measured in the same run.
//!
//! Nothing here fails because it is slow. It fails when something cannot be run or gives a wrong answer.

mod access;
mod confirm;
mod day;
mod growth;
mod history;
mod list;
mod machine;
mod money;
mod pair;
mod table;
mod ui;

use std::fmt::Write;

use pair::Pair;
use table::{Table, count};

const ACCOUNTS: usize = 100_000;
/// The day on which all accounts expire.
const FIRST_DAY: &str = "2026-12-15";

fn main() {
    // The build is on a real disk, as data is in use; a temporary folder may be memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder where cargo builds");
    ui::peers::make_folder();
    if std::env::args().any(|word| word == "ui") {
        return ui::run(folder.path());
    }
    println!(
        "{} cores, load {}; each figure is the median of {} runs",
        machine::cores(),
        machine::load(),
        machine::RUNS
    );
    println!("importing {} accounts, here and there", count(ACCOUNTS as f64));
    let large = Pair::with_roster(&roster(ACCOUNTS), folder.path());
    println!("confirming");
    let mut rows = confirm::rows(&large);
    println!("running days");
    let mut later = Vec::from(day::rows(&large));
    println!("ordering");
    later.extend(money::rows(&large.ours, folder.path()));
    println!("checking the record");
    large.check();
    drop(large);
    println!("listing");
    let small = Pair::with_roster(include_str!("../data/musterfirma-1000.csv"), folder.path());
    rows.push(list::row(&small));
    small.check();
    rows.extend(later);
    drop(small);
    println!("signing in");
    rows.extend(access::rows(include_str!("../data/musterfirma-1000.csv"), folder.path()));
    println!("growing");
    rows.extend(growth::rows(folder.path()));
    println!("living for ten years");
    rows.extend(history::rows(folder.path()));
    let fsyncs = machine::fsyncs_per_second(folder.path());
    let notes: String = confirm::notes()
        .into_iter()
        .chain([list::note(), day::NOTE.to_owned(), money::NOTE.to_owned()])
        .map(|note| note + "\n")
        .collect();
    let disk = format!("the disk takes {} small writes a second, each synced; load {}", count(fsyncs), machine::load());
    println!("\n{}\n{notes}{disk}", Table(rows));
}

fn roster(accounts: usize) -> String {
    let mut roster = String::from("address,display_name,mode,expires_on\n");
    for number in 1..=accounts {
        let line = writeln!(roster, "u{number}@grossfirma.example,Nutzer {number},monthly,{FIRST_DAY}");
        line.expect("memory takes it");
    }
    roster
}
