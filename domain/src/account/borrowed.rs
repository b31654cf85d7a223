//! An account and its address as a book keeps them: looks that cost nothing to pass on.

use std::{borrow::Cow, fmt};

use chrono::NaiveDate;

use super::{Account, AccountId, AccountRow, Address, AnchorDay, RenewalMode, Standing, Status};
use crate::{calendar::parse_date, fold, hostname};

/// The domain of all placeholders that the rules give out.
pub(super) const UNASSIGNED: &str = "unassigned.invalid";

/// How what stands for an erased address begins.
pub(super) const ERASED: &str = "erased";

/// A mailbox address that somebody else keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressRef<'a> {
    text: &'a str,
    /// The address as it is searched.
    folded: &'a str,
}

impl<'a> AddressRef<'a> {
    /// An address with what is searched for it, which must be [`fold::searched`] of it.
    pub(crate) const fn new(text: &'a str, folded: &'a str) -> Self {
        Self { text, folded }
    }

    /// The address as it was written.
    pub const fn as_str(self) -> &'a str {
        self.text
    }

    /// The address as it is searched.
    pub const fn folded(self) -> &'a str {
        self.folded
    }

    /// What lists are sorted by.
    pub const fn place(self) -> (&'a str, &'a str) {
        (self.folded, self.text)
    }

    /// What only one living account of a platform may have: the address without regard to case, to how its letters are put
    /// together, and to which of its two forms the domain has.
    pub fn identity(self) -> Cow<'a, str> {
        if self.text.is_ascii() {
            return self.folded.into();
        }
        let (local, domain) = self.text.rsplit_once('@').unwrap_or((self.text, ""));
        (fold::same(local) + "@" + &hostname::ascii(domain)).into()
    }

    /// The part after the last `@`.
    pub fn domain(self) -> &'a str {
        self.text.rsplit('@').next().unwrap_or_default()
    }

    /// Whether the domain is that of the placeholders that the rules give out.
    pub fn is_unassigned(self) -> bool {
        self.domain().eq_ignore_ascii_case(UNASSIGNED)
    }

    /// Whether this stands for an address that was erased.
    pub fn is_erased(self) -> bool {
        let name = self.text.strip_suffix(UNASSIGNED).and_then(|rest| rest.strip_suffix('@'));
        name.is_some_and(|name| name == ERASED) || self.erasure().is_some()
    }

    /// The day on which the address was erased; none if it was not, or the day is not known.
    pub fn erasure(self) -> Option<NaiveDate> {
        let name = self.text.strip_suffix(UNASSIGNED)?.strip_suffix('@')?;
        parse_date(name.strip_prefix(ERASED)?.strip_prefix('-')?).ok()
    }

    /// Whether this is a placeholder that no mail reaches (RFC 2606, section 2).
    pub fn is_placeholder(self) -> bool {
        let tail = self.text.as_bytes().last_chunk::<8>();
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(b".invalid"))
    }

    /// An address of one's own.
    pub fn to_owned(self) -> Address {
        Address::from(self.text.to_owned())
    }
}

impl fmt::Display for AddressRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

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
