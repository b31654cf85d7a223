//! Words of the keyboard shortcuts, the commands, and how close together rows stand.

use super::{Count, Phrase, Text, Words};

/// The words of shortcuts and commands.
#[derive(Debug)]
pub struct KeyWords {
    /// The title of the list of shortcuts.
    pub title: Text,
    pub everywhere: Text,
    pub in_list: Text,
    pub in_billing: Text,
    pub in_choices: Text,
    /// The keys that open the commands.
    pub command_keys: &'static [Text],
    pub close_topmost: Text,
    pub down: Text,
    pub up: Text,
    pub tick: Text,
    pub choose: Text,
    pub walk: Text,
    pub run: Text,
    pub letters_off: Text,
    /// The title of the commands, and the name of their list.
    pub commands: Text,
    pub command_hint: Text,
    pub accounts: Text,
    pub go_to: Text,
    pub platform: Text,
    pub chosen: Text,
    pub no_hits: Phrase,
    pub no_hits_text: Text,
}

/// The words around the guide.
#[derive(Debug)]
pub struct GuideWords {
    pub search: Text,
    pub contents: Text,
    /// How many entries match.
    pub hits: Count,
    pub no_hits: Text,
    /// The accessible name of a link to the guide, from what it is about.
    pub help: Phrase,
}

/// The words of the first walk through the demo.
#[derive(Debug)]
pub struct WalkWords {
    pub title: Text,
    /// What the offer and each step say.
    pub steps: [fn(&Words) -> String; 5],
    /// Which step of how many it is.
    pub number: fn(usize, usize) -> String,
    pub begin: Text,
    pub next: Text,
    pub drop: Text,
    pub end: Text,
}

/// The words about the page itself.
#[derive(Debug)]
pub struct ShellWords {
    /// A newer page waits.
    pub newer: Text,
    pub renew: Text,
}
