//! Adds up what wishes would do, slice by slice, so that a host may let others go on in between.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    account::{AccountId, AccountRef, RenewalMode},
    book::Book,
    change::{Change, Wishes},
    hash::Hashing,
    query::Matcher,
    refusal::Refusal,
    stamp::Revision,
    summary::{Outcome, Reason, Refused, Summary, SummaryLine, Totals},
    tally::Tally,
};

/// A summary in the making.
#[derive(Debug)]
pub struct Summing<'a> {
    wishes: &'a Wishes,
    /// How many accounts and lines one slice has.
    slice: usize,
    begun: Option<Begun<'a>>,
}

/// What has been done so far, on one state of the book.
#[derive(Debug)]
struct Begun<'a> {
    /// The state of the book: its revision and its date.
    at: (Revision, NaiveDate),
    /// What a filter among the wishes selects.
    matcher: Option<Matcher<'a>>,
    /// The accounts that were named, unless the wishes name them in ascending order.
    named: Option<BTreeSet<AccountId>>,
    /// How many wishes were looked at.
    looked: usize,
    /// The last account that was looked at.
    last: AccountId,
    lines: Vec<SummaryLine>,
    refused: Vec<Refused>,
    /// The sums of the first lines, once all lines are there.
    sums: Option<Sums>,
}

/// The sums of some lines.
#[derive(Debug)]
struct Sums {
    totals: Totals,
    hashing: Hashing,
    moves: Tally,
}

impl<'a> Summing<'a> {
    /// Begins to add up `wishes`, so many accounts or lines at a time.
    pub const fn of(wishes: &'a Wishes, slice: usize) -> Self {
        Self { wishes, slice, begun: None }
    }

    /// Takes slices until there is a summary.
    ///
    /// # Errors
    /// Those of [`Summing::step`].
    pub fn finish(mut self, book: &Book) -> Result<Summary, Refusal> {
        loop {
            if let Some(summary) = self.step(book)? {
                return Ok(summary);
            }
        }
    }

    /// Takes the next slice. Returns the summary after the last one. If the book has changed since the first slice, all
    /// begins again with slices that are twice as long, so that there is an end however often it changes.
    ///
    /// # Errors
    /// Those of [`Book::summarise`], but for [`Refusal::TooManyLines`].
    pub fn step(&mut self, book: &Book) -> Result<Option<Summary>, Refusal> {
        let at = (book.revision(), book.today());
        if self.begun.as_ref().is_some_and(|begun| begun.at != at) {
            self.begun = None;
            self.slice = self.slice.saturating_mul(2);
        }
        let begun = match &mut self.begun {
            Some(begun) => begun,
            none @ None => none.insert(Begun::with(self.wishes, book)?),
        };
        let left = begun.look(self.wishes, book, self.slice)?;
        if !begun.add(book, left) {
            return Ok(None);
        }
        let ended = self.begun.take();
        Ok(ended.and_then(Begun::summary))
    }
}

impl<'a> Begun<'a> {
    fn with(wishes: &'a Wishes, book: &Book) -> Result<Self, Refusal> {
        book.demand_active()?;
        let (matcher, named) = match wishes {
            Wishes::All { filter, mode: _ } => (Some(book.matcher(filter)), None),
            Wishes::Set(_) => (None, None),
            Wishes::Each(changes) => {
                let ascending = changes.is_sorted_by(|a, b| a.account < b.account);
                (None, (!ascending).then(BTreeSet::new))
            }
        };
        let at = (book.revision(), book.today());
        Ok(Self {
            at,
            matcher,
            named,
            looked: 0,
            last: AccountId(0),
            lines: Vec::new(),
            refused: Vec::new(),
            sums: None,
        })
    }

