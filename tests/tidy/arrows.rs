//! Which part may use which other part.

use std::process::Command;

use xtask::place;

use crate::files::File;

/// The crates that the rules may use. None of them brings a clock, files or a network.
pub const RULES_MAY_USE: &[&str] = &["chrono", "csv-core", "email_address", "serde", "sha2", "thiserror", "unicode"];

/// Money is in whole numbers, so floats are forbidden. `domain/clippy.toml` lists what else the rules must not touch.
pub const NOT_IN_RULES: &[&str] = &["f32", "f64"];

/// The files that may read a submission that was sent or kept. Everywhere else it is made from a summary that somebody
/// saw.
pub const READ_SUBMISSIONS: &[&str] =
    &["app/src/storage/before.rs", "domain/src/demo/log.rs", "domain/src/demo/mod.rs", "domain/src/wire/changes.rs"];

/// Ways to the English texts of hosts. The page must not use them, because it has words of its own for every code.
pub const ENGLISH: &[&str] = &["problem.detail", "error.detail", "refusal.to_string()", "fault.to_string()"];

/// Folders and files of the page, and the names that they must not use.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("widgets", &["domain", "backend", "clock", "roster", "screens", "session", "storage", "words"]),
    (
        "view",
        &["domain", "backend", "clock", "location", "roster", "screens", "session", "storage", "widgets", "words"],
    ),
    ("screens", &["backend", "clock", "storage"]),
    ("session", &["screens", "view", "widgets"]),
    ("backend", &["roster", "screens", "session", "view", "widgets", "words"]),
    ("storage", &["roster", "screens", "session", "widgets", "words"]),
    ("clock", &["roster", "screens", "session", "widgets", "words"]),
    ("roster", &["backend", "screens", "session", "storage", "widgets"]),
    ("words", &["backend", "clock", "roster", "screens", "session", "storage", "widgets"]),
];

/// The levels of the modules of the rules. A module may use modules of its own level or lower ones. The nouns, which
/// are not listed, are on level 0.
const FLOORS: &[(&str, u8)] = &[
    ("book", 1),
    ("rules", 2),
    ("gone", 2),
    ("receipt", 2),
    ("check", 3),
    ("door", 3),
    ("replica", 3),
    ("wire", 4),
    ("demo", 5),
    ("wire/examples", 5),
];

fn floor(place: &str) -> u8 {
    let known = FLOORS.iter().filter(|(name, _)| place == *name || place.starts_with(&format!("{name}/")));
    known.map(|(_, floor)| *floor).max().unwrap_or(0)
}

/// The uses in one file of the rules that lead to a higher level.
pub fn upwards(file: &File) -> Vec<String> {
    let place = file.path.strip_prefix("domain/src/").unwrap_or(&file.path).trim_end_matches(".rs");
    let code: String =
        file.text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let above = named(&code).into_iter().filter(|name| floor(name) > floor(place));
    above.map(|name| format!("{}: {place} must not use {name}, which stands above it", file.path)).collect()
}

pub fn dependencies(package: &str) -> Vec<String> {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(place::root()).args(["tree", "--package", package, "--offline", "--target", "all"]);
    command.args(["--edges", "normal", "--depth", "1", "--prefix", "none", "--format", "{lib}"]);
    let output = command.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("names are text");
    lines.lines().skip(1).map(|name| name.replace("csv_core", "csv-core")).collect()
}

pub fn foreign(dependencies: &[String], allowed: &[&str]) -> Vec<String> {
    let foreign = dependencies.iter().filter(|name| !allowed.contains(&name.as_str()));
    foreign.map(|name| format!("{name} is not among {}", allowed.join(", "))).collect()
}

/// The uses in one file of the page that are forbidden.
pub fn forbidden(file: &File) -> Vec<String> {
    let place = file.path.strip_prefix("app/src/").unwrap_or(&file.path);
    let module = place.split('/').next().unwrap_or(place).trim_end_matches(".rs");
    let Some((_, forbidden)) = FORBIDDEN.iter().find(|(name, _)| *name == module) else { return Vec::new() };
    let used = named(&file.text);
    let wrong = used.iter().filter(|name| forbidden.contains(&name.as_str()));
    wrong.map(|name| format!("{}: {module} must not use {name}", file.path)).collect()
}

/// The modules that a file names after `crate::`, alone or in braces, and `domain` if it names that.
fn named(text: &str) -> Vec<String> {
    let mut names: Vec<String> = text.split("crate::").skip(1).flat_map(heads).collect();
    if text.contains("domain::") {
        names.push("domain".to_owned());
    }
    names.sort();
    names.dedup();
    names
}

/// The first names of a path or a group: `a::b` gives `a`, and `{a::{b, c}, d}` gives `a` and `d`.
fn heads(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else { return vec![word(path)] };
    let (mut depth, mut at_head, mut heads) = (0, true, Vec::new());
    for (index, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_head = true,
            letter if at_head && letter.is_alphabetic() => {
                heads.push(word(&group[index..]));
                at_head = false;
            }
            _ => {}
        }
    }
    heads
}

fn word(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}
