//! Each recorded folder is opened: every question gets its old answer, an answered key gets its answer again, and the
//! platforms can be used.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{
    kept::{self, COMMANDS, Command, QUESTIONS, Question, folders, lost},
    workerd::Server,
};
use xtask::workerd::Config;

/// Asks the recorded questions again. Returns those whose answers differ.
fn changed(server: &Server, questions: &[Question]) -> Vec<String> {
    let of = |question: &Question| {
        let now = Question::ask(server, &question.path, question.page.as_deref());
        let place = format!("{} {}", question.path, question.page.as_deref().unwrap_or_default());
        lost(&question.answer, &now.answer).into_iter().map(move |lost| format!("{place}: {lost}")).collect::<Vec<_>>()
    };
    questions.iter().flat_map(of).collect()
}

#[track_caller]
pub fn check_unchanged(server: &Server, questions: &[Question]) {
    let changed = changed(server, questions);
    let shown: Vec<&str> = changed.iter().take(20).map(String::as_str).collect();
    assert!(changed.is_empty(), "{} places differ:\n{}", changed.len(), shown.join("\n"));
}

/// Does what every customer does, on a platform of an old folder.
fn live_on(server: &Server, platform: &Value) {
    let path = |below: &str| format!("/platforms/{}{below}", platform["id"].as_str().expect("an id"));
    let active = platform["status"] == "active";
    if active {
        let page = server.get(&path("/accounts?limit=1&status=active")).expect(200).json();
        let (account, mode) = (&page["items"][0]["id"], &page["items"][0]["mode"]);
        let mode = if mode == "none" { "monthly" } else { "none" };
        let mut changes = json!({"changes": [{"account": account, "mode": mode}]});
        let summary = server.post(&path("/changes/preview"), &changes).expect(200).json();
        (changes["revision"], changes["hash"]) = (summary["revision"].clone(), summary["hash"].clone());
        server.post(&path("/changes"), &changes).expect(201);
        let mut order = json!({"quantity": 1, "term": "yearly"});
        order["hash"] = server.post(&path("/orders/preview"), &order).expect(200).json()["hash"].take();
        server.post(&path("/orders"), &order).expect(201);
    }
    let today = platform["today"].as_str().expect("a date");
    let (year, rest) = today.split_at(4);
    let later = format!("{}{}", year.parse::<u32>().expect("a year") + 1, rest.replace("02-29", "02-28"));
    let moved = server.post(&path("/clock"), &json!({"today": later})).expect(200).json();
    assert_eq!((&moved["today"], moved["status"] == "active"), (&json!(later), active));
    assert_eq!(server.get(&path("/check")).expect(200).json(), json!({"ok": true, "findings": []}));
}

#[test]
fn a_folder_of_any_version_says_what_it_said_and_lives_on() {
    for folder in folders() {
        let commands: Vec<Command> = kept::read(&folder.join(COMMANDS));
        let questions = kept::answered_now(&folder);
        let mut server = Server::start_on_copy_of(&folder);
        check_unchanged(&server, &questions);
        for command in &commands {
            let again = command.send(&server);
            let kept = (command.status, command.answer.as_str());
            assert_eq!(
                (again.status, again.text().as_str()),
                kept,
                "{} {} is answered anew",
                command.method,
                command.path
            );
        }
        check_unchanged(&server, &questions);
        let platforms = server.get("/platforms?limit=1000").expect(200).json()["items"].take();
        let platforms = platforms.as_array().expect("items");
        assert!(
            ["active", "terminating", "closed"].iter().all(|status| platforms.iter().any(|p| p["status"] == *status))
        );
        platforms.iter().for_each(|platform| live_on(&server, platform));
        server.kill9_and_restart();
        for platform in platforms {
            let path = format!("/platforms/{}/check", platform["id"].as_str().expect("an id"));
            assert_eq!(server.get(&path).expect(200).json(), json!({"ok": true, "findings": []}));
        }
    }
}

/// The folder contains everything that could happen in this version.
#[test]
fn the_first_version_left_everything_it_could() {
    let folder = kept::versions().join("0.1.0");
    let questions: Vec<Question> = kept::read(&folder.join(QUESTIONS));
    let of = |end: &str| -> Vec<&Value> {
        questions.iter().filter(|question| question.path.ends_with(end)).map(|question| &question.answer).collect()
    };
    let lists = questions.iter().filter(|question| question.path.contains("/accounts?limit"));
    let items = |list: &Question| list.answer["items"].as_array().cloned().unwrap_or_default();
    let seen: BTreeSet<String> = lists.flat_map(items).map(|account| account["status"].to_string()).collect();
    assert_eq!(seen.len(), 3, "active, suspended and deleted accounts, not {seen:?}");
    let withdrawn = |book: &Value| book["accounts"].to_string().contains("\"withdrawn\"");
    assert!(of("/book").into_iter().any(withdrawn), "no import was taken back");
    let lines = |invoice: &Value| invoice["lines"].as_array().map_or(0, Vec::len);
    let invoices = questions.iter().filter(|question| question.page.is_none() && question.path.contains("/invoices/2"));
    assert_eq!(
        invoices.map(|question| lines(&question.answer)).max(),
        Some(13),
        "a year of months and the stub before"
    );
    let names = of("/accounts.csv").into_iter().filter_map(Value::as_str).collect::<String>();
    for invisible in ['\u{200b}', '\u{a0}', '\u{301}', '\u{202e}', '\u{ad}', '\u{feff}', '\u{200d}', '\u{2060}'] {
        assert!(names.contains(invisible), "no name has {invisible:?}");
    }
    assert!(of("/check").into_iter().all(|verdict| *verdict == json!({"ok": true, "findings": []})));
}

/// Wrangler's local runtime names each object in a table of its own before our code runs.
#[test]
fn what_the_runtime_keeps_for_itself_is_no_data_of_ours() {
    let mut server = Server::start_as(Config::Storage, &std::env::temp_dir());
    for object in ["platform/one", "directory/directory", "people/people"] {
        server.sql(object, &["CREATE TABLE __miniflare_do_name (name TEXT)"]);
    }
    server.restart_as(Config::Test);
    crate::backup::founded(&server, "one");
    assert_eq!(server.get("/people").expect(200).json()["items"], json!([]));
    assert_eq!(server.get("/platforms/one/check").expect(200).json(), json!({"ok": true, "findings": []}));
}