    /// Looks at the next accounts, `most` at most. Once all were looked at, puts the lines in order. Returns how many of
    /// `most` are left.
    fn look(&mut self, wishes: &Wishes, book: &Book, most: usize) -> Result<usize, Refusal> {
        if self.sums.is_some() {
            return Ok(most);
        }
        let mut left = most;
        let more = match (wishes, &self.matcher) {
            (Wishes::Each(changes), _) => {
                for &change in changes.iter().skip(self.looked).take(most) {
                    self.look_at(change, Some(self.looked), book)?;
                    left -= 1;
                }
                self.looked < changes.len()
            }
            (Wishes::Set(changes), _) => {
                let from = if self.looked == 0 { AccountId(0) } else { self.last.next() };
                for change in changes.within(from..=AccountId(u32::MAX)).take(most) {
                    self.look_at(change, None, book)?;
                    self.last = change.account;
                    left -= 1;
                }
                self.looked < changes.len()
            }
            (Wishes::All { mode, .. }, matcher) => {
                for account in book.accounts_after(self.last).take(most) {
                    self.last = account.id;
                    left -= 1;
                    if matcher.as_ref().is_some_and(|matcher| matcher.matches(account)) {
                        wish(book, account, *mode, &mut self.lines, &mut self.refused);
                    }
                }
                book.accounts_after(self.last).next().is_some()
            }
        };
        if more {
            return Ok(0);
        }
        self.sums = Some(self.in_order(book)?);
        Ok(left)
    }

    /// Looks at the next account that is named.
    fn look_at(
        &mut self,
        Change { account: id, mode }: Change,
        index: Option<usize>,
        book: &Book,
    ) -> Result<(), Refusal> {
        let account = book.account(id);
        if account.is_none() && !book.is_deleted(id) {
            return Err(Refusal::UnknownAccount { account: id, index });
        }
        if self.named.as_mut().is_some_and(|named| !named.insert(id)) {
            return Err(Refusal::NamedTwice { account: id, index });
        }
        match account {
            Some(account) => wish(book, account, mode, &mut self.lines, &mut self.refused),
            None => self.refused.push(Refused { account: id, reason: Reason::Deleted }),
        }
        self.looked += 1;
        Ok(())
    }

    /// Adds up the next lines, `most` at most. Returns whether they were the last ones.
    fn add(&mut self, book: &Book, most: usize) -> bool {
        let Some(sums) = &mut self.sums else { return false };
        let rest = self.lines.get(sums.totals.accounts..).unwrap_or_default();
        let next = rest.get(..most).unwrap_or(rest);
        sums.add(next, book);
        if next.len() < rest.len() {
            return false;
        }
        let mut costs = book.costs();
        for ((cohort, mode), accounts) in std::mem::take(&mut sums.moves).counts() {
            let accounts = u32::try_from(accounts).unwrap_or(0);
            sums.totals.year_net_after += costs.difference(cohort, mode).times(accounts);
        }
        true
    }

    /// Puts all lines in order, and begins to add them up.
    fn in_order(&mut self, book: &Book) -> Result<Sums, Refusal> {
        if self.lines.is_empty() {
            return Err(Refusal::NothingToDo);
        }
        self.lines.sort_unstable_by_key(|line| line.account);
        self.refused.sort_unstable_by_key(|line| line.account);
        let year_net = book.year_net();
        let totals =
            Totals { accounts: 0, closing: 0, going_on: 0, year_net_before: year_net, year_net_after: year_net };
        Ok(Sums { totals, hashing: Hashing::default(), moves: Tally::default() })
    }

    fn summary(self) -> Option<Summary> {
        let Self { at: (revision, _), lines, refused, sums, .. } = self;
        let Sums { totals, hashing, moves: _ } = sums?;
        Some(Summary { revision, hash: hashing.end(), lines, refused, totals })
    }
}

/// Adds the line of an account that is to have a mode, or why it cannot have it.
fn wish(
    book: &Book,
    account: AccountRef<'_>,
    to: RenewalMode,
    lines: &mut Vec<SummaryLine>,
    refused: &mut Vec<Refused>,
) {
    match Reason::against(account) {
        Some(reason) => refused.push(Refused { account: account.id, reason }),
        None if account.mode != to => lines.push(book.line(account, to)),
        None => {}
    }
}

impl Sums {
    fn add(&mut self, lines: &[SummaryLine], book: &Book) {
        let Self { totals, hashing, moves } = self;
        for line in lines {
            let account = book.account(line.account);
            if let Some(account) = account {
                moves.add(account.into(), line.to, 1);
            }
            totals.accounts += 1;
            totals.closing += usize::from(matches!(line.outcome, Outcome::Closes { .. }));
            totals.going_on += usize::from(line.goes_on());
            line.hash(hashing, account);
        }
    }
}
