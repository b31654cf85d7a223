//! The words of the settings, which come with the settings.

use super::{Phrase, Text};

/// The words of the settings.
#[derive(Debug)]
pub struct SettingsWords {
    /// The name of the whole.
    pub title: Text,
    pub platform: Text,
    pub seller: Text,
    pub seller_note: Text,
    pub buyer: Text,
    pub buyer_note: Text,
    pub prices: Text,
    pub prices_note: Text,
    pub tax: Text,
    pub tax_note: Text,
    pub fixed: Text,
    pub fixed_note: Text,
    pub name: Text,
    pub domains: Text,
    pub domains_note: Text,
    pub retention: Text,
    pub retention_note: Text,
    pub party_name: Text,
    pub lines: Text,
    pub vat_id: Text,
    pub tax_category: Text,
    pub standard: Text,
    pub reverse_charge: Text,
    pub exempt: Text,
    pub zero: Text,
    pub tax_reason: Text,
    /// Takes what invoices say without a reason.
    pub tax_reason_note: Phrase,
    pub from: Text,
    pub monthly: Text,
    pub yearly: Text,
    pub vat: Text,
    pub when: Text,
    pub past: Text,
    pub now: Text,
    pub ahead: Text,
    /// The accessible name of a button. Takes the first day of a price: `Ändern, 1. Jan. 2027`.
    pub change_of: Phrase,
    pub new_price: Text,
    pub currency: Text,
    pub alignment: Text,
    pub anniversary: Text,
    pub first_of_month: Text,
    pub time_zone: Text,
    pub clock: Text,
    /// Takes the day since which the platform has had its own clock.
    pub test_clock: Phrase,
    pub real_clock: Text,
    pub save: Text,
    pub saving: Text,
    pub saved: Text,
    pub drop: Text,
    pub closed: Text,
    pub invalid: Text,
    /// Takes what somebody else has set meanwhile, and what is typed here.
    pub clash: fn(&str, &str) -> String,
    /// Stands for a setting without a value.
    pub empty: Text,
    pub take_theirs: Text,
    pub keep_own: Text,
    pub clashing: Text,
    /// Says that a party of an invoice needs a name.
    pub party_name_missing: Text,
    /// Takes an amount as it is typed, and the two that it could mean.
    pub two_ways: fn(&str, &str, &str) -> String,
    /// How to write which of the two is meant. Takes how many digits the currency has after the point, and the two.
    pub one_way: fn(usize, &str, &str) -> String,
    /// Says that an amount has more digits after the point than its currency, whose number this takes.
    pub too_fine: fn(usize) -> String,
    pub leave_title: Text,
    pub leave_text: Text,
    pub leave_stay: Text,
    pub leave_drop: Text,
}
