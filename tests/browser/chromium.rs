//! A real Chromium without a window, spoken to in its own protocol over two pipes: no port, no driver, and it ends with the
//! pipes. Every test has one of its own, with an empty profile.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::workerd::bind_to_parent;

/// Far more than any single answer of the browser takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long it may take to end by itself.
const FAREWELL: Duration = Duration::from_secs(5);

/// Chromium reads what it is told on descriptor 3 and answers on 4; a child of Rust has pipes on 0 and 1.
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

/// A browser and the tab that is spoken to; another may be opened beside it.
pub struct Chromium {
    process: Child,
    orders: ChildStdin,
    messages: Receiver<Value>,
    /// What happened by itself and has not been asked for yet.
    events: VecDeque<Value>,
    last: u64,
    tab: Option<String>,
    /// The other tabs, in the order in which they were left.
    others: Vec<Option<String>>,
    _profile: TempDir,
}

impl Chromium {
    pub fn start() -> Self {
        let profile = tempfile::tempdir().expect("a temporary folder");
        let mut command = Command::new("sh");
        command.args(["-c", ON_PIPES, "chromium"]).args(FLAGS);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        // what it leaves lying about goes with its profile
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

    /// Opens another tab, and speaks to it from now on.
    pub fn open_tab(&mut self) {
        let tab = self.attach();
        self.others.push(std::mem::replace(&mut self.tab, tab));
    }

    /// Speaks to the tab that was left longest ago.
    pub fn change_tab(&mut self) {
        assert!(!self.others.is_empty(), "there is another tab");
        let tab = self.others.remove(0);
        self.others.push(std::mem::replace(&mut self.tab, tab));
        self.call("Page.bringToFront", json!({}));
    }

    /// Closes the tab that is spoken to, and speaks to the one that was left last.
    pub fn close_tab(&mut self) {
        self.call("Page.close", json!({}));
        self.tab = self.others.pop().expect("there is another tab");
        self.call("Page.bringToFront", json!({}));
    }

    /// What the browser answers; it must not refuse.
    #[track_caller]
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.try_call(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// What the browser answers, or why it refuses: elements come and go while they are asked about.
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

    /// The next event of a name, also one that has happened already.
    #[track_caller]
    pub fn event(&mut self, name: &str) -> Value {
        if let Some(at) = self.events.iter().position(|event| event["method"] == name) {
            return self.events.remove(at).unwrap_or_default();
        }
        self.next(|message| message["method"] == name)
    }

    /// What happened so far under any of these names.
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
        // It ends by itself, and takes its helpers along: then its folder can go.
        drop(self.orders.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0").and_then(|()| self.orders.flush()));
        let began = Instant::now();
        while began.elapsed() < FAREWELL && matches!(self.process.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(10));
        }
        // Nothing is lost when it has ended already.
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
