//! A block of accounts: their rows, and all of their texts in one.

use chrono::NaiveDate;

use crate::{
    account::{Account, AccountId, AccountRef, AccountRow, AddressRef, RenewalMode, Status},
    calendar::AnchorDay,
    fold,
    rows::Column,
};

/// An account as it is to be kept, without its id.
#[derive(Debug, Clone, Copy)]
pub(in crate::book) struct NewRow<'a> {
    pub(in crate::book) facts: Facts,
    pub(in crate::book) address: &'a str,
    pub(in crate::book) name: &'a str,
}

impl<'a> From<AccountRef<'a>> for NewRow<'a> {
    fn from(account: AccountRef<'a>) -> Self {
        Self { facts: Facts::from(account), address: account.address.as_str(), name: account.display_name }
    }
}

impl<'a> From<&'a AccountRow> for NewRow<'a> {
    fn from(row: &'a AccountRow) -> Self {
        Self { facts: Facts::from(row), address: row.0.as_str(), name: &row.1 }
    }
}

/// Some accounts by id.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    pub(super) rows: Vec<Row>,
    pub(super) texts: String,
    /// How many bytes of the texts belong to no row any more.
    pub(super) waste: usize,
}

/// An account beside its texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) id: AccountId,
    pub(super) facts: Facts,
    /// Where its texts begin.
    pub(super) begin: u32,
    /// How many bytes each of its texts has: address, address as it is searched, display name, name as it is searched.
    pub(super) lengths: [u32; 4],
}

/// The length of a text that is not kept, because it is the same as the one before.
const SAME: u32 = u32::MAX;

/// What is known of an account beside its id and its texts.
#[derive(Debug, Clone, Copy)]
pub(in crate::book) struct Facts {
    pub(in crate::book) mode: RenewalMode,
    pub(in crate::book) status: Status,
    pub(in crate::book) held: Option<RenewalMode>,
    pub(in crate::book) anchor_day: AnchorDay,
    pub(in crate::book) expires_on: NaiveDate,
    pub(in crate::book) ordered_on: Option<NaiveDate>,
    pub(in crate::book) deletes_on: Option<NaiveDate>,
    pub(in crate::book) reset_on: Option<NaiveDate>,
}

impl From<AccountRef<'_>> for Facts {
    fn from(account: AccountRef<'_>) -> Self {
        let AccountRef { id: _, address: _, display_name: _, searched_name: _, mode, status, held, anchor_day, .. } =
            account;
        let AccountRef { expires_on, ordered_on, deletes_on, reset_on, .. } = account;
        Self { mode, status, held, anchor_day, expires_on, ordered_on, deletes_on, reset_on }
    }
}

impl From<&AccountRow> for Facts {
    fn from(row: &AccountRow) -> Self {
        let &AccountRow(_, _, mode, status, ordered_on, anchor_day, expires_on, deletes_on, reset_on, held) = row;
        Self { mode, status, held, anchor_day, expires_on, ordered_on, deletes_on, reset_on }
    }
}

impl Facts {
    /// Sets the value of a column that is no text.
    fn put(&mut self, column: &Column) {
        match column {
            Column::Address(_) | Column::DisplayName(_) => {}
            Column::Mode(mode) => self.mode = *mode,
            Column::Status(status) => self.status = *status,
            Column::AnchorDay(day) => self.anchor_day = *day,
            Column::ExpiresOn(day) => self.expires_on = *day,
            Column::DeletesOn(day) => self.deletes_on = *day,
            Column::Held(mode) => self.held = *mode,
            Column::ResetOn(day) => self.reset_on = *day,
        }
    }
}

impl Row {
    /// The account that has this row among `texts`.
    pub(super) fn account(self, texts: &str) -> AccountRef<'_> {
        let Self { id, facts, begin, lengths: [address, folded, name, searched] } = self;
        let mut rest = texts.get(begin as usize..).unwrap_or_default();
        let mut next = |length: u32, before| {
            if length == SAME {
                return before;
            }
            let (text, after) = rest.split_at_checked(length as usize).unwrap_or_default();
            rest = after;
            text
        };
        let address = next(address, "");
        let folded = next(folded, address);
        let name = next(name, "");
        let searched = next(searched, name);
        let Facts { mode, status, held, anchor_day, expires_on, ordered_on, deletes_on, reset_on } = facts;
        AccountRef {
            id,
            address: AddressRef::new(address, folded),
            display_name: name,
            searched_name: searched,
            mode,
            status,
            ordered_on,
            anchor_day,
            expires_on,
            deletes_on,
            reset_on,
            held,
        }
    }

    /// How many bytes its texts have.
    pub(super) fn bytes(self) -> usize {
        self.lengths.into_iter().filter(|length| *length != SAME).map(|length| length as usize).sum()
    }
}

