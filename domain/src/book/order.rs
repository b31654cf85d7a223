//! The accounts in the orders that lists have, so that a page of a list is found without looking at every account. An order
//! is made when the first page in it is asked for, and kept as the book changes.

use std::{collections::BTreeMap, sync::OnceLock};

use chrono::Datelike;

use super::accounts::Accounts;
use crate::{
    account::{AccountId, AccountRef, RenewalMode, Status},
    query::{Cursor, Direction, Sort, SortKey},
};

/// About how many ids a block has.
const BLOCK: usize = 512;
/// The most accounts of one change after which the orders are kept. After larger ones it costs less to make them anew.
pub(super) const MANY: usize = 512;

/// Ids in some order, in blocks, so that to add or remove one moves few of the others.
#[derive(Debug, Default)]
struct Blocks {
    blocks: Vec<Vec<AccountId>>,
    count: usize,
}

impl Blocks {
    fn of(sorted: &[AccountId]) -> Self {
        Self { blocks: sorted.chunks(BLOCK).map(<[AccountId]>::to_vec).collect(), count: sorted.len() }
    }

    /// The block and the place in it of the first id that does not come `before` something.
    fn place(&self, before: impl Fn(AccountId) -> bool) -> (usize, usize) {
        let block = self.blocks.partition_point(|block| block.last().is_some_and(|&last| before(last)));
        let place = self.blocks.get(block).map_or(0, |block| block.partition_point(|&id| before(id)));
        (block, place)
    }

    /// Adds an id at its place.
    fn add(&mut self, id: AccountId, (block, place): (usize, usize)) {
        self.count += 1;
        let Some(ids) = self.blocks.get_mut(block) else {
            match self.blocks.last_mut().filter(|ids| ids.len() < BLOCK) {
                Some(ids) => ids.push(id),
                None => self.blocks.push(vec![id]),
            }
            return;
        };
        ids.insert(place, id);
        if ids.len() > 2 * BLOCK {
            let rest = ids.split_off(BLOCK);
            self.blocks.insert(block + 1, rest);
        }
    }

    /// Removes an id from its place.
    fn remove(&mut self, id: AccountId, (block, place): (usize, usize)) {
        let Some(ids) = self.blocks.get_mut(block).filter(|ids| ids.get(place) == Some(&id)) else { return };
        ids.remove(place);
        self.count -= 1;
        if ids.is_empty() {
            self.blocks.remove(block);
        }
    }

    /// The ids that do not come `before` something.
    fn from(&self, before: impl Fn(AccountId) -> bool) -> impl Iterator<Item = AccountId> {
        let (block, place) = self.place(before);
        self.blocks.iter().skip(block).flatten().skip(place).copied()
    }
}

/// All accounts in one order, apart by status and mode.
#[derive(Debug)]
struct Order {
    sort: Sort,
    parts: BTreeMap<(Status, RenewalMode), Blocks>,
}

impl Order {
    fn of(sort: Sort, accounts: &Accounts) -> Self {
        let mut parts: BTreeMap<_, Vec<(u128, AccountId)>> = BTreeMap::new();
        for account in accounts.iter() {
            parts.entry((account.status, account.mode)).or_default().push((beginning(sort, account), account.id));
        }
        let sorted = |part| Blocks::of(&sorted(sort, part, accounts).collect::<Vec<_>>());
        Self { sort, parts: parts.into_iter().map(|(key, part)| (key, sorted(part))).collect() }
    }
}

/// Some accounts in order.
pub(super) fn in_order<'a>(
    sort: Sort,
    some: impl Iterator<Item = AccountRef<'a>>,
    accounts: &Accounts,
) -> Vec<AccountId> {
    sorted(sort, some.map(|account| (beginning(sort, account), account.id)).collect(), accounts).collect()
}

/// How what an account is sorted by begins, as a number that is compared much faster than texts all over memory. Where two
/// addresses begin alike the whole of them decides, but few do; of everything else it is the whole.
fn beginning(sort: Sort, account: AccountRef<'_>) -> u128 {
    match sort.key {
        SortKey::Address => {
            let bytes = account.address.folded().bytes().chain(std::iter::repeat(0));
            bytes.take(16).fold(0, |begins, byte| begins << 8 | u128::from(byte))
        }
        SortKey::ExpiresOn => account.expires_on.num_days_from_ce().abs_diff(i32::MIN).into(),
        SortKey::Mode => account.mode as u128,
        SortKey::Status => account.status as u128,
    }
}

/// An order in the making: the accounts are put into parts that follow each other, and then each part is sorted.
#[derive(Debug)]
pub(crate) struct Making {
    sort: Sort,
    /// Where the parts after the first one begin.
    bounds: Vec<u128>,
    parts: Vec<Vec<(u128, AccountId)>>,
    /// The last account that was put into a part.
    last: AccountId,
    sorted: Vec<AccountId>,
}

