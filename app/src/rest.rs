//! The part of the page that the first screen can do without. Its code is a file of its own, which is fetched once that
//! screen is there, or when it is asked for before that: a browser that comes for the list waits for no more than the list.
//!
//! Functions marked `#[wasm_split(rest)]` are in it, with all that they alone need, and are called once it is [`fetch`]ed.

use async_once_cell::OnceCell;
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The wait before a file that did not come is fetched again, in milliseconds.
const AGAIN_MS: u32 = 2_000;

static THERE: OnceCell<()> = OnceCell::new();

thread_local! {
    static AWAY: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// Fetches it, again and again until it comes. All who wait for it wait for the same.
pub async fn fetch() {
    let until_it_comes = async {
        while come().await.is_err() {
            AWAY.with(|away| away.set(true));
            TimeoutFuture::new(AGAIN_MS).await;
        }
        AWAY.with(|away| away.set(false));
    };
    THERE.get_or_init(until_it_comes).await;
}

/// Whether it did not come when it was last asked for, tracked.
pub fn is_away() -> bool {
    AWAY.with(Get::get)
}

#[wasm_split(rest, fallible)]
fn come() -> Result<(), SplitLoaderError> {
    Ok(())
}
