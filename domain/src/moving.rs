//! Where a platform is: each house has an id, and a platform that has moved to another one says where it is now.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{calendar::iso, stamp::Revision};

/// The most bytes that the address of a house may have.
pub const MAX_URL: usize = 1_000;

/// The id of a house, which is all that one deployment or data folder has: 128 random bits, as 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(pattern = "^[0-9a-f]{32}$"))]
#[serde(try_from = "String", into = "String")]
pub struct HouseId(String);

/// The error of a text that is not the id of a house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the id of a house is 32 digits of 0-9 and a-f")]
pub struct HouseIdError;

impl TryFrom<String> for HouseId {
    type Error = HouseIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 32 && text.bytes().all(digit) { Ok(Self(text)) } else { Err(HouseIdError) }
    }
}

impl From<HouseId> for String {
    fn from(id: HouseId) -> Self {
        id.0
    }
}

impl HouseId {
    /// The id of a house that is made now, from random bytes that nothing else has.
    pub fn new(random: [u8; 16]) -> Self {
        Self(format!("{:032x}", u128::from_be_bytes(random)))
    }

    /// The id as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a platform is that has moved away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Moved {
    /// The house that it was released to.
    pub house: HouseId,
    /// The address of that house, `http` or `https`.
    #[cfg_attr(feature = "openapi", schema(max_length = 1_000))]
    pub url: String,
    /// The last day on which anything was done here.
    #[serde(with = "iso")]
    pub on: NaiveDate,
}

/// A release of a platform to another house, as somebody asks for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Leaving {
    /// The id of that house, as it says itself.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9a-f]{32}$"))]
    pub house: String,
    /// The address of that house, `http` or `https`.
    #[cfg_attr(feature = "openapi", schema(min_length = 8, max_length = 1_000))]
    pub url: String,
    /// The platform's name as the user typed it.
    pub confirm: String,
}

/// What an archive is to this house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ArrivalState {
    /// It is released to this house, and can be taken.
    Released,
    /// It has been taken.
    Taken,
    /// Its platform has not moved away from where it was made.
    NotReleased,
    /// It is released to another house.
    ForAnotherHouse,
    /// A platform with its id is here that is another one, or has gone on otherwise.
    Differs,
}

/// An archive and the house that it comes to.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// The house that it comes to.
    pub here: &'a HouseId,
    /// The house that it is released to: the one with whose `MovedAway` its record ends.
    pub released_to: Option<&'a HouseId>,
    /// The revision at which its record ends.
    pub came: Revision,
    /// The platform with its id that is here already.
    pub own: Option<Own>,
}

/// A platform that is in the house to which an archive of one with its id comes.
#[derive(Debug, Clone, Copy)]
pub struct Own {
    /// The revision at which its record ends.
    pub revision: Revision,
    /// Whether it has moved away.
    pub moved: bool,
    /// Whether the shorter of both records is the beginning of the longer one, by the links of their chains.
    pub same: bool,
}

impl Arrival<'_> {
    /// What the archive is to the house. Only what is released to it and goes on where its own record ends is taken, so that
    /// a platform is never in charge of two houses, whatever archives are brought where, how often and in which order.
    pub fn state(self) -> ArrivalState {
        let released = match self.released_to {
            None => ArrivalState::NotReleased,
            Some(house) if house == self.here => ArrivalState::Released,
            Some(_) => ArrivalState::ForAnotherHouse,
        };
        match self.own {
            None => released,
            // what is here has gone on since
            Some(own) if own.same && self.came < own.revision && released == ArrivalState::Released => {
                ArrivalState::Taken
            }
            Some(own) if own.same && self.came < own.revision => released,
            Some(own) if own.same && (own.moved || self.came == own.revision) => released,
            Some(_) => ArrivalState::Differs,
        }
    }
}

/// Whether a text is an address that a browser can open as a link: `http` or `https`, a host, and nothing that is
/// neither a letter nor a sign of ASCII.
pub(crate) fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    !host.is_empty() && !host.contains('@') && text.len() <= MAX_URL && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_what_it_was_made_of() {
        assert_eq!(HouseId::new([0; 16]).as_str(), "00000000000000000000000000000000");
        let id = HouseId::new([0xab; 16]);
        assert_eq!(HouseId::try_from(id.as_str().to_owned()), Ok(id));
        for text in ["", "ab", &"A".repeat(32), &"g".repeat(32), &"a".repeat(33), &"ä".repeat(16)] {
            assert_eq!(HouseId::try_from((*text).to_owned()), Err(HouseIdError), "{text}");
        }
    }

    #[test]
    fn what_is_in_charge_here_is_not_overtaken() {
        let here = HouseId::new([1; 16]);
        let state = |revision: u64, moved: bool, same: bool| {
            let own = Some(Own { revision: Revision(revision), moved, same });
            Arrival { here: &here, released_to: Some(&here), came: Revision(5), own }.state()
        };
        assert_eq!(state(3, true, true), ArrivalState::Released);
        // as after a backup from before the move was put back here: two would have charged
        assert_eq!(state(3, false, true), ArrivalState::Differs);
        assert_eq!(state(3, true, false), ArrivalState::Differs);
        assert_eq!(state(6, false, true), ArrivalState::Taken);
        assert_eq!(state(6, false, false), ArrivalState::Differs);
    }

    #[test]
    fn an_address_is_one_that_a_browser_opens() {
        for (text, ok) in [
            ("https://laufzeit.example", true),
            ("http://localhost:8787/platforms/a?x#y", true),
            ("https://", false),
            ("https:///x", false),
            ("ftp://laufzeit.example", false),
            ("javascript:alert(1)", false),
            ("https://a b", false),
            ("https://a\"b", false),
            ("https://somebody@laufzeit.example", false),
            ("https://müller.example", false),
            ("", false),
        ] {
            assert_eq!(is_address(text), ok, "{text}");
        }
        let long = format!("https://laufzeit.example/{}", "x".repeat(MAX_URL));
        assert!(is_address(&long[..MAX_URL]) && !is_address(&long));
    }
}
