//! What this browser has kept and this version of the page cannot read. It is set aside, never thrown away, and the
//! user is told.

use leptos::prelude::{ArcRwSignal, Get, Set};
use wasm_bindgen::JsValue;

use super::database::{Store, Transaction};

/// The beginning of the keys of texts that were set aside. No platform's name begins like this.
const PREFIX: &str = "!aside\n";

thread_local! {
    static SAID: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// Whether something was set aside that the user has not been told of, tracked.
pub fn is_unsaid() -> bool {
    SAID.with(Get::get)
}

/// Notes that the user has been told.
pub fn said() {
    SAID.with(|said| said.set(false));
}

/// Notes that something was set aside.
pub fn note() {
    SAID.with(|said| said.set(true));
}

/// Sets a text of a store aside.
pub(super) fn put(transaction: &Transaction, store: Store, key: &str, text: &str) -> Result<(), JsValue> {
    transaction.put(store, &format!("{PREFIX}{key}"), Some(text))?;
    transaction.put(store, key, None)?;
    note();
    Ok(())
}
