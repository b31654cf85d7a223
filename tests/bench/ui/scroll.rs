//! Scrolling through the list with a wheel.

use serde_json::json;

use super::{
    Servers, Size,
    act::part,
    tab::{Kind, Tab},
};
use crate::table::{Goal, Row, ratio};

/// Pixels a second: about 180 rows, as by a strong pull.
const SPEED: f64 = 8_000.0;
/// By how many milliseconds the browser's own clock of frames varies.
const BREATH: f64 = 0.5;

pub fn row(servers: &Servers, size: Size) -> Row {
    let mut tabs = Kind::ALL.map(|kind| {
        let mut tab = Tab::new(kind);
        tab.open(&servers.of(kind));
        tab
    });
    let mut frames = Kind::ALL.map(|_| Vec::new());
    for turn in 0..size.turns {
        for (tab, frames) in tabs.iter_mut().zip(&mut frames) {
            frames.extend(scroll(tab, size.scroll, turn));
        }
    }
    let slow = frames.each_ref().map(|frames| part(frames, 0.99));
    let told = |page: usize| {
        let [half, most] = [0.5, 0.95].map(|share| part(&frames[page], share));
        format!("{:.1} ({most:.1}, {half:.1})", slow[page])
    };
    Row {
        figure: format!("a frame, scrolling for {:.0} s, 99 (95, 50) % (2)", size.scroll * size.turns as f64),
        ours: format!("{} ms", told(0)),
        peer: format!("{} ms  by hand; React {}", told(1), told(2)),
        ratio: ratio(slow[0], slow[1]),
        goal: Goal::most_of_peer(slow[0] <= slow[1] + BREATH),
    }
}

/// Scrolls down for so many seconds from a part of the list, and returns the milliseconds between its frames.
fn scroll(tab: &mut Tab, seconds: f64, turn: usize) -> Vec<f64> {
    tab.run(&format!("bench.scroll({})", turn as f64 * 0.05));
    let from = tab.number("bench.scrolled()");
    tab.run("bench.film()");
    let way = SPEED * seconds;
    let gesture = json!({
        "x": 720, "y": 600, "yDistance": -way, "speed": SPEED, "gestureSourceType": "mouse", "preventFling": true,
    });
    tab.chromium.call("Input.synthesizeScrollGesture", gesture);
    let frames = tab.run("bench.cut()");
    let scrolled = tab.number("bench.scrolled()") - from;
    assert!(scrolled > way * 0.9, "{:?} scrolled by {scrolled} of {way} pixels", tab.kind);
    frames.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect()
}
