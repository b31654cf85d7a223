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

/// The folder of what deploys, which is fetched only when that is asked for.
pub fn edge() -> PathBuf {
    place::root().join("xtask/edge")
}

/// A Node that is new enough for wrangler.
pub fn edge_node() -> PathBuf {
    edge().join(format!("node_modules/node-linux-{ARCH}/bin/node"))
}

/// wrangler itself. The program that npm knows by this name starts it as a child, which would outlive that when it is killed.
pub fn wrangler() -> PathBuf {
    edge().join("node_modules/wrangler/wrangler-dist/cli.js")
}

/// The workerd that wrangler brings.
pub fn edge_workerd() -> PathBuf {
    let arch = if ARCH == "x64" { "64" } else { ARCH };
    edge().join(format!("node_modules/@cloudflare/workerd-linux-{arch}/bin/workerd"))
}

/// The oldest workerd that knows the compatibility date of the worker.
pub fn oldest_workerd() -> PathBuf {
    edge().join(format!("node_modules/workerd-oldest-{ARCH}/bin/workerd"))
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
