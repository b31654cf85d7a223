//! The worker behind HTTP, on a server that is killed now and then. If there is no answer, a request waits until the
//! server is back and is repeated under the same key.

use std::{sync::RwLock, thread, time::Duration};

use domain::{
    account::{AccountId, RenewalMode, Status},
    calendar::Term,
    change::Wishes,
    hash::Hash,
    invoice::Invoice,
    order::Quote,
    platform::NewPlatform,
    submission::Submission,
    summary::Reason,
    wire::ChangesRequest,
};
use serde_json::{Value, json};
use tests::workerd::{Answer, Server};
use ureq::http::Method;

use crate::{
    calendar::Day,
    desk::{Desk, csv},
    model::Model,
    shapes::{Bill, Done, Place, Price, Promise, Reply, Request, Seat, Seen, Token, What, Why},
};

/// A client of a server that others kill.
pub struct Wire<'a> {
    server: &'a RwLock<Server>,
    /// The prefix of its platforms and keys, which other clients do not use.
    name: String,
    paths: Vec<String>,
    /// How many requests had no answer.
    pub unanswered: u32,
}

impl<'a> Wire<'a> {
    pub fn new(server: &'a RwLock<Server>, name: String) -> Self {
        Self { server, name, paths: Vec::new(), unanswered: 0 }
    }

