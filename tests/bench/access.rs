//! What signing in costs: the request of somebody who has signed in against the same at a desk, and the sign-in itself.

use std::path::Path;

use serde_json::{Value, json};
use tests::{
    authenticator::Authenticator,
    workerd::{Answer, Server, new_key},
};
use ureq::http::Method;
use xtask::workerd::{CONTROL_OF_TESTS, Config};

use crate::{
    machine::{RUNS, cpu_seconds, median, seconds},
    pair::{PLATFORM, found, path, platform},
    table::{Goal, Row, ratio, time},
};

const REQUESTS: usize = 3_000;
const SIGN_INS: u32 = 30;

/// A house with one administrator.
struct House {
    server: Server,
    cookie: String,
}

impl House {
    fn with_roster(roster: &str, folder: &Path) -> Self {
        let server = Server::start_as(Config::Locked, folder);
        let owner: Value = serde_json::from_str(&server.control(CONTROL_OF_TESTS, "/owner").body).expect("JSON");
        let mut house = Self { server, cookie: String::new() };
        let start = json!({"secret": owner["secret"], "name": "Olga"});
        let options = house.post("/sign-in/join/start", &start).expect(200).json();
        let credential = Authenticator::new(house.server.port(), 1).make(&options);
        let join = json!({"secret": owner["secret"], "name": "Olga", "passkey": "x", "credential": credential});
        let joined = house.post("/sign-in/join/finish", &join).expect(200);
        house.cookie = joined.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        house.post("/platforms", &platform()).expect(201);
        house.call(&path("/accounts/import"), "text/csv", Some(roster.as_bytes().to_vec())).expect(200);
        house
    }

    /// The host name by which people reach it.
    fn host(&self) -> String {
        format!("localhost:{}", self.server.port())
    }

    /// Sends a body of JSON, or none for `null`.
    fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(path, "application/json", (!body.is_null()).then(|| body.to_string().into_bytes()))
    }

    fn call(&self, path: &str, content_type: &str, body: Option<Vec<u8>>) -> Answer {
        let (host, key) = (self.host(), new_key());
        let mut headers = vec![("host", &*host), ("idempotency-key", &*key)];
        headers.extend(body.is_some().then_some(("content-type", content_type)));
        headers.extend((!self.cookie.is_empty()).then_some(("cookie", &*self.cookie)));
        self.server.call(Method::POST, path, &headers, body)
    }

    /// Signs in for the `number`th time, and returns how many seconds the worker took for the passkey.
    fn sign_in(&self, number: u32) -> f64 {
        let key = Authenticator::new(self.server.port(), 1).used(number);
        let options = self.post("/sign-in/passkey/start", &Value::Null).expect(200).json();
        let proof = json!({"credential": key.sign(&options)});
        let (took, answer) = seconds(|| self.post("/sign-in/passkey/finish", &proof));
        answer.expect(200);
        took
    }
}

pub fn rows(roster: &str, folder: &Path) -> [Row; 2] {
    let desk = Server::start_as(Config::Test, folder);
    found(&desk, roster);
    let house = House::with_roster(roster, folder);
    let list = format!("{PLATFORM}/accounts?limit=50");
    let cpu = |server: &Server, headers: &[(&str, &str)]| {
        let before = cpu_seconds(server.process_id());
        for _ in 0..REQUESTS {
            server.call(Method::GET, &list, headers, None).expect(200);
        }
        (cpu_seconds(server.process_id()) - before) / REQUESTS as f64
    };
    let host = house.host();
    let known = [("host", &*host), ("cookie", &*house.cookie)];
    cpu(&desk, &[]);
    cpu(&house.server, &known);
    let (mut at_desk, mut signed_in) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        at_desk.push(cpu(&desk, &[]));
        signed_in.push(cpu(&house.server, &known));
    }
    let (at_desk, signed_in) = (median(at_desk), median(signed_in));
    let sign_in = median((1..=SIGN_INS).map(|number| house.sign_in(number)).collect());
    [
        Row {
            figure: "CPU of a list request of somebody who has signed in".to_owned(),
            ours: time(signed_in),
            peer: format!("{}  the same at a desk", time(at_desk)),
            ratio: ratio(signed_in, at_desk),
            goal: Goal::most(1.3, signed_in / at_desk, ""),
        },
        Row {
            figure: "a sign-in with a passkey".to_owned(),
            ours: time(sign_in),
            peer: String::new(),
            ratio: String::new(),
            goal: Goal::most(50.0, sign_in * 1_000.0, " ms"),
        },
    ]
}
