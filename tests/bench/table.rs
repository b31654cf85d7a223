//! The table that is printed at the end.

use std::fmt;

/// A figure and the value it is compared with, which is measured in the same run.
pub struct Row {
    pub figure: String,
    pub ours: String,
    pub peer: String,
    /// Our value relative to the peer's.
    pub ratio: String,
    pub goal: Goal,
}

pub enum Goal {
    /// The goal in words, and whether it is met.
    Set(String, Verdict),
    /// No goal: the figure only explains another one.
    None,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Met,
    Missed,
}

impl Goal {
    pub fn most(limit: f64, value: f64, unit: &str) -> Self {
        Self::set(format!("at most {limit}{unit}"), value <= limit)
    }

    pub fn least(limit: f64, value: f64, unit: &str) -> Self {
        Self::set(format!("at least {}{unit}", count(limit)), value >= limit)
    }

    /// The goal of at most `1 / limit`, where the peer's figure is `value` times ours.
    pub fn most_part(limit: f64, value: f64) -> Self {
        Self::set(format!("at most 1/{limit}"), value >= limit)
    }

    /// The goal of at least this part of what the peer does.
    pub fn least_part(limit: f64, value: f64) -> Self {
        Self::set(format!("at least {limit}"), value >= limit)
    }

    /// The goal of no more than the peer.
    pub fn most_of_peer(met: bool) -> Self {
        Self::set("no more than by hand".to_owned(), met)
    }

    fn set(words: String, met: bool) -> Self {
        Self::Set(words, if met { Verdict::Met } else { Verdict::Missed })
    }

    fn words(&self) -> String {
        match self {
            Self::Set(words, Verdict::Met) => format!("{words}: met"),
            Self::Set(words, Verdict::Missed) => format!("{words}: MISSED"),
            Self::None => "–".to_owned(),
        }
    }
}

pub struct Table(pub Vec<Row>);

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["figure", "ours", "peer", "ratio", "goal"].map(str::to_owned);
        let rows = self.0.iter().map(|row| {
            let goal = row.goal.words();
            [row.figure.clone(), row.ours.clone(), row.peer.clone(), row.ratio.clone(), goal]
        });
        let rows: Vec<[String; 5]> = std::iter::once(head).chain(rows).collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        for (index, row) in rows.iter().enumerate() {
            let cells: Vec<String> =
                row.iter().enumerate().map(|(column, cell)| format!("{cell:<width$}", width = width(column))).collect();
            writeln!(out, "{}", cells.join("  ").trim_end())?;
            if index == 0 {
                let lines: Vec<String> = (0..row.len()).map(|column| "─".repeat(width(column))).collect();
                writeln!(out, "{}", lines.join("  "))?;
            }
        }
        Ok(())
    }
}

/// A whole number with commas between thousands.
pub fn count(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A time given in seconds, in a unit that is easy to read.
pub fn time(seconds: f64) -> String {
    match seconds {
        small if small < 0.001 => format!("{:.0} µs", small * 1e6),
        middle if middle < 1.0 => format!("{:.0} ms", middle * 1e3),
        large => format!("{large:.1} s"),
    }
}

pub fn ratio(ours: f64, peer: f64) -> String {
    format!("{:.2}", ours / peer)
}
