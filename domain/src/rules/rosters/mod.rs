//! Reading rosters, as people and programs save them. A file is read piece by piece, and no further than the first limit it
//! passes.

mod dates;
mod line;

use std::{
    collections::{BTreeSet, VecDeque},
    ops::ControlFlow,
};

use chrono::NaiveDate;

use self::{
    dates::Dates,
    line::{Line, Pending},
};
use crate::{
    account::{Address, RenewalMode},
    book::Book,
    domains::Allowed,
    limits::{MAX_BYTES, MAX_RECORDS, NoRoom},
    platform::Alignment,
    roster::{
        Cell, Column, ColumnOfFile, DateOrder, Decoder, Encoding, Given, Header, Records, Roster, RosterEntry,
        RosterErrors, RosterFault, shown,
    },
};

/// The platform that a roster is read for: one that exists, or one that is about to be made.
#[derive(Debug, Clone, Copy)]
pub struct RosterTarget<'a> {
    /// The platform's date.
    pub today: NaiveDate,
    /// The domains that addresses may have; empty if any domain is allowed.
    pub domains: &'a [String],
    /// When accounts renew. If all renew on the 1st, an account may expire on a 1st whatever its anchor day.
    pub alignment: Alignment,
    /// The book with the accounts that exist already; none for a platform about to be made.
    pub book: Option<&'a Book>,
}

/// What was understood of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// How its text is encoded.
    pub encoding: Encoding,
    /// What separates its cells; none if it says nothing.
    pub separator: Option<char>,
    /// Its columns.
    pub columns: Vec<ColumnOfFile>,
    /// What stands in the first line below its header, cut where it is long.
    pub examples: Vec<String>,
    /// Its first accounts, as far as they were understood.
    pub first: Vec<First>,
    /// The first expiry date that it names, if it names one.
    pub oldest: Option<NaiveDate>,
    /// What the file must say about every account and does not, and nobody has [`Given`].
    pub missing: Vec<Missing>,
    /// How many accounts it has.
    pub accounts: usize,
    /// What is wrong with it. What is missing is not repeated here.
    pub errors: RosterErrors,
    /// Its accounts, if nothing is missing and nothing wrong.
    pub roster: Option<Roster>,
}

/// An account as far as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct First {
    /// Its address.
    pub address: Option<Address>,
    /// The name shown beside it.
    pub display_name: Option<String>,
    /// What happens at its expiry.
    pub mode: Option<RenewalMode>,
    /// The first day that is not paid for.
    pub expires_on: Option<NaiveDate>,
}

/// How many accounts are shown as they were understood.
const FIRST: usize = 5;

/// What a file does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A column.
    Column(Column),
    /// Which number of a date is the day. Every date of the file is one in both orders.
    Dates,
}

impl Missing {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Column(column) => column.as_str(),
            Self::Dates => "dates",
        }
    }
}

impl Understood {
    /// The accounts.
    ///
    /// # Errors
    /// Everything that is missing or wrong.
    pub fn taken(self) -> Result<Roster, RosterErrors> {
        let Self { missing, mut errors, roster, .. } = self;
        if let Some(roster) = roster {
            return Ok(roster);
        }
        let found = std::mem::take(&mut errors);
        for missing in missing {
            let fault = match missing {
                Missing::Column(_) => RosterFault::MissingColumn,
                Missing::Dates => RosterFault::DateOrder,
            };
            errors.push(1, 0, missing.as_str(), fault);
        }
        errors.append(found);
        Err(errors)
    }
}

impl RosterTarget<'_> {
    /// Reads a whole roster that says everything itself.
    ///
    /// # Errors
    /// The bad lines, each with its column and reason, or what is wrong with the file as a whole.
    pub fn read(self, bytes: &[u8]) -> Result<Roster, RosterErrors> {
        self.understand(bytes, Given::default()).taken()
    }

    /// Reads a whole file.
    pub fn understand(self, bytes: &[u8], given: Given) -> Understood {
        let mut reader = RosterReader::of(given);
        let mut pieces = bytes.chunks(1 << 16);
        if pieces.try_for_each(|piece| reader.feed(self, piece)).is_continue() {
            reader.end(self);
        }
        while !reader.settle(self, usize::MAX) {}
        reader.understood(self)
    }

    /// Accepts an address that no earlier line and no account has, and notes it in `seen`. An address counts as seen
    /// even if its line is bad in other ways.
    fn claim(&self, address: Address, seen: &mut BTreeSet<String>) -> Result<Address, RosterFault> {
        let identity = address.identity();
        let taken = self.book.is_some_and(|book| book.holder(&identity).is_some());
        if taken && !address.is_unassigned() {
            return Err(RosterFault::DuplicateOnPlatform);
        }
        if seen.insert(identity.into_owned()) { Ok(address) } else { Err(RosterFault::DuplicateInFile) }
    }
}

