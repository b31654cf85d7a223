//! What can be done before a platform is open: listing the platforms, and creating a new one.

use domain::{
    platform::{NewPlatform, PlatformId},
    roster::RosterFile,
    stamp::Instant,
    wire::Platforms,
};
use wasm_split_helpers::wasm_split;

use crate::{
    backend::{
        Failure,
        http::{self, ToldPlatforms},
    },
    clock,
    outbox::{self, Wish},
    rest,
    storage::aside,
};

/// The platforms of the worker, as they were told.
///
/// # Errors
/// When the worker cannot be reached.
pub async fn told_platforms() -> Result<ToldPlatforms, Failure> {
    http::platforms().await
}

/// The platforms of the worker, once the rest of the page is there to read them; none when it cannot be reached.
pub async fn platforms() -> Platforms {
    let Ok(told) = http::platforms().await else { return Platforms::default() };
    rest::fetch().await;
    read(told).await
}

#[wasm_split(rest)]
fn read(told: ToldPlatforms) -> Platforms {
    told.read().unwrap_or_default()
}

/// Creates a platform, then imports a roster into it. Calling it again with the same arguments continues where it
/// stopped.
///
/// # Errors
/// When a field is not valid, a line is bad, or the worker does not answer.
pub async fn found(new: NewPlatform, roster: RosterFile) -> Result<PlatformId, Failure> {
    outbox::found(new, roster).await
}

/// What time it is at the worker, whatever this computer's clock says; that clock's time if no worker answers.
pub async fn now() -> Instant {
    http::now().await.unwrap_or_else(|_| clock::now())
}

/// Whether an instant of the worker has passed, by this computer's clock.
pub fn is_past(at: &Instant) -> bool {
    at.0 < clock::now().0
}

/// Whether a new platform was asked for and there was no answer, tracked.
pub fn is_unanswered() -> bool {
    outbox::with(|entries| {
        entries.iter().any(|entry| outbox::is_unanswered(entry) && matches!(entry.wish, Wish::Found(_)))
    })
}

/// Whether something that this browser had kept was set aside and the user has not been told yet, tracked.
pub fn is_something_aside() -> bool {
    aside::is_unsaid()
}

/// Notes that the user has read that something was set aside.
pub fn aside_was_read() {
    aside::said();
}
