//! Every call there is.

use serde_json::{Map, Value, json};

use crate::parts::{bad_roster, counted, cursor, list, problem, schema, with};

/// What a call takes besides its address.
enum Body {
    None,
    /// Nothing, or an empty object.
    Empty,
    Json(&'static str),
    Csv,
}

struct Call {
    method: &'static str,
    path: &'static str,
    summary: &'static str,
    /// By their names among the components.
    parameters: &'static [&'static str],
    body: Body,
    /// The status of success.
    status: u16,
    answer: Value,
    /// The statuses of refusals that are more than a problem, with what they are.
    refusals: Vec<(u16, &'static str, Value)>,
}

impl Call {
    fn get(path: &'static str, summary: &'static str, parameters: &'static [&'static str], answer: Value) -> Self {
        let (body, refusals) = (Body::None, Vec::new());
        Self { method: "get", path, summary, parameters, body, status: 200, answer, refusals }
    }

    fn put(
        method: &'static str,
        path: &'static str,
        summary: &'static str,
        body: Body,
        status: u16,
        answer: Value,
    ) -> Self {
        Self { method, path, summary, parameters: &["key"], body, status, answer, refusals: Vec::new() }
    }

    /// A question with a body.
    fn ask(self, parameters: &'static [&'static str]) -> Self {
        Self { parameters, ..self }
    }

    fn refused(mut self, status: u16, description: &'static str, schema: Value) -> Self {
        self.refusals.push((status, description, schema));
        self
    }

    fn operation(self) -> Value {
        let given = self.path.split(['{', '}']).skip(1).step_by(2).chain(self.parameters.iter().copied());
        let parameters: Vec<Value> =
            given.map(|name| json!({"$ref": format!("#/components/parameters/{name}")})).collect();
        let mut responses = Map::new();
        responses.insert(self.status.to_string(), success(&self));
        let shared = || json!({"$ref": "#/components/responses/Problem"});
        let mut statuses = vec!["404"];
        match self.body {
            Body::None => statuses.push("422"),
            Body::Empty => statuses.extend(["400", "409", "422"]),
            Body::Json(_) | Body::Csv => statuses.extend(["400", "409", "413", "415", "422"]),
        }
        statuses.push("default");
        for status in statuses {
            responses.insert(status.to_owned(), shared());
        }
        for (status, description, schema) in self.refusals {
            responses.insert(status.to_string(), problem(description, schema));
        }
        let mut operation = json!({"summary": self.summary, "parameters": parameters, "responses": responses});
        let body = match self.body {
            Body::None => None,
            Body::Empty => Some((false, "application/json", json!({"type": "object", "additionalProperties": false}))),
            Body::Json(name) => Some((true, "application/json", schema(name))),
            Body::Csv => Some((true, "text/csv", json!({"type": "string"}))),
        };
        if let Some((required, media, schema)) = body {
            operation["requestBody"] = json!({"required": required, "content": {media: {"schema": schema}}});
        }
        operation
    }
}

fn success(call: &Call) -> Value {
    let mut content = match call.path {
        "/platforms/{p}/accounts.csv" => json!({"text/csv": {"schema": call.answer}}),
        _ => json!({"application/json": {"schema": call.answer}}),
    };
    if call.path.ends_with("/invoices/{number}") {
        content["text/html"] = json!({"schema": {"type": "string"}});
    }
    json!({"description": call.summary, "content": content})
}

pub fn paths() -> Value {
    let mut paths = Map::new();
    for call in questions().into_iter().chain(changes()) {
        let (method, path) = (call.method, call.path);
        let operations = paths.entry(path).or_insert_with(|| json!({}));
        operations[method] = call.operation();
    }
    Value::Object(paths)
}

const FILTER: &[&str] = &["search", "status", "mode", "configured", "expires_before", "expires_from", "sort", "order"];
const FILTER_AND_PAGE: &[&str] =
    &["search", "status", "mode", "configured", "expires_before", "expires_from", "sort", "order", "limit", "cursor"];
const PAGE: &[&str] = &["limit", "cursor"];

