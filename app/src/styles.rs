//! The styles of the [`rest`](crate::rest) of the page. They come with its code, so that nothing is shown without them
//! and the first screen does not wait for them. What the first screen needs is in `index.html`.

use web_sys::window;

/// The files of `style`, in their order.
const SHEETS: [&str; 12] = [
    include_str!("../../style/dialog.css"),
    include_str!("../../style/billing.css"),
    include_str!("../../style/summary.css"),
    include_str!("../../style/receipt.css"),
    include_str!("../../style/deeds.css"),
    include_str!("../../style/history.css"),
    include_str!("../../style/account.css"),
    include_str!("../../style/invoices.css"),
    include_str!("../../style/settings.css"),
    include_str!("../../style/keys.css"),
    include_str!("../../style/print.css"),
    include_str!("../../style/forced.css"),
];

/// Adds the styles to the page.
pub fn add() {
    let added = window().and_then(|window| window.document()).and_then(|document| {
        let style = document.create_element("style").ok()?;
        style.set_text_content(Some(&SHEETS.concat()));
        document.head()?.append_child(&style).ok()
    });
    debug_assert!(added.is_some(), "a page has a head");
}
