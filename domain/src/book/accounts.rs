//! The living accounts of a book by id, in blocks: the rows of a block are one piece of memory, its texts another. So an
//! account costs few bytes beside its texts, many are added or dropped at once, and a change moves no more than a block.

use chrono::NaiveDate;

use crate::{
    account::{Account, AccountId, AccountRef, AccountRow, Address, AddressRef, RenewalMode, Status},
    calendar::AnchorDay,
    fold,
    rows::Column,
};

/// How many accounts a block has at most, but for those that are added between others.
const BLOCK: usize = 1_024;

/// Accounts by id.
#[derive(Debug, Clone, Default)]
pub(super) struct Accounts {
    /// Blocks by their ids; none is empty.
    blocks: Vec<Block>,
}

/// Some accounts by id.
#[derive(Debug, Clone, Default)]
struct Block {
    rows: Vec<Row>,
    texts: String,
    /// How many bytes of the texts belong to no row any more.
    waste: usize,
}

/// An account beside its texts.
#[derive(Debug, Clone, Copy)]
struct Row {
    id: AccountId,
    facts: Facts,
    /// Where its texts begin.
    begin: u32,
    /// How many bytes each of its texts has: address, address as it is searched, display name, name as it is searched.
    lengths: [u32; 4],
}

/// The length of a text that is not kept, because it is the same as the one before.
const SAME: u32 = u32::MAX;

/// What is known of an account beside its id and its texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    pub(super) mode: RenewalMode,
    pub(super) status: Status,
    pub(super) held: Option<RenewalMode>,
    pub(super) anchor_day: AnchorDay,
    pub(super) expires_on: NaiveDate,
    pub(super) ordered_on: Option<NaiveDate>,
    pub(super) deletes_on: Option<NaiveDate>,
    pub(super) reset_on: Option<NaiveDate>,
}

impl Facts {
    const fn of(account: &Account) -> Self {
        let Account { id: _, address: _, display_name: _, mode, status, held, anchor_day, expires_on, .. } = account;
        let Account { ordered_on, deletes_on, reset_on, .. } = account;
        Self {
            mode: *mode,
            status: *status,
            held: *held,
            anchor_day: *anchor_day,
            expires_on: *expires_on,
            ordered_on: *ordered_on,
            deletes_on: *deletes_on,
            reset_on: *reset_on,
        }
    }

    /// The account of which this is known.
    pub(super) fn account(self, id: AccountId, address: String, name: String) -> Account {
        let Self { mode, status, held, anchor_day, expires_on, ordered_on, deletes_on, reset_on } = self;
        let address = Address::from(address);
        AccountRow(address, name, mode, status, ordered_on, anchor_day, expires_on, deletes_on, reset_on, held)
            .with_id(id)
    }

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
    fn account(self, texts: &str) -> AccountRef<'_> {
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
    fn bytes(self) -> usize {
        self.lengths.into_iter().filter(|length| *length != SAME).map(|length| length as usize).sum()
    }
}

