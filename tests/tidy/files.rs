//! The files of the project, and the faults that a single file can have.

use std::{fs, path::Path};

use xtask::place;

/// The most lines a file may have. From about 300 on, a file usually contains a second thing that can be moved out.
pub const LONGEST: usize = 400;

/// Folders that are built, fetched or written by programs.
const NOT_OURS: &[&str] = &["target", "node_modules", "dist", "data", "build", ".git", ".tools"];

pub struct File {
    /// The path from the root of the project.
    pub path: String,
    pub text: String,
}

pub fn all(endings: &[&str]) -> Vec<File> {
    every("", endings)
}

/// The files under a folder whose names have one of these endings.
pub fn every(folder: &str, endings: &[&str]) -> Vec<File> {
    let mut files = Vec::new();
    collect(&place::root().join(folder), endings, &mut files);
    assert!(!files.is_empty(), "there is nothing to check in {folder}");
    files
}

fn collect(folder: &Path, endings: &[&str], files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !NOT_OURS.contains(&name.as_str()) {
                collect(&path, endings, files);
            }
        } else if name.rsplit('.').next().is_some_and(|ending| endings.contains(&ending)) {
            let place = path.strip_prefix(place::root()).unwrap_or(&path).display().to_string();
            files.push(File { path: place, text: fs::read_to_string(&path).expect("it is text") });
        }
    }
}

pub fn too_long(file: &File, longest: usize) -> Option<String> {
    let lines = file.text.lines().count();
    (lines > longest).then(|| format!("{}: {lines} lines, and {longest} are the most", file.path))
}

/// Each line that contains one of the words, whatever it means there.
pub fn containing<W: AsRef<str>>(file: &File, words: &[W]) -> Vec<String> {
    let numbered = file.text.lines().enumerate();
    let found = numbered.flat_map(|(index, line)| words.iter().map(move |word| (index, line, word.as_ref())));
    found
        .filter(|(_, line, word)| line.contains(word))
        .map(|(index, _, word)| format!("{}:{}: {word}", file.path, index + 1))
        .collect()
}

/// Marks of unfinished work, and paths that exist on one machine only. They are put together from pieces, so that this
/// file does not contain them.
pub fn nowhere() -> [String; 6] {
    [["TO", "DO"], ["FIX", "ME"], ["XX", "X"], ["../sh", "ared"], ["/wo", "rk/"], ["/ro", "ot/"]]
        .map(|parts| parts.concat())
}
