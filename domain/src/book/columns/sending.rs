//! Writes a book as columns.

use chrono::NaiveDate;

use super::{
    ACCOUNTS, FORM, GONE, REST,
    bytes::{long, short, write_day},
    packed::Packed,
};
use crate::{
    account::{AccountId, AccountRef, RenewalMode, Status},
    book::Book,
    stamp::Revision,
};

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

    /// The next bytes; none at the end. `touched` says which accounts have changed after a revision, or none if that is too much
    /// to say: then all are sent again.
    ///
    /// # Errors
    /// Those of `touched`.
    pub fn next<E>(
        &mut self,
        book: &Book,
        touched: impl Fn(Revision) -> Result<Option<Vec<AccountId>>, E>,
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
                piece(&mut bytes, REST, |bytes| book.rest(self.since).write(bytes));
                self.stage = Stage::End;
                return Ok(Some(bytes));
            }
            // any account may have changed, or left the book
            let all = || (AccountId::FIRST.0..book.next_id().0).map(AccountId).collect();
            self.stage = Stage::Some(touched(self.at)?.map_or_else(all, sorted), 0);
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
    days.iter().for_each(|day| write_day(bytes, *day));
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
