//! Replaces the skeleton of `index.html` with the page.

use std::time::Duration;

use app::{
    crash,
    location::Location,
    screens::Screen,
    view::{self, IntoView, View},
    widgets::prepare_dates,
    words::{self, Spoken, Words},
};
use leptos::prelude::set_timeout;
use wasm_bindgen_futures::spawn_local;
use web_sys::window;

fn main() {
    crash::install();
    spawn_local(async {
        let words = words::fetch(words::wished()).await;
        view::mount(move || page(words));
        let page = window().and_then(|window| window.document());
        if let Some(boot) = page.and_then(|page| page.get_element_by_id("boot")) {
            boot.remove();
        }
        set_timeout(move || prepare_dates(words.locale), Duration::ZERO);
    });
}

/// The page in the user's language. When the language changes, the page is built anew.
fn page(words: &'static Words) -> View {
    Location::follow();
    let spoken = Spoken::provide(words);
    let screen = move || {
        spoken.track();
        Screen()
    };
    screen.into_view()
}
