//! Puts the page in the place of the skeleton that `index.html` shows meanwhile.

use app::{
    crash,
    location::Location,
    screens::Screen,
    view::{self, IntoView, View},
    words::provide_lang,
};
use leptos::prelude::{Track, document};

fn main() {
    crash::install();
    view::mount(page);
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

/// The page in the language of the user; another language builds it anew.
fn page() -> View {
    Location::follow();
    let lang = provide_lang();
    let screen = move || {
        lang.track();
        Screen()
    };
    screen.into_view()
}
