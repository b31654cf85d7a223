//! Rosters: lists of accounts bought elsewhere, and what can be wrong with one.

mod encoding;
mod fault;
mod file;
mod header;
mod records;
mod separator;
mod written;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub(crate) use self::{
    encoding::Decoder,
    header::{Beginning, Header},
    records::{Cell, Records},
    written::{WrittenDate, read_mode},
};
pub use self::{
    encoding::{Encoding, LOST},
    fault::{MAX_ERRORS, RosterError, RosterErrors, RosterFault},
    file::{Given, Pieces, RosterFile},
    header::{Column, ColumnOfFile, shown},
    written::DateOrder,
};
use crate::{
    account::{Address, RenewalMode},
    calendar::{AnchorDay, iso},
    domains::Allowed,
    limits::MAX_NAME,
    visible::is_visible,
};

/// An account bought elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RosterEntry {
    /// Its address. In the record, `erased` may stand in the place of address and name.
    #[serde(default = "Address::erased")]
    pub address: Address,
    /// The name shown beside it; may be empty.
    #[serde(default)]
    pub display_name: String,
    /// What happens at its expiry.
    pub mode: RenewalMode,
    /// The first day that is not paid for.
    #[serde(with = "iso")]
    pub expires_on: NaiveDate,
    /// The day it was ordered, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub ordered_on: Option<NaiveDate>,
    /// The day of the month on which its periods begin.
    pub anchor_day: AnchorDay,
}

/// A roster that was read without errors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Roster(pub(crate) Vec<RosterEntry>);

impl Roster {
    /// Makes a roster again from the accounts it was stored as.
    pub const fn stored(accounts: Vec<RosterEntry>) -> Self {
        Self(accounts)
    }

    /// The accounts, in the order of the file.
    pub fn entries(&self) -> &[RosterEntry] {
        &self.0
    }

    /// Gives up accounts, `most` at a time, from the last one on. Returns whether any are left.
    pub fn shed(&mut self, most: usize) -> bool {
        self.0.truncate(self.0.len().saturating_sub(most));
        !self.0.is_empty()
    }
}

/// Reads an address. Its domain must be one of the allowed ones or that of a placeholder.
///
/// # Errors
/// [`RosterFault::Address`] for a text that is no address, and [`RosterFault::Domain`] for another domain.
pub(crate) fn read_address(text: &str, allowed: &Allowed) -> Result<Address, RosterFault> {
    let address = Address::parse(text).map_err(|_| RosterFault::Address)?;
    let ours = address.is_placeholder() || allowed.has(address.domain());
    if ours { Ok(address) } else { Err(RosterFault::Domain) }
}

/// Reads a name to be shown beside an address, without the space around it.
///
/// # Errors
/// [`RosterFault::DisplayName`] for a name that is too long, has control characters, or shows nothing. No name at all is
/// fine.
pub fn read_name(text: &str) -> Result<String, RosterFault> {
    let shown = |char: char| !char.is_control() || matches!(char, '\t' | '\r' | '\n');
    let name = text.trim();
    let ok = (text.is_empty() || is_visible(name)) && name.chars().count() <= MAX_NAME && name.chars().all(shown);
    if ok { Ok(name.to_owned()) } else { Err(RosterFault::DisplayName) }
}
