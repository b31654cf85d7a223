//! Sets of accounts, and drafts that are made of them, are what sets and maps of the library are.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use domain::{
    account::{AccountId, AccountSet, RenewalMode},
    change::{Change, ChangeSet, Restaged},
};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any},
    prop_assert_eq, prop_oneof, proptest,
};

use crate::world::{config, modes};

/// Ids around the edges of chunks and of all numbers, and a few others.
fn ids() -> impl Strategy<Value = AccountId> {
    let edges = (prop_oneof![Just(0_u32), Just(4_096), Just(8_192), Just(u32::MAX)], 0..130_u32);
    let edges =
        edges.prop_map(|(edge, off)| if edge == u32::MAX { edge - 1 - off } else { edge.saturating_sub(65) + off });
    prop_oneof![edges, 0..10_000_u32].prop_map(AccountId)
}

fn ranges() -> impl Strategy<Value = RangeInclusive<AccountId>> {
    (ids(), ids()).prop_map(|(a, b)| a.min(b)..=a.max(b))
}

type Model = BTreeSet<AccountId>;

#[track_caller]
fn check_same(set: &AccountSet, model: &Model) {
    assert_eq!(&set.iter().collect::<Vec<_>>(), &model.iter().copied().collect::<Vec<_>>());
    assert_eq!((set.len(), set.is_empty()), (model.len(), model.is_empty()));
    assert_eq!(set, &model.iter().rev().copied().collect::<AccountSet>(), "it is the same however it was made");
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn a_set_of_accounts_is_a_set(one in vec(ids(), 0..40), other in vec(ids(), 0..40), gone in vec(ids(), 0..20), range in ranges(), odd in any::<bool>()) {
        let (mut set, mut model) = (AccountSet::default(), Model::new());
        for id in &one {
            prop_assert_eq!(set.insert(*id), model.insert(*id));
        }
        check_same(&set, &model);
        for id in gone.iter().chain(one.iter().take(3)) {
            prop_assert_eq!(set.has(*id), model.contains(id));
            prop_assert_eq!(set.remove(*id), model.remove(id));
        }
        check_same(&set, &model);
        let (theirs, others): (AccountSet, Model) = (other.iter().copied().collect(), other.into_iter().collect());
        prop_assert_eq!(set.common(&theirs), model.intersection(&others).count());
        prop_assert_eq!(set.within(range.clone()).collect::<Vec<_>>(), model.range(range).copied().collect::<Vec<_>>());
        let mut done = set.clone();
        done.join(&theirs);
        check_same(&done, &model.union(&others).copied().collect());
        let mut done = set.clone();
        done.leave_out(&theirs);
        check_same(&done, &model.difference(&others).copied().collect());
        let mut done = set.clone();
        done.keep(&theirs);
        check_same(&done, &model.intersection(&others).copied().collect());
        set.retain(|id| (id.0 % 2 == 1) == odd);
        check_same(&set, &model.into_iter().filter(|id| (id.0 % 2 == 1) == odd).collect());
    }

    #[test]
    fn a_draft_has_one_wish_for_an_account(wishes in vec((ids(), modes()), 0..40), first in vec((ids(), modes()), 0..20), then in vec((ids(), modes()), 0..20), gone in vec(ids(), 0..20), range in ranges()) {
        let mut model: BTreeMap<AccountId, RenewalMode> = wishes.iter().copied().collect();
        let set = |wishes: &[(AccountId, RenewalMode)]| wishes.iter().map(|&(account, mode)| Change { account, mode }).collect::<ChangeSet>();
        let listed = |draft: &ChangeSet| draft.iter().map(|change| (change.account, change.mode)).collect::<Vec<_>>();
        let mut draft = set(&wishes);
        prop_assert_eq!(listed(&draft), model.clone().into_iter().collect::<Vec<_>>());
        prop_assert_eq!(ChangeSet::of_runs(&draft.runs()), draft.clone());
        // the changes are gathered, and then made at once
        let mut changes = Restaged { wishes: set(&first), gone: AccountSet::default() };
        let mut later = Restaged { wishes: set(&then), gone: AccountSet::default() };
        for id in gone.iter().chain(wishes.iter().take(2).map(|(id, _)| id)) {
            later.wishes.unset(*id);
            later.gone.insert(*id);
        }
        changes.then(&later);
        model.extend(first);
        let now: BTreeMap<AccountId, RenewalMode> = listed(&later.wishes).into_iter().collect();
        model.retain(|id, _| !later.gone.has(*id));
        model.extend(now);
        let before = draft.clone();
        changes.apply(&mut draft);
        prop_assert_eq!(listed(&draft), model.into_iter().collect::<Vec<_>>());
        prop_assert_eq!(Restaged::of(&draft, changes.accounts()), changes.clone());
        let mut parts = before;
        changes.within(&range).apply(&mut parts);
        for id in changes.accounts().iter().filter(|id| range.contains(id)) {
            prop_assert_eq!(parts.get(id), draft.get(id));
        }
    }
}
