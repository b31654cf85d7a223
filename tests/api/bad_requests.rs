//! Requests that are not what the API takes: the right status, the field to blame, nothing changed.

use serde_json::{Value, json};
use tests::workerd::{Server, new_key};
use ureq::http::Method;

use crate::company::{Company, ROSTER, new_platform};

/// Method, path, headers, body; then the status and the fields to blame.
type Case<'a> = (Method, &'a str, &'a [(&'a str, &'a str)], &'a str, (u16, &'a str));

#[track_caller]
fn check_problem(
    company: &Company,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
    expected: (u16, &str),
) {
    let before = company.state();
    let body = (method != Method::GET && method != Method::DELETE).then(|| body.as_bytes().to_vec());
    let answer = company.server.call(method, path, headers, body).expect(expected.0);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["status"], expected.0);
    for name in ["type", "title", "detail"] {
        assert!(problem[name].as_str().is_some_and(|text| !text.is_empty()), "{name} in {problem}");
    }
    let fields: Vec<&str> =
        problem["errors"].as_array().into_iter().flatten().filter_map(|error| error["field"].as_str()).collect();
    assert_eq!(fields.join(" "), expected.1, "{problem}");
    assert_eq!(company.state(), before, "something changed");
}

#[test]
fn bad_bodies_name_their_field() {
    let company = Company::of_1000();
    let changes = company.path("/changes");
    let preview = company.path("/changes/preview");
    let clock = company.path("/clock");
    let json = ("content-type", "application/json");
    let cases: [(&str, &str, (u16, &str)); 17] = [
        (&preview, "{", (400, "")),
        (&preview, "", (400, "")),
        (&preview, r#"{"changes": []} trailing"#, (400, "")),
        (&preview, r#"{"changes": [], "colour": "red"}"#, (422, "colour")),
        (&preview, r#"{"changes": [{"account": 1, "mode": "none", "when": 1}]}"#, (422, "changes[0].when")),
        (&preview, r#"{"changes": [{"account": "1", "mode": "none"}]}"#, (422, "changes[0].account")),
        (&preview, r#"{"changes": [{"account": 1, "mode": "weekly"}]}"#, (422, "changes[0].mode")),
        (&preview, r#"{"changes": [{"mode": "none"}]}"#, (422, "changes[0].account")),
        (&preview, r#"{"changes": [{"account": 1001, "mode": "none"}]}"#, (422, "changes[0].account")),
        (
            &preview,
            r#"{"changes": [{"account": 1, "mode": "none"}, {"account": 1, "mode": "yearly"}]}"#,
            (422, "changes[1].account"),
        ),
        (&preview, r#"{"changes": [{"account": 1, "mode": "yearly"}]}"#, (422, "changes")),
        (&preview, r#"{"filter": {}}"#, (422, "mode")),
        (&preview, r#"{"filter": {"colour": "red"}, "mode": "none"}"#, (422, "filter.colour")),
        (&preview, r#"{"revision": 2, "changes": []}"#, (422, "revision")),
        (&changes, r#"{"changes": [{"account": 1, "mode": "none"}]}"#, (422, "revision hash")),
        (&clock, r#"{"today": "tomorrow"}"#, (422, "today")),
        (&clock, r#"{}"#, (422, "today")),
    ];
    for (path, body, expected) in cases {
        check_problem(&company, Method::POST, path, &[json, ("idempotency-key", &new_key())], body, expected);
    }
}

#[test]
fn addresses_methods_types_and_origins_are_checked() {
    let company = Company::of_1000();
    let (platform, clock, import) = (company.path(""), company.path("/clock"), company.path("/accounts/import"));
    let orders = company.path("/orders");
    let accounts = |query: &str| company.path(&format!("/accounts{query}"));
    let json = ("content-type", "application/json");
    let csv = ("content-type", "text/csv");
    let key = ("idempotency-key", "k");
    let today = r#"{"today": "2026-11-23"}"#;
    let (get, post) = (Method::GET, Method::POST);
    let long = "k".repeat(256);
    let cases: [Case<'_>; 18] = [
        (get.clone(), "/nothing", &[], "", (404, "")),
        (get.clone(), "/platforms/nobody", &[], "", (404, "")),
        (get.clone(), "/platforms/NOBODY!", &[], "", (404, "")),
        (get.clone(), &orders, &[], "", (405, "")),
        (Method::DELETE, &platform, &[], "", (405, "")),
        (post.clone(), &platform, &[json, key], "{}", (405, "")),
        (get.clone(), &clock, &[], "", (405, "")),
        (post.clone(), &clock, &[json], today, (400, "")),
        (post.clone(), &clock, &[json, ("idempotency-key", "")], today, (400, "")),
        (post.clone(), &clock, &[json, ("idempotency-key", &long)], today, (400, "")),
        (post.clone(), &clock, &[csv, key], today, (415, "")),
        (post.clone(), &clock, &[key], today, (415, "")),
        (post.clone(), &import, &[json, key], ROSTER, (415, "")),
        (post.clone(), &import, &[csv], ROSTER, (400, "")),
        (get.clone(), &platform, &[("host", "evil.example")], "", (403, "")),
        (get.clone(), &platform, &[("origin", "http://evil.example")], "", (403, "")),
        (get.clone(), &platform, &[("origin", "null")], "", (403, "")),
        (post, &clock, &[json, key, ("origin", "http://localhost:1")], today, (403, "")),
    ];
    for (method, path, headers, body, expected) in cases {
        check_problem(&company, method, path, headers, body, expected);
    }
    let queries = [
        ("?colour=red", "colour"),
        ("?limit=0", "limit"),
        ("?limit=1001", "limit"),
        ("?cursor=x", "cursor"),
        ("?sort=colour&order=up", "sort order"),
        ("?status=gone&mode=weekly&configured=maybe", "status mode configured"),
        ("?expires_before=2026-02-30&expires_from=x", "expires_before expires_from"),
        ("?mode=none&mode=yearly", "mode"),
    ];
    for (query, fields) in queries {
        check_problem(&company, Method::GET, &accounts(query), &[], "", (422, fields));
    }
    for id in ["0", "1001", "x", "01", "+1"] {
        check_problem(&company, Method::GET, &accounts(&format!("/{id}")), &[], "", (404, ""));
    }
    let allow = company.server.call(Method::PUT, &company.path("/changes"), &[], Some(Vec::new())).expect(405);
    assert_eq!(allow.header("allow"), "GET, HEAD, POST");
}

#[test]
fn large_bodies_are_refused() {
    let company = Company::of_1000();
    let headers = [("content-type", "application/json"), ("idempotency-key", "k")];
    for (below, size) in [("/changes", 17 << 20), ("/changes/preview", 17 << 20), ("/clock", 2 << 20)] {
        check_problem(&company, Method::POST, &company.path(below), &headers, &" ".repeat(size), (413, ""));
    }
}

#[test]
fn bad_platforms_name_every_field() {
    let server = Server::start();
    let cases: [(&str, Value, u16, &str); 14] = [
        ("time_zone", json!("Europe/Musterstadt"), 422, "time_zone"),
        ("currency", json!("XYZ"), 422, "currency"),
        ("currency", json!("euro"), 422, "currency"),
        ("id", json!("Not An Id"), 422, "id"),
        ("name", json!(""), 422, "name"),
        ("name", json!(7), 422, "name"),
        ("vat_rate", json!(10_001), 422, "vat_rate"),
        ("retention_days", json!(366), 422, "retention_days"),
        ("alignment", json!("full_moon"), 422, "alignment"),
        ("domains", json!(["b.example", "no domain"]), 422, "domains[1]"),
        ("catalog", json!([]), 422, "catalog"),
        (
            "catalog",
            json!([{"from": "2020-01-01", "monthly_net": 1.5, "yearly_net": 1}]),
            422,
            "catalog[0].monthly_net",
        ),
        ("test_clock", json!("2026-02-30"), 422, "test_clock"),
        ("colour", json!("red"), 422, "colour"),
    ];
    for (field, value, status, blamed) in cases {
        let mut new = new_platform();
        new[field] = value.clone();
        let problem = server.post("/platforms", &new).expect(status).json();
        assert_eq!(problem["errors"][0]["field"], blamed, "{field} = {value}: {problem}");
    }
    assert_eq!(server.get("/platforms").expect(200).json()["items"], json!([]));
}
