//! What can be wrong with a field of a request.

use crate::{
    calendar,
    limits::{
        MAX_CHANGES, MAX_DOMAINS, MAX_NAME, MAX_PARTY_LINES, MAX_RETENTION, MAX_ROLES, MAX_TOKEN_DAYS, MAX_VERSIONS,
    },
    money::{Amount, VatRate},
    moving::{HouseIdError, MAX_URL},
    visible::is_visible,
};

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldFault {
    /// A name that shows nothing, is too long, or on several lines.
    #[error("a name is 1 to {MAX_NAME} characters on one line, something visible among them")]
    Name,
    /// A platform's rate of tax that is out of range.
    #[error("a rate is 0 to {} basis points", VatRate::MAX.0)]
    Rate,
    /// A price's rate of tax that is out of range.
    #[error("a rate is 0 to {}", VatRate::MAX.0)]
    PriceRate,
    /// A rate of tax other than 0 in a category of tax that has none.
    #[error("in this tax category the rate is 0")]
    RateOfCategory,
    /// A text for the category of tax that is empty, too long, or on several lines.
    #[error("a reason is 1 to {MAX_NAME} characters on one line")]
    Reason,
    /// A text for the category of tax that has no words on invoices.
    #[error("the tax category standard has no reason")]
    ReasonOfStandard,
    /// Too many days between suspension and deletion.
    #[error("retention is 0 to {MAX_RETENTION} days")]
    Retention,
    /// A test clock that begins after the last date a clock may show.
    #[error("a clock runs to {}", calendar::iso::format(calendar::LAST_TODAY))]
    Clock,
    /// More domains than a platform may have.
    #[error("at most {MAX_DOMAINS} domains")]
    Domains,
    /// A text that is not a domain that mail can have.
    #[error("this is not a domain that mail can have")]
    Domain {
        /// The text.
        domain: String,
    },
    /// A seller or buyer with an empty, too long or multi-line text, or with too many lines.
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
    /// Two price versions that begin on the same day.
    #[error("two versions begin on the same day")]
    PriceDayTwice,
    /// No price version that is valid on the first day.
    #[error("one version must be valid on the platform's first day")]
    NoFirstPrice,
    /// A new price version that begins today or earlier.
    #[error("new prices begin tomorrow or later")]
    PriceNotAhead,
    /// More price versions than a platform may have.
    #[error("at most {MAX_VERSIONS} versions")]
    Prices,
    /// A field that a submission has, in a request for a preview.
    #[error("only a submission has this")]
    OnlyInSubmission,
    /// Roles that are none or too many.
    #[error("1 to {MAX_ROLES} roles, each for a platform or for all")]
    Roles,
    /// A number of days after which a token is to end that is out of range.
    #[error("a token ends after 1 to {MAX_TOKEN_DAYS} days")]
    TokenDays,
    /// A text that is not the id of a house.
    #[error("{}", HouseIdError)]
    House,
    /// A text that is not the address of a house.
    #[error("an address begins with https:// or http://, has no spaces, and at most {MAX_URL} characters")]
    Url,
    /// A field that is missing.
    #[error("this field is missing")]
    Missing,
    /// More changes than one request may have.
    #[error("at most {MAX_CHANGES} changes in one request")]
    Changes,
    /// An account that is named twice.
    #[error("account {account} is named twice")]
    NamedTwice {
        /// The account's id.
        account: u32,
    },
    /// A filter without a mode.
    #[error("a filter needs a mode")]
    ModeNeeded,
    /// A mode without a filter.
    #[error("a mode needs a filter")]
    FilterNeeded,
    /// Neither changes, in whatever form, nor a filter.
    #[error("changes, runs, or filter and mode must be given")]
    NoChanges,
    /// Changes in more than one form, or with a filter.
    #[error("either changes, or runs, or filter and mode, not two of them")]
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
    /// The error that `field` has `fault`.
    pub fn new(field: impl Into<String>, fault: FieldFault) -> Self {
        Self { field: field.into(), fault }
    }
}

/// The error that `field` has `fault`, unless it is `ok`.
pub(crate) fn limit(field: &str, ok: bool, fault: FieldFault) -> Option<FieldError> {
    (!ok).then(|| FieldError::new(field, fault))
}

/// Takes away the space around a text.
pub(crate) fn trim(text: &mut String) {
    *text = text.trim().to_owned();
}

/// Whether a text is one line that shows something, and not too long.
pub(crate) fn is_line(text: &str) -> bool {
    is_visible(text) && text.chars().count() <= MAX_NAME && !text.chars().any(char::is_control)
}
