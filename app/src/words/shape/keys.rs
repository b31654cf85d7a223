//! The keys, the commands, and how close the rows stand.

use super::{Phrase, Text};

/// The words of keys and commands.
#[derive(Debug)]
pub struct KeyWords {
    /// The title of the list of keys.
    pub title: Text,
    /// The entry that shows it.
    pub show: Text,
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
    pub dense: Text,
    /// The title of the commands, and what their field and list are called.
    pub commands: Text,
    /// The entry that shows them.
    pub find_command: Text,
    pub command_hint: Text,
    pub accounts: Text,
    pub go_to: Text,
    pub platform: Text,
    pub chosen: Text,
    pub no_hits: Phrase,
    pub no_hits_text: Text,
}