impl Block {
    /// The account at a place.
    fn account(&self, place: usize) -> Option<AccountRef<'_>> {
        self.rows.get(place).map(|row| row.account(&self.texts))
    }

    /// The place of an id, or where it would be.
    fn place(&self, id: AccountId) -> Result<usize, usize> {
        self.rows.binary_search_by_key(&id, |row| row.id)
    }

    /// Keeps the texts of an account, whose address comes in parts. Returns where they begin, and their lengths.
    fn keep(&mut self, address: &[&str], name: &str) -> (u32, [u32; 4]) {
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
    fn add(&mut self, place: usize, account: &Account) {
        let (begin, lengths) = self.keep(&[account.address.as_str()], &account.display_name);
        self.rows.insert(place, Row { id: account.id, facts: Facts::of(account), begin, lengths });
    }

    /// Removes the account at a place, if there is one.
    fn remove(&mut self, place: usize) -> Option<Account> {
        let account = self.account(place)?.to_owned();
        self.waste += self.rows.remove(place).bytes();
        self.tidy();
        Some(account)
    }

    /// Changes columns of the account at a place.
    fn set(&mut self, place: usize, columns: &[Column]) {
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
        if address.is_none() && name.is_none() {
            return;
        }
        let Some(old) = self.account(place).map(AccountRef::to_owned) else { return };
        let (begin, lengths) =
            self.keep(&[address.unwrap_or(&old.address).as_str()], name.unwrap_or(&old.display_name));
        if let Some(row) = self.rows.get_mut(place) {
            self.waste += row.bytes();
            (row.begin, row.lengths) = (begin, lengths);
        }
        self.tidy();
    }

    /// Drops the texts that belong to no row, once they are as many as the others.
    fn tidy(&mut self) {
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

    /// Gives back the room that was there for more.
    fn close(&mut self) {
        self.rows.shrink_to_fit();
        self.texts.shrink_to_fit();
    }
}

/// A number of bytes within a block, whose texts are far from so many.
fn small(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

impl Accounts {
    /// The block that has this id, or would have it.
    fn block(&self, id: AccountId) -> usize {
        self.blocks.partition_point(|block| block.rows.last().is_some_and(|last| last.id < id))
    }

    /// The block of an account, and its place in it.
    fn find(&self, id: AccountId) -> Option<(usize, usize)> {
        let block = self.block(id);
        let place = self.blocks.get(block)?.place(id).ok()?;
        Some((block, place))
    }

    pub(super) fn get(&self, id: AccountId) -> Option<AccountRef<'_>> {
        let (block, place) = self.find(id)?;
        self.blocks.get(block)?.account(place)
    }

    pub(super) fn has(&self, id: AccountId) -> bool {
        self.find(id).is_some()
    }

    /// All accounts by id.
    pub(super) fn iter(&self) -> impl Iterator<Item = AccountRef<'_>> + Clone {
        self.blocks.iter().flat_map(|block| block.rows.iter().map(|row| row.account(&block.texts)))
    }

    /// The accounts after an id.
    pub(super) fn after(&self, id: AccountId) -> impl Iterator<Item = AccountRef<'_>> + Clone {
        let first = self.block(id.next());
        let within = self.blocks.get(first).map_or(0, |block| block.place(id.next()).unwrap_or_else(|place| place));
        let blocks = self.blocks.iter().skip(first).zip(std::iter::once(within).chain(std::iter::repeat(0)));
        blocks.flat_map(|(block, from)| block.rows.iter().skip(from).map(|row| row.account(&block.texts)))
    }

    /// Adds an account, or puts it in the place of the one with its id.
    pub(super) fn put(&mut self, account: &Account) {
        let at = self.block(account.id);
        let Some(block) = self.blocks.get_mut(at) else { return self.push(account) };
        match block.place(account.id) {
            Ok(place) => {
                block.remove(place);
                block.add(place, account);
            }
            Err(place) => block.add(place, account),
        }
        if block.rows.len() > 2 * BLOCK {
            let mut after = Block::default();
            for row in block.rows.split_off(BLOCK) {
                after.add(after.rows.len(), &row.account(&block.texts).to_owned());
            }
            block.waste += after.texts.len();
            block.tidy();
            self.blocks.insert(at + 1, after);
        }
    }

    /// Adds an account after all others.
    fn push(&mut self, account: &Account) {
        let address = [account.address.as_str()];
        self.append(account.id, Facts::of(account), &address, &account.display_name);
    }

    /// Adds an account after all others. Its address comes in parts.
    pub(super) fn append(&mut self, id: AccountId, facts: Facts, address: &[&str], name: &str) {
        let full = self.blocks.last().is_none_or(|block| block.rows.len() >= BLOCK);
        if full {
            self.blocks.last_mut().into_iter().for_each(Block::close);
            self.blocks.push(Block::default());
        }
        if let Some(block) = self.blocks.last_mut() {
            let (begin, lengths) = block.keep(address, name);
            block.rows.push(Row { id, facts, begin, lengths });
        }
    }

    /// The last id.
    pub(super) fn last(&self) -> Option<AccountId> {
        self.blocks.last()?.rows.last().map(|row| row.id)
    }

    /// Removes an account, and returns it.
    pub(super) fn remove(&mut self, id: AccountId) -> Option<Account> {
        let (at, place) = self.find(id)?;
        let block = self.blocks.get_mut(at)?;
        let account = block.remove(place);
        if block.rows.is_empty() {
            self.blocks.remove(at);
        }
        account
    }

    /// Changes columns of an account.
    pub(super) fn set(&mut self, id: AccountId, columns: &[Column]) {
        if let Some((at, place)) = self.find(id)
            && let Some(block) = self.blocks.get_mut(at)
        {
            block.set(place, columns);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::Days;

    use super::*;
    use crate::calendar;

    /// An account with one of a few texts of each kind: some are the same as they are searched, and one shows nothing.
    fn account(id: u32, kind: u32) -> Account {
        let pick = |texts: [&str; 4]| texts[kind as usize % 4].to_owned();
        let address = pick(["info@firma.example", "Jürgen@Firma.example", "a@b.example", "ÄÖÜ@xn--mller-kva.example"]);
        let name = pick(["", "anna", "Zoë Müller-Lüdenscheidt", "\u{301}"]);
        let day = calendar::FIRST_DAY + Days::new(u64::from(kind));
        let (mode, anchor) = (RenewalMode::ALL[kind as usize % 3], AnchorDay::of(day));
        let held = kind.is_multiple_of(5).then_some(RenewalMode::Yearly);
        AccountRow(Address::from(address), name, mode, Status::Active, Some(day), anchor, day, None, None, held)
            .with_id(AccountId(id))
    }

    #[track_caller]
    fn check(accounts: &Accounts, model: &BTreeMap<AccountId, Account>) {
        assert!(accounts.iter().eq(model.values().map(Account::borrowed)));
        for (block, next) in accounts.blocks.iter().zip(accounts.blocks.iter().skip(1)) {
            assert!(block.rows.last().map(|row| row.id) < next.rows.first().map(|row| row.id));
        }
        for block in &accounts.blocks {
            let used: usize = block.rows.iter().map(|row| row.bytes()).sum();
            assert_eq!(used + block.waste, block.texts.len());
            assert!((1..=2 * BLOCK).contains(&block.rows.len()) && 2 * block.waste <= block.texts.len());
        }
        for id in (0..6_200).step_by(77).map(AccountId) {
            assert_eq!(accounts.get(id), model.get(&id).map(Account::borrowed));
            let after = model.range(id.next()..).map(|(_, account)| account.borrowed());
            assert!(accounts.after(id).take(1_500).eq(after.take(1_500)));
        }
    }

    #[test]
    fn accounts_come_and_go_and_change_in_any_order() {
        let (mut accounts, mut model) = (Accounts::default(), BTreeMap::new());
        let put = |accounts: &mut Accounts, model: &mut BTreeMap<_, _>, account: Account| {
            accounts.put(&account);
            model.insert(account.id, account);
        };
        (1..3_000).for_each(|id| put(&mut accounts, &mut model, account(2 * id, id)));
        check(&accounts, &model);
        // between others, in place of others, and in no order
        (0..4_000).map(|n| n * 1_237 % 4_001).for_each(|id| put(&mut accounts, &mut model, account(id + 1, id + 2)));
        check(&accounts, &model);
        for id in (0..4_000).map(|n| n * 1_237 % 4_001).filter(|id| id % 3 > 0).map(AccountId) {
            assert_eq!(accounts.remove(id), model.remove(&id));
        }
        check(&accounts, &model);
        for (id, kind) in (0..6_000).step_by(5).zip(1..) {
            let new = account(id, kind);
            let columns = [
                Column::Address(new.address.clone()),
                Column::DisplayName(new.display_name.clone()),
                Column::ExpiresOn(new.expires_on),
                Column::Held(new.held),
            ];
            let columns = columns.get(kind as usize % 4..).unwrap_or_default();
            accounts.set(new.id, columns);
            let Some(old) = model.get(&new.id) else { continue };
            let mut row = AccountRow::from(old.borrowed());
            for column in columns {
                match column {
                    Column::Address(address) => row.0 = address.clone(),
                    Column::DisplayName(name) => row.1 = name.clone(),
                    Column::ExpiresOn(day) => row.6 = *day,
                    Column::Held(held) => row.9 = *held,
                    Column::Mode(_)
                    | Column::Status(_)
                    | Column::AnchorDay(_)
                    | Column::DeletesOn(_)
                    | Column::ResetOn(_) => unreachable!("no other column is set here"),
                }
            }
            model.insert(new.id, row.with_id(new.id));
        }
        check(&accounts, &model);
        for id in model.keys().copied().collect::<Vec<_>>() {
            assert_eq!(accounts.remove(id), model.remove(&id));
        }
        check(&accounts, &model);
        assert!(accounts.blocks.is_empty());
    }

    #[test]
    fn an_account_costs_few_bytes_beside_its_texts() {
        let mut accounts = Accounts::default();
        (1..=20_000).for_each(|id| accounts.put(&account(id, id)));
        let rows: usize = accounts.blocks.iter().map(|block| block.rows.capacity() * size_of::<Row>()).sum();
        let spare: usize = accounts.blocks.iter().map(|block| block.texts.capacity() - block.texts.len()).sum();
        assert!((rows + spare) / 20_000 <= 48, "{rows} bytes of rows and {spare} that no text has");
    }
}
