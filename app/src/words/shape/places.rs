//! Words of the places other than the list: invoices, one account, the history.

use super::{Count, Phrase, Text};

/// The words of places in one language.
#[derive(Debug)]
pub struct PlaceWords {
    pub invoices: InvoiceWords,
    /// The name of the tab of the settings.
    pub settings: Text,
}

/// The words of invoices.
#[derive(Debug)]
pub struct InvoiceWords {
    /// The name of the tab.
    pub tab: Text,
    pub caption: Text,
    pub number: Text,
    pub date: Text,
    pub kind: Text,
    pub order: Text,
    pub renewal: Text,
    pub net: Text,
    pub vat: Text,
    pub gross: Text,
    pub empty_title: Text,
    pub empty_text: Text,
    pub unknown_title: Text,
    pub unknown_text: Text,
    pub back: Text,
    pub print: Text,
    /// Takes the number: `Rechnung 2026-000001`.
    pub title: fn(&str) -> String,
    pub seller: Text,
    pub buyer: Text,
    pub vat_id: Text,
    pub lines: Text,
    pub what: Text,
    pub monthly: Text,
    pub yearly: Text,
    pub period: Text,
    /// Takes the first day and the last.
    pub span: fn(&str, &str) -> String,
    pub quantity: Text,
    pub unit: Text,
    /// Takes a rate and an amount: `19 % MwSt. auf 2,49 €`.
    pub vat_on: fn(&str, &str) -> String,
    pub total_net: Text,
    pub total_gross: Text,
    pub accounts: fn(usize) -> String,
}

/// The words of what happened. Names, dates and amounts come in as text.
#[derive(Debug)]
pub struct RecordWords {
    pub created: Text,
    pub imported: Count,
    pub renewed: Count,
    pub ordered: Count,
    pub set_up: Phrase,
    pub reset: Phrase,
    pub restored: Phrase,
    pub import_undone: Count,
    pub terminated: Count,
    pub termination_undone: Count,
    pub settings: Phrase,
    pub clock: Phrase,
    /// Takes the address that the platform moved to.
    pub moved_away: Phrase,
    pub moved_in: Text,
    /// That address and name of somebody were erased.
    pub erased: Text,
    /// In the place of such an address. Takes the day.
    pub erased_on: Phrase,
    /// The same, where the day is not known.
    pub erased_then: Text,
    pub invoice: Text,
    pub gross: Phrase,
    pub net: Phrase,
    pub lost: Text,
    /// Why an import can no longer be taken back.
    pub import_touched: Text,
    pub take_back_title: Text,
    /// Takes how many accounts disappear.
    pub take_back: Count,
    pub take_back_note: Text,
    /// The history of one account, from here on.
    pub own_imported: Text,
    pub paid_until: Phrase,
    pub own_mode: fn(&str, &str) -> String,
    pub own_undo: fn(&str, &str) -> String,
    pub takes_effect: Phrase,
    pub own_renewed: Text,
    pub own_suspended: Text,
    pub own_deleted: Text,
    pub own_ordered: Text,
    pub own_set_up: Phrase,
    pub own_reset: Text,
    pub own_restored: Text,
    pub own_import_undone: Text,
    pub own_terminated: Phrase,
    pub own_termination_undone: Phrase,
}

/// The words of an account's page.
#[derive(Debug)]
pub struct AccountWords {
    pub back: Text,
    pub unknown_title: Text,
    pub unknown_text: Text,
    /// Says that the account's import was taken back.
    pub withdrawn: Text,
    pub no_name: Text,
    pub facts: Text,
    pub history: Text,
    pub ordered_on: Text,
    pub not_known: Text,
    pub anchor_day: Text,
    /// Takes the anchor day: `31. des Monats`.
    pub anchor: Phrase,
    pub then: Text,
    pub renews_monthly: Phrase,
    pub renews_yearly: Phrase,
    /// For an account that is deleted on the day it closes.
    pub closes: Text,
    /// For an account that is suspended first. Takes the later day on which it is deleted.
    pub closes_later: Phrase,
    pub deletes_on: Text,
    pub deleted_on: Text,
    pub reset_on: Text,
    /// Takes the mode that the account gets back when the termination is taken back.
    pub held: Phrase,
}
