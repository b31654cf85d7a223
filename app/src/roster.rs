//! One signal per row on screen: a click on one account touches that account's row and no other.

use std::collections::BTreeMap;

use domain::account::{AccountId, RenewalMode};
use leptos::prelude::*;

/// The rows on screen, by account.
#[derive(Debug, Default)]
pub struct Roster(BTreeMap<AccountId, Row>);

#[derive(Debug)]
struct Row {
    shown: ArcRwSignal<RenewalMode>,
    /// In how many places of the screen the row is shown.
    places: usize,
}

impl Roster {
    /// The signal of a row that appears on screen and shows `mode`.
    pub fn enter(&mut self, id: AccountId, mode: RenewalMode) -> ArcRwSignal<RenewalMode> {
        let row = self.0.entry(id).or_insert_with(|| Row { shown: ArcRwSignal::new(mode), places: 0 });
        row.places += 1;
        row.shown.clone()
    }

    /// Notes that a row has left the screen.
    pub fn leave(&mut self, id: AccountId) {
        if let Some(row) = self.0.get_mut(&id) {
            row.places = row.places.saturating_sub(1);
            if row.places == 0 {
                self.0.remove(&id);
            }
        }
    }

    /// Updates the rows whose mode differs from what `mode` returns. All others stay untouched.
    pub fn refresh(&self, mode: impl Fn(AccountId) -> Option<RenewalMode>) {
        for (id, row) in &self.0 {
            if let Some(mode) = mode(*id)
                && row.shown.get_untracked() != mode
            {
                row.shown.set(mode);
            }
        }
    }
}
