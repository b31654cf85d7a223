//! A button that would do something else than a moment ago rests: whoever is about to press it has not read that.

use gloo::timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

/// For how long it rests, in milliseconds. That is longer than it takes to press what is under the pointer.
const REST_MS: u32 = 1_500;

/// Whether what a button does has changed and may not have been read yet.
#[derive(Debug, Clone, Copy)]
pub struct Unread {
    /// How many changes there were, and how many of them may have been read.
    changes: RwSignal<(u32, u32)>,
}

impl Unread {
    /// Nothing has changed yet.
    pub fn new() -> Self {
        Self { changes: RwSignal::new((0, 0)) }
    }

    /// Watches what is asked for and what comes of it: that something else comes of the same is a change.
    pub fn watching<A: PartialEq + 'static, B: PartialEq + 'static>(read: impl Fn() -> (A, B) + 'static) -> Self {
        let unread = Self::new();
        Effect::new(move |was: Option<(A, B)>| {
            let now = read();
            if was.is_some_and(|was| was.0 == now.0 && was.1 != now.1) {
                unread.note();
            }
            now
        });
        unread
    }

    /// Notes that it does something else from now on.
    pub fn note(self) {
        let this = self.changes.with_untracked(|(all, _)| all.wrapping_add(1));
        self.changes.update(|(all, _)| *all = this);
        spawn_local(async move {
            TimeoutFuture::new(REST_MS).await;
            // the button may be gone
            self.changes.try_update(|(_, read)| *read = this);
        });
    }

    /// Whether the last change may not have been read yet, tracked.
    pub fn is_so(self) -> bool {
        self.changes.with(|(all, read)| all != read)
    }
}
