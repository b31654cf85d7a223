//! Wishes: the modes that somebody wants accounts to have, before anybody has seen what that would do.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    account::{AccountId, AccountSet, RenewalMode},
    limits::MAX_KEPT,
    query::Filter,
};

/// A wish for one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The account.
    pub account: AccountId,
    /// The mode it is to have.
    pub mode: RenewalMode,
}

/// What somebody asks for: a mode for single accounts, or for all that match a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wishes {
    /// A mode for each account that is named, as scripts send it and earlier pages have kept it.
    Each(#[serde(with = "in_order")] Vec<Change>),
    /// The same where no account can be named twice: what the page sends.
    Set(#[serde(with = "in_runs")] ChangeSet),
    /// One mode for every account that matches a filter.
    All {
        /// The filter.
        filter: Filter,
        /// The mode they are to have.
        mode: RenewalMode,
    },
}

/// Wishes by account: at most one mode for each. The accounts that are to have each mode, in the order of
/// [`RenewalMode::ALL`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeSet([AccountSet; 3]);

impl ChangeSet {
    /// Wishes `mode` for an account that has the mode `now`. If the two are the same, the wish for the account is
    /// removed.
    pub fn set(&mut self, account: AccountId, now: RenewalMode, mode: RenewalMode) {
        if mode == now {
            self.unset(account);
        } else {
            self.put(Change { account, mode });
        }
    }

    /// One mode for all of some accounts.
    pub fn all(accounts: AccountSet, mode: RenewalMode) -> Self {
        let mut wishes = Self::default();
        if let Some(all) = wishes.0.get_mut(mode as usize) {
            *all = accounts;
        }
        wishes
    }

    /// Adds a wish, whatever mode the account has.
    pub fn put(&mut self, change: Change) {
        for (mode, accounts) in RenewalMode::ALL.into_iter().zip(&mut self.0) {
            if mode == change.mode {
                accounts.insert(change.account);
            } else {
                accounts.remove(change.account);
            }
        }
    }

    /// Removes the wish for an account.
    pub fn unset(&mut self, account: AccountId) {
        for accounts in &mut self.0 {
            accounts.remove(account);
        }
    }

    /// The wish for an account.
    pub fn get(&self, account: AccountId) -> Option<RenewalMode> {
        self.each().find(|(_, accounts)| accounts.has(account)).map(|(mode, _)| mode)
    }

    /// The accounts that are to have each mode.
    pub fn each(&self) -> impl Iterator<Item = (RenewalMode, &AccountSet)> {
        RenewalMode::ALL.into_iter().zip(&self.0)
    }

    /// The wishes, by account.
    pub fn iter(&self) -> impl Iterator<Item = Change> + '_ {
        self.within(AccountId(0)..=AccountId(u32::MAX))
    }

    /// The wishes for the accounts of a range, by account.
    pub fn within(&self, range: RangeInclusive<AccountId>) -> impl Iterator<Item = Change> + '_ {
        let mut each = self.0.each_ref().map(|accounts| accounts.within(range.clone()).peekable());
        std::iter::from_fn(move || {
            let first = each.iter_mut().zip(RenewalMode::ALL).filter_map(|(ids, mode)| Some((*ids.peek()?, mode, ids)));
            let (account, mode, ids) = first.min_by_key(|(id, ..)| *id)?;
            ids.next();
            Some(Change { account, mode })
        })
    }

    /// The accounts that have a wish.
    pub fn accounts(&self) -> AccountSet {
        let mut all = AccountSet::default();
        self.0.iter().for_each(|accounts| all.join(accounts));
        all
    }

    /// How many wishes there are.
    pub fn len(&self) -> usize {
        self.0.iter().map(AccountSet::len).sum()
    }

    /// Whether there are no wishes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds all wishes of another draft, which win.
    pub fn join(&mut self, later: &Self) {
        let named = later.accounts();
        self.0.iter_mut().for_each(|own| own.leave_out(&named));
        self.0.iter_mut().zip(&later.0).for_each(|(own, later)| own.join(later));
    }

    /// Removes the wishes for accounts.
    pub fn leave_out(&mut self, accounts: &AccountSet) {
        self.0.iter_mut().for_each(|own| own.leave_out(accounts));
    }

    /// The wishes as a request.
    pub fn wishes(&self) -> Wishes {
        Wishes::Set(self.clone())
    }
}

/// Changes to a draft: the accounts with a new wish, and those that have none any more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restaged {
    /// The new wishes.
    pub wishes: ChangeSet,
    /// The accounts without a wish.
    pub gone: AccountSet,
}

