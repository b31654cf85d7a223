//! What is done besides changes of modes: ordering, one account's mailbox, the end of a platform.

use super::{Count, Phrase, Text};

/// Those of one language.
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
    /// Names the bounds.
    pub quantity_invalid: Text,
    /// What one account costs for a month.
    pub monthly_price: Phrase,
    pub yearly_price: Phrase,
    /// An amount and a percentage: `spart 6,00 € im Jahr (20 %)`.
    pub saves: fn(&str, usize) -> String,
    pub cost: Text,
    pub period: Text,
    /// From the first day to the last.
    pub span: fn(&str, &str) -> String,
    pub net: Text,
    /// With its rate.
    pub vat: Phrase,
    pub gross: Text,
    pub later: Text,
    pub send: Text,
    pub sending: Text,
    /// It costs something else now.
    pub changed: Text,
    /// What it was before.
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
    /// Which domains it may have.
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
    /// A mode and its price.
    pub stays_mode: fn(&str, &str) -> String,
    pub stays_none: Text,
    pub stays_paid: Phrase,
    pub stays_note: Text,
    pub final_note: Text,
    pub type_address: Phrase,
    pub restore: Text,
    /// Until when, at the latest.
    pub restore_until: Phrase,
    pub restore_note: Text,
    pub history: Text,
}

/// The words of a termination, and of refusals.
#[derive(Debug)]
pub struct EndingWords {
    pub terminate: Text,
    /// How many accounts close, each when it expires.
    pub closing: Count,
    /// The account closes and is deleted on a day.
    pub on: fn(&str, usize) -> String,
    /// It is suspended, and deleted on a later day.
    pub later: Phrase,
    /// The day on which nothing is left.
    pub last: Phrase,
    pub last_note: Text,
    pub at_once: Text,
    pub until_then: Text,
    pub lost: Text,
    pub type_name: Phrase,
    pub sending: Text,
    pub take_back: Text,
    /// How many accounts close by which day.
    pub banner: fn(usize, &str) -> String,
    /// None is active any more; the last is deleted on a day.
    pub banner_suspended: Phrase,
    pub closed_banner: Text,
    pub back_note: Text,
    /// So many accounts and their mode.
    pub back_to: fn(usize, &str) -> String,
    pub back_none: Text,
    pub terminating: Text,
    pub closed: Text,
    pub no_account: Text,
    pub not_active: Text,
    pub not_configured: Text,
    pub not_suspended: Text,
    pub not_possible: Text,
}
