//! What this browser has kept and this version of the page cannot read: set aside, never thrown away, and said.

use leptos::prelude::{ArcRwSignal, Get, Set};
use wasm_bindgen::JsValue;

use super::database::{Store, Transaction};

/// No platform's name begins so.
const PREFIX: &str = "!aside\n";

thread_local! {
    static SAID: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// Whether something was set aside that nobody has been told of, tracked.
pub fn is_unsaid() -> bool {
    SAID.with(Get::get)
}

/// It has been read.
pub fn said() {
    SAID.with(|said| said.set(false));
}

/// Something was set aside.
pub(super) fn note() {
    SAID.with(|said| said.set(true));
}

/// Moves a text of a store aside.
pub(super) fn put(transaction: &Transaction, store: Store, key: &str, text: &str) -> Result<(), JsValue> {
    transaction.put(store, &format!("{PREFIX}{key}"), Some(text))?;
    transaction.put(store, key, None)?;
    note();
    Ok(())
}
