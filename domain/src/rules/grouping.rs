//! Puts the lines of a summary into the order in which they are read, slice by slice: first what closes, then what was to
//! close and goes on, then what becomes yearly, then what becomes monthly; each by date, then by address.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;

use crate::{
    account::{AccountId, AddressRef, RenewalMode},
    book::{Book, Making},
    gone::Register,
    query::Sort,
    stamp::Revision,
    summary::SummaryLine,
};

/// What happens to the accounts of a group, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// They close.
    Closes,
    /// They were to close and go on.
    GoesOn,
    /// They become yearly.
    Yearly,
    /// They become monthly.
    Monthly,
}

impl Fate {
    /// What happens to the account of a line.
    pub fn of(line: &SummaryLine) -> Self {
        match line.to {
            RenewalMode::Never => Self::Closes,
            RenewalMode::Monthly | RenewalMode::Yearly if line.goes_on() => Self::GoesOn,
            RenewalMode::Yearly => Self::Yearly,
            RenewalMode::Monthly => Self::Monthly,
        }
    }
}

/// Lines to whose accounts the same happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What happens.
    pub fate: Fate,
    /// The lines, by date, then by address. Never empty.
    pub lines: Arc<Vec<SummaryLine>>,
}

/// Groups in the making.
#[derive(Debug)]
pub struct Grouping<'a> {
    lines: &'a [SummaryLine],
    /// How many lines one slice has.
    slice: usize,
    begun: Option<Begun<'a>>,
}

/// What has been done so far, on one state of the book.
#[derive(Debug)]
struct Begun<'a> {
    /// The state of the book: its revision and its date.
    at: (Revision, NaiveDate),
    /// The lines of accounts that are in the book; by account, once all were looked at.
    known: Vec<(AccountId, &'a SummaryLine)>,
    /// How many lines were looked at.
    looked: usize,
    /// The order of addresses, if it is not there yet.
    making: Option<Making>,
    /// How many pieces of that order were gone through.
    pieces: usize,
    days: BTreeMap<(Fate, NaiveDate), Vec<SummaryLine>>,
    /// The days with lines of accounts that have left the book, which are not in order yet.
    mixed: BTreeSet<(Fate, NaiveDate)>,
}

impl<'a> Grouping<'a> {
    /// Begins to group lines, so many at a time. No account has two.
    pub const fn of(lines: &'a [SummaryLine], slice: usize) -> Self {
        Self { lines, slice, begun: None }
    }

    /// Takes slices until all groups are there.
    pub fn finish(mut self, register: Register<'_>) -> Vec<Group> {
        loop {
            if let Some(groups) = self.step(register) {
                return groups;
            }
        }
    }

    /// Takes the next slice. Returns the groups that have lines, after the last one. If the book has changed since the first
    /// slice, all begins again with slices that are twice as long, so that there is an end however often it changes.
    pub fn step(&mut self, register: Register<'_>) -> Option<Vec<Group>> {
        let at = (register.book.revision(), register.book.today());
        if self.begun.as_ref().is_some_and(|begun| begun.at != at) {
            self.begun = None;
            self.slice = self.slice.saturating_mul(2);
        }
        let begun = self.begun.get_or_insert_with(|| Begun {
            at,
            known: Vec::new(),
            looked: 0,
            making: None,
            pieces: 0,
            days: BTreeMap::new(),
            mixed: BTreeSet::new(),
        });
        if begun.looked < self.lines.len() {
            begun.look(self.lines, register.book, self.slice);
            return None;
        }
        if !begun.put_in_order(register.book, self.slice) || begun.sort_a_day(register) {
            return None;
        }
        self.begun.take().map(Begun::groups)
    }
}

impl<'a> Begun<'a> {
    /// Looks at the next lines.
    fn look(&mut self, lines: &'a [SummaryLine], book: &Book, most: usize) {
        for line in lines.iter().skip(self.looked).take(most) {
            self.looked += 1;
            if book.account(line.account).is_some() {
                self.known.push((line.account, line));
            } else {
                let day = (Fate::of(line), line.effective_on);
                self.days.entry(day).or_default().push(*line);
                self.mixed.insert(day);
            }
        }
        if self.looked == lines.len() && !self.known.is_sorted_by_key(|(account, _)| account) {
            self.known.sort_unstable_by_key(|(account, _)| *account);
        }
    }

    /// The line of an account that is in the book.
    fn line(&self, account: AccountId) -> Option<&'a SummaryLine> {
        let place = self.known.binary_search_by_key(&account, |(known, _)| *known).ok()?;
        self.known.get(place).map(|(_, line)| *line)
    }

    /// Goes through the next accounts by address. Returns whether they were the last ones.
    fn put_in_order(&mut self, book: &Book, most: usize) -> bool {
        let Some(pieces) = book.ranked(Sort::default(), &mut self.making, most) else { return false };
        let mut left = most;
        for piece in pieces.iter().skip(self.pieces) {
            for id in piece {
                if let Some(line) = self.line(*id) {
                    self.days.entry((Fate::of(line), line.effective_on)).or_default().push(*line);
                }
            }
            self.pieces += 1;
            left = left.saturating_sub(piece.len());
            if left == 0 {
                break;
            }
        }
        self.pieces >= pieces.len()
    }

    /// Sorts one of the days that are not in order. Returns whether there was one.
    fn sort_a_day(&mut self, register: Register<'_>) -> bool {
        let Some(day) = self.mixed.pop_first() else { return false };
        if let Some(lines) = self.days.get_mut(&day) {
            let mut sorted: Vec<_> =
                lines.iter().map(|line| (register.addressed(line.account).map(AddressRef::place), *line)).collect();
            sorted.sort_by_key(|(place, line)| (*place, line.account));
            *lines = sorted.into_iter().map(|(_, line)| line).collect();
        }
        true
    }

    fn groups(self) -> Vec<Group> {
        let mut groups: BTreeMap<Fate, Vec<SummaryLine>> = BTreeMap::new();
        for ((fate, _), lines) in self.days {
            groups.entry(fate).or_default().extend(lines);
        }
        groups.into_iter().map(|(fate, lines)| Group { fate, lines: Arc::new(lines) }).collect()
    }
}
