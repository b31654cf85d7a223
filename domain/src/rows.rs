//! What an event does to the rows of accounts. It is defined here once, for the book in memory and for hosts that store
//! rows.

use chrono::NaiveDate;

use crate::{
    account::{AccountId, AccountRow, Address, RenewalMode, Status},
    calendar::AnchorDay,
    event::{Event, Held, ModeGroup, Recorded},
    invoice::{Invoice, InvoiceLine},
    platform::Alignment,
    roster::RosterEntry,
};

/// One change to the rows of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowChange<'a> {
    /// New rows with consecutive ids.
    Added {
        /// The id of the first row.
        first: AccountId,
        /// The rows.
        rows: NewRows<'a>,
    },
    /// Columns that get the same values in many rows.
    Set {
        /// The accounts whose rows change.
        accounts: Vec<AccountId>,
        /// The columns, each at most once.
        columns: Vec<Column>,
    },
    /// Rows that leave the book.
    Left {
        /// The accounts whose rows leave.
        accounts: Vec<AccountId>,
        /// What becomes of them: deleted or withdrawn.
        status: Status,
    },
    /// Rows of accounts that have left the book, and lose their address and name.
    Erased {
        /// The accounts.
        accounts: Vec<AccountId>,
        /// What stands for their address.
        address: Address,
    },
}

/// Rows of new accounts. Those of an import are made one by one when they are asked for: all of them would take as much memory
/// as the import itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRows<'a> {
    imported: &'a [RosterEntry],
    ordered: Vec<AccountRow>,
}

impl NewRows<'_> {
    /// The rows, by id.
    pub fn iter(&self) -> impl Iterator<Item = AccountRow> {
        self.imported.iter().map(RosterEntry::row).chain(self.ordered.iter().cloned())
    }
}

/// A column of an account's row, with its new value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// The address.
    Address(Address),
    /// The name shown beside it.
    DisplayName(String),
    /// What happens at the expiry.
    Mode(RenewalMode),
    /// The account's status.
    Status(Status),
    /// The day of the month on which its periods begin.
    AnchorDay(AnchorDay),
    /// The first day that is not paid for.
    ExpiresOn(NaiveDate),
    /// The day it is deleted, while it is suspended.
    DeletesOn(Option<NaiveDate>),
    /// The mode that it gets back when a termination is taken back.
    Held(Option<RenewalMode>),
    /// The day it was last reset.
    ResetOn(Option<NaiveDate>),
}

impl Column {
    /// Whether this is the address.
    pub(crate) const fn is_of_address(&self) -> bool {
        matches!(self, Self::Address(_))
    }
}

impl<'a> RowChange<'a> {
    /// What an entry of the record does to the rows of a platform with this alignment, in order. Nothing for an event
    /// that touches no account.
    pub fn of(recorded: &'a Recorded, alignment: Alignment) -> Vec<Self> {
        match &recorded.event {
            Event::PlatformCreated { .. }
            | Event::SettingsChanged { .. }
            | Event::ClockMoved {}
            | Event::MovedAway { .. }
            | Event::MovedIn { .. } => Vec::new(),
            Event::PersonErased { accounts, .. } => {
                vec![Self::Erased { accounts: accounts.clone(), address: Address::erased_on(recorded.on) }]
            }
            Event::AccountsImported { first, accounts } => {
                let rows = NewRows { imported: accounts.entries(), ordered: Vec::new() };
                vec![Self::Added { first: *first, rows }]
            }
            Event::AccountsOrdered { invoice, .. } => ordered(recorded.on, invoice),
            Event::ModesChanged { groups, .. } => changed(groups),
            Event::Renewed { invoice } => {
                let paid = |line: &InvoiceLine| Self::set(&line.accounts, paid_until(line, alignment));
                invoice.lines.iter().map(paid).collect()
            }
            Event::Suspended { accounts, deletes_on } => vec![Self::set(
                accounts,
                [Column::Status(Status::Suspended), Column::DeletesOn(Some(*deletes_on)), Column::Held(None)],
            )],
            Event::Deleted { accounts } => vec![Self::Left { accounts: accounts.clone(), status: Status::Deleted }],
            Event::AccountSetUp { account, address, display_name } => vec![Self::set(
                &[*account],
                [Column::Address(address.clone()), Column::DisplayName(display_name.clone())],
            )],
            Event::AccountReset { account } => vec![Self::set(
                &[*account],
                [
                    Column::Address(Address::placeholder(*account)),
                    Column::DisplayName(String::new()),
                    Column::ResetOn(Some(recorded.on)),
                ],
            )],
            Event::AccountRestored { account, mode, invoice } => {
                // the lines are in order of their periods, so the last one says until when the account is paid for
                let paid = invoice.lines.last().into_iter().flat_map(|line| paid_until(line, alignment));
                let lives = [Column::Status(Status::Active), Column::Mode(*mode), Column::DeletesOn(None)];
                vec![Self::set(&[*account], lives.into_iter().chain(paid))]
            }
            Event::ImportTakenBack { accounts, .. } => {
                vec![Self::Left { accounts: accounts.clone(), status: Status::Withdrawn }]
            }
            Event::TerminationBegun { held } => each(held, |mode| (RenewalMode::Never, Some(mode))),
            Event::TerminationTakenBack { held } => each(held, |mode| (mode, None)),
        }
    }

