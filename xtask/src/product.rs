//! The two products: the page and the worker. A product is built again only if something it is made of has changed.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::PathBuf,
};

use xtask::{npm, place};

use crate::{
    Outcome, bring, fingerprint, page, say,
    steps::{self, Row, Step},
    worker,
};

/// The sources that both products are made of, and the code that builds them.
const SHARED: [&str; 9] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "domain",
    "package-lock.json",
    "rust-toolchain.toml",
    "xtask/src/bring.rs",
    "xtask/src/product.rs",
    "xtask/src/wasm.rs",
];

#[derive(Clone, Copy)]
struct Product {
    name: &'static str,
    sources: &'static [&'static str],
    built: fn() -> Vec<PathBuf>,
    compile: Part,
    build: Part,
}

/// The name of a step, its cost in seconds of one core, and the function that does it.
type Part = (&'static str, u32, fn() -> Outcome<()>);

const PAGE: Product = Product {
    name: "page",
    sources: &[
        "app",
        "markup",
        "style",
        "index.html",
        "xtask/src/html.rs",
        "xtask/src/page.rs",
        "xtask/src/policy.rs",
        "worker/headers.json",
        "xtask/src/split.rs",
    ],
    built: || vec![place::page(), place::assets()],
    compile: ("compiled page", 300, page::compile),
    build: ("page", 60, page::build),
};

const WORKER: Product = Product {
    name: "worker",
    sources: &["worker/Cargo.toml", "worker/instance.mjs", "worker/shim.mjs", "worker/src", "xtask/src/worker.rs"],
    built: || vec![place::worker()],
    compile: ("compiled worker", 200, worker::compile),
    build: ("worker", 40, worker::build),
};

/// Brings the tools that are missing, and builds the products that changed. Tools and wasm are compiled at the same
/// time, because neither needs the other.
pub fn build_all() -> Outcome<()> {
    let _turn = take_turn().map_err(|error| format!("the builds cannot be locked: {error}"))?;
    let (mut compiling, mut building) = (Row::new(), Vec::new());
    for product in [WORKER, PAGE] {
        let before = product.made_of()?;
        if fingerprint::agrees(&product.stamp(), &product.stamped(&before)?) {
            say::line(&format!("the {} is up to date", product.name));
            continue;
        }
        let ((what, cost, compile), (made, effort, build)) = (product.compile, product.build);
        compiling.push(Step::new(what, cost, compile));
        building.push(vec![Step::new(made, effort, move || build().and_then(|()| product.note(&before)))]);
    }
    if !compiling.is_empty() {
        compiling.splice(0..0, bring::wasm_target());
    }
    steps::carry_out(vec![vec![bring::tools()?, compiling], building])
}

/// Builds both products if the worker was never built. What is built is taken as it is, because a server may be running on it.
pub fn build_if_missing() -> Outcome<()> {
    if place::worker().join("index.js").exists() && npm::workerd().exists() { Ok(()) } else { build_all() }
}

impl Product {
    fn made_of(&self) -> Outcome<String> {
        let sources = SHARED.iter().chain(&bring::TOOLS).chain(self.sources).map(|source| place::root().join(source));
        fingerprint::of(&sources.collect::<Vec<_>>())
    }

    fn stamp(&self) -> PathBuf {
        stamps().join(self.name)
    }

    /// The stamp of a product: the fingerprints of its sources and of what is built now.
    fn stamped(&self, made_of: &str) -> Outcome<String> {
        Ok(format!("{made_of} {}", fingerprint::of(&(self.built)())?))
    }

    /// Writes the stamp, unless the sources have changed during the build: then the next run builds again.
    fn note(&self, before: &str) -> Outcome<()> {
        if self.made_of()? == before { fingerprint::write(&self.stamp(), &self.stamped(before)?) } else { Ok(()) }
    }
}

/// Waits until no other build is running, because two builds at once would write the same files.
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
