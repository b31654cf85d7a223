//! Words of the keyboard shortcuts, the commands, and how close together rows stand.

use super::count::of;
use crate::words::shape::{GuideWords, KeyWords, ShellWords, WalkWords};

pub(in crate::words) static KEYS: KeyWords = KeyWords {
    title: "Keyboard shortcuts",
    everywhere: "Everywhere",
    in_list: "In the list",
    in_billing: "In billing mode",
    in_choices: "In choices and menus",
    command_keys: &["Ctrl", "K"],
    close_topmost: "Close the top dialog",
    down: "One row down",
    up: "One row up",
    tick: "Select the row",
    choose: "Choose",
    walk: "From entry to entry",
    run: "Run",
    letters_off: "Single characters are switched off as shortcuts: what is grey does nothing.",
    commands: "Commands",
    command_hint: "Command or address …",
    accounts: "Accounts",
    go_to: "Go to",
    platform: "Platform",
    chosen: "active",
    no_hits: |text| format!("No matches for “{text}”"),
    no_hits_text: "Commands, addresses and names are searched.",
};

/// The words around the guide. They come with the rest of the page.
pub(in crate::words) static GUIDE: GuideWords = GuideWords {
    search: "Search the guide",
    contents: "Contents",
    hits: |count| of(count, "match", "matches"),
    no_hits: "The guide says nothing about that. Try another word.",
    help: |about| format!("Help: {about}"),
};

/// The words of the first walk through the demo. They come with the rest of the page.
pub(in crate::words) static WALK: WalkWords = WalkWords {
    title: "First walk",
    steps: [
        |_| "New here? A walk in four steps shows what this is about.".to_owned(),
        |_| "Each row is an account with the day on which it runs out. Above are the next twelve months.".to_owned(),
        |words| {
            format!(
                "Open the {}, choose {} in some rows, press {}, read it and confirm.",
                words.list.billing_mode, words.mode.none, words.common.next
            )
        },
        |words| {
            format!(
                "Set the clock forward with “{}”: what you have confirmed is done on its day.",
                words.demo.next_event
            )
        },
        |_| {
            "What has been done is in the history, each invoice among the invoices, and everything else in the guide."
                .to_owned()
        },
    ],
    number: |step, of| format!("{step} of {of}:"),
    begin: "Begin the walk",
    next: "Next step",
    drop: "Do not show again",
    end: "End the walk",
};

pub(in crate::words) static SHELL: ShellWords =
    ShellWords { newer: "A new version of Laufzeit is ready.", renew: "Reload" };
