//! Providers of OpenID Connect for tests: a real one, and one that says what it is told to say (`provider/provider.mjs`).

use std::{
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Mutex,
};

use serde_json::{Value, json};
use ureq::Agent;
use xtask::{place, private::Private};

use crate::workerd::WASM_PAGES;

/// Both providers. They end when this is dropped.
#[derive(Debug)]
pub struct Providers {
    child: Child,
    control: u64,
    /// The port of the real one.
    pub real: u64,
    /// The port of the other one.
    pub hostile: u64,
    agent: Agent,
}

/// The folder with the packages of the real one, in the versions that are wanted.
fn modules() -> PathBuf {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock();
    let folder = place::root().join("target/provider");
    let (stamp, wanted) = (folder.join("wanted.json"), include_str!("../provider/package-lock.json"));
    if fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return folder;
    }
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("package.json"), include_str!("../provider/package.json")).expect("the folder is there");
    fs::write(folder.join("package-lock.json"), wanted).expect("the folder is there");
    let mut command = Command::new("npm");
    command.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    let output = command.output().expect("npm is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::write(stamp, wanted).expect("the folder is there");
    folder
}

impl Providers {
    /// Starts them.
    ///
    /// # Panics
    /// When they do not come up.
    pub fn start() -> Self {
        let mut command = Command::new("node");
        command.arg(place::root().join("tests/provider/provider.mjs")).env("MODULES", modules());
        // they end with their input, so also if this process is killed
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("node is there");
        let output = child.stdout.take().expect("its output");
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).expect("a line");
        let ports: Value = serde_json::from_str(&line).expect("its ports");
        let port = |name: &str| ports[name].as_u64().expect("a port");
        let agent = Agent::config_builder().http_status_as_error(false).build().into();
        Self { child, control: port("control"), real: port("real"), hostile: port("hostile"), agent }
    }

    /// The real one, as the configuration names it, with what it says besides.
    pub fn real(&self, client: &str, more: &Value) -> Value {
        let issuer = format!("https://localhost:{}", self.real);
        let mut real = json!({"id": "real", "name": "Keycloak", "issuer": issuer, "client_id": client,
            "client_secret": "geheim+/ %", "allow": {}, "private": private()});
        merge(&mut real, more);
        real
    }

    /// The one that says what it is told, by the name under which it behaves in its own way.
    pub fn hostile(&self, name: &str, more: &Value) -> Value {
        let issuer = format!("https://localhost:{}/{name}", self.hostile);
        let mut hostile = json!({"id": name, "name": name, "issuer": issuer, "client_id": "laufzeit",
            "client_secret": "geheim", "allow": {"domains": ["firma.example"]}, "private": private()});
        merge(&mut hostile, more);
        hostile
    }

    /// Goes through the forms of the real one as somebody, and returns where it leads back to.
    #[track_caller]
    pub fn sign_in(&self, url: &str, login: &str) -> String {
        self.ask(&format!("sign-in?{}", form(&[("url", url), ("login", login)])))
    }

    /// How often the other one was asked for a path.
    #[track_caller]
    pub fn seen(&self, path: &str) -> u32 {
        self.ask(&format!("seen?{}", form(&[("path", path)]))).parse().expect("a number")
    }

    /// A token of the other one.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    pub fn token(&self, said: &Value) -> String {
        let url = format!("http://127.0.0.1:{}/token", self.control);
        let mut answer = self.agent.post(url).send(said.to_string()).expect("an answer");
        answer.body_mut().read_to_string().expect("a text")
    }

    #[track_caller]
    fn ask(&self, what: &str) -> String {
        let mut answer = self.agent.get(format!("http://127.0.0.1:{}/{what}", self.control)).call().expect("an answer");
        let (status, text) = (answer.status(), answer.body_mut().read_to_string().expect("a text"));
        assert_eq!(status, 200, "{what}: {text}");
        text
    }
}

impl Drop for Providers {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn private() -> Value {
    json!({"addresses": ["127.0.0.1"]})
}

fn merge(value: &mut Value, more: &Value) {
    for (name, field) in more.as_object().into_iter().flatten() {
        value[name] = field.clone();
    }
}

/// The way to them.
///
/// # Panics
/// When their certificate cannot be read.
pub fn way() -> Private {
    let certificate = place::root().join("tests/provider/certificate.pem");
    let authorities = vec![fs::read_to_string(certificate).expect("a certificate")];
    Private { addresses: vec!["127.0.0.1/32".to_owned()], authorities, wasm_pages: Some(WASM_PAGES) }
}

/// Pairs as a query.
pub fn form(pairs: &[(&str, &str)]) -> String {
    let encoded = |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

/// The values of a query, by name.
///
/// # Panics
/// When there is no such value.
#[track_caller]
pub fn value(url: &str, name: &str) -> String {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let found = pairs.filter(|(own, _)| *own == name).map(|(_, value)| value.to_owned()).next();
    found.unwrap_or_else(|| panic!("no {name} in {url}"))
}
