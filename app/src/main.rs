//! Replaces the skeleton of `index.html` with the page.

use app::{
    crash,
    location::Location,
    screens::Screen,
    view::{self, IntoView, View},
    words::{self, Spoken, Words},
};
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
