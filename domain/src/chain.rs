//! The chain over the record: each entry has a link, which is the hash of the link before it and of the entry as it is
//! stored. Who knows the last link notices any change to any entry.
//!
//! What names a person stands in the chain as a salted hash, and the text beside it. Such a text can be erased later
//! without breaking the chain: its hash takes its place, and its salt is forgotten. As all salts of an entry come from
//! one, that one is then replaced by the salts of the texts that stay.

use std::ops::Range;

use crate::hash::{Hash, Hashing};
pub use crate::salts::{Salt, Salts};

/// The members of an entry that name a person. Those of one person follow each other and are hashed together.
const PERSONAL: [&str; 3] = ["\"address\":", "\"display_name\":", "\"by\":"];

/// Whether an entry, as it is stored, has texts that name a person. Only such an entry needs a salt.
pub fn is_personal(entry: &str) -> bool {
    first_personal(entry).is_some()
}

/// The link of an entry, as it is stored, that follows the one with the link `before`. The first entry follows
/// [`Hash::default`].
pub fn link(before: Hash, entry: &str, salts: Option<Salts>) -> Hash {
    let mut linking = Linking::of(before, salts);
    while !linking.step(entry, usize::MAX) {}
    linking.end()
}

/// The entry with a hash in the place of each personal text that `goes`, which is asked with the members that name a
/// person; and the salts of the texts that stay, if any do. None if nothing goes. The entry has the same link.
pub fn erased(entry: &str, salts: &Salts, mut goes: impl FnMut(&str) -> bool) -> Option<(String, Option<Salts>)> {
    let (mut text, mut from, mut kept, mut place) = (String::new(), 0, Vec::new(), 0);
    let mut gone = false;
    while let Some(range) = entry.get(from..).and_then(first_personal) {
        let rest = entry.get(from..).unwrap_or_default();
        let (before, personal) =
            (rest.get(..range.start).unwrap_or_default(), rest.get(range.clone()).unwrap_or_default());
        text.push_str(before);
        if goes(personal) {
            gone = true;
            text.push_str(&in_place_of(personal, salts.at(place)));
        } else {
            text.push_str(personal);
            kept.push(salts.at(place));
        }
        from += range.end;
        place += 1;
    }
    text.push_str(entry.get(from..).unwrap_or_default());
    gone.then(|| (text, Some(kept).filter(|kept| !kept.is_empty()).map(Salts::Each)))
}

/// The text with others in the place of those members that name a person for which `other` gives any. None if it gives
/// none.
pub fn replaced(text: &str, mut other: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let (mut new, mut from, mut changed) = (String::new(), 0, false);
    while let Some(range) = text.get(from..).and_then(first_personal) {
        let rest = text.get(from..).unwrap_or_default();
        let personal = rest.get(range.clone()).unwrap_or_default();
        let other = other(personal);
        changed |= other.is_some();
        new.push_str(rest.get(..range.start).unwrap_or_default());
        new.push_str(other.as_deref().unwrap_or(personal));
        from += range.end;
    }
    new.push_str(text.get(from..).unwrap_or_default());
    changed.then_some(new)
}

/// What stands in the chain for the members that name a person.
fn in_place_of(personal: &str, salt: Hash) -> String {
    let mut hashing = Hashing::default();
    hashing.add(&salt.bytes());
    hashing.add(personal.as_bytes());
    format!("\"erased\":\"{}\"", hashing.end())
}

/// A link that is computed slice by slice.
#[derive(Debug)]
pub struct Linking {
    hashing: Hashing,
    pieces: Pieces,
}

impl Linking {
    /// Begins with the link of an entry that follows the one with the link `before`.
    pub fn of(before: Hash, salts: Option<Salts>) -> Self {
        let mut hashing = Hashing::default();
        hashing.add(&before.bytes());
        Self { hashing, pieces: Pieces::of(salts) }
    }

