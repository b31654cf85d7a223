//! nginx before a server, set up as `deploy/nginx.conf` says, with a certificate that an authority of the tests has signed.

use std::{
    fs,
    io::Write,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;
use xtask::place;

use crate::workerd::Server;

/// The host name that the configuration of the tests knows, and the example.
pub const HOST: &str = "laufzeit.example";

/// nginx on free ports. It ends when this is dropped.
#[derive(Debug)]
pub struct Front {
    nginx: Child,
    folder: TempDir,
    /// Where it listens, at 127.0.0.1.
    pub port: u16,
}

impl Drop for Front {
    fn drop(&mut self) {
        // an error means that it has ended already
        let _ = Command::new("kill").arg(self.nginx.id().to_string()).status();
        let _ = self.nginx.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port()
}

/// Runs openssl to make what nginx shows and what clients trust: a certificate, and the authority that signed it.
fn certify(folder: &Path) {
    let run = |words: &str| {
        let done = Command::new("openssl")
            .args(words.split_whitespace())
            .current_dir(folder)
            .output()
            .expect("openssl is there");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    run(&format!("req -x509 {key} -keyout ca.key -out ca.pem -days 2 -subj /CN=tests"));
    run(&format!("req {key} -keyout site.key -out site.csr -subj /CN={HOST}"));
    fs::write(folder.join("names"), format!("subjectAltName=DNS:{HOST}")).expect("it can be written");
    run("x509 -req -in site.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out site.pem -days 2 -extfile names");
}

impl Front {
    /// nginx before a server, with the example as it is but for ports and paths.
    pub fn of(server: &Server) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        certify(folder.path());
        let (plain, port, path) = (free_port(), free_port(), folder.path().display().to_string());
        let example = fs::read_to_string(place::root().join("deploy/nginx.conf")).expect("it is there");
        let mut site = example;
        for (from, to) in [
            ("listen 80;", format!("listen 127.0.0.1:{plain};")),
            ("listen 443 ssl;", format!("listen 127.0.0.1:{port} ssl;")),
            ("/etc/ssl/laufzeit.pem", format!("{path}/site.pem")),
            ("/etc/ssl/private/laufzeit.key", format!("{path}/site.key")),
            ("127.0.0.1:8787", format!("127.0.0.1:{}", server.port())),
        ] {
            assert!(site.contains(from), "the example says {from}");
            site = site.replace(from, &to);
        }
        let temporary =
            ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|kind| format!("{kind}_temp_path {path}/{kind};"));
        let all = format!(
            "daemon off; pid {path}/pid; error_log {path}/error.log;\nevents {{}}\nhttp {{ access_log off; {}\n{site} }}\n",
            temporary.concat()
        );
        fs::write(folder.path().join("nginx.conf"), all).expect("it can be written");
        let mut command = Command::new("nginx");
        command.args(["-c", &format!("{path}/nginx.conf"), "-e", &format!("{path}/error.log")]);
        xtask::workerd::bind_to_parent(&mut command);
        let front = Self { nginx: command.spawn().expect("nginx is there"), folder, port };
        let is_there = |_: &i32| front.curl(&["/api/v1/healthz"], "").status.success();
        assert!((0..100).any(|number| is_there(&number)), "nginx does not answer");
        front
    }

    /// What the page's address begins with.
    pub fn origin(&self) -> String {
        format!("https://{HOST}:{}", self.port)
    }

    /// A folder for whatever belongs to this front. It has the certificate of the authority, `ca.pem`.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs curl with options, the first of which is the path. It trusts the authority of the test alone.
    pub fn curl(&self, words: &[&str], body: &str) -> Output {
        let (path, more) = words.split_first().expect("a path");
        let authority = self.folder.path().join("ca.pem");
        let mut command = Command::new("curl");
        command.args(["--silent", "--retry", "3", "--retry-connrefused", "--cacert"]).arg(authority);
        command.args(["--resolve", &format!("{HOST}:{}:127.0.0.1", self.port)]).args(more);
        if !body.is_empty() {
            command.args(["--data-binary", "@-"]);
        }
        command.arg(format!("https://{HOST}:{}{path}", self.port));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("curl is there");
        // a server that refuses a body need not read it
        drop(child.stdin.take().map(|mut input| input.write_all(body.as_bytes())));
        child.wait_with_output().expect("it ends")
    }

    /// The JSON that a POST request with a body of JSON is answered with.
    #[track_caller]
    pub fn post(&self, path: &str, body: &Value, more: &[&str]) -> Value {
        let path = format!("/api/v1{path}");
        let words = [&[&*path, "--header", "content-type: application/json"], more].concat();
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let words = if body.is_empty() { [&words[..], &["--request", "POST"]].concat() } else { words };
        let output = self.curl(&words, &body);
        let text = String::from_utf8_lossy(&output.stdout);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}: {text}"))
    }
}
