//! The keys that work everywhere, and what they show above the page: the list of keys, and the commands.
//!
//! The listener stands here; what it shows is in [`overlay`] and [`palette`] and comes with the rest.

mod commands;
mod overlay;
mod palette;

use leptos::{ev, prelude::*};

use super::rest::{Part, part};
use crate::{
    preferences,
    session::Session,
    view::{IntoView, View},
};

/// What is shown above the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Above {
    /// The keys.
    Keys,
    /// The commands.
    Commands,
}

/// What it is shown above.
#[derive(Debug, Clone)]
pub struct Hold {
    session: Option<Session>,
    above: RwSignal<Option<Above>>,
    /// The scope of the frame: a command outlives the dialog that it was chosen in.
    frame: Option<Owner>,
}

/// Listens for the keys of every screen, for as long as the calling scope lives, and shows what is wished for.
pub fn follow(session: Option<Session>, above: RwSignal<Option<Above>>) -> View {
    let hold = Hold { session, above, frame: Owner::current() };
    let listener = window_event_listener(ev::keydown, move |event| {
        let wished = match event.key().as_str() {
            "k" | "K" if (event.ctrl_key() || event.meta_key()) && !is_covered() => Above::Commands,
            "?" if is_letter(&event) => Above::Keys,
            _ => return,
        };
        event.prevent_default();
        above.set(Some(wished));
    });
    on_cleanup(move || listener.remove());
    let over = move || above.get().map(|it| part(Part::Above(it, hold.clone()), View::Nothing));
    over.into_view()
}

/// The keys, or the commands.
pub fn shown(above: Above, hold: Hold) -> View {
    match above {
        Above::Keys => overlay::keys(&hold),
        Above::Commands => palette::palette(hold),
    }
}

/// Whether a key is one of the single letters: they are switched on, nobody types, and no dialog is open.
pub fn is_letter(event: &ev::KeyboardEvent) -> bool {
    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
    plain && preferences::letter_keys() && !is_typing() && !is_covered()
}

fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        let text = element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
        text.unwrap_or(false)
    })
}

fn is_covered() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}
