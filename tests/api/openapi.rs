//! The document at `/openapi.json` is valid and complete, and describes what the worker really answers.

use std::{cell::RefCell, collections::BTreeSet};

use laufzeit_worker::calls;
use serde_json::{Value, json};
use tests::socket::Socket;
use tests::workerd::{Answer, new_key};
use ureq::http::Method;

use crate::{
    company::{Company, sent},
    people::document,
};

/// The document, and a company to compare it with.
pub(crate) struct Truth {
    company: Company,
    document: Value,
    /// The document's components, whose schemas allow no fields but those they name.
    closed: Value,
    seen: RefCell<BTreeSet<(String, String)>>,
}

impl Truth {
    fn of(company: Company) -> Self {
        let document = company.server.get("/openapi.json").expect(200).json();
        let mut closed = document["components"].clone();
        for schema in closed["schemas"].as_object_mut().expect("schemas").values_mut() {
            close_inside(schema);
        }
        Self { company, document, closed, seen: RefCell::default() }
    }

    /// Makes a call, and checks the request and the answer against the document.
    #[track_caller]
    fn call(&self, method: &str, template: &str, below: &str, body: &Value, status: u16) -> Answer {
        self.call_as(method, template, below, body, status, "application/json")
    }

    #[track_caller]
    fn call_as(&self, method: &str, template: &str, below: &str, body: &Value, status: u16, accept: &str) -> Answer {
        let (media, bytes) = match body.as_str() {
            Some(roster) => ("text/csv", Some(roster.as_bytes().to_vec())),
            None => ("application/json", sent(body)),
        };
        let key = new_key();
        let headers = [("content-type", media), ("idempotency-key", &*key), ("accept", accept)];
        let path = if template.starts_with("/platforms/{p}") { self.company.path(below) } else { below.to_owned() };
        let method_of = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
        let answer = self.company.server.call(method_of, &path, &headers, bytes).expect(status);
        self.heard(method, template, body, &answer);
        answer
    }

    /// Checks a request that was made, and its answer, against the document.
    #[track_caller]
    pub(crate) fn heard(&self, method: &str, template: &str, body: &Value, answer: &Answer) {
        let (operation, status) = (&self.document["paths"][template][method], answer.status);
        assert!(operation.is_object(), "{method} {template} is not in the document");
        if !body.is_null() && status < 300 {
            let media = if body.is_string() { "text/csv" } else { "application/json" };
            self.check(&operation["requestBody"]["content"][media]["schema"], body);
        }
        let responses = &operation["responses"];
        let response = responses.get(answer.status.to_string()).unwrap_or(&responses["default"]);
        let response = match response["$ref"].as_str() {
            Some(_) => &self.document["components"]["responses"]["Problem"],
            None => response,
        };
        let media = answer.header("content-type").split(';').next().unwrap_or_default();
        let schema = &response["content"][media]["schema"];
        assert!(schema.is_object(), "{method} {template}: {status} as {media} is not in the document");
        if media.ends_with("json") {
            self.check(schema, &answer.json());
        }
        // being led on is success, too
        if status < 400 {
            self.seen.borrow_mut().insert((method.to_owned(), template.to_owned()));
        }
    }

    #[track_caller]
    fn check(&self, schema: &Value, value: &Value) {
        let mut schema = schema.clone();
        close(&mut schema);
        let whole = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "components": self.closed, "allOf": [schema]});
        let validator = jsonschema::options().should_validate_formats(true).build(&whole).expect("a sound schema");
        let findings: Vec<String> =
            validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(findings.is_empty(), "{}\n{value:#}", findings.join("\n"));
    }

    fn post(&self, template: &str, below: &str, body: &Value, status: u16) -> Value {
        self.call("post", &format!("/platforms/{{p}}{template}"), below, body, status).json()
    }

    fn get(&self, template: &str, below: &str) -> Value {
        self.call("get", &format!("/platforms/{{p}}{template}"), below, &Value::Null, 200).json()
    }
}

/// Closes the schema of a whole value, so that it allows no fields but those it names.
fn close(schema: &mut Value) {
    close_inside(schema);
    if let Some(fields) = schema.as_object_mut()
        && !fields.contains_key("additionalProperties")
    {
        fields.insert("unevaluatedProperties".to_owned(), json!(false));
    }
}

/// Closes the schemas inside a schema. It is left open itself, because it may be a part of another.
fn close_inside(schema: &mut Value) {
    for same in ["allOf", "anyOf", "oneOf"] {
        schema.get_mut(same).and_then(Value::as_array_mut).into_iter().flatten().for_each(close_inside);
    }
    schema
        .get_mut("properties")
        .and_then(Value::as_object_mut)
        .into_iter()
        .flatten()
        .for_each(|(_, field)| close(field));
    schema.get_mut("items").into_iter().for_each(close);
}

