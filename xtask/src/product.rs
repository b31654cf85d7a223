//! The two things that are built: the page and the worker. Neither is built again while nothing it is made of changed.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    process::Command,
};

use xtask::{npm, place};

use crate::{Outcome, bring, fingerprint, say, split};

/// What both are made of.
const SHARED: [&str; 6] = [".cargo", "Cargo.lock", "Cargo.toml", "domain", "package-lock.json", "rust-toolchain.toml"];

struct Product {
    name: &'static str,
    sources: &'static [&'static str],
    built: fn() -> PathBuf,
    build: fn() -> Outcome<()>,
}

const PAGE: Product = Product {
    name: "page",
    sources: &["app", "markup", "style", "index.html", "Trunk.toml", "xtask/src/product.rs", "xtask/src/split.rs"],
    built: place::page,
    build: build_page,
};

const WORKER: Product = Product {
    name: "worker",
    sources: &["worker/Cargo.toml", "worker/src", "xtask/src/product.rs"],
    built: place::worker,
    build: build_worker,
};

pub fn build_all() -> Outcome<()> {
    let _turn = take_turn().map_err(|error| format!("the builds cannot be locked: {error}"))?;
    bring_up_to_date(&WORKER)?;
    bring_up_to_date(&PAGE)
}

/// Two builds at once would write the same files.
fn take_turn() -> io::Result<File> {
    let folder = stamps();
    fs::create_dir_all(&folder)?;
    let lock = File::create(folder.join("lock"))?;
    if let Err(TryLockError::WouldBlock) = lock.try_lock() {
        say::line("waiting for another build to end");
        lock.lock()?;
    }
    Ok(lock)
}

fn stamps() -> PathBuf {
    place::root().join("target/xtask")
}

fn bring_up_to_date(product: &Product) -> Outcome<()> {
    let sources: Vec<_> = SHARED.iter().chain(product.sources).map(|source| place::root().join(source)).collect();
    let stamp = stamps().join(product.name);
    let now = || Ok::<_, String>(format!("{} {}", fingerprint::of(&sources)?, fingerprint::of(&[(product.built)()])?));
    if fingerprint::agrees(&stamp, &now()?) {
        say::line(&format!("the {} is up to date", product.name));
        return Ok(());
    }
    // What is edited while it is built may have been read before or after: then the next run builds again.
    let before = fingerprint::of(&sources)?;
    (product.build)()?;
    if fingerprint::of(&sources)? == before {
        fingerprint::write(&stamp, &now()?)?;
    }
    Ok(())
}

fn build_page() -> Outcome<()> {
    let mut command = Command::new(place::tools().join("bin/trunk"));
    command.current_dir(place::root()).env("PATH", bring::path()?).env_remove("NO_COLOR");
    command.args(["build", "--release", "--offline"]);
    say::run("building the page", &mut command)?;
    // Static servers without a fallback find the demo's first page here, and its deep links through the error page.
    let page = place::page();
    split::page(&page)?;
    copy(&page.join("index.html"), &page.join("demo/index.html"))?;
    copy(&page.join("index.html"), &page.join("404.html"))
}

fn build_worker() -> Outcome<()> {
    let mut command = Command::new(place::tools().join("bin/worker-build"));
    command.current_dir(place::root().join("worker")).env("PATH", bring::path()?);
    // Each of these would be downloaded when it is not named.
    command.env("WASM_BINDGEN_BIN", place::tools().join("bin/wasm-bindgen"));
    command.env("ESBUILD_BIN", npm::esbuild()).env("WASM_OPT_BIN", npm::wasm_opt());
    command.arg("--release");
    say::run("building the worker", &mut command)?;
    // worker-build keeps the names of functions, a quarter of the file.
    let wasm = place::worker().join("index_bg.wasm");
    let mut command = Command::new(npm::wasm_opt());
    command.args(["--all-features", "--strip-debug"]).arg(&wasm).arg("-o").arg(&wasm);
    say::run("stripping the worker", &mut command)
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    fs::create_dir_all(to.parent().unwrap_or(to))
        .and_then(|()| fs::copy(from, to))
        .map(drop)
        .map_err(|error| format!("{} as {}: {error}", from.display(), to.display()))
}
