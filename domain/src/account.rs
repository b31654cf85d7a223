//! One mailbox: who it is, until when it is paid for, and what happens then.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{AnchorDay, Term, iso};

/// An account's ordinal on its platform, from 1, for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(minimum = 1))]
#[serde(transparent)]
pub struct AccountId(pub u32);

impl AccountId {
    /// The account at `index` in the order of creation.
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1))
    }

    /// Where the account stands in the order of creation; none for 0.
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

    /// The term an account of this mode renews for; none where it closes.
    pub const fn term(self) -> Option<Term> {
        match self {
            Self::Monthly => Some(Term::Monthly),
            Self::Yearly => Some(Term::Yearly),
            Self::Never => None,
        }
    }

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Yearly => "yearly",
            Self::Never => "none",
        }
    }

    /// Reads the word on the wire.
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
    /// Paid for, and in use or ready to be set up.
    Active,
    /// Expired: mail stopped, nothing more is charged, not yet deleted.
    Suspended,
    /// Gone; kept in the book for the record.
    Deleted,
    /// Imported, and the import taken back: as if it had never been there. Only its id stays taken.
    Withdrawn,
}

impl Status {
    /// All that an account can be seen in, in the order they are shown and sorted.
    pub const ALL: [Self; 3] = [Self::Active, Self::Suspended, Self::Deleted];

    /// Whether the account still has its address to itself.
    pub const fn is_alive(self) -> bool {
        matches!(self, Self::Active | Self::Suspended)
    }

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Deleted => "deleted",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the word on the wire.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// A mailbox address that is valid. Compared and searched without regard to case, shown as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Address {
    text: String,
    /// In lower case, where that differs.
    folded: Option<String>,
}

/// The domain of all placeholders that the rules give out.
const UNASSIGNED: &str = "unassigned.invalid";

/// Why a text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an email address of at most 254 characters")]
pub struct AddressError;

impl Address {
    /// Checks and keeps an address: a local part (Unicode allowed, no quotes), `@`, a domain of two labels or more.
    ///
    /// # Errors
    /// When the text is no address, or longer than 254 bytes (RFC 5321, 4.5.3.1.3).
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let options = email_address::Options::default()
            .with_minimum_sub_domains(2)
            .without_display_text()
            .without_domain_literal();
        let clean = |char: char| !char.is_whitespace() && !char.is_control() && char != '"';
        if text.len() > 254 || !text.chars().all(clean) {
            return Err(AddressError);
        }
        match email_address::EmailAddress::parse_with_options(text, options) {
            Ok(_) => Ok(Self::from(text.to_owned())),
            Err(_) => Err(AddressError),
        }
    }

    /// Where an account without an address of its own is found: `seat-<n>@unassigned.invalid`, n being its ordinal.
    pub fn placeholder(id: AccountId) -> Self {
        Self::from(format!("seat-{id}@{UNASSIGNED}"))
    }

    /// Whether this stands in the domain of the placeholders that the rules give out.
    pub fn is_unassigned(&self) -> bool {
        self.domain() == UNASSIGNED
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// In lower case: the form that is compared, sorted and searched.
    pub fn folded(&self) -> &str {
        self.folded.as_deref().unwrap_or(&self.text)
    }

    /// The part after the last `@`, in lower case.
    pub fn domain(&self) -> &str {
        self.folded().rsplit('@').next().unwrap_or_default()
    }

    /// Whether this is a placeholder that no mail reaches (RFC 2606, section 2).
    pub fn is_placeholder(&self) -> bool {
        self.folded().ends_with(".invalid")
    }
}

