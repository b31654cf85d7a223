//! Words of the deeds other than changes of modes: ordering, one account's mailbox, the end of a platform.

use super::{Count, Phrase, Text};

/// The words of deeds in one language.
#[derive(Debug)]
pub struct DeedWords {
    pub order: OrderWords,
    pub mailbox: MailboxWords,
    pub ending: EndingWords,
}

/// The words of an order.
#[derive(Debug)]
pub struct OrderWords {
    pub title: Text,
    pub quantity: Text,
    /// Says what numbers are allowed.
    pub quantity_invalid: Text,
    /// Takes what one account costs for a month.
    pub monthly_price: Phrase,
    pub yearly_price: Phrase,
    /// Takes an amount and a percentage: `spart 6,00 € im Jahr (20 %)`.
    pub saves: fn(&str, usize) -> String,
    pub cost: Text,
    pub period: Text,
    /// Takes the first day and the last.
    pub span: fn(&str, &str) -> String,
    pub net: Text,
    /// Takes the rate of tax.
    pub vat: Phrase,
    pub gross: Text,
    pub later: Text,
    pub send: Text,
    pub sending: Text,
    /// Says that the order costs something else now.
    pub changed: Text,
    /// Takes the earlier text.
    pub was: Phrase,
    pub ordered: Count,
    pub number: Text,
    pub invoice: Text,
}

/// The words of what is done to one account.
#[derive(Debug)]
pub struct MailboxWords {
    pub set_up: Text,
    pub edit: Text,
    pub address: Text,
    /// Takes the domains that an address may have.
    pub domains: Phrase,
    pub any_domain: Text,
    pub name: Text,
    pub name_hint: Text,
    pub save: Text,
    pub sending: Text,
    pub reset: Text,
    pub reset_send: Text,
    pub lost: Text,
    pub lost_content: Text,
    pub lost_address: Phrase,
    pub lost_name: Phrase,
    pub stays: Text,
    /// Takes a mode and its price.
    pub stays_mode: fn(&str, &str) -> String,
    pub stays_none: Text,
    pub stays_paid: Phrase,
    pub stays_note: Text,
    pub final_note: Text,
    pub type_address: Phrase,
    pub restore: Text,
    /// Takes the day of the deletion, the day before which is the last to restore.
    pub restore_until: Phrase,
    pub restore_note: Text,
    pub history: Text,
}

/// The words of a termination, and of refusals.
#[derive(Debug)]
pub struct EndingWords {
    pub terminate: Text,
    /// Takes how many accounts close, each when it expires.
    pub closing: Count,
    /// Takes a day and how many accounts close on it.
    pub on: fn(&str, usize) -> String,
    /// Takes how many accounts, and the later day on which they are deleted.
    pub later: fn(usize, &str) -> String,
    /// Takes the day on which the last account is deleted.
    pub last: Phrase,
    pub last_note: Text,
    pub at_once: Text,
    pub until_then: Text,
    pub lost: Text,
    pub type_name: Phrase,
    pub sending: Text,
    pub take_back: Text,
    /// Takes how many accounts close, and the day of the last.
    pub banner: fn(usize, &str) -> String,
    /// For a platform without active accounts. Takes the day on which the last account is deleted.
    pub banner_suspended: Phrase,
    pub closed_banner: Text,
    pub back_note: Text,
    /// Takes a number of accounts and their mode.
    pub back_to: fn(usize, &str) -> String,
    pub back_none: Text,
    pub terminating: Text,
    pub closed: Text,
    /// Says that the platform has moved away.
    pub moved: Text,
    pub no_account: Text,
    pub not_active: Text,
    pub not_configured: Text,
    pub not_suspended: Text,
    pub not_possible: Text,
}
