//! What a person may ask for, on the wire: everything that is held about one address, and its erasure.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AccountEvent, AccountView};
use crate::{
    account::AccountId,
    calendar::iso,
    event::{Event, Recorded},
    platform::PlatformId,
    stamp::Revision,
};

/// Whose texts are to be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ErasureAsked {
    /// The address of a mailbox that the person had.
    pub address: String,
}

/// An erasure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ErasureRequest {
    /// The address of a mailbox that the person had.
    pub address: String,
    /// The same, as the user typed it once more.
    pub confirm: String,
}

/// What an erasure would take, and what would stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErasurePreview {
    /// The accounts that would lose their address and name: they have left the book.
    pub accounts: Vec<AccountId>,
    /// The accounts that were the person's before they got another address. They stay as they are.
    pub before: Vec<AccountId>,
    /// How many entries of the record would lose texts.
    pub entries: usize,
    /// How many stored answers would lose texts, or the hash of their request.
    pub answers: usize,
    /// The date of the last invoice on which one of the accounts stands, by its number; none if there is no invoice.
    #[serde(with = "iso::option")]
    pub invoiced_on: Option<NaiveDate>,
    /// Until when that invoice is kept, by the law of Germany. Invoices name no addresses; numbers, dates and amounts stay.
    #[serde(with = "iso::option")]
    pub kept_until: Option<NaiveDate>,
}

/// What an erasure has taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Erased {
    /// The revision that says so.
    pub revision: Revision,
    /// The day.
    #[serde(with = "iso")]
    pub on: NaiveDate,
    /// The accounts that have lost their address and name.
    pub accounts: Vec<AccountId>,
    /// The accounts that were the person's before. They are as they were.
    pub before: Vec<AccountId>,
}

impl Erased {
    /// What a recorded erasure has taken; none for another event.
    pub fn of(recorded: &Recorded) -> Option<Self> {
        let Event::PersonErased { accounts, before } = recorded.event.clone() else { return None };
        Some(Self { revision: recorded.revision, on: recorded.on, accounts, before })
    }
}

/// What one entry of the record says of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressText {
    /// The entry.
    pub revision: Revision,
    /// The civil date it counts for.
    #[serde(with = "iso")]
    pub on: NaiveDate,
    /// The account that was the person's from then on.
    pub account: AccountId,
    /// Its address, as it was written.
    pub address: String,
    /// The name beside it.
    pub display_name: String,
}

/// A stored answer that names a person, or answers a request about an account that was the person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressAnswer {
    /// The method and path of the request.
    pub request: String,
    /// The status of the answer.
    pub status: u16,
    /// Its body; none if it does not name the person.
    pub body: Option<String>,
}

/// Somebody who may come in with such an address as their name, or by an account at a provider that is called so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressPerson {
    /// Their id among the people.
    pub id: String,
    /// Their name there.
    pub name: String,
    /// The provider whose account is called so; none if it is their name that is.
    pub provider: Option<String>,
}

/// Everything that is held about one address.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressView<'a> {
    /// The platform.
    pub platform: PlatformId,
    /// The company's name.
    pub company: String,
    /// The day on which this was asked.
    #[serde(with = "iso")]
    pub on: NaiveDate,
    /// The address that was asked for.
    pub address: String,
    /// The accounts that are or were the person's, as they are now.
    pub accounts: Vec<AccountView<'a>>,
    /// What the record says of the person.
    pub texts: Vec<AddressText>,
    /// The stored answers that name the person.
    pub answers: Vec<AddressAnswer>,
    /// Who comes in under this address. What is held about them is with the people.
    pub people: Vec<AddressPerson>,
    /// What happened to these accounts while they were the person's, with prices and numbers of invoices, oldest first.
    pub items: Vec<AccountEvent>,
    /// Where the next page of `items` begins; null on the last.
    pub next_cursor: Option<String>,
}
