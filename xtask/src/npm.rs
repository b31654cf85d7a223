//! Programs that come from npm. Only packages that contain their binary are used, so that no install script must run.

use std::path::PathBuf;

use crate::place;

const ARCH: &str = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };

pub fn workerd() -> PathBuf {
    // workerd has its own name for x64.
    let arch = if ARCH == "x64" { "64" } else { ARCH };
    modules().join(format!("@cloudflare/workerd-linux-{arch}/bin/workerd"))
}

pub fn esbuild() -> PathBuf {
    modules().join(format!("@esbuild/linux-{ARCH}/bin/esbuild"))
}

pub fn wasm_opt() -> PathBuf {
    modules().join(".bin/wasm-opt")
}

/// The accessibility checker that the browser tests inject into the page.
pub fn axe() -> PathBuf {
    modules().join("axe-core/axe.min.js")
}

pub fn modules() -> PathBuf {
    place::root().join("node_modules")
}
