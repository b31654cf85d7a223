//! The worker under wrangler's local runtime, which is set up as Cloudflare's network is.

use std::{
    fs::{self, OpenOptions},
    io::{self, BufRead, BufReader, Write},
    os::unix::{
        fs::{OpenOptionsExt, PermissionsExt},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::{data_folder::folder_made, npm, place, workerd};

/// How long it may take until it listens. It usually takes four seconds.
const READY: Duration = Duration::from_secs(60);
/// How long it may take to end before it is killed.
const DRAIN: Duration = Duration::from_secs(5);
/// What wrangler says once it listens, before the address.
const SAYS: &str = "Ready on http://127.0.0.1:";

/// What the local runtime is started with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where it listens on this machine; any free port with 0.
    pub port: u16,
    /// The folder for what is stored.
    pub data: PathBuf,
    /// What the environment says to the worker besides: names, and values without quotes.
    pub variables: Vec<(&'static str, String)>,
    /// Whether what it says is shown.
    pub loud: bool,
}

/// A running wrangler. It ends when this is dropped.
#[derive(Debug)]
pub struct Edge {
    wrangler: Child,
    port: u16,
}

/// A command of wrangler, in the folder of its configuration, on a Node that is new enough for it.
pub fn wrangler(words: &[&str]) -> Command {
    let mut command = Command::new(npm::edge_node());
    command.arg("--no-warnings").arg(npm::wrangler()).args(words).current_dir(place::root().join("worker"));
    for (name, value) in [
        ("CI", "1"),
        ("WRANGLER_SEND_METRICS", "false"),
        ("WRANGLER_SEND_ERROR_REPORTS", "false"),
        ("CLOUDFLARE_CF_FETCH_ENABLED", "false"),
        ("NO_COLOR", "1"),
    ] {
        command.env(name, value);
    }
    command
}

impl Edge {
    /// Starts it, and returns once it listens.
    ///
    /// # Errors
    /// If it does not come up.
    pub fn start(settings: &Settings) -> io::Result<Self> {
        folder_made(&settings.data)?;
        let port = settings.port.to_string();
        let mut command = wrangler(&["dev", "--local", "--ip", "127.0.0.1", "--inspector-port", "0", "--port", &port]);
        command.arg("--show-interactive-dev-session=false");
        command.arg("--env-file").arg(told(&settings.data, &settings.variables)?);
        command.arg("--persist-to").arg(&settings.data).env("MINIFLARE_WORKERD_PATH", bound(&settings.data)?);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        workerd::bind_to_parent(&mut command);
        let mut wrangler = command.spawn()?;
        let (report, reported) = mpsc::channel();
        let (output, errors) = (wrangler.stdout.take(), wrangler.stderr.take());
        let mut edge = Self { wrangler, port: settings.port };
        let loud = settings.loud;
        if let Some(errors) = errors {
            let report = report.clone();
            thread::spawn(move || hear(BufReader::new(errors), loud, |line| drop(report.send(line))));
        }
        if let Some(output) = output {
            thread::spawn(move || hear(BufReader::new(output), loud, |line| drop(report.send(line))));
        }
        let (began, mut said) = (Instant::now(), String::new());
        loop {
            let Ok(line) = reported.recv_timeout(READY.saturating_sub(began.elapsed())) else {
                edge.stop()?;
                return Err(io::Error::other(format!("wrangler did not come up:\n{said}")));
            };
            let port = line.split_once(SAYS).and_then(|(_, rest)| rest.trim().parse().ok());
            if let Some(port) = port {
                edge.port = port;
                return Ok(edge);
            }
            said.push_str(&line);
            said.push('\n');
        }
    }

    /// Where it listens on this machine.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Whether it has ended by itself.
    ///
    /// # Errors
    /// If that cannot be found out.
    pub fn has_ended(&mut self) -> io::Result<bool> {
        Ok(self.wrangler.try_wait()?.is_some())
    }

    /// Ends it with everything that it has started.
    ///
    /// # Errors
    /// If it cannot be ended.
    pub fn stop(&mut self) -> io::Result<()> {
        if let Some(group) = i32::try_from(self.wrangler.id()).ok().and_then(Pid::from_raw) {
            // an error means that all have ended
            let _ = kill_process_group(group, Signal::TERM);
            let began = Instant::now();
            while began.elapsed() < DRAIN && self.wrangler.try_wait()?.is_none() {
                thread::sleep(Duration::from_millis(20));
            }
            let _ = kill_process_group(group, Signal::KILL);
        }
        self.wrangler.wait().map(drop)
    }
}

impl Drop for Edge {
    fn drop(&mut self) {
        // an error means that it has ended already
        let _ = self.stop();
    }
}

/// A file with variables that only its owner can read: what a command line says, everybody on the machine can.
fn told(data: &Path, variables: &[(&str, String)]) -> io::Result<PathBuf> {
    let path = data.canonicalize()?.join("variables.env");
    fs::remove_file(&path)
        .or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    for (name, value) in variables {
        writeln!(file, "{name}='{value}'")?;
    }
    Ok(path)
}

/// A workerd that ends with whoever starts it: wrangler that is killed would leave it behind, with its port.
fn bound(data: &Path) -> io::Result<PathBuf> {
    let script = data.join("workerd.sh");
    let real = npm::edge_workerd();
    fs::write(&script, format!("#!/bin/sh\nexec setpriv --pdeathsig KILL '{}' \"$@\"\n", real.display()))?;
    fs::set_permissions(&script, fs::Permissions::from_mode(0o700))?;
    script.canonicalize()
}

fn hear(lines: impl BufRead, loud: bool, report: impl Fn(String)) {
    for line in lines.lines().map_while(Result::ok) {
        if loud {
            // a closed terminal is no reason to end
            let _ = writeln!(io::stderr(), "{line}");
        }
        report(line);
    }
}
