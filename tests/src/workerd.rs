//! The built worker in a real workerd, with its own data folder, any free port, an HTTP client, and a way to crash it.

use std::{
    fmt, fs, io,
    net::SocketAddr,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;
use ureq::{
    Agent,
    http::{HeaderMap, Method, Request},
};
use xtask::{
    control, place,
    private::Private,
    workerd::{CONTROL_OF_TESTS, Config, DataFolder, Log, Serving, Workerd},
};

/// The longest time an answer may take. The largest test data takes a few seconds.
const PATIENCE: Duration = Duration::from_secs(120);
const LARGEST: u64 = 256 << 20;
/// How many pages of 64 KiB of memory the worker has in tests: as many as it must do with.
pub const WASM_PAGES: u32 = 1_024;

/// A server of page and API. It ends and its data is deleted when it is dropped.
#[derive(Debug)]
pub struct Server {
    serving: Serving,
    workerd: Workerd,
    data: DataFolder,
    agent: Agent,
    _folder: TempDir,
}

impl Server {
    /// # Panics
    /// When the worker is not built, or does not come up.
    pub fn start() -> Self {
        Self::start_as(Config::Test, &std::env::temp_dir())
    }

    /// Starts a server with another configuration and its data in a new folder within `place`.
    ///
    /// # Panics
    /// When the worker is not built, or does not come up.
    pub fn start_as(config: Config, place: &Path) -> Self {
        Self::start_in(serving(config), tempfile::tempdir_in(place).expect("a temporary folder"))
    }

    /// Starts a server where people sign in, also with providers: the text of the configuration, and the way to them.
    ///
    /// # Panics
    /// When the worker is not built, or does not come up.
    pub fn start_with(sign_in: String, private: Option<Private>) -> Self {
        let mut serving = serving(Config::Locked);
        serving.variables.push(("SIGN_IN", sign_in));
        let private = private.or_else(|| serving.private.clone());
        Self::start_in(Serving { private, ..serving }, tempfile::tempdir().expect("a temporary folder"))
    }

    /// Starts a server with what the runtime is told of one machine.
    ///
    /// # Panics
    /// When the worker is not built, or does not come up.
    pub fn start_limited(private: Private) -> Self {
        let serving = Serving { private: Some(private), ..serving(Config::Test) };
        Self::start_in(serving, tempfile::tempdir().expect("a temporary folder"))
    }

    /// Starts a server on a copy of a data folder, which itself stays as it is.
    ///
    /// # Panics
    /// When the folder cannot be copied, the worker is not built, or does not come up.
    pub fn start_on_copy_of(data: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(data, folder.path()).expect("the folder can be copied");
        Self::start_in(serving(Config::Test), folder)
    }

    /// Starts a server on the data in a folder, which is deleted with it.
    ///
    /// # Panics
    /// When the worker is not built, or does not come up.
    pub fn start_on(config: Config, folder: TempDir) -> Self {
        Self::start_in(serving(config), folder)
    }

    fn start_in(serving: Serving, folder: TempDir) -> Self {
        assert!(place::worker().join("index.js").exists(), "the worker is not built: run `cargo xtask build` first");
        let data = taken(folder.path());
        let workerd = run(&serving, &data, 0);
        let agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).timeout_global(Some(PATIENCE));
        Self { serving, workerd, data, agent: agent.build().into(), _folder: folder }
    }

    /// Kills it at once with SIGKILL.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub fn kill9(&mut self) {
        self.workerd.kill().expect("workerd is ours");
    }

    /// Stops it with SIGTERM: it finishes what it has begun, and leaves its files tidy.
    ///
    /// # Panics
    /// When it cannot be stopped.
    pub fn stop(&mut self) {
        self.workerd.stop(|| false).expect("workerd is ours");
    }

    /// Starts it again on the same data with another configuration.
    pub fn restart_as(&mut self, config: Config) {
        self.stop();
        self.serving.config = config;
        self.restart();
    }

    /// Starts it again on the same data. The port may be another one.
    pub fn restart(&mut self) {
        self.workerd = run(&self.serving, &self.data, 0);
        self.agent = Agent::new_with_config(self.agent.config().clone());
    }

    /// Starts it again on the same data and the same port, as a browser needs it.
    ///
    /// # Panics
    /// When it does not come up.
    pub fn restart_in_place(&mut self) {
        let port = self.workerd.port("http").expect("it listened");
        self.workerd = run(&self.serving, &self.data, port);
        self.agent = Agent::new_with_config(self.agent.config().clone());
    }

    pub fn kill9_and_restart(&mut self) {
        self.kill9();
        self.restart();
    }

    /// The address of page and API: `http://127.0.0.1:…`, without a slash at the end.
    pub fn address(&self) -> String {
        self.address_of("http")
    }

    /// Fires the worker's cron trigger as at an instant in milliseconds since 1970.
    pub fn fire_cron(&self, at: i64) -> Answer {
        let url = format!("{}/scheduled?at={at}", self.address_of("testctl"));
        self.send(Method::GET, &url, &[], None)
    }

    /// Asks the control door, with [`Config::Locked`].
    ///
    /// # Panics
    /// When there is no answer.
    pub fn control(&self, secret: &str, path: &str) -> control::Answer {
        let port = self.workerd.port("control").expect("it listens on its sockets");
        control::ask(port, secret, path).expect("an answer")
    }

    /// The port of page and API.
    ///
    /// # Panics
    /// When it does not listen.
    pub fn port(&self) -> u16 {
        self.workerd.port("http").expect("it listens on its sockets")
    }

    /// Sends a GET request to the API. `path` is the part after `/api/v1`.
    pub fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, &[], None)
    }

    /// Sends a POST request to the API, with a key that no other call has.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_with_key(path, body, &new_key())
    }

    /// Sends a PATCH request to the API, with a key that no other call has.
    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        let key = new_key();
        let headers = [("content-type", "application/json"), ("idempotency-key", &*key)];
        self.call(Method::PATCH, path, &headers, Some(body.to_string().into_bytes()))
    }

    pub fn post_with_key(&self, path: &str, body: &Value, key: &str) -> Answer {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        self.call(Method::POST, path, &headers, Some(body.to_string().into_bytes()))
    }

    /// Sends a roster to the API in a POST request, with a key that no other call has.
    pub fn post_csv(&self, path: &str, body: impl Into<Vec<u8>>) -> Answer {
        let headers = [("content-type", "text/csv"), ("idempotency-key", &*new_key())];
        self.call(Method::POST, path, &headers, Some(body.into()))
    }

    /// Sends any request to the API, with exactly these headers.
    pub fn call(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Answer {
        self.send(method, &format!("{}/api/v1{path}", self.address()), headers, body)
    }

    /// Sends a request for a file of the page, and follows no redirect.
    pub fn file(&self, method: Method, path: &str) -> Answer {
        self.file_with(method, path, &[])
    }

    /// Like [`Server::file`], with headers.
    pub fn file_with(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, &format!("{}{path}", self.address()), headers, None)
    }

    /// Like [`Server::call`], but returns an error if the server cannot be reached.
    pub fn try_call(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Result<Answer, ureq::Error> {
        self.try_send(method, &format!("{}/api/v1{path}", self.address()), headers, body)
    }

    /// With [`Config::Storage`]: runs statements in one transaction in the storage of an object, `platform/<id>` or
    /// `directory/directory`. Returns the rows of each statement.
    #[track_caller]
    pub fn sql(&self, object: &str, statements: &[&str]) -> Vec<Vec<Vec<Value>>> {
        let body = serde_json::to_vec(statements).expect("JSON");
        let rows = self.send(Method::POST, &format!("{}/{object}", self.address()), &[], Some(body)).expect(200).json();
        serde_json::from_value(rows).expect("rows of each statement")
    }

    /// With [`Config::Storage`]: when the alarm of an object rings, in milliseconds since 1970; `null` if none is
    /// armed.
    #[track_caller]
    pub fn alarm(&self, object: &str) -> Value {
        self.send(Method::GET, &format!("{}/{object}", self.address()), &[], None).expect(200).json()
    }

    /// What workerd and the worker have logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.data.path().join("workerd.log")).unwrap_or_default()
    }

    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// The id of the process, for tests that signal it from another thread during a call.
    pub fn process_id(&self) -> u32 {
        self.workerd.id()
    }

    fn address_of(&self, socket: &str) -> String {
        format!("http://127.0.0.1:{}", self.workerd.port(socket).expect("it listens on its sockets"))
    }

    #[track_caller]
    fn send(&self, method: Method, url: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Answer {
        let sent = self.try_send(method, url, headers, body);
        sent.unwrap_or_else(|error| panic!("{url}: {error}\n{}", self.log()))
    }

    fn try_send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Result<Answer, ureq::Error> {
        let request = headers
            .iter()
            .fold(Request::builder().method(method).uri(url), |request, (name, value)| request.header(*name, *value));
        let mut response = match body {
            Some(body) => self.agent.run(request.body(body)?)?,
            None => self.agent.run(request.body(())?)?,
        };
        let body = response.body_mut().with_config().limit(LARGEST).read_to_vec()?;
        Ok(Answer { status: response.status().as_u16(), headers: response.headers().clone(), body })
    }
}

