//! The machine that the worker runs on: its clock, turns for others during long work, and whether it is
//! a test's.

use std::time::Duration;

use wasm_bindgen::prelude::wasm_bindgen;
use worker::{Date, Delay, Env};

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

/// Whether this is a test's runtime.
pub fn has_test_doors(env: &Env) -> bool {
    env.var("TEST_CLOCK").is_ok()
}
