//! Rules for every call that changes something: it is done once per key, and a refusal changes nothing.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::{Value, json};
use tests::workerd::new_key;
use ureq::http::Method;

use crate::company::{Company, sent};

/// A call: method, path below the platform, and body (`null` for none).
pub(crate) type Call<'a> = (Method, &'a str, Value);

/// Makes a call without a key, then twice under one key, then under that key with another body. It must be done once.
/// Returns its answer.
#[track_caller]
pub(crate) fn check_once(company: &Company, (method, below, body): &Call<'_>, status: u16) -> Value {
    let key = new_key();
    let bare = [("content-type", "application/json")];
    let keyless = company.server.call(method.clone(), &company.path(below), &bare, sent(body)).expect(400).json();
    assert_eq!((&keyless["type"], &keyless["code"]), (&json!("urn:laufzeit:idempotency-key"), &json!("key_missing")));
    let revision = company.state()["revision"].as_u64().expect("a number");
    let first = company.send(method, below, body, &key).expect(status);
    assert_eq!(company.state()["revision"], revision + 1, "{below} is one entry of the record");
    let after = company.whole();
    let second = company.send(method, below, body, &key).expect(status);
    assert_eq!(first.text(), second.text());
    let other = if body.is_null() { json!({}) } else { Value::Null };
    let reused = company.send(method, below, &other, &key);
    // an empty body would be refused, too, but the key is looked up first
    let reused = reused.expect(422).json();
    assert_eq!(
        (&reused["type"], &reused["code"]),
        (&json!("urn:laufzeit:key-reused"), &json!("key_reused")),
        "{below}"
    );
    assert_eq!(company.whole(), after, "{below} was done twice");
    first.json()
}

/// The codes of a problem: each field to blame with its code, or the problem's own code if there is none.
pub(crate) fn told(problem: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let errors = problem["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    let fields: Vec<String> =
        errors.iter().map(|error| format!("{} {}", text(&error["field"]), text(&error["code"]))).collect();
    let code = text(&problem["code"]);
    let same = errors.len() == 1 && errors.iter().all(|error| text(&error["code"]) == code);
    assert!(errors.is_empty() || same || code == "invalid", "{problem}");
    if fields.is_empty() { code } else { fields.join(", ") }
}

/// Makes a call that must be refused and must change nothing. The reason must be given as a code and in words.
#[track_caller]
pub(crate) fn check_refused(
    company: &Company,
    (method, below, body): &Call<'_>,
    (status, kind, reason): (u16, &str, &str),
) {
    let before = company.whole();
    let answer = company.send(method, below, body, &new_key()).expect(status);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(
        (&problem["type"], &problem["status"]),
        (&json!(format!("urn:laufzeit:{kind}")), &json!(status)),
        "{body}"
    );
    let errors = problem["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    assert_eq!(told(&problem), reason, "{method} {below} {body}: {problem}");
    let words = errors.iter().map(|error| &error["detail"]).chain([&problem["detail"]]);
    for words in words.map(|words| words.as_str().unwrap_or_default()) {
        let code = ["u32", "u16", "i64", "struct", "invalid type", "invalid value", "floating", "expected"];
        assert!(!words.is_empty() && !code.iter().any(|code| words.contains(code)), "nobody understands {words:?}");
    }
    assert_eq!(company.whole(), before, "{method} {below} {body} was refused and changed something");
}

/// Makes two calls at the same time, from two clients. Returns both statuses, the lower first.
pub(crate) fn at_once(company: &Company, calls: [&Call<'_>; 2]) -> [u16; 2] {
    let mut statuses = std::thread::scope(|scope| {
        let send = |(method, below, body): &Call<'_>| company.send(method, below, body, &new_key()).status;
        calls.map(|call| scope.spawn(move || send(call))).map(|client| client.join().expect("an answer"))
    });
    statuses.sort_unstable();
    statuses
}

#[test]
fn a_key_is_known_by_the_decoded_path() {
    let company = Company::empty();
    let (order, key) = (company.quoted(2, "monthly"), new_key());
    let first = company.send(&Method::POST, "/orders", &order, &key).expect(201);
    for spelled in ["/%6frders", "/%6Frder%73"] {
        let again = company.send(&Method::POST, spelled, &order, &key).expect(201);
        assert_eq!(again.text(), first.text(), "{spelled}");
    }
    assert_eq!(company.get("").expect(200).json()["counts"]["active"], 2);
}

#[test]
fn a_method_nobody_knows_is_not_allowed() {
    let company = Company::empty();
    let host = company.server.address().trim_start_matches("http://").to_owned();
    for path in [company.path(""), company.path("/accounts"), company.path("/orders"), "/platforms".to_owned()] {
        for method in ["PROPFIND", "REPORT", "LINK", "get"] {
            // a raw connection, because the client of the other tests cannot send such a method
            let mut stream = TcpStream::connect(&host).expect("it listens");
            let request = format!("{method} /api/v1{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).expect("it reads");
            let mut answer = String::new();
            stream.read_to_string(&mut answer).expect("an answer");
            let status = answer.lines().next().unwrap_or_default();
            // methods that the runtime itself does not know never reach the worker
            let refused = status.contains(" 405 ") && answer.to_ascii_lowercase().contains("\r\nallow: ");
            assert!(refused || status.contains(" 501 "), "{method} {path}: {answer}");
        }
    }
}
