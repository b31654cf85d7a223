//! A house behind nginx, set up as `deploy/nginx.conf` says.

use std::{
    fs,
    io::Write,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{authenticator::Authenticator, workerd::Server};
use xtask::{
    place,
    workerd::{CONTROL_OF_TESTS, Config},
};

/// The host name that the configuration of the tests knows, and the example.
const HOST: &str = "laufzeit.example";

/// nginx on free ports. It ends when this is dropped.
struct Front {
    nginx: Child,
    folder: TempDir,
    port: u16,
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
    fn of(server: &Server) -> Self {
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

    /// Runs curl with options, the first of which is the path. It trusts the authority of the test alone.
    fn curl(&self, words: &[&str], body: &str) -> Output {
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
    fn post(&self, path: &str, body: &Value, more: &[&str]) -> Value {
        let path = format!("/api/v1{path}");
        let words = [&[&*path, "--header", "content-type: application/json"], more].concat();
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let words = if body.is_empty() { [&words[..], &["--request", "POST"]].concat() } else { words };
        let output = self.curl(&words, &body);
        let text = String::from_utf8_lossy(&output.stdout);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}: {text}"))
    }
}

#[test]
#[ignore = "it needs nginx, openssl and curl"]
fn behind_nginx_people_sign_in_over_tls_and_large_rosters_arrive() {
    let server = Server::start_as(Config::Locked, &std::env::temp_dir());
    let front = Front::of(&server);
    let head = front.curl(&["/", "--include", "--header", "accept-encoding: gzip"], "").stdout;
    let head = String::from_utf8_lossy(&head).to_lowercase();
    for header in ["http/1.1 200", "strict-transport-security: ", "content-security-policy: ", "content-encoding: gzip"]
    {
        assert!(head.contains(header), "{header}: {head:.900}");
    }
    let answer = server.control(CONTROL_OF_TESTS, "/owner").body;
    let secret = serde_json::from_str::<Value>(&answer).expect("JSON")["secret"].clone();
    let origin = format!("https://{HOST}:{}", front.port);
    let mut olga = Authenticator::new(front.port, 1);
    (olga.origin, olga.host) = (origin, HOST.to_owned());
    let start = front.post("/sign-in/join/start", &json!({"secret": secret, "name": "Olga"}), &[]);
    let join = json!({"secret": secret, "name": "Olga", "passkey": "Schlüssel", "credential": olga.make(&start)});
    let jar = front.folder.path().join("cookies").display().to_string();
    let cookies = ["--cookie", &*jar, "--cookie-jar", &*jar];
    assert_eq!(front.post("/sign-in/join/finish", &join, &cookies)["name"], "Olga");

    let key = ["--header", "idempotency-key: k"];
    let made = front.post("/platforms", &crate::company::new_platform(), &[&cookies[..], &key].concat());
    let path = format!("/api/v1/platforms/{}/accounts/import", made["id"].as_str().expect("an id"));
    let words = [&[&*path, "--header", "content-type: text/csv"], &key[..], &cookies].concat();
    let answered = |roster: &str| String::from_utf8_lossy(&front.curl(&words, roster).stdout).into_owned();
    let large = crate::company::large_roster(100_000, 4_000);
    assert!(answered(&large).contains("\"imported\":100000"));
    // what is too large for Laufzeit is refused in its words, not in those of nginx
    let too_large = answered(&"x".repeat((32 << 20) + 1));
    assert!(too_large.contains("\"code\":\"body_too_large\""), "{too_large:.300}");
}
