//! Brings what a fresh machine lacks: the wasm target, the tools in Rust into `.tools`, the tools from npm.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    process::Command,
};

use xtask::{npm, place};

use crate::{
    Outcome, fingerprint, say,
    steps::{Row, Step},
};

/// The sources of the tools in Rust, with the lock file that names each of their crates.
pub const TOOLS: [&str; 3] = ["xtask/tools/Cargo.lock", "xtask/tools/Cargo.toml", "xtask/tools/src"];

pub const WASM: &str = "wasm32-unknown-unknown";

/// The steps that bring those tools for page and worker that are missing or outdated.
pub fn tools() -> Outcome<Row> {
    let mut row = Row::new();
    let stamp = npm::modules().join(".stamp");
    let wanted = fingerprint::of(&[place::root().join("package-lock.json")])?;
    if !fingerprint::agrees(&stamp, &wanted) {
        check_node()?;
        let act = move || npm_packages().and_then(|()| fingerprint::write(&stamp, &wanted));
        row.push(Step::new("tools from npm", 10, act));
    }
    let stamp = place::tools().join(".stamp");
    let sources = TOOLS.iter().chain(&["rust-toolchain.toml"]).map(|source| place::root().join(source));
    let wanted = fingerprint::of(&sources.collect::<Vec<_>>())?;
    if !fingerprint::agrees(&stamp, &wanted) {
        let act = move || programs(&["tools"]).and_then(|()| fingerprint::write(&stamp, &wanted));
        row.push(Step::new("tools in Rust", 180, act));
    }
    Ok(row)
}

/// The step that adds the wasm target to the compiler; none if it is there.
pub fn wasm_target() -> Option<Step> {
    let folder =
        say::ask(Command::new("rustc").current_dir(place::root()).args(["--print", "target-libdir", "--target", WASM]));
    let there = folder.is_some_and(|folder| Path::new(&folder).is_dir());
    let add = || say::run("adding the wasm target", in_root("rustup").args(["target", "add", WASM]));
    (!there).then(|| Step::new("wasm target", 10, add))
}

/// Builds leptosfmt, which only the checks need, and returns its path.
pub fn formatter() -> Outcome<PathBuf> {
    programs(&["leptosfmt"])?;
    Ok(place::program("leptosfmt"))
}

fn check_node() -> Outcome<()> {
    let version = say::ask(Command::new("node").arg("--version"));
    let version = version.ok_or("Node 20 or newer is needed, with npm, and `node` is not in PATH")?;
    if major(&version).is_none_or(|major| major < 20) {
        return Err(format!("Node 20 or newer is needed, and `node` is {version}"));
    }
    match say::ask(Command::new("npm").arg("--version")) {
        Some(_) => Ok(()),
        None => Err("npm is needed beside Node, and is not in PATH".to_owned()),
    }
}

fn npm_packages() -> Outcome<()> {
    let mut command = in_root("npm");
    say::run("fetching the tools from npm", command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
}

/// Builds packages of the tools by name. In this way cargo also builds the programs of a dependency.
fn programs(packages: &[&str]) -> Outcome<()> {
    let mut which = vec!["--locked", "--manifest-path", "xtask/tools/Cargo.toml"];
    which.extend(packages.iter().flat_map(|package| ["--package", package]));
    let mut command = in_root("cargo");
    command.arg("build").args(&which).arg("--target-dir").arg(place::tools());
    say::compile("compiling the tools", &mut command, crates(&which))
}

/// The most crates that a build with these arguments compiles.
pub fn crates(which: &[&str]) -> usize {
    let mut command = in_root("cargo");
    command.arg("tree").args(which).args(["--edges", "normal,build", "--prefix", "none", "--format", "{p}"]);
    let tree = say::ask(&mut command).unwrap_or_default();
    tree.lines().map(|line| line.trim_end_matches(" (*)")).collect::<HashSet<_>>().len()
}

pub fn in_root(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place::root());
    command
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20"), None);
    }
}
