//! Runs commands, and says what is being done.

use std::{
    io::{BufRead, BufReader, IsTerminal},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use xtask::workerd;

use crate::Outcome;

/// How often a running command is reported, because a compiler that links prints nothing for minutes.
const HEARTBEAT: Duration = Duration::from_secs(10);

const GLANCE: Duration = Duration::from_millis(20);

/// Prints a line, with the time since the start before it.
pub fn line(text: &str) {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let began = BEGAN.get_or_init(Instant::now);
    println!("[{:6.1} s] {text}", began.elapsed().as_secs_f32());
}

/// Runs a command to its end. Its output is shown, with a line every ten seconds in which it is still running.
pub fn run(what: &str, command: &mut Command) -> Outcome<()> {
    line(what);
    let child = spawn(command)?;
    attend(what, child, String::new)
}

/// Runs cargo to its end. Its lines about single crates are only counted; everything else is shown as it comes.
pub fn compile(what: &str, command: &mut Command, crates: usize) -> Outcome<()> {
    line(what);
    if std::io::stderr().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = spawn(command.stderr(Stdio::piped()))?;
    let output = child.stderr.take();
    let seen = AtomicUsize::new(0);
    thread::scope(|scope| {
        scope.spawn(|| {
            for line in output.into_iter().flat_map(|output| BufReader::new(output).lines().map_while(Result::ok)) {
                match status(&line) {
                    Some("Compiling") => drop(seen.fetch_add(1, Ordering::Relaxed)),
                    Some("Blocking" | "Downloaded" | "Downloading" | "Finished" | "Locking" | "Updating") => {}
                    // cargo warns about packages that have only programs
                    None if line.contains("missing a lib target") => {}
                    _ => eprintln!("{line}"),
                }
            }
        });
        attend(what, child, || format!(", {} of {crates} crates", seen.load(Ordering::Relaxed)))
    })
}

/// The output of a quick command, if it succeeds.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn spawn(command: &mut Command) -> Outcome<Child> {
    workerd::bind_to_parent(command);
    let child = command.stdin(Stdio::null()).spawn();
    child.map_err(|error| format!("{} cannot be run: {error}", command.get_program().display()))
}

fn attend(what: &str, mut child: Child, progress: impl Fn() -> String) -> Outcome<()> {
    let began = Instant::now();
    let mut said = began;
    loop {
        if let Some(status) = child.try_wait().map_err(|error| format!("{what}: {error}"))? {
            return judged(what, status);
        }
        if said.elapsed() >= HEARTBEAT {
            said = Instant::now();
            line(&format!("… {what}, for {} s now{}", began.elapsed().as_secs(), progress()));
        }
        thread::sleep(GLANCE);
    }
}

fn judged(what: &str, status: ExitStatus) -> Outcome<()> {
    if status.success() { Ok(()) } else { Err(format!("{what}: failed ({status})")) }
}

/// The first word of a line of cargo that is indented like a status, with or without colours.
fn status(line: &str) -> Option<&str> {
    let mut text = line;
    while let Some(code) = text.strip_prefix('\u{1b}') {
        text = code.split_once('m')?.1;
    }
    let word = text.strip_prefix(' ')?.trim_start();
    word.split([' ', '\u{1b}']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_told_from_everything_else() {
        assert_eq!(status("   Compiling serde v1.0.0"), Some("Compiling"));
        assert_eq!(status("\u{1b}[1m\u{1b}[92m   Compiling\u{1b}[0m serde v1.0.0"), Some("Compiling"));
        for line in ["", "error: Compiling went wrong", "\u{1b}[1m\u{1b}[91merror\u{1b}[0m: no"] {
            assert_eq!(status(line), None, "{line}");
        }
    }
}
