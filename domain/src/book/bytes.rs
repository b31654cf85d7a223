//! How much memory a book takes, for hosts that hold many.

use super::Book;
use crate::{account::AccountId, cohort::Cohort};

impl Book {
    /// About how many bytes of memory it takes, without looking at each account.
    pub fn bytes(&self) -> usize {
        let (living, of_cohorts) = (self.counts.living() as usize, self.cohorts.iter().len());
        // a node of a tree is not always full
        let of_dates = living * 2 * size_of::<AccountId>();
        let rest = size_of::<Self>() + of_cohorts * 2 * size_of::<(Cohort, u32)>() + of_dates;
        self.accounts.bytes() + self.addresses.bytes() + self.orders.bytes() + rest
    }
}
