//! What is wrong with a field of a platform, of its settings, or of changes.

use crate::{
    calendar,
    limits::{MAX_CHANGES, MAX_DOMAINS, MAX_NAME, MAX_PARTY_LINES, MAX_RETENTION, MAX_VERSIONS},
    money::{Amount, VatRate},
};

/// What is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldFault {
    /// A name of no or too many characters, or of several lines.
    #[error("a name is 1 to {MAX_NAME} characters on one line")]
    Name,
    /// A platform's rate of tax that is none.
    #[error("a rate is 0 to {} basis points", VatRate::MAX.0)]
    Rate,
    /// A price's rate of tax that is none.
    #[error("a rate is 0 to {}", VatRate::MAX.0)]
    PriceRate,
    /// Too many days between suspension and deletion.
    #[error("retention is 0 to {MAX_RETENTION} days")]
    Retention,
    /// A clock that begins later than clocks run.
    #[error("a clock runs to {}", calendar::iso::format(calendar::LAST_TODAY))]
    Clock,
    /// More domains than a platform has.
    #[error("at most {MAX_DOMAINS} domains")]
    Domains,
    /// Not a domain that mail can have.
    #[error("this is not a domain that mail can have")]
    Domain {
        /// What it says.
        domain: String,
    },
    /// A side of an invoice with too much or too little in it.
    #[error("a name, at most {MAX_PARTY_LINES} lines and a vat_id, of at most {MAX_NAME} characters each")]
    Party,
    /// There is no such time zone.
    #[error("this is not a time zone, such as Europe/Berlin")]
    TimeZone,
    /// There is no such currency.
    #[error("this is not a currency of ISO 4217, such as EUR")]
    Currency,
    /// A price below zero or too high.
    #[error("a price is 0 to {} minor units", Amount::MAX_PRICE.0)]
    Price,
    /// Two prices of one day.
    #[error("two versions begin on the same day")]
    PriceDayTwice,
    /// No price at the beginning.
    #[error("one version must be valid on the platform's first day")]
    NoFirstPrice,
    /// A new price that begins too early.
    #[error("new prices begin tomorrow or later")]
    PriceNotAhead,
    /// More prices than a platform has.
    #[error("at most {MAX_VERSIONS} versions")]
    Prices,
    /// What a preview must not have.
    #[error("only a submission has this")]
    OnlyInSubmission,
    /// What must be there.
    #[error("this field is missing")]
    Missing,
    /// More changes than one request has.
    #[error("at most {MAX_CHANGES} changes in one request")]
    Changes,
    /// A filter without a mode.
    #[error("a filter needs a mode")]
    ModeNeeded,
    /// A mode without a filter.
    #[error("a mode needs a filter")]
    FilterNeeded,
    /// Neither changes nor a filter.
    #[error("either changes, or filter and mode, must be given")]
    NoChanges,
    /// Changes and a filter.
    #[error("either changes, or filter and mode, not both")]
    ChangesAndFilter,
}

/// One field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's path in the request, such as `catalog[0].from`.
    pub field: String,
    /// What is wrong.
    pub fault: FieldFault,
}

impl FieldError {
    /// `field` is to blame for `fault`.
    pub fn new(field: impl Into<String>, fault: FieldFault) -> Self {
        Self { field: field.into(), fault }
    }
}