    fn set(accounts: &[AccountId], columns: impl IntoIterator<Item = Column>) -> Self {
        Self::Set { accounts: accounts.to_vec(), columns: columns.into_iter().collect() }
    }
}

/// The columns of an account that has renewed until the end of a line's period.
fn paid_until(line: &InvoiceLine, alignment: Alignment) -> impl Iterator<Item = Column> {
    let anchor = alignment.anchor_of_renewed().map(Column::AnchorDay);
    [Column::ExpiresOn(line.period.end)].into_iter().chain(anchor)
}

/// One change for each new mode.
fn changed<'a>(groups: &[ModeGroup]) -> Vec<RowChange<'a>> {
    let getting = |mode: RenewalMode| {
        let accounts = groups.iter().filter(move |group| group.to == mode).flat_map(|group| &group.accounts);
        RowChange::Set { accounts: accounts.copied().collect(), columns: vec![Column::Mode(mode)] }
    };
    RenewalMode::ALL.into_iter().filter(|mode| groups.iter().any(|group| group.to == *mode)).map(getting).collect()
}

/// One change for each group of accounts. `of` gives their new mode and the mode held for them.
fn each<'a>(held: &[Held], of: impl Fn(RenewalMode) -> (RenewalMode, Option<RenewalMode>)) -> Vec<RowChange<'a>> {
    let change = |Held { mode, accounts }: &Held| {
        let (mode, held) = of(*mode);
        RowChange::set(accounts, [Column::Mode(mode), Column::Held(held)])
    };
    held.iter().map(change).collect()
}

/// The rows of the accounts that an order on `day` makes.
fn ordered<'a>(day: NaiveDate, invoice: &Invoice) -> Vec<RowChange<'a>> {
    let row = |line: &InvoiceLine, id: AccountId| {
        let (mode, expires_on) = (RenewalMode::from(line.term), line.period.end);
        let (address, anchor_day) = (Address::placeholder(id), AnchorDay::of(day));
        AccountRow(address, String::new(), mode, Status::Active, Some(day), anchor_day, expires_on, None, None, None)
    };
    let ordered = invoice.lines.iter().flat_map(|line| line.accounts.iter().map(move |id| row(line, *id))).collect();
    let rows = NewRows { imported: &[], ordered };
    invoice.accounts().next().map(|first| RowChange::Added { first, rows }).into_iter().collect()
}

impl RosterEntry {
    /// The row of the account that this entry makes.
    pub(crate) fn row(&self) -> AccountRow {
        let Self { address, display_name, mode, expires_on, ordered_on, anchor_day } = self.clone();
        AccountRow(address, display_name, mode, Status::Active, ordered_on, anchor_day, expires_on, None, None, None)
    }
}
