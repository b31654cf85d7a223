//! The steps from Rust to wasm bound to JavaScript that page and worker share.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use xtask::{npm, place};

use crate::{Outcome, bring, say};

/// The features of WebAssembly that the compiler uses. With more of them, wasm-opt would write what some browsers and
/// runtimes cannot read.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The folder in which cargo builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| place::root().join("target"), PathBuf::from)
}

/// Compiles one package into `target/wasm32-unknown-unknown/PROFILE`.
pub fn compile(package: &str, profile: &str, more: &[&str], variables: &[(&str, &str)]) -> Outcome<()> {
    let which = ["--package", package, "--target", bring::WASM];
    let mut command = bring::in_root("cargo");
    command.arg("build").args(which).args(["--profile", profile]).args(more).envs(variables.iter().copied());
    say::compile(&format!("compiling {package}"), &mut command, bring::crates(&which))
}

pub fn compiled(profile: &str, file: &str) -> PathBuf {
    target().join(bring::WASM).join(profile).join(file)
}

/// Writes `NAME.js` and `NAME_bg.wasm` into a folder.
pub fn bind(wasm: &Path, to: &Path, name: &str, options: &[&str]) -> Outcome<()> {
    let mut command = Command::new(place::program("wasm-bindgen"));
    command.args(options).args(["--no-typescript", "--out-name", name, "--out-dir"]).arg(to).arg(wasm);
    say::run(&format!("binding {}", wasm.display()), &mut command)
}

/// Runs wasm-opt. Its warnings are not shown: they are about a name section in parts of the page that it cannot read
/// and removes.
pub fn optimise(from: &Path, to: &Path, options: &[&str]) -> Outcome<()> {
    let mut command = Command::new(npm::wasm_opt());
    let done = command.args(options).args(FEATURES).arg(from).arg("-o").arg(to).output();
    let done = done.map_err(|error| format!("{} cannot be run: {error}", command.get_program().display()))?;
    if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned()) }
}

pub fn esbuild(what: &str, from: &Path, to: &Path, options: &[&str]) -> Outcome<()> {
    let mut command = Command::new(npm::esbuild());
    command.arg(from).args(["--bundle", "--format=esm", "--minify", "--log-level=warning"]).args(options);
    say::run(what, command.arg(format!("--outfile={}", to.display())))
}
