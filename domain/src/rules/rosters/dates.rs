//! How the dates of a file are written.

use chrono::NaiveDate;

use super::line::Pending;
use crate::{calendar::DateError, roster::DateOrder};

/// What the dates of a file say about the order in which they are written.
#[derive(Debug, Default)]
pub(super) struct Dates {
    by_day: Ordered,
    by_month: Ordered,
    /// Whether one of them means another day in the other order.
    differ: bool,
}

/// The dates of a file in one order.
#[derive(Debug, Default)]
struct Ordered {
    /// How many are no dates.
    wrong: usize,
    /// The first day on which an account expires.
    oldest: Option<NaiveDate>,
}

impl Ordered {
    /// Notes the dates of a line as this order reads them, and returns them.
    fn see(&mut self, line: &Pending, order: DateOrder) -> [Option<Result<NaiveDate, DateError>>; 2] {
        let dates = [line.expires_on, line.ordered_on.flatten()].map(|date| date.map(|date| date.read(order)));
        self.wrong += dates.iter().flatten().filter(|date| date.is_err()).count();
        let [expires_on, _] = dates;
        self.oldest = self.oldest.into_iter().chain(expires_on.and_then(Result::ok)).min();
        dates
    }
}

impl Dates {
    pub(super) fn see(&mut self, line: &Pending) {
        let by_day = self.by_day.see(line, DateOrder::DayFirst);
        self.differ |= by_day != self.by_month.see(line, DateOrder::MonthFirst);
    }

    /// The order of dates between slashes, and whether somebody must be asked for it: every one is a date in both orders,
    /// and not the same.
    pub(super) fn order(&self, given: Option<DateOrder>) -> (DateOrder, bool) {
        if let Some(order) = given {
            return (order, false);
        }
        let (by_day, by_month) = (self.by_day.wrong, self.by_month.wrong);
        let order = if by_month < by_day { DateOrder::MonthFirst } else { DateOrder::DayFirst };
        (order, self.differ && by_day == 0 && by_month == 0)
    }

    pub(super) const fn oldest(&self, order: DateOrder) -> Option<NaiveDate> {
        match order {
            DateOrder::DayFirst => self.by_day.oldest,
            DateOrder::MonthFirst => self.by_month.oldest,
        }
    }
}
