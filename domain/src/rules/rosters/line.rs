//! A line of a roster: from its cells to an account.

use chrono::{Datelike, NaiveDate};

use super::{First, RosterTarget, seen::Seen};
use crate::{
    account::{Address, RenewalMode},
    calendar::{AnchorDay, LAST_DAY, first_of_month},
    csv::unguard,
    domains::Allowed,
    platform::Alignment,
    roster::{
        Cell, Column, DateOrder, Given, Header, RosterEntry, RosterErrors, RosterFault, WrittenDate, read_address,
        read_mode, read_name,
    },
};

/// A line whose dates may have two meanings.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    address: Option<Address>,
    display_name: Option<String>,
    mode: Option<RenewalMode>,
    pub(super) expires_on: Option<WrittenDate>,
    pub(super) ordered_on: Option<Option<WrittenDate>>,
    anchor_day: Option<Option<AnchorDay>>,
}

impl Pending {
    /// What was understood of it so far, with dates in this order.
    pub(super) fn first(&self, order: DateOrder) -> First {
        First {
            address: self.address.clone(),
            display_name: self.display_name.clone(),
            mode: self.mode,
            expires_on: self.expires_on.and_then(|date| date.read(order).ok()),
        }
    }

    /// The account of the line, with its dates; none if something else is wrong with it.
    pub(super) fn entry(self, Dated { expires_on, ordered_on, anchor_day }: Dated) -> Option<RosterEntry> {
        let (address, display_name, mode) = (self.address?, self.display_name?, self.mode?);
        Some(RosterEntry { address, display_name, mode, expires_on, ordered_on, anchor_day })
    }
}

/// The dates of a line.
pub(super) struct Dated {
    expires_on: NaiveDate,
    ordered_on: Option<NaiveDate>,
    anchor_day: AnchorDay,
}

/// A line of the file while it is being read.
pub(super) struct Line<'a> {
    pub(super) line: usize,
    pub(super) header: &'a Header,
    pub(super) cells: &'a [Cell],
    pub(super) errors: &'a mut RosterErrors,
}

