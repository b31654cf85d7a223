//! Puts the page in the place of the skeleton that `index.html` shows meanwhile.

use app::{crash, location::Location, screens::Screen, words::provide_lang};
use leptos::{mount::mount_to_body, prelude::*};

fn main() {
    crash::install();
    mount_to_body(Page);
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

/// The page in the language of the user; another language builds it anew.
#[component]
fn Page() -> impl IntoView {
    Location::follow();
    let lang = provide_lang();
    move || {
        lang.track();
        view! { <Screen /> }
    }
}
