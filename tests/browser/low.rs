//! Low and narrow windows, as they come from enlarging the page to 400 %: everything in every dialog can be reached.

use serde_json::{Value, json};
use tests::{static_files::StaticFiles, workerd::Server};

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, platform, roster},
    thing::Name,
};

/// Names what the topmost dialog has and a person cannot get to: by scrolling what can be scrolled and pointing, or by
/// moving focus.
const OUT_OF_REACH: &str = "(() => {
    const dialog = [...document.querySelectorAll('dialog[open]')].pop();
    if (!dialog) return ['no dialog'];
    const scrolls = (box) => /auto|scroll/.test(getComputedStyle(box).overflow);
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
                box.scrollLeft += (its.left + its.right - own.left - own.right) / 2;
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
    page.find("dialog", "Tastenkürzel");
    look(&mut page, "keys", &mut lost);
    page.key("Escape");
    page.gone("dialog", Name::Any);

    page.open_billing();
    page.choose("Keine", "anna.keller@musterfirma.example");
    // to take this one back would close it, so it is asked for
    let ends = roster(SMALL_ROSTER).into_iter().find(|entry| entry.mode == "none").expect("one that ends").address;
    page.choose("Jährlich", &ends);
    look(&mut page, "choice", &mut lost);
    page.key("Escape");
    page.find("alertdialog", Name::Any);
    look(&mut page, "question", &mut lost);
    page.click("button", "Weiter bearbeiten");
    page.size(427, 240);
    page.run("document.querySelector('dialog[open]').scrollTop = 400");
    page.go_on();
    let top = "document.querySelector('dialog[open]').scrollTop";
    page.until("the beginning of the summary", |page| (page.run(top) == 0).then_some(()));
    look(&mut page, "summary", &mut lost);
    page.confirm();
    look(&mut page, "receipt", &mut lost);
    page.click("button", "Fertig");
    page.gone("dialog", Name::Any);
    page.click("link", "Verlauf");
    page.click("button", "Rückgängig machen");
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
    page.fill("textbox", Name::Begins("Geben Sie"), "Musterfirma GmbH");
    page.click("button", "Kündigen");
    page.click("button", "Kündigung zurücknehmen");
    page.find("alertdialog", Name::Any);
    look(&mut page, "taking the termination back", &mut lost);
    assert_eq!(json!(lost), json!([]));
}

/// Names what does not fit: text that is taller than the box that cuts it, what reaches over an edge of the screen to where
/// nothing scrolls, and what makes the page scroll sideways.
const CUT: &str = "(() => {
    const cut = [];
    const over = document.querySelector('dialog[open]') ?? document.body;
    for (const box of over.querySelectorAll('*')) {
        const style = getComputedStyle(box);
        if (style.display === 'none' || box.matches('.sr-only, .sr-only *, select, input, textarea') || box.clientHeight < 3) continue;
        const clips = style.overflowY === 'hidden' || style.overflowY === 'clip';
        if (clips && box.scrollHeight > box.clientHeight + 2) cut.push(`${box.className || box.tagName}: ${box.innerText}`);
        const row = box.closest('.virtual-row');
        if (row && box.getBoundingClientRect().bottom > row.getBoundingClientRect().bottom + 2) {
            cut.push(`out of its row: ${box.className || box.tagName}: ${box.innerText}`);
        }
    }
    const root = document.documentElement;
    const scrolls = (box) => box && (/auto|scroll/.test(getComputedStyle(box).overflowX) || scrolls(box.parentElement));
    for (const box of over.querySelectorAll('*')) {
        const { left, right, width } = box.getBoundingClientRect();
        const seen = width > 1 && box.checkVisibility({ visibilityProperty: true });
        const hidden = box.closest('.sr-only, thead') || scrolls(box.parentElement.closest(':not(body, html, dialog)'));
        const beyond = Math.max(right - root.clientWidth, -left);
        if (seen && !hidden && beyond > 1) cut.push(`${box.className || box.tagName} reaches ${beyond} px beyond the edge`);
    }
    if (root.scrollWidth > root.clientWidth) cut.push(`the page is ${root.scrollWidth - root.clientWidth} px too wide`);
    return cut;
})()";

