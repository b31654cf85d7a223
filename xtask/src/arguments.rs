//! Reads the arguments of `cargo xtask`.

use std::path::PathBuf;

use xtask::place;

use crate::Outcome;

const USAGE: &str = "usage: cargo xtask start [--port 8787] [--data ./data] | test | build | bench | siege";

#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    Start(Options),
    Test,
    Build,
    /// Called by the hook in `Trunk.toml`, not by a person.
    TrunkHook,
    Bench,
    Siege,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    pub port: u16,
    pub data: PathBuf,
}

pub fn read(mut words: impl Iterator<Item = String>) -> Outcome<Task> {
    let task = words.next();
    let task = match task.as_deref() {
        Some("start") => return options(words).map(Task::Start),
        Some("test") => Task::Test,
        Some("build") => Task::Build,
        Some("trunk-hook") => Task::TrunkHook,
        Some("bench") => Task::Bench,
        Some("siege") => Task::Siege,
        Some(other) => return Err(format!("there is no `{other}`\n{USAGE}")),
        None => return Err(USAGE.to_owned()),
    };
    match words.next() {
        Some(word) => Err(format!("`{word}` is not understood\n{USAGE}")),
        None => Ok(task),
    }
}

fn options(mut words: impl Iterator<Item = String>) -> Outcome<Options> {
    let mut options = Options { port: 8787, data: place::root().join("data") };
    while let Some(word) = words.next() {
        let (name, given) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (word, words.next()),
        };
        let value = given.ok_or_else(|| format!("`{name}` needs a value\n{USAGE}"))?;
        match name.as_str() {
            "--port" => options.port = value.parse().map_err(|_| format!("`{value}` is no port\n{USAGE}"))?,
            "--data" => options.data = PathBuf::from(value),
            _ => return Err(format!("`{name}` is not understood\n{USAGE}")),
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_line(line: &str) -> Outcome<Task> {
        read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn tasks_and_options_are_read() {
        let data = place::root().join("data");
        let start = |port, data| Ok(Task::Start(Options { port, data }));
        assert_eq!(read_line("start"), start(8787, data.clone()));
        assert_eq!(read_line("start --port 9000"), start(9000, data));
        assert_eq!(read_line("start --data=x --port=1"), start(1, PathBuf::from("x")));
        assert_eq!(read_line("test"), Ok(Task::Test));
    }

    #[test]
    fn anything_else_shows_the_usage() {
        for line in ["", "stat", "test --fast", "start --port", "start --port many", "start --host x"] {
            assert!(read_line(line).is_err_and(|message| message.contains(USAGE)), "{line}");
        }
    }
}
