//! Who is there, and what they may do. The page asks once, when the list is there.

use std::cell::Cell;

use domain::{
    people::Role,
    stamp::By,
    wire::{Code, Me},
};
use leptos::prelude::*;

use super::Session;
use crate::{
    backend::{Failure, people},
    outbox,
    storage::{held, luggage},
    words::Words,
};

pub use held::Held;

/// Says why something that needs a role cannot be done on a platform; nothing if it can.
type Denies = fn(&'static Words, Role, &str) -> Option<&'static str>;

thread_local! {
    /// Words for this come with the rest of the page, and so does the function.
    static DENIES: Cell<Option<Denies>> = const { Cell::new(None) };
    static ME: ArcRwSignal<Option<Me>> = ArcRwSignal::new(None);
}

impl Session {
    /// Why whoever is there may not do what needs a role, tracked; `None` if they may, or if it is not known who they are.
    pub fn denied(self, words: &'static Words, need: Role) -> Option<&'static str> {
        self.confirmed.track();
        denied(words, need, self.id()?.as_str())
    }

    /// Shows again what depends on who is there.
    pub fn meet(self) {
        self.confirmed.try_update(|count| *count = count.wrapping_add(1));
    }
}

/// The same for any platform by its id, and for all platforms by the empty text; untracked.
pub fn denied(words: &'static Words, need: Role, platform: &str) -> Option<&'static str> {
    DENIES.get()?(words, need, platform)
}

/// Who is there, tracked; `None` if it is not known.
pub fn me() -> Option<Me> {
    ME.with(Get::get)
}

/// The same, untracked.
pub fn me_now() -> Option<Me> {
    ME.with(GetUntracked::get_untracked)
}

/// Notes who is there, and how to say what they may not do.
pub fn greet(me: Me, denies: Denies) {
    DENIES.set(Some(denies));
    outbox::know(me.id.clone().zip(me.name.clone()).map(|(id, name)| By { id, name }));
    ME.with(|own| own.set(Some(me)));
}

/// What this browser keeps of platforms and has not sent.
pub async fn unsent() -> Held {
    held::unsent().await
}

/// Gives up what this browser keeps for this address, to be taken at another one. Returns the secret for that.
///
/// # Errors
/// When the worker says no, or does not answer.
pub async fn pack() -> Result<String, Failure> {
    Ok(people::pack(&luggage::packed().await).await?.secret)
}

/// Takes what was given up at another address. What is kept here already stays as it is. Returns whether the browser keeps it.
///
/// # Errors
/// When nothing waits, or the worker does not answer.
pub async fn unpack(secret: &str) -> Result<bool, Failure> {
    let is_kept = luggage::unpack(&people::unpack(secret).await?).await;
    outbox::look_again();
    Ok(is_kept)
}

/// Ends this session, and clears what this browser keeps of platforms.
///
/// # Errors
/// When the worker does not answer. Then nothing is cleared.
pub async fn sign_out() -> Result<(), Failure> {
    match people::sign_out().await {
        // a session that has ended by itself is cleared away like one that ends now
        Err(Failure::Refused(problem)) if problem.is(Code::NotSignedIn) => {}
        ended => ended?,
    }
    held::forget().await;
    Ok(())
}