/// The height of the first element with this class, in pixels.
fn height_of(page: &mut Page, class: &str) -> f64 {
    let height = format!("document.querySelector({class:?}).getBoundingClientRect().height");
    page.until(class, |page| page.run(&format!("document.querySelector({class:?}) && {height}")).as_f64())
}

#[test]
fn a_larger_font_of_the_browser_makes_everything_larger() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    let mut before = Vec::new();
    let classes = [".virtual-row", ".tools .btn", ".tools .field", ".topbar", ".pick-head", ".steps", ".dialog-foot"];
    for (size, factor) in [(16, 1.0), (32, 2.0)] {
        page.chromium.call("Page.setFontSizes", json!({ "fontSizes": { "standard": size, "fixed": size } }));
        page.size(2400, 1400);
        page.open_platform(&server, &id);
        page.row("anna.keller@musterfirma.example");
        page.open_billing();
        let heights: Vec<f64> = classes.iter().map(|class| height_of(&mut page, class)).collect();
        if size == 16 {
            before = heights;
            continue;
        }
        for ((class, before), after) in classes.iter().zip(&before).zip(&heights) {
            assert!((after / before - factor).abs() < 0.05, "{class} is {after} high, and was {before}");
        }
        let mut cut = Vec::new();
        for (width, height) in [(2400, 1400), (1440, 900), (720, 900)] {
            page.size(width, height);
            for place in ["accounts", "accounts?dialog=billing", "accounts?dialog=order", "history", "settings"] {
                page.open(&format!("{}/platforms/{id}/{place}", server.address()));
                if place.contains('?') {
                    page.find("dialog", Name::Any);
                }
                page.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))");
                let found = page.run(CUT);
                let found = found.as_array().map(Vec::as_slice).unwrap_or_default();
                cut.extend(found.iter().filter_map(Value::as_str).map(|cut| format!("{place}, {width}: {cut}")));
            }
        }
        assert_eq!(json!(cut), json!([]));
        // the last row is found where the larger rows put it
        page.size(1440, 900);
        page.open_platform(&server, &id);
        page.run("document.querySelector('.virtual-list').scrollIntoView({ block: 'end' })");
        let rows = "[...document.querySelectorAll('.virtual-row')].some((row) => row.dataset.index === '24')";
        page.until("the last row", |page| (page.run(rows) == true).then_some(()));
    }
}

#[test]
fn forced_colours_take_nothing_away() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    let forced = json!([{ "name": "forced-colors", "value": "active" }, { "name": "prefers-reduced-motion", "value": "reduce" }]);
    page.chromium.call("Emulation.setEmulatedMedia", json!({ "features": forced }));
    page.open_platform(&server, &id);
    page.click("button", "E-Mail-Account");
    page.until("the forced styles", |page| {
        (page.run("matchMedia('(forced-colors: active)').matches") == true).then_some(())
    });
    // what a colour says can be told from the ground that it stands on
    let told = |selector: &str, pseudo: &str, property: &str| {
        format!(
            "(() => {{
                const probe = document.body.appendChild(document.createElement('i'));
                probe.style.cssText = 'forced-color-adjust: none; background: Canvas';
                const ground = getComputedStyle(probe).backgroundColor;
                probe.remove();
                const thing = document.querySelector({selector:?});
                if (!thing) return null;
                const style = getComputedStyle(thing, {pseudo:?});
                const seen = style.getPropertyValue({property:?});
                return seen !== ground && !/^(rgba\\(.*, 0\\)|none|0px.*)$/.test(seen);
            }})()"
        )
    };
    let mut lost = Vec::new();
    let mut look = |page: &mut Page, selector: &str, pseudo: &str, property: &str| {
        if page.until(selector, |page| page.run(&told(selector, pseudo, property)).as_bool()) {
            return;
        }
        lost.push(format!("{selector}{pseudo} {property}"));
    };
    look(&mut page, ".month-renewals", "", "background-color");
    look(&mut page, ".month-closings", "", "background-image");
    look(&mut page, ".badge", "::before", "background-color");
    look(&mut page, "[aria-sort=descending] > .sort", "::after", "border-top-color");
    let other = "getComputedStyle(document.querySelector('[aria-sort=none] > .sort'), '::after').borderTopColor";
    assert_eq!(page.run(other), "rgba(0, 0, 0, 0)", "a column that is not sorted by has no mark");
    look(&mut page, ".account-check .check", "", "appearance");
    page.open_billing();
    look(&mut page, ".virtual-row .radio", "", "appearance");
    page.click("checkbox", "Alle 25: Keine");
    look(&mut page, ".pick-row.is-closing", "", "border-inline-start-width");
    page.click("button", Name::Begins("Nur geänderte"));
    look(&mut page, ".chip[aria-pressed=true]", "", "background-color");
    page.size(360, 740);
    look(&mut page, ".virtual-row .choice:has(:checked)", "", "background-color");
    assert_eq!(json!(lost), json!([]));
}

