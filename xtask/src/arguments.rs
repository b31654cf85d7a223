//! Reads the arguments of `cargo xtask`.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
};

use xtask::place;

use crate::Outcome;

const USAGE: &str =
    "usage: cargo xtask start [--port 8787] [--data ./data] [--wasm-pages N] [--host NAME [--listen ADDRESS] [--proxy] [--sign-in FILE]]
       cargo xtask invite [--data ./data]
       cargo xtask backup DIR [--data ./data]
       cargo xtask restore DIR [--data ./data]
       cargo xtask edge [--port 8788] [--data ./data/edge]
       cargo xtask deploy --host NAME [--dry-run] [--invite]
       cargo xtask bench [ui]
       cargo xtask test | build | siege | edge-test";

#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    Start(Options),
    Invite(PathBuf),
    Backup(Copied),
    Restore(Copied),
    Edge(Edge),
    Deploy(Deploy),
    EdgeTest,
    Test,
    Build,
    /// Called by the hook in `Trunk.toml`, not by a person.
    TrunkHook,
    Bench(Figures),
    Siege,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figures {
    /// The page, beside two others in a browser.
    Page,
    /// Everything else.
    Others,
}

/// A backup, and the data that it is of.
#[derive(Debug, PartialEq, Eq)]
pub struct Copied {
    pub backup: PathBuf,
    pub data: PathBuf,
}

/// Where wrangler's local runtime listens, and what it stores in.
#[derive(Debug, PartialEq, Eq)]
pub struct Edge {
    pub port: u16,
    pub data: PathBuf,
}

/// What is deployed.
#[derive(Debug, PartialEq, Eq)]
pub struct Deploy {
    /// The host name by which people reach it.
    pub host: String,
    /// Whether it is only shown what would be sent.
    pub dry_run: bool,
    /// Whether a new link lets an administrator in.
    pub invite: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    pub port: u16,
    pub data: PathBuf,
    /// The most pages of memory that the worker may have; none for what the runtime allows.
    pub wasm_pages: Option<u32>,
    /// The house that is served; none for a desk.
    pub house: Option<House>,
}

/// Where others reach the server.
#[derive(Debug, PartialEq, Eq)]
pub struct House {
    /// The host name by which they reach it.
    pub host: String,
    /// The address on which it listens.
    pub listen: IpAddr,
    /// Whether a proxy in front says where requests come from.
    pub proxy: bool,
    /// The file that says which providers people come from; none if they come by passkeys alone.
    pub sign_in: Option<PathBuf>,
}

pub fn read(mut words: impl Iterator<Item = String>) -> Outcome<Task> {
    let task = words.next();
    let task = match task.as_deref() {
        Some("start") => return Options::read(words).map(Task::Start),
        Some("invite") => return Ok(Task::Invite(only_data(words)?)),
        Some("backup") => return Ok(Task::Backup(Copied::read(words)?)),
        Some("restore") => return Ok(Task::Restore(Copied::read(words)?)),
        Some("edge") => return Edge::read(words).map(Task::Edge),
        Some("deploy") => return Deploy::read(words).map(Task::Deploy),
        Some("edge-test") => Task::EdgeTest,
        Some("test") => Task::Test,
        Some("build") => Task::Build,
        Some("trunk-hook") => Task::TrunkHook,
        Some("bench") => return Figures::read(words).map(Task::Bench),
        Some("siege") => Task::Siege,
        Some(other) => return Err(format!("there is no `{other}`\n{USAGE}")),
        None => return Err(USAGE.to_owned()),
    };
    match words.next() {
        Some(word) => Err(format!("`{word}` is not understood\n{USAGE}")),
        None => Ok(task),
    }
}

fn data() -> PathBuf {
    place::root().join("data")
}

/// The value of an option: what stands behind `=`, or the next word.
fn value(name: &str, given: Option<String>, words: &mut impl Iterator<Item = String>) -> Outcome<String> {
    given.or_else(|| words.next()).ok_or_else(|| format!("`{name}` needs a value\n{USAGE}"))
}

fn split(word: String) -> (String, Option<String>) {
    match word.split_once('=') {
        Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
        None => (word, None),
    }
}

/// The data folder, which is all that is said.
fn only_data(mut words: impl Iterator<Item = String>) -> Outcome<PathBuf> {
    let mut folder = data();
    while let Some(word) = words.next() {
        let (name, given) = split(word);
        match name.as_str() {
            "--data" => folder = PathBuf::from(value(&name, given, &mut words)?),
            _ => return Err(format!("`{name}` is not understood\n{USAGE}")),
        }
    }
    Ok(folder)
}

