//! What follows the question mark of an address: filter, sort order, the open dialog.

use std::fmt::{self, Write as _};

use super::dialog::Dialog;

/// The keys that an address can have, in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// Shows accounts whose address or name contains this text.
    Search,
    /// The account's status: `active`, `suspended` or `deleted`.
    Status,
    /// Whether the account is set up: `yes` or `no`.
    Configured,
    /// The account's mode: `monthly`, `yearly` or `none`.
    Mode,
    /// Shows accounts that expire before this day.
    ExpiresBefore,
    /// Shows accounts that expire on this day or later.
    ExpiresFrom,
    /// Shows accounts that renew or close in this month.
    DueIn,
    /// What the list is sorted by: `address`, `expires_on`, `mode` or `status`.
    Sort,
    /// The direction of the sort: `asc` or `desc`.
    Order,
    /// Which dialog is open.
    Dialog,
    /// The step of the dialog: `summary` or `receipt`.
    Step,
    /// The text searched for in the dialog.
    Find,
    /// `changed` if the dialog shows only the changed rows.
    Only,
    /// The account that the dialog is about or that is looked at.
    Account,
    /// The change that is looked at.
    Change,
    /// The rows that the dialog is about: `rows` for those that are ticked here, their ids, or the name under which this
    /// browser keeps them.
    Selection,
}

impl Key {
    const ALL: [Self; 16] = [
        Self::Search,
        Self::Status,
        Self::Configured,
        Self::Mode,
        Self::ExpiresBefore,
        Self::ExpiresFrom,
        Self::DueIn,
        Self::Sort,
        Self::Order,
        Self::Dialog,
        Self::Step,
        Self::Find,
        Self::Only,
        Self::Account,
        Self::Change,
        Self::Selection,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Status => "status",
            Self::Configured => "configured",
            Self::Mode => "mode",
            Self::ExpiresBefore => "expires_before",
            Self::ExpiresFrom => "expires_from",
            Self::DueIn => "due_in",
            Self::Sort => "sort",
            Self::Order => "order",
            Self::Dialog => "dialog",
            Self::Step => "step",
            Self::Find => "find",
            Self::Only => "only",
            Self::Account => "account",
            Self::Change => "change",
            Self::Selection => "selection",
        }
    }
}

/// The values of an address: at most one for each key, and none of them empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query(Vec<(Key, String)>);

impl Query {
    /// Reads a query. Unknown keys are skipped.
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for pair in text.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if let Some(key) = Key::ALL.into_iter().find(|key| key.name() == name) {
                query.set(key, Some(&decode(&value.replace('+', " "))));
            }
        }
        query
    }

    /// The value of a key.
    pub fn value(&self, key: Key) -> Option<&str> {
        self.0.iter().find(|(own, _)| *own == key).map(|(_, value)| value.as_str())
    }

    /// The dialog that is open; `None` if its name is unknown.
    pub fn dialog(&self) -> Option<Dialog> {
        Dialog::parse(self.value(Key::Dialog)?)
    }

    /// Sets which dialog is open.
    pub fn set_dialog(&mut self, dialog: Dialog) {
        self.set(Key::Dialog, Some(dialog.as_str()));
    }

    /// Sets a value. `None` and the empty text remove it.
    pub fn set(&mut self, key: Key, value: Option<&str>) {
        self.0.retain(|(own, _)| *own != key);
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let at = self.0.partition_point(|(own, _)| *own < key);
            self.0.insert(at, (key, value.to_owned()));
        }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (key, value)) in self.0.iter().enumerate() {
            out.write_char(if index == 0 { '?' } else { '&' })?;
            write!(out, "{}={}", key.name(), encode(value))?;
        }
        Ok(())
    }
}

/// Percent-encodes every character except the unreserved ones, `@` and the comma.
pub(super) fn encode(text: &str) -> String {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'@' | b',') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend(HEX.get(usize::from(byte >> 4)));
            out.extend(HEX.get(usize::from(byte & 15)));
        }
    }
    out
}

/// Decodes percent-encoding. Invalid escapes stay as they are; bytes that are not UTF-8 are replaced.
pub(super) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        let digits = (first == b'%').then(|| after.split_at_checked(2)).flatten();
        match digits.and_then(|(two, after)| Some((hex(two)?, after))) {
            Some((byte, after)) => {
                bytes.push(byte);
                rest = after;
            }
            None => bytes.push(first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(two: &[u8]) -> Option<u8> {
    two.iter().try_fold(0_u8, |byte, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(byte << 4 | u8::try_from(digit).ok()?)
    })
}
