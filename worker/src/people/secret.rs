//! Secrets and ids: random bytes as text. A secret is told once, and only its hash is kept.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD as BASE64URL},
};
use domain::hash::Hash;

use crate::machine::random;

/// A secret of 32 random bytes, in base64url.
pub struct Secret(String);

impl Secret {
    /// A new one.
    pub fn new() -> Self {
        Self(BASE64URL.encode(random::<32>()))
    }

    /// The hash by which it is known.
    pub fn hash(&self) -> String {
        hash_of(&self.0)
    }

    /// The text, to be told once.
    pub fn tell(self) -> String {
        self.0
    }
}

/// The hash by which a secret is known.
pub fn hash_of(secret: &str) -> String {
    Hash::of(secret.as_bytes()).to_string()
}

/// An id that nothing else has: a letter for what it is of, and 10 random bytes.
pub fn new_id(of: char) -> String {
    random::<10>().into_iter().fold(of.to_string(), |id, byte| format!("{id}{byte:02x}"))
}

/// Bytes in base64url.
pub fn encode(bytes: &[u8]) -> String {
    BASE64URL.encode(bytes)
}

/// A text in base64 with padding, as headers have it.
pub fn padded(text: &str) -> String {
    STANDARD.encode(text)
}

/// The bytes of a text in base64url, with or without padding; none if it is none.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    BASE64URL.decode(text.trim_end_matches('=')).ok()
}