impl Line<'_> {
    fn blame(&mut self, column: Column, fault: RosterFault) {
        let place = self.header.place(column).map_or(0, |index| index + 1);
        self.errors.push(self.line, place, column.as_str(), fault);
    }

    /// The text of a cell; empty if the file does not have the column. A cell that cannot be read is noted as an error.
    fn cell(&mut self, column: Column) -> Option<String> {
        let Some(cell) = self.header.place(column).and_then(|index| self.cells.get(index)) else {
            return Some(String::new());
        };
        match cell.read() {
            Ok(text) => Some(unguard(text).to_owned()),
            Err(fault) => {
                self.blame(column, fault);
                None
            }
        }
    }

    /// Reads a cell with `read` and notes what `read` finds wrong.
    fn read<T>(&mut self, column: Column, read: impl FnOnce(&str) -> Result<T, RosterFault>) -> Option<T> {
        let text = self.cell(column)?;
        read(&text).map_err(|fault| self.blame(column, fault)).ok()
    }

    /// The name of the account: that of its column, or else its parts.
    fn name(&mut self) -> Option<String> {
        // programs write so what has no value
        let is_none = |text: &str| !self.header.is_own() && matches!(text, "null" | "undefined");
        let read_name = |text: &str| if is_none(text) { Ok(String::new()) } else { read_name(text) };
        let name = self.read(Column::DisplayName, read_name)?;
        if !name.is_empty() {
            return Some(name);
        }
        let (given, family) = (self.read(Column::GivenName, read_name)?, self.read(Column::FamilyName, read_name)?);
        let joined = [given, family].join(" ");
        let column =
            if self.header.place(Column::GivenName).is_some() { Column::GivenName } else { Column::FamilyName };
        read_name(joined.trim()).map_err(|fault| self.blame(column, fault)).ok()
    }

    /// Every cell is read before the first bad one ends the line, so that all errors of a line are reported.
    pub(super) fn pending(
        &mut self,
        target: &RosterTarget<'_>,
        allowed: &Allowed,
        given: &Given,
        seen: &mut Seen,
    ) -> Pending {
        let has = |column: Column| self.header.place(column).is_some();
        let (address, mode, expires_on) = (has(Column::Address), has(Column::Mode), has(Column::ExpiresOn));
        let address =
            address.then(|| self.read(Column::Address, |text| target.claim(read_address(text, allowed)?, seen)));
        let display_name = self.name();
        let mode = if mode {
            self.read(Column::Mode, |text| {
                let given = given.mode.filter(|_| text.is_empty());
                given.or_else(|| read_mode(text)).ok_or(RosterFault::Mode)
            })
        } else {
            given.mode
        };
        let written = |text: &str| WrittenDate::parse(text).map_err(RosterFault::Date);
        let expires_on = if expires_on {
            self.read(Column::ExpiresOn, |text| match given.expires_on.filter(|_| text.is_empty()) {
                Some(date) => Ok(WrittenDate::Plain(date)),
                None => written(text),
            })
        } else {
            given.expires_on.map(WrittenDate::Plain)
        };
        let ordered_on = self.read(Column::OrderedOn, |text| optional(text, written));
        let anchor_day = self.read(Column::AnchorDay, |text| optional(text, read_anchor));
        Pending { address: address.flatten(), display_name, mode, expires_on, ordered_on, anchor_day }
    }

    /// The dates of a line, as they are in this order; none if something is wrong with them.
    pub(super) fn dates(&mut self, pending: &Pending, order: DateOrder, target: &RosterTarget<'_>) -> Option<Dated> {
        let mut date = |column: Column, written: Option<WrittenDate>| {
            let read = written.map(|written| written.read(order)).transpose();
            read.map_err(|error| self.blame(column, RosterFault::Date(error))).ok()
        };
        let expires_on = date(Column::ExpiresOn, pending.expires_on);
        let ordered_on = pending.ordered_on.and_then(|written| date(Column::OrderedOn, written));
        let (expires_on, ordered_on) = (expires_on??, ordered_on?);
        let anchor_day = pending.anchor_day?.unwrap_or_else(|| AnchorDay::of(ordered_on.unwrap_or(expires_on)));
        let checked = check_dates(target, expires_on, ordered_on, anchor_day);
        checked.map_err(|(column, fault)| self.blame(column, fault)).ok()?;
        Some(Dated { expires_on, ordered_on, anchor_day })
    }
}

fn read_anchor(text: &str) -> Result<AnchorDay, RosterFault> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let day = text.parse::<u8>().ok().filter(|_| digits);
    day.and_then(|day| AnchorDay::try_from(day).ok()).ok_or(RosterFault::AnchorDay)
}

fn optional<T>(text: &str, read: impl FnOnce(&str) -> Result<T, RosterFault>) -> Result<Option<T>, RosterFault> {
    if text.is_empty() { Ok(None) } else { read(text).map(Some) }
}

/// Checks whether an account ordered on `ordered_on` with this anchor day can be paid until `expires_on`.
fn check_dates(
    target: &RosterTarget<'_>,
    expires_on: NaiveDate,
    ordered_on: Option<NaiveDate>,
    anchor_day: AnchorDay,
) -> Result<(), (Column, RosterFault)> {
    if expires_on <= target.today {
        return Err((Column::ExpiresOn, RosterFault::Past));
    }
    if ordered_on.is_some_and(|ordered_on| ordered_on >= expires_on) {
        return Err((Column::OrderedOn, RosterFault::Order));
    }
    let later = ordered_on.is_none_or(|ordered_on| first_of_month(ordered_on, 1) <= expires_on);
    let aligned = target.alignment == Alignment::FirstOfMonth && expires_on.day() == 1;
    if later && (aligned || anchor_day.falls_on(expires_on)) && expires_on <= LAST_DAY {
        Ok(())
    } else {
        Err((Column::ExpiresOn, RosterFault::Unreachable))
    }
}