/// An answer of any status.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// # Panics
    /// When the status is another one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    /// # Panics
    /// When the body is not JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a header; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self.text().chars().take(2000).collect();
        write!(out, "{} {} {text}", self.status, self.header("content-type"))
    }
}

/// Locks a data folder. A process that another test makes at this moment may have the lock for an instant longer than whoever
/// had it, so this is tried for a while.
///
/// # Panics
/// When it stays locked, or cannot be locked.
pub fn taken(folder: &Path) -> DataFolder {
    let mut tries = 0;
    loop {
        match DataFolder::take(folder) {
            Ok(data) => return data,
            Err(error) if error.kind() == io::ErrorKind::ResourceBusy && tries < 1_000 => {
                tries += 1;
                thread::sleep(Duration::from_millis(10));
            }
            Err(error) => panic!("{}: {error}", folder.display()),
        }
    }
}

/// An idempotency key that no other call has.
pub fn new_key() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Copies a folder with everything in it.
///
/// # Errors
/// If one folder cannot be read or the other cannot be written.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

fn serving(config: Config) -> Serving {
    let private = Private { wasm_pages: Some(WASM_PAGES), ..Private::default() };
    Serving { private: Some(private), ..Serving::here(config, 0).with_secret(CONTROL_OF_TESTS.to_owned()) }
}

#[track_caller]
fn run(serving: &Serving, data: &DataFolder, port: u16) -> Workerd {
    let address = SocketAddr::new(serving.address.ip(), port);
    Workerd::start(&Serving { address, ..serving.clone() }, data, Log::File).unwrap_or_else(|error| {
        let log = std::fs::read_to_string(data.path().join("workerd.log")).unwrap_or_default();
        panic!("{error}\n{log}")
    })
}