/// About how many accounts a part has.
const PART: usize = 1_024;
/// How many accounts are looked at for each part, to find its bounds.
const LOOKS: usize = 16;

impl Making {
    fn of(sort: Sort, accounts: &Accounts) -> Self {
        let looks = accounts.iter().step_by(PART / LOOKS);
        let mut looks: Vec<_> = looks.map(|account| (beginning(sort, account), account.id)).collect();
        put_in_order(Sort { direction: Direction::Asc, ..sort }, &mut looks, accounts);
        let bounds = looks.into_iter().skip(LOOKS).step_by(LOOKS);
        let mut bounds: Vec<u128> = bounds.map(|(begins, _)| begins).collect();
        bounds.dedup();
        let parts = vec![Vec::new(); bounds.len() + 1];
        Self { sort, bounds, parts, last: AccountId(0), sorted: Vec::new() }
    }

    /// Goes on with `most` accounts, or a part. Returns whether the order is made.
    fn step(&mut self, accounts: &Accounts, most: usize) -> bool {
        let mut looked = 0;
        for account in accounts.after(self.last).take(most) {
            let begins = beginning(self.sort, account);
            let part = self.bounds.partition_point(|bound| *bound <= begins);
            self.parts.get_mut(part).into_iter().for_each(|part| part.push((begins, account.id)));
            self.last = account.id;
            looked += 1;
        }
        while looked < most {
            let next = match self.sort.direction {
                Direction::Asc if self.parts.is_empty() => None,
                Direction::Asc => Some(self.parts.remove(0)),
                Direction::Desc => self.parts.pop(),
            };
            let Some(part) = next else { return true };
            looked += part.len().max(1);
            self.sorted.extend(sorted(self.sort, part, accounts));
        }
        false
    }
}

/// Accounts in order, each with how what it is sorted by begins.
fn sorted(sort: Sort, mut part: Vec<(u128, AccountId)>, accounts: &Accounts) -> impl Iterator<Item = AccountId> {
    put_in_order(sort, &mut part, accounts);
    part.into_iter().map(|(_, id)| id)
}

/// Puts accounts in order, each with how what it is sorted by begins. Only of addresses is there more to look at.
fn put_in_order(sort: Sort, part: &mut [(u128, AccountId)], accounts: &Accounts) {
    let by_address = sort.key == SortKey::Address;
    part.sort_unstable_by(|(begins, a), (other, b)| {
        let alike = || match by_address.then(|| Some((accounts.get(*a)?, accounts.get(*b)?))).flatten() {
            Some((a, b)) => sort.compare(a, b),
            None => a.cmp(b),
        };
        sort.directed(begins.cmp(other)).then_with(alike)
    });
}

/// The orders that have been asked for. They follow from the accounts.
#[derive(Debug, Default)]
pub(super) struct Orders {
    /// For pages: apart by status and mode.
    parts: [OnceLock<Order>; 8],
    /// For whoever shows all of a list: all accounts in one.
    whole: [OnceLock<Blocks>; 8],
}

/// The orders that change when accounts change, perhaps their addresses.
fn changed(
    whole: &mut [OnceLock<Blocks>; 8],
    of_addresses: bool,
) -> impl Iterator<Item = (&mut OnceLock<Blocks>, Sort)> {
    whole.iter_mut().zip(Sort::all()).filter(move |(_, sort)| of_addresses || sort.key != SortKey::Address)
}

const fn slot(sort: Sort) -> usize {
    2 * sort.key as usize + sort.direction as usize
}

impl Clone for Orders {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Orders {
    /// Before a change of many accounts, perhaps of their addresses: forgets the orders that it costs less to make again than to
    /// keep.
    pub(super) fn prepare(&mut self, many: usize, of_addresses: bool) {
        if many > MANY {
            self.parts.iter_mut().for_each(|order| drop(order.take()));
            changed(&mut self.whole, of_addresses).for_each(|(order, _)| drop(order.take()));
        }
    }

    /// How many bytes of memory they take.
    pub(super) fn bytes(&self) -> usize {
        let parts = self.parts.iter().filter_map(OnceLock::get).flat_map(|order| order.parts.values());
        let blocks = parts.chain(self.whole.iter().filter_map(OnceLock::get));
        blocks.map(|blocks| blocks.count * size_of::<AccountId>()).sum()
    }

    /// Adds an account that is among `accounts`, or removes it before it changes, perhaps its address.
    pub(super) fn change(&mut self, accounts: &Accounts, account: AccountRef<'_>, adds: bool, of_addresses: bool) {
        let change = |blocks: &mut Blocks, sort: Sort| {
            let comes_before = |other: AccountRef<'_>| sort.compare(other, account).is_lt();
            let place = blocks.place(|other| accounts.get(other).is_some_and(comes_before));
            if adds { blocks.add(account.id, place) } else { blocks.remove(account.id, place) }
        };
        for order in self.parts.iter_mut().filter_map(OnceLock::get_mut) {
            change(order.parts.entry((account.status, account.mode)).or_default(), order.sort);
        }
        for (order, sort) in changed(&mut self.whole, of_addresses) {
            order.get_mut().into_iter().for_each(|blocks| change(blocks, sort));
        }
    }

