//! The address of a mailbox: what one is, how it is found, and when two are one.

use std::{borrow::Cow, fmt};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::AccountId;
use crate::{
    calendar::{iso, parse_date},
    fold, hostname,
};

/// The domain of all placeholders that the rules give out.
const UNASSIGNED: &str = "unassigned.invalid";

/// How what stands for an erased address begins.
const ERASED: &str = "erased";

/// A mailbox address. It is shown as it was written, however it is found and compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Address {
    text: String,
    /// The address as it is searched, if that differs from `text`.
    folded: Option<String>,
}

/// The error of a text that is not an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an email address of at most 254 characters")]
pub struct AddressError;

impl Address {
    /// Reads an address: a local part (Unicode allowed, no quotes), `@`, a domain of two labels or more.
    ///
    /// # Errors
    /// When the text is not an address or is longer than 254 bytes (RFC 5321, 4.5.3.1.3).
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let options = email_address::Options::default()
            .with_minimum_sub_domains(2)
            .without_display_text()
            .without_domain_literal();
        let clean = |char: char| !char.is_whitespace() && !char.is_control() && char != '"';
        if text.len() > 254 || !text.chars().all(clean) {
            return Err(AddressError);
        }
        // a mark that its letter has taken up is no character of its own
        let forms = [text, &unicode::composed(text)];
        let is_address = |text: &str| email_address::EmailAddress::parse_with_options(text, options).is_ok();
        if forms.into_iter().any(is_address) { Ok(Self::from(text.to_owned())) } else { Err(AddressError) }
    }

    /// The address of an account that is not set up: `seat-<n>@unassigned.invalid`, where `n` is its id.
    pub fn placeholder(id: AccountId) -> Self {
        Self::from(format!("seat-{id}@{UNASSIGNED}"))
    }

    /// What stands for an address that was erased on a day as its person had asked:
    /// `erased-<day>@unassigned.invalid`.
    pub fn erased_on(day: NaiveDate) -> Self {
        Self::from(format!("{ERASED}-{}@{UNASSIGNED}", iso::format(day)))
    }

    /// What stands for an erased address where the day is not known, as in the record's own entries:
    /// `erased@unassigned.invalid`.
    pub fn erased() -> Self {
        Self::from(format!("{ERASED}@{UNASSIGNED}"))
    }

    /// See [`AddressRef::is_erased`].
    pub fn is_erased(&self) -> bool {
        self.borrowed().is_erased()
    }

    /// See [`AddressRef::erasure`].
    pub fn erasure(&self) -> Option<NaiveDate> {
        self.borrowed().erasure()
    }

    /// The address for whoever only looks at it.
    pub fn borrowed(&self) -> AddressRef<'_> {
        AddressRef::new(&self.text, self.folded.as_deref().unwrap_or(&self.text))
    }

    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The address as it is searched.
    pub fn folded(&self) -> &str {
        self.borrowed().folded()
    }

    /// See [`AddressRef::identity`].
    pub fn identity(&self) -> Cow<'_, str> {
        self.borrowed().identity()
    }

    /// The part after the last `@`.
    pub fn domain(&self) -> &str {
        self.borrowed().domain()
    }

    /// See [`AddressRef::is_unassigned`].
    pub fn is_unassigned(&self) -> bool {
        self.borrowed().is_unassigned()
    }

    /// See [`AddressRef::is_placeholder`].
    pub fn is_placeholder(&self) -> bool {
        self.borrowed().is_placeholder()
    }
}

/// Takes an address unchecked, for what is stored already. Input goes through [`Address::parse`].
impl From<String> for Address {
    fn from(text: String) -> Self {
        let folded = fold::searched(&text);
        let folded = (folded != text).then_some(folded);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_local_part_and_a_domain_of_two_labels() {
        for text in [
            "info@musterfirma.example",
            "Jürgen@münchen.example",
            "Ju\u{308}rgen@mu\u{308}nchen.example",
            "o'neill+x@a.b",
            "seat-1@unassigned.invalid",
        ] {
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
            ("Info@Muster.EXAMPLE", "info@muster.example", "Muster.EXAMPLE")
        );
    }

    #[test]
    fn what_stands_for_an_erased_address_says_since_when() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 27).expect("a day");
        let dated = Address::erased_on(day);
        assert_eq!(dated.as_str(), "erased-2026-11-27@unassigned.invalid");
        assert_eq!((dated.is_erased(), dated.erasure()), (true, Some(day)));
        assert_eq!((Address::erased().is_erased(), Address::erased().erasure()), (true, None));
        assert!(dated.is_placeholder() && dated.is_unassigned());
        for text in ["erased@x.invalid", "erased-x@unassigned.invalid", "seat-1@unassigned.invalid", "erased"] {
            assert!(!Address::from(text.to_owned()).is_erased(), "{text}");
        }
    }
}
