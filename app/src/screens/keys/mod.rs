//! The shortcuts that work everywhere, and what they open above the page: the list of shortcuts, and the commands.
//!
//! The listener is part of the first screen. What it shows is fetched with the rest of the page, as is the title of the
//! tab.

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

/// Listens for the shortcuts of every screen, for as long as the calling scope lives, and shows what they open.
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
    // this fetches the rest of the page only when it is wanted, because the list comes first
    let begun = Memo::new(move |_| above.keys.get() || above.commands.get() || rest::state() == rest::State::There);
    let over = move || begun.get().then(|| part(Part::Above(session, above), View::Nothing));
    over.into_view()
}

/// The list of shortcuts and the commands; also sets the title of the tab.
pub fn above(session: Option<Session>, above: Above) -> View {
    title::follow(session);
    let frame = Owner::current();
    let keys = move || above.keys.get().then(|| overlay::keys(session, above));
    let commands = move || above.commands.get().then(|| palette::palette(session, above, frame.as_ref()));
    [keys.into_view(), commands.into_view()].into_view()
}
