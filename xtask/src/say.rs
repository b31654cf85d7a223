//! What is being done, said while it is being done.

use std::{
    process::{Command, Stdio},
    sync::{
        OnceLock,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use xtask::workerd;

use crate::Outcome;

/// A compiler that links is silent for minutes.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// One line, after the time since the start.
pub fn line(text: &str) {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let began = BEGAN.get_or_init(Instant::now);
    println!("[{:6.1} s] {text}", began.elapsed().as_secs_f32());
}

/// Runs a command to its end, with its own output, and a line now and then.
pub fn run(what: &str, command: &mut Command) -> Outcome<()> {
    line(what);
    let began = Instant::now();
    workerd::bind_to_parent(command);
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .map_err(|error| format!("{} cannot be run: {error}", command.get_program().display()))?;
    let (over, ended) = mpsc::channel::<()>();
    let doing = what.to_owned();
    let heart = thread::spawn(move || {
        while ended.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
            line(&format!("… {doing}, for {} s now", began.elapsed().as_secs()));
        }
    });
    let status = child.wait();
    drop(over);
    // The heart only prints: it cannot fail.
    let _ = heart.join();
    let status = status.map_err(|error| format!("{what}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{what}: failed ({status})")) }
}

/// The output of a command that is quick, when it succeeds.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
