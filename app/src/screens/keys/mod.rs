//! The keys that work everywhere, and what they show above the page: the list of keys, and the commands.
//!
//! The listener stands here; what it shows comes with the rest, as does the title of the tab.

mod commands;
mod overlay;
mod palette;
mod title;

use leptos::{ev, prelude::*};

use super::rest::{Part, part};
use crate::{
    preferences, rest,
    session::Session,
    view::{IntoView, View},
};

/// What is shown above the page. A handle.
#[derive(Debug, Clone, Copy)]
pub struct Above {
    /// The keys.
    pub keys: RwSignal<bool>,
    /// The commands.
    pub commands: RwSignal<bool>,
}

impl Above {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { keys: RwSignal::new(false), commands: RwSignal::new(false) }
    }
}

/// Listens for the keys of every screen, for as long as the calling scope lives, and shows what is wished for.
pub fn follow(session: Option<Session>, above: Above) -> View {
    let listener = window_event_listener(ev::keydown, move |event| {
        let wished = match event.key().as_str() {
            "k" | "K" if (event.ctrl_key() || event.meta_key()) && !is_covered() => above.commands,
            "?" if is_letter(&event) => above.keys,
            _ => return,
        };
        event.prevent_default();
        wished.set(true);
    });
    on_cleanup(move || listener.remove());
    // it asks for the rest of the page only when it is wished for: the list comes first
    let begun = Memo::new(move |_| above.keys.get() || above.commands.get() || rest::state() == rest::State::There);
    let over = move || begun.get().then(|| part(Part::Above(session, above), View::Nothing));
    over.into_view()
}

/// The keys and the commands, and what the tab is called.
pub fn above(session: Option<Session>, above: Above) -> View {
    title::follow(session);
    let frame = Owner::current();
    let keys = move || above.keys.get().then(|| overlay::keys(session, above));
    let commands = move || above.commands.get().then(|| palette::palette(session, above, frame.as_ref()));
    [keys.into_view(), commands.into_view()].into_view()
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
