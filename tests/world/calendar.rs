//! Dates computed as one learns at school ("thirty days hath September"), independently of how `domain` counts days.

use std::fmt;

use chrono::{Datelike, NaiveDate};

/// A civil date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: i32,
    pub month: u32,
    pub day: u32,
}

pub const LAST_TODAY: Day = Day { year: 2198, month: 12, day: 31 };
pub const LAST_DAY: Day = Day { year: 2199, month: 12, day: 31 };

impl Day {
    pub fn length(year: i32, month: u32) -> u32 {
        match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    pub fn next(self) -> Self {
        let Self { year, month, day } = self;
        if day < Self::length(year, month) {
            Self { day: day + 1, ..self }
        } else if month < 12 {
            Self { year, month: month + 1, day: 1 }
        } else {
            Self { year: year + 1, month: 1, day: 1 }
        }
    }

    pub fn plus(self, days: u32) -> Self {
        (0..days).fold(self, |day, _| day.next())
    }

    pub fn before(self) -> Self {
        let Self { year, month, day } = self;
        if day > 1 {
            Self { day: day - 1, ..self }
        } else if month > 1 {
            Self { year, month: month - 1, day: Self::length(year, month - 1) }
        } else {
            Self { year: year - 1, month: 12, day: 31 }
        }
    }

    /// How many days there are from this day to a later one.
    pub fn until(self, later: Self) -> u32 {
        let (mut day, mut count) = (self, 0);
        while day < later {
            day = day.next();
            count += 1;
        }
        count
    }

    /// The day `months` later, on the day `anchor`, or on the last day of a month that is too short for it.
    pub fn shifted(self, months: i32, anchor: u32) -> Self {
        let (mut year, mut month) = (self.year, self.month);
        for _ in 0..months.abs() {
            (year, month) = match (months > 0, month) {
                (true, 12) => (year + 1, 1),
                (true, _) => (year, month + 1),
                (false, 1) => (year - 1, 12),
                (false, _) => (year, month - 1),
            };
        }
        Self { year, month, day: anchor.min(Self::length(year, month)) }
    }

    pub fn date(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, self.day).expect("a date")
    }

    /// # Panics
    /// When the text is no date.
    pub fn read(text: &str) -> Self {
        Self::from(domain::calendar::parse_date(text).expect("a date"))
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self { year: date.year(), month: date.month(), day: date.day() }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[test]
fn a_year_walked_day_by_day_is_what_an_almanac_says() {
    let (mut ours, mut theirs) =
        (Day { year: 1970, month: 1, day: 1 }, NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date"));
    while ours < LAST_DAY {
        assert_eq!(ours.date(), theirs);
        assert_eq!(ours.next().before(), ours);
        (ours, theirs) = (ours.next(), theirs.succ_opt().expect("a date"));
    }
}
