//! `cargo xtask test` and `cargo xtask bench`. Every check is run, even if an earlier one failed.

use std::process::Command;

use rustix::process::geteuid;
use xtask::place;

use crate::{Outcome, bring, product, say};

const TOOLS: [&str; 2] = ["--manifest-path", "xtask/tools/Cargo.toml"];

type Step = fn() -> Outcome<()>;

pub fn everything() -> Outcome<()> {
    let steps: [(&str, Step); 6] = [
        ("format", format),
        ("lints", lints),
        ("build", product::build_all),
        ("lints for wasm", lints_for_wasm),
        ("browser", browser),
        ("tests", tests),
    ];
    let failed: Vec<_> = steps.iter().filter_map(|(name, step)| Some((name, step().err()?))).collect();
    for (name, message) in &failed {
        say::line(&format!("{name} FAILED: {message}"));
    }
    say::line(if failed.is_empty() { "all is well" } else { "not all is well" });
    println!("steps: {} passed, {} failed", steps.len() - failed.len(), failed.len());
    if failed.is_empty() { Ok(()) } else { Err("see above".to_owned()) }
}

pub fn bench() -> Outcome<()> {
    say::run("measuring", &mut cargo(&["bench", "--package", "tests", "--bench", "bench"]))
}

fn format() -> Outcome<()> {
    say::run("checking the format", &mut cargo(&["fmt", "--all", "--check"]))?;
    say::run("checking the format of the tools", &mut cargo(&["fmt", TOOLS[0], TOOLS[1], "--check"]))?;
    let mut command = Command::new(bring::formatter()?);
    command.current_dir(place::root()).args(["--check", "--quiet", "app/src/**/*.rs"]);
    say::run("checking the format of views", &mut command)
}

fn lints() -> Outcome<()> {
    let mut command = cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]);
    say::run("checking the lints", &mut command)?;
    let mut command = cargo(&["clippy", TOOLS[0], TOOLS[1], "--locked", "--target-dir"]);
    command.arg(place::tools()).args(["--all-targets", "--", "--deny", "warnings"]);
    say::run("checking the lints of the tools", &mut command)
}

fn lints_for_wasm() -> Outcome<()> {
    let packages = ["--package", "app", "--package", "laufzeit-worker"];
    let mut command = cargo(&["clippy", "--target", bring::WASM]);
    command.args(packages).args(["--", "--deny", "warnings"]);
    say::run("checking the lints for wasm", &mut command)
}

fn tests() -> Outcome<()> {
    say::run("running the tests", &mut cargo(&["test", "--workspace", "--no-fail-fast"]))
}

/// Makes sure that there is a Chromium for the browser tests, and installs that of Debian if possible.
fn browser() -> Outcome<()> {
    let there = |program| say::ask(Command::new(program).arg("--version")).is_some();
    if there("chromium") {
        return Ok(());
    }
    if !geteuid().is_root() || !there("apt-get") {
        return Err("the browser tests need `chromium` in PATH: install Debian's package of that name".to_owned());
    }
    say::run("updating the list of Debian's packages", Command::new("apt-get").arg("update"))?;
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    say::run("installing Chromium", command.args(["install", "--yes", "--no-install-recommends", "chromium"]))
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = bring::in_root("cargo");
    command.args(arguments);
    command
}
