//! Which accounts a list shows. They are found in slices; until then the list shows what it showed before.

use std::sync::Arc;

use domain::{
    account::{AccountId, AccountSet},
    platform::Counts,
    query::{Filter, Sort},
    rules::{Finding, Found, Lately},
};
use leptos::prelude::*;

use crate::{
    session::Session,
    slices::{SLICE, newest},
    widgets::letters,
};

/// The accounts of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// Their ids, in order.
    pub keys: Arc<Vec<u32>>,
    /// The same as a set.
    pub set: Arc<AccountSet>,
    /// How many accounts there are of each status, shown and not.
    pub counts: Counts,
}

impl Listed {
    /// The list of these accounts.
    pub fn of(keys: Arc<Vec<u32>>, counts: Counts) -> Self {
        let set = keys.iter().copied().map(AccountId).collect();
        Self { keys, set: Arc::new(set), counts }
    }

    fn found(Found { ids, set }: Found, counts: Counts) -> Self {
        Self { keys: Arc::new(ids.into_iter().map(|id| id.0).collect()), set: Arc::new(set), counts }
    }
}

/// The living accounts that `asked` asks for; `None` until they are found for the first time.
pub fn listed(session: Session, asked: impl Fn() -> (Filter, Sort) + 'static) -> RwSignal<Option<Listed>> {
    let (lately, of) = (StoredValue::new(Lately::default()), StoredValue::new(0));
    newest(false, move || {
        let (filter, sort) = asked();
        // another book may have the same revision and date
        let changes = session.changes();
        if of.get_value() != changes {
            of.set_value(changes);
            lately.set_value(Lately::default());
        }
        let mut finding = lately.with_value(|lately| Finding::of(filter.clone(), sort, SLICE).after(lately));
        Box::new(move || {
            let step = session.peek(|replica| {
                let found = finding.step(replica.book(), |_| true)?;
                lately.try_update_value(|lately| lately.keep(replica.book(), &filter, sort, &found));
                Some(Listed::found(found, replica.book().counts()))
            });
            step.unwrap_or_else(|| Some(Listed::default()))
        })
    })
}

/// How wide the longest texts of all accounts are, in ordinary letters: address and name together, and the address alone;
/// `None` until that is known.
pub fn longest(session: Session) -> RwSignal<Option<(usize, usize)>> {
    newest(true, move || {
        session.with(|_| ());
        let (mut last, mut longest) = (AccountId(0), (0, 0));
        Box::new(move || {
            let looked = session.peek(|replica| {
                let accounts = replica.book().accounts_after(last).take(SLICE);
                accounts.fold(0, |looked, account| {
                    let address = letters(account.address.as_str());
                    let both = address + letters(account.display_name);
                    longest = (longest.0.max(both), longest.1.max(address));
                    last = account.id;
                    looked + 1
                })
            });
            looked.is_none_or(|looked| looked < SLICE).then_some(longest)
        })
    })
}