fn questions() -> Vec<Call> {
    let text = || json!({"type": "string"});
    let object = |required: &[&str], properties: Value| json!({"type": "object", "required": required, "properties": properties});
    let health = object(&["status", "version"], json!({"status": text(), "version": text()}));
    let verdict =
        object(&["ok", "findings"], json!({"ok": {"type": "boolean"}, "findings": {"type": "array", "items": text()}}));
    let lines = [("items", json!({"type": "array", "items": schema("LineView")})), ("next_cursor", cursor())];
    let anything = json!({"type": "object", "additionalProperties": true});
    vec![
        Call::get("/healthz", "Whether the worker answers.", &[], health),
        Call::get("/openapi.json", "This document.", &[], anything.clone()),
        Call::get("/platforms", "The platforms, by id.", PAGE, list("PlatformHead")),
        Call::get("/platforms/{p}", "A platform as it stands.", &[], schema("PlatformView")),
        Call::get(
            "/platforms/{p}/book",
            "The book, whole or what is new in it: what a page of this product shows. Its shape follows that page.",
            &["since"],
            anything,
        ),
        Call::get(
            "/platforms/{p}/events",
            "The record, oldest first.",
            &["after", "limit", "cursor"],
            list("Recorded"),
        ),
        Call::get("/platforms/{p}/accounts", "Accounts that match.", FILTER_AND_PAGE, counted("AccountView")),
        Call::get("/platforms/{p}/accounts.csv", "Accounts that match, as a roster.", FILTER, text()),
        Call::get("/platforms/{p}/accounts/{a}", "One account.", &[], schema("AccountView")),
        Call::get(
            "/platforms/{p}/accounts/{a}/history",
            "Its own lines of the record, newest first.",
            PAGE,
            list("AccountEvent"),
        ),
        Call::get("/platforms/{p}/changes", "Receipts, newest first.", PAGE, list("ReceiptView")),
        Call::get("/platforms/{p}/changes/{c}", "A receipt and its lines.", PAGE, with("ReceiptView", &lines)),
        Call::get("/platforms/{p}/invoices", "Invoices, newest first.", PAGE, list("InvoiceHead")),
        Call::get(
            "/platforms/{p}/invoices/{number}",
            "An invoice; as HTML, a page made to be printed.",
            &["language"],
            schema("Invoice"),
        ),
        Call::get(
            "/platforms/{p}/history",
            "Everything that happened, in short, newest first.",
            PAGE,
            list("HistoryEntry"),
        ),
        Call::get(
            "/platforms/{p}/forecast",
            "What falls due if nobody changes anything.",
            &["months"],
            schema("Forecast"),
        ),
        Call::get("/platforms/{p}/check", "The invariants, over the whole record and the rows.", &[], verdict),
    ]
}

#[expect(clippy::too_many_lines, reason = "it is a table")]
fn changes() -> Vec<Call> {
    let (platform, account, receipt) = (|| schema("PlatformView"), || schema("AccountView"), || schema("ReceiptView"));
    let stale = |field, name| json!({"anyOf": [with("Problem", &[(field, schema(name))]), schema("Problem")]});
    let put = Call::put;
    vec![
        put("post", "/platforms", "Makes a platform.", Body::Json("NewPlatform"), 201, platform()),
        put(
            "patch",
            "/platforms/{p}",
            "Changes settings; what is not named stays.",
            Body::Json("Settings"),
            200,
            platform(),
        ),
        put(
            "patch",
            "/platforms/{p}/accounts/{a}",
            "Sets an account up; what is not named stays.",
            Body::Json("SetUpRequest"),
            200,
            account(),
        ),
        put(
            "post",
            "/platforms/{p}/accounts/{a}/reset",
            "Takes content, address and name from an account.",
            Body::Json("ConfirmRequest"),
            200,
            account(),
        ),
        put(
            "post",
            "/platforms/{p}/accounts/{a}/restore",
            "Lets a suspended account live on.",
            Body::Json("RestoreRequest"),
            200,
            account(),
        ),
        put(
            "post",
            "/platforms/{p}/accounts/import",
            "Imports a roster, or with `dry_run` only checks it; then no key is needed.",
            Body::Csv,
            200,
            schema("Imported"),
        )
        .ask(&["dry_run", "key"])
        .refused(422, "The roster has bad lines; nothing was imported.", bad_roster()),
        put(
            "post",
            "/platforms/{p}/imports/{revision}/undo",
            "Takes an import back whole, while none of it has been touched.",
            Body::Empty,
            200,
            schema("TakenBack"),
        ),
        put(
            "post",
            "/platforms/{p}/changes/preview",
            "What changes would do.",
            Body::Json("ChangesRequest"),
            200,
            schema("SummaryView"),
        )
        .ask(&["lines", "cursor"]),
        put(
            "post",
            "/platforms/{p}/changes",
            "Does what a summary said.",
            Body::Json("ChangesRequest"),
            201,
            receipt(),
        )
        .refused(409, "The summary reads differently now.", stale("summary", "SummaryView")),
        put(
            "post",
            "/platforms/{p}/changes/{c}/undo",
            "Takes a submission back, as far as it has not taken effect.",
            Body::Empty,
            201,
            receipt(),
        ),
        put(
            "post",
            "/platforms/{p}/orders/preview",
            "What an order would cost.",
            Body::Json("QuoteRequest"),
            200,
            schema("Quote"),
        )
        .ask(&[]),
        put("post", "/platforms/{p}/orders", "Orders accounts.", Body::Json("OrderRequest"), 201, schema("Ordered"))
            .refused(409, "The order costs something else now.", stale("quote", "Quote")),
        put(
            "post",
            "/platforms/{p}/termination",
            "Lets every account close at its own expiry.",
            Body::Json("ConfirmRequest"),
            200,
            platform(),
        ),
        put("delete", "/platforms/{p}/termination", "Takes the termination back.", Body::Empty, 200, platform()),
        put(
            "post",
            "/platforms/{p}/clock",
            "Moves a test clock, after all work due by then.",
            Body::Json("ClockRequest"),
            200,
            platform(),
        ),
    ]
}
