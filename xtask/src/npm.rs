//! Programs that come from npm. Only packages that carry their binary are used: no install script runs.

use std::path::PathBuf;

use crate::place;

/// Node names the architectures its own way, and workerd names one of them another way again.
const ARCH: &str = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
const SYSTEM: &str = if cfg!(target_os = "macos") { "darwin" } else { "linux" };

pub fn workerd() -> PathBuf {
    let arch = if ARCH == "x64" { "64" } else { ARCH };
    modules().join(format!("@cloudflare/workerd-{SYSTEM}-{arch}/bin/workerd"))
}

pub fn esbuild() -> PathBuf {
    modules().join(format!("@esbuild/{SYSTEM}-{ARCH}/bin/esbuild"))
}

pub fn wasm_opt() -> PathBuf {
    commands().join("wasm-opt")
}

/// The accessibility checker that the browser tests inject into the page.
pub fn axe() -> PathBuf {
    modules().join("axe-core/axe.min.js")
}

/// The folder for PATH.
pub fn commands() -> PathBuf {
    modules().join(".bin")
}

pub fn modules() -> PathBuf {
    place::root().join("node_modules")
}
