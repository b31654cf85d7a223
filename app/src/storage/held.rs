//! Everything that this browser keeps of platforms: what of it is unsent, and how it is all cleared. The demo stays, and so
//! do the preferences.

use domain::change::ChangeSet;

use super::{
    database::Store,
    drafts, selections,
    shared::{self, News},
    texts,
};

/// What the keys of the demo's drafts begin with, also where they were set aside.
const DEMO: [&str; 2] = ["demo/", "!aside\ndemo/"];

/// What version 0.1.0 kept, and what was set aside of it.
const BEFORE: [&str; 3] = ["laufzeit.draft.", "laufzeit.order.", "laufzeit.aside."];

/// What this browser keeps of platforms and has not sent, or has no answer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    /// Changes that are staged.
    pub changes: usize,
    /// Wishes without an answer.
    pub wishes: usize,
}

impl Held {
    /// Whether there is nothing.
    pub const fn is_empty(self) -> bool {
        self.changes == 0 && self.wishes == 0
    }
}

fn is_demo(key: &str) -> bool {
    DEMO.iter().any(|demo| key.starts_with(demo))
}

/// What this browser keeps of platforms and has not sent, or has no answer to.
pub async fn unsent() -> Held {
    let Some(transaction) = shared::begin(&[Store::Drafts, Store::Outbox]).await else { return Held::default() };
    let drafts = transaction.all(Store::Drafts, "").await.unwrap_or_default();
    let wishes = transaction.all(Store::Outbox, "").await.unwrap_or_default();
    let changes = drafts.iter().filter(|(key, _)| !is_demo(key)).filter_map(|(_, text)| drafts::of_text(text));
    Held { changes: changes.map(|wishes| ChangeSet::len(&wishes)).sum(), wishes: wishes.len() }
}

/// Clears everything that this browser keeps of platforms.
pub async fn forget() {
    selections::forget();
    for storage in [texts::lasting(), texts::of_tab()].into_iter().flatten() {
        let count = storage.length().unwrap_or(0);
        let names: Vec<String> = (0..count).filter_map(|at| storage.key(at).ok().flatten()).collect();
        for name in names.iter().filter(|name| BEFORE.iter().any(|before| name.starts_with(before))) {
            // a browser that removes nothing keeps it, as it does whatever is asked
            drop(storage.remove_item(name));
        }
    }
    let Some(transaction) = shared::begin(&[Store::Drafts, Store::Outbox]).await else { return };
    for store in [Store::Drafts, Store::Outbox] {
        for (key, _) in transaction.all(store, "").await.unwrap_or_default() {
            if store == Store::Outbox || !is_demo(&key) {
                drop(transaction.put(store, &key, None));
            }
        }
    }
    shared::commit(transaction, &News::All).await;
}
