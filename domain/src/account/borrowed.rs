//! An account as a book keeps it: a look that costs nothing to pass on.

use chrono::NaiveDate;

use super::{Account, AccountId, AccountRow, AddressRef, AnchorDay, RenewalMode, Standing, Status};

/// An account that somebody else keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountRef<'a> {
    /// Its id.
    pub id: AccountId,
    /// Its address, or a placeholder while it is not set up.
    pub address: AddressRef<'a>,
    /// The name shown beside the address; may be empty.
    pub display_name: &'a str,
    /// The name as it is searched.
    pub(crate) searched_name: &'a str,
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
}

impl<'a> AccountRef<'a> {
    /// The display name as it is searched.
    pub const fn searched_name(self) -> &'a str {
        self.searched_name
    }

    /// Whether it has been set up, that is, whether its address is a real one.
    pub fn is_configured(self) -> bool {
        !self.address.is_placeholder()
    }

    /// What counts about it for sums and deadlines.
    pub fn standing(self) -> Standing {
        Standing {
            mode: self.mode,
            status: self.status,
            configured: self.is_configured(),
            anchor_day: self.anchor_day,
            expires_on: self.expires_on,
            deletes_on: self.deletes_on,
        }
    }

    /// An account of one's own.
    pub fn to_owned(self) -> Account {
        AccountRow::from(self).with_id(self.id)
    }
}