    /// All accounts in order, in pieces. If that order is not there, it is made, `most` accounts at a time: none until then.
    pub(super) fn whole(
        &self,
        accounts: &Accounts,
        sort: Sort,
        making: &mut Option<Making>,
        most: usize,
    ) -> Option<&[Vec<AccountId>]> {
        let order = self.whole.get(slot(sort))?;
        if order.get().is_none() {
            let now = making.get_or_insert_with(|| Making::of(sort, accounts));
            if !now.step(accounts, most) {
                return None;
            }
            let made = making.take().map(|made| Blocks::of(&made.sorted)).unwrap_or_default();
            return Some(&order.get_or_init(|| made).blocks);
        }
        order.get().map(|order| &*order.blocks)
    }

    /// At most `most` accounts after a cursor, of those parts that are wanted, in order; and how many these parts have.
    pub(super) fn page<'a>(
        &self,
        accounts: &'a Accounts,
        sort: Sort,
        wanted: impl Fn(Status, RenewalMode) -> bool,
        after: Option<&Cursor>,
        most: usize,
    ) -> (Vec<AccountRef<'a>>, usize) {
        let Some(order) = self.parts.get(slot(sort)).map(|order| order.get_or_init(|| Order::of(sort, accounts)))
        else {
            return (Vec::new(), 0);
        };
        let parts = order.parts.iter().filter(|((status, mode), _)| wanted(*status, *mode)).map(|(_, part)| part);
        let total = parts.clone().map(|part| part.count).sum();
        let passed = |id| {
            let passed = |cursor| accounts.get(id).is_some_and(|account| sort.compare_to(account, cursor).is_le());
            after.is_some_and(passed)
        };
        let account = |id| accounts.get(id);
        let mut next: Vec<_> = parts.map(|part| part.from(passed).filter_map(account).peekable()).collect();
        let mut items = Vec::new();
        while items.len() < most {
            let first = next.iter_mut().filter_map(|part| Some((*part.peek()?, part)));
            let Some((_, part)) = first.min_by(|(a, _), (b, _)| sort.compare(*a, *b)) else { break };
            items.extend(part.next());
        }
        (items, total)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// Even ids up to twice `count`, and how many ids are looked at to find, add and remove one and to read a page.
    fn looks(count: u32) -> [u32; 4] {
        let looks = Cell::new(0);
        let before = |id: u32| {
            let looks = &looks;
            move |other: AccountId| {
                looks.set(looks.get() + 1);
                other.0 < id
            }
        };
        let mut blocks = Blocks::of(&(1..=count).map(|id| AccountId(2 * id)).collect::<Vec<_>>());
        let id = count | 1;
        let place = blocks.place(before(id));
        let found = looks.take();
        blocks.add(AccountId(id), blocks.place(before(id)));
        let added = looks.take();
        assert_eq!((blocks.place(before(id)), blocks.count), (place, count as usize + 1));
        looks.take();
        blocks.remove(AccountId(id), blocks.place(before(id)));
        let removed = looks.take();
        let page: Vec<u32> = blocks.from(before(id)).take(50).map(|id| id.0).collect();
        assert_eq!(page, (0..50).map(|next| id + 1 + 2 * next).collect::<Vec<_>>());
        [found, added, removed, looks.take()]
    }

    #[test]
    fn what_is_looked_at_does_not_grow_with_the_book() {
        let (few, many) = (looks(1_000), looks(100_000));
        for (few, many) in few.into_iter().zip(many) {
            assert!(many <= 20 && few >= 9, "{few} of 1,000 and {many} of 100,000");
        }
    }

    #[test]
    fn ids_stay_in_order_however_they_come_and_go() {
        let mut blocks = Blocks::default();
        let ids: Vec<u32> = (0..4_000_u32).map(|number| number * 1_237 % 4_001 + 1).collect();
        for &id in &ids {
            blocks.add(AccountId(id), blocks.place(|other| other.0 < id));
        }
        let all = |blocks: &Blocks| blocks.from(|_| false).map(|id| id.0).collect::<Vec<_>>();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        assert_eq!(all(&blocks), sorted);
        assert!(blocks.blocks.iter().all(|block| (1..=2 * BLOCK).contains(&block.len())));
        for id in ids.into_iter().filter(|id| id % 3 > 0) {
            blocks.remove(AccountId(id), blocks.place(|other| other.0 < id));
        }
        sorted.retain(|id| id % 3 == 0);
        assert_eq!((all(&blocks), blocks.count), (sorted.clone(), sorted.len()));
        assert!(blocks.blocks.iter().all(|block| !block.is_empty()));
    }
}
