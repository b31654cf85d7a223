//! What stands behind the question mark: filter, sort, the open dialog.

use std::fmt::{self, Write as _};

use super::dialog::Dialog;

/// What an address can carry. The order is the order in the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// Part of an address or a name.
    Search,
    /// `active`, `suspended`, `deleted`.
    Status,
    /// `yes` or `no`: whether the account is set up.
    Configured,
    /// `monthly`, `yearly`, `none`.
    Mode,
    /// The first day that is too late.
    ExpiresBefore,
    /// The first day that is late enough.
    ExpiresFrom,
    /// `address`, `expires_on`, `mode`, `status`.
    Sort,
    /// `asc` or `desc`.
    Order,
    /// Which dialog is open.
    Dialog,
    /// Its step: `summary`, `receipt`.
    Step,
    /// Its search.
    Find,
    /// `changed`: only the changed rows of the dialog.
    Only,
    /// The account that the dialog is about, or that is looked at.
    Account,
    /// The change that is looked at.
    Change,
    /// `rows`: the dialog is about the selected rows.
    Selection,
}

impl Key {
    const ALL: [Self; 15] = [
        Self::Search,
        Self::Status,
        Self::Configured,
        Self::Mode,
        Self::ExpiresBefore,
        Self::ExpiresFrom,
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

/// The values of an address: at most one a key, none empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query(Vec<(Key, String)>);

impl Query {
    /// Reads what is known; the rest is passed over.
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

    /// The dialog that is open; none where its name is not known.
    pub fn dialog(&self) -> Option<Dialog> {
        Dialog::parse(self.value(Key::Dialog)?)
    }

    /// Says which dialog is open.
    pub fn set_dialog(&mut self, dialog: Dialog) {
        self.set(Key::Dialog, Some(dialog.as_str()));
    }

    /// Sets a value; `None` and the empty text take it out.
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

/// Percent-encodes all but the unreserved characters.
pub(super) fn encode(text: &str) -> String {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'@') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend(HEX.get(usize::from(byte >> 4)));
            out.extend(HEX.get(usize::from(byte & 15)));
        }
    }
    out
}

/// Takes percent-encoding off. What is not valid stays as it is; what is not UTF-8 is replaced.
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
