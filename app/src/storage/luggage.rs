//! What this browser keeps for this address, to take it along to another one.

use domain::wire::{Kept, Luggage};

use super::{
    database::{Store, Transaction},
    shared::{self, News},
    texts,
};

/// What the names of this product's texts begin with.
const OWN: &str = "laufzeit.";

async fn all(transaction: &Transaction, store: Store) -> Vec<Kept> {
    let kept = transaction.all(store, "").await.unwrap_or_default();
    kept.into_iter().map(|(name, text)| Kept { name, text }).collect()
}

/// Everything that this browser keeps for this address.
pub async fn packed() -> Luggage {
    let mut luggage = Luggage::default();
    if let Some(transaction) = shared::begin(&[Store::Drafts, Store::Outbox]).await {
        luggage.drafts = all(&transaction, Store::Drafts).await;
        luggage.outbox = all(&transaction, Store::Outbox).await;
    }
    if let Some(storage) = texts::lasting() {
        let names = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten());
        let own: Vec<String> = names.filter(|name| name.starts_with(OWN)).collect();
        let kept = |name: String| Some(Kept { text: storage.get_item(&name).ok()??, name });
        luggage.texts = own.into_iter().filter_map(kept).collect();
    }
    luggage
}

/// Keeps it here, all but what stands under names that are taken. Returns whether the browser keeps it.
pub async fn unpack(luggage: &Luggage) -> bool {
    let Some(transaction) = shared::begin(&[Store::Drafts, Store::Outbox]).await else { return false };
    for (store, kept) in [(Store::Drafts, &luggage.drafts), (Store::Outbox, &luggage.outbox)] {
        for Kept { name, text } in kept {
            match transaction.get(store, name).await {
                Ok(None) if transaction.put(store, name, Some(text)).is_ok() => {}
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => return false,
            }
        }
    }
    if !shared::commit(transaction, &News::All).await {
        return false;
    }
    let Some(storage) = texts::lasting() else { return luggage.texts.is_empty() };
    luggage.texts.iter().filter(|kept| kept.name.starts_with(OWN)).all(|Kept { name, text }| {
        let is_there = matches!(storage.get_item(name), Ok(Some(_)));
        is_there || storage.set_item(name, text).is_ok()
    })
}
