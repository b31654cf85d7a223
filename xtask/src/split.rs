//! Takes the page's program apart: what the first screen needs, and what is fetched once that is there.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
};

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
    say::line("shrinking the page");
    optimise(&made.join(format!("{name}_bg.wasm")), &page.join(format!("{name}_bg.wasm")))?;
    let mut loader = read(&parts.join(LOADER))?;
    for part in later_parts(&parts, &name).map_err(|error| format!("{}: {error}", parts.display()))? {
        let small = made.join(format!("{part}.wasm"));
        optimise(&parts.join(format!("{part}.wasm")), &small)?;
        let there = put(&small, &part, &name, page).map_err(|error| format!("{}: {error}", small.display()))?;
        loader = replaced(LOADER, &loader, &format!("fetch(new URL(\"./{part}.wasm\", import.meta.url))"), &there)?;
    }
    // a server may call the parts something else than wasm
    let from_bytes = "instantiate(await (await src).arrayBuffer(), imports)";
    loader = replaced(LOADER, &loader, "instantiateStreaming(src, imports)", from_bytes)?;
    // what did not come is fetched again: no error
    loader = replaced(LOADER, &loader, "console.error(e)", "console.warn(e)")?;
    write(&made.join(LOADER), &loader)?;
    bundle(&made.join(format!("{name}.js")), &page.join(format!("{name}.js")))?;
    let html = page.join("index.html");
    write(&html, &replaced("index.html", &read(&html)?, "PROGRAM", &name)?)
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

/// Some of it is other tools' work: what is not as it was is said here, and not in a browser.
fn replaced(name: &str, text: &str, from: &str, to: &str) -> Outcome<String> {
    if text.contains(from) { Ok(text.replace(from, to)) } else { Err(format!("{name} does not contain {from}")) }
}

/// What it warns of is nothing: the names of a part are written in a way that it does not know, and taken out.
fn optimise(from: &Path, to: &Path) -> Outcome<()> {
    let mut command = Command::new(npm::wasm_opt());
    command.args(["-Os", "--strip-debug", "--strip-producers", "--strip-target-features"]).args(FEATURES);
    let done = command.arg(from).arg("-o").arg(to).output();
    let done = done.map_err(|error| format!("{} cannot be run: {error}", command.get_program().display()))?;
    if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned()) }
}

fn bundle(from: &Path, to: &Path) -> Outcome<()> {
    let mut command = Command::new(npm::esbuild());
    command.arg(from).args(["--bundle", "--format=esm", "--minify", "--target=esnext", "--allow-overwrite"]);
    // what is bound lists some names twice, to the same effect
    command.args(["--log-level=warning", "--log-override:duplicate-object-key=silent"]);
    command.arg(format!("--outfile={}", to.display()));
    say::run("bundling the page", &mut command)
}

fn read(file: &Path) -> Outcome<String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

fn write(file: &Path, text: &str) -> Outcome<()> {
    fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}
