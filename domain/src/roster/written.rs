//! Modes and dates as people and programs write them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::RenewalMode,
    calendar::{DateError, parse_date},
    fold,
};

/// Which of two numbers before a year is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DateOrder {
    /// The first: `31/12/2026`.
    #[serde(rename = "dmy")]
    DayFirst,
    /// The second: `12/31/2026`.
    #[serde(rename = "mdy")]
    MonthFirst,
}

impl DateOrder {
    /// Its name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DayFirst => "dmy",
            Self::MonthFirst => "mdy",
        }
    }

    /// Reads the name on the wire.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::DayFirst, Self::MonthFirst].into_iter().find(|order| order.as_str() == word)
    }
}

/// A date as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenDate {
    /// In a form that has one meaning.
    Plain(NaiveDate),
    /// Two numbers and a year, between slashes.
    Slashed(u32, u32, i32),
}

impl WrittenDate {
    /// Reads `2026-12-31`, `31.12.2026`, and what stands between slashes.
    ///
    /// # Errors
    /// When the text has another form, or has one meaning and is not a day that [`parse_date`] takes.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let numbers = |separator: char| -> Option<[u32; 3]> {
            let mut parts = text.split(separator);
            let mut next = |most: usize| {
                let part = parts.next()?.trim();
                let good = (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
                part.parse().ok().filter(|_| good)
            };
            let found = [next(2)?, next(2)?, next(4)?];
            let year = text.rsplit(separator).next().map_or(0, |year| year.trim().len());
            (parts.next().is_none() && year == 4).then_some(found)
        };
        if let Some([first, second, year]) = numbers('/') {
            return Ok(Self::Slashed(first, second, i32::try_from(year).unwrap_or(0)));
        }
        let date = match numbers('.') {
            Some([day, month, year]) => of(day, month, i32::try_from(year).unwrap_or(0)),
            None => parse_date(text),
        };
        date.map(Self::Plain)
    }

    /// The date that it is in this order.
    ///
    /// # Errors
    /// When there is no such day, or it is one that [`parse_date`] does not take.
    pub fn read(self, order: DateOrder) -> Result<NaiveDate, DateError> {
        match (self, order) {
            (Self::Plain(date), _) => Ok(date),
            (Self::Slashed(day, month, year), DateOrder::DayFirst)
            | (Self::Slashed(month, day, year), DateOrder::MonthFirst) => of(day, month, year),
        }
    }
}

fn of(day: u32, month: u32, year: i32) -> Result<NaiveDate, DateError> {
    parse_date(&format!("{year:04}-{month:02}-{day:02}"))
}

/// Reads a mode as the files and the page name it, in every language of the page.
pub fn read_mode(text: &str) -> Option<RenewalMode> {
    const WORDS: [(RenewalMode, &[&str]); 3] = [
        (RenewalMode::Monthly, &["monthly", "monatlich", "mensuel", "mensuelle"]),
        (RenewalMode::Yearly, &["yearly", "annually", "jährlich", "jaehrlich", "annuel", "annuelle"]),
        (RenewalMode::Never, &["none", "keine", "aucun", "aucune"]),
    ];
    let text = fold::same(text);
    WORDS.into_iter().find(|(_, words)| words.contains(&text.as_str())).map(|(mode, _)| mode)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        parse_date(text).expect("a date")
    }

    #[test]
    fn a_date_is_read_in_the_forms_that_have_one_meaning() {
        for text in ["2026-03-01", "01.03.2026", "1.3.2026", "1. 3. 2026"] {
            assert_eq!(WrittenDate::parse(text), Ok(WrittenDate::Plain(date("2026-03-01"))), "{text}");
        }
    }

    #[test]
    fn a_wrong_form_is_told_apart_from_a_day_that_does_not_exist() {
        for text in
            ["", "tomorrow", "31.12.26", "2026.12.31", "1.2.3.2026", "31-12-2026", "+1.3.2026", "1//2026", "2026-3-1"]
        {
            assert_eq!(WrittenDate::parse(text), Err(DateError::Form), "{text}");
        }
        for text in ["2027-02-29", "29.02.2027", "31.11.2026", "1.13.2026", "00.01.2026"] {
            assert_eq!(WrittenDate::parse(text), Err(DateError::Impossible), "{text}");
        }
        assert_eq!(WrittenDate::parse("01.01.2200"), Err(DateError::Range));
    }

    #[test]
    fn slashes_have_an_order() {
        let slashed = WrittenDate::parse("3/4/2026").expect("a date");
        assert_eq!(slashed.read(DateOrder::DayFirst), Ok(date("2026-04-03")));
        assert_eq!(slashed.read(DateOrder::MonthFirst), Ok(date("2026-03-04")));
        let one_way = WrittenDate::parse("12/31/2026").expect("a date");
        assert_eq!(one_way.read(DateOrder::DayFirst), Err(DateError::Impossible));
    }

    #[test]
    fn a_mode_is_read_in_every_language() {
        for (mode, words) in [
            (RenewalMode::Monthly, ["monthly", "Monatlich", "MENSUEL"]),
            (RenewalMode::Yearly, ["yearly", "JÄHRLICH", "Annuel"]),
            (RenewalMode::Never, ["None", "Keine", "aucune"]),
        ] {
            words.iter().for_each(|word| assert_eq!(read_mode(word), Some(mode), "{word}"));
        }
        ["", "never", "quarterly", "month"].iter().for_each(|word| assert_eq!(read_mode(word), None, "{word}"));
    }
}
