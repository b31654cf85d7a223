//! Filtering, sorting and paging of accounts, for the list on screen and over HTTP.

use std::cmp::Ordering;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::{AccountId, AccountRef, Address, RenewalMode, Status},
    calendar::{CalendarMonth, iso},
    cohort::Cohort,
    fold,
};

/// Which accounts a list has. Without a status, deleted accounts are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Only accounts that have each word of this text in their address or display name, as [`fold::searched`] compares
    /// them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Only accounts of this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Only accounts of this mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<RenewalMode>,
    /// Only accounts that are, or are not, set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configured: Option<bool>,
    /// Only accounts that expire before this day.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub expires_before: Option<NaiveDate>,
    /// Only accounts that expire on this day or later.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub expires_from: Option<NaiveDate>,
    /// Only accounts that renew or close in this month if nobody changes anything, at whichever renewal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_in: Option<CalendarMonth>,
}

impl Filter {
    /// Whether an account of this status and mode can match.
    pub(crate) fn takes(&self, status: Status, mode: RenewalMode) -> bool {
        let lives = match self.status {
            Some(wanted) => status == wanted,
            None => status != Status::Deleted,
        };
        lives && self.mode.is_none_or(|wanted| mode == wanted)
    }

    /// Whether it asks for deleted accounts, which have left the book. Every other filter asks for none of them.
    pub fn is_of_gone(&self) -> bool {
        self.status == Some(Status::Deleted)
    }

    /// The words that it searches for, as they are searched.
    pub fn words(&self) -> Vec<String> {
        let search = fold::searched(self.search.as_deref().unwrap_or_default());
        search.split_whitespace().map(str::to_owned).collect()
    }

    /// Whether all accounts that match this also match another filter, as far as that is plain to see: it asks for the same, and
    /// searches for words that have those of the other in them.
    pub(crate) fn narrows(&self, wider: &Self) -> bool {
        let words = self.words();
        let within = |word: &String| words.iter().any(|own| own.contains(word.as_str()));
        let rest = Self { search: wider.search.clone(), ..self.clone() };
        rest == *wider && wider.words().iter().all(within)
    }

    /// Whether it asks for nothing but a status and a mode.
    pub fn is_of_standing(&self) -> bool {
        let Self { search, status: _, mode: _, configured, expires_before, expires_from, due_in } = self;
        search.as_deref().unwrap_or_default().trim().is_empty()
            && configured.is_none()
            && expires_before.is_none()
            && expires_from.is_none()
            && due_in.is_none()
    }
}

/// A filter prepared for matching many accounts.
#[derive(Debug)]
pub(crate) struct Matcher<'a> {
    filter: &'a Filter,
    /// The words to be found.
    words: Vec<String>,
    /// The cohorts of the month that is asked for, ascending.
    due: Option<Vec<Cohort>>,
}

impl<'a> Matcher<'a> {
    /// `due` are the cohorts that renew or close in the month that the filter asks for, ascending.
    pub(crate) fn new(filter: &'a Filter, due: Option<Vec<Cohort>>) -> Self {
        Self { filter, words: filter.words(), due }
    }

    pub(crate) fn matches(&self, account: AccountRef<'_>) -> bool {
        let Filter { search: _, status: _, mode: _, configured, expires_before, expires_from, due_in: _ } = self.filter;
        self.filter.takes(account.status, account.mode)
            && expires_before.is_none_or(|day| account.expires_on < day)
            && expires_from.is_none_or(|day| account.expires_on >= day)
            && self.due.as_deref().is_none_or(|due| {
                account.status == Status::Active && due.binary_search(&Cohort::of(account.standing())).is_ok()
            })
            && configured.is_none_or(|configured| account.is_configured() == configured)
            && self.words.iter().all(|word| has(account.address.folded(), word) || has(account.searched_name, word))
    }
}

/// Whether a text has a word. Addresses and names are short, and there are many: this costs less than [`str::contains`],
/// which first prepares for a long text.
fn has(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some((first, rest)) = word.split_first() else { return true };
    let goes_on = |at: usize| text.get(at + 1..).is_some_and(|after| after.starts_with(rest));
    text.iter().enumerate().any(|(at, byte)| byte == first && goes_on(at))
}

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortKey {
    /// By address as it is searched, then as it is written.
    #[default]
    Address,
    /// By expiry.
    ExpiresOn,
    /// By mode: monthly, yearly, none.
    Mode,
    /// By status: active, suspended, deleted.
    Status,
}

/// Which end of a list comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Lowest first.
    #[default]
    Asc,
    /// Highest first.
    Desc,
}

/// The order of a list. Accounts that are equal in it follow by id, ascending.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sort {
    /// What the list is sorted by.
    pub key: SortKey,
    /// Which end comes first.
    pub direction: Direction,
}

