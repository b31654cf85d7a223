//! Splits the page's program into what the first screen needs and what is fetched later.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::Path,
    process::Command,
};

use xtask::place;

use crate::{
    Outcome,
    files::{self, about, replaced},
    say, wasm,
};

/// The placeholder for the name of the program, in its files and in `index.html`.
pub const PROGRAM: &str = "PROGRAM";

/// The files of the program, with [`PROGRAM`] in place of its name.
#[derive(Hash)]
pub struct Program {
    script: String,
    wasm: BTreeMap<String, Vec<u8>>,
}

impl Program {
    /// The name of the program, which has a hash of its files in it and so changes with every byte.
    pub fn name(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        format!("{NAME}-{:016x}", hasher.finish())
    }

    pub fn write(&self, page: &Path, name: &str) -> Outcome<()> {
        files::put(&page.join(format!("{name}.js")), self.script.replace(PROGRAM, name).as_bytes())?;
        let mut wasm = self.wasm.iter();
        wasm.try_for_each(|(file, bytes)| files::put(&page.join(file.replace(PROGRAM, name)), bytes))
    }
}

/// The name of the program in a page that is built already.
pub fn name_in(page: &Path) -> Outcome<String> {
    let name = stems(page, "_bg.wasm").map_err(|error| about(page, &error))?.pop();
    name.ok_or_else(|| format!("{}: there is no program", page.display()))
}

/// Makes the program from what was compiled with a profile. Only with the profile `page` it is optimised for size,
/// which takes long.
pub fn program(profile: &str) -> Outcome<Program> {
    let work = wasm::target().join("xtask/split");
    let (parts, made) = (work.join("parts"), work.join("made"));
    files::clear(&work)?;
    let mut command = Command::new(place::program("wasm-split"));
    say::run("splitting the page", command.arg(wasm::compiled(profile, "app.wasm")).arg(&parts).arg(NAME))?;
    wasm::bind(
        &parts.join(format!("{NAME}.wasm")),
        &made,
        NAME,
        &["--target", "web", "--keep-lld-exports", "--short-names"],
    )?;
    let shrinks = profile == "page";
    if shrinks {
        say::line("shrinking the page");
    }
    let done = |file: &Path| if shrinks { shrunk(file, &work) } else { read(file) };
    let main = format!("{NAME}_bg.wasm");
    let mut wasm = BTreeMap::from([(format!("{PROGRAM}_bg.wasm"), done(&made.join(&main))?)]);
    let mut loader = files::read(&parts.join(LOADER))?;
    let mut later = stems(&parts, ".wasm").map_err(|error| about(&parts, &error))?;
    later.retain(|part| part != NAME);
    for part in later {
        let bytes = done(&parts.join(format!("{part}.wasm")))?;
        let there = match place_of(&part) {
            Some(file) => {
                let there = format!("fetch(new URL(\"./{file}\", import.meta.url))");
                wasm.insert(file, bytes);
                there
            }
            None => format!("Promise.resolve(new Response(new Uint8Array({bytes:?})))"),
        };
        loader = replaced(LOADER, &loader, &format!("fetch(new URL(\"./{part}.wasm\", import.meta.url))"), &there)?;
    }
    // a server may send the parts with another content type than that of wasm
    let from_bytes = "instantiate(await (await src).arrayBuffer(), imports)";
    loader = replaced(LOADER, &loader, "instantiateStreaming(src, imports)", from_bytes)?;
    // a part that did not arrive is fetched again, so this is not an error
    loader = replaced(LOADER, &loader, "console.error(e)", "console.warn(e)")?;
    files::write(&made.join(LOADER), &loader)?;
    let bundled = work.join("bundled.js");
    bundle(&made.join(format!("{NAME}.js")), &bundled)?;
    let script = replaced("the program", &files::read(&bundled)?, &main, &format!("{PROGRAM}_bg.wasm"))?;
    Ok(Program { script, wasm })
}

/// The name of the program while it is being made.
const NAME: &str = "app";

const LOADER: &str = "__wasm_split.js";

fn shrunk(from: &Path, work: &Path) -> Outcome<Vec<u8>> {
    let to = work.join("shrunk.wasm");
    wasm::optimise(from, &to, &["-Os", "--strip-debug", "--strip-producers", "--strip-target-features"])?;
    read(&to)
}

fn read(file: &Path) -> Outcome<Vec<u8>> {
    fs::read(file).map_err(|error| about(file, &error))
}

/// The names, without `ending`, of the files in a folder that end in it, sorted.
fn stems(folder: &Path, ending: &str) -> io::Result<Vec<String>> {
    let names = fs::read_dir(folder)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut stems: Vec<_> = names.filter_map(|name| name.strip_suffix(ending).map(str::to_owned)).collect();
    stems.sort_unstable();
    Ok(stems)
}

/// The file that a part is fetched from: in `words` for the words of a language, in `later` for the others. None for a
/// chunk that several parts share: it has only a few bytes, and is put into the loader.
fn place_of(part: &str) -> Option<String> {
    if part.starts_with("chunk_") {
        return None;
    }
    let name = part.trim_start_matches("split_");
    Some(match name.strip_prefix("words_") {
        Some(language) => format!("words/{language}-{PROGRAM}.wasm"),
        None => format!("later/{name}-{PROGRAM}.wasm"),
    })
}

fn bundle(from: &Path, to: &Path) -> Outcome<()> {
    // the output of wasm-bindgen lists some names twice, which has no effect
    let options = ["--target=esnext", "--allow-overwrite", "--log-override:duplicate-object-key=silent"];
    wasm::esbuild("bundling the page", from, to, &options)
}
