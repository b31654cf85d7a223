//! A workerd process, started with the sockets and the data folder it is given. It never outlives the process that
//! started it, not even if that is killed with SIGKILL: Linux kills it then.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufRead, BufReader, Write},
    net::{Ipv4Addr, SocketAddr},
    os::unix::process::{CommandExt, ExitStatusExt},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    sync::{
        OnceLock,
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use crate::{control, data_folder::Aside, npm, place, private::Private};

pub use crate::data_folder::DataFolder;

/// How long workerd may take to report its sockets. It usually takes a tenth of a second.
const READY: Duration = Duration::from_secs(20);
/// How long it may finish its requests after SIGTERM before it gets SIGKILL, which is as safe for the data.
const DRAIN: Duration = Duration::from_secs(5);

/// The secret of the control door in tests.
pub const CONTROL_OF_TESTS: &str = "0123456789abcdef0123456789abcdef";

/// The disk of the cron trigger.
const CRON: &str = "cron";

/// What workerd is started as.
#[derive(Clone, Debug)]
pub struct Serving {
    /// The configuration.
    pub config: Config,
    /// Where page and API listen. With port 0 any free port is taken.
    pub address: SocketAddr,
    /// What the environment says to the configuration besides.
    pub variables: Vec<(&'static str, String)>,
    /// The way to what is in a private network; none if there is none.
    pub private: Option<Private>,
    /// The workerd that serves it.
    pub program: PathBuf,
}

impl Serving {
    /// A configuration on this machine alone, at this port. Its control door is closed.
    pub fn here(config: Config, port: u16) -> Self {
        let (variables, program) = (Vec::new(), npm::workerd());
        Self { config, address: (Ipv4Addr::LOCALHOST, port).into(), variables, private: None, program }
    }

    /// Returns it with a control door that opens with this secret.
    #[must_use]
    pub fn with_secret(mut self, secret: String) -> Self {
        self.variables.push((control::SECRET, secret));
        self
    }

    /// The secret of the control door.
    pub fn secret(&self) -> Option<&str> {
        self.variables.iter().find(|(name, _)| *name == control::SECRET).map(|(_, secret)| &**secret)
    }
}

/// The configuration to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Config {
    /// The page, the API and the cron trigger, for whoever sits at this machine.
    Production,
    /// The same behind a host name, where people sign in.
    House,
    /// The page and the API with calls for tests, such as moving the clock. The cron trigger fires only when a test
    /// fires it.
    Test,
    /// The same, but what is silent for a second counts as hanging.
    Hasty,
    /// The same at a place where people sign in, which also has the name `laufzeit.example`.
    Locked,
    /// The API alone, as an older workerd can serve it.
    Bare,
    /// Another worker, in JavaScript, that `cargo xtask bench` compares ours with.
    Peer,
    /// Another worker, through which tests run SQL on the storage of objects.
    Storage,
}

/// Where the output of workerd goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Log {
    Terminal,
    /// `workerd.log` in the data folder.
    File,
}

#[derive(Debug)]
pub struct Workerd {
    child: Child,
    ports: BTreeMap<String, u16>,
    /// What the files are called that it could not be started with.
    aside: Vec<PathBuf>,
}

impl Workerd {
    /// Starts workerd, and returns once every socket of the configuration listens. With `port` 0 it takes any free
    /// port.
    ///
    /// With a damaged file of alarms workerd does not come up. Such a file is put aside: objects arm their alarms again
    /// when they are asked anything, and the cron trigger wakes those that are overdue. So is a damaged file of the
    /// directory, which the worker makes again from those of the platforms. Not all damage shows from
    /// outside, so if workerd does not come up, all files of alarms are put aside; if that was not the reason, they are
    /// put back. And with [`Config::Production`] the worker is asked whether it can read the directory.
    ///
    /// # Errors
    /// If it does not come up.
    pub fn start(serving: &Serving, data: &DataFolder, log: Log) -> io::Result<Self> {
        let config = serving.config;
        for (_, folder) in config.disks() {
            data.make(folder)?;
        }
        let spoilt = Aside::put(data.spoilt()?)?;
        let (mut workerd, hidden) = match Self::try_start(serving, data, log) {
            Ok(workerd) => (workerd, Aside::default()),
            Err(error) => {
                let all = Aside::put(data.alarms()?)?;
                match Self::try_start(serving, data, log) {
                    Ok(workerd) => (workerd, all),
                    Err(_) => {
                        all.put_back()?;
                        return Err(error);
                    }
                }
            }
        };
        let mut unread = Aside::default();
        // tests see what the worker does with files as they are
        let is_ours = matches!(config, Config::Production | Config::House);
        let directory = if is_ours { data.directory()? } else { Vec::new() };
        if !directory.is_empty() && workerd.is_directory_damaged(serving) {
            workerd.stop(|| false)?;
            unread = Aside::put(directory)?;
            workerd = Self::try_start(serving, data, log)?;
        }
        workerd.aside = [spoilt, hidden, unread].iter().flat_map(Aside::names).map(Path::to_owned).collect();
        Ok(workerd)
    }