impl Restaged {
    /// What `staged` says now about the accounts that were touched.
    pub fn of(staged: &ChangeSet, touched: AccountSet) -> Self {
        let wishes = ChangeSet(staged.0.each_ref().map(|accounts| {
            let mut own = touched.clone();
            own.keep(accounts);
            own
        }));
        let mut gone = touched;
        gone.leave_out(&wishes.accounts());
        Self { wishes, gone }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.wishes.is_empty() && self.gone.is_empty()
    }

    /// Adds later changes, which win.
    pub fn then(&mut self, later: &Self) {
        later.apply(&mut self.wishes);
        self.gone.leave_out(&later.wishes.accounts());
        self.gone.join(&later.gone);
    }

    /// Makes the changes to a draft.
    pub fn apply(&self, draft: &mut ChangeSet) {
        draft.leave_out(&self.gone);
        draft.join(&self.wishes);
    }

    /// The changes for a range of accounts.
    #[must_use]
    pub fn within(&self, range: &RangeInclusive<AccountId>) -> Self {
        let within = |accounts: &AccountSet| accounts.within(range.clone()).collect();
        Self { wishes: ChangeSet(self.wishes.0.each_ref().map(within)), gone: within(&self.gone) }
    }

    /// All accounts that are named.
    pub fn accounts(&self) -> AccountSet {
        let mut all = self.wishes.accounts();
        all.join(&self.gone);
        all
    }
}

impl FromIterator<Change> for ChangeSet {
    fn from_iter<I: IntoIterator<Item = Change>>(changes: I) -> Self {
        let mut wishes = Self::default();
        changes.into_iter().for_each(|change| wishes.put(change));
        wishes
    }
}

/// Ascending ids as runs of (first id, how many), so that a hundred thousand neighbours are one pair. A few bytes can
/// name more accounts than fit into memory, so what names too many is not read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = Vec<[u32; 2]>))]
#[serde(into = "Vec<(u32, u32)>", try_from = "Vec<(u32, u32)>")]
pub struct Runs(Vec<(u32, u32)>);

/// Why runs of ids are not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("at most {MAX_KEPT} accounts")]
pub struct TooMany;

impl TryFrom<Vec<(u32, u32)>> for Runs {
    type Error = TooMany;

    fn try_from(runs: Vec<(u32, u32)>) -> Result<Self, TooMany> {
        let total = runs.iter().fold(0_u32, |total, (_, count)| total.saturating_add(*count));
        if total <= MAX_KEPT { Ok(Self(runs)) } else { Err(TooMany) }
    }
}

impl From<Runs> for Vec<(u32, u32)> {
    fn from(Runs(runs): Runs) -> Self {
        runs
    }
}

impl FromIterator<AccountId> for Runs {
    fn from_iter<I: IntoIterator<Item = AccountId>>(ids: I) -> Self {
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for AccountId(id) in ids {
            match runs.last_mut() {
                Some((first, count)) if first.checked_add(*count) == Some(id) => *count += 1,
                _ => runs.push((id, 1)),
            }
        }
        Self(runs)
    }
}

impl Runs {
    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many ids there are.
    pub fn count(&self) -> usize {
        self.0.iter().map(|(_, count)| *count as usize).fold(0, usize::saturating_add)
    }

    /// The ids, ascending as they were.
    pub fn ids(&self) -> impl Iterator<Item = AccountId> + '_ {
        self.0.iter().flat_map(|&(first, count)| (first..first.saturating_add(count)).map(AccountId))
    }
}

impl ChangeSet {
    /// The accounts that are to have each mode, in the order of [`RenewalMode::ALL`].
    pub fn runs(&self) -> [Runs; 3] {
        self.0.each_ref().map(|accounts| accounts.iter().collect())
    }

    /// The wishes that [`ChangeSet::runs`] was made from.
    pub fn of_runs(accounts: &[Runs; 3]) -> Self {
        let mut wishes = Self::default();
        for (mode, runs) in RenewalMode::ALL.into_iter().zip(accounts) {
            wishes.join(&Self::all(runs.ids().collect::<Vec<_>>().into(), mode));
        }
        wishes
    }
}

/// Serializes wishes for named accounts as runs, too. They are read back in the order of the accounts.
mod in_order {
    use serde::{Deserializer, Serializer};

    use super::{Change, in_runs};

    pub(super) fn serialize<S: Serializer>(changes: &[Change], to: S) -> Result<S::Ok, S::Error> {
        in_runs::serialize(&changes.iter().copied().collect(), to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Change>, D::Error> {
        Ok(in_runs::deserialize(from)?.iter().collect())
    }
}

/// Serializes wishes as runs of accounts for each mode.
mod in_runs {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{ChangeSet, Runs};

    pub(super) fn serialize<S: Serializer>(changes: &ChangeSet, to: S) -> Result<S::Ok, S::Error> {
        changes.runs().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<ChangeSet, D::Error> {
        Ok(ChangeSet::of_runs(&<[Runs; 3]>::deserialize(from)?))
    }
}
