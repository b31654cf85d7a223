//! The keys that work everywhere, and what they show above the page: the list of keys, and the commands.
//!
//! The listener stands here; what it shows comes with the rest, as does the title of the tab.

mod commands;
mod overlay;
mod palette;
mod title;

use leptos::{ev, prelude::*};

use super::{
    letters::{is_covered, is_letter},
    part::{Above, Part, part},
};
use crate::{
    rest,
    session::Session,
    view::{IntoView, View},
};

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
