//! The part of the page that the first screen can do without. Its code is a file of its own, which is fetched once that
//! screen is there, or when it is asked for before that: a browser that comes for the list waits for no more than the list.
//!
//! Functions marked `#[wasm_split(rest)]` are in it, with all that they alone need, and are called once it is [`fetch`]ed.

use async_once_cell::OnceCell;
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The wait before a part of the page that did not come is fetched again, in milliseconds.
pub const AGAIN_MS: u32 = 2_000;

static FETCHED: OnceCell<()> = OnceCell::new();

thread_local! {
    static STATE: ArcRwSignal<State> = ArcRwSignal::new(State::NotYet);
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It has not been asked for, or is on its way.
    NotYet,
    /// It did not come when it was last asked for.
    Away,
    /// It is there.
    There,
}

/// How far it is, tracked.
pub fn state() -> State {
    STATE.with(Get::get)
}

/// Fetches it, again and again until it comes. All who wait for it wait for the same.
pub async fn fetch() {
    let until_it_comes = async {
        while come().await.is_err() {
            STATE.with(|state| state.set(State::Away));
            TimeoutFuture::new(AGAIN_MS).await;
        }
        STATE.with(|state| state.set(State::There));
    };
    FETCHED.get_or_init(until_it_comes).await;
}

#[wasm_split(rest, fallible)]
fn come() -> Result<(), SplitLoaderError> {
    Ok(())
}