    fn try_start(serving: &Serving, data: &DataFolder, log: Log) -> io::Result<Self> {
        let config = serving.config;
        let mut command = Command::new(&serving.program);
        command.current_dir(place::root()).args(["serve", config.file(), config.name()]);
        command.args(["--experimental", "--control-fd", "1"]);
        command.arg("--socket-addr").arg(format!("http={}", serving.address));
        for (service, folder) in config.disks() {
            let folder = data.path().join(folder);
            if folder.ends_with(CRON) {
                // it holds no more than when the trigger fires next, and without its alarm it never would again
                fs::remove_dir_all(&folder)?;
                data.make(CRON)?;
            }
            command.arg("--directory-path").arg(format!("{service}={}", folder.display()));
        }
        command.arg("--import-path").arg(match &serving.private {
            Some(private) => private.write(data.path())?,
            None => place::root().join("worker/private"),
        });
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let said: Box<dyn Write + Send> = match log {
            Log::Terminal => Box::new(io::stderr()),
            Log::File => {
                let file = File::options().create(true).append(true).open(data.path().join("workerd.log"))?;
                command.stderr(file.try_clone()?);
                Box::new(file)
            }
        };
        // who is let in is never said by the environment of whoever starts it
        for name in
            ["PLACE", "ALLOWED_HOSTS", "CLIENT_ADDRESS", "CONTROL_SECRET", "OWNER_SECRET", "SIGN_IN", "SILENCE_MS"]
        {
            command.env_remove(name);
        }
        command.envs(config.variables().iter().copied());
        command.envs(serving.variables.iter().map(|(name, value)| (name, value)));
        command.process_group(0);
        data.keep_locked_in(&mut command);
        let mut child = spawn_bound(command)?;
        let Some(output) = child.stdout.take() else { return Err(io::Error::other("no output of workerd to read")) };
        let reported = watch(output, said);
        let mut workerd = Self { child, ports: BTreeMap::new(), aside: Vec::new() };
        workerd.await_sockets(config, &reported)?;
        Ok(workerd)
    }

    fn await_sockets(&mut self, config: Config, reported: &Receiver<(String, u16)>) -> io::Result<()> {
        let began = Instant::now();
        while !config.sockets().iter().all(|socket| self.ports.contains_key(*socket)) {
            match reported.recv_timeout(READY.saturating_sub(began.elapsed())) {
                Ok((socket, port)) => {
                    self.ports.insert(socket, port);
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    return Err(io::Error::other(format!("workerd did not listen within {} s", READY.as_secs())));
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    let status = self.child.wait()?;
                    return Err(io::Error::other(format!("workerd ended before it listened ({status})")));
                }
            }
        }
        Ok(())
    }

    /// The port of a socket of the configuration: `http`, `control`, or `testctl` with [`Config::Test`].
    pub fn port(&self, socket: &str) -> Option<u16> {
        self.ports.get(socket).copied()
    }

    /// Whether the worker says that it cannot read the list of the platforms.
    fn is_directory_damaged(&self, serving: &Serving) -> bool {
        let (Some(port), Some(secret)) = (self.port("control"), serving.secret()) else { return false };
        control::ask(port, secret, "/known").is_ok_and(|answer| answer.body.contains("\"directory_damaged\""))
    }

    /// The files of alarms that it could not be started with, by the names that they have now.
    pub fn put_aside(&self) -> &[PathBuf] {
        &self.aside
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its exit status, if it has ended.
    pub fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }

    /// Sends SIGTERM, and SIGKILL if it does not end in time or `hurry` returns true.
    pub fn stop(&mut self, mut hurry: impl FnMut() -> bool) -> io::Result<ExitStatus> {
        if let Some(status) = self.ended()? {
            return Ok(status);
        }
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            kill_process(pid, Signal::TERM)?;
        }
        let began = Instant::now();
        while began.elapsed() < DRAIN && !hurry() {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.kill()
    }

    /// Sends SIGKILL, which ends it like a crash.
    pub fn kill(&mut self) -> io::Result<ExitStatus> {
        self.child.kill()?;
        self.child.wait()
    }
}

