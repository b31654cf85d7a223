//! Days, anchor days, terms and periods, and when a period ends.
//!
//! A day is a civil date in the platform's time zone. Nothing here knows about instants or zones.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The first date the rules accept.
pub const FIRST_DAY: NaiveDate = day(1970, 1, 1);
/// The last date the rules accept.
pub const LAST_DAY: NaiveDate = day(2199, 12, 31);
/// The last date a platform's clock may show: a yearly period that begins on it still ends by [`LAST_DAY`].
pub const LAST_TODAY: NaiveDate = day(2198, 12, 31);

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MAX,
    }
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// One month.
    Monthly,
    /// Twelve months.
    Yearly,
}

impl Term {
    /// The length in months.
    pub const fn months(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::Yearly => 12,
        }
    }
}

/// The day of the month on which an account's periods begin, 1 to 31. In a month that is too short they begin on the
/// last day, which does not change the anchor day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(minimum = 1, maximum = 31))]
#[serde(try_from = "u8", into = "u8")]
pub struct AnchorDay(u8);

impl AnchorDay {
    /// The anchor day of something ordered on `date`.
    pub fn of(date: NaiveDate) -> Self {
        Self(u8::try_from(date.day()).unwrap_or(31))
    }

    /// The anchor day's date in the month of `date`: itself, or the last day of a month that is too short.
    pub fn in_month_of(self, date: NaiveDate) -> NaiveDate {
        (1..=u32::from(self.0)).rev().find_map(|day| date.with_day(day)).unwrap_or(date)
    }

    /// The 1st, which every month has.
    pub const FIRST: Self = Self(1);

    /// Whether `date` is the anchor day's date in its month.
    pub fn falls_on(self, date: NaiveDate) -> bool {
        self.in_month_of(date) == date
    }
}

/// The error of an anchor day outside 1 to 31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an anchor day is a number from 1 to 31")]
pub struct AnchorDayError;

impl TryFrom<u8> for AnchorDay {
    type Error = AnchorDayError;

    fn try_from(day: u8) -> Result<Self, Self::Error> {
        if (1..=31).contains(&day) { Ok(Self(day)) } else { Err(AnchorDayError) }
    }
}

impl From<AnchorDay> for u8 {
    fn from(anchor: AnchorDay) -> Self {
        anchor.0
    }
}

impl fmt::Display for AnchorDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A time that is paid for, from `start` up to but not including `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Period {
    /// The first day.
    #[serde(with = "iso")]
    pub start: NaiveDate,
    /// The first day that is not paid for any more.
    #[serde(with = "iso")]
    pub end: NaiveDate,
}

impl Period {
    /// The period of `term` that begins on `start`. It ends on the anchor day's date in the month that is `term` later.
    pub fn starting(start: NaiveDate, anchor: AnchorDay, term: Term) -> Self {
        Self { start, end: anchor.in_month_of(first_of_month(start, term.months())) }
    }
}

impl Period {
    /// How many days the period has.
    pub fn days(self) -> u32 {
        u32::try_from((self.end - self.start).num_days()).unwrap_or(0)
    }
}

/// The 1st of the month that is `months` after the month of `date`.
pub fn first_of_month(date: NaiveDate, months: u32) -> NaiveDate {
    let first = date.with_day(1).unwrap_or(date);
    first.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// How many calendar months the month of `to` is after the month of `from`; negative if it is before.
pub fn months_between(from: NaiveDate, to: NaiveDate) -> i32 {
    let months = |date: NaiveDate| date.year() * 12 + date.month0().cast_signed();
    months(to) - months(from)
}

/// The date twelve months after `today` (28 February for 29 February): the first day after the twelve months that
/// yearly costs cover.
pub fn year_after(today: NaiveDate) -> NaiveDate {
    AnchorDay::of(today).in_month_of(first_of_month(today, 12))
}

/// A month of the calendar, written `YYYY-MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(
    feature = "openapi",
    schema(value_type = String, pattern = r"^(19[7-9][0-9]|20[0-9]{2}|21[0-9]{2})-(0[1-9]|1[0-2])$")
)]
#[serde(try_from = "String", into = "String")]
pub struct CalendarMonth(NaiveDate);

impl CalendarMonth {
    /// The month of a date.
    pub fn of(date: NaiveDate) -> Self {
        Self(first_of_month(date, 0))
    }

    /// Its first day.
    pub const fn first(self) -> NaiveDate {
        self.0
    }

    /// The first day of the next month.
    pub fn end(self) -> NaiveDate {
        first_of_month(self.0, 1)
    }

    /// Reads a month of the form `YYYY-MM`, and no other form.
    ///
    /// # Errors
    /// When the text has another form, or names a month that does not exist or is not in the range of dates.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        match parse_date(&format!("{text}-01")) {
            Ok(first) => Ok(Self(first)),
            Err(DateError::Form) => Err(DateError::Month),
            Err(error @ (DateError::Month | DateError::Impossible | DateError::Range)) => Err(error),
        }
    }
}

impl TryFrom<String> for CalendarMonth {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, DateError> {
        Self::parse(&text)
    }
}

impl From<CalendarMonth> for String {
    fn from(month: CalendarMonth) -> Self {
        let mut text = iso::format(month.0);
        text.truncate("YYYY-MM".len());
        text
    }
}

