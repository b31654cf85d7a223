//! Reads a book that comes as columns.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::de::IgnoredAny;

use super::{ACCOUNTS, ColumnsError, FORM, GONE, MAX_PIECE, REST, Received};
use crate::{
    account::{AccountId, RenewalMode, Status},
    book::{
        Book, Snapshot,
        accounts::{Accounts, Facts},
    },
    calendar::AnchorDay,
    stamp::Revision,
};

/// A book that comes in pieces, however the bytes are cut.
#[derive(Debug, Default)]
pub struct Receiving {
    /// Whether the version of the form has come.
    begun: bool,
    /// What has come of the next piece.
    bytes: Vec<u8>,
    accounts: Accounts,
    gone: BTreeSet<AccountId>,
    rest: Option<Vec<u8>>,
}

impl Receiving {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// If they are not the bytes of a book.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), ColumnsError> {
        self.bytes.extend(bytes);
        let all = std::mem::take(&mut self.bytes);
        let mut cursor = Bytes(&all);
        if !self.begun && !all.is_empty() {
            if cursor.byte()? != FORM {
                return Err(ColumnsError::Form);
            }
            self.begun = true;
        }
        let mut left = cursor.0;
        while let Some((kind, piece)) = cursor.piece()? {
            if self.rest.is_some() {
                return Err(ColumnsError::Damaged);
            }
            match kind {
                ACCOUNTS => self.add(read(&mut Bytes(piece))?),
                GONE => {
                    let mut piece = Bytes(piece);
                    let count = piece.count(1)?;
                    self.gone.extend(piece.ids(count)?);
                }
                REST => self.rest = Some(piece.to_vec()),
                _ => return Err(ColumnsError::Damaged),
            }
            left = cursor.0;
        }
        self.bytes = left.to_vec();
        Ok(())
    }

    /// Adds accounts, which may be there already as they were before.
    fn add(&mut self, came: Accounts) {
        if self.accounts.last() < came.iter().next().map(|first| first.id) {
            return self.accounts.join(came);
        }
        let mut merged = Accounts::default();
        let mut came = came.iter().peekable();
        for account in self.accounts.iter() {
            while let Some(new) = came.next_if(|new| new.id < account.id) {
                merged.add(new);
            }
            merged.add(came.next_if(|new| new.id == account.id).unwrap_or(account));
        }
        came.for_each(|new| merged.add(new));
        self.accounts = merged;
    }

    /// The accounts but for those that have left the book.
    fn living(&self) -> Accounts {
        let mut living = Accounts::default();
        self.accounts.iter().filter(|account| !self.gone.contains(&account.id)).for_each(|account| living.add(account));
        living
    }

    /// The whole book that came, once there is no more. `read` reads what is no account.
    ///
    /// # Errors
    /// If it ended before the book did, `read` cannot read it, or it is only what is new in a book.
    pub fn whole(self, read: impl FnOnce(&[u8]) -> Option<Snapshot<IgnoredAny>>) -> Result<Book, ColumnsError> {
        let (rest, accounts, _) = self.ended(read)?;
        if rest.since == Revision::default() { Ok(Book::of(rest, accounts)) } else { Err(ColumnsError::Damaged) }
    }

    /// What came, once there is no more. `read` reads what is no account.
    ///
    /// # Errors
    /// If it ended before the book did, or `read` cannot read it.
    pub fn end(self, read: impl FnOnce(&[u8]) -> Option<Snapshot<IgnoredAny>>) -> Result<Received, ColumnsError> {
        let (rest, accounts, gone) = self.ended(read)?;
        if rest.since == Revision::default() {
            return Ok(Received::Whole(Box::new(Book::of(rest, accounts))));
        }
        let living = accounts.iter().map(|account| (account.id, account.into())).collect();
        let Snapshot { since, platform, today, revision, terminating, moved, numbering, imports, .. } = rest;
        let Snapshot { next_id, deleted, withdrawn, .. } = rest;
        Ok(Received::News(Box::new(Snapshot {
            since,
            platform,
            today,
            revision,
            terminating,
            moved,
            numbering,
            imports,
            next_id,
            deleted,
            withdrawn,
            gone: gone.into_iter().collect(),
            living,
        })))
    }

    /// Everything but the accounts, the living accounts, and those that have left the book.
    fn ended(mut self, read: impl FnOnce(&[u8]) -> Option<Snapshot<IgnoredAny>>) -> Result<Parts, ColumnsError> {
        let rest = self.rest.take().filter(|_| self.bytes.is_empty()).ok_or(ColumnsError::Cut)?;
        let rest = read(&rest).ok_or(ColumnsError::Damaged)?;
        if !self.gone.is_empty() {
            self.accounts = self.living();
        }
        Ok((rest, self.accounts, self.gone))
    }
}

/// The parts of what came.
type Parts = (Snapshot<IgnoredAny>, Accounts, BTreeSet<AccountId>);

