//! Takes the page's program apart: what the first screen needs, and what is fetched once that is there.

use std::{env, fs, io, path::Path, path::PathBuf, process::Command};

use xtask::{npm, place};

use crate::{Outcome, say};

/// In the place of what Trunk made of it, writes the program in parts into `page`.
pub fn page(page: &Path) -> Outcome<()> {
    let name = program(page).map_err(|error| format!("{}: {error}", page.display()))?;
    let work = target().join("xtask/split");
    let (parts, made) = (work.join("parts"), work.join("made"));
    if work.exists() {
        fs::remove_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
    }
    let mut command = Command::new(place::tools().join("bin/wasm-split-cli"));
    command.args(["--target", "web", "--out-name", &name]);
    command.arg(target().join("wasm32-unknown-unknown/page/app.wasm")).arg(&parts);
    say::run("splitting the page", &mut command)?;
    let mut command = Command::new(place::tools().join("bin/wasm-bindgen"));
    command.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", &name, "--out-dir"]);
    command.arg(&made).arg(parts.join(format!("{name}.wasm")));
    say::run("binding the page", &mut command)?;
    optimise(&made.join(format!("{name}_bg.wasm")), &page.join(format!("{name}_bg.wasm")))?;
    let later = later_parts(&parts, &name).map_err(|error| format!("{}: {error}", parts.display()))?;
    let mut loader = fs::read_to_string(parts.join(LOADER)).map_err(|error| format!("{LOADER}: {error}"))?;
    for part in &later {
        let small = made.join(format!("{part}.wasm"));
        optimise(&parts.join(format!("{part}.wasm")), &small)?;
        let there = put(&small, part, &name, page).map_err(|error| format!("{}: {error}", small.display()))?;
        loader = replaced(loader, &format!("fetch(new URL(\"./{part}.wasm\", import.meta.url))"), &there)?;
    }
    // servers that call wasm something else may serve the parts too
    loader = replaced(
        loader,
        "instantiateStreaming(src, imports)",
        "instantiate(await (await src).arrayBuffer(), imports)",
    )?;
    fs::write(made.join(LOADER), loader).map_err(|error| format!("{LOADER}: {error}"))?;
    let mut command = Command::new(npm::esbuild());
    command.arg(made.join(format!("{name}.js"))).args([
        "--bundle",
        "--format=esm",
        "--minify",
        "--log-level=warning",
        "--log-override:duplicate-object-key=silent",
    ]);
    command
        .args(["--target=esnext", "--allow-overwrite"])
        .arg(format!("--outfile={}", page.join(format!("{name}.js")).display()));
    say::run("bundling the page", &mut command)
}

const LOADER: &str = "__wasm_split.js";

/// What the compiler makes use of. Of all that there is, browsers know less.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Where cargo builds.
fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| place::root().join("target"), PathBuf::from)
}

/// The name that Trunk gave the program: it has a hash in it.
fn program(page: &Path) -> io::Result<String> {
    let mut names = fs::read_dir(page)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let name = names.find_map(|name| name.strip_suffix("_bg.wasm").map(str::to_owned));
    name.ok_or_else(|| io::Error::other("there is no program"))
}

/// The names of the parts that are fetched later.
fn later_parts(parts: &Path, program: &str) -> io::Result<Vec<String>> {
    let names = fs::read_dir(parts)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let names = names.filter_map(|name| name.strip_suffix(".wasm").map(str::to_owned));
    Ok(names.filter(|name| name != program).collect())
}

/// Puts a part where it is fetched from, and answers with how: the words of a language beside the others, the rest by
/// itself. What several parts share are a few bytes each, and stand in the loader.
fn put(part: &Path, name: &str, program: &str, page: &Path) -> io::Result<String> {
    if name.starts_with("chunk_") {
        let bytes = fs::read(part)?;
        return Ok(format!("Promise.resolve(new Response(new Uint8Array({bytes:?})))"));
    }
    let name = name.trim_start_matches("split_");
    let place = match name.strip_prefix("words_") {
        Some(language) => format!("words/{language}-{program}.wasm"),
        None => format!("later/{name}-{program}.wasm"),
    };
    fs::create_dir_all(page.join(&place).parent().unwrap_or(page))?;
    fs::copy(part, page.join(&place))?;
    Ok(format!("fetch(new URL(\"./{place}\", import.meta.url))"))
}

/// The loader is another tool's: what is not as it was is said here, and not in a browser.
fn replaced(loader: String, from: &str, to: &str) -> Outcome<String> {
    if loader.contains(from) { Ok(loader.replace(from, to)) } else { Err(format!("{LOADER} does not contain {from}")) }
}

fn optimise(from: &Path, to: &Path) -> Outcome<()> {
    let mut command = Command::new(npm::wasm_opt());
    command.args(["-Os", "--strip-debug", "--strip-producers"]).args(FEATURES).arg(from).arg("-o").arg(to);
    say::run("shrinking a part of the page", &mut command)
}
