//! The words of a roster that is imported. They come with the rest of the page.

use super::{Count, Phrase, Text};

/// The form that imports a roster, and what can be wrong with one.
#[derive(Debug)]
pub struct RosterWords {
    pub name: Text,
    pub name_hint: Text,
    pub file: Text,
    pub file_drop: Text,
    pub file_columns: Text,
    pub test_clock: Text,
    pub test_clock_note: Text,
    pub monthly_price: Text,
    pub yearly_price: Text,
    pub price_note: Text,
    pub price_invalid: Text,
    pub vat: Text,
    pub vat_invalid: Text,
    pub retention: Text,
    pub retention_invalid: Text,
    pub name_missing: Text,
    pub date_missing: Text,
    pub zone_invalid: Text,
    /// Takes the date of today in a time zone.
    pub zone_today: Phrase,
    pub ready: Count,
    pub import: Text,
    pub import_n: Count,
    pub importing: Text,
    pub errors: Count,
    pub errors_text: Text,
    pub errors_more: Count,
    pub line: Text,
    pub column: Text,
    pub what: Text,
    pub paste: Text,
    pub paste_hint: Text,
    pub pasted: Text,
    pub step: Text,
    pub step_text: Text,
    pub choose: Text,
    pub not_taken: Text,
    pub for_all: Text,
    /// A column without a name, by its number.
    pub column_n: Count,
    pub display_name: Text,
    pub dates: Text,
    pub day_first: Text,
    pub month_first: Text,
    pub first_rows: Text,
    pub passed_over: Text,
    /// Takes the name of an encoding.
    pub encoding: Phrase,
    /// Takes the first expiry date of a roster.
    pub old: Phrase,
    /// Takes the date at which a test clock would begin.
    pub old_clock: Phrase,
}
