//! The styles of the [`rest`](crate::rest) of the page. They come with its code, so that nothing is shown without them
//! and the first screen does not wait for them. What the first screen needs is in `index.html`.

use wasm_bindgen::JsValue;
use web_sys::{CssStyleSheet, window};

/// The files of `style`, in their order.
const SHEETS: [&str; 16] = [
    include_str!("../../style/home.css"),
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
    include_str!("../../style/people.css"),
    include_str!("../../style/guide.css"),
    include_str!("../../style/narrow.css"),
    include_str!("../../style/print.css"),
    include_str!("../../style/forced.css"),
];

/// Adds the styles to the page, as a sheet that a script makes: an element with the same text would have to be named
/// in the content security policy.
pub fn add() {
    let added = window().and_then(|window| window.document()).map(|document| {
        let sheet = CssStyleSheet::new()?;
        sheet.replace_sync(&SHEETS.concat())?;
        document.adopted_style_sheets().push(&sheet);
        Ok::<_, JsValue>(())
    });
    debug_assert!(matches!(added, Some(Ok(()))), "a page takes styles");
}
