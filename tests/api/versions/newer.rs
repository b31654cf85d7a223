//! Data of a newer version is refused with an explanation, and not a byte of it changes until the newer version is
//! back.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tests::{kept, workerd::Server};
use ureq::http::Method;
use xtask::workerd::Config;

use super::migrated::{files, now};
use crate::{
    alarm::{due_in_some_days, skew},
    company::Company,
};

/// The version number of data from a later version.
const LATER: u32 = 99;
const DIRECTORY: &str = "directory/directory";
const PLATFORM: &str = "platform/musterfirma";

/// Sets the version of an object's storage. The server is stopped afterwards.
fn set_version(server: &mut Server, object: &str, version: u32) {
    server.restart_as(Config::Storage);
    server.sql(object, &[&format!("UPDATE version SET number = {version}")]);
    server.stop();
}

/// All rows that an object stores, except for the runtime's own notes on alarms. The server runs as [`Config::Storage`]
/// afterwards.
fn rows(server: &mut Server, object: &str) -> Vec<Vec<Vec<Value>>> {
    server.restart_as(Config::Storage);
    let tables = server.sql(object, &["SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*'"]);
    let all: Vec<String> =
        tables[0].iter().map(|table| format!("SELECT * FROM {}", table[0].as_str().expect("a name"))).collect();
    assert!(all.len() > 8, "{all:?}");
    server.sql(object, &all.iter().map(String::as_str).collect::<Vec<_>>())
}

#[track_caller]
fn check_refused(server: &Server, object: &str, method: &Method, path: &str) {
    let headers = [("content-type", "application/json"), ("idempotency-key", "k")];
    let body = (*method != Method::GET).then(|| b"{}".to_vec());
    let answer = server.call(method.clone(), path, &headers, body).expect(503);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!((&problem["type"], &problem["status"]), (&json!("urn:laufzeit:newer-data"), &json!(503)), "{path}");
    let detail = problem["detail"].as_str().expect("words");
    let known = [LATER, now(object)].iter().all(|version| detail.contains(&version.to_string()));
    assert!(known && detail.contains("nothing was changed"), "{detail}");
}

#[test]
fn newer_data_is_refused_and_left_as_it_is() {
    let mut server = Server::start_on_copy_of(&kept::versions().join("0.1.0"));
    let platforms = server.get("/platforms").expect(200).json();
    let book = server.get("/platforms/musterfirma/book").expect(200).json();
    set_version(&mut server, PLATFORM, LATER);
    server.restart_as(Config::Test);
    // the platform is listed apart, and does not take the list along
    let list = || server.get("/platforms").expect(200).json();
    let list = (0..1_000).map(|_| list()).find(|list| list["unavailable"] != json!([])).unwrap_or_else(list);
    let all = platforms["items"].as_array().expect("a list").iter();
    let (own, others): (Vec<&Value>, Vec<&Value>) = all.partition(|one| one["id"] == "musterfirma");
    assert_eq!(list["items"], json!(others));
    assert_eq!(list["unavailable"], json!([{"id": "musterfirma", "name": own[0]["name"], "code": "newer_data"}]));
    server.get("/platforms/erster/check").expect(200);
    set_version(&mut server, DIRECTORY, LATER);
    let before = files(&server);
    server.restart_as(Config::Test);
    for (method, path) in [
        (Method::GET, "/platforms"),
        (Method::POST, "/platforms"),
        (Method::GET, "/platforms/musterfirma"),
        (Method::GET, "/platforms/musterfirma/book"),
        (Method::GET, "/platforms/musterfirma/check"),
        (Method::PATCH, "/platforms/musterfirma"),
        (Method::POST, "/platforms/musterfirma/orders/preview"),
        (Method::DELETE, "/platforms/musterfirma/termination"),
        (Method::POST, "/platforms/musterfirma/clock"),
    ] {
        check_refused(&server, if path == "/platforms" { DIRECTORY } else { PLATFORM }, &method, path);
    }
    server.fire_cron(4_102_444_800_000).expect(200);
    server.stop();
    assert!(files(&server) == before, "what was refused was written");
    set_version(&mut server, DIRECTORY, now(DIRECTORY));
    set_version(&mut server, PLATFORM, now(PLATFORM));
    server.restart_as(Config::Test);
    assert_eq!(server.get("/platforms").expect(200).json(), platforms);
    assert_eq!(server.get("/platforms/musterfirma/book").expect(200).json(), book);
}

/// An alarm that the newer version has set rings once, does nothing, and is not set again.
#[test]
fn an_alarm_beside_newer_data_does_nothing_and_the_day_is_made_up_for() {
    let (mut company, ahead) = due_in_some_days();
    let id = company.get("").expect(200).json()["id"].as_str().expect("an id").to_owned();
    let object = format!("platform/{id}");
    // long enough for the two restarts before it
    skew(&company, ahead - 5_000, true);
    set_version(&mut company.server, &object, LATER);
    let before = rows(&mut company.server, &object);
    company.server.restart_as(Config::Test);
    await_log(&company, "an alarm beside data of a newer Laufzeit");
    check_refused(&company.server, &object, &Method::GET, &company.path("/test/state"));
    assert_eq!(rows(&mut company.server, &object), before, "the alarm wrote");
    assert_eq!(company.server.alarm(&object), Value::Null, "it was set again");
    set_version(&mut company.server, &object, now(&object));
    company.server.restart_as(Config::Test);
    assert_eq!(company.get("").expect(200).json()["revision"], 3);
    company.check();
}

fn await_log(company: &Company, words: &str) {
    let began = Instant::now();
    while !company.server.log().contains(words) {
        assert!(began.elapsed() < Duration::from_secs(20), "the alarm did not ring:\n{}", company.server.log());
        thread::sleep(Duration::from_millis(50));
    }
}
