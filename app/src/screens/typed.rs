//! Numbers as people type them.

use crate::words::{self, Words};

/// The signs that some write between the thousands, besides the point and the comma.
const SPACES: [char; 5] = [' ', '\u{a0}', '\u{202f}', '\'', '’'];

/// Why a text is not read as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// The only point or comma, at this place, may be the mark or stand between thousands.
    TwoWays(usize),
    /// It has more digits behind the mark than the last one that counts.
    TooFine,
    /// It is none.
    No,
}

/// Reads a number of zero or more, exact, in units of its last digit, of which `digits` may stand after the mark. A point or
/// a comma is either the mark or stands between thousands.
///
/// # Errors
/// Where it could be both, as in `1.234`, and where the text is no such number.
pub fn number(text: &str, digits: usize) -> Result<i64, Unread> {
    let text = text.trim();
    let (whole, part) = match mark(text)? {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default()),
        None => (text, ""),
    };
    let whole = ungrouped(whole).filter(|whole| whole.len() <= 12).ok_or(Unread::No)?;
    if !is_digits(part) {
        return Err(Unread::No);
    }
    if part.len() > digits {
        return Err(Unread::TooFine);
    }
    format!("{whole}{part:0<digits$}").parse().map_err(|_| Unread::No)
}

/// What to say of a text that is not read as an amount; nothing where all that can be said is that it is none.
pub fn fault(words: &'static Words, text: &str, digits: usize) -> Option<String> {
    let own = words::settings(words);
    match number(text, digits).err()? {
        Unread::TwoWays(at) => {
            let text = text.trim();
            let (whole, part) = (text.get(..at)?, text.get(at + 1..)?);
            let less = format!("{whole}{}{part}", words.decimal);
            let grouped = (words.number)(format!("{whole}{part}").parse().ok()?);
            let more = match digits {
                0 => grouped,
                _ => format!("{grouped}{}{:0<digits$}", words.decimal, ""),
            };
            Some((own.two_ways)(text, &less, &more) + " " + &(own.one_way)(digits, &less, &more))
        }
        Unread::TooFine => Some((own.too_fine)(digits)),
        Unread::No => None,
    }
}

/// Where the mark is before the part behind the point, if there is one.
fn mark(text: &str) -> Result<Option<usize>, Unread> {
    let signs: Vec<(usize, char)> = text.char_indices().filter(|(_, sign)| [',', '.'].contains(sign)).collect();
    let Some(&(last, sign)) = signs.last() else { return Ok(None) };
    let same = signs.iter().filter(|(_, other)| *other == sign).count();
    if same > 1 {
        // then it stands between thousands, and so there is no other
        return if same == signs.len() { Ok(None) } else { Err(Unread::No) };
    }
    let before = text.get(..last).unwrap_or_default();
    let after = text.get(last + 1..).unwrap_or_default();
    let thousands = (1..=3).contains(&before.len()) && is_digits(before) && !before.starts_with('0');
    let could_be_both = signs.len() == 1 && thousands && after.len() == 3 && is_digits(after);
    if could_be_both { Err(Unread::TwoWays(last)) } else { Ok(Some(last)) }
}

/// The digits of a whole number, which may be written in groups of three with one sign between them all.
fn ungrouped(text: &str) -> Option<String> {
    let is_sign = |sign: &char| SPACES.contains(sign) || [',', '.'].contains(sign);
    let Some(sign) = text.chars().find(is_sign) else {
        return (!text.is_empty() && is_digits(text)).then(|| text.to_owned());
    };
    let mut groups = text.split(sign);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()) && is_digits(first))?;
    let mut whole = first.to_owned();
    for group in groups {
        if group.len() != 3 || !is_digits(group) {
            return None;
        }
        whole += group;
    }
    Some(whole)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(digits: usize, cases: &[(&str, Option<i64>)]) {
        for (text, value) in cases {
            assert_eq!(number(text, digits).ok(), *value, "{text:?}");
        }
    }

    #[test]
    fn a_number_is_read_with_comma_or_point_and_never_rounded() {
        check(
            2,
            &[
                ("2,49", Some(249)),
                ("2.4", Some(240)),
                (" 23 ", Some(2300)),
                ("0", Some(0)),
                ("0,5", Some(50)),
                ("0,500", None),
                ("2,4900", None),
                ("-1", None),
                ("", None),
                (",5", None),
                ("1e3", None),
                ("1234567890123", None),
            ],
        );
    }

    #[test]
    fn what_could_mean_two_things_is_refused_and_what_cannot_is_taken() {
        check(
            2,
            &[
                ("1.234", None),
                ("2,499", None),
                ("1.234,50", Some(123_450)),
                ("1,234.50", Some(123_450)),
                ("1 234,50", Some(123_450)),
                ("1\u{202f}234,50", Some(123_450)),
                ("1’234.50", Some(123_450)),
                ("1 234", Some(123_400)),
                ("1.234.567", Some(123_456_700)),
                ("1.234.567,8", Some(123_456_780)),
                ("1.23,50", None),
                ("1.2.3", None),
                ("1,234,567.8.9", None),
                ("1 234.567,8", None),
                ("12 34", None),
                ("1234.56", Some(123_456)),
            ],
        );
        check(
            3,
            &[
                ("1.200", None),
                ("1,2", Some(1200)),
                ("0.499", Some(499)),
                ("1234.567", Some(1_234_567)),
                ("1 200", Some(1_200_000)),
            ],
        );
        check(0, &[("1290", Some(1290)), ("1.290", None), ("1 290", Some(1290)), ("12,5", None)]);
    }
}
