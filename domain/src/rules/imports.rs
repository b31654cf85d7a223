//! Reading and writing rosters as CSV (RFC 4180), and taking an import back. A roster is taken with all of its lines or
//! not at all.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::{
    account::{Account, AccountId, Address, RenewalMode},
    book::Book,
    calendar::{AnchorDay, LAST_DAY, first_of_month, iso, parse_date},
    csv::{self, Table, guard, unguard},
    event::Event,
    limits::{MAX_BYTES, MAX_RECORDS},
    platform::Alignment,
    refusal::Refusal,
    roster::{COLUMNS, Roster, RosterEntry, RosterErrors, RosterFault, read_address, read_name},
    stamp::Revision,
};

/// The platform that a roster is read for: one that exists, or one that is about to be made.
#[derive(Debug, Clone, Copy)]
pub struct RosterTarget<'a> {
    /// The platform's date.
    pub today: NaiveDate,
    /// The domains that addresses may have, in lower case; empty if any domain is allowed.
    pub domains: &'a [String],
    /// When accounts renew. If all renew on the 1st, an account may expire on a 1st whatever its anchor day.
    pub alignment: Alignment,
    /// The book with the accounts that exist already; none for a platform about to be made.
    pub book: Option<&'a Book>,
}

impl RosterTarget<'_> {
    /// Reads a whole roster.
    ///
    /// # Errors
    /// The bad lines, each with its column and reason, or what is wrong with the file as a whole.
    pub fn read(&self, bytes: &[u8]) -> Result<Roster, RosterErrors> {
        if bytes.len() > MAX_BYTES {
            return Err(RosterErrors::too_large());
        }
        let table = csv::read(bytes, MAX_RECORDS + 2);
        let Some((_, header)) = table.rows.first() else {
            return Err(RosterErrors::only(1, table.broken.map_or(RosterFault::Empty, |(_, fault)| fault)));
        };
        let columns = Columns::find(header)?;
        let mut errors = RosterErrors::default();
        if table.rows.len() > MAX_RECORDS + 1 {
            let line = table.rows.last().map_or(1, |(line, _)| *line);
            return Err(RosterErrors::only(line, RosterFault::TooMany));
        }
        let entries = self.entries(&table, &columns, &mut errors);
        if let Some((line, fault)) = table.broken {
            errors.push(line, 0, "", fault);
        }
        if table.rows.len() == 1 && errors.total == 0 {
            errors.push(1, 0, "", RosterFault::NoRecords);
        }
        if errors.total == 0 { Ok(Roster(entries)) } else { Err(errors) }
    }

    fn entries(&self, table: &Table, columns: &Columns, errors: &mut RosterErrors) -> Vec<RosterEntry> {
        let mut seen = BTreeSet::new();
        let mut entries = Vec::with_capacity(table.rows.len());
        for (line, cells) in table.rows.iter().skip(1) {
            let mut record = Line { line: *line, columns, cells, errors: &mut *errors };
            entries.extend(record.entry(self, &mut seen));
        }
        entries
    }

    /// Accepts an address that no earlier line and no account has, and notes it in `seen`. An address counts as seen
    /// even if its line is bad in other ways.
    fn claim(&self, address: Address, seen: &mut BTreeSet<String>) -> Result<Address, RosterFault> {
        let taken = self.book.is_some_and(|book| book.holder(&address).is_some());
        if taken && !address.is_unassigned() {
            return Err(RosterFault::DuplicateOnPlatform);
        }
        if seen.insert(address.folded().to_owned()) { Ok(address) } else { Err(RosterFault::DuplicateInFile) }
    }
}

/// The place of each known column in the header.
struct Columns {
    places: [Option<usize>; COLUMNS.len()],
    count: usize,
}

impl Columns {
    fn find(header: &[Result<String, RosterFault>]) -> Result<Self, RosterErrors> {
        let mut places = [None; COLUMNS.len()];
        let mut errors = RosterErrors::default();
        for (index, cell) in header.iter().enumerate() {
            let name = match cell {
                Ok(name) => name,
                Err(fault) => {
                    errors.push(1, index + 1, "", *fault);
                    continue;
                }
            };
            match COLUMNS.iter().position(|column| column == name).and_then(|known| places.get_mut(known)) {
                Some(place @ None) => *place = Some(index),
                Some(Some(_)) => errors.push(1, index + 1, name, RosterFault::ColumnTwice),
                None => errors.push(1, index + 1, name, RosterFault::UnknownColumn),
            }
        }
        for (name, place) in COLUMNS.iter().zip(places).take(4) {
            if place.is_none() {
                errors.push(1, 0, name, RosterFault::MissingColumn);
            }
        }
        if errors.total == 0 { Ok(Self { places, count: header.len() }) } else { Err(errors) }
    }

    fn place(&self, name: &str) -> Option<usize> {
        let known = COLUMNS.iter().position(|column| *column == name)?;
        self.places.get(known).copied().flatten()
    }
}

/// A line of the file while it is being read.
struct Line<'a> {
    line: usize,
    columns: &'a Columns,
    cells: &'a [Result<String, RosterFault>],
    errors: &'a mut RosterErrors,
}

