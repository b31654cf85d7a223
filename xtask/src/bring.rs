//! Brings what a fresh machine lacks: the wasm target, the tools in Rust into `.tools`, the tools from npm.

use std::{env, fs, path::Path, process::Command};

use xtask::{npm, place};

use crate::{Outcome, fingerprint, say};

struct Tool {
    package: &'static str,
    version: &'static str,
    /// What is installed of it beside what is by default.
    features: &'static str,
    /// Whether the lock file that the tool ships can still be resolved.
    lock: Lock,
}

#[derive(PartialEq, Eq)]
enum Lock {
    Shipped,
    /// wasm-bindgen-cli 0.2.130 ships a lock file that names a crate version the index lacks.
    Unusable,
}

const TOOLS: [Tool; 5] = [
    Tool { package: "wasm-bindgen-cli", version: "0.2.130", features: "", lock: Lock::Unusable },
    Tool { package: "worker-build", version: "0.8.7", features: "", lock: Lock::Shipped },
    Tool { package: "trunk", version: "0.21.14", features: "", lock: Lock::Shipped },
    Tool { package: "wasm_split_cli_support", version: "0.2.4", features: "build-binary", lock: Lock::Shipped },
    Tool { package: "leptosfmt", version: "0.1.33", features: "", lock: Lock::Shipped },
];

const WASM: &str = "wasm32-unknown-unknown";

pub fn everything() -> Outcome<()> {
    wasm_target()?;
    npm_packages()?;
    TOOLS.iter().try_for_each(install)
}

/// PATH with the project's own tools before everything else.
pub fn path() -> Outcome<std::ffi::OsString> {
    let own = [place::tools().join("bin"), npm::commands()];
    let given = env::var_os("PATH").unwrap_or_default();
    env::join_paths(own.into_iter().chain(env::split_paths(&given))).map_err(|error| error.to_string())
}

fn wasm_target() -> Outcome<()> {
    let folder =
        say::ask(Command::new("rustc").current_dir(place::root()).args(["--print", "target-libdir", "--target", WASM]));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    let mut command = Command::new("rustup");
    command.current_dir(place::root()).args(["target", "add", WASM]);
    say::run("adding the wasm target", &mut command)
}

fn npm_packages() -> Outcome<()> {
    let version = say::ask(Command::new("node").arg("--version"));
    let version = version.ok_or("Node 20 or newer is needed, with npm, and `node` is not in PATH")?;
    if major(&version).is_none_or(|major| major < 20) {
        return Err(format!("Node 20 or newer is needed, and `node` is {version}"));
    }
    let wanted = fingerprint::of(&[place::root().join("package-lock.json")])?;
    let stamp = npm::modules().join(".stamp");
    if fingerprint::agrees(&stamp, &wanted) {
        return Ok(());
    }
    if say::ask(Command::new("npm").arg("--version")).is_none() {
        return Err("npm is needed beside Node, and is not in PATH".to_owned());
    }
    let mut command = Command::new("npm");
    command.current_dir(place::root()).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    say::run("fetching the tools from npm", &mut command)?;
    fingerprint::write(&stamp, &wanted)
}

/// A tool is optimised a little only: it runs for seconds, and a full build of all takes three times as long.
fn install(tool: &Tool) -> Outcome<()> {
    let installed = fs::read_to_string(place::tools().join(".crates.toml")).unwrap_or_default();
    if lists(&installed, tool) {
        return Ok(());
    }
    let mut command = Command::new("cargo");
    command.current_dir(place::root()).args(["install", tool.package, "--version", tool.version, "--root"]);
    command.arg(place::tools()).arg("--target-dir").arg(place::tools().join("target"));
    command.args(["--features", tool.features]);
    if tool.lock == Lock::Shipped {
        command.arg("--locked");
    }
    for (key, value) in [("OPT_LEVEL", "1"), ("LTO", "off"), ("CODEGEN_UNITS", "16"), ("DEBUG", "0")] {
        command.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
    }
    say::run(&format!("installing {} {}", tool.package, tool.version), &mut command)
}

/// Whether cargo's record of a root names the tool at its version.
fn lists(installed: &str, tool: &Tool) -> bool {
    let start = format!("\"{} {} ", tool.package, tool.version);
    installed.lines().any(|line| line.starts_with(&start))
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_of_another_version_is_not_installed() {
        let tool = Tool { package: "trunk", version: "0.21.14", features: "", lock: Lock::Shipped };
        assert!(lists("[v1]\n\"trunk 0.21.14 (registry)\" = [\"trunk\"]", &tool));
        for installed in ["", "[v1]", "\"trunk 0.21.1 (registry)\" = []", "\"mytrunk 0.21.14 (registry)\" = []"] {
            assert!(!lists(installed, &tool), "{installed}");
        }
    }

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20"), None);
    }
}
