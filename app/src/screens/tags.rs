//! Badges for the state and the mode of an account.

use domain::account::{AccountRef, RenewalMode, Status};

use crate::{
    view::{View, view},
    widgets::{Badge, BadgeTone, ModeTag, ModeTone},
    words::Words,
};

/// The look of an account's state, its word, and why its mode cannot be changed.
pub fn state(account: AccountRef<'_>, words: &'static Words) -> (BadgeTone, &'static str, Option<&'static str>) {
    match account.status {
        Status::Active if account.is_configured() => (BadgeTone::Ok, words.status.active, None),
        Status::Active => (BadgeTone::Todo, words.status.not_set_up, None),
        Status::Suspended => (BadgeTone::Off, words.status.suspended, Some(words.list.not_possible_suspended)),
        Status::Deleted | Status::Withdrawn => {
            (BadgeTone::Gone, words.status.deleted, Some(words.list.not_possible_deleted))
        }
    }
}

/// Why the mode of an account cannot be changed; `None` if it can.
pub fn locked_mode(account: AccountRef<'_>, words: &'static Words) -> Option<&'static str> {
    state(account, words).2
}

/// The badge of an account's state.
pub fn status_badge(account: AccountRef<'_>, words: &'static Words) -> View {
    let (tone, text, _) = state(account, words);
    view! { <Badge tone=tone text=text.to_owned() /> }
}

/// The badge of a mode.
pub fn mode_tag(mode: RenewalMode, words: &'static Words) -> View {
    let (tone, text) = match mode {
        RenewalMode::Monthly => (ModeTone::Short, words.mode.monthly),
        RenewalMode::Yearly => (ModeTone::Long, words.mode.yearly),
        RenewalMode::Never => (ModeTone::Ends, words.mode.none),
    };
    view! { <ModeTag tone=tone text=text.to_owned() /> }
}
