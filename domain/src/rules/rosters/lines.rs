//! What has been read of the lines of a file. Of what they say, only what is listed or asked for is kept.

use std::ops::ControlFlow;

use super::{
    First, Missing, RosterTarget, Understood,
    dates::Dates,
    line::{Line, Pending},
    seen::Seen,
};
use crate::{
    domains::Allowed,
    limits::{MAX_RECORDS, NoRoom},
    roster::{
        Beginning, Cell, Column, DateOrder, Encoding, Given, Header, RosterEntry, RosterErrors, RosterFault, shown,
    },
};

/// How many accounts are shown as they were understood.
const FIRST: usize = 5;
/// How many lines may stand above the one that names the columns.
const TITLES: usize = 10;

/// What has been read of the lines.
#[derive(Debug)]
pub(super) struct Lines {
    /// The domains that addresses may have; none before the first line.
    allowed: Option<Allowed>,
    given: Given,
    /// The first records, as long as it is not known which of them names the columns.
    titles: Vec<(usize, Vec<Cell>)>,
    header: Option<Header>,
    missing: Vec<Column>,
    /// The cells of the first record that is not the header.
    examples: Vec<String>,
    seen: Seen,
    accounts: usize,
    /// The first accounts.
    first: Vec<Pending>,
    /// The accounts, where they are wanted.
    kept: Option<Vec<RosterEntry>>,
    dates: Dates,
    /// What is wrong whatever the order of dates is.
    errors: RosterErrors,
    /// What else is wrong, by the order of dates.
    by_day: RosterErrors,
    by_month: RosterErrors,
}

impl Lines {
    pub(super) fn of(given: Given) -> Self {
        Self {
            allowed: None,
            given,
            titles: Vec::new(),
            header: None,
            missing: Vec::new(),
            examples: Vec::new(),
            seen: Seen::default(),
            accounts: 0,
            first: Vec::new(),
            kept: None,
            dates: Dates::default(),
            errors: RosterErrors::default(),
            by_day: RosterErrors::default(),
            by_month: RosterErrors::default(),
        }
    }

    /// Keeps the accounts, of which there are so many. The order of dates must have been given.
    pub(super) fn keep(&mut self, accounts: usize) {
        self.kept = Some(Vec::with_capacity(accounts));
    }

    /// The accounts that were kept.
    pub(super) fn kept(self) -> Vec<RosterEntry> {
        self.kept.unwrap_or_default()
    }

    /// Refuses the file as a whole.
    pub(super) fn refuse(&mut self, line: usize, fault: RosterFault) {
        self.errors = RosterErrors::only(line, fault);
        (self.by_day, self.by_month) = <(RosterErrors, RosterErrors)>::default();
        (self.first, self.titles) = <(Vec<_>, Vec<_>)>::default();
    }

    /// Notes what is wrong with a whole line.
    pub(super) fn blame(&mut self, line: usize, fault: RosterFault) {
        self.errors.push(line, 0, "", fault);
    }

    pub(super) fn record(&mut self, target: RosterTarget<'_>, line: usize, cells: &[Cell]) -> ControlFlow<RosterFault> {
        let Some(header) = self.header.take() else { return self.first_record(target, line, cells) };
        let wanted = self.account(&header, target, line, cells);
        self.header = Some(header);
        wanted
    }

    /// Reads a record before it is known what the columns are. Spreadsheets have titles above them: lines with fewer cells,
    /// none of which is an address. Otherwise the first record names the columns.
    fn first_record(&mut self, target: RosterTarget<'_>, line: usize, cells: &[Cell]) -> ControlFlow<RosterFault> {
        let filled = |cells: &[Cell]| cells.iter().filter(|cell| !cell.text.is_empty()).count();
        let is_above = |(_, title): &(usize, Vec<Cell>)| filled(title) < filled(cells);
        match Beginning::of(cells) {
            Beginning::Header if self.titles.iter().all(is_above) => self.titles.clear(),
            Beginning::Header | Beginning::Unknown if self.titles.len() < TITLES => {
                self.titles.push((line, cells.to_vec()));
                return ControlFlow::Continue(());
            }
            Beginning::Header | Beginning::Unknown | Beginning::Account => {}
        }
        self.end(target)?;
        if self.header.is_some() { self.record(target, line, cells) } else { self.begin(target, line, cells) }
    }

