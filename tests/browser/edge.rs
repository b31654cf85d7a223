//! The product under wrangler's local runtime, locked as it is at Cloudflare. `cargo xtask edge-test` fetches that and runs these.

use std::path::Path;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::workerd::Server;
use ureq::{
    Agent,
    http::{HeaderMap, Request},
};
use xtask::{
    control,
    edge::{Edge, Settings, wrangler},
    npm, place,
    workerd::{Config, DataFolder, Log, Serving, Workerd},
};

use crate::{
    guide::{Confirmed, confirm, see_it_happen},
    page::Page,
    screens::{LARGE_ROSTER, platform},
    somebody::Somebody,
};

/// A running edge with the secret of its first administrator.
struct Place {
    edge: Edge,
    secret: String,
    _data: TempDir,
}

/// What came back: the status, the headers and the body.
type Got = (u16, HeaderMap, String);

impl Place {
    fn new() -> Self {
        let (data, secret) =
            (tempfile::tempdir().expect("a temporary folder"), control::new_secret().expect("random bytes"));
        let edge = start(0, data.path(), &secret);
        Self { edge, secret, _data: data }
    }

    fn address(&self) -> String {
        format!("http://localhost:{}", self.edge.port())
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Got {
        self.send("GET", path, headers, "")
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Got {
        let agent: Agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        let request = Request::builder().method(method).uri(format!("{}{path}", self.address()));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let mut answer = agent.run(request.body(body.to_owned()).expect("a request")).expect("an answer");
        let text = answer.body_mut().read_to_string().expect("text");
        (answer.status().as_u16(), answer.headers().clone(), text)
    }
}

fn start(port: u16, data: &Path, secret: &str) -> Edge {
    assert!(npm::wrangler().exists(), "wrangler is not there: `cargo xtask edge-test` fetches it");
    let variables = vec![("OWNER_SECRET", secret.to_owned()), ("TEST_CLOCK", "1".to_owned())];
    Edge::start(&Settings { port, data: data.to_owned(), variables, loud: false }).expect("it comes up")
}

#[track_caller]
fn check((status, headers, text): &Got, wanted: u16, parts: &[(&str, &str)]) {
    assert_eq!(*status, wanted, "{text}");
    for (name, part) in parts {
        let value = headers.get(*name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(value.contains(part), "{name}: {value:?} has no {part:?}");
    }
}

#[test]
#[ignore = "it needs wrangler: `cargo xtask edge-test` fetches it"]
fn page_and_api_are_served_and_foreigners_refused() {
    let place = Place::new();
    let everywhere = [("x-content-type-options", "nosniff"), ("content-security-policy", "frame-ancestors 'none'")];
    let page = place.get("/", &[]);
    check(&page, 200, &everywhere);
    check(&page, 200, &[("content-type", "text/html"), ("content-security-policy", "script-src 'self'")]);
    for deep in ["/platforms/somebody/accounts", "/demo", "/join"] {
        let found = place.get(deep, &[]);
        check(&found, 200, &everywhere);
        assert_eq!(found.2, page.2, "{deep}");
    }
    // what has a hash in its name is kept, and what is answered in its place is not
    let name = std::fs::read_dir(place::page()).expect("it is built").map(|entry| entry.expect("an entry").file_name());
    let name = name
        .filter_map(|name| name.into_string().ok())
        .find(|name| name.starts_with("app-") && name.ends_with(".js"))
        .expect("a script");
    check(&place.get(&format!("/{name}"), &[]), 200, &[("cache-control", "immutable"), ("content-type", "javascript")]);
    let keeper = [("cache-control", "no-cache"), ("content-type", "javascript")];
    check(&place.get("/service-worker.js", &[]), 200, &keeper);
    let missing = place.get(&format!("/{}", name.replace(".js", "0.js")), &[]);
    check(&missing, 200, &[("cache-control", "max-age=0"), ("content-type", "text/html")]);

    check(&place.get("/api/v1/healthz", &[]), 200, &everywhere);
    check(&place.get("/api/v1/nothing", &[]), 404, &[("content-type", "application/problem+json")]);
    let locked = place.get("/api/v1/platforms", &[]);
    check(&locked, 503, &everywhere);
    assert!(locked.2.contains("\"sign_in_missing\""), "{}", locked.2);
    check(&place.get("/api/v1/healthz", &[("host", "evil.example")]), 403, &[]);
    let foreign = [("origin", "https://evil.example"), ("content-type", "application/json")];
    check(&place.send("POST", "/api/v1/sign-in/passkey/start", &foreign, ""), 403, &[]);
    // what workers at Cloudflare are woken by, each minute
    check(&place.get("/cdn-cgi/handler/scheduled?cron=*+*+*+*+*", &[]), 200, &[]);
}

#[test]
#[ignore = "it needs wrangler: `cargo xtask edge-test` fetches it"]
fn the_first_administrator_comes_in_and_does_what_the_guide_says() {
    let mut place = Place::new();
    let mut olga = Somebody::at(place.address());
    olga.open(&format!("/join#{}", place.secret));
    olga.accept("Olga Owner");
    let Confirmed { platform, reference, changing } = confirm(&mut olga.page);
    see_it_happen(&mut olga.page, &reference);
    let (status, check) = olga.ask("GET", &format!("/platforms/{platform}/check"), &Value::Null);
    assert_eq!((status, check), (json!(200), json!({"ok": true, "findings": []})));
    assert!(changing > 0);
    alarm_rings(&mut olga);

    // the link counts once, and all is there after a start on the same data
    let (data, port) = (place._data.path().to_owned(), place.edge.port());
    place.edge.stop().expect("it is ours");
    place.edge = start(port, &data, &place.secret);
    olga.open(&format!("/platforms/{platform}/accounts"));
    olga.page.counts("997 von 997 Accounts");
    let secret = json!({"secret": place.secret});
    let (status, answer) = olga.ask("POST", "/sign-in/invitation", &secret);
    assert_eq!((status, &answer["code"]), (json!(404), &json!("no_invitation")), "{answer}");
}

/// A platform whose next day begins in a second, by its clock: the alarm does that day's work, without anybody asking.
fn alarm_rings(olga: &mut Somebody) {
    let catalog = json!([{"from": "2026-01-01", "monthly_net": 249, "yearly_net": 2388}]);
    let new = json!({"name": "Wecker", "id": "wecker", "time_zone": "UTC", "catalog": catalog});
    assert_eq!(olga.ask("POST", "/platforms", &new).0, 201);
    let tomorrow = text(&mut olga.page, "new Date(Date.now() + 864e5).toISOString().slice(0, 10)");
    let roster = format!("address,display_name,mode,expires_on\na@x.example,A,monthly,{tomorrow}\n");
    let import =
        json!({"method": "POST", "headers": {"content-type": "text/csv", "idempotency-key": "wecker"}, "body": roster});
    assert_eq!(
        olga.page.run(&format!("fetch('/api/v1/platforms/wecker/accounts/import', {import}).then((it) => it.status)")),
        200
    );
    let state =
        |olga: &mut Somebody| olga.ask("POST", "/platforms/wecker/test/state", &json!(null)).1["revision"].as_u64();
    let before = state(olga).expect("a revision");
    let ahead = olga.page.run(&format!("Date.parse('{tomorrow}') - Date.now() - 1000"));
    assert_eq!(olga.ask("POST", "/platforms/wecker/test/skew", &json!({"skew": ahead, "arm": true})).0, 200);
    for _ in 0..500 {
        if state(olga).is_some_and(|revision| revision > before) {
            return;
        }
        olga.page.run("new Promise((done) => setTimeout(done, 20))");
    }
    panic!("no alarm rang");
}

/// A platform of a desk moves to the edge and back, and is the same everywhere.
#[test]
#[ignore = "it needs wrangler: `cargo xtask edge-test` fetches it"]
fn a_platform_moves_from_a_desk_to_the_edge_and_back() {
    let (desk, place) = (Server::start(), Place::new());
    let mut olga = Somebody::at(place.address());
    olga.open(&format!("/join#{}", place.secret));
    olga.accept("Olga Owner");
    let id = platform(&desk, LARGE_ROSTER);
    let path = format!("/platforms/{id}");
    desk.post(&format!("{path}/clock"), &json!({"today": "2027-03-01"})).expect(200);
    let edge_house = olga.ask("GET", "/house", &Value::Null).1["id"].clone();
    let desk_house = desk.get("/house").expect(200).json()["id"].clone();
    let leaving = |house: &Value, url: &str| json!({"house": house, "url": url, "confirm": "Musterfirma GmbH"});
    desk.post(&format!("{path}/move"), &leaving(&edge_house, &place.address())).expect(200);
    let archive = desk.get(&format!("{path}/archive")).expect(200).body;
    let sent = text(
        &mut olga.page,
        &format!(
            "fetch('/api/v1/arrivals', {{method: 'POST', headers: {{'content-type': 'application/gzip'}}, \
             body: Uint8Array.from(atob('{}'), (it) => it.charCodeAt(0))}}).then((it) => it.text())",
            BASE64_STANDARD.encode(&archive)
        ),
    );
    let sent: Value = serde_json::from_str(&sent).expect("JSON");
    assert_eq!(sent["state"], "taken", "{sent}");
    let list = format!("{path}/invoices?limit=1000");
    let invoices = |answer: &Value| answer["items"].clone();
    let there = olga.ask("GET", &list, &Value::Null).1;
    assert_eq!(invoices(&there), invoices(&desk.get(&list).expect(200).json()));
    assert_eq!(olga.ask("GET", &format!("{path}/check"), &Value::Null).1, json!({"ok": true, "findings": []}));
    let clock = json!({"today": "2027-06-01"});
    assert_eq!(olga.ask("POST", &format!("{path}/clock"), &clock).0, 200);
    assert_eq!(olga.ask("POST", &format!("{path}/move"), &leaving(&desk_house, &desk.address())).0, 200);
    let archive = text(
        &mut olga.page,
        &format!(
            "fetch('/api/v1{path}/archive').then((it) => it.arrayBuffer()).then((it) => \
             {{ let text = ''; for (const byte of new Uint8Array(it)) text += String.fromCharCode(byte); return btoa(text); }})"
        ),
    );
    let archive = BASE64_STANDARD.decode(archive).expect("base64");
    let headers = [("content-type", "application/gzip")];
    desk.call(ureq::http::Method::POST, "/arrivals", &headers, Some(archive)).expect(201);
    let back = desk.get(&list).expect(200).json();
    let there = olga.ask("GET", &list, &Value::Null).1;
    assert_eq!(invoices(&back), invoices(&there));
    assert!(back["items"].as_array().is_some_and(|list| list.len() > 3));
    assert_eq!(desk.get(&format!("{path}/check")).expect(200).json(), json!({"ok": true, "findings": []}));
    assert_eq!(olga.ask("GET", &path, &Value::Null).1["status"], "closed");
}

fn text(page: &mut Page, script: &str) -> String {
    page.run(script).as_str().expect("a text").to_owned()
}

#[test]
#[ignore = "it needs another workerd: `cargo xtask edge-test` fetches it"]
fn the_worker_loads_in_the_oldest_runtime_of_its_compatibility_date() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let folder = DataFolder::take(data.path()).expect("nobody has it");
    let serving = Serving { program: npm::oldest_workerd(), ..Serving::here(Config::Bare, 0) };
    let workerd = Workerd::start(&serving, &folder, Log::File).expect("it comes up");
    let address = format!("http://127.0.0.1:{}/api/v1", workerd.port("http").expect("it listens"));
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    let asked =
        |path: &str| agent.get(format!("{address}{path}")).call().expect("an answer").body_mut().read_to_string();
    assert!(asked("/healthz").expect("text").contains("\"ok\""));
    assert_eq!(asked("/platforms").expect("text").matches("\"items\"").count(), 1);
}

#[test]
#[ignore = "it needs wrangler: `cargo xtask edge-test` fetches it"]
fn what_would_be_sent_is_bundled_without_an_account() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let mut command =
        wrangler(&["deploy", "--dry-run", "--var", "ALLOWED_HOSTS:a.example", "--domain", "a.example", "--outdir"]);
    let done = command.arg(out.path()).output().expect("it can be run");
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("Total Upload") && said.contains("dry-run: exiting"), "{said}");
    let sent = std::fs::read_dir(out.path()).expect("it is there").map(|entry| entry.expect("an entry").file_name());
    let sent: Vec<String> = sent.filter_map(|name| name.into_string().ok()).collect();
    assert!(sent.iter().any(|name| name == "entry.js") && sent.iter().any(|name| name.ends_with(".wasm")), "{sent:?}");
}
