//! The words of what a person may ask for, which come with the rest of the page.

use super::{Count, Phrase, Text};

/// The words of what a person may ask for.
#[derive(Debug)]
pub struct PersonWords {
    /// The name of the whole.
    pub title: Text,
    pub note: Text,
    pub demo: Text,
    pub address: Text,
    pub hint: Text,
    /// Fetches everything about the address, as a file.
    pub download: Text,
    pub open: Text,
    pub looking: Text,
    /// The title of the dialog.
    pub erase: Text,
    pub goes: Text,
    /// Takes how many accounts lose address and name.
    pub accounts: Count,
    /// Takes in how many entries of the record.
    pub entries: Count,
    /// Takes in how many stored answers.
    pub answers: Count,
    /// Takes how many accounts have another address by now, and stay.
    pub before: Count,
    pub stays: Text,
    pub numbers: Text,
    /// Takes the day until which invoices are kept.
    pub kept_until: Phrase,
    pub no_invoice: Text,
    pub backups: Text,
    pub for_good: Text,
    /// Takes the address that is to be typed.
    pub type_address: Phrase,
    pub send: Text,
    pub sending: Text,
}
