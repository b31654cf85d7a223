//! Records a data folder with the code of this version, for later versions to open. It is run once for each version,
//! before the release:
//!
//! ```sh
//! cargo test --package tests --test api -- --ignored --exact versions::record::this_version
//! ```

use std::cell::RefCell;

use serde_json::{Value, value::RawValue};
use tests::{
    kept::{self, COMMANDS, Command, EVENTS, QUESTIONS, Question},
    workerd::{Server, copy},
};
use xtask::workerd::Config;

use super::scenes;

/// A platform, and the commands that were sent to it.
pub struct Scene<'a> {
    server: &'a Server,
    told: &'a RefCell<Vec<Command>>,
    path: String,
}

impl<'a> Scene<'a> {
    /// Creates the platform, whose id is among its settings.
    pub fn founding(server: &'a Server, told: &'a RefCell<Vec<Command>>, settings: &Value) -> Self {
        let path = format!("/platforms/{}", settings["id"].as_str().expect("an id"));
        let scene = Self { server, told, path };
        scene.tell(
            "POST",
            "/platforms",
            &format!("founding {}", scene.path),
            ("application/json", settings.to_string()),
        );
        scene
    }

    /// The preview of a call.
    pub fn preview(&self, below: &str, body: &Value) -> Value {
        self.server.post(&format!("{}{below}", self.path), body).expect(200).json()
    }

    /// Sends a command, which must succeed, and returns the answer. A body of `null` means none.
    pub fn send(&self, method: &str, below: &str, key: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.tell(method, &format!("{}{below}", self.path), key, ("application/json", body))
    }

    pub fn post(&self, below: &str, key: &str, body: &Value) -> Value {
        self.send("POST", below, key, body)
    }

    pub fn import(&self, key: &str, roster: &str) -> Value {
        let path = format!("{}/accounts/import", self.path);
        self.tell("POST", &path, key, ("text/csv", roster.to_owned()))
    }

    /// Previews changes and submits them.
    pub fn change(&self, key: &str, wishes: &Value) -> Value {
        let summary = self.preview("/changes/preview", wishes);
        let mut request = wishes.clone();
        for field in ["revision", "hash"] {
            request[field] = summary[field].clone();
        }
        self.post("/changes", key, &request)
    }

    /// Asks for the price of an order, and orders.
    pub fn order(&self, below: &str, key: &str, quantity: u32, term: &str) -> Value {
        let mut order = serde_json::json!({"quantity": quantity, "term": term});
        order["hash"] = self.preview("/orders/preview", &order)["hash"].take();
        self.post(below, key, &order)
    }

    pub fn move_clock(&self, to: &str) -> Value {
        self.post("/clock", &format!("clock to {to}"), &serde_json::json!({"today": to}))
    }

    fn tell(&self, method: &str, path: &str, key: &str, (media, body): (&str, String)) -> Value {
        let command = Command {
            method: method.to_owned(),
            path: path.to_owned(),
            media: media.to_owned(),
            key: key.to_owned(),
            body,
            status: 0,
            answer: String::new(),
        };
        let answer = command.send(self.server);
        assert!(answer.status < 300, "{method} {path}: {answer:?}");
        self.told.borrow_mut().push(Command { status: answer.status, answer: answer.text(), ..command });
        answer.json()
    }
}

/// Every question that can be asked. Lists are asked for completely.
fn questions(server: &Server) -> Vec<Question> {
    let ask = |path: &str| Question::ask(server, path, None);
    let mut questions = vec![ask("/platforms?limit=1000")];
    let platforms = questions[0].answer["items"].as_array().cloned().expect("items");
    for platform in platforms {
        let below = |rest: &str| format!("/platforms/{}{rest}", platform["id"].as_str().expect("an id"));
        for rest in [
            "",
            "/book",
            "/accounts?limit=1000",
            "/accounts?limit=1000&status=active&sort=expires_on&order=desc",
            "/accounts?limit=1000&status=suspended",
            "/accounts?limit=1000&status=deleted",
            "/accounts.csv",
            "/accounts.csv?status=deleted",
            "/changes?limit=1000",
            "/invoices?limit=1000",
            "/history?limit=1000",
            "/events?limit=1000",
            "/forecast?months=24",
            "/check",
        ] {
            questions.push(ask(&below(rest)));
        }
        let ids = |list: &str, name: &str| -> Vec<String> {
            let page = server.get(&below(list)).expect(200).json();
            page["items"].as_array().expect("items").iter().map(|item| text(&item[name])).collect()
        };
        let statuses = ["active", "suspended", "deleted"].map(|status| format!("/accounts?limit=1000&status={status}"));
        for id in statuses.iter().flat_map(|list| ids(list, "id")) {
            questions.push(ask(&below(&format!("/accounts/{id}"))));
            questions.push(ask(&below(&format!("/accounts/{id}/history?limit=1000"))));
        }
        for id in ids("/changes?limit=1000", "id") {
            questions.push(ask(&below(&format!("/changes/{}?limit=1000", encoded(&id)))));
        }
        for number in ids("/invoices?limit=1000", "number") {
            let path = below(&format!("/invoices/{number}"));
            questions.push(ask(&path));
            questions.extend(["de", "en", "fr"].map(|language| Question::ask(server, &path, Some(language))));
        }
    }
    questions
}

/// A text without its quotes, or a number as text.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// An id, encoded as a segment of a path.
pub fn encoded(id: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    id.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The records of all platforms, with each entry as it is stored.
fn events(server: &Server, platforms: &[String]) -> Vec<Box<RawValue>> {
    let entries =
        "SELECT group_concat(body, '') FROM (SELECT * FROM event_part ORDER BY revision, part) GROUP BY revision";
    let of = |id: &String| server.sql(&format!("platform/{id}"), &[entries]).remove(0);
    let rows = platforms.iter().flat_map(of);
    rows.map(|row| RawValue::from_string(text(&row[0])).expect("JSON")).collect()
}

#[test]
#[ignore = "it writes the folder that later versions open"]
fn this_version() {
    let folder = kept::versions().join(env!("CARGO_PKG_VERSION"));
    assert!(!folder.exists(), "{} is kept as it is", folder.display());
    let (mut server, told) = (Server::start(), RefCell::default());
    scenes::play(&server, &told);
    let questions = questions(&server);
    let platforms: Vec<String> =
        questions[0].answer["items"].as_array().expect("items").iter().map(|item| text(&item["id"])).collect();
    server.stop();
    copy(&server.data().join("do"), &folder.join("do")).expect("the folder can be written");
    server.restart_as(Config::Storage);
    kept::write(&folder.join(COMMANDS), &told.borrow());
    kept::write(&folder.join(QUESTIONS), &questions);
    kept::write(&folder.join(EVENTS), &events(&server, &platforms));
}
