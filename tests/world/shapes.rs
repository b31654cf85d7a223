//! Requests to a platform and what can be seen of it, in types that the model and every host share.

use domain::{
    account::{AccountRef, RenewalMode, Status},
    calendar::Term,
    change::Wishes,
    hash::Hash,
    invoice::{Invoice, InvoiceKind},
    settings::Settings,
    stamp::Revision,
    summary::Reason,
};

use crate::calendar::Day;

/// A line of a roster.
#[derive(Debug, Clone)]
pub struct Line {
    pub address: String,
    pub name: String,
    pub mode: RenewalMode,
    pub expires: Day,
    pub ordered: Option<Day>,
    pub anchor: Option<u32>,
}

/// What ties a confirmation to what was seen.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    pub revision: Revision,
    pub hash: Hash,
}

/// A request. The model knows submissions and imports by their index in a list, hosts know them by `id` or `revision`.
#[derive(Debug, Clone)]
pub enum Request {
    Import(Vec<Line>),
    TakeImportBack { index: usize, revision: u64 },
    Change { wishes: Wishes, token: Token },
    Undo { index: usize, id: String },
    Order { quantity: u32, term: Term, hash: Hash },
    SetUp { account: u32, address: Option<String>, name: Option<String> },
    Reset { account: u32, confirm: String },
    Restore { account: u32, mode: RenewalMode },
    Terminate { confirm: String },
    TakeBack,
    Settings(Box<Settings>),
    Clock(Day),
}

impl Request {
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Import(_) => "import",
            Self::TakeImportBack { .. } => "take import back",
            Self::Change { .. } => "change",
            Self::Undo { .. } => "undo",
            Self::Order { .. } => "order",
            Self::SetUp { .. } => "set up",
            Self::Reset { .. } => "reset",
            Self::Restore { .. } => "restore",
            Self::Terminate { .. } => "terminate",
            Self::TakeBack => "take back",
            Self::Settings(_) => "settings",
            Self::Clock(_) => "clock",
        }
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    Imported(usize),
    Removed(usize),
    Changed { lines: usize, refused: Vec<(u32, Reason)> },
    Ordered { accounts: Vec<u32>, number: String },
    Seat(Box<Seat>),
    Platform(Place),
}

/// An answer, with the host's name for what it did: the id of a submission, or the revision of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub done: Done,
    pub name: String,
}

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    Terminating,
    Closed,
    NotTerminating,
    Unconfirmed,
    Quantity,
    Stale,
    NoAccount,
    NotActive,
    NotConfigured,
    NotSuspended,
    RestoreMode,
    Field(&'static str),
    Settings,
    KeyReused,
    ImportTouched,
    Roster(Vec<usize>),
    NothingToDo,
    UnknownAccount,
    NamedTwice,
    Backwards,
    TooFar,
}

/// The state of a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub name: String,
    pub today: Day,
    pub status: &'static str,
    pub active: u32,
    pub suspended: u32,
    pub deleted: u32,
}

/// An account, as it can be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub id: u32,
    pub address: String,
    pub name: String,
    pub mode: RenewalMode,
    pub status: Status,
    pub ordered: Option<Day>,
    pub anchor: u32,
    pub expires: Day,
    pub deletes: Option<Day>,
    pub reset: Option<Day>,
}

impl From<AccountRef<'_>> for Seat {
    fn from(account: AccountRef<'_>) -> Self {
        Self {
            id: account.id.0,
            address: account.address.to_string(),
            name: account.display_name.to_owned(),
            mode: account.mode,
            status: account.status,
            ordered: account.ordered_on.map(Day::from),
            anchor: u32::from(u8::from(account.anchor_day)),
            expires: account.expires_on.into(),
            deletes: account.deletes_on.map(Day::from),
            reset: account.reset_on.map(Day::from),
        }
    }
}

/// What an account does at its expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Renews { term: Term, net: i64 },
    Closes { deletes: Day },
}

/// A line of a summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    pub account: u32,
    pub address: String,
    pub from: RenewalMode,
    pub to: RenewalMode,
    pub on: Day,
    pub what: What,
}

/// A summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub lines: Vec<Promise>,
    pub refused: Vec<(u32, Reason)>,
    pub closing: usize,
    pub going_on: usize,
    pub before: i64,
    pub after: i64,
}

/// What an order would cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    pub quantity: u32,
    pub term: Term,
    pub start: Day,
    pub end: Day,
    pub unit: i64,
    pub rate: u16,
    pub net: i64,
    pub vat: i64,
    pub gross: i64,
}

/// A line of an invoice. Lines are sorted by their fields, in this order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BillLine {
    pub start: Day,
    pub end: Day,
    pub term: Term,
    pub unit: i64,
    pub rate: u16,
    pub quantity: i64,
    pub net: i64,
    pub accounts: Vec<u32>,
}

/// An invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    pub number: String,
    pub date: Day,
    pub order: bool,
    pub buyer: String,
    pub lines: Vec<BillLine>,
    /// Rate, net amount and tax of each rate.
    pub rates: Vec<(u16, i64, i64)>,
    pub net: i64,
    pub vat: i64,
    pub gross: i64,
}

impl From<&Invoice> for Bill {
    fn from(invoice: &Invoice) -> Self {
        let line = |line: &domain::invoice::InvoiceLine| BillLine {
            start: line.period.start.into(),
            end: line.period.end.into(),
            term: line.term,
            unit: line.unit_net.0,
            rate: line.vat_rate.0,
            quantity: i64::from(line.quantity),
            net: line.net.0,
            accounts: line.accounts.iter().map(|id| id.0).collect(),
        };
        Self {
            number: invoice.number.to_string(),
            date: invoice.date.into(),
            order: invoice.kind == InvoiceKind::Order,
            buyer: invoice.buyer.name.clone(),
            lines: invoice.lines.iter().map(line).collect(),
            rates: invoice.rates.iter().map(|sum| (sum.vat_rate.0, sum.net.0, sum.vat.0)).collect(),
            net: invoice.net.0,
            vat: invoice.vat.0,
            gross: invoice.gross.0,
        }
    }
}
