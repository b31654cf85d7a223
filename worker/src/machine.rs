//! The machine that the worker runs on: its clock, and turns for others during long work.

use std::time::Duration;

use wasm_bindgen::prelude::wasm_bindgen;
use worker::{Date, Delay};

#[wasm_bindgen]
extern "C" {
    /// Tells the watchdog in `entry.mjs` that a long run goes on.
    #[wasm_bindgen(js_namespace = globalThis, js_name = __laufzeit_progress)]
    fn progress();
}

/// Lets others have a turn during long work.
pub async fn breathe() {
    progress();
    Delay::from(Duration::ZERO).await;
}

/// What the machine's clock says, in milliseconds since 1970.
pub fn machine_now() -> i64 {
    i64::try_from(Date::now().as_millis()).unwrap_or(i64::MAX)
}
