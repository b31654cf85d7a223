//! Short names for what a program in wasm and its JavaScript name each other by. Whoever waits for both waits for the
//! names, too, each with digits of a hash that no compression makes smaller.

use std::collections::HashMap;

use wasm_bindgen_cli_support::Output;

/// The module under which the program imports what its JavaScript gives it.
const MODULE: &str = "a";
/// How the names of what calls a closure begin.
const CLOSURES: &str = "wasm_bindgen__convert__closures_";

/// The new names by the old ones.
pub struct Names {
    imports: HashMap<String, String>,
    exports: HashMap<String, String>,
    /// What the JavaScript calls itself.
    module: String,
}

/// Gives short names to what the program imports from its JavaScript, and to the exports that call closures.
pub fn shorten(output: &mut Output, name: &str) -> Names {
    let module = format!("./{name}_bg.js");
    let (mut imports, mut exports) = (HashMap::new(), HashMap::new());
    let wasm = output.wasm_mut();
    for import in wasm.imports.iter_mut().filter(|import| import.module == module) {
        MODULE.clone_into(&mut import.module);
        let next = letters(imports.len());
        let new = imports.entry(std::mem::take(&mut import.name)).or_insert(next);
        import.name.clone_from(new);
    }
    for export in wasm.exports.iter_mut().filter(|export| export.name.starts_with(CLOSURES)) {
        let new = format!("_{}", letters(exports.len()));
        exports.insert(std::mem::replace(&mut export.name, new.clone()), new);
    }
    Names { imports, exports, module }
}

impl Names {
    /// The JavaScript with the new names.
    ///
    /// # Errors
    /// If a name stands in it in another way than expected.
    pub fn in_script(&self, script: &str) -> Result<String, String> {
        demand_once(script, &self.imports)?;
        let quoted = format!("\"{}\"", self.module);
        if script.matches(&quoted).count() != 1 {
            return Err(format!("{quoted} is expected once"));
        }
        let new = |word: &str| self.imports.get(word).or_else(|| self.exports.get(word));
        let (mut short, mut rest) = (String::with_capacity(script.len()), script);
        while !rest.is_empty() {
            let (word, after) = rest.split_at(rest.find(|char| !is_of_name(char)).unwrap_or(rest.len()));
            let (between, after) = after.split_at(after.find(is_of_name).unwrap_or(after.len()));
            short.push_str(new(word).map_or(word, String::as_str));
            short.push_str(between);
            rest = after;
        }
        Ok(short.replace(&quoted, &format!("\"{MODULE}\"")))
    }
}

/// Refuses imports that the JavaScript does not give by exactly one key each, so that nothing else is renamed.
fn demand_once(script: &str, names: &HashMap<String, String>) -> Result<(), String> {
    let mut keys: HashMap<&str, usize> = HashMap::new();
    let words = script.split(|char| !is_of_name(char)).filter(|word| names.contains_key(*word));
    words.for_each(|word| *keys.entry(word).or_default() += 1);
    let is_key = |name: &String| keys.get(&**name) == Some(&1) && script.contains(&format!("        {name}: "));
    match names.keys().find(|name| !is_key(name)) {
        Some(name) => Err(format!("the import {name} is expected once, as a key")),
        None => Ok(()),
    }
}

fn is_of_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || char == '$'
}

/// `a` to `z`, `A` to `Z`, `aa` and so on.
fn letters(mut number: usize) -> String {
    const ALL: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut text = String::new();
    loop {
        text.insert(0, char::from(ALL[number % ALL.len()]));
        match (number / ALL.len()).checked_sub(1) {
            Some(more) => number = more,
            None => return text,
        }
    }
}
