//! Counts what happened how often, because a world in which something never happens proves nothing about it.

use std::collections::BTreeMap;

use crate::shapes::Why;

#[derive(Debug, Default, Clone)]
pub struct Tally(pub BTreeMap<String, u64>);

impl Tally {
    pub fn note(&mut self, what: &str) {
        match self.0.get_mut(what) {
            Some(count) => *count += 1,
            None => drop(self.0.insert(what.to_owned(), 1)),
        }
    }

    pub fn refused(&mut self, what: &str, why: &Why) {
        let why = if matches!(why, Why::Roster(_)) { "Roster".to_owned() } else { format!("{why:?}") };
        self.note(&format!("{what} refused: {why}"));
    }

    pub fn add(&mut self, other: &Self) {
        for (what, count) in &other.0 {
            *self.0.entry(what.clone()).or_default() += count;
        }
    }

    /// # Panics
    /// When one of these never happened.
    pub fn demand(&self, all: &[&str]) {
        let never: Vec<_> = all.iter().filter(|what| !self.0.contains_key(**what)).collect();
        assert!(never.is_empty(), "these never happened: {never:?}");
    }
}
