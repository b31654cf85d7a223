//! Counts of accounts by cohort: of all active ones, and of those that change.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::{account::RenewalMode, cohort::Cohort};

/// Accounts of a cohort that are to have a mode.
type Key = (Cohort, RenewalMode);

/// How many accounts of each cohort are to have each mode. To count a hundred thousand accounts of some hundred cohorts in a tree would
/// take a hundred thousand searches, so each has its place: the first free one after the one that its day and its modes say.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// At least twice as many as are taken, and a power of two.
    places: Vec<Option<(Key, i64)>>,
    taken: usize,
}

impl Tally {
    /// Counts so many accounts more; fewer if negative.
    pub(crate) fn add(&mut self, cohort: Cohort, mode: RenewalMode, accounts: i64) {
        if 2 * self.taken >= self.places.len() {
            let twice = (2 * self.places.len()).max(8);
            self.taken = 0;
            for (key, sum) in std::mem::replace(&mut self.places, vec![None; twice]).into_iter().flatten() {
                self.count(key, sum);
            }
        }
        self.count((cohort, mode), accounts);
    }

    fn count(&mut self, key: Key, accounts: i64) {
        let (cohort, mode) = key;
        let day = usize::try_from(cohort.expires_on.num_days_from_ce()).unwrap_or(0);
        let modes = RenewalMode::ALL.len();
        let first = (day * modes + cohort.mode as usize) * modes + mode as usize;
        let last = self.places.len().saturating_sub(1);
        let is_for_it = |at: &usize| {
            let taken = self.places.get(*at).and_then(Option::as_ref);
            taken.is_none_or(|(taken, _)| *taken == key)
        };
        let place = (first..).map(|at| at & last).find(is_for_it).and_then(|at| self.places.get_mut(at));
        match place {
            Some(Some((_, sum))) => *sum += accounts,
            Some(place @ None) => {
                *place = Some((key, accounts));
                self.taken += 1;
            }
            None => {}
        }
    }

    /// Everything that was counted, each once, in no order.
    pub(crate) fn counts(self) -> impl Iterator<Item = (Key, i64)> {
        self.places.into_iter().flatten()
    }
}

/// How many accounts each cohort has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cohorts(BTreeMap<Cohort, u32>);

impl Cohorts {
    /// What was counted.
    pub(crate) fn of(counted: Tally) -> Self {
        let mut cohorts = Self::default();
        for ((cohort, _), count) in counted.counts() {
            cohorts.0.insert(cohort, u32::try_from(count).unwrap_or(0));
        }
        cohorts
    }

    /// Adds how many more accounts each cohort has, or fewer if negative.
    pub(crate) fn follow(&mut self, more: Tally) {
        for ((cohort, _), more) in more.counts().filter(|(_, more)| *more != 0) {
            let count = self.0.entry(cohort).or_default();
            *count = u32::try_from(i64::from(*count) + more).unwrap_or(0);
            if *count == 0 {
                self.0.remove(&cohort);
            }
        }
    }

    /// Each cohort with the number of its accounts, by expiry.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (Cohort, u32)> + '_ {
        self.0.iter().map(|(&cohort, &count)| (cohort, count))
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;
    use crate::calendar::{AnchorDay, FIRST_DAY, LAST_DAY};

    #[test]
    fn everything_is_counted_however_much_comes() {
        for many in [0, 1, 7, 8, 9, 5_000] {
            let (mut tally, mut expected) = (Tally::default(), BTreeMap::new());
            for number in (0..many).map(|n: u32| n * 1_237 % 1_001) {
                // days far apart, days that follow each other, and many anchor days of one day
                let day = match number % 4 {
                    0 => LAST_DAY - Days::new(u64::from(number)),
                    1 => FIRST_DAY + Days::new(u64::from(number) * 2_048),
                    _ => FIRST_DAY + Days::new(u64::from(number % 50)),
                };
                let anchor_day = AnchorDay::of(FIRST_DAY + Days::new(u64::from(number % 29)));
                let [mode, to] = [number, number / 3].map(|number| RenewalMode::ALL[number as usize % 3]);
                let (cohort, more) = (Cohort { expires_on: day, anchor_day, mode }, i64::from(number % 5) - 2);
                tally.add(cohort, to, more);
                *expected.entry((cohort, to)).or_default() += more;
            }
            let counted: Vec<_> = tally.counts().collect();
            assert_eq!(counted.len(), expected.len(), "each comes once");
            assert_eq!(counted.into_iter().collect::<BTreeMap<_, _>>(), expected, "{many}");
        }
    }
}
