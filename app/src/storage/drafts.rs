//! The draft of a platform, which all tabs share. It is kept account by account, and the last wish for an account wins.
//!
//! The wishes for [`CHUNK`] neighbouring accounts are kept in one text: a hundred thousand wishes are 25 texts, and one
//! wish changes only one of them.

use std::ops::RangeInclusive;

use domain::{
    account::AccountId,
    change::{ChangeSet, Restaged, Runs},
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::{
    aside,
    database::{Store, Transaction},
};

/// How many accounts share one text.
const CHUNK: u32 = 4_096;
/// The version of the form of these texts.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Kept {
    version: u32,
    accounts: [Runs; 3],
}

const fn chunk(AccountId(id): AccountId) -> u32 {
    id / CHUNK
}

/// The accounts of a chunk.
pub const fn accounts(chunk: u32) -> RangeInclusive<AccountId> {
    let first = chunk.saturating_mul(CHUNK);
    AccountId(first)..=AccountId(first.saturating_add(CHUNK - 1))
}

fn key(platform: &str, chunk: u32) -> String {
    format!("{platform}\n{chunk:08}")
}

/// The wishes in a text; `None` if it cannot be read.
pub fn of_text(text: &str) -> Option<ChangeSet> {
    match serde_json::from_str::<Kept>(text) {
        Ok(Kept { version: VERSION, accounts }) => Some(ChangeSet::of_runs(&accounts)),
        Ok(_) | Err(_) => None,
    }
}

/// Reads a text. One that cannot be read is set aside, and one that names accounts of other texts.
fn read(transaction: &Transaction, key: &str, text: &str) -> Result<ChangeSet, JsValue> {
    let wishes = of_text(text);
    let at = key.rsplit('\n').next().and_then(|at| at.parse().ok());
    let own = |wishes: &ChangeSet| wishes.accounts().iter().all(|account| Some(chunk(account)) == at);
    if let Some(wishes) = wishes.filter(own) {
        return Ok(wishes);
    }
    aside::put(transaction, Store::Drafts, key, text)?;
    Ok(ChangeSet::default())
}

/// The whole draft of a platform.
///
/// # Errors
/// When the browser keeps nothing.
pub async fn all(transaction: &Transaction, platform: &str) -> Result<ChangeSet, JsValue> {
    let mut wishes = ChangeSet::default();
    for (key, text) in transaction.all(Store::Drafts, &format!("{platform}\n")).await? {
        wishes.join(&read(transaction, &key, &text)?);
    }
    Ok(wishes)
}

/// The wishes of a draft for the accounts of a chunk.
///
/// # Errors
/// When the browser keeps nothing.
pub async fn some(transaction: &Transaction, platform: &str, chunk: u32) -> Result<ChangeSet, JsValue> {
    let key = key(platform, chunk);
    match transaction.get(Store::Drafts, &key).await? {
        Some(text) => read(transaction, &key, &text),
        None => Ok(ChangeSet::default()),
    }
}

/// Keeps wishes; those for other accounts stay. Returns the chunks that were changed.
///
/// # Errors
/// When the browser keeps nothing.
pub async fn keep(transaction: &Transaction, platform: &str, wishes: &Restaged) -> Result<Vec<u32>, JsValue> {
    let (named, mut chunks) = (wishes.accounts(), Vec::new());
    let mut next = named.iter().next();
    while let Some(account) = next {
        let at = chunk(account);
        let mut kept = some(transaction, platform, at).await?;
        wishes.within(&accounts(at)).apply(&mut kept);
        let text = (!kept.is_empty()).then(|| Kept { version: VERSION, accounts: kept.runs() });
        let text = text.and_then(|kept| serde_json::to_string(&kept).ok());
        transaction.put(Store::Drafts, &key(platform, at), text.as_deref())?;
        chunks.push(at);
        let after = accounts(at).end().0.checked_add(1);
        next = after.and_then(|after| named.within(AccountId(after)..=AccountId(u32::MAX)).next());
    }
    Ok(chunks)
}
