//! Data of earlier versions. `tests/data/versions` has a folder for each version, made by the code of that version and
//! never changed. It contains:
//!
//! - `do`, the data folder that it left,
//! - `commands.jsonl`, the commands that filled it, with their keys and answers,
//! - `questions.jsonl`, the answers to all questions,
//! - `events.jsonl`, every entry of every record, as it was stored.
//!
//! `tests/api/versions/record.rs` says how the next folder is made.

use std::{
    fs,
    path::{Path, PathBuf},
};

use domain::book::{Book, Snapshot};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use ureq::http::Method;
use xtask::place;

use crate::workerd::{Answer, Server};

pub const COMMANDS: &str = "commands.jsonl";
pub const QUESTIONS: &str = "questions.jsonl";
pub const EVENTS: &str = "events.jsonl";

/// The folder that has the folders of all versions.
pub fn versions() -> PathBuf {
    place::root().join("tests/data/versions")
}

/// The folders of all versions.
///
/// # Panics
/// When the folder of the first version is missing.
pub fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(versions()).expect("there are versions");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    assert!(folders.iter().any(|folder| folder.ends_with("0.1.0")), "the first version is missing of {folders:?}");
    folders
}

/// A command that was done, and its exact answer.
#[derive(Clone, Serialize, Deserialize)]
pub struct Command {
    pub method: String,
    /// The path as it was sent, after `/api/v1`.
    pub path: String,
    pub media: String,
    pub key: String,
    /// The body; empty if there was none.
    pub body: String,
    pub status: u16,
    pub answer: String,
}

impl Command {
    /// Sends the command and returns the answer.
    pub fn send(&self, server: &Server) -> Answer {
        let method = Method::from_bytes(self.method.as_bytes()).expect("a method");
        let headers = [("content-type", &*self.media), ("idempotency-key", &*self.key)];
        let body = (!self.body.is_empty()).then(|| self.body.clone().into_bytes());
        server.call(method, &self.path, &headers, body)
    }
}

/// A question and its answer.
#[derive(Clone, Serialize, Deserialize)]
pub struct Question {
    /// The path after `/api/v1`.
    pub path: String,
    /// The language in which a page was asked for; none if no page was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The answer: JSON as it is, the words of a page, or the text of anything else.
    pub answer: Value,
}

impl Question {
    /// Asks a question, and returns it with the answer.
    pub fn ask(server: &Server, path: &str, page: Option<&str>) -> Self {
        let headers: &[(&str, &str)] = match page {
            Some(language) => &[("accept", "text/html"), ("accept-language", language)],
            None => &[],
        };
        let answer = server.call(Method::GET, path, headers, None).expect(200);
        let answer = match answer.header("content-type").split(';').next() {
            Some("application/json") => answer.json(),
            Some("text/html") => words(&answer.text()).into(),
            _ => answer.text().into(),
        };
        Self { path: path.to_owned(), page: page.map(str::to_owned), answer }
    }
}

/// The recorded questions of a folder, with the answers of now: an invoice of 0.1.0 has since been given its decimals,
/// the standard category of tax, and its buyer. Where no buyer was set, that is the platform by its name of that day,
/// and a page of the invoice no longer has the name of the day on which it is printed. A book is sent without its
/// submissions, and without the accounts that have left it.
///
/// # Panics
/// When the folder is not what it should be.
pub fn answered_now(folder: &Path) -> Vec<Question> {
    let mut questions: Vec<Question> = read(&folder.join(QUESTIONS));
    let (mut id, mut name) = (String::new(), String::new());
    for event in read::<Value>(&folder.join(EVENTS)) {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        if event["kind"] == "platform_created" {
            (id, name) = (text(&event["platform"]["id"]), text(&event["platform"]["name"]));
        }
        if event["changes"]["name"].is_string() {
            name = text(&event["changes"]["name"]);
        }
        if event["invoice"].is_object() {
            let record = format!("/platforms/{id}/events?limit=1000");
            let record = questions.iter_mut().find(|question| question.path == record).expect("it was asked");
            let entry = record.answer["items"].as_array_mut().expect("items").iter_mut();
            let entry = entry.into_iter().find(|entry| entry["revision"] == event["revision"]).expect("an entry");
            complete(&mut entry["invoice"], &name);
            let path = format!("/platforms/{id}/invoices/{}", text(&event["invoice"]["number"]));
            let now = questions.iter().find(|question| question.path == format!("/platforms/{id}"));
            let now = escaped(&text(&now.expect("it was asked").answer["name"]));
            for question in questions.iter_mut().filter(|question| question.path == path) {
                if question.page.is_none() {
                    complete(&mut question.answer, &name);
                } else if event["invoice"]["buyer"].is_null() {
                    let page = text(&question.answer);
                    assert_eq!(page.matches(&now).count(), 1, "{page}");
                    question.answer = page.replace(&now, &escaped(&name)).into();
                }
            }
        }
    }
    for book in questions.iter_mut().filter(|question| question.path.ends_with("/book")) {
        let snapshot: Snapshot = serde_json::from_value(book.answer.take()).expect("a book");
        book.answer = serde_json::to_value(Book::from_snapshot(snapshot).snapshot()).expect("JSON");
    }
    questions
}

fn complete(invoice: &mut Value, name: &str) {
    if invoice["buyer"].is_null() {
        invoice["buyer"] = json!({"name": name, "lines": []});
    }
    invoice["minor_units"] = match invoice["currency"].as_str() {
        Some("JPY") => 0,
        Some("KWD") => 3,
        _ => 2,
    }
    .into();
    invoice["tax_category"] = "standard".into();
}

/// A text as it stands in a page.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The words of a page, without its markup and styles, which may change.
pub fn words(html: &str) -> String {
    let (head, rest) = html.split_once("<style>").unwrap_or((html, ""));
    let body = rest.split_once("</style>").map_or("", |(_, body)| body);
    let texts =
        head.split('<').chain(body.split('<')).map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    texts.flat_map(|text| text.split_ascii_whitespace()).collect::<Vec<_>>().join(" ")
}

/// What is in `kept` and missing or different in `now`, each with its place. Objects may have gained fields.
pub fn lost(kept: &Value, now: &Value) -> Vec<String> {
    fn look(kept: &Value, now: &Value, place: &str, lost: &mut Vec<String>) {
        match (kept, now) {
            (Value::Object(kept), Value::Object(now)) => {
                for (name, kept) in kept {
                    match now.get(name) {
                        Some(now) => look(kept, now, &format!("{place}.{name}"), lost),
                        None => lost.push(format!("{place}.{name} is not there, and was {kept}")),
                    }
                }
            }
            (Value::Array(kept), Value::Array(now)) if kept.len() == now.len() => {
                for (index, (kept, now)) in kept.iter().zip(now).enumerate() {
                    look(kept, now, &format!("{place}[{index}]"), lost);
                }
            }
            _ if kept == now => {}
            _ => lost.push(format!("{place} is {now}, and was {kept}")),
        }
    }
    let mut found = Vec::new();
    look(kept, now, "", &mut found);
    found
}

/// # Panics
/// When the file cannot be read, or a line of it cannot be read as `T`.
pub fn read<T: DeserializeOwned>(file: &Path) -> Vec<T> {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines().map(|line| serde_json::from_str(line).expect("it was written as JSON")).collect()
}

/// # Panics
/// When the file cannot be written.
pub fn write<T: Serialize>(file: &Path, list: &[T]) {
    let lines: Vec<String> = list.iter().map(|item| serde_json::to_string(item).expect("JSON")).collect();
    fs::write(file, lines.join("\n") + "\n").expect("the folder can be written");
}
