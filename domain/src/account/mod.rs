//! An account: its address and name, until when it is paid for, and what happens then.

mod address;
mod borrowed;
mod set;

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::{
    address::{Address, AddressError, AddressRef},
    borrowed::AccountRef,
    set::AccountSet,
};
use crate::{
    calendar::{AnchorDay, Term, iso},
    fold,
};

/// An account's number on its platform, counted from 1 in the order of creation. It never changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(minimum = 1))]
#[serde(transparent)]
pub struct AccountId(pub u32);

impl AccountId {
    /// The id of the account at `index`, counted from 0 in the order of creation.
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1))
    }

    /// The id of the first account.
    pub const FIRST: Self = Self(1);

    /// The id that follows.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The account's index, counted from 0 in the order of creation; none for the id 0, which no account has.
    pub fn index(self) -> Option<usize> {
        usize::try_from(self.0).ok()?.checked_sub(1)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What happens at the next expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RenewalMode {
    /// A period of a month begins.
    Monthly,
    /// A period of twelve months begins.
    Yearly,
    /// The account closes.
    #[serde(rename = "none")]
    Never,
}

impl RenewalMode {
    /// All modes, in the order they are shown and sorted.
    pub const ALL: [Self; 3] = [Self::Monthly, Self::Yearly, Self::Never];

    /// The term for which an account of this mode renews; none if it closes.
    pub const fn term(self) -> Option<Term> {
        match self {
            Self::Monthly => Some(Term::Monthly),
            Self::Yearly => Some(Term::Yearly),
            Self::Never => None,
        }
    }

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Yearly => "yearly",
            Self::Never => "none",
        }
    }

    /// Reads the name on the wire.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }
}

impl From<Term> for RenewalMode {
    fn from(term: Term) -> Self {
        match term {
            Term::Monthly => Self::Monthly,
            Term::Yearly => Self::Yearly,
        }
    }
}

/// Where an account is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Paid for: in use, or ready to be set up.
    Active,
    /// Expired: mail stopped, nothing more is charged, not yet deleted.
    Suspended,
    /// Deleted for good. It has left the book.
    Deleted,
    /// Its import was taken back. It has left the book, no list shows it, and only its id stays taken.
    Withdrawn,
}

impl Status {
    /// All statuses that a list can show, in the order they are shown and sorted.
    pub const ALL: [Self; 3] = [Self::Active, Self::Suspended, Self::Deleted];

    /// Whether no other account may take the address of an account with this status.
    pub const fn is_alive(self) -> bool {
        matches!(self, Self::Active | Self::Suspended)
    }

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Deleted => "deleted",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the name on the wire.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// An account of one's own, outside of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its address, or a placeholder while it is not set up.
    pub address: Address,
    /// The name shown beside the address; may be empty.
    pub display_name: String,
    /// What happens at the next expiry.
    pub mode: RenewalMode,
    /// Its status.
    pub status: Status,
    /// The day it was ordered, if that is known.
    pub ordered_on: Option<NaiveDate>,
    /// The day of the month on which its periods begin.
    pub anchor_day: AnchorDay,
    /// The first day that is not paid for.
    pub expires_on: NaiveDate,
    /// The day on which a suspended account is deleted; it is fixed when the account is suspended.
    pub deletes_on: Option<NaiveDate>,
    /// The day it was last reset.
    pub reset_on: Option<NaiveDate>,
    /// While the platform is terminating: the mode it gets back when the termination is taken back.
    pub held: Option<RenewalMode>,
    /// The display name as it is searched.
    searched_name: String,
}

impl Account {
    /// The account for whoever only looks at it.
    pub fn borrowed(&self) -> AccountRef<'_> {
        let Self { id, address, display_name, searched_name, mode, status, ordered_on, anchor_day, .. } = self;
        let Self { expires_on, deletes_on, reset_on, held, .. } = self;
        AccountRef {
            id: *id,
            address: address.borrowed(),
            display_name,
            searched_name,
            mode: *mode,
            status: *status,
            ordered_on: *ordered_on,
            anchor_day: *anchor_day,
            expires_on: *expires_on,
            deletes_on: *deletes_on,
            reset_on: *reset_on,
            held: *held,
        }
    }

    /// Whether it has been set up, that is, whether its address is a real one.
    pub fn is_configured(&self) -> bool {
        !self.address.is_placeholder()
    }

    /// The account with another address and name.
    #[must_use]
    pub fn named(self, address: Address, display_name: String) -> Self {
        Self { searched_name: fold::searched(&display_name), address, display_name, ..self }
    }
}

/// What counts, costs and deadlines are computed from: an account without its id and names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What happens at the next expiry.
    pub mode: RenewalMode,
    /// Its status.
    pub status: Status,
    /// Whether it has been set up.
    pub configured: bool,
    /// The day of the month on which its periods begin.
    pub anchor_day: AnchorDay,
    /// The first day that is not paid for.
    pub expires_on: NaiveDate,
    /// The day on which it is deleted, if it is suspended.
    pub deletes_on: Option<NaiveDate>,
}

impl Standing {
    /// The next day on which the account does something by itself.
    pub const fn deadline(self) -> Option<NaiveDate> {
        match self.status {
            Status::Active => Some(self.expires_on),
            Status::Suspended => self.deletes_on,
            Status::Deleted | Status::Withdrawn => None,
        }
    }
}

/// An account without its id, as a tuple: snapshots and stored books hold up to hundreds of thousands of them, so names
/// would cost much space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow(
    /// The address.
    pub Address,
    /// The display name.
    pub String,
    /// The renewal mode.
    pub RenewalMode,
    /// The status.
    pub Status,
    /// The day it was ordered.
    #[serde(with = "iso::option")]
    pub Option<NaiveDate>,
    /// The anchor day.
    pub AnchorDay,
    /// The expiry.
    #[serde(with = "iso")]
    pub NaiveDate,
    /// The day on which it is deleted, if it is suspended.
    #[serde(with = "iso::option")]
    pub Option<NaiveDate>,
    /// The day it was last reset.
    #[serde(with = "iso::option")]
    pub Option<NaiveDate>,
    /// The mode it gets back when a termination is taken back.
    pub Option<RenewalMode>,
);

impl AccountRow {
    /// The account that has this row and this id.
    pub fn with_id(self, id: AccountId) -> Account {
        let Self(address, display_name, mode, status, ordered_on, anchor_day, expires_on, deletes_on, reset_on, held) =
            self;
        Account {
            id,
            searched_name: fold::searched(&display_name),
            address,
            display_name,
            mode,
            status,
            ordered_on,
            anchor_day,
            expires_on,
            deletes_on,
            reset_on,
            held,
        }
    }
}

impl From<AccountRef<'_>> for AccountRow {
    fn from(account: AccountRef<'_>) -> Self {
        Self(
            account.address.to_owned(),
            account.display_name.to_owned(),
            account.mode,
            account.status,
            account.ordered_on,
            account.anchor_day,
            account.expires_on,
            account.deletes_on,
            account.reset_on,
            account.held,
        )
    }
}
