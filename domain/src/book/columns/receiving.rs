//! Reads a book that comes as columns.

use chrono::NaiveDate;

use super::{ACCOUNTS, ColumnsError, FORM, GONE, News, REST, Received, bytes::Bytes, packed::Packed};
use crate::{
    account::{AccountSet, RenewalMode, Status},
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
    gone: AccountSet,
    rest: Option<Snapshot<()>>,
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
                    for id in piece.ids(count)? {
                        self.gone.insert(id);
                    }
                }
                REST => {
                    let mut piece = Bytes(piece);
                    self.rest = Some(Snapshot::read(&mut piece)?).filter(|_| piece.0.is_empty());
                    if self.rest.is_none() {
                        return Err(ColumnsError::Damaged);
                    }
                }
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
        self.accounts.iter().filter(|account| !self.gone.has(account.id)).for_each(|account| living.add(account));
        living
    }

    /// The whole book that came, once there is no more.
    ///
    /// # Errors
    /// If it ended before the book did, or it is only what is new in a book.
    pub fn whole(self) -> Result<Book, ColumnsError> {
        let (rest, accounts, _) = self.ended()?;
        if rest.since == Revision::default() { Ok(Book::of(rest, accounts)) } else { Err(ColumnsError::Damaged) }
    }

    /// What came, once there is no more.
    ///
    /// # Errors
    /// If it ended before the book did.
    pub fn end(self) -> Result<Received, ColumnsError> {
        let (mut rest, accounts, gone) = self.ended()?;
        if rest.since == Revision::default() {
            return Ok(Received::Whole(Box::new(Book::of(rest, accounts))));
        }
        rest.gone = gone.iter().collect();
        let (news, ()) = rest.with(accounts);
        Ok(Received::News(Box::new(News(news))))
    }

    /// Everything but the accounts, the living accounts, and those that have left the book.
    fn ended(mut self) -> Result<Parts, ColumnsError> {
        let rest = self.rest.take().filter(|_| self.bytes.is_empty()).ok_or(ColumnsError::Cut)?;
        if !self.gone.is_empty() {
            self.accounts = self.living();
        }
        Ok((rest, self.accounts, self.gone))
    }
}

/// The parts of what came.
type Parts = (Snapshot<()>, Accounts, AccountSet);

/// Reads a piece with accounts.
fn read(bytes: &mut Bytes<'_>) -> Result<Accounts, ColumnsError> {
    let mut accounts = Accounts::default();
    let damaged = ColumnsError::Damaged;
    let count = bytes.count(15)?;
    let ids = bytes.ids(count)?;
    let (standings, anchors) = (bytes.some(count)?, bytes.some(count)?);
    let days = bytes.count(4)?;
    let days = (0..days).map(|_| bytes.day()).collect::<Result<Vec<NaiveDate>, _>>()?;
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
