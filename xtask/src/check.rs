//! `cargo xtask test`: every check there is, each one run even when an earlier one failed. `cargo xtask bench` beside it.

use std::process::Command;

use rustix::process::geteuid;
use xtask::place;

use crate::{Outcome, bring, product, say};

const WASM: &str = "wasm32-unknown-unknown";

type Step = fn() -> Outcome<()>;

pub fn everything() -> Outcome<()> {
    bring::everything()?;
    let steps: [(&str, Step); 6] = [
        ("format", format),
        ("lints", lints),
        ("lints for wasm", lints_for_wasm),
        ("build", product::build_all),
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
    let mut command = Command::new(place::tools().join("bin/leptosfmt"));
    command.current_dir(place::root()).args(["--check", "--quiet", "app/src/**/*.rs"]);
    say::run("checking the format of views", &mut command)
}

fn lints() -> Outcome<()> {
    let mut command = cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]);
    say::run("checking the lints", &mut command)
}

fn lints_for_wasm() -> Outcome<()> {
    let packages = ["--package", "app", "--package", "laufzeit-worker"];
    let mut command = cargo(&["clippy", "--target", WASM]);
    command.args(packages).args(["--", "--deny", "warnings"]);
    say::run("checking the lints for wasm", &mut command)
}

fn tests() -> Outcome<()> {
    say::run("running the tests", &mut cargo(&["test", "--workspace", "--no-fail-fast"]))
}

/// Debian's Chromium and its driver, which the browser tests drive.
fn browser() -> Outcome<()> {
    let there = |program| say::ask(Command::new(program).arg("--version")).is_some();
    if there("chromium") && there("chromedriver") {
        return Ok(());
    }
    let by_hand = "the browser tests need `chromium` and `chromedriver` in PATH: install Debian's packages chromium and chromium-driver";
    if !geteuid().is_root() || say::ask(Command::new("apt-get").arg("--version")).is_none() {
        return Err(by_hand.to_owned());
    }
    say::run("updating the list of Debian's packages", Command::new("apt-get").arg("update"))?;
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command.args(["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"]);
    say::run("installing Chromium", &mut command)
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(place::root()).args(arguments);
    command
}
