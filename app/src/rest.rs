//! The rest of the page: the code that the first screen does not need. It is a file of its own. It is fetched once the
//! first screen is shown, or earlier if something asks for it, so that a browser waits for no more code than the list
//! of accounts needs.
//!
//! Functions marked `#[wasm_split(rest)]` are in that file, with everything that only they need. They may be called
//! once it is [`fetch`]ed.

use async_once_cell::OnceCell;
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::styles;

/// How long to wait before fetching again a part of the page that did not arrive, in milliseconds.
pub const AGAIN_MS: u32 = 2_000;

static FETCHED: OnceCell<()> = OnceCell::new();

thread_local! {
    static STATE: ArcRwSignal<State> = ArcRwSignal::new(State::NotYet);
}

/// How far the fetching of the rest is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It has not been asked for, or is on its way.
    NotYet,
    /// It did not arrive when it was last asked for.
    Away,
    /// It has arrived.
    There,
}

/// How far the fetching of the rest is, tracked.
pub fn state() -> State {
    STATE.with(Get::get)
}

/// Fetches the rest of the page, again and again until it arrives. All callers wait for the same fetch.
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
    styles::add();
    Ok(())
}
