//! The salts in the chain of a record: what keeps the hashes of personal texts from being guessed.

use std::fmt;

use crate::hash::{Hash, HashError, Hashing};

/// What makes the hashes of an entry's personal texts impossible to guess: 32 random bytes, which the host gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// A salt of random bytes.
    pub const fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// The salt of the personal text at this place of the entry.
    pub(crate) fn at(&self, place: usize) -> Hash {
        let mut hashing = Hashing::default();
        hashing.add(&self.0);
        hashing.add(&u32::try_from(place).unwrap_or(u32::MAX).to_le_bytes());
        hashing.end()
    }
}

/// The salts of an entry's personal texts.
#[derive(Clone, PartialEq, Eq)]
pub enum Salts {
    /// They come from one.
    One(Salt),
    /// Some texts were erased, and their salts with them: these are the salts of the others, in their order.
    Each(Vec<Hash>),
}

impl Salts {
    /// The salt of the personal text at this place among those that are there.
    pub(crate) fn at(&self, place: usize) -> Hash {
        match self {
            Self::One(salt) => salt.at(place),
            // a text whose salt is missing has another hash than it had
            Self::Each(salts) => salts.get(place).copied().unwrap_or_default(),
        }
    }

    /// Whether they are those of an entry with this many personal texts.
    pub(crate) fn fit(&self, texts: usize) -> bool {
        match self {
            Self::One(_) => texts > 0,
            Self::Each(salts) => texts > 0 && salts.len() == texts,
        }
    }

    /// The salts of an entry that keeps each by itself, written as one text.
    pub fn joined(salts: &[Hash]) -> String {
        salts.iter().map(Hash::to_string).collect()
    }

    /// The salts in a text as [`Salts::joined`] writes it; none if it is not one, or empty.
    pub fn split(text: &str) -> Option<Vec<Hash>> {
        let (salts, rest) = text.as_bytes().as_chunks::<64>();
        let hash = |digits: &[u8; 64]| {
            let text = str::from_utf8(digits).ok()?;
            Hash::try_from(text.to_owned()).ok().filter(|hash| hash.to_string() == text)
        };
        let salts: Option<Vec<Hash>> = salts.iter().map(hash).collect();
        salts.filter(|salts| !salts.is_empty() && rest.is_empty())
    }
}

impl From<Salt> for Salts {
    fn from(salt: Salt) -> Self {
        Self::One(salt)
    }
}

/// Nothing of a salt is ever logged.
impl fmt::Debug for Salts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salts")
    }
}

/// Nothing of a salt is ever logged.
impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt")
    }
}

impl From<Salt> for String {
    fn from(salt: Salt) -> Self {
        Hash::from(salt.0).to_string()
    }
}

impl TryFrom<String> for Salt {
    type Error = HashError;

    fn try_from(text: String) -> Result<Self, HashError> {
        Hash::try_from(text).map(|hash| Self(hash.bytes()))
    }
}
