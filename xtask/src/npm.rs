//! Programs that come from npm. Only packages that contain their binary are used, so that no install script must run.

use std::{fs, path::PathBuf};

use crate::place;

const ARCH: &str = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };

pub fn workerd() -> PathBuf {
    workerd_package().join("bin/workerd")
}

fn workerd_package() -> PathBuf {
    // workerd has its own name for x64.
    let arch = if ARCH == "x64" { "64" } else { ARCH };
    modules().join(format!("@cloudflare/workerd-linux-{arch}"))
}

/// The version of workerd: `1.20261117.1`.
///
/// # Errors
/// If it is not there.
pub fn workerd_version() -> Result<String, String> {
    let file = workerd_package().join("package.json");
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let package: Option<serde_json::Value> = serde_json::from_str(&text).ok();
    let version = package.as_ref().and_then(|package| package.get("version")?.as_str());
    version.map(str::to_owned).ok_or_else(|| format!("{} has no version", file.display()))
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