/// For what is stored already; what comes from outside goes through [`Address::parse`].
impl From<String> for Address {
    fn from(text: String) -> Self {
        let lower = text.to_lowercase();
        let folded = (lower != text).then_some(lower);
        Self { text, folded }
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.text
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

/// A mailbox as the book has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its ordinal.
    pub id: AccountId,
    /// Its address, or a placeholder while it is not set up.
    pub address: Address,
    /// The name shown beside the address; may be empty.
    pub display_name: String,
    /// What happens at the next expiry.
    pub mode: RenewalMode,
    /// Where it is in its life.
    pub status: Status,
    /// The day it was ordered, where known.
    pub ordered_on: Option<NaiveDate>,
    /// The day of the month its periods begin on.
    pub anchor_day: AnchorDay,
    /// The first day that is not paid for.
    pub expires_on: NaiveDate,
    /// The day a suspended account is deleted; fixed when it is suspended.
    pub deletes_on: Option<NaiveDate>,
    /// The day it was last reset.
    pub reset_on: Option<NaiveDate>,
    /// While the platform is terminating: the mode it has again when that is taken back.
    pub held: Option<RenewalMode>,
}

impl Account {
    /// Whether it has been set up, that is, whether its address is a real one.
    pub fn is_configured(&self) -> bool {
        !self.address.is_placeholder()
    }

    /// What the book counts it by.
    pub fn standing(&self) -> Standing {
        Standing {
            mode: self.mode,
            status: self.status,
            configured: self.is_configured(),
            anchor_day: self.anchor_day,
            expires_on: self.expires_on,
            deletes_on: self.deletes_on,
        }
    }
}

/// What counts, costs and deadlines are made of: an account without its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What happens at the next expiry.
    pub mode: RenewalMode,
    /// Where it is in its life.
    pub status: Status,
    /// Whether it has been set up.
    pub configured: bool,
    /// The day of the month its periods begin on.
    pub anchor_day: AnchorDay,
    /// The first day that is not paid for.
    pub expires_on: NaiveDate,
    /// The day it is deleted, where it is suspended.
    pub deletes_on: Option<NaiveDate>,
}

impl Standing {
    /// The first date on which something happens to the account by itself.
    pub const fn deadline(self) -> Option<NaiveDate> {
        match self.status {
            Status::Active => Some(self.expires_on),
            Status::Suspended => self.deletes_on,
            Status::Deleted | Status::Withdrawn => None,
        }
    }
}

/// An account without its id, as a tuple: what snapshots and stores hold, a hundred thousand at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow(
    /// Address.
    pub Address,
    /// Display name.
    pub String,
    /// Renewal mode.
    pub RenewalMode,
    /// Status.
    pub Status,
    /// `ordered_on`.
    #[serde(with = "iso::option")]
    pub Option<NaiveDate>,
    /// Anchor day.
    pub AnchorDay,
    /// `expires_on`.
    #[serde(with = "iso")]
    pub NaiveDate,
    /// `deletes_on`.
    #[serde(with = "iso::option")]
    pub Option<NaiveDate>,
    /// `reset_on`.
    #[serde(with = "iso::option")]
    pub Option<NaiveDate>,
    /// `held`.
    pub Option<RenewalMode>,
);

impl AccountRow {
    /// The account with its id.
    pub fn with_id(self, id: AccountId) -> Account {
        let Self(address, display_name, mode, status, ordered_on, anchor_day, expires_on, deletes_on, reset_on, held) =
            self;
        Account {
            id,
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

impl From<&Account> for AccountRow {
    fn from(account: &Account) -> Self {
        Self(
            account.address.clone(),
            account.display_name.clone(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_local_part_and_a_domain_of_two_labels() {
        for text in ["info@musterfirma.example", "Jürgen@münchen.example", "o'neill+x@a.b", "seat-1@unassigned.invalid"]
        {
            assert_eq!(Address::parse(text).as_ref().map(Address::as_str), Ok(text));
        }
        let long = format!("{}@musterfirma.example", "a".repeat(250));
        for text in [
            "",
            "info",
            "info@",
            "@a.b",
            "info@host",
            "a b@c.de",
            "Anna <a@b.de>",
            "a@[127.0.0.1]",
            "a@b.de\n",
            "\"a\"@b.de",
            "a\u{200b}@b.de",
            "\u{202e}a@b.de",
            "a@b\u{ad}.de",
            &long,
        ] {
            assert_eq!(Address::parse(text), Err(AddressError), "{text:?}");
        }
        let address = Address::from("Info@Muster.EXAMPLE".to_owned());
        assert_eq!(
            (address.as_str(), address.folded(), address.domain()),
            ("Info@Muster.EXAMPLE", "info@muster.example", "muster.example")
        );
    }
}
