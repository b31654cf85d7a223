//! Who was let in lately. Where one process has the worker and all its objects, the worker reads it here and need not ask
//! the people's object for each request. That object alone writes it, together with its own answers, and forgets it with
//! each of its writes: what somebody loses, they have lost with the next request.

use std::{cell::RefCell, collections::BTreeMap};

use crate::{caller::Caller, inside::Shown, people::tables};

/// The most milliseconds for which somebody is remembered. After that the object notes again that they were here.
const LIFE: i64 = 60_000;
/// The most who are remembered.
const MOST: usize = 1_000;

/// Somebody who was let in, and until when that holds.
struct Guest {
    caller: Caller,
    until: i64,
}

thread_local! {
    /// By what they show.
    static GUESTS: RefCell<BTreeMap<Shown, Guest>> = const { RefCell::new(BTreeMap::new()) };
}

/// Remembers somebody, for as long as they are known at most.
pub fn remember(shown: Shown, caller: Caller) {
    let until = tables::now().saturating_add(LIFE);
    let until = caller.until.map_or(until, |known| known.min(until));
    GUESTS.with_borrow_mut(|guests| {
        if guests.len() >= MOST {
            guests.clear();
        }
        guests.insert(shown, Guest { caller, until });
    });
}

/// Who was let in lately by showing this.
pub fn recall(shown: &Shown) -> Option<Caller> {
    let now = tables::now();
    GUESTS.with_borrow(|guests| guests.get(shown).filter(|guest| now < guest.until).map(|guest| guest.caller.clone()))
}

/// Forgets everybody.
pub fn forget() {
    GUESTS.with_borrow_mut(BTreeMap::clear);
}
