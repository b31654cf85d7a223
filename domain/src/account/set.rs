//! Sets of accounts that take a bit for each: 100,000 of them are joined, taken apart or counted in microseconds.

use std::{collections::BTreeMap, ops::RangeInclusive};

use super::AccountId;

/// How many ids a chunk has.
const CHUNK: u32 = 4_096;
const WORDS: usize = 64;

type Chunk = Box<[u64; WORDS]>;

/// A set of accounts. Ids far from all others cost a chunk of 512 bytes each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountSet {
    /// Which ids there are of each chunk; none of them is empty.
    chunks: BTreeMap<u32, Chunk>,
    count: usize,
}

/// Where an id is: its chunk, its word in that, and its bit in that.
const fn place(AccountId(id): AccountId) -> (u32, usize, u64) {
    (id / CHUNK, (id % CHUNK / u64::BITS) as usize, 1 << (id % u64::BITS))
}

fn ones(chunk: &Chunk) -> usize {
    chunk.iter().map(|word| word.count_ones() as usize).sum()
}

impl AccountSet {
    /// Whether an account is in the set.
    pub fn has(&self, id: AccountId) -> bool {
        let (chunk, word, bit) = place(id);
        self.chunks.get(&chunk).and_then(|words| words.get(word)).is_some_and(|word| word & bit != 0)
    }

    /// How many accounts are in the set.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether no account is in the set.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds an account, and returns whether it was not there.
    pub fn insert(&mut self, id: AccountId) -> bool {
        let (chunk, word, bit) = place(id);
        let words = self.chunks.entry(chunk).or_insert_with(|| Box::new([0; WORDS]));
        let Some(word) = words.get_mut(word).filter(|word| **word & bit == 0) else { return false };
        *word |= bit;
        self.count += 1;
        true
    }

    /// Removes an account, and returns whether it was there.
    pub fn remove(&mut self, id: AccountId) -> bool {
        let (chunk, word, bit) = place(id);
        let Some(words) = self.chunks.get_mut(&chunk) else { return false };
        let Some(word) = words.get_mut(word).filter(|word| **word & bit != 0) else { return false };
        *word &= !bit;
        self.count -= 1;
        if words.iter().all(|word| *word == 0) {
            self.chunks.remove(&chunk);
        }
        true
    }

    /// Adds all accounts of another set.
    pub fn join(&mut self, other: &Self) {
        for (chunk, theirs) in &other.chunks {
            let own = self.chunks.entry(*chunk).or_insert_with(|| Box::new([0; WORDS]));
            own.iter_mut().zip(theirs.iter()).for_each(|(own, theirs)| *own |= theirs);
        }
        self.tidy();
    }

    /// Removes all accounts of another set.
    pub fn leave_out(&mut self, other: &Self) {
        for (chunk, theirs) in &other.chunks {
            if let Some(own) = self.chunks.get_mut(chunk) {
                own.iter_mut().zip(theirs.iter()).for_each(|(own, theirs)| *own &= !theirs);
            }
        }
        self.tidy();
    }

    /// Removes all accounts that another set does not have.
    pub fn keep(&mut self, other: &Self) {
        for (chunk, own) in &mut self.chunks {
            match other.chunks.get(chunk) {
                Some(theirs) => own.iter_mut().zip(theirs.iter()).for_each(|(own, theirs)| *own &= theirs),
                None => own.fill(0),
            }
        }
        self.tidy();
    }

    /// How many accounts both sets have.
    pub fn common(&self, other: &Self) -> usize {
        let both = self.chunks.iter().filter_map(|(chunk, own)| Some((own, other.chunks.get(chunk)?)));
        both.map(|(own, theirs)| {
            own.iter().zip(theirs.iter()).map(|(own, theirs)| (own & theirs).count_ones() as usize).sum::<usize>()
        })
        .sum()
    }

    /// Removes the accounts for which `keep` returns false.
    pub fn retain(&mut self, keep: impl Fn(AccountId) -> bool) {
        let gone: Self = self.iter().filter(|id| !keep(*id)).collect();
        self.leave_out(&gone);
    }

    /// The accounts, ascending.
    pub fn iter(&self) -> impl Iterator<Item = AccountId> + '_ {
        self.chunks.iter().flat_map(|(chunk, words)| bits(*chunk, words))
    }

    /// The accounts of a range, ascending.
    pub fn within(&self, range: RangeInclusive<AccountId>) -> impl Iterator<Item = AccountId> + '_ {
        let chunks = self.chunks.range(range.start().0 / CHUNK..=range.end().0 / CHUNK);
        chunks.flat_map(|(chunk, words)| bits(*chunk, words)).filter(move |id| range.contains(id))
    }

    fn tidy(&mut self) {
        self.chunks.retain(|_, words| words.iter().any(|word| *word != 0));
        self.count = self.chunks.values().map(ones).sum();
    }
}

/// The ids that a chunk has, ascending.
fn bits(chunk: u32, words: &Chunk) -> impl Iterator<Item = AccountId> + '_ {
    let first = (0..).map(move |word| chunk * CHUNK + word * u64::BITS);
    words.iter().zip(first).flat_map(|(word, first)| {
        let rest = std::iter::successors(Some(*word), |rest| Some(rest & rest.wrapping_sub(1)));
        rest.take_while(|rest| *rest != 0).map(move |rest| AccountId(first + rest.trailing_zeros()))
    })
}

impl FromIterator<AccountId> for AccountSet {
    fn from_iter<I: IntoIterator<Item = AccountId>>(ids: I) -> Self {
        let mut set = Self::default();
        for id in ids {
            set.insert(id);
        }
        set
    }
}

/// Many accounts at once, of which mostly many of one chunk follow each other.
impl From<Vec<AccountId>> for AccountSet {
    fn from(ids: Vec<AccountId>) -> Self {
        let mut set = Self::default();
        for some in ids.chunk_by(|one, next| place(*one).0 == place(*next).0) {
            let Some((at, ..)) = some.first().map(|id| place(*id)) else { continue };
            let chunk = set.chunks.entry(at).or_insert_with(|| Box::new([0; WORDS]));
            for (_, word, bit) in some.iter().map(|id| place(*id)) {
                chunk.get_mut(word).into_iter().for_each(|word| *word |= bit);
            }
        }
        set.tidy();
        set
    }
}