    /// Goes on with the next persons of the entry, so many at most. Returns whether that was the rest of it.
    pub fn step(&mut self, entry: &str, persons: usize) -> bool {
        let hashing = &mut self.hashing;
        self.pieces.step(entry, persons, |piece| hashing.add(piece))
    }

    /// Goes on with a piece of the entry, which is cut between accounts: no member that names a person, and no text, is in two
    /// of them.
    pub fn add(&mut self, piece: &str) {
        while !self.step(piece, usize::MAX) {}
        self.pieces.from = 0;
    }

    /// Whether the salts are those of this entry, after the last step: one that names nobody has none.
    pub fn fits(&self, entry: &str) -> bool {
        match &self.pieces.salts {
            Some(salts) => salts.fit(self.pieces.place),
            None => !is_personal(entry),
        }
    }

    /// The link, after the last step.
    pub fn end(self) -> Hash {
        self.hashing.end()
    }
}

/// The pieces of an entry, with the hash of each personal text in its place. Without a salt it is one piece.
#[derive(Debug)]
struct Pieces {
    salts: Option<Salts>,
    /// How much of the entry was passed on.
    from: usize,
    /// How many personal texts were among it.
    place: usize,
}

impl Pieces {
    const fn of(salts: Option<Salts>) -> Self {
        Self { salts, from: 0, place: 0 }
    }

