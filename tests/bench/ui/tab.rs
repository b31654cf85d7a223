//! One of the pages that are compared, in a browser of its own, and what a person does with it.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tests::chromium::Chromium;

/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(20);

/// The pages that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Ours.
    Ours,
    /// The one in JavaScript by hand.
    ByHand,
    /// The one in React.
    React,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Ours, Self::ByHand, Self::React];

    /// Where it is, from the address of its server on.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Ours => "/platforms/bench/accounts",
            Self::ByHand => "/v/",
            Self::React => "/r/",
        }
    }

    /// What is pressed, one after the other, to choose modes.
    const fn to_billing(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Ours => &[("button", "^Aktionen$"), ("[role=menuitem]", "^Abrechnungsmodus$")],
            Self::ByHand | Self::React => &[("button", "^Abrechnungsmodus$")],
        }
    }
}

/// A page that has been opened.
pub struct Tab {
    pub chromium: Chromium,
    pub kind: Kind,
}

impl Tab {
    /// An empty tab of a browser that knows nothing yet.
    pub fn new(kind: Kind) -> Self {
        let mut chromium = Chromium::start();
        chromium.call("Page.enable", json!({}));
        chromium.call("Emulation.setTimezoneOverride", json!({"timezoneId": "Europe/Berlin"}));
        let size = json!({"width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": false});
        chromium.call("Emulation.setDeviceMetricsOverride", size);
        chromium.call("Page.addScriptToEvaluateOnNewDocument", json!({"source": include_str!("measure.js")}));
        Self { chromium, kind }
    }

    /// Opens the page, and returns how many milliseconds it took until the first account was painted.
    pub fn open(&mut self, server: &str) -> f64 {
        self.chromium.call("Page.navigate", json!({"url": format!("{server}{}", self.kind.path())}));
        self.number("bench.first")
    }

    /// The result of a script.
    #[track_caller]
    pub fn run(&mut self, script: &str) -> Value {
        let wanted = json!({"expression": script, "returnByValue": true, "awaitPromise": true});
        let mut answer = self.chromium.call("Runtime.evaluate", wanted);
        assert!(answer.get("exceptionDetails").is_none(), "{:?}: {script}: {answer}", self.kind);
        answer["result"]["value"].take()
    }

    #[track_caller]
    pub fn number(&mut self, script: &str) -> f64 {
        self.run(script).as_f64().unwrap_or_else(|| panic!("{script} gives a number"))
    }

    /// How many milliseconds there are between an event and the paint of what it asks for, which is one of `after` in
    /// `measure.js`.
    #[track_caller]
    pub fn timed(&mut self, event: &str, what: &[&str], act: impl FnOnce(&mut Self)) -> f64 {
        let facts: Vec<String> = what.iter().map(|fact| json!(fact).to_string()).collect();
        self.run(&format!("bench.arm('{event}', {})", facts.join(", ")));
        act(self);
        self.number("bench.done")
    }

    /// Presses a key.
    pub fn key(&mut self, key: char) {
        let (name, code, text) = match key {
            BACKSPACE => ("Backspace".to_owned(), 8, String::new()),
            letter => (letter.to_string(), letter.to_ascii_uppercase() as u32, letter.to_string()),
        };
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let down = json!({"type": kind, "key": name, "text": text, "windowsVirtualKeyCode": code});
        self.chromium.call("Input.dispatchKeyEvent", down);
        self.chromium
            .call("Input.dispatchKeyEvent", json!({"type": "keyUp", "key": name, "windowsVirtualKeyCode": code}));
    }

    /// Presses what is at a place.
    pub fn press(&mut self, (x, y): (f64, f64)) {
        for (kind, buttons) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let event = json!({"type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1});
            self.chromium.call("Input.dispatchMouseEvent", event);
        }
    }

    /// The middle of what has such a name, once it is there and nothing covers it.
    #[track_caller]
    pub fn place(&mut self, selector: &str, pattern: &str) -> (f64, f64) {
        let began = Instant::now();
        loop {
            let found = self.run(&format!("bench.place({}, {})", json!(selector), json!(pattern)));
            if let Some(place) = place(&found) {
                return place;
            }
            assert!(began.elapsed() < PATIENCE, "{:?} has no {selector} {pattern}", self.kind);
            thread::sleep(POLL);
        }
    }

    /// Goes to where modes are chosen.
    pub fn open_billing(&mut self) {
        for (selector, name) in self.kind.to_billing() {
            let place = self.place(selector, name);
            self.press(place);
        }
        self.place("[role=columnheader] input[type=checkbox]", ": Jährlich$");
    }
}

/// The key that takes back a letter.
pub const BACKSPACE: char = '\u{8}';

/// A place as scripts give it.
pub fn place(found: &Value) -> Option<(f64, f64)> {
    Some((found.get(0)?.as_f64()?, found.get(1)?.as_f64()?))
}
