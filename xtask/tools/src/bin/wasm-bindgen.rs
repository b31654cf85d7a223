//! Binds wasm to JavaScript. It has those options of the `wasm-bindgen` command that Trunk and xtask use.

use std::{error::Error, path::PathBuf};

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
    bindgen
        .input_path(&arguments.input)
        .out_name(&arguments.out_name)
        .typescript(!arguments.no_typescript)
        .omit_default_module_path(false)
        .keep_lld_exports(arguments.keep_lld_exports)
        .reset_state_function(arguments.reset_state_function)
        .generate(&arguments.out_dir)?;
    Ok(())
}