/// A file that is being read, always for the same platform. When [`RosterReader::feed`] breaks, the rest of the file need not
/// come.
#[derive(Debug)]
pub struct RosterReader {
    decoder: Decoder,
    text: String,
    records: Records,
    bytes: usize,
    lines: Reading,
}

impl RosterReader {
    /// Begins to read a file.
    pub fn of(given: Given) -> Self {
        Self {
            decoder: Decoder::default(),
            text: String::new(),
            records: Records::default(),
            bytes: 0,
            lines: Reading::of(given),
        }
    }

    /// Reads the next piece of the file. Breaks when it has passed a limit.
    pub fn feed(&mut self, target: RosterTarget<'_>, piece: &[u8]) -> ControlFlow<()> {
        self.bytes = self.bytes.saturating_add(piece.len());
        if self.bytes > MAX_BYTES {
            self.lines.refuse(1, RosterFault::TooLarge);
            return ControlFlow::Break(());
        }
        self.text.clear();
        self.decoder.feed(piece, &mut self.text);
        let lines = &mut self.lines;
        let broken = self.records.feed(&self.text, &mut |line, cells| lines.record(target, line, cells));
        broken.map_break(|(line, fault)| self.lines.refuse(line, fault))
    }

    /// Reads what is left when the file ends.
    pub fn end(&mut self, target: RosterTarget<'_>) {
        self.text.clear();
        self.decoder.end(&mut self.text);
        let lines = &mut self.lines;
        let mut each = |line: usize, cells: &[Cell]| lines.record(target, line, cells);
        let broken = match self.records.feed(&self.text, &mut each) {
            ControlFlow::Continue(()) => self.records.end(&mut each),
            broken @ ControlFlow::Break(_) => broken,
        };
        match broken {
            ControlFlow::Continue(()) => {}
            // the lines before it were read
            ControlFlow::Break((line, RosterFault::Quote)) => self.lines.errors.push(line, 0, "", RosterFault::Quote),
            ControlFlow::Break((line, fault)) => self.lines.refuse(line, fault),
        }
    }

    /// Makes accounts of the next lines of a file that has been read, `most` at most. Returns whether all are made.
    pub fn settle(&mut self, target: RosterTarget<'_>, most: usize) -> bool {
        self.lines.settle(target, most)
    }

    /// What was understood of a file whose accounts are all made.
    pub fn understood(self, target: RosterTarget<'_>) -> Understood {
        self.lines.understood(target, self.decoder.encoding(), self.records.separator())
    }
}

/// What has been read of the lines.
#[derive(Debug)]
struct Reading {
    /// The domains that addresses may have; none before the first line.
    allowed: Option<Allowed>,
    given: Given,
    header: Option<Header>,
    missing: Vec<Column>,
    /// The cells of the first record that is not the header.
    examples: Vec<String>,
    seen: BTreeSet<String>,
    accounts: usize,
    /// The lines of which no accounts have been made yet.
    pending: VecDeque<Pending>,
    /// The first lines, before accounts are made of them.
    first: Vec<First>,
    /// The accounts that have been made.
    entries: Vec<RosterEntry>,
    dates: Dates,
    errors: RosterErrors,
}

impl Reading {
    fn of(given: Given) -> Self {
        Self {
            allowed: None,
            given,
            header: None,
            missing: Vec::new(),
            examples: Vec::new(),
            seen: BTreeSet::new(),
            accounts: 0,
            pending: VecDeque::new(),
            first: Vec::new(),
            entries: Vec::new(),
            dates: Dates::default(),
            errors: RosterErrors::default(),
        }
    }

    /// Refuses the file as a whole.
    fn refuse(&mut self, line: usize, fault: RosterFault) {
        self.errors = RosterErrors::only(line, fault);
        self.pending = VecDeque::new();
    }

