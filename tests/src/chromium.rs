//! A real Chromium without a window. Tests talk to it in its own protocol over two pipes, so it needs no port and no
//! driver, and ends when the pipes close. Every test has its own browser with an empty profile.

use std::{
    collections::VecDeque,
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::workerd::bind_to_parent;

/// How long to wait for an answer of the browser. This is far more than any answer takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long the browser may take to end by itself.
const FAREWELL: Duration = Duration::from_secs(5);

/// Chromium reads commands on descriptor 3 and answers on 4, but a child process of Rust has its pipes on 0 and 1.
const ON_PIPES: &str = r#"exec chromium "$@" 3<&0 4>&1 0</dev/null 1>&2"#;

const FLAGS: [&str; 13] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--accept-lang=de-DE",
    "--remote-debugging-pipe",
    "--no-startup-window",
];

/// A browser and its current tab. More tabs can be opened.
pub struct Chromium {
    process: Child,
    orders: ChildStdin,
    messages: Receiver<Value>,
    /// Events that nobody has asked for yet.
    events: VecDeque<Value>,
    last: u64,
    tab: Option<String>,
    /// The other tabs, in the order in which the test left them.
    others: Vec<Option<String>>,
    _profile: TempDir,
}

impl Chromium {
    pub fn start() -> Self {
        Self::start_in(tempfile::tempdir().expect("a temporary folder"), &[])
    }

    /// A browser that trusts one more authority, whose certificate is in this file, and finds this host on this machine.
    pub fn trusting(authority: &Path, host: &str) -> Self {
        let profile = tempfile::tempdir().expect("a temporary folder");
        let database = profile.path().join(".pki/nssdb");
        fs::create_dir_all(&database).expect("a folder for certificates");
        let name = format!("sql:{}", database.display());
        let authority = authority.display().to_string();
        for words in [&["-N", "--empty-password"][..], &["-A", "-n", "tests", "-t", "C,,", "-i", &authority]] {
            let done = Command::new("certutil").args(["-d", &name]).args(words).output().expect("certutil is there");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        }
        Self::start_in(profile, &[format!("--host-resolver-rules=MAP {host} 127.0.0.1")])
    }

    fn start_in(profile: TempDir, flags: &[String]) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", ON_PIPES, "chromium"]).args(FLAGS).args(flags);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        // what it trusts stands there, too
        command.env("HOME", profile.path());
        // temporary files are deleted together with the profile
        command.env("TMPDIR", profile.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        bind_to_parent(&mut command);
        let mut process = command.spawn().expect("there is a shell");
        let orders = process.stdin.take().expect("it is piped");
        let messages = listen(process.stdout.take().expect("it is piped"));
        let events = VecDeque::new();
        let mut chromium =
            Self { process, orders, messages, events, last: 0, tab: None, others: Vec::new(), _profile: profile };
        chromium.tab = chromium.attach();
        chromium
    }

    fn attach(&mut self) -> Option<String> {
        let left = self.tab.take();
        let target = self.call("Target.createTarget", json!({ "url": "about:blank" }));
        let wanted = json!({ "targetId": target["targetId"], "flatten": true });
        let tab = self.call("Target.attachToTarget", wanted);
        self.tab = left;
        tab["sessionId"].as_str().map(str::to_owned)
    }

    /// Opens another tab, which becomes the current one.
    pub fn open_tab(&mut self) {
        let tab = self.attach();
        self.others.push(std::mem::replace(&mut self.tab, tab));
    }

    /// Makes the tab that was left longest ago the current one.
    pub fn change_tab(&mut self) {
        assert!(!self.others.is_empty(), "there is another tab");
        let tab = self.others.remove(0);
        self.others.push(std::mem::replace(&mut self.tab, tab));
        self.call("Page.bringToFront", json!({}));
    }

    /// Closes the current tab. The tab that was left last becomes the current one.
    pub fn close_tab(&mut self) {
        self.call("Page.close", json!({}));
        self.tab = self.others.pop().expect("there is another tab");
        self.call("Page.bringToFront", json!({}));
    }

    /// Sends a command to the current tab and returns the answer, which must not be an error.
    #[track_caller]
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.try_call(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Sends a command to the current tab and returns the answer or an error: elements come and go while a test asks
    /// about them.
    #[track_caller]
    pub fn try_call(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.last += 1;
        let mut order = json!({ "id": self.last, "method": method, "params": params });
        if let Some(tab) = &self.tab {
            order["sessionId"] = json!(tab);
        }
        let sent = self.orders.write_all(format!("{order}\0").as_bytes()).and_then(|()| self.orders.flush());
        sent.unwrap_or_else(|error| panic!("Chromium has gone before {method}: {error}"));
        let own = self.last;
        let mut answer = self.next(|message| message["id"] == own);
        match answer.get("error") {
            Some(error) => Err(error["message"].as_str().unwrap_or_default().to_owned()),
            None => Ok(answer["result"].take()),
        }
    }

    /// The next event with this name, even if it has happened already.
    #[track_caller]
    pub fn event(&mut self, name: &str) -> Value {
        if let Some(at) = self.events.iter().position(|event| event["method"] == name) {
            return self.events.remove(at).unwrap_or_default();
        }
        self.next(|message| message["method"] == name)
    }

    /// The events with these names that have happened so far.
    pub fn seen(&mut self, names: &[&str]) -> Vec<&Value> {
        self.events.extend(self.messages.try_iter());
        self.events.iter().filter(|event| names.iter().any(|name| event["method"] == *name)).collect()
    }

    #[track_caller]
    fn next(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            let message = self.messages.recv_timeout(until.saturating_duration_since(Instant::now()));
            let message = message.unwrap_or_else(|error| panic!("Chromium does not answer: {error}"));
            if wanted(&message) {
                return message;
            }
            self.events.push_back(message);
        }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // If the browser ends by itself, it also ends its helper processes, and its folder can be deleted.
        drop(self.orders.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0").and_then(|()| self.orders.flush()));
        let began = Instant::now();
        while began.elapsed() < FAREWELL && matches!(self.process.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(10));
        }
        // If it has already ended, these two do nothing.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn listen(output: ChildStdout) -> Receiver<Value> {
    let (send, messages) = mpsc::channel();
    thread::spawn(move || {
        for message in BufReader::new(output).split(0).map_while(Result::ok) {
            let Ok(message) = serde_json::from_slice(&message) else { continue };
            if send.send(message).is_err() {
                return;
            }
        }
    });
    messages
}