impl Figures {
    fn read(mut words: impl Iterator<Item = String>) -> Outcome<Self> {
        match (words.next().as_deref(), words.next()) {
            (None, _) => Ok(Self::Others),
            (Some("ui"), None) => Ok(Self::Page),
            (Some("ui"), Some(word)) => Err(format!("`{word}` is not understood\n{USAGE}")),
            (Some(word), _) => Err(format!("`{word}` is not measured\n{USAGE}")),
        }
    }
}

impl Copied {
    /// Reads the folder of the backup, and then where the data is.
    fn read(mut words: impl Iterator<Item = String>) -> Outcome<Self> {
        let backup = words.next().filter(|word| !word.starts_with('-') && !word.is_empty());
        let backup = backup.ok_or_else(|| format!("which folder is the backup?\n{USAGE}"))?;
        // the folder is meant from where the command was given
        let backup = std::path::absolute(backup).map_err(|error| error.to_string())?;
        Ok(Self { backup, data: std::path::absolute(only_data(words)?).map_err(|error| error.to_string())? })
    }
}

impl Edge {
    fn read(mut words: impl Iterator<Item = String>) -> Outcome<Self> {
        let (mut port, mut folder) = (8788, data().join("edge"));
        while let Some(word) = words.next() {
            let (name, given) = split(word);
            let value = value(&name, given, &mut words)?;
            match name.as_str() {
                "--port" => port = value.parse().map_err(|_| format!("`{value}` is no port\n{USAGE}"))?,
                "--data" => folder = PathBuf::from(value),
                _ => return Err(format!("`{name}` is not understood\n{USAGE}")),
            }
        }
        Ok(Self { port, data: std::path::absolute(folder).map_err(|error| error.to_string())? })
    }
}

impl Deploy {
    fn read(mut words: impl Iterator<Item = String>) -> Outcome<Self> {
        let (mut host, mut dry_run, mut invite) = (None, false, false);
        while let Some(word) = words.next() {
            let (name, given) = split(word);
            match (name.as_str(), given) {
                ("--dry-run", None) => dry_run = true,
                ("--invite", None) => invite = true,
                ("--host", given) => host = Some(host_name(&value(&name, given, &mut words)?)?),
                _ => return Err(format!("`{name}` is not understood\n{USAGE}")),
            }
        }
        match host {
            Some(host) => Ok(Self { host, dry_run, invite }),
            // what is sent is the same for each
            None if dry_run => Ok(Self { host: "laufzeit.example".to_owned(), dry_run, invite }),
            None => Err(format!("`deploy` needs `--host`, the name by which people reach it\n{USAGE}")),
        }
    }
}

impl Options {
    fn read(mut words: impl Iterator<Item = String>) -> Outcome<Self> {
        let (mut port, mut folder, mut host, mut listen, mut proxy) = (8787, data(), None, None, false);
        let (mut sign_in, mut wasm_pages) = (None, None);
        while let Some(word) = words.next() {
            let (name, given) = split(word);
            if name == "--proxy" && given.is_none() {
                proxy = true;
                continue;
            }
            let value = value(&name, given, &mut words)?;
            match name.as_str() {
                "--port" => port = value.parse().map_err(|_| format!("`{value}` is no port\n{USAGE}"))?,
                "--data" => folder = PathBuf::from(value),
                "--wasm-pages" => wasm_pages = Some(pages(&value)?),
                "--sign-in" => sign_in = Some(PathBuf::from(value)),
                "--host" => host = Some(host_name(&value)?),
                "--listen" => {
                    let address = value.parse().map_err(|_| format!("`{value}` is no address to listen on\n{USAGE}"));
                    listen = Some(address?);
                }
                _ => return Err(format!("`{name}` is not understood\n{USAGE}")),
            }
        }
        let house = match host {
            Some(host) => {
                let listen = listen.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
                Some(House { host, listen, proxy, sign_in })
            }
            // a desk lets in whoever reaches it, so it listens on this machine only
            None if listen.is_some() || proxy || sign_in.is_some() => {
                let which = "`--listen`, `--proxy` and `--sign-in`";
                return Err(format!("{which} need `--host`, because then people sign in\n{USAGE}"));
            }
            None => None,
        };
        Ok(Self { port, data: folder, wasm_pages, house })
    }
}

/// How many pages of 64 KiB the worker may have: from 16 MiB, which it takes to start, to all that 32 bits can name.
fn pages(text: &str) -> Outcome<u32> {
    let pages = text.parse().ok().filter(|pages| (256..=65_536).contains(pages));
    pages.ok_or_else(|| format!("`{text}` is no number of pages from 256 to 65536\n{USAGE}"))
}