/// Collects the targets of all `$ref`s in a document.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|field| references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn the_document_is_sound() {
    let document = Company::empty().server.get("/openapi.json").expect(200).json();
    assert_eq!((&document["openapi"], &document["info"]["title"]), (&json!("3.1.0"), &json!("Laufzeit")));
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 100);
    for reference in found {
        let pointer = reference.strip_prefix('#').expect("it stays in the document");
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        assert!(jsonschema::draft202012::meta::is_valid(schema), "{name}");
    }
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            let parameters = operation["parameters"].as_array().expect("parameters");
            let names: Vec<&str> = parameters.iter().filter_map(|parameter| parameter["$ref"].as_str()).collect();
            let has = |name: &str| names.contains(&&*format!("#/components/parameters/{name}"));
            assert!(path.split(['{', '}']).skip(1).step_by(2).all(has), "{method} {path}");
            // what is told only once about who may come in cannot be told again
            let is_about_people = !path.starts_with("/platforms");
            let writes = method != "get" && !path.ends_with("/preview") && !is_about_people;
            assert_eq!(has("key"), writes, "{method} {path}");
            assert!(operation["responses"]["default"].is_object() && operation["summary"].is_string());
        }
    }
}

#[test]
fn the_document_has_the_routes_that_there_are() {
    let company = Company::empty();
    let document = company.server.get("/openapi.json").expect(200).json();
    let shape = |path: &str| {
        let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
        parts.collect::<Vec<_>>().join("/")
    };
    let documented: BTreeSet<String> =
        document["paths"].as_object().expect("paths").keys().map(|path| shape(path)).collect();
    let routes: BTreeSet<String> =
        calls::all().filter(|call| !call.only_in_tests).map(|call| shape(call.path)).collect();
    assert!(routes.len() > 20);
    assert_eq!(routes, documented);
    for (path, operations) in document["paths"].as_object().expect("paths") {
        let filled = path.replace("{p}", "musterfirma-gmbh").replace(['{', '}'], "");
        let allowed = company.server.call(Method::PUT, &filled, &[], None).expect(405);
        let allowed: BTreeSet<String> =
            allowed.header("allow").split(", ").filter(|name| *name != "HEAD").map(str::to_lowercase).collect();
        assert_eq!(
            operations.as_object().expect("operations").keys().cloned().collect::<BTreeSet<_>>(),
            allowed,
            "{path}"
        );
    }
}

const ROSTER: &str = "address,display_name,mode,expires_on,ordered_on\na@b.example,A,none,2026-12-01,\nc@d.example,C,yearly,2027-02-01,2026-02-01\n";

#[test]
fn what_the_worker_answers_is_what_the_document_says() {
    let truth = Truth::of(Company::with(&json!({"test_clock": "2026-11-22", "retention_days": 30})));
    for path in ["/healthz", "/openapi.json", "/platforms"] {
        truth.call("get", path, path, &Value::Null, 200);
    }
    let party = json!({"name": "Postfach KG", "lines": ["Weg 1"], "vat_id": "DE123456789"});
    let new = json!({
        "id": "other", "name": "Other", "time_zone": "UTC", "currency": "CHF", "vat_rate": 810, "alignment": "first_of_month",
        "retention_days": 1, "domains": ["b.example"], "catalog": [{"from": "2020-01-01", "monthly_net": 1, "yearly_net": 2, "vat_rate": 0}],
        "seller": party, "buyer": party, "test_clock": "2026-11-22",
    });
    truth.call("post", "/platforms", "/platforms", &new, 201);
    truth.call("post", "/platforms", "/platforms", &new, 409);
    truth.call("post", "/platforms", "/platforms", &json!({"name": ""}), 422);
    let settings =
        json!({"seller": party, "buyer": null, "catalog": [{"from": "2027-01-01", "monthly_net": 1, "yearly_net": 2}]});
    truth.call("patch", "/platforms/{p}", "", &settings, 200);
    truth.call("patch", "/platforms/{p}", "", &json!({"retention_days": 366}), 422);
    truth.post("/accounts/import", "/accounts/import?dry_run=true", &json!(ROSTER), 200);
    let import = truth.post("/accounts/import", "/accounts/import", &json!(ROSTER), 200)["import"].clone();
    truth.post("/accounts/import", "/accounts/import", &json!("address\nx\n"), 422);
    truth.post("/accounts/import", "/accounts/import?colour=red", &json!(ROSTER), 422);
    truth.post("/imports/{revision}/undo", &format!("/imports/{import}/undo"), &Value::Null, 200);
    truth.post("/imports/{revision}/undo", &format!("/imports/{import}/undo"), &Value::Null, 409);
    truth.post("/accounts/import", "/accounts/import", &json!(ROSTER), 200);
    orders_and_changes(&truth);
    mailboxes(&truth);
    questions(&truth);
    document::calls(&truth);
    truth.company.check();
    moving(&truth);
    let every = truth.document["paths"].as_object().expect("paths").iter();
    let every = every.flat_map(|(path, operations)| {
        operations.as_object().expect("operations").keys().map(move |method| (method.clone(), path.clone()))
    });
    assert_eq!(truth.seen.borrow().clone(), every.collect(), "every call was made");
}

