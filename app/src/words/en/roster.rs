//! The English words of a roster that is imported.

use super::count::{accounts, n, of};
use crate::words::RosterWords;

pub(in crate::words) static ROSTER: RosterWords = RosterWords {
    name: "Name of the platform",
    name_hint: "For example the name of the company",
    file: "CSV file",
    file_drop: "Choose a file or drop it here",
    file_columns: "Columns: address, display_name, mode, expires_on; optionally ordered_on, anchor_day.",
    test_clock: "Test clock from",
    test_clock_note: "The platform has a clock of its own that you move forward yourself.",
    monthly_price: "Price per month, net",
    yearly_price: "Price per year, net",
    price_note: "Per account; valid from the first day.",
    price_invalid: "Please enter an amount, for example 2.49.",
    vat: "VAT in %",
    vat_invalid: "Please enter a rate from 0 to 100, for example 19.",
    retention: "Days until deletion",
    retention_invalid: "Please enter a number from 0 to 365.",
    name_missing: "Please enter a name.",
    date_missing: "Please choose a date.",
    zone_invalid: "Please enter a time zone such as Europe/Berlin.",
    zone_today: |date| {
        format!("Today is {date} there. The time zone says when a day begins, and cannot be changed later.")
    },
    ready: |count| format!("{} can be imported.", accounts(count)),
    import: "Import",
    import_n: |count| format!("Import {}", accounts(count)),
    importing: "Importing …",
    errors: |count| of(count, "error in the file", "errors in the file"),
    errors_text: "Nothing was created. Correct these lines and choose the file again.",
    errors_more: |count| format!("… and {} more", n(count)),
    line: "Line",
    column: "Column",
    what: "What is wrong",
    paste: "Or paste it here",
    paste_hint: "Rows from a spreadsheet, or by hand: address; name; mode; expiry date",
    pasted: "Pasted text",
    step: "What the file does not say",
    step_text: "Say what each column is. What is in no column goes for all accounts of the file.",
    choose: "Please choose",
    not_taken: "Leave out",
    for_all: "For all",
    column_n: |count| format!("Column {}", n(count)),
    display_name: "Display name",
    dates: "Dates with slashes",
    day_first: "Day first: 31/12",
    month_first: "Month first: 12/31",
    first_rows: "The first rows as understood",
    passed_over: "Left out",
    encoding: |name| format!("Read as {name}. Are accented letters right?"),
    old: |date| {
        format!(
            "This roster is from the past: its first account expires on {date}. With a test clock, the platform begins before that."
        )
    },
    old_clock: |date| format!("Test clock from {date}"),
};
