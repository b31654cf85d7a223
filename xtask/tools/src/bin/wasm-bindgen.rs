//! Binds wasm to JavaScript. It has those options of the `wasm-bindgen` command that Trunk and xtask use, and one more.

#[path = "../short.rs"]
mod short;

use std::{error::Error, fs, path::PathBuf};

use clap::{Parser, ValueEnum};
use wasm_bindgen_cli_support::Bindgen;

#[derive(Parser)]
#[command(name = "wasm-bindgen", version)]
struct Arguments {
    input: PathBuf,
    #[arg(long)]
    target: Target,
    #[arg(long)]
    out_dir: PathBuf,
    #[arg(long)]
    out_name: String,
    #[arg(long)]
    no_typescript: bool,
    #[arg(long)]
    keep_lld_exports: bool,
    /// Exports a function that replaces the wasm instance by a new one.
    #[arg(long)]
    reset_state_function: bool,
    /// Gives short names to what the wasm imports.
    #[arg(long)]
    short_names: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Target {
    /// To be loaded by a browser.
    Web,
    /// To be imported as a module.
    Module,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut bindgen = Bindgen::new();
    match arguments.target {
        Target::Web => bindgen.web(true)?,
        Target::Module => bindgen.module(true)?,
    };
    let mut output = bindgen
        .input_path(&arguments.input)
        .out_name(&arguments.out_name)
        .typescript(!arguments.no_typescript)
        .omit_default_module_path(false)
        .keep_lld_exports(arguments.keep_lld_exports)
        .reset_state_function(arguments.reset_state_function)
        .generate_output()?;
    let names = arguments.short_names.then(|| short::shorten(&mut output, &arguments.out_name));
    output.emit(&arguments.out_dir)?;
    if let Some(names) = names {
        let file = arguments.out_dir.join(format!("{}.js", arguments.out_name));
        fs::write(&file, names.in_script(&fs::read_to_string(&file)?)?)?;
    }
    Ok(())
}