/// Bytes that are still to be read.
#[derive(Debug, Clone, Copy)]
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn some(&mut self, many: usize) -> Result<&'a [u8], ColumnsError> {
        let (some, rest) = self.0.split_at_checked(many).ok_or(ColumnsError::Damaged)?;
        self.0 = rest;
        Ok(some)
    }

    fn byte(&mut self) -> Result<u8, ColumnsError> {
        self.some(1)?.first().copied().ok_or(ColumnsError::Damaged)
    }

    fn long(&mut self) -> Result<u32, ColumnsError> {
        self.some(4)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes)).ok_or(ColumnsError::Damaged)
    }

    fn short(&mut self) -> Result<u32, ColumnsError> {
        let mut number = 0;
        for place in 0..5 {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(ColumnsError::Damaged)
    }

    /// A number of things that take at least so many bytes each.
    fn count(&mut self, bytes: usize) -> Result<usize, ColumnsError> {
        let count = self.long()? as usize;
        if count.saturating_mul(bytes) > self.0.len() { Err(ColumnsError::Damaged) } else { Ok(count) }
    }

    /// The next piece with its kind, if it is all there.
    fn piece(&mut self) -> Result<Option<(u8, &'a [u8])>, ColumnsError> {
        let mut ahead = *self;
        let (Ok(kind), Ok(length)) = (ahead.byte(), ahead.long()) else { return Ok(None) };
        if length as usize > MAX_PIECE {
            return Err(ColumnsError::Damaged);
        }
        let Ok(piece) = ahead.some(length as usize) else { return Ok(None) };
        *self = ahead;
        Ok(Some((kind, piece)))
    }

    fn ids(&mut self, count: usize) -> Result<Vec<AccountId>, ColumnsError> {
        let mut before = 0_u32;
        let mut ids = Vec::with_capacity(count);
        for _ in 0..count {
            let step = self.short()?;
            before = before.checked_add(step).filter(|_| step > 0).ok_or(ColumnsError::Damaged)?;
            ids.push(AccountId(before));
        }
        Ok(ids)
    }

    /// Numbers of two bytes.
    fn places(&mut self, count: usize) -> Result<impl Iterator<Item = usize> + use<'a>, ColumnsError> {
        let bytes = self.some(count.saturating_mul(2))?;
        let pairs = bytes.as_chunks::<2>().0.iter();
        Ok(pairs.map(|pair| usize::from(u16::from_le_bytes(*pair))))
    }

    fn texts(&mut self, count: usize) -> Result<Texts<'a>, ColumnsError> {
        let lengths = (0..count).map(|_| self.short()).collect::<Result<Vec<u32>, _>>()?;
        let all = lengths.iter().try_fold(0_usize, |sum, length| sum.checked_add(*length as usize));
        let all = self.some(all.ok_or(ColumnsError::Damaged)?)?;
        let all = std::str::from_utf8(all).map_err(|_| ColumnsError::Damaged)?;
        Ok(Texts { lengths: lengths.into_iter(), all })
    }
}

/// Texts, one after the other.
struct Texts<'a> {
    lengths: std::vec::IntoIter<u32>,
    all: &'a str,
}

impl<'a> Texts<'a> {
    fn next(&mut self) -> Result<&'a str, ColumnsError> {
        let length = self.lengths.next().ok_or(ColumnsError::Damaged)?;
        let (text, rest) = self.all.split_at_checked(length as usize).ok_or(ColumnsError::Damaged)?;
        self.all = rest;
        Ok(text)
    }
}

/// Reads a piece with accounts.
fn read(bytes: &mut Bytes<'_>) -> Result<Accounts, ColumnsError> {
    let mut accounts = Accounts::default();
    let damaged = ColumnsError::Damaged;
    let count = bytes.count(15)?;
    let ids = bytes.ids(count)?;
    let (standings, anchors) = (bytes.some(count)?, bytes.some(count)?);
    let days = bytes.count(4)?;
    let days = (0..days).map(|_| {
        let day = i32::from_le_bytes(bytes.long()?.to_le_bytes());
        NaiveDate::from_num_days_from_ce_opt(day).ok_or(damaged)
    });
    let days = days.collect::<Result<Vec<NaiveDate>, _>>()?;
    let mut columns = [bytes.places(count)?, bytes.places(count)?, bytes.places(count)?, bytes.places(count)?];
    let domains = bytes.count(1)?;
    let mut texts = bytes.texts(domains)?;
    let domains = (0..domains).map(|_| texts.next()).collect::<Result<Vec<&str>, _>>()?;
    let mut domain_of = bytes.places(count)?;
    let (mut locals, mut names) = (bytes.texts(count)?, bytes.texts(count)?);
    if !bytes.0.is_empty() {
        return Err(damaged);
    }
    for (id, (standing, anchor)) in ids.into_iter().zip(standings.iter().zip(anchors)) {
        let mut day = |column: usize| match columns.get_mut(column).and_then(Iterator::next) {
            Some(0) => Ok(None),
            Some(place) => days.get(place - 1).copied().map(Some).ok_or(damaged),
            None => Err(damaged),
        };
        let facts = Facts {
            mode: mode(standing & 3)?.ok_or(damaged)?,
            status: if standing & 4 == 0 { Status::Active } else { Status::Suspended },
            held: mode(standing >> 3)?,
            anchor_day: AnchorDay::try_from(*anchor).map_err(|_| damaged)?,
            expires_on: day(0)?.ok_or(damaged)?,
            ordered_on: day(1)?,
            deletes_on: day(2)?,
            reset_on: day(3)?,
        };
        let (local, name) = (locals.next()?, names.next()?);
        let address = match domain_of.next() {
            Some(0) => [local, "", ""],
            Some(place) => [local, "@", domains.get(place - 1).copied().ok_or(damaged)?],
            None => return Err(damaged),
        };
        accounts.append(id, facts, &address, name);
    }
    Ok(accounts)
}

fn mode(number: u8) -> Result<Option<RenewalMode>, ColumnsError> {
    match number.checked_sub(1) {
        None => Ok(None),
        Some(place) => RenewalMode::ALL.get(usize::from(place)).copied().map(Some).ok_or(ColumnsError::Damaged),
    }
}