/// Whether a menu is open and cannot be seen as a whole.
const MENU_OUTSIDE: &str = "(() => {
    const menu = document.querySelector('.menu')?.getBoundingClientRect();
    return menu !== undefined && (menu.top < 0 || menu.bottom > innerHeight);
})()";

/// What is on the screen at each of these places, in a small window for its font and in a small window.
#[test]
fn no_page_scrolls_sideways_on_a_phone_with_a_large_font() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    platform(&server, SMALL_ROSTER);
    let order = json!({ "quantity": 3, "term": "monthly" });
    let quote = server.post(&format!("/platforms/{id}/orders/preview"), &order).expect(200).json();
    let order = json!({ "quantity": 3, "term": "monthly", "hash": quote["hash"] });
    let ordered = server.post(&format!("/platforms/{id}/orders"), &order).expect(201).json();
    let invoice = ordered["invoice"].as_str().expect("a number").to_owned();
    // one is suspended then, and its row says when it will be deleted
    server.patch(&format!("/platforms/{id}"), &json!({ "retention_days": 60 })).expect(200);
    server.post(&format!("/platforms/{id}/clock"), &json!({ "today": "2027-01-31" })).expect(200);
    let mut page = Page::new();
    let mut cut = Vec::new();
    for (width, height, font) in [(360, 740, 32), (320, 256, 16)] {
        page.chromium.call("Page.setFontSizes", json!({ "fontSizes": { "standard": font, "fixed": font } }));
        page.size(width, height);
        let mut look = |page: &mut Page, what: &str| {
            page.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))");
            let found = page.run(CUT);
            let found = found.as_array().map(Vec::as_slice).unwrap_or_default();
            cut.extend(found.iter().filter_map(Value::as_str).map(|cut| format!("{what}, {width}: {cut}")));
            let out = page.run(MENU_OUTSIDE).as_bool() == Some(true);
            cut.extend(out.then(|| format!("{what}, {width}: it reaches out of the window")));
        };
        for (place, there) in [("", "Ihre Plattformen"), ("?dialog=new", "Jedes Postfach"), ("nowhere", "Diese Seite")]
        {
            page.open(&format!("{}/{place}", server.address()));
            page.find("heading", Name::Begins(there));
            look(&mut page, place);
        }
        let at = |place: &str| format!("{}/platforms/{id}/{place}", server.address());
        let below = ["accounts", "accounts?search=nobody", "accounts?status=suspended", "accounts/1", "invoices"];
        for place in below.into_iter().chain(["history", "settings", &format!("invoices/{invoice}")]) {
            page.open(&at(place));
            page.find("heading", "Musterfirma GmbH");
            page.gone("status", "Wird geladen …");
            look(&mut page, place);
        }
        for dialog in ["billing", "order", "import", "setup&account=1", "reset&account=1", "terminate"] {
            page.open(&at(&format!("accounts?dialog={dialog}")));
            page.find("dialog", Name::Any);
            look(&mut page, dialog);
        }
        page.open(&at("accounts?dialog=billing"));
        page.choose("Jährlich", "anna.keller@musterfirma.example");
        look(&mut page, "a staged change");
        page.go_on();
        look(&mut page, "summary");
        page.confirm();
        look(&mut page, "receipt");
        page.click("button", "Rückgängig machen");
        page.shows("Rückgängig gemacht");
        look(&mut page, "undone");
        page.open(&at("accounts"));
        page.find("button", "+1 Tag");
        page.open_menu("Aktionen");
        page.find("menuitem", "Kündigen");
        look(&mut page, "menu");
        page.key("Escape");
    }
    assert_eq!(json!(cut), json!([]));
}
