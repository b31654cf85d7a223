//! What a person does with a page of accounts: typing, sorting, choosing for all and for one, and going on to the summary.

use super::{
    Servers, Size,
    roster::Numbers,
    tab::{BACKSPACE, Kind, Tab, place},
};
use crate::table::{Goal, Row, ratio};

/// Words that are typed in one turn, each with four keys there and four back.
const WORDS: usize = 2;
/// What is pressed in one turn to sort, one after the other: each puts another account first.
const SORTS: [&str; 5] = ["Ablaufdatum", "Ablaufdatum", "E-Mail-Account", "E-Mail-Account", "Verlängerung"];
const ALL: usize = 3;
const RADIOS: usize = 12;
const NEXTS: usize = 3;

/// What is done, and the most milliseconds that 99 of 100 events may take until their paint.
const DEEDS: [(&str, f64); 5] = [
    ("one key in the search", 32.0),
    ("sorting", 32.0),
    ("all yearly", 50.0),
    ("one radio", 16.0),
    ("on to the summary of all", 100.0),
];

/// Milliseconds of each event, by what is done.
type Times = [Vec<f64>; DEEDS.len()];

pub fn rows(servers: &Servers, size: Size) -> Vec<Row> {
    let (mut listed, mut chosen) = (Vec::new(), Vec::new());
    for kind in Kind::ALL {
        for (tabs, billing) in [(&mut listed, false), (&mut chosen, true)] {
            let mut tab = Tab::new(kind);
            tab.open(&servers.of(kind));
            if billing {
                tab.open_billing();
            }
            tabs.push(tab);
        }
    }
    let mut times = Kind::ALL.map(|_| Times::default());
    let mut numbers = Kind::ALL.map(|_| Numbers::new());
    // the first turn does not count
    for turn in 0..=size.turns {
        for page in 0..Kind::ALL.len() {
            let numbers = &mut numbers[page];
            let found = search(&mut listed[page], numbers);
            let sorted = sort(&mut listed[page]);
            let one = radios(&mut chosen[page], numbers);
            let (all, next) = all_yearly(&mut chosen[page]);
            let own: Times = [found, sorted, all, one, next];
            if turn > 0 {
                times[page].iter_mut().zip(own).for_each(|(all, own)| all.extend(own));
            }
        }
    }
    let row = |(deed, (what, most)): (usize, (&str, f64))| {
        let [ours, by_hand, react] = times.each_ref().map(|times| part(&times[deed], 0.99));
        let [own_half, half_by_hand, half_react] = times.each_ref().map(|times| part(&times[deed], 0.5));
        Row {
            figure: format!("{what}, to the paint, 99 (50) % of {} (1)", times[0][deed].len()),
            ours: format!("{ours:.0} ({own_half:.0}) ms"),
            peer: format!("{by_hand:.0} ({half_by_hand:.0}) ms  by hand; React {react:.0} ({half_react:.0})"),
            ratio: ratio(ours, by_hand),
            goal: Goal::most(most, ours, " ms"),
        }
    };
    DEEDS.into_iter().enumerate().map(row).collect()
}

/// The value that this part of all values does not exceed.
pub fn part(values: &[f64], part: f64) -> f64 {
    let mut values = values.to_vec();
    values.sort_unstable_by(f64::total_cmp);
    let place = (values.len() as f64 * part).ceil() as usize;
    values[place.saturating_sub(1)]
}

fn search(tab: &mut Tab, numbers: &mut Numbers) -> Vec<f64> {
    let mut times = Vec::new();
    let field = tab.place("input[type=search]", "^Suchen$");
    tab.press(field);
    for _ in 0..WORDS {
        let word = numbers.word();
        let ends: Vec<usize> = (1..=word.len()).chain((0..word.len()).rev()).collect();
        for (before, end) in std::iter::once(0).chain(ends.iter().copied()).zip(ends.iter().copied()) {
            let key = if end > before { char::from(word.as_bytes()[before]) } else { BACKSPACE };
            times.push(tab.timed("keydown", &["found", &word[..end]], |tab| tab.key(key)));
        }
    }
    times
}

fn sort(tab: &mut Tab) -> Vec<f64> {
    let each = SORTS.into_iter().map(|head| {
        let place = tab.place("[role=columnheader] button", &format!("^{head}$"));
        tab.timed("click", &["sorted"], |tab| tab.press(place))
    });
    each.collect()
}

fn radios(tab: &mut Tab, numbers: &mut Numbers) -> Vec<f64> {
    let mut times = Vec::new();
    for number in 0..RADIOS {
        if number % 4 == 0 {
            tab.run(&format!("bench.scroll({})", numbers.below(1_000) as f64 / 1_000.0));
        }
        let radio = tab.run(&format!("bench.radio({})", numbers.below(1_000)));
        let (name, place) = (radio["name"].as_str().unwrap_or_default(), place(&radio["place"]));
        let place = place.unwrap_or_else(|| panic!("{:?} has no radio", tab.kind));
        times.push(tab.timed("click", &["chosen", name], |tab| tab.press(place)));
    }
    times
}

/// Chooses yearly for all, goes on to the summary and back, and puts all back. Returns the times of the first and of the second.
fn all_yearly(tab: &mut Tab) -> (Vec<f64>, Vec<f64>) {
    let (mut all, mut next) = (Vec::new(), Vec::new());
    for number in 1..=ALL {
        let head = tab.place("[role=columnheader] input[type=checkbox]", ": Jährlich$");
        all.push(tab.timed("click", &["all", "Jährlich"], |tab| tab.press(head)));
        for _ in 0..if number == ALL { NEXTS } else { 0 } {
            let button = tab.place("button", "^Weiter$");
            next.push(tab.timed("click", &["summary"], |tab| tab.press(button)));
            let back = tab.place("button", "^Zurück$");
            tab.timed("click", &["choice"], |tab| tab.press(back));
        }
        let head = tab.place("[role=columnheader] input[type=checkbox]", ": Jährlich$");
        tab.timed("click", &["told"], |tab| tab.press(head));
    }
    (all, next)
}