fn orders_and_changes(truth: &Truth) {
    let mut order = json!({"quantity": 3, "term": "monthly"});
    order["hash"] = truth.post("/orders/preview", "/orders/preview", &order, 200)["hash"].take();
    truth.post("/orders/preview", "/orders/preview", &json!({"quantity": 0, "term": "monthly"}), 422);
    truth.post("/orders", "/orders", &order, 201);
    order["quantity"] = json!(4);
    assert!(truth.post("/orders", "/orders", &order, 409)["quote"].is_object());
    let wishes = json!({"changes": [{"account": 3, "mode": "yearly"}, {"account": 4, "mode": "none"}]});
    let summary = truth.post("/changes/preview", "/changes/preview?limit=1", &wishes, 200);
    truth.post(
        "/changes/preview",
        "/changes/preview",
        &json!({"filter": {"mode": "monthly", "expires_from": "2026-01-01", "due_in": "2027-02"}, "mode": "none"}),
        200,
    );
    let mut request = wishes;
    (request["revision"], request["hash"]) = (summary["revision"].clone(), summary["hash"].clone());
    let receipt = truth.post("/changes", "/changes", &request, 201);
    request["changes"] = json!([{"account": 5, "mode": "yearly"}]);
    assert!(truth.post("/changes", "/changes", &request, 409)["summary"].is_object());
    let id = receipt["id"].as_str().expect("an id");
    truth.get("/changes/{c}", &format!("/changes/{id}"));
    truth.post("/changes/{c}/undo", &format!("/changes/{id}/undo"), &Value::Null, 201);
    truth.post("/changes/{c}/undo", &format!("/changes/{id}/undo"), &json!({}), 422);
    truth.get("/changes", "/changes");
    let undos = truth.get("/changes", &format!("/changes?undoes={id}"));
    assert_eq!((undos["items"].as_array().map(Vec::len), &undos["items"][0]["undoes"]), (Some(1), &json!(id)));
    truth.call("get", "/platforms/{p}/changes", "/changes?undoes=nothing", &Value::Null, 404);
    // a key may be the name of a call
    let named = truth.company.accepted(&json!({"changes": [{"account": 4, "mode": "none"}]}));
    truth.company.server.post_with_key(&truth.company.path("/changes"), &named, "preview").expect(201);
    truth.get("/changes/preview", "/changes/preview");
    truth.post("/changes/{c}/undo", "/changes/preview/undo", &Value::Null, 201);
}

/// Moves the platform from its house to the same house, which ends what the other calls need.
fn moving(truth: &Truth) {
    let id = truth.call("get", "/house", "/house", &Value::Null, 200).json()["id"].clone();
    let bring = |template: &str, archive: &[u8], status: u16| {
        let headers = [("content-type", "application/gzip")];
        let answer = truth.company.server.call(Method::POST, template, &headers, Some(archive.to_vec()));
        truth.heard("post", template, &Value::Null, &answer.expect(status));
    };
    let archive = || truth.call_as("get", "/platforms/{p}/archive", "/archive", &Value::Null, 200, "*/*").body;
    let early = archive();
    bring("/arrivals/preview", &early, 200);
    bring("/arrivals", &early, 409);
    bring("/arrivals", &early[..100], 422);
    let body = json!({"house": id, "url": "https://x.example", "confirm": "Musterfirma GmbH"});
    truth.post("/move", "/move", &json!({"house": "x", "url": "x", "confirm": "x"}), 422);
    truth.post("/move", "/move", &body, 200);
    truth.post("/move", "/move", &body, 409);
    for template in ["", "/book", "/history", "/check"] {
        truth.get(template, template);
    }
    truth.call("get", "/platforms", "/platforms", &Value::Null, 200);
    let archive = archive();
    bring("/arrivals/preview", &archive, 200);
    bring("/arrivals", &archive, 201);
    truth.get("/history", "/history");
    truth.get("/events", "/events?limit=1000");
    truth.get("/check", "/check");
}