/// The value that an account is sorted by, owned so that a cursor can keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// An address.
    Address(Address),
    /// An expiry.
    Day(NaiveDate),
    /// The place of a mode or a status among all of them, from 0.
    Rank(u8),
}

impl Sort {
    /// All orders.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let keys = [SortKey::Address, SortKey::ExpiresOn, SortKey::Mode, SortKey::Status];
        keys.into_iter().flat_map(|key| [Direction::Asc, Direction::Desc].map(|direction| Self { key, direction }))
    }

    pub(crate) fn compare(self, a: AccountRef<'_>, b: AccountRef<'_>) -> Ordering {
        let keys = match self.key {
            SortKey::Address => a.address.place().cmp(&b.address.place()),
            SortKey::ExpiresOn => a.expires_on.cmp(&b.expires_on),
            SortKey::Mode => a.mode.cmp(&b.mode),
            SortKey::Status => a.status.cmp(&b.status),
        };
        self.directed(keys).then(a.id.cmp(&b.id))
    }

    fn value(self, account: AccountRef<'_>) -> Value {
        match self.key {
            SortKey::Address => Value::Address(account.address.to_owned()),
            SortKey::ExpiresOn => Value::Day(account.expires_on),
            SortKey::Mode => Value::Rank(account.mode as u8),
            SortKey::Status => Value::Rank(account.status as u8),
        }
    }

    pub(crate) fn compare_to(self, account: AccountRef<'_>, cursor: &Cursor) -> Ordering {
        let keys = match (self.key, &cursor.value) {
            (SortKey::Address, Value::Address(address)) => account.address.place().cmp(&address.borrowed().place()),
            (SortKey::ExpiresOn, Value::Day(day)) => account.expires_on.cmp(day),
            (SortKey::Mode, Value::Rank(rank)) => (account.mode as u8).cmp(rank),
            (SortKey::Status, Value::Rank(rank)) => (account.status as u8).cmp(rank),
            (_, Value::Address(_) | Value::Day(_) | Value::Rank(_)) => Ordering::Equal,
        };
        self.directed(keys).then(account.id.cmp(&cursor.id))
    }

    pub(crate) const fn directed(self, keys: Ordering) -> Ordering {
        match self.direction {
            Direction::Asc => keys,
            Direction::Desc => keys.reverse(),
        }
    }
}

/// Marks the cursors of this order of addresses: with those of another one, a page would leave accounts out. The first
/// order, that of version 0.1.0, had no mark.
const ORDER: char = 'f';

/// Where a page ended: the id of the last account and the value it was sorted by, so that the next page begins in the
/// right place even if that account has changed. Callers must not rely on its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The account.
    pub id: AccountId,
    /// The value it was sorted by.
    pub value: Value,
}

/// The error of a text that is not a cursor for a list in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this cursor was not given out for this list")]
pub struct CursorError;

impl Cursor {
    /// The cursor of a page that ends with this account.
    pub fn after(account: AccountRef<'_>, sort: Sort) -> Self {
        Self { id: account.id, value: sort.value(account) }
    }

    /// The cursor as a text for the caller.
    pub fn encode(&self) -> String {
        use std::fmt::Write;
        let mut text = format!("{}.", self.id);
        match &self.value {
            Value::Address(address) => {
                text.push(ORDER);
                address.as_str().bytes().for_each(|byte| {
                    // writing to a String cannot fail
                    let _ = write!(text, "{byte:02x}");
                });
            }
            Value::Day(day) => text.push_str(&iso::format(*day)),
            Value::Rank(rank) => text.push_str(&rank.to_string()),
        }
        text
    }

    /// Reads a cursor for a list in this order.
    ///
    /// # Errors
    /// When the text cannot be a cursor for such a list.
    pub fn decode(text: &str, sort: Sort) -> Result<Self, CursorError> {
        let (id, key) = text.split_once('.').ok_or(CursorError)?;
        let id = AccountId(id.parse().map_err(|_| CursorError)?);
        let value = match sort.key {
            SortKey::Address => {
                let address = key.strip_prefix(ORDER).and_then(unhex).ok_or(CursorError)?;
                Value::Address(Address::from(address))
            }
            SortKey::ExpiresOn => Value::Day(crate::calendar::parse_date(key).map_err(|_| CursorError)?),
            SortKey::Mode | SortKey::Status => Value::Rank(key.parse().map_err(|_| CursorError)?),
        };
        Ok(Self { id, value })
    }
}

fn unhex(text: &str) -> Option<String> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes: Option<Vec<u8>> = pairs.iter().map(|&[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect();
    String::from_utf8(bytes.filter(|_| rest.is_empty())?).ok()
}
