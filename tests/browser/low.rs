//! Low and narrow windows, as they come from enlarging the page to 400 %: everything in every dialog can be reached.

use serde_json::{Value, json};
use tests::{static_files::StaticFiles, workerd::Server};

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, platform},
    thing::Name,
};

/// Names what the topmost dialog has and a person cannot get to: by scrolling what can be scrolled and pointing, or by
/// moving focus.
const OUT_OF_REACH: &str = "(() => {
    const dialog = [...document.querySelectorAll('dialog[open]')].pop();
    if (!dialog) return ['no dialog'];
    const scrolls = (box) => /auto|scroll/.test(getComputedStyle(box).overflowY);
    const met = (thing) => {
        const box = thing.getBoundingClientRect();
        const found = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return found && (thing.contains(found) || found.closest('label')?.control === thing);
    };
    const scrollTo = (thing) => {
        for (let box = thing.parentElement; box; box = box.parentElement) {
            if (scrolls(box)) {
                const [own, its] = [box.getBoundingClientRect(), thing.getBoundingClientRect()];
                box.scrollTop += (its.top + its.bottom - own.top - own.bottom) / 2;
            }
            if (box === dialog) return;
        }
    };
    const name = (thing) => `${thing.tagName} ${thing.getAttribute('aria-label') ?? thing.innerText ?? ''}`;
    const lost = [];
    for (const thing of dialog.querySelectorAll('button, input, select, textarea, summary, a')) {
        const seen = thing.matches('.sr-only') ? thing.closest('label') : thing;
        if (!seen.checkVisibility({ visibilityProperty: true })) continue;
        scrollTo(seen);
        if (!met(seen)) lost.push(`pointer: ${name(thing)}`);
        if (thing.disabled || thing.tabIndex < 0) continue;
        thing.focus();
        if (document.activeElement === thing && !met(seen)) lost.push(`keyboard: ${name(thing)}`);
    }
    if (dialog.scrollWidth > dialog.clientWidth) lost.push(`wider than the window by ${dialog.scrollWidth - dialog.clientWidth}`);
    return lost;
})()";

/// Looks at the open dialog in each size.
#[track_caller]
fn look(page: &mut Page, what: &str, lost: &mut Vec<String>) {
    page.until(what, |page| (page.run("!!document.querySelector('dialog[open]')") == true).then_some(()));
    for (width, height) in [(320, 256), (427, 240), (640, 300)] {
        page.size(width, height);
        // rows are shown anew in the frame after next
        page.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))");
        let found = page.run(OUT_OF_REACH);
        let found = found.as_array().map(Vec::as_slice).unwrap_or_default();
        lost.extend(found.iter().filter_map(Value::as_str).map(|thing| format!("{what}, {width}×{height}: {thing}")));
    }
    page.size(1440, 900);
}

#[test]
fn every_dialog_can_be_used_in_a_low_window() {
    let (server, files) = (Server::start(), StaticFiles::start());
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    let mut lost = Vec::new();
    page.open_platform(&server, &id);
    page.chord("k");
    page.find("combobox", "Befehl suchen");
    look(&mut page, "commands", &mut lost);
    page.key("Escape");
    page.gone("dialog", Name::Any);
    page.key("?");
    page.find("dialog", "Tasten");
    look(&mut page, "keys", &mut lost);
    page.key("Escape");
    page.gone("dialog", Name::Any);

    page.open_billing();
    page.choose("Keine", "anna.keller@musterfirma.example");
    look(&mut page, "choice", &mut lost);
    page.key("Escape");
    page.find("alertdialog", Name::Any);
    look(&mut page, "question", &mut lost);
    page.click("button", "Weiter bearbeiten");
    page.go_on();
    look(&mut page, "summary", &mut lost);
    page.confirm();
    look(&mut page, "receipt", &mut lost);
    page.click("button", "Fertig");
    page.gone("dialog", Name::Any);
    page.click("link", "Verlauf");
    page.click("button", Name::Begins("Rückgängig"));
    page.find("alertdialog", Name::Any);
    look(&mut page, "undo", &mut lost);
    page.key("Escape");
    page.gone("alertdialog", Name::Any);

    let demo = format!("{}/demo/platforms/demo/accounts", files.address());
    for dialog in ["import", "order", "setup&account=1", "reset&account=1", "restore&account=1", "terminate"] {
        page.open(&format!("{demo}?dialog={dialog}"));
        page.find("dialog", Name::Any);
        look(&mut page, dialog, &mut lost);
    }
    page.fill("textbox", Name::Begins("Tippen Sie"), "Musterfirma GmbH");
    page.click("button", "Kündigen");
    page.click("button", "Kündigung zurücknehmen");
    page.find("alertdialog", Name::Any);
    look(&mut page, "taking the termination back", &mut lost);
    assert_eq!(json!(lost), json!([]));
}