    fn record(&mut self, target: RosterTarget<'_>, line: usize, cells: &[Cell]) -> ControlFlow<RosterFault> {
        let header = match &self.header {
            Some(header) => header,
            None => {
                let header = Header::of(cells, line, &self.given.columns, &mut self.errors);
                self.missing = header.missing();
                let Given { mode, expires_on, dates: _, columns: _ } = self.given;
                self.missing.retain(|column| match column {
                    Column::Mode => mode.is_none(),
                    Column::ExpiresOn => expires_on.is_none(),
                    Column::Address
                    | Column::DisplayName
                    | Column::GivenName
                    | Column::FamilyName
                    | Column::OrderedOn
                    | Column::AnchorDay => true,
                });
                let header = self.header.insert(header);
                if !header.is_account() {
                    return ControlFlow::Continue(());
                }
                header
            }
        };
        if self.examples.is_empty() {
            self.examples = cells.iter().map(|cell| shown(&cell.text)).collect();
        }
        if header.passes_over(cells) {
            return ControlFlow::Continue(());
        }
        self.accounts += 1;
        if self.accounts > MAX_RECORDS {
            return ControlFlow::Break(RosterFault::TooMany);
        }
        if !header.fits(cells) {
            self.errors.push(line, 0, "", RosterFault::Cells);
            return ControlFlow::Continue(());
        }
        let allowed = self.allowed.get_or_insert_with(|| Allowed::of(target.domains));
        let mut read = Line { line, header, cells, errors: &mut self.errors };
        let pending = read.pending(&target, allowed, &self.given, &mut self.seen);
        self.dates.see(&pending);
        // without a column that is missing there are no accounts, and only the first ones are shown
        if self.missing.is_empty() || self.pending.len() < FIRST {
            self.pending.push_back(pending);
        }
        ControlFlow::Continue(())
    }

    /// Makes accounts of the next lines, unless something is missing. Returns whether all are made.
    fn settle(&mut self, target: RosterTarget<'_>, most: usize) -> bool {
        let (order, asks) = self.dates.order(self.given.dates);
        let Some(header) = self.header.as_ref().filter(|_| self.missing.is_empty() && !asks) else { return true };
        if self.first.is_empty() {
            self.first = first(&self.pending, order);
        }
        for _ in 0..most {
            let Some(pending) = self.pending.pop_front() else { break };
            let mut line = Line { line: pending.line, header, cells: &[], errors: &mut self.errors };
            self.entries.extend(line.entry(pending, order, &target));
        }
        self.pending.is_empty()
    }

    fn understood(mut self, target: RosterTarget<'_>, encoding: Encoding, separator: Option<char>) -> Understood {
        let (order, asks) = self.dates.order(self.given.dates);
        let header = self.header.take();
        let columns = header.as_ref().map_or_else(Vec::new, |header| header.columns().to_vec());
        let mut missing: Vec<Missing> = self.missing.drain(..).map(Missing::Column).collect();
        missing.extend(asks.then_some(Missing::Dates));
        let first = if self.first.is_empty() { first(&self.pending, order) } else { self.first };
        let oldest = self.dates.oldest(order);
        if header.is_some() && missing.is_empty() {
            self.errors.sort();
        }
        // a file with too many accounts was refused for that already
        let more = u32::try_from(self.accounts).ok().filter(|_| self.accounts <= MAX_RECORDS).unwrap_or(0);
        if more > 0
            && let Some(Err(no_room)) = target.book.map(|book| NoRoom::unless_fits(book.counts().living(), more))
        {
            self.errors.push(1, 0, "", RosterFault::NoRoom(no_room));
        }
        if self.errors.total == 0 && self.accounts == 0 {
            let fault = if header.is_some() { RosterFault::NoRecords } else { RosterFault::Empty };
            self.errors.push(1, 0, "", fault);
        }
        let good = self.errors.total == 0 && missing.is_empty();
        let Self { accounts, errors, examples, entries, .. } = self;
        let roster = good.then_some(Roster(entries));
        Understood { encoding, separator, columns, examples, first, oldest, missing, accounts, errors, roster }
    }
}

/// The first lines, as they were understood with dates in this order.
fn first(pending: &VecDeque<Pending>, order: DateOrder) -> Vec<First> {
    pending.iter().take(FIRST).map(|pending| pending.first(order)).collect()
}