/// A host name in lower case, without scheme, port and path.
fn host_name(text: &str) -> Outcome<String> {
    let name = text.to_ascii_lowercase();
    let is_label = |label: &str| {
        let inner = |char: char| char.is_ascii_alphanumeric() || char == '-';
        (1..=63).contains(&label.len()) && label.chars().all(inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_address = name.parse::<IpAddr>().is_ok();
    if name.len() <= 253 && name.split('.').all(is_label) && !is_address {
        Ok(name)
    } else {
        Err(format!("`{text}` is no host name: passkeys need one such as laufzeit.example\n{USAGE}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_line(line: &str) -> Outcome<Task> {
        read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn tasks_and_options_are_read() {
        let start =
            |port, data| -> Outcome<Task> { Ok(Task::Start(Options { port, data, wasm_pages: None, house: None })) };
        assert_eq!(read_line("start"), start(8787, data()));
        assert_eq!(read_line("start --port 9000"), start(9000, data()));
        assert_eq!(read_line("start --data=x --port=1"), start(1, PathBuf::from("x")));
        let with_pages = Options { port: 8787, data: data(), wasm_pages: Some(1024), house: None };
        assert_eq!(read_line("start --wasm-pages 1024"), Ok(Task::Start(with_pages)));
        assert_eq!(read_line("test"), Ok(Task::Test));
        assert_eq!(read_line("bench"), Ok(Task::Bench(Figures::Others)));
        assert_eq!(read_line("bench ui"), Ok(Task::Bench(Figures::Page)));
        assert_eq!(read_line("invite"), Ok(Task::Invite(data())));
        assert_eq!(read_line("invite --data x"), Ok(Task::Invite(PathBuf::from("x"))));
        let copied = |data| Copied { backup: PathBuf::from("/b"), data };
        assert_eq!(read_line("backup /b"), Ok(Task::Backup(copied(data()))));
        assert_eq!(read_line("edge --port 1 --data /d"), Ok(Task::Edge(Edge { port: 1, data: PathBuf::from("/d") })));
        let deploy = |host: &str, dry_run, invite| Ok(Task::Deploy(Deploy { host: host.to_owned(), dry_run, invite }));
        assert_eq!(read_line("deploy --host A.example"), deploy("a.example", false, false));
        assert_eq!(read_line("deploy --dry-run"), deploy("laufzeit.example", true, false));
        assert_eq!(read_line("deploy --invite --host=a.example"), deploy("a.example", false, true));
        assert_eq!(read_line("restore /b --data /d"), Ok(Task::Restore(copied(PathBuf::from("/d")))));
    }

    #[test]
    fn a_host_name_makes_a_house() {
        let house = |line: &str| match read_line(line) {
            Ok(Task::Start(Options { house: Some(house), .. })) => house,
            other => panic!("{line}: {other:?}"),
        };
        let local = |host: &str, proxy| House {
            host: host.to_owned(),
            listen: Ipv4Addr::LOCALHOST.into(),
            proxy,
            sign_in: None,
        };
        assert_eq!(house("start --host Laufzeit.Example"), local("laufzeit.example", false));
        assert_eq!(house("start --host=localhost --proxy"), local("localhost", true));
        let sign_in = house("start --host a.example --sign-in=providers.json").sign_in;
        assert_eq!(sign_in, Some(PathBuf::from("providers.json")));
        let listen: IpAddr = "0.0.0.0".parse().expect("an address");
        assert_eq!(house("start --listen 0.0.0.0 --host a-b.example").listen, listen);
    }

    #[test]
    fn anything_else_shows_the_usage() {
        for line in [
            "",
            "stat",
            "test --fast",
            "bench api",
            "bench ui ui",
            "start --port",
            "start --port many",
            "start --wasm-pages 255",
            "start --wasm-pages 65537",
            "start --wasm-pages=64M",
            "start --host",
            "start --host 192.0.2.1",
            "start --host https://laufzeit.example",
            "start --host a..b",
            "start --host -a.example",
            "start --listen 0.0.0.0",
            "start --proxy",
            "start --sign-in providers.json",
            "start --host a.example --listen here",
            "start --proxy=yes --host a.example",
            "invite --port 1",
            "backup",
            "backup --data x",
            "restore x y",
            "edge --host a.example",
            "edge --port x",
            "deploy",
            "deploy --host",
            "deploy --dry-run=yes",
        ] {
            assert!(read_line(line).is_err_and(|message| message.contains(USAGE)), "{line}");
        }
    }
}
