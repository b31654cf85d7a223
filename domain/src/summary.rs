//! Summaries: what wishes would do, line by line with dates and prices, and in total.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    account::{AccountId, AccountRef, RenewalMode, Status},
    calendar::{Term, iso},
    hash::{Hash, Hashing},
    money::Amount,
    stamp::Revision,
};

/// What happens to an account on the day a change takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Outcome {
    /// A new period begins.
    Renews {
        /// Its length.
        term: Term,
        /// Its price.
        net: Amount,
    },
    /// The account is suspended, and deleted later.
    Closes {
        /// The day on which it is deleted.
        #[serde(with = "iso")]
        deletes_on: NaiveDate,
    },
}

/// One account's change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SummaryLine {
    /// The account.
    pub account: AccountId,
    /// Its mode now.
    pub from: RenewalMode,
    /// The wished mode.
    pub to: RenewalMode,
    /// Its expiry, on which the change takes effect.
    #[serde(with = "iso")]
    pub effective_on: NaiveDate,
    /// What happens then.
    #[serde(flatten)]
    pub outcome: Outcome,
}

impl SummaryLine {
    /// Adds everything that the line says to a hash, and the address of its account.
    pub(crate) fn hash(&self, hashing: &mut Hashing, account: Option<AccountRef<'_>>) {
        let address = account.map_or("", |account| account.address.as_str());
        let (what, number): (u8, i64) = match self.outcome {
            Outcome::Renews { term, net } => (if term == Term::Monthly { 1 } else { 2 }, net.0),
            Outcome::Closes { deletes_on } => (3, i64::from(deletes_on.num_days_from_ce())),
        };
        let mut head = [0; 26];
        let parts: [&[u8]; 7] = [
            &self.account.0.to_le_bytes(),
            &[self.from as u8, self.to as u8],
            &self.effective_on.num_days_from_ce().to_le_bytes(),
            &[what],
            &number.to_le_bytes(),
            &u32::try_from(address.len()).unwrap_or(u32::MAX).to_le_bytes(),
            &[0; 3],
        ];
        for (slot, byte) in head.iter_mut().zip(parts.into_iter().flatten()) {
            *slot = *byte;
        }
        hashing.add(&head);
        hashing.add(address.as_bytes());
    }
}

impl SummaryLine {
    /// Whether the account was to close and goes on instead.
    pub fn goes_on(&self) -> bool {
        self.from == RenewalMode::Never && self.to != RenewalMode::Never
    }
}

/// Why an account's mode cannot be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It has expired and can only be restored.
    Suspended,
    /// It is deleted.
    Deleted,
    /// For an undo only: the change has taken effect.
    Expired,
    /// For an undo only: the mode was changed again.
    ChangedSince,
}

/// An account that cannot be changed as wished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refused {
    /// The account.
    pub account: AccountId,
    /// Why not.
    pub reason: Reason,
}

impl Reason {
    /// Why the mode of `account` cannot be changed; none if it can.
    pub const fn against(account: AccountRef<'_>) -> Option<Self> {
        match account.status {
            Status::Active => None,
            Status::Suspended => Some(Self::Suspended),
            Status::Deleted | Status::Withdrawn => Some(Self::Deleted),
        }
    }

    /// Why an undo leaves the account of a line as it is; none if it returns to the mode it had.
    pub fn against_undo(account: AccountRef<'_>, line: &SummaryLine) -> Option<Self> {
        let expired = || (account.expires_on != line.effective_on).then_some(Self::Expired);
        let changed = || (account.mode != line.to).then_some(Self::ChangedSince);
        Self::against(account).or_else(expired).or_else(changed)
    }
}

/// What a summary adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Totals {
    /// How many accounts change.
    pub accounts: usize,
    /// How many of them will close.
    pub closing: usize,
    /// How many of them were to close and go on instead.
    pub going_on: usize,
    /// The net cost of the whole platform's renewals in the twelve months from today without the changes.
    pub year_net_before: Amount,
    /// The net cost of the whole platform's renewals in the twelve months from today with the changes.
    pub year_net_after: Amount,
}

/// What wishes would do to a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The book's revision.
    pub revision: Revision,
    /// The hash of the lines and their addresses.
    pub hash: Hash,
    /// What would be done, by account; never empty.
    pub lines: Vec<SummaryLine>,
    /// What cannot be done, by account.
    pub refused: Vec<Refused>,
    /// What the lines add up to.
    pub totals: Totals,
}
