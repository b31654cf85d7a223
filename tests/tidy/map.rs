//! The map of the tree in the README.

use std::fs;

use xtask::place;

/// The folders at the root that belong to the project.
pub fn folders() -> Vec<String> {
    let ignored = fs::read_to_string(place::root().join(".gitignore")).expect("there is a .gitignore");
    let ignored: Vec<_> = ignored.lines().map(|line| line.trim_matches('/').to_owned()).collect();
    let entries = fs::read_dir(place::root()).expect("the root can be read");
    let folders = entries.map(|entry| entry.expect("the entry can be read")).filter(|entry| entry.path().is_dir());
    let names = folders.map(|folder| folder.file_name().to_string_lossy().into_owned());
    names.filter(|name| !name.starts_with('.') && !ignored.contains(name)).collect()
}

/// The folders that only the map has, and those that only the tree has.
pub fn disagreements(readme: &str, folders: &[String]) -> Vec<String> {
    let map = readme.split("```text").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or_default();
    let mapped: Vec<_> =
        map.lines().filter(|line| !line.starts_with(' ')).filter_map(|line| line.split_once('/')).collect();
    let gone = mapped.iter().filter(|(name, _)| !folders.iter().any(|folder| folder == name));
    let missing = folders.iter().filter(|folder| !mapped.iter().any(|(name, _)| name == folder));
    let gone = gone.map(|(name, _)| format!("the map shows {name}/, which is not there"));
    gone.chain(missing.map(|name| format!("{name}/ is not on the map"))).collect()
}