fn mailboxes(truth: &Truth) {
    let one = "/platforms/{p}/accounts/{a}";
    let set_up = json!({"address": "e@f.example", "display_name": "E"});
    truth.call("patch", one, "/accounts/5", &set_up, 200);
    truth.call("patch", one, "/accounts/6", &set_up, 422);
    let one = json!({"address": "e@f.example"});
    truth.post("/erasures/preview", "/erasures/preview", &one, 409);
    truth.post("/accounts/{a}/reset", "/accounts/5/reset", &json!({"confirm": "e@f.example"}), 200);
    truth.get("/persons", "/persons?address=e%40f.example&limit=1");
    truth.call("get", "/platforms/{p}/persons", "/persons?address=x", &Value::Null, 422);
    truth.post("/erasures/preview", "/erasures/preview", &one, 200);
    let typed = |confirm: &str| json!({"address": "e@f.example", "confirm": confirm});
    truth.post("/erasures", "/erasures", &typed("x"), 422);
    truth.post("/erasures", "/erasures", &typed("e@f.example"), 200);
    truth.post("/erasures", "/erasures", &typed("e@f.example"), 404);
    truth.get("/events", "/events?limit=1000");
    truth.get("/accounts/{a}/history", "/accounts/5/history");
    truth.get("/history", "/history");
    truth.post("/clock", "/clock", &json!({"today": "2026-12-15"}), 200);
    truth.post("/clock", "/clock", &json!({"today": "2026-12-14"}), 422);
    truth.get("/accounts/{a}", "/accounts/3");
    truth.post("/accounts/{a}/restore", "/accounts/3/restore", &json!({"mode": "monthly"}), 200);
    truth.post("/accounts/{a}/restore", "/accounts/3/restore", &json!({"mode": "monthly"}), 409);
    let confirm = json!({"confirm": "Musterfirma GmbH"});
    truth.post("/termination", "/termination", &confirm, 200);
    truth.post("/termination", "/termination", &confirm, 409);
    truth.call("delete", "/platforms/{p}/termination", "/termination", &Value::Null, 200);
    let last = json!({"changes": [{"account": 7, "mode": "none"}]});
    truth.company.submit(&last);
    truth.post("/clock", "/clock", &json!({"today": "2027-03-15"}), 200);
}

/// A WebSocket, which no HTTP client opens.
fn live(truth: &Truth) {
    let (path, below) = ("/platforms/{p}/live", "/live?since=2");
    truth.call("get", path, below, &Value::Null, 426);
    assert!(truth.document["paths"][path]["get"]["responses"]["101"].is_object());
    let port = truth.company.server.port();
    let origin = format!("http://localhost:{port}");
    Socket::open(port, &truth.company.path(below), &[("origin", &origin)]).expect("a socket");
    truth.seen.borrow_mut().insert(("get".to_owned(), path.to_owned()));
}

fn questions(truth: &Truth) {
    for template in ["", "/book", "/events", "/accounts", "/invoices", "/forecast", "/history", "/check"] {
        truth.get(template, template);
    }
    truth.get("/events", "/events?limit=1000");
    truth.get("/history", "/history?limit=1000");
    truth.get("/book", "/book?since=2");
    truth.call_as("get", "/platforms/{p}/snapshot", "/snapshot?since=2", &Value::Null, 200, "*/*");
    live(truth);
    let filter = "search=a&status=active&mode=monthly&configured=true&expires_before=2099-01-01&expires_from=2020-01-01&due_in=2027-05";
    truth.get("/accounts", &format!("/accounts?{filter}&sort=mode&order=desc&limit=1"));
    truth.call_as("get", "/platforms/{p}/accounts.csv", "/accounts.csv", &Value::Null, 200, "*/*");
    for account in 3..=7 {
        truth.get("/accounts/{a}/history", &format!("/accounts/{account}/history"));
    }
    for head in truth.get("/invoices", "/invoices?limit=1000")["items"].as_array().expect("items") {
        truth.get("/invoices/{number}", &format!("/invoices/{}", head["number"].as_str().expect("a number")));
    }
    let invoice = "/platforms/{p}/invoices/{number}";
    truth.call_as("get", invoice, "/invoices/2026-000001", &Value::Null, 200, "text/html");
    truth.call("get", invoice, "/invoices/2026-999999", &Value::Null, 404);
    truth.call("get", "/platforms/{p}/accounts", "/accounts?limit=0", &Value::Null, 422);
}
