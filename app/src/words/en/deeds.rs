//! Words of the deeds other than changes of modes: ordering, one account's mailbox, the end of a platform.

use super::count::accounts;
use crate::words::shape::{DeedWords, EndingWords, MailboxWords, OrderWords};

pub(super) const DEEDS: DeedWords = DeedWords { order: ORDER, mailbox: MAILBOX, ending: ENDING };

const ORDER: OrderWords = OrderWords {
    title: "Order accounts",
    quantity: "Number of accounts",
    quantity_invalid: "Please enter a whole number from 1 to 1,000.",
    monthly_price: |net| format!("{net} net per account and month"),
    yearly_price: |net| format!("{net} net per account and year"),
    saves: |amount, percent| format!("saves {amount} a year ({percent}%)"),
    cost: "Costs",
    period: "Period",
    span: |first, last| format!("{first} to {last}"),
    net: "Net",
    vat: |rate| format!("VAT {rate}"),
    gross: "Gross",
    later: "The new accounts are not set up yet. You give them an address and a name afterwards.",
    send: "Order and pay",
    sending: "Ordering …",
    changed: "The price has changed; nothing was ordered. What differs is marked.",
    was: |text| format!("was {text}"),
    ordered: |count| format!("{} ordered", accounts(count)),
    number: "Order number",
    invoice: "Invoice",
};

const MAILBOX: MailboxWords = MailboxWords {
    set_up: "Set up",
    edit: "Edit",
    address: "Email address",
    domains: |domains| format!("Possible domains: {domains}"),
    any_domain: "For example anna.keller@musterfirma.example",
    name: "Display name",
    name_hint: "May stay empty.",
    save: "Save",
    sending: "Saving …",
    reset: "Reset this account",
    reset_send: "Reset",
    lost: "What is lost",
    lost_content: "all messages and files in the mailbox",
    lost_address: |address| format!("the address {address}: it is free for others at once"),
    lost_name: |name| format!("the display name {name}"),
    stays: "What stays",
    stays_mode: |mode, net| format!("renewal {mode}, {net} net"),
    stays_none: "renewal None: the account ends on its expiry date",
    stays_paid: |date| format!("expiry date {date}"),
    stays_note: "The account stays empty and goes on being billed until it ends or is set up again.",
    final_note: "This cannot be undone.",
    type_address: |address| format!("To confirm, type the address {address}"),
    restore: "Restore",
    restore_until: |date| format!("Possible until the day before it is deleted on {date}."),
    restore_note: "It is charged from its old expiry date without a gap, at once and on an invoice of its own.",
    history: "History",
};

const ENDING: EndingWords = EndingWords {
    terminate: "Terminate platform",
    closing: |count| {
        let each = if count == 1 { "closes on its expiry date." } else { "close, each on its expiry date." };
        format!("{} {each}", accounts(count))
    },
    on: |date, count| format!("{date}: {}", accounts(count)),
    later: |_, date| format!("deleted on {date}"),
    last: |date| format!("On {date} the last account is deleted and the platform is closed."),
    last_note: "A closed platform can only be read.",
    at_once: "There are no accounts any more: the platform is closed at once. This cannot be undone.",
    until_then: "Until then the termination can be undone: accounts that have not closed get their mode back.",
    lost: "The content of each account is lost with it. What is paid for is not refunded.",
    type_name: |name| format!("To confirm, type the name {name}"),
    sending: "Terminating …",
    take_back: "Undo termination",
    banner: |count, date| {
        let will = if count == 1 { "closes" } else { "close" };
        format!("This platform is terminating: {} {will} by {date}.", accounts(count))
    },
    banner_suspended: |date| {
        format!("This platform is terminating: all accounts are suspended, the last is deleted on {date}.")
    },
    closed_banner: "This platform is closed. It can only be read.",
    back_note: "Every account that has not closed gets back exactly the mode it had:",
    back_to: |count, mode| format!("{}: {mode}", accounts(count)),
    back_none: "No account is active any more. Suspended ones stay suspended and can then be restored.",
    terminating: "The platform is terminating.",
    moved: "The platform has moved. Nothing can be changed here any more.",
    closed: "The platform is closed.",
    no_account: "There is no such account.",
    not_active: "The account is suspended or deleted.",
    not_configured: "The account is not set up.",
    not_suspended: "The account is not suspended.",
    not_possible: "This cannot be done now.",
};
