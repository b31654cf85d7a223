//! English.

use chrono::Datelike;

use super::words::{SheetWords, Words};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

pub(super) const WORDS: Words = Words {
    invoice: "Invoice",
    number: "Invoice number",
    date: "Invoice date",
    reason: "Reason",
    to: "Invoice to",
    from: "Invoice from",
    vat_id: "VAT ID",
    what: "Description",
    period: "Period",
    quantity: "Quantity",
    unit_net: "Unit price",
    vat: "VAT",
    net: "Net",
    net_sum: "Total net",
    gross_sum: "Total gross",
    on: "on",
    reverse_charge: "Reverse charge",
    exempt: "Exempt from VAT",
    zero: "Zero-rated",
    page: ["Page", "of"],
    order: "Order",
    renewal: "Renewal",
    monthly: "Email account, monthly",
    yearly: "Email account, yearly",
    thousands: ",",
    decimal: ".",
    percent: "%",
    day: |date| {
        let name = usize::try_from(date.month0()).ok().and_then(|month| MONTHS.get(month));
        format!("{}\u{a0}{}\u{a0}{}", date.day(), name.unwrap_or(&""), date.year())
    },
    sheet: SheetWords {
        account: "Email account",
        display_name: "Display name",
        status: "Status",
        renewal: "Renewal",
        expiry: "Expiry date",
        deletion: "Deleted on",
        next_net: "Next price net",
        active: "Active",
        erased_on: "erased on request on",
        not_set_up: "Not set up",
        suspended: "Suspended",
        deleted: "Deleted",
        monthly: "Monthly",
        yearly: "Yearly",
        none: "None",
    },
    price: |sign, number, symbol| {
        let space = if symbol == "€" { "" } else { "\u{a0}" };
        format!("{sign}{symbol}{space}{number}")
    },
};
