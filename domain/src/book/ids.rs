//! The ids of accounts whose import was taken back. Of an account that has left the book only its id is known, and
//! without these it was deleted.

use serde::{Deserialize, Serialize};

use crate::account::AccountId;

/// Ids in ascending runs without a gap: the first id of each with its last one. An import is one run, so there are few.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Withdrawn(pub(super) Vec<(AccountId, AccountId)>);

impl Withdrawn {
    pub(super) fn has(&self, id: AccountId) -> bool {
        self.0.iter().any(|(first, last)| *first <= id && id <= *last)
    }

    /// How many ids there are.
    pub fn count(&self) -> u32 {
        self.0.iter().map(|(first, last)| last.0.saturating_sub(first.0).saturating_add(1)).sum()
    }

    /// Adds an id, and joins the runs that it lies between.
    pub fn add(&mut self, id: AccountId) {
        if self.has(id) {
            return;
        }
        let (mut first, mut last) = (id, id);
        self.0.retain(|(begin, end)| {
            let (before, after) = (end.next() == id, *begin == id.next());
            first = if before { *begin } else { first };
            last = if after { *end } else { last };
            !before && !after
        });
        let place = self.0.partition_point(|(begin, _)| *begin < first);
        self.0.insert(place, (first, last));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_join_to_runs_however_they_come() {
        let mut withdrawn = Withdrawn::default();
        [7, 3, 4, 9, 8, 3, 1].into_iter().for_each(|id| withdrawn.add(AccountId(id)));
        let runs: Vec<(u32, u32)> = withdrawn.0.iter().map(|(first, last)| (first.0, last.0)).collect();
        assert_eq!(runs, [(1, 1), (3, 4), (7, 9)]);
        let there: Vec<u32> = (0..12).filter(|id| withdrawn.has(AccountId(*id))).collect();
        assert_eq!(there, [1, 3, 4, 7, 8, 9]);
    }
}
