//! A book as it is sent to whoever shows many accounts: the accounts in columns, which take little room and are read
//! much faster than texts that name each value. `docs/snapshot.md` describes the form.
//!
//! An account that comes again counts as it came last. So a book can be sent in pieces while it changes: what has changed meanwhile
//! comes once more before the last piece.

use chrono::{Datelike, NaiveDate};

use super::{
    Book, Snapshot,
    accounts::{Accounts, Facts},
};
use crate::{
    account::{AccountId, AccountRef, RenewalMode, Status},
    calendar::AnchorDay,
    stamp::Revision,
};

/// The version of the form.
const FORM: u8 = 1;
/// The most bytes that a piece may have.
const MAX_PIECE: usize = 16 << 20;

const ACCOUNTS: u8 = 1;
const GONE: u8 = 2;
const REST: u8 = 3;

/// Why bytes are no book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// The form is of another version.
    #[error("a book in another form than this version reads")]
    Form,
    /// They end before the book does.
    #[error("a book that is cut off")]
    Cut,
    /// Something in them cannot be.
    #[error("not a book")]
    Damaged,
}

/// What came: a whole book, or what is new in one.
#[derive(Debug)]
pub enum Received {
    /// A whole book.
    Whole(Box<Book>),
    /// What is new.
    News(Box<Snapshot>),
}

/// A book that is sent in pieces, and may change meanwhile.
#[derive(Debug)]
pub struct Sending {
    /// How many accounts a piece has at most.
    most: usize,
    since: Revision,
    /// What the pieces so far, and those of `stage`, are true for.
    at: Revision,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// Nothing has been sent.
    Begin(Option<Vec<AccountId>>),
    /// All accounts after this one are still to be sent.
    All(AccountId),
    /// These accounts, of which so many have been sent.
    Some(Vec<AccountId>, usize),
    /// Everything has been sent.
    End,
}

impl Sending {
    /// The whole book, so many accounts at a time, of 1 to [`Sending::MOST`].
    pub fn whole(most: usize) -> Self {
        Self { most: most.clamp(1, Self::MOST), since: Revision(0), at: Revision(0), stage: Stage::Begin(None) }
    }

    /// What is new since a revision after which the accounts `touched` have changed, so many accounts at a time.
    pub fn news(since: Revision, touched: Vec<AccountId>, most: usize) -> Self {
        Self { since, stage: Stage::Begin(Some(touched)), ..Self::whole(most) }
    }

    /// The most accounts that a piece may have: each has up to four dates, and the place of one among them takes two bytes.
    pub const MOST: usize = 1_024;

    /// The next bytes; none at the end. `touched` says which accounts have changed after a revision, and `rest` writes what
    /// is no account.
    ///
    /// # Errors
    /// Those of `touched` and `rest`.
    pub fn next<E>(
        &mut self,
        book: &Book,
        touched: impl Fn(Revision) -> Result<Vec<AccountId>, E>,
        rest: impl FnOnce(&Snapshot) -> Result<Vec<u8>, E>,
    ) -> Result<Option<Vec<u8>>, E> {
        let mut bytes = Vec::new();
        if let Stage::Begin(named) = &mut self.stage {
            bytes.push(FORM);
            self.at = book.revision();
            self.stage = named.take().map_or(Stage::All(AccountId(0)), |named| Stage::Some(sorted(named), 0));
        }
        loop {
            let (living, gone) = self.some(book);
            if !living.is_empty() {
                piece(&mut bytes, ACCOUNTS, |bytes| write(bytes, &living));
            }
            if !gone.is_empty() {
                piece(&mut bytes, GONE, |bytes| {
                    long(bytes, gone.len());
                    ids(bytes, gone.iter().copied());
                });
            }
            if matches!(self.stage, Stage::End) || !living.is_empty() || !gone.is_empty() {
                return Ok(Some(bytes).filter(|bytes| !bytes.is_empty()));
            }
            if self.at == book.revision() {
                let rest = rest(&book.news(self.since, []))?;
                piece(&mut bytes, REST, |bytes| bytes.extend(rest));
                self.stage = Stage::End;
                return Ok(Some(bytes));
            }
            self.stage = Stage::Some(sorted(touched(self.at)?), 0);
            self.at = book.revision();
        }
    }

    /// The next accounts, and the next ids of those that have left the book.
    fn some<'a>(&mut self, book: &'a Book) -> (Vec<AccountRef<'a>>, Vec<AccountId>) {
        match &mut self.stage {
            Stage::Begin(_) | Stage::End => (Vec::new(), Vec::new()),
            Stage::All(last) => {
                let living: Vec<AccountRef<'_>> = book.accounts_after(*last).take(self.most).collect();
                *last = living.last().map_or(*last, |last| last.id);
                (living, Vec::new())
            }
            Stage::Some(named, sent) => {
                let next = named.get(*sent..).unwrap_or_default();
                let next = next.get(..self.most).unwrap_or(next);
                *sent += next.len();
                let gone = next.iter().copied().filter(|id| book.account(*id).is_none()).collect();
                (next.iter().filter_map(|id| book.account(*id)).collect(), gone)
            }
        }
    }
}

