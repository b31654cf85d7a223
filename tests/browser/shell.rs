//! The browser keeps the page: it opens without a network, and a newer one takes its place when somebody agrees.

use std::{fs, path::Path};

use serde_json::json;
use tests::{static_files::StaticFiles, workerd::Server};
use xtask::place;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, platform},
    thing::Name,
};

const NEWER: &str = "Eine neue Version von Laufzeit ist bereit.";

/// Waits until the page is kept, and everything it asks for comes from there.
#[track_caller]
fn kept(page: &mut Page) {
    let is_kept = "navigator.serviceWorker.controller !== null";
    page.until("the page is kept", |page| (page.run(is_kept) == true).then_some(()));
}

/// Has the browser ask whether there is a newer page.
fn ask(page: &mut Page) {
    page.run("navigator.serviceWorker.getRegistration().then((own) => own.update()).catch(() => null)");
}

/// The name of the program that a tab runs.
fn program(page: &mut Page) -> String {
    let script = "document.querySelector('link[rel=modulepreload]')?.getAttribute('href')";
    page.until("a program", |page| page.run(script).as_str().map(str::to_owned))
}

fn texts(folder: &Path, change: &dyn Fn(&str) -> String) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            texts(&entry, change);
            continue;
        }
        let text = fs::read(&entry).expect("a file");
        if let Ok(text) = String::from_utf8(text) {
            fs::write(&entry, change(&text)).expect("it can be written");
        }
        let name = entry.file_name().and_then(|name| name.to_str()).expect("a name");
        fs::rename(&entry, folder.join(change(name))).expect("it can be renamed");
    }
}

/// Puts another build in the place of the page in a folder: the same, under the names of another program.
fn deploy(folder: &Path, letter: &str) {
    fs::remove_dir_all(folder).expect("a folder");
    tests::workerd::copy(&place::page(), folder).expect("the page");
    let index = fs::read_to_string(folder.join("index.html")).expect("a page");
    let name = index.split("/app-").nth(1).and_then(|rest| rest.get(..16)).expect("a hash").to_owned();
    let keeper = fs::read_to_string(folder.join("service-worker.js")).expect("a file");
    let version = keeper.split('"').nth(1).expect("a hash").to_owned();
    texts(folder, &|text| text.replace(&name, &letter.repeat(16)).replace(&version, &format!("{letter}{version}")));
}

#[test]
fn demo_and_guide_open_without_a_host() {
    let files = StaticFiles::start();
    let (mut page, address) = (Page::new(), files.address());
    page.open(&format!("{address}/demo"));
    kept(&mut page);
    drop(files);
    page.reload();
    page.find("heading", "Musterfirma GmbH");
    // also what nobody has opened before
    page.open(&format!("{address}/demo/platforms/demo/invoices"));
    page.shows("Noch keine Rechnungen");
    page.open(&format!("{address}/help"));
    page.find("heading", "Anleitung");
    page.find("searchbox", Name::Any);
    page.open(&format!("{address}/"));
    page.shows("Demo");
}

#[test]
fn a_platform_of_a_worker_that_is_away_says_so() {
    let mut server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    page.open_platform(&server, &id);
    kept(&mut page);
    server.kill9();
    page.reload();
    page.shows("Offline");
    server.restart_in_place();
    page.find("heading", "Musterfirma GmbH");
    // nothing of a platform is kept with the page
    let all = "caches.keys().then((all) => Promise.all(all.map((name) => caches.open(name).then((own) => own.keys()))))\
               .then((all) => all.flat().filter(({ url }) => url.includes('/api/')).length)";
    assert_eq!(page.run(all), json!(0));
}

#[test]
fn a_newer_page_waits_until_somebody_agrees() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let host = folder.path().join("page");
    fs::create_dir(&host).expect("a folder");
    deploy(&host, "a");
    let files = StaticFiles::of(&host);
    let demo = format!("{}/demo", files.address());
    let mut page = Page::new();
    page.open(&demo);
    kept(&mut page);
    let old = program(&mut page);
    page.open_tab();
    page.open(&demo);

    // half of another build is none
    deploy(&host, "b");
    fs::remove_dir_all(host.join("words")).expect("words");
    ask(&mut page);
    page.settles();
    assert!(!page.all_text().contains(NEWER));
    page.reload();
    assert_eq!(program(&mut page), old);

    deploy(&host, "c");
    ask(&mut page);
    page.shows(NEWER);
    page.reload();
    assert_eq!(program(&mut page), old, "nobody has agreed");
    page.shows(NEWER);
    page.click("button", "Neu laden");
    page.until("the newer page", |page| (program(page) != old).then_some(()));
    page.find("heading", "Musterfirma GmbH");
    assert!(!page.all_text().contains(NEWER));

    // the other tab goes on with what it has, also where the host no longer has that, until it is loaded again
    page.chromium.change_tab();
    page.shows(NEWER);
    assert_eq!(program(&mut page), old);
    page.click("button", Name::Begins("Sprache"));
    page.click("menuitemradio", "English");
    page.shows("A new version of Laufzeit is ready.");
    page.click("button", "Reload");
    page.until("the newer page", |page| (program(page) != old).then_some(()));
    // of the builds before, the last one is kept
    deploy(&host, "d");
    ask(&mut page);
    page.shows("A new version of Laufzeit is ready.");
    page.click("button", "Reload");
    page.until("two builds", |page| (page.run("caches.keys().then((all) => all.length)") == json!(2)).then_some(()));
}
