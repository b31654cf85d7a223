//! Builds the two modules that `worker/entry.mjs` loads from the worker's crate.

use std::path::Path;

use xtask::place;

use crate::{Outcome, files, wasm};

/// The name of the bound module, which the shim and the configurations of workerd use.
const NAME: &str = "index";

/// Functions that are called from one place are put there only if they are this small. Otherwise all that answers a platform's
/// requests becomes one function, for which the JavaScript engine needs a hundred MiB of memory when it compiles that for speed.
const SMALL: &str = "--one-caller-inline-max-function-size=100";

pub fn compile() -> Outcome<()> {
    // The `worker` crate needs the promises of js-sys instead of those of wasm-bindgen-futures.
    wasm::compile("laufzeit-worker", "release", &["--lib"], &[("WASM_BINDGEN_USE_JS_SYS", "1")])
}

pub fn build() -> Outcome<()> {
    let (made, built) = (wasm::target().join("xtask/bound"), place::worker());
    files::clear(&made)?;
    files::clear(&built)?;
    let compiled = wasm::compiled("release", "laufzeit_worker.wasm");
    wasm::bind(&compiled, &made, NAME, &["--target", "module", "--reset-state-function"])?;
    for ours in ["instance.mjs", "shim.mjs"] {
        files::copy(&place::root().join("worker").join(ours), &made.join(ours))?;
    }
    guard(&made.join("index.js"))?;
    bundle(&made, &built.join("index.js"))?;
    wasm::optimise(&made.join("index_bg.wasm"), &built.join("index_bg.wasm"), &["-O", "--strip-debug", SMALL])
}

/// Makes every call into an instance go through `worker/instance.mjs`.
fn guard(bound: &Path) -> Outcome<()> {
    let text = files::read(bound)?;
    let text =
        files::replaced("index.js", &text, "wasm = wasmInstance.exports", "wasm = guarded(wasmInstance.exports)")?;
    files::write(bound, &format!("import {{ guarded }} from \"./instance.mjs\";\n{text}"))
}

fn bundle(made: &Path, to: &Path) -> Outcome<()> {
    let outside = ["--external:./index_bg.wasm", "--external:cloudflare:*"];
    wasm::esbuild("bundling the worker", &made.join("shim.mjs"), to, &outside)?;
    // in a runtime whose configuration gives the type of each module, a plain import of wasm gives the compiled module
    files::write(to, &files::replaced("index.js", &files::read(to)?, "import source ", "import ")?)
}
