//! The folders of the project.

use std::path::{Path, PathBuf};

/// The root of the work tree that this program was built from.
pub fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// The folder of the built page, which any static file server can serve.
pub fn page() -> PathBuf {
    root().join("dist")
}

/// How workerd serves the page.
pub fn assets() -> PathBuf {
    root().join("worker/assets.json")
}

/// The folder of the built worker: `index.js` and `index_bg.wasm`.
pub fn worker() -> PathBuf {
    root().join("worker/build")
}

/// The folder in which the tools written in Rust are built, for this project only.
pub fn tools() -> PathBuf {
    root().join(".tools")
}

/// The path of one of the tools written in Rust.
pub fn program(name: &str) -> PathBuf {
    tools().join("debug").join(name)
}