impl Drop for Workerd {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.kill();
    }
}

/// Whether it ended as it was told to: on SIGTERM workerd finishes its requests and then ends by that signal.
pub fn ended_well(status: ExitStatus) -> bool {
    status.success() || status.signal() == Some(Signal::TERM.as_raw()) || status.signal() == Some(Signal::KILL.as_raw())
}

impl Config {
    const fn file(self) -> &'static str {
        match self {
            Self::Production | Self::House | Self::Test | Self::Hasty | Self::Locked => "worker/app.capnp",
            Self::Bare => "tests/bare.capnp",
            Self::Peer => "tests/bench/peers/j/j.capnp",
            Self::Storage => "tests/storage.capnp",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Production | Self::House => "prod",
            Self::Test | Self::Hasty | Self::Locked => "test",
            Self::Bare => "bare",
            Self::Peer => "peer",
            Self::Storage => "storage",
        }
    }

    const fn sockets(self) -> &'static [&'static str] {
        match self {
            Self::Bare | Self::Peer | Self::Storage => &["http"],
            Self::Production | Self::House => &["http", "control"],
            Self::Test | Self::Hasty | Self::Locked => &["http", "control", "testctl"],
        }
    }

    /// What the environment says to the configuration.
    const fn variables(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Production | Self::Test => &[("PLACE", "desk")],
            Self::Hasty => &[("PLACE", "desk"), ("SILENCE_MS", "1000")],
            Self::Locked => &[("ALLOWED_HOSTS", "laufzeit.example"), ("CLIENT_ADDRESS", "x-forwarded-for")],
            Self::House | Self::Bare | Self::Peer | Self::Storage => &[],
        }
    }

    /// The services that are disks, with their folders in the data folder.
    const fn disks(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Production | Self::House => &[("do-disk", "do"), ("do-files", "do"), ("cron-disk", CRON)],
            Self::Test | Self::Hasty | Self::Locked => &[("do-disk", "do"), ("do-files", "do")],
            Self::Bare | Self::Peer | Self::Storage => &[("do-disk", "do")],
        }
    }
}

/// Starts a child process that ends when this process does.
///
/// The kernel sends the signal when the *thread* that made the child ends, and a test's thread ends with the test. So a
/// single thread makes all children, and it lives as long as the process.
fn spawn_bound(mut command: Command) -> io::Result<Child> {
    type Order = (Command, Sender<io::Result<Child>>);
    static MAKER: OnceLock<Sender<Order>> = OnceLock::new();
    bind_to_parent(&mut command);
    let maker = MAKER.get_or_init(|| {
        let (orders, taken) = mpsc::channel::<Order>();
        thread::spawn(move || {
            for (mut command, answer) in taken {
                // If the thread that asked is gone, the child is dropped, and still ends with this process.
                let _ = answer.send(command.spawn());
            }
        });
        orders
    });
    let (answer, made) = mpsc::channel();
    maker.send((command, answer)).map_err(io::Error::other)?;
    made.recv().map_err(io::Error::other)?
}

/// Makes the kernel kill the child when the thread that spawns it ends.
pub fn bind_to_parent(command: &mut Command) {
    let parent = rustix::process::getpid();
    let bind = move || {
        rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
        // If the parent has ended before the line above, the signal would never come.
        if rustix::process::getppid() == Some(parent) { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
    };
    // SAFETY: between fork and exec this makes two system calls and allocates nothing.
    unsafe { command.pre_exec(bind) };
}

/// Passes on the sockets that workerd reports, and copies everything else, which the worker logs, to `log`.
fn watch(output: ChildStdout, mut log: Box<dyn Write + Send>) -> Receiver<(String, u16)> {
    let (report, reported) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            match listening(&line) {
                // The receiver may be gone once all sockets are known.
                Some(socket) => drop(report.send(socket)),
                None => drop(writeln!(log, "{line}")),
            }
        }
    });
    reported
}

fn listening(line: &str) -> Option<(String, u16)> {
    let message: serde_json::Value = serde_json::from_str(line).ok()?;
    if message.get("event")?.as_str()? != "listen" {
        return None;
    }
    let port = u16::try_from(message.get("port")?.as_u64()?).ok()?;
    Some((message.get("socket")?.as_str()?.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_listen_message_names_a_socket() {
        let socket = listening(r#"{"event":"listen","socket":"http","port":45678}"#);
        assert_eq!(socket, Some(("http".to_owned(), 45678)));
        for line in ["", "hello", r#"{"event":"listen"}"#, r#"{"event":"x","socket":"http","port":1}"#] {
            assert_eq!(listening(line), None, "{line}");
        }
    }
}
