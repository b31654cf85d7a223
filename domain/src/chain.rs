//! The chain over the record: each entry has a link, which is the hash of the link before it and of the entry as it is
//! stored. Who knows the last link notices any change to any entry.
//!
//! What names a person stands in the chain as a salted hash, and the text beside it. Such a text can be erased later
//! without breaking the chain: its hash takes its place, and its salt is forgotten. As all salts of an entry come from
//! one, that one is then replaced by the salts of the texts that stay.

use std::{fmt, ops::Range};

use crate::hash::{Hash, HashError, Hashing};

/// The members of an entry that name a person. Those of one person follow each other and are hashed together.
const PERSONAL: [&str; 3] = ["\"address\":", "\"display_name\":", "\"by\":"];

/// What makes the hashes of an entry's personal texts impossible to guess: 32 random bytes, which the host gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// A salt of random bytes.
    pub const fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// The salt of the personal text at this place of the entry.
    fn at(&self, place: u32) -> Hash {
        let mut hashing = Hashing::default();
        hashing.add(&self.0);
        hashing.add(&place.to_le_bytes());
        hashing.end()
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

/// Whether an entry, as it is stored, has texts that name a person. Only such an entry needs a salt.
pub fn is_personal(entry: &str) -> bool {
    first_personal(entry).is_some()
}

/// The link of an entry, as it is stored, that follows the one with the link `before`. The first entry follows
/// [`Hash::default`].
pub fn link(before: Hash, entry: &str, salt: Option<Salt>) -> Hash {
    let mut linking = Linking::of(before, salt);
    while !linking.step(entry, usize::MAX) {}
    linking.end()
}

/// The entry with the hash of each personal text in its place. It has the same link.
pub fn erased(entry: &str, salt: Salt) -> String {
    let (mut bytes, mut pieces) = (Vec::new(), Pieces::of(Some(salt)));
    while !pieces.step(entry, usize::MAX, |piece| bytes.extend_from_slice(piece)) {}
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A link that is computed slice by slice.
#[derive(Debug)]
pub struct Linking {
    hashing: Hashing,
    pieces: Pieces,
}

impl Linking {
    /// Begins with the link of an entry that follows the one with the link `before`.
    pub fn of(before: Hash, salt: Option<Salt>) -> Self {
        let mut hashing = Hashing::default();
        hashing.add(&before.bytes());
        Self { hashing, pieces: Pieces::of(salt) }
    }

    /// Goes on with the next persons of the entry, so many at most. Returns whether that was the rest of it.
    pub fn step(&mut self, entry: &str, persons: usize) -> bool {
        let hashing = &mut self.hashing;
        self.pieces.step(entry, persons, |piece| hashing.add(piece))
    }

    /// The link, after the last step.
    pub fn end(self) -> Hash {
        self.hashing.end()
    }
}

/// The pieces of an entry, with the hash of each personal text in its place. Without a salt it is one piece.
#[derive(Debug)]
struct Pieces {
    salt: Option<Salt>,
    /// How much of the entry was passed on.
    from: usize,
    /// How many personal texts were among it.
    place: u32,
}

impl Pieces {
    const fn of(salt: Option<Salt>) -> Self {
        Self { salt, from: 0, place: 0 }
    }

    /// Passes on the entry up to behind the next personal texts, `most` at most. Returns whether that was the rest of it.
    fn step(&mut self, entry: &str, most: usize, mut pass: impl FnMut(&[u8])) -> bool {
        let rest = |from: usize| entry.get(from..).unwrap_or_default();
        if let Some(salt) = self.salt {
            for _ in 0..most {
                let text = rest(self.from);
                let Some(range) = first_personal(text) else { break };
                let (before, personal) = (text.get(..range.start), text.get(range.clone()));
                pass(before.unwrap_or_default().as_bytes());
                let mut hashing = Hashing::default();
                hashing.add(&salt.at(self.place).bytes());
                hashing.add(personal.unwrap_or_default().as_bytes());
                pass(b"\"erased\":\"");
                pass(&hashing.end().digits());
                pass(b"\"");
                self.from += range.end;
                self.place += 1;
            }
            if first_personal(rest(self.from)).is_some() {
                return false;
            }
        }
        pass(rest(self.from).as_bytes());
        true
    }
}

/// The place of the first members that name a person.
fn first_personal(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.find('"')?;
        let here = text.get(start..)?;
        let Some(length) = personal_member(here) else {
            from = start + string(here)?;
            continue;
        };
        let mut end = start + length;
        while let Some(more) = text.get(end..).and_then(|rest| rest.strip_prefix(',')).and_then(personal_member) {
            end += 1 + more;
        }
        return Some(start..end);
    }
}

/// The length of the member that names a person, if the text begins with one.
fn personal_member(text: &str) -> Option<usize> {
    let name = PERSONAL.into_iter().find(|name| text.starts_with(name))?;
    let value = text.get(name.len()..)?;
    let length =
        if value.starts_with('{') { object(value)? } else { string(value.starts_with('"').then_some(value)?)? };
    Some(name.len() + length)
}

/// The length of the JSON object of strings with which the text begins; none if it does not end.
fn object(text: &str) -> Option<usize> {
    let mut end = 1;
    loop {
        match text.get(end..)?.chars().next()? {
            '}' => return Some(end + 1),
            '"' => end += string(text.get(end..)?)?,
            other => end += other.len_utf8(),
        }
    }
}

/// The length of the JSON string with which the text begins, with its quotes; none if it does not end.
fn string(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(index + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = r#"{"revision":2,"by":{"id":"p1","name":"A }\" B"},"kind":"x","accounts":[{"address":"a\"@x.example","display_name":"A \\"},{"id":3,"address":"b@x.example","display_name":""}],"said":"\"address\":\"c\""}"#;
    const SALT: Salt = Salt::new([7; 32]);

    #[test]
    fn only_what_names_a_person_is_replaced() {
        let erased = erased(ENTRY, SALT);
        let pieces: Vec<&str> = erased.split("\"erased\":\"").collect();
        assert_eq!(pieces.len(), 4, "{erased}");
        assert_eq!(pieces[0], r#"{"revision":2,"#);
        assert_eq!(&pieces[1][64..], r#"","kind":"x","accounts":[{"#);
        assert_eq!(&pieces[2][64..], r#""},{"id":3,"#);
        assert_eq!(&pieces[3][64..], r#""}],"said":"\"address\":\"c\""}"#);
        assert_ne!(pieces[1][..64], pieces[2][..64]);
        assert_ne!(pieces[2][..64], pieces[3][..64]);
        assert!(is_personal(ENTRY) && !is_personal(&erased));
    }

    #[test]
    fn an_erased_text_leaves_the_link_as_it_was() {
        let before = Hash::of(b"before");
        let erased = erased(ENTRY, SALT);
        let linked = link(before, ENTRY, Some(SALT));
        assert_eq!(link(before, &erased, None), linked);
        // one person is erased, and the salt of the other is kept
        let first = erased.split_inclusive("},").next().expect("a first account").len();
        let second = ENTRY.split_inclusive("},").next().expect("a first account").len();
        let partly = format!("{}{}", &erased[..first], &ENTRY[second..]);
        assert_ne!(partly, ENTRY);
        assert_ne!(link(before, &partly, None), linked, "its other text needs its salt");
        assert_ne!(link(Hash::default(), ENTRY, Some(SALT)), linked);
        assert_ne!(link(before, ENTRY, Some(Salt::new([8; 32]))), linked);
    }

    #[test]
    fn a_link_in_slices_is_the_link() {
        for (entry, salt) in [(ENTRY, Some(SALT)), (ENTRY, None), ("{}", Some(SALT)), ("", None)] {
            let mut linking = Linking::of(Hash::of(b"before"), salt);
            let slices = (1..).find(|_| linking.step(entry, 1)).expect("an end");
            assert_eq!(linking.end(), link(Hash::of(b"before"), entry, salt));
            assert_eq!(slices, if entry == ENTRY && salt.is_some() { 3 } else { 1 });
        }
    }

    #[test]
    fn every_flipped_bit_gives_another_link() {
        let linked = link(Hash::default(), ENTRY, Some(SALT));
        for place in 0..ENTRY.len() {
            for bit in 0..8 {
                let mut bytes = ENTRY.as_bytes().to_vec();
                bytes[place] ^= 1 << bit;
                if let Ok(text) = String::from_utf8(bytes) {
                    assert_ne!(link(Hash::default(), &text, Some(SALT)), linked, "{text}");
                }
            }
        }
    }

    #[test]
    fn what_ends_too_early_has_a_link_all_the_same() {
        let whole = link(Hash::default(), ENTRY, Some(SALT));
        (0..ENTRY.len()).for_each(|end| assert_ne!(link(Hash::default(), &ENTRY[..end], Some(SALT)), whole));
    }
}