/// Why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text is not of the form `YYYY-MM-DD`.
    #[error("a date is written YYYY-MM-DD")]
    Form,
    /// The text is not a month of the form `YYYY-MM`.
    #[error("a month is written YYYY-MM")]
    Month,
    /// There is no such day, for example 30 February.
    #[error("this date does not exist")]
    Impossible,
    /// The date is before [`FIRST_DAY`] or after [`LAST_DAY`].
    #[error("dates run from 1970-01-01 to 2199-12-31")]
    Range,
}

/// Reads a date of the form `YYYY-MM-DD`, and no other form.
///
/// # Errors
/// When the text has another form, names a day that does not exist, or is not between [`FIRST_DAY`] and [`LAST_DAY`].
pub fn parse_date(text: &str) -> Result<NaiveDate, DateError> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text.as_bytes() else {
        return Err(DateError::Form);
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |sum, digit| {
            digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')).ok_or(DateError::Form)
        })
    };
    let (year, month, day) = (number(&[y0, y1, y2, y3])?, number(&[m0, m1])?, number(&[d0, d1])?);
    let year = i32::try_from(year).map_err(|_| DateError::Form)?;
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::Impossible)?;
    if (FIRST_DAY..=LAST_DAY).contains(&date) { Ok(date) } else { Err(DateError::Range) }
}

/// Dates as `YYYY-MM-DD` in serde, for `#[serde(with = "iso")]`. Other forms are refused.
pub mod iso {
    use std::{borrow::Cow, fmt};

    use chrono::{Datelike, NaiveDate};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// The date as ten bytes, without an allocation: a roster can have hundreds of thousands of dates.
    fn text(date: NaiveDate) -> [u8; 10] {
        let digit = |value: u32| b'0' + u8::try_from(value % 10).unwrap_or(0);
        let (year, month, day) = (date.year().unsigned_abs(), date.month(), date.day());
        [
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
        ]
    }

    struct Written([u8; 10]);

    impl fmt::Display for Written {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(std::str::from_utf8(&self.0).unwrap_or_default())
        }
    }

    /// The date as `YYYY-MM-DD`.
    pub fn format(date: NaiveDate) -> String {
        Written(text(date)).to_string()
    }

    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&text(*date)).unwrap_or_default())
    }

    /// # Errors
    /// When the text is not a date that [`super::parse_date`] takes.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        super::parse_date(&text).map_err(|error| D::Error::custom(format_args!("{text:?}: {error}")))
    }

    /// Dates that may be missing, for `#[serde(with = "iso::option")]`.
    pub mod option {
        use chrono::NaiveDate;
        use serde::{Deserialize, Deserializer, Serializer};

        #[derive(Deserialize)]
        struct Present(#[serde(with = "super")] NaiveDate);

        /// # Errors
        /// Those of the serializer.
        pub fn serialize<S: Serializer>(date: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
            match date {
                Some(date) => super::serialize(date, serializer),
                None => serializer.serialize_none(),
            }
        }

        /// # Errors
        /// When there is a text and it is not a date.
        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
            Ok(Option::<Present>::deserialize(deserializer)?.map(|present| present.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        parse_date(text).expect("a date")
    }

    #[track_caller]
    fn check_ends(start: &str, anchor: u8, term: Term, end: &str) {
        let anchor = AnchorDay::try_from(anchor).expect("an anchor day");
        assert_eq!(Period::starting(date(start), anchor, term).end, date(end), "from {start}");
    }

    #[test]
    fn a_period_ends_on_the_anchor_day_or_the_last_of_the_month() {
        check_ends("2026-01-31", 31, Term::Monthly, "2026-02-28");
        check_ends("2026-02-28", 31, Term::Monthly, "2026-03-31");
        check_ends("2026-02-28", 28, Term::Monthly, "2026-03-28");
        check_ends("2024-02-29", 29, Term::Yearly, "2025-02-28");
        check_ends("2027-02-28", 29, Term::Yearly, "2028-02-29");
        check_ends("2026-12-15", 15, Term::Monthly, "2027-01-15");
    }

    #[test]
    fn a_date_is_four_two_two_digits_and_exists() {
        for (text, error) in [
            ("2026-1-05", DateError::Form),
            (" 2026-01-05", DateError::Form),
            ("+026-01-05", DateError::Form),
            ("", DateError::Form),
            ("2026-02-30", DateError::Impossible),
            ("2026-13-01", DateError::Impossible),
            ("1969-12-31", DateError::Range),
            ("2200-01-01", DateError::Range),
        ] {
            assert_eq!(parse_date(text), Err(error), "{text}");
        }
        assert_eq!(iso::format(date("2026-11-02")), "2026-11-02");
    }

    #[test]
    fn a_month_is_four_and_two_digits_and_exists() {
        let month = CalendarMonth::parse("2026-12").expect("a month");
        assert_eq!((month.first(), month.end()), (date("2026-12-01"), date("2027-01-01")));
        assert_eq!(String::from(CalendarMonth::of(date("2026-12-31"))), "2026-12");
        for (text, error) in [
            ("2026-1", DateError::Month),
            ("2026-12-01", DateError::Month),
            ("", DateError::Month),
            ("2026-13", DateError::Impossible),
            ("2200-01", DateError::Range),
        ] {
            assert_eq!(CalendarMonth::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn the_cost_window_of_a_leap_day_ends_on_28_february() {
        assert_eq!(year_after(date("2028-02-29")), date("2029-02-28"));
        assert_eq!(year_after(date("2026-11-22")), date("2027-11-22"));
    }
}
