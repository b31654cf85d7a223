//! What the page needs to be kept by a browser and opened like a program: the list of its files, its icons, and what it is called.

use std::{
    collections::BTreeSet,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

use serde_json::json;
use xtask::place;

use crate::{Outcome, files, fingerprint, page, policy};

/// The placeholder of `app/service-worker.js` for what the build knows.
const SHELL: &str = "SHELL";
/// Files that are the page under another address, or are for hosts.
const NOT_KEPT: [&str; 4] = ["index.html", "404.html", "demo/index.html", "_headers"];

/// Puts what needs no build beside the page.
pub fn beside(page: &Path) -> Outcome<()> {
    let app = place::root().join("app");
    files::copy(&app.join("manifest.webmanifest"), &page.join("manifest.webmanifest"))?;
    for icon in ["icon-192", "icon-512", "maskable-512", "touch-180"] {
        let name = format!("icons/{icon}.png");
        files::copy(&app.join(&name), &page.join(&name))?;
    }
    Ok(())
}

/// Writes what keeps a page that is complete, whose program has this name.
pub fn write(page: &Path, program: &str) -> Outcome<()> {
    let mut all = BTreeSet::new();
    fingerprint::collect(page, &mut all).map_err(|error| files::about(page, &error))?;
    let mut hasher = DefaultHasher::new();
    for file in &all {
        file.strip_prefix(page).unwrap_or(file).hash(&mut hasher);
        fs::read(file).map_err(|error| files::about(file, &error))?.hash(&mut hasher);
    }
    let named = policy::hashed(page)?;
    let names = all.iter().filter_map(|file| Some(file.strip_prefix(page).ok()?.to_string_lossy().into_owned()));
    let others = names.filter(|name| !named.contains(name) && !NOT_KEPT.contains(&&**name));
    let address = |name: &String| format!("/{name}");
    let [named, others] = [named.iter().map(address).collect::<Vec<_>>(), others.map(|name| address(&name)).collect()];
    let shell = json!([format!("{:016x}", hasher.finish()), program, named, others]);
    let source = files::read(&place::root().join("app/service-worker.js"))?;
    let source = files::replaced("service-worker.js", &source, SHELL, &shell.to_string())?;
    files::put(&page.join("service-worker.js"), page::minified("js", &source)?.as_bytes())
}
