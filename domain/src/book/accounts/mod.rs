//! The living accounts of a book by id, in blocks: the rows of a block are one piece of memory, its texts another. So an
//! account costs few bytes beside its texts, many are added or dropped at once, and a change moves no more than a block.

mod block;

use std::sync::Arc;

use self::block::{Block, Row};
pub(super) use self::block::{Facts, NewRow};
use crate::{
    account::{Account, AccountId, AccountRef},
    rows::Column,
};

/// How many accounts a block has at most, but for those that are added between others.
const BLOCK: usize = 1_024;

/// Accounts by id. A clone shares the blocks until one of the two changes them.
#[derive(Debug, Clone, Default)]
pub(super) struct Accounts {
    /// Blocks by their ids; none is empty.
    blocks: Vec<Arc<Block>>,
}

impl Accounts {
    /// The block that has this id, or would have it. Most blocks are full, so it is guessed first.
    fn block(&self, id: AccountId) -> usize {
        let guess = id.0.saturating_sub(1) as usize / BLOCK;
        if self.blocks.get(guess).is_some_and(|block| block.spans(id)) {
            return guess;
        }
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

    pub(super) fn len(&self) -> usize {
        self.blocks.iter().map(|block| block.rows.len()).sum()
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
    pub(super) fn put(&mut self, id: AccountId, row: NewRow<'_>) {
        let at = self.block(id);
        let Some(block) = self.blocks.get_mut(at).map(Arc::make_mut) else {
            return self.append(id, row.facts, &[row.address], row.name);
        };
        match block.place(id) {
            Ok(place) => block.replace(place, row),
            Err(place) => block.add(place, id, row),
        }
        if block.rows.len() > 2 * BLOCK {
            let mut after = Block::default();
            for row in block.rows.split_off(BLOCK) {
                after.add(after.rows.len(), row.id, row.account(&block.texts).into());
            }
            block.waste += after.texts.len();
            block.tidy();
            self.blocks.insert(at + 1, Arc::new(after));
        }
    }

    /// Adds an account after all others. Its address comes in parts.
    pub(super) fn append(&mut self, id: AccountId, facts: Facts, address: &[&str], name: &str) {
        // one that is shared is as good as full
        let own = self.blocks.last_mut().and_then(Arc::get_mut);
        if own.as_ref().is_none_or(|block| block.rows.len() >= BLOCK) {
            own.into_iter().for_each(Block::close);
            self.blocks.push(Arc::default());
        }
        if let Some(block) = self.blocks.last_mut().and_then(Arc::get_mut) {
            let (begin, lengths) = block.keep(address, name);
            block.rows.push(Row { id, facts, begin, lengths });
        }
    }

    /// Adds an account after all others.
    pub(super) fn add(&mut self, account: AccountRef<'_>) {
        self.append(account.id, Facts::from(account), &[account.address.as_str()], account.display_name);
    }

    /// Adds accounts that all come after these.
    pub(super) fn join(&mut self, mut after: Self) {
        self.blocks.append(&mut after.blocks);
    }

    /// How many bytes of memory they take.
    pub(super) fn bytes(&self) -> usize {
        self.blocks.iter().map(|block| block.bytes()).sum()
    }

    /// The last id.
    pub(super) fn last(&self) -> Option<AccountId> {
        self.blocks.last()?.rows.last().map(|row| row.id)
    }

    /// Removes an account, and returns it.
    pub(super) fn remove(&mut self, id: AccountId) -> Option<Account> {
        let (at, place) = self.find(id)?;
        let block = self.blocks.get_mut(at).map(Arc::make_mut)?;
        let account = block.remove(place);
        if block.rows.is_empty() {
            self.blocks.remove(at);
        }
        account
    }

    /// Changes columns of an account.
    pub(super) fn set(&mut self, id: AccountId, columns: &[Column]) {
        if let Some((at, place)) = self.find(id)
            && let Some(block) = self.blocks.get_mut(at).map(Arc::make_mut)
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
    use crate::{
        account::{AccountRow, Address, RenewalMode, Status},
        calendar::{self, AnchorDay},
    };

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
            accounts.put(account.id, account.borrowed().into());
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
        (1..=20_000).for_each(|id| accounts.put(AccountId(id), account(id, id).borrowed().into()));
        let rows: usize = accounts.blocks.iter().map(|block| block.rows.capacity() * size_of::<Row>()).sum();
        let spare: usize = accounts.blocks.iter().map(|block| block.texts.capacity() - block.texts.len()).sum();
        assert!((rows + spare) / 20_000 <= 48, "{rows} bytes of rows and {spare} that no text has");
    }
}
