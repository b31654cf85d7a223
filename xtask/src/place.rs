//! The folders of the project.

use std::path::{Path, PathBuf};

/// The root of the work tree this program was built from.
pub fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// The built page, as any static file server can serve it.
pub fn page() -> PathBuf {
    root().join("dist")
}

/// The built worker: `index.js` and `index_bg.wasm`.
pub fn worker() -> PathBuf {
    root().join("worker/build")
}

/// Where the tools written in Rust are built, for this project alone.
pub fn tools() -> PathBuf {
    root().join(".tools")
}

/// One of the tools written in Rust.
pub fn program(name: &str) -> PathBuf {
    tools().join("debug").join(name)
}
