//! The accounts that the pages show: names of syllables, so that each letter of a search finds fewer.

use std::fmt::Write;

use chrono::{Days, NaiveDate};

/// No letter of the domain is among the consonants, so that a search finds names only.
const CONSONANTS: &[u8] = b"bdkntvwz";
const VOWELS: &[u8] = b"aeiou";
const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");

/// Numbers without a pattern, the same in every run.
pub struct Numbers(u64);

impl Numbers {
    pub const fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }

    fn syllables(&mut self, count: usize) -> String {
        let mut name = String::new();
        for _ in 0..count {
            name.push(CONSONANTS[self.below(CONSONANTS.len())].into());
            name.push(VOWELS[self.below(VOWELS.len())].into());
        }
        name
    }

    /// Four letters, which are in some names.
    pub fn word(&mut self) -> String {
        self.syllables(2)
    }
}

/// A roster with so many accounts. Of ten, six are monthly, three yearly, and one ends.
pub fn roster(accounts: usize) -> String {
    let mut numbers = Numbers::new();
    let mut roster = String::from("address,display_name,mode,expires_on\n");
    for number in 1..=accounts {
        let (given, family) = (numbers.syllables(2), numbers.syllables(3));
        let (mode, days) = match numbers.below(10) {
            0..6 => ("monthly", 30),
            6..9 => ("yearly", 365),
            _ => ("none", 365),
        };
        let expiry = TODAY + Days::new(1 + numbers.below(days) as u64);
        let name = format!("{given} {}", family.replace('u', "ü"));
        let line = writeln!(roster, "{given}.{family}.{number}@grossfirma.example,{name},{mode},{expiry}");
        line.expect("memory takes it");
    }
    roster
}
