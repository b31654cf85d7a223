//! Takes the page's program apart: what the first screen needs, and what is fetched once that is there.

use std::{fs, io, path::Path, process::Command};

use xtask::place;

use crate::{
    Outcome,
    files::{self, about, replaced},
    say, wasm,
};

/// In the place of what Trunk made of it, writes the program in parts into `page`.
pub fn page(page: &Path) -> Outcome<()> {
    let name = program(page).map_err(|error| about(page, &error))?;
    let work = wasm::target().join("xtask/split");
    let (parts, made) = (work.join("parts"), work.join("made"));
    files::clear(&work)?;
    let mut command = Command::new(place::program("wasm-split"));
    say::run("splitting the page", command.arg(wasm::compiled("page", "app.wasm")).arg(&parts).arg(&name))?;
    wasm::bind(&parts.join(format!("{name}.wasm")), &made, &name, &["--target", "web", "--keep-lld-exports"])?;
    say::line("shrinking the page");
    let shrink = |from: &Path, to: &Path| wasm::optimise(from, to, &SHRUNK);
    shrink(&made.join(format!("{name}_bg.wasm")), &page.join(format!("{name}_bg.wasm")))?;
    let mut loader = files::read(&parts.join(LOADER))?;
    for part in later_parts(&parts, &name).map_err(|error| about(&parts, &error))? {
        let small = made.join(format!("{part}.wasm"));
        shrink(&parts.join(format!("{part}.wasm")), &small)?;
        let there = put(&small, &part, &name, page).map_err(|error| about(&small, &error))?;
        loader = replaced(LOADER, &loader, &format!("fetch(new URL(\"./{part}.wasm\", import.meta.url))"), &there)?;
    }
    // a server may call the parts something else than wasm
    let from_bytes = "instantiate(await (await src).arrayBuffer(), imports)";
    loader = replaced(LOADER, &loader, "instantiateStreaming(src, imports)", from_bytes)?;
    // what did not come is fetched again: no error
    loader = replaced(LOADER, &loader, "console.error(e)", "console.warn(e)")?;
    files::write(&made.join(LOADER), &loader)?;
    bundle(&made.join(format!("{name}.js")), &page.join(format!("{name}.js")))?;
    let html = page.join("index.html");
    files::write(&html, &replaced("index.html", &files::read(&html)?, "PROGRAM", &name)?)
}

const SHRUNK: [&str; 4] = ["-Os", "--strip-debug", "--strip-producers", "--strip-target-features"];

const LOADER: &str = "__wasm_split.js";

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

fn bundle(from: &Path, to: &Path) -> Outcome<()> {
    // what is bound lists some names twice, to the same effect
    let options = ["--target=esnext", "--allow-overwrite", "--log-override:duplicate-object-key=silent"];
    wasm::esbuild("bundling the page", from, to, &options)
}