fn sorted(mut ids: Vec<AccountId>) -> Vec<AccountId> {
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn piece(bytes: &mut Vec<u8>, kind: u8, write: impl FnOnce(&mut Vec<u8>)) {
    let mut within = Vec::new();
    write(&mut within);
    bytes.push(kind);
    long(bytes, within.len());
    bytes.append(&mut within);
}

fn long(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

fn short(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn ids(bytes: &mut Vec<u8>, ids: impl Iterator<Item = AccountId>) {
    let mut before = 0;
    for AccountId(id) in ids {
        short(bytes, id.wrapping_sub(before));
        before = id;
    }
}

fn texts<'a>(bytes: &mut Vec<u8>, texts: impl Iterator<Item = &'a str> + Clone) {
    texts.clone().for_each(|text| short(bytes, u32::try_from(text.len()).unwrap_or(u32::MAX)));
    texts.for_each(|text| bytes.extend(text.as_bytes()));
}

/// Different values by their order, and where each of many is among them, from 1.
fn places<T: Ord + Copy>(of: impl Iterator<Item = Option<T>> + Clone) -> (Vec<T>, impl Fn(Option<T>) -> u16) {
    let mut values: Vec<T> = of.flatten().collect();
    values.sort_unstable();
    values.dedup();
    let known = values.clone();
    let place = move |value: Option<T>| {
        let place = value.and_then(|value| known.binary_search(&value).ok());
        place.and_then(|place| u16::try_from(place + 1).ok()).unwrap_or(0)
    };
    (values, place)
}

/// The local part of an address, and its domain.
fn split<'a>(account: &AccountRef<'a>) -> (&'a str, Option<&'a str>) {
    let text = account.address.as_str();
    text.rsplit_once('@').map_or((text, None), |(local, domain)| (local, Some(domain)))
}

fn write(bytes: &mut Vec<u8>, accounts: &[AccountRef<'_>]) {
    let all = || accounts.iter();
    long(bytes, accounts.len());
    ids(bytes, all().map(|account| account.id));
    bytes.extend(all().map(|account| {
        let suspended = u8::from(account.status == Status::Suspended) << 2;
        number(Some(account.mode)) | suspended | number(account.held) << 3
    }));
    bytes.extend(all().map(|account| u8::from(account.anchor_day)));
    type Day = for<'a, 'b> fn(&'a AccountRef<'b>) -> Option<NaiveDate>;
    let columns: [Day; 4] = [
        |account| Some(account.expires_on),
        |account| account.ordered_on,
        |account| account.deletes_on,
        |account| account.reset_on,
    ];
    let (days, place) = places(columns.iter().flat_map(|column| all().map(column)));
    long(bytes, days.len());
    days.iter().for_each(|day| bytes.extend(day.num_days_from_ce().to_le_bytes()));
    for column in columns {
        all().for_each(|account| bytes.extend(place(column(account)).to_le_bytes()));
    }
    let (domains, place) = places(all().map(|account| split(account).1));
    long(bytes, domains.len());
    texts(bytes, domains.iter().copied());
    all().for_each(|account| bytes.extend(place(split(account).1).to_le_bytes()));
    texts(bytes, all().map(|account| split(account).0));
    texts(bytes, all().map(|account| account.display_name));
}

/// 1 to 3, or 0 for none.
fn number(mode: Option<RenewalMode>) -> u8 {
    mode.and_then(|mode| RenewalMode::ALL.iter().position(|own| *own == mode)).map_or(0, |place| place as u8 + 1)
}

/// A book that comes in pieces, however the bytes are cut.
#[derive(Debug, Default)]
pub struct Receiving {
    /// Whether the version of the form has come.
    begun: bool,
    /// What has come of the next piece.
    bytes: Vec<u8>,
    accounts: Accounts,
    gone: Vec<AccountId>,
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
                ACCOUNTS => read(&mut Bytes(piece), &mut self.accounts)?,
                GONE => {
                    let mut piece = Bytes(piece);
                    let count = piece.count(1)?;
                    for id in piece.ids(count)? {
                        self.accounts.remove(id);
                        self.gone.push(id);
                    }
                }
                REST => self.rest = Some(piece.to_vec()),
                _ => return Err(ColumnsError::Damaged),
            }
            left = cursor.0;
        }
        self.bytes = left.to_vec();
        Ok(())
    }

    /// What came, once there is no more. `read` reads what is no account.
    ///
    /// # Errors
    /// If it ended before the book did, or `read` cannot read it.
    pub fn end(self, read: impl FnOnce(&[u8]) -> Option<Snapshot>) -> Result<Received, ColumnsError> {
        let Self { begun: _, bytes, accounts, mut gone, rest } = self;
        let rest = rest.filter(|_| bytes.is_empty()).ok_or(ColumnsError::Cut)?;
        let rest = read(&rest).ok_or(ColumnsError::Damaged)?;
        if rest.since == Revision::default() {
            return Ok(Received::Whole(Box::new(Book::of(rest, accounts))));
        }
        gone.sort_unstable();
        gone.dedup();
        gone.retain(|id| !accounts.has(*id));
        let living = accounts.iter().map(|account| (account.id, account.into())).collect();
        Ok(Received::News(Box::new(Snapshot { gone, living, ..rest })))
    }
}

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

fn read(bytes: &mut Bytes<'_>, accounts: &mut Accounts) -> Result<(), ColumnsError> {
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
        if accounts.last().is_none_or(|last| last < id) {
            accounts.append(id, facts, &address, name);
        } else {
            accounts.put(&facts.account(id, address.concat(), name.to_owned()));
        }
    }
    Ok(())
}

fn mode(number: u8) -> Result<Option<RenewalMode>, ColumnsError> {
    match number.checked_sub(1) {
        None => Ok(None),
        Some(place) => RenewalMode::ALL.get(usize::from(place)).copied().map(Some).ok_or(ColumnsError::Damaged),
    }
}