impl Block {
    /// The account at a place.
    pub(super) fn account(&self, place: usize) -> Option<AccountRef<'_>> {
        self.rows.get(place).map(|row| row.account(&self.texts))
    }

    /// The place of an id, or where it would be. Most ids follow each other, so the place is guessed first.
    pub(super) fn place(&self, id: AccountId) -> Result<usize, usize> {
        let first = self.rows.first().map_or(0, |row| row.id.0);
        let guess = id.0.wrapping_sub(first) as usize;
        if self.rows.get(guess).is_some_and(|row| row.id == id) {
            return Ok(guess);
        }
        self.rows.binary_search_by_key(&id, |row| row.id)
    }

    /// Whether an id is between its first and its last.
    pub(super) fn spans(&self, id: AccountId) -> bool {
        let (first, last) = (self.rows.first(), self.rows.last());
        first.is_some_and(|first| first.id <= id) && last.is_some_and(|last| id <= last.id)
    }

    /// Keeps the texts of an account, whose address comes in parts. Returns where they begin, and their lengths.
    pub(super) fn keep(&mut self, address: &[&str], name: &str) -> (u32, [u32; 4]) {
        let begin = self.texts.len();
        address.iter().for_each(|part| self.texts.push_str(part));
        let of_address = small(self.texts.len() - begin);
        let folded = self.keep_searched(begin);
        let named = self.texts.len();
        self.texts.push_str(name);
        let searched = self.keep_searched(named);
        (small(begin), [of_address, folded, small(name.len()), searched])
    }

    /// Keeps what is searched for the text from a place on to the end. Returns its length.
    fn keep_searched(&mut self, from: usize) -> u32 {
        let text = self.texts.get(from..).unwrap_or_default();
        if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
            return SAME;
        }
        let searched = fold::searched(text);
        if searched == text {
            return SAME;
        }
        self.texts.push_str(&searched);
        small(searched.len())
    }

    /// Adds an account at a place.
    pub(super) fn add(&mut self, place: usize, id: AccountId, NewRow { facts, address, name }: NewRow<'_>) {
        let (begin, lengths) = self.keep(&[address], name);
        self.rows.insert(place, Row { id, facts, begin, lengths });
    }

    /// Removes the account at a place, if there is one.
    pub(super) fn remove(&mut self, place: usize) -> Option<Account> {
        let account = self.account(place)?.to_owned();
        self.waste += self.rows.remove(place).bytes();
        self.tidy();
        Some(account)
    }

    /// Changes columns of the account at a place.
    pub(super) fn set(&mut self, place: usize, columns: &[Column]) {
        let Some(row) = self.rows.get_mut(place) else { return };
        columns.iter().for_each(|column| row.facts.put(column));
        let (mut address, mut name) = (None, None);
        for column in columns {
            match column {
                Column::Address(new) => address = Some(new),
                Column::DisplayName(new) => name = Some(new),
                Column::Mode(_)
                | Column::Status(_)
                | Column::AnchorDay(_)
                | Column::ExpiresOn(_)
                | Column::DeletesOn(_)
                | Column::Held(_)
                | Column::ResetOn(_) => {}
            }
        }
        let Some(old) = self.account(place).filter(|_| address.is_some() || name.is_some()) else { return };
        let address = address.map_or_else(|| old.address.as_str().to_owned(), |new| new.as_str().to_owned());
        let name = name.map_or_else(|| old.display_name.to_owned(), Clone::clone);
        self.rename(place, &address, &name);
    }

    /// Puts another row in the place of one.
    pub(super) fn replace(&mut self, place: usize, NewRow { facts, address, name }: NewRow<'_>) {
        if let Some(row) = self.rows.get_mut(place) {
            row.facts = facts;
        }
        self.rename(place, address, name);
    }

    /// Gives an account other texts.
    fn rename(&mut self, place: usize, address: &str, name: &str) {
        let has = |old: AccountRef<'_>| old.address.as_str() == address && old.display_name == name;
        if self.account(place).is_none_or(has) {
            return;
        }
        let (begin, lengths) = self.keep(&[address], name);
        if let Some(row) = self.rows.get_mut(place) {
            self.waste += row.bytes();
            (row.begin, row.lengths) = (begin, lengths);
        }
        self.tidy();
    }

    /// Drops the texts that belong to no row, once they are as many as the others.
    pub(super) fn tidy(&mut self) {
        if 2 * self.waste <= self.texts.len() {
            return;
        }
        let mut texts = String::with_capacity(self.texts.len() - self.waste);
        for row in &mut self.rows {
            let begin = row.begin as usize;
            row.begin = small(texts.len());
            texts.push_str(self.texts.get(begin..begin + row.bytes()).unwrap_or_default());
        }
        (self.texts, self.waste) = (texts, 0);
    }

    /// How many bytes of memory it takes.
    pub(super) fn bytes(&self) -> usize {
        self.rows.capacity() * size_of::<Row>() + self.texts.capacity()
    }

    /// Gives back the room that was there for more.
    pub(super) fn close(&mut self) {
        self.rows.shrink_to_fit();
        self.texts.shrink_to_fit();
    }
}

/// A number of bytes within a block, whose texts are far from so many.
fn small(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
