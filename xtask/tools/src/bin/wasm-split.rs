//! Splits a program for the browser at the functions that are marked: `wasm-split app.wasm OUT_DIR OUT_NAME`.

use std::{env, error::Error, fs, path::Path};

use wasm_split_cli_support::{Options, transform};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [input, folder, name] = arguments.as_slice() else {
        return Err("usage: wasm-split app.wasm OUT_DIR OUT_NAME".into());
    };
    let (input, folder) = (fs::read(input)?, Path::new(folder));
    let (program, module) = (folder.join(format!("{name}.wasm")), format!("./{name}.js"));
    let mut options = Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &program;
    options.main_module = &module;
    options.target.web();
    transform(options)?;
    Ok(())
}