impl Line<'_> {
    fn blame(&mut self, field: &'static str, fault: RosterFault) {
        let column = self.columns.place(field).map_or(0, |index| index + 1);
        self.errors.push(self.line, column, field, fault);
    }

    /// The text of a cell; empty if the roster leaves an optional column out. A cell that is not UTF-8 is noted as an
    /// error.
    fn cell(&mut self, field: &'static str) -> Option<String> {
        let cell = self.columns.place(field).and_then(|index| self.cells.get(index));
        match cell.cloned().unwrap_or(Ok(String::new())) {
            Ok(text) => Some(unguard(&text).to_owned()),
            Err(fault) => {
                self.blame(field, fault);
                None
            }
        }
    }

    /// Reads a cell with `read` and notes what `read` finds wrong.
    fn read<T>(&mut self, field: &'static str, read: impl FnOnce(&str) -> Result<T, RosterFault>) -> Option<T> {
        let text = self.cell(field)?;
        read(&text).map_err(|fault| self.blame(field, fault)).ok()
    }

    fn entry(&mut self, target: &RosterTarget<'_>, seen: &mut BTreeSet<String>) -> Option<RosterEntry> {
        if self.cells.len() != self.columns.count {
            self.errors.push(self.line, 0, "", RosterFault::Cells);
            return None;
        }
        // every cell is read before the first bad one ends the line, so that all errors of a line are reported
        let address = self.read("address", |text| target.claim(read_address(text, target.domains)?, seen));
        let display_name = self.read("display_name", read_name);
        let mode = self.read("mode", |text| RenewalMode::parse(text).ok_or(RosterFault::Mode));
        let expires_on = self.read("expires_on", |text| parse_date(text).map_err(RosterFault::Date));
        let ordered_on =
            self.read("ordered_on", |text| optional(text, |text| parse_date(text).map_err(RosterFault::Date)));
        let anchor = self.read("anchor_day", |text| optional(text, read_anchor));
        let (expires_on, ordered_on) = (expires_on?, ordered_on?);
        let anchor_day = anchor?.unwrap_or_else(|| AnchorDay::of(ordered_on.unwrap_or(expires_on)));
        let dates = check_dates(target, expires_on, ordered_on, anchor_day);
        let dates = dates.map_err(|(field, fault)| self.blame(field, fault));
        let (address, display_name, mode) = (address?, display_name?, mode?);
        dates.ok().map(|()| RosterEntry { address, display_name, mode, expires_on, ordered_on, anchor_day })
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
) -> Result<(), (&'static str, RosterFault)> {
    if expires_on <= target.today {
        return Err(("expires_on", RosterFault::Past));
    }
    if ordered_on.is_some_and(|ordered_on| ordered_on >= expires_on) {
        return Err(("ordered_on", RosterFault::Order));
    }
    let later = ordered_on.is_none_or(|ordered_on| first_of_month(ordered_on, 1) <= expires_on);
    let aligned = target.alignment == Alignment::FirstOfMonth && expires_on.day() == 1;
    if later && (aligned || anchor_day.falls_on(expires_on)) && expires_on <= LAST_DAY {
        Ok(())
    } else {
        Err(("expires_on", RosterFault::Unreachable))
    }
}

impl Book {
    /// This book's platform as the target of a roster.
    pub fn roster_target(&self) -> RosterTarget<'_> {
        let platform = self.platform();
        RosterTarget {
            today: self.today(),
            domains: &platform.domains,
            alignment: platform.alignment,
            book: Some(self),
        }
    }

    /// Adds the accounts of a roster that was read for this book. An address at `unassigned.invalid` becomes the
    /// placeholder of the account that it is given to.
    ///
    /// # Errors
    /// Those of [`Book::demand_active`].
    pub fn import(&self, Roster(mut entries): Roster) -> Result<Event, Refusal> {
        self.demand_active()?;
        let first = self.next_id();
        for (entry, id) in entries.iter_mut().zip(first.0..) {
            if entry.address.is_unassigned() {
                entry.address = Address::placeholder(AccountId(id));
            }
        }
        Ok(Event::AccountsImported { first, accounts: Roster(entries) })
    }

    /// Takes back the whole import of this revision, as long as nothing has happened to any of its accounts.
    ///
    /// # Errors
    /// [`Refusal::ImportTouched`], and those of [`Book::demand_active`].
    pub fn take_import_back(&self, import: Revision) -> Result<Event, Refusal> {
        self.demand_active()?;
        let mut open = self.imports().iter();
        let (first, (last, _)) = open.find(|(_, (_, at))| *at == import).ok_or(Refusal::ImportTouched)?;
        Ok(Event::ImportTakenBack { import, accounts: (first.0..=last.0).map(AccountId).collect() })
    }
}

/// Writes accounts as a roster with all six columns. Lines end in CR LF.
pub fn write_roster<'a>(accounts: impl IntoIterator<Item = &'a Account>) -> String {
    let mut text = String::new();
    csv::write_row(&mut text, COLUMNS);
    for account in accounts {
        let ordered_on = account.ordered_on.map(iso::format).unwrap_or_default();
        let anchor_day = account.anchor_day.to_string();
        let expires_on = iso::format(account.expires_on);
        let (address, name) = (guard(account.address.as_str()), guard(&account.display_name));
        csv::write_row(&mut text, [&address, &name, account.mode.as_str(), &expires_on, &ordered_on, &anchor_day]);
    }
    text
}
