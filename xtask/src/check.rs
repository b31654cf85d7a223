//! `cargo xtask test`, `cargo xtask bench` and `cargo xtask siege`. Every check is run, even if an earlier one failed.

use std::process::Command;

use rustix::process::geteuid;
use xtask::place;

use crate::{Outcome, arguments::Figures, bring, product, say};

const TOOLS: [&str; 2] = ["--manifest-path", "xtask/tools/Cargo.toml"];

type Step = fn() -> Outcome<()>;

pub fn everything() -> Outcome<()> {
    let steps: [(&str, Step); 7] = [
        ("format", format),
        ("lints", lints),
        ("build", product::build_all),
        ("lints for wasm", lints_for_wasm),
        ("browser", browser),
        ("python", python),
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

/// Measures. The figures of the page need a browser.
pub fn bench(figures: Figures) -> Outcome<()> {
    let mut command = cargo(&["bench", "--package", "tests", "--bench", "bench"]);
    if figures == Figures::Page {
        browser()?;
        command.args(["--", "ui"]);
    }
    say::run("measuring", &mut command)
}

/// The tests that have a large size, by a part of their names.
const LARGE: [&str; 9] = [
    "seeds::",
    "siege::",
    "neighbours::a_neighbour",
    "tampered::each_flipped",
    "tampered::an_index",
    "directory::the_first_list",
    "costs::a_year",
    "lifetime::platforms_one_after",
    "the_document_is_true",
];

/// Runs the tests that have a large size in that size: kills, damage, load, neighbours, generated requests. It takes about
/// twenty minutes. They run one after the other, because some of them measure.
pub fn siege() -> Outcome<()> {
    let mut command = cargo(&["test", "--package", "tests", "--no-fail-fast"]);
    command.args([
        "--test",
        "world",
        "--test",
        "api",
        "--test",
        "contract",
        "--",
        "--nocapture",
        "--test-threads",
        "1",
    ]);
    command.args(LARGE);
    say::run("besieging", command.env("LAUFZEIT_SIEGE", "1"))
}

/// Runs the tests of the edge, under wrangler's local runtime.
pub fn edge() -> Outcome<()> {
    let mut command = cargo(&["test", "--package", "tests", "--test", "browser"]);
    say::run("testing the edge", command.args(["--", "--ignored", "--test-threads", "1", "edge::"]))
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
    if say::ask(Command::new("chromium").arg("--version")).is_some() {
        return Ok(());
    }
    of_debian("chromium", "the browser tests need `chromium` in PATH")
}

/// Makes sure that there is a Python that can make environments, for the test of the OpenAPI document, and installs that of
/// Debian if possible.
fn python() -> Outcome<()> {
    if say::ask(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_some() {
        return Ok(());
    }
    of_debian("python3-venv", "the test of the OpenAPI document needs `python3` in PATH, with `venv`")
}

/// Installs a package of Debian, or says why it is needed.
fn of_debian(package: &str, why: &str) -> Outcome<()> {
    let there = say::ask(Command::new("apt-get").arg("--version")).is_some();
    if !geteuid().is_root() || !there {
        return Err(format!("{why}: install Debian's package `{package}`"));
    }
    say::run("updating the list of Debian's packages", Command::new("apt-get").arg("update"))?;
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    let install = ["install", "--yes", "--no-install-recommends", package];
    say::run(&format!("installing {package}"), command.args(install))
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = bring::in_root("cargo");
    command.args(arguments);
    command
}