    /// # Panics
    /// When there is no answer for a minute.
    fn insist(&mut self, method: &Method, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Answer {
        for _ in 0..1_500 {
            {
                let server = self.server.read().expect("nobody panics with it");
                match server.try_call(method.clone(), path, headers, body.map(<[u8]>::to_vec)) {
                    Ok(answer) if answer.status < 500 => return answer,
                    Ok(answer) => panic!("{method} {path}: {answer:?}\n{}", server.log()),
                    Err(_) => self.unanswered += 1,
                }
            }
            thread::sleep(Duration::from_millis(40));
        }
        panic!("{method} {path} is not answered");
    }

    fn read(&mut self, at: usize, below: &str) -> Value {
        let path = format!("{}{below}", self.paths[at]);
        self.insist(&Method::GET, &path, &[], None).expect(200).json()
    }

    fn ask(&mut self, at: usize, below: &str, body: &Value) -> Answer {
        let path = format!("{}{below}", self.paths[at]);
        let headers = [("content-type", "application/json")];
        self.insist(&Method::POST, &path, &headers, Some(body.to_string().as_bytes()))
    }

    fn send(&mut self, at: usize, key: &str, request: &Request) -> Answer {
        let (method, below, body) = call(request);
        let (path, key) = (format!("{}{below}", self.paths[at]), format!("{}-{key}", self.name));
        let kind = if matches!(request, Request::Import(_)) { "text/csv" } else { "application/json" };
        let mut headers = vec![("idempotency-key", key.as_str())];
        headers.extend(body.is_some().then_some(("content-type", kind)));
        self.insist(&method, &path, &headers, body.as_deref().map(str::as_bytes))
    }

    /// All items of a list, page by page.
    fn all(&mut self, at: usize, below: &str) -> Vec<Value> {
        let (mut items, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.read(at, &format!("{below}limit=37{cursor}"));
            items.extend(page["items"].as_array().expect("items").iter().cloned());
            let Some(next) = page["next_cursor"].as_str() else { return items };
            cursor = format!("&cursor={next}");
        }
    }
}

/// The method, path and body of a request.
fn call(request: &Request) -> (Method, String, Option<String>) {
    let post = |below: &str, body: Value| (Method::POST, below.to_owned(), Some(body.to_string()));
    match request {
        Request::Import(lines) => (Method::POST, "/accounts/import".to_owned(), Some(csv(lines))),
        Request::TakeImportBack { revision, .. } => (Method::POST, format!("/imports/{revision}/undo"), None),
        Request::Change { wishes, token: Token { revision, hash } } => {
            let submission = Submission::read(*revision, *hash, wishes.clone());
            post("/changes", serde_json::to_value(ChangesRequest::submitting(&submission)).expect("JSON"))
        }
        Request::Undo { id, .. } => (Method::POST, format!("/changes/{id}/undo"), None),
        Request::Order { quantity, term, hash } => {
            post("/orders", json!({"quantity": quantity, "term": term, "hash": hash.to_string()}))
        }
        Request::SetUp { account, address, name } => {
            let mut body = json!({});
            for (field, text) in [("address", address), ("display_name", name)] {
                if let Some(text) = text {
                    body[field] = json!(text);
                }
            }
            (Method::PATCH, format!("/accounts/{account}"), Some(body.to_string()))
        }
        Request::Reset { account, confirm } => post(&format!("/accounts/{account}/reset"), json!({"confirm": confirm})),
        Request::Restore { account, mode } => post(&format!("/accounts/{account}/restore"), json!({"mode": mode})),
        Request::Terminate { confirm } => post("/termination", json!({"confirm": confirm})),
        Request::TakeBack => (Method::DELETE, "/termination".to_owned(), None),
        Request::Settings(settings) => {
            (Method::PATCH, String::new(), Some(serde_json::to_string(settings).expect("JSON")))
        }
        Request::Clock(to) => post("/clock", json!({"today": to.to_string()})),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn number<T: TryFrom<i64>>(value: &Value) -> T {
    let number = value.as_i64().and_then(|number| T::try_from(number).ok());
    number.unwrap_or_else(|| panic!("{value} is no such number"))
}

fn day(value: &Value) -> Day {
    Day::read(&text(value))
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

fn maybe(value: &Value) -> Option<Day> {
    (!value.is_null()).then(|| day(value))
}

fn seat(value: &Value) -> Seat {
    Seat {
        id: number(&value["id"]),
        address: text(&value["address"]),
        name: text(&value["display_name"]),
        mode: read::<RenewalMode>(&value["mode"]),
        status: read::<Status>(&value["status"]),
        ordered: maybe(&value["ordered_on"]),
        anchor: number(&value["anchor_day"]),
        expires: day(&value["expires_on"]),
        deletes: maybe(&value["deletes_on"]),
        reset: maybe(&value["reset_on"]),
    }
}

fn place(value: &Value) -> Place {
    let known = ["active", "terminating", "closed"];
    let status = known.into_iter().find(|status| value["status"] == *status).expect("a status");
    let count = |name: &str| number(&value["counts"][name]);
    let (active, suspended, deleted) = (count("active"), count("suspended"), count("deleted"));
    Place { name: text(&value["name"]), today: day(&value["today"]), status, active, suspended, deleted }
}

fn refused(value: &Value) -> Vec<(u32, Reason)> {
    let lines = value.as_array().expect("a list");
    lines.iter().map(|line| (number(&line["account"]), read(&line["reason"]))).collect()
}

fn promise(line: &Value) -> Promise {
    let what = match line["what"].as_str() {
        Some("renews") => What::Renews { term: read::<Term>(&line["term"]), net: number(&line["net"]) },
        _ => What::Closes { deletes: day(&line["deletes_on"]) },
    };
    let (from, to) = (read(&line["from"]), read(&line["to"]));
    let (account, address, on) = (number(&line["account"]), text(&line["address"]), day(&line["effective_on"]));
    Promise { account, address, from, to, on, what }
}

fn seen(summary: &Value) -> (Seen, Token) {
    assert!(summary["next_cursor"].is_null(), "all lines are on the first page");
    let totals = &summary["totals"];
    let seen = Seen {
        lines: summary["lines"].as_array().expect("lines").iter().map(promise).collect(),
        refused: refused(&summary["refused"]),
        closing: number(&totals["closing"]),
        going_on: number(&totals["going_on"]),
        before: number(&totals["year_net_before"]),
        after: number(&totals["year_net_after"]),
    };
    (seen, Token { revision: read(&summary["revision"]), hash: read(&summary["hash"]) })
}

/// A problem in the model's words, found by its code.
fn why(answer: &Answer) -> Why {
    let problem = answer.json();
    match &*text(&problem["code"]) {
        "terminating" => Why::Terminating,
        "closed" => Why::Closed,
        "not_terminating" => Why::NotTerminating,
        "stale" | "quote_stale" => Why::Stale,
        "key_reused" => Why::KeyReused,
        "import_touched" => Why::ImportTouched,
        "no_account" | "no_submission" | "nothing_here" => Why::NoAccount,
        "not_active" => Why::NotActive,
        "not_configured" => Why::NotConfigured,
        "not_suspended" => Why::NotSuspended,
        "roster" => {
            let lines = problem["errors"].as_array().expect("bad lines").iter();
            let mut lines: Vec<usize> = lines.map(|line| number::<usize>(&line["line"]) - 2).collect();
            lines.dedup();
            Why::Roster(lines)
        }
        "unconfirmed" => Why::Unconfirmed,
        "quantity_out_of_range" => Why::Quantity,
        "restore_mode" => Why::RestoreMode,
        "nothing_to_do" => Why::NothingToDo,
        "clock_backwards" | "no_test_clock" => Why::Backwards,
        "clock_too_far" => Why::TooFar,
        "named_twice" => Why::NamedTwice,
        "unknown_account" => Why::UnknownAccount,
        "invalid" => Why::Settings,
        _ => match problem["errors"][0]["field"].as_str() {
            Some("address") => Why::Field("address"),
            Some("display_name") => Why::Field("display_name"),
            _ => panic!("{answer:?}"),
        },
    }
}

fn reply(request: &Request, value: &Value) -> Reply {
    let plain = |done| Reply { done, name: String::new() };
    match request {
        Request::Import(_) => {
            Reply { done: Done::Imported(number(&value["imported"])), name: value["import"].to_string() }
        }
        Request::TakeImportBack { .. } => plain(Done::Removed(number(&value["removed"]))),
        Request::Change { .. } | Request::Undo { .. } => {
            let (lines, refused) = (number(&value["lines"]), refused(&value["refused"]));
            Reply { done: Done::Changed { lines, refused }, name: text(&value["id"]) }
        }
        Request::Order { .. } => {
            let accounts: Vec<AccountId> = read(&value["accounts"]);
            let accounts = accounts.into_iter().map(|id| id.0).collect();
            plain(Done::Ordered { accounts, number: text(&value["invoice"]) })
        }
        Request::SetUp { .. } | Request::Reset { .. } | Request::Restore { .. } => {
            plain(Done::Seat(Box::new(seat(value))))
        }
        Request::Terminate { .. } | Request::TakeBack | Request::Settings(_) | Request::Clock(_) => {
            plain(Done::Platform(place(value)))
        }
    }
}

impl Desk for Wire<'_> {
    fn found(&mut self, new: &NewPlatform, _today: Day) {
        let id = format!("{}-{}", self.name, self.paths.len());
        let mut body = serde_json::to_value(new).expect("JSON");
        body["id"] = json!(id);
        let headers = [("content-type", "application/json"), ("idempotency-key", id.as_str())];
        let answer = self.insist(&Method::POST, "/platforms", &headers, Some(body.to_string().as_bytes())).expect(201);
        assert_eq!(answer.json()["id"], id);
        self.paths.push(format!("/platforms/{id}"));
    }

    fn preview(&mut self, at: usize, _now: Day, wishes: &Wishes) -> Result<(Seen, Token), Why> {
        let body = match wishes {
            Wishes::Each(changes) => json!({"changes": changes}),
            Wishes::Set(changes) => {
                let [monthly, yearly, none] = changes.runs();
                json!({"runs": {"monthly": monthly, "yearly": yearly, "none": none}})
            }
            Wishes::All { filter, mode } => json!({"filter": filter, "mode": mode}),
        };
        let answer = self.ask(at, "/changes/preview", &body);
        if answer.status == 200 { Ok(seen(&answer.json())) } else { Err(why(&answer)) }
    }

    fn quote(&mut self, at: usize, _now: Day, quantity: u32, term: Term) -> Result<(Price, Hash), Why> {
        let answer = self.ask(at, "/orders/preview", &json!({"quantity": quantity, "term": term}));
        if answer.status != 200 {
            return Err(why(&answer));
        }
        let quote: Quote = read(&answer.json());
        Ok((Price::from(&quote), quote.hash))
    }

    fn request(&mut self, at: usize, _now: Day, key: &str, request: &Request) -> Result<Reply, Why> {
        let answer = self.send(at, key, request);
        if answer.status < 300 { Ok(reply(request, &answer.json())) } else { Err(why(&answer)) }
    }

    /// Platforms with a clock of their own have no alarm.
    fn alarm(&mut self, _at: usize, _now: Day) {}

    fn look(&mut self, at: usize, _now: Day, model: &Model, thorough: bool) {
        if !thorough {
            return;
        }
        assert_eq!(place(&self.read(at, "")), model.place(), "the platform (left), and what the rules say (right)");
        let mut seats: Vec<Seat> = Vec::new();
        for status in Status::ALL {
            let page = self.all(at, &format!("/accounts?status={}&", status.as_str()));
            seats.extend(page.iter().map(seat));
        }
        seats.sort_by_key(|seat| seat.id);
        let expected: Vec<Seat> = model.seats().cloned().collect();
        assert_eq!(seats, expected, "the accounts (left), and what the rules say (right)");
        let heads = self.all(at, "/invoices?");
        let numbers: Vec<String> = heads.iter().rev().map(|head| text(&head["number"])).collect();
        assert!(numbers.iter().eq(model.bills.iter().map(|bill| &bill.number)), "numbers of invoices: {numbers:?}");
        let shown = if numbers.len() > 12 { numbers.len() - 12 } else { 0 };
        for (number, bill) in numbers.iter().zip(&model.bills).skip(shown) {
            let invoice: Invoice = read(&self.read(at, &format!("/invoices/{number}")));
            assert_eq!(&Bill::from(&invoice), bill, "an invoice (left), and what the rules say (right)");
        }
        for (head, bill) in heads.iter().rev().zip(&model.bills) {
            let sums: [i64; 3] = ["net", "vat", "gross"].map(|sum| number(&head[sum]));
            assert_eq!((day(&head["date"]), sums), (bill.date, [bill.net, bill.vat, bill.gross]), "{head}");
        }
        assert_eq!(self.read(at, "/check"), json!({"ok": true, "findings": []}));
    }
}
