//! The part of the page that the first screen can do without. Its code is a file of its own, which is fetched once that
//! screen is there, or when it is asked for before that: a browser that comes for the list waits for no more than the list.
//!
//! Functions marked `#[wasm_split(rest)]` are in it, with all that they alone need, and are called once it is [`fetch`]ed.

use gloo::timers::future::TimeoutFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The wait before a file that did not come is fetched again, in milliseconds.
const AGAIN_MS: u32 = 2_000;

/// Fetches it, again and again until it comes.
pub async fn fetch() {
    while come().await.is_err() {
        TimeoutFuture::new(AGAIN_MS).await;
    }
}

#[wasm_split(rest, fallible)]
fn come() -> Result<(), SplitLoaderError> {
    Ok(())
}
