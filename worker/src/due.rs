//! What is due for a book. It is computed from the book and the date whenever a request, the alarm or a long run needs
//! it, and is never stored, so that a repeated request or alarm finds exactly what is left to do.

use chrono::NaiveDate;
use domain::book::Book;

/// What is due by a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// At least one day has work that is due.
    Day,
    /// No work is due, but the book's date is earlier.
    Date,
    /// Nothing is due.
    Nothing,
}

impl Due {
    /// What is due for `book` by `today`. A platform that has moved away stands still.
    pub fn of(book: &Book, today: NaiveDate) -> Self {
        if book.moved().is_some() {
            return Self::Nothing;
        }
        if book.next_deadline().is_some_and(|next| next <= today) {
            Self::Day
        } else if book.today() < today {
            Self::Date
        } else {
            Self::Nothing
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        stamp::{Actor, Instant, Stamp},
        wire::examples,
    };

    use super::*;

    #[test]
    fn a_day_is_run_before_the_date_moves_and_then_nothing_is_left() {
        let mut book = examples::demo().book().clone();
        let today = book.today();
        assert_eq!(Due::of(&book, today), Due::Nothing);
        let next = book.next_deadline().expect("something renews");
        let before = next.pred_opt().expect("a day before");
        assert_eq!(Due::of(&book, before), if before > today { Due::Date } else { Due::Nothing });
        assert_eq!(Due::of(&book, next), Due::Day);
        let stamp = Stamp { at: Instant("2026-11-22T08:00:00Z".to_owned()), actor: Actor::Schedule, by: None };
        while let Some(day) = book.first_due(next) {
            assert_eq!(Due::of(&book, next), Due::Day);
            book.record(day.on, &stamp, day.events);
        }
        assert_ne!(Due::of(&book, next), Due::Day);
        book.stand_at(next);
        assert_eq!(Due::of(&book, next), Due::Nothing);
    }
}