    /// Passes on the entry up to behind the next personal texts, `most` at most. Returns whether that was the rest of it.
    fn step(&mut self, entry: &str, most: usize, mut pass: impl FnMut(&[u8])) -> bool {
        let rest = |from: usize| entry.get(from..).unwrap_or_default();
        if let Some(salts) = &self.salts {
            for _ in 0..most {
                let text = rest(self.from);
                let Some(range) = first_personal(text) else { break };
                pass(text.get(..range.start).unwrap_or_default().as_bytes());
                let personal = text.get(range.clone()).unwrap_or_default();
                pass(in_place_of(personal, salts.at(self.place)).as_bytes());
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

    fn salts() -> Option<Salts> {
        Some(Salts::One(SALT))
    }

    /// The entry with each text erased that has this in it, and the salts that are left.
    #[track_caller]
    fn without(entry: &str, salts: &Salts, part: &str) -> (String, Option<Salts>) {
        erased(entry, salts, |text| text.contains(part)).expect("a text")
    }

    #[test]
    fn only_what_names_a_person_is_replaced() {
        let (erased, salts) = without(ENTRY, &Salts::One(SALT), "");
        let pieces: Vec<&str> = erased.split("\"erased\":\"").collect();
        assert_eq!(pieces.len(), 4, "{erased}");
        assert_eq!(pieces[0], r#"{"revision":2,"#);
        assert_eq!(&pieces[1][64..], r#"","kind":"x","accounts":[{"#);
        assert_eq!(&pieces[2][64..], r#""},{"id":3,"#);
        assert_eq!(&pieces[3][64..], r#""}],"said":"\"address\":\"c\""}"#);
        assert_ne!(pieces[1][..64], pieces[2][..64]);
        assert_ne!(pieces[2][..64], pieces[3][..64]);
        assert!(is_personal(ENTRY) && !is_personal(&erased) && salts.is_none());
    }

    #[test]
    fn an_erased_text_leaves_the_link_as_it_was() {
        let before = Hash::of(b"before");
        let linked = link(before, ENTRY, salts());
        let (all, none) = without(ENTRY, &Salts::One(SALT), "");
        assert_eq!(link(before, &all, none), linked);
        assert_ne!(link(Hash::default(), ENTRY, salts()), linked);
        assert_ne!(link(before, ENTRY, Some(Salts::One(Salt::new([8; 32])))), linked);
        // one after the other, in any order
        for [first, second, third] in [["b@", "A }", "a\\"], ["a\\", "b@", "A }"], ["A }", "a\\", "b@"]] {
            let (text, kept) = without(ENTRY, &Salts::One(SALT), first);
            let kept = kept.expect("salts of two");
            assert_eq!(link(before, &text, Some(kept.clone())), linked);
            // without the last of them, the others are still in their places
            let in_place = first == "b@";
            assert_eq!(link(before, &text, salts()) == linked, in_place, "what is left needs its own salts");
            assert_ne!(link(before, &text, None), linked);
            let (text, kept) = without(&text, &kept, second);
            let kept = kept.expect("the salt of one");
            assert_eq!(link(before, &text, Some(kept.clone())), linked);
            assert_ne!(
                link(before, &text.replace(third, "x"), Some(kept.clone())),
                linked,
                "it is still held to its hash"
            );
            assert_eq!(without(&text, &kept, third), (all.clone(), None));
        }
        assert_eq!(erased(ENTRY, &Salts::One(SALT), |_| false), None);
    }

    #[test]
    fn salts_are_neither_too_few_nor_too_many() {
        let check = |entry: &str, salts: Option<Salts>, due: bool| {
            let mut linking = Linking::of(Hash::default(), salts);
            while !linking.step(entry, 1) {}
            assert_eq!(linking.fits(entry), due, "{entry}");
        };
        let each = |count: u8| Some(Salts::Each((0..count).map(|byte| Hash::of(&[byte])).collect()));
        check(ENTRY, salts(), true);
        check(ENTRY, None, false);
        check("{}", None, true);
        check("{}", salts(), false);
        for count in 0..5 {
            check(ENTRY, each(count), count == 3);
            check("{}", each(count), false);
        }
        let three = [1_u8, 2, 3].map(|byte| Hash::of(&[byte]));
        let text = Salts::joined(&three);
        assert_eq!(Salts::split(&text), Some(three.to_vec()));
        for wrong in ["", "x", &text[1..], &text.to_uppercase()] {
            assert_eq!(Salts::split(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_link_in_slices_is_the_link() {
        for (entry, salts) in [(ENTRY, salts()), (ENTRY, None), ("{}", salts()), ("", None)] {
            let personal = salts.is_some();
            let mut linking = Linking::of(Hash::of(b"before"), salts.clone());
            let slices = (1..).find(|_| linking.step(entry, 1)).expect("an end");
            assert_eq!(linking.end(), link(Hash::of(b"before"), entry, salts));
            assert_eq!(slices, if entry == ENTRY && personal { 3 } else { 1 });
        }
    }

    #[test]
    fn a_link_over_pieces_is_the_link() {
        let between: Vec<usize> = ENTRY.match_indices("{\"").map(|(place, _)| place).skip(2).collect();
        assert_eq!(between.len(), 2, "before each account");
        for cut in between {
            let (first, second) = ENTRY.split_at(cut);
            for salts in [salts(), None] {
                let mut linking = Linking::of(Hash::of(b"before"), salts.clone());
                [first, second].into_iter().for_each(|piece| linking.add(piece));
                assert_eq!(linking.end(), link(Hash::of(b"before"), ENTRY, salts));
            }
        }
    }

    #[test]
    fn every_flipped_bit_gives_another_link() {
        let linked = link(Hash::default(), ENTRY, salts());
        for place in 0..ENTRY.len() {
            for bit in 0..8 {
                let mut bytes = ENTRY.as_bytes().to_vec();
                bytes[place] ^= 1 << bit;
                if let Ok(text) = String::from_utf8(bytes) {
                    assert_ne!(link(Hash::default(), &text, salts()), linked, "{text}");
                }
            }
        }
    }

    #[test]
    fn what_ends_too_early_has_a_link_all_the_same() {
        let whole = link(Hash::default(), ENTRY, salts());
        (0..ENTRY.len()).for_each(|end| assert_ne!(link(Hash::default(), &ENTRY[..end], salts()), whole));
    }
}