    /// Reads the records that waited for one that names the columns, because none comes any more.
    pub(super) fn end(&mut self, target: RosterTarget<'_>) -> ControlFlow<RosterFault> {
        for (line, cells) in std::mem::take(&mut self.titles) {
            match self.header {
                Some(_) => self.record(target, line, &cells)?,
                None => self.begin(target, line, &cells)?,
            }
        }
        ControlFlow::Continue(())
    }

    /// Finds out from a record what the columns are. It may be about an account itself.
    fn begin(&mut self, target: RosterTarget<'_>, line: usize, cells: &[Cell]) -> ControlFlow<RosterFault> {
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
        let wanted =
            if header.is_account() { self.account(&header, target, line, cells) } else { ControlFlow::Continue(()) };
        self.header = Some(header);
        wanted
    }

    /// Reads a record that is not the header.
    fn account(
        &mut self,
        header: &Header,
        target: RosterTarget<'_>,
        line: usize,
        cells: &[Cell],
    ) -> ControlFlow<RosterFault> {
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
            self.blame(line, RosterFault::Cells);
            return ControlFlow::Continue(());
        }
        let allowed = self.allowed.get_or_insert_with(|| Allowed::of(target.domains));
        let mut read = Line { line, header, cells, errors: &mut self.errors };
        let pending = read.pending(&target, allowed, &self.given, &mut self.seen);
        self.dates.see(&pending);
        // without a column that is missing there are no accounts, and only the first ones are shown
        if self.missing.is_empty() {
            let orders = [(DateOrder::DayFirst, &mut self.by_day), (DateOrder::MonthFirst, &mut self.by_month)];
            for (order, errors) in orders {
                if self.given.dates.is_some_and(|given| given != order) {
                    continue;
                }
                let dates = Line { line, header, cells, errors }.dates(&pending, order, &target);
                if let (Some(kept), Some(dates)) = (&mut self.kept, dates) {
                    kept.extend(pending.clone().entry(dates));
                }
            }
        }
        if self.first.len() < FIRST {
            self.first.push(pending);
        }
        ControlFlow::Continue(())
    }

    /// What was understood of a file whose lines have all been read.
    pub(super) fn understood(
        self,
        target: RosterTarget<'_>,
        encoding: Encoding,
        separator: Option<char>,
    ) -> Understood {
        let Self { header, accounts, examples, by_day, by_month, dates, given, mut errors, .. } = self;
        let (order, asks) = dates.order(given.dates);
        let has_header = header.is_some();
        let columns = header.map_or_else(Vec::new, |header| header.columns().to_vec());
        let mut missing: Vec<Missing> = self.missing.into_iter().map(Missing::Column).collect();
        missing.extend(asks.then_some(Missing::Dates));
        let first: Vec<First> = self.first.iter().map(|pending| pending.first(order)).collect();
        let oldest = dates.oldest(order);
        if has_header && missing.is_empty() {
            errors = errors.with(match order {
                DateOrder::DayFirst => by_day,
                DateOrder::MonthFirst => by_month,
            });
        }
        // a file with too many accounts was refused for that already
        let more = u32::try_from(accounts).ok().filter(|_| accounts <= MAX_RECORDS).unwrap_or(0);
        if more > 0
            && let Some(Err(no_room)) = target.book.map(|book| NoRoom::unless_fits(book.counts().living(), more))
        {
            errors.push(1, 0, "", RosterFault::NoRoom(no_room));
        }
        if errors.total == 0 && accounts == 0 {
            errors.push(1, 0, "", if has_header { RosterFault::NoRecords } else { RosterFault::Empty });
        }
        Understood { encoding, separator, columns, examples, first, order, oldest, missing, accounts, errors }
    }
}
