//! Requests that the API does not accept: they get the right status, name the field to blame, and change nothing.

use serde_json::{Value, json};
use tests::workerd::{Server, new_key};
use ureq::http::Method;

use crate::{
    company::{Company, ROSTER, new_platform},
    twice::told,
};

/// Method, path, headers and body of a request; then the expected status, and the codes that [`told`] gives.
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
    assert_eq!(told(&problem), expected.1, "{problem}");
    assert_eq!(company.state(), before, "something changed");
}

#[test]
fn bad_bodies_name_their_field() {
    let company = Company::of_1000();
    let changes = company.path("/changes");
    let preview = company.path("/changes/preview");
    let clock = company.path("/clock");
    let json = ("content-type", "application/json");
    let cases: [(&str, &str, (u16, &str)); 25] = [
        (&preview, "{", (400, "malformed")),
        (&preview, "", (400, "malformed")),
        (&preview, r#"{"changes": []} trailing"#, (400, "malformed")),
        (&preview, r#"{"changes": [], "colour": "red"}"#, (422, "colour field_unknown")),
        (
            &preview,
            r#"{"changes": [{"account": 1, "mode": "none", "when": 1}]}"#,
            (422, "changes[0].when field_unknown"),
        ),
        (&preview, r#"{"changes": [{"account": "1", "mode": "none"}]}"#, (422, "changes[0].account wrong_type")),
        (&preview, r#"{"changes": [{"account": 1, "mode": "weekly"}]}"#, (422, "changes[0].mode not_one_of")),
        (&preview, r#"{"changes": [{"mode": "none"}]}"#, (422, "changes[0].account missing")),
        (&preview, r#"{"changes": [{"account": 1001, "mode": "none"}]}"#, (422, "changes[0].account unknown_account")),
        (
            &preview,
            r#"{"changes": [{"account": 1, "mode": "none"}, {"account": 1, "mode": "yearly"}]}"#,
            (422, "changes[1].account named_twice"),
        ),
        (&preview, r#"{"changes": [{"account": 1, "mode": "yearly"}]}"#, (422, "changes nothing_to_do")),
        (&preview, r#"{"filter": {}}"#, (422, "mode mode_needed")),
        (&preview, r#"{"runs": {"none": [[1, 1]]}, "filter": {}, "mode": "none"}"#, (422, "filter changes_and_filter")),
        (&preview, r#"{"runs": {"none": [[1, 1]]}, "changes": []}"#, (422, "runs changes_and_filter")),
        (&preview, r#"{"runs": {"none": [[1, 60000]], "yearly": [[60001, 60000]]}}"#, (422, "runs too_many_changes")),
        (&preview, r#"{"runs": {"weekly": [[1, 1]]}}"#, (422, "runs.weekly field_unknown")),
        (&preview, r#"{"runs": {"none": [[1, 4294967295], [7, 4294967295]]}}"#, (422, "runs.none unreadable")),
        (&preview, r#"{"runs": {"none": [[1, 3]], "yearly": [[3, 1]]}}"#, (422, "runs named_twice")),
        (&preview, r#"{"runs": {"none": [[0, 1]]}}"#, (422, "runs unknown_account")),
        (&preview, r#"{"runs": {}}"#, (422, "changes nothing_to_do")),
        (&preview, r#"{"filter": {"colour": "red"}, "mode": "none"}"#, (422, "filter.colour field_unknown")),
        (&preview, r#"{"revision": 2, "changes": []}"#, (422, "revision only_in_submission")),
        (&changes, r#"{"changes": [{"account": 1, "mode": "none"}]}"#, (422, "revision missing, hash missing")),
        (&clock, r#"{"today": "tomorrow"}"#, (422, "today date_form")),
        (&clock, r#"{}"#, (422, "today missing")),
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
        (get.clone(), "/nothing", &[], "", (404, "nothing_here")),
        (get.clone(), "/platforms/nobody", &[], "", (404, "no_platform")),
        (get.clone(), "/platforms/NOBODY!", &[], "", (404, "no_platform")),
        (get.clone(), &orders, &[], "", (405, "method_not_allowed")),
        (Method::DELETE, &platform, &[], "", (405, "method_not_allowed")),
        (post.clone(), &platform, &[json, key], "{}", (405, "method_not_allowed")),
        (get.clone(), &clock, &[], "", (405, "method_not_allowed")),
        (post.clone(), &clock, &[json], today, (400, "key_missing")),
        (post.clone(), &clock, &[json, ("idempotency-key", "")], today, (400, "key_invalid")),
        (post.clone(), &clock, &[json, ("idempotency-key", &long)], today, (400, "key_invalid")),
        (post.clone(), &clock, &[csv, key], today, (415, "media_type")),
        (post.clone(), &clock, &[key], today, (415, "media_type")),
        (post.clone(), &import, &[json, key], ROSTER, (415, "media_type")),
        (post.clone(), &import, &[csv], ROSTER, (400, "key_missing")),
        (get.clone(), &platform, &[("host", "evil.example")], "", (403, "foreign_host")),
        (get.clone(), &platform, &[("origin", "http://evil.example")], "", (403, "foreign_origin")),
        (get.clone(), &platform, &[("origin", "null")], "", (403, "foreign_origin")),
        (post, &clock, &[json, key, ("origin", "http://localhost:1")], today, (403, "foreign_origin")),
    ];
    for (method, path, headers, body, expected) in cases {
        check_problem(&company, method, path, headers, body, expected);
    }
    let queries = [
        ("?colour=red", "colour parameter_unknown"),
        ("?limit=0", "limit number_out_of_range"),
        ("?limit=1001", "limit number_out_of_range"),
        ("?cursor=x", "cursor not_given_out"),
        ("?sort=colour&order=up", "sort not_one_of, order not_one_of"),
        ("?status=gone&mode=weekly&configured=maybe", "status not_one_of, mode not_one_of, configured not_one_of"),
        ("?expires_before=2026-02-30&expires_from=x", "expires_before date_impossible, expires_from date_form"),
        ("?due_in=2026-1", "due_in month_form"),
        ("?due_in=2026-13", "due_in date_impossible"),
        ("?mode=none&mode=yearly", "mode parameter_unknown"),
    ];
    for (query, fields) in queries {
        check_problem(&company, Method::GET, &accounts(query), &[], "", (422, fields));
    }
    for id in ["0", "1001", "x", "01", "+1"] {
        check_problem(&company, Method::GET, &accounts(&format!("/{id}")), &[], "", (404, "no_account"));
    }
    let allow = company.server.call(Method::PUT, &company.path("/changes"), &[], Some(Vec::new())).expect(405);
    assert_eq!(allow.header("allow"), "GET, HEAD, POST");
}

#[test]
fn large_bodies_are_refused() {
    let company = Company::of_1000();
    let headers = [("content-type", "application/json"), ("idempotency-key", "k")];
    for (below, size) in [("/changes", 17 << 20), ("/changes/preview", 17 << 20), ("/clock", 2 << 20)] {
        check_problem(
            &company,
            Method::POST,
            &company.path(below),
            &headers,
            &" ".repeat(size),
            (413, "body_too_large"),
        );
    }
}

#[test]
fn bad_platforms_name_every_field() {
    let server = Server::start();
    let cases: [(&str, Value, u16, &str); 14] = [
        ("time_zone", json!("Europe/Musterstadt"), 422, "time_zone time_zone_unknown"),
        ("currency", json!("XYZ"), 422, "currency currency_unknown"),
        ("currency", json!("euro"), 422, "currency currency_unknown"),
        ("id", json!("Not An Id"), 422, "id platform_id_invalid"),
        ("name", json!(""), 422, "name name_invalid"),
        ("name", json!(7), 422, "name wrong_type"),
        ("vat_rate", json!(10_001), 422, "vat_rate rate_out_of_range"),
        ("retention_days", json!(366), 422, "retention_days retention_out_of_range"),
        ("alignment", json!("full_moon"), 422, "alignment not_one_of"),
        ("domains", json!(["b.example", "no domain"]), 422, "domains[1] domain_invalid"),
        ("catalog", json!([]), 422, "catalog no_first_price"),
        (
            "catalog",
            json!([{"from": "2020-01-01", "monthly_net": 1.5, "yearly_net": 1}]),
            422,
            "catalog[0].monthly_net wrong_type",
        ),
        ("test_clock", json!("2026-02-30"), 422, "test_clock date_impossible"),
        ("colour", json!("red"), 422, "colour field_unknown"),
    ];
    for (field, value, status, reason) in cases {
        let mut new = new_platform();
        new[field] = value.clone();
        let problem = server.post("/platforms", &new).expect(status).json();
        assert_eq!(told(&problem), reason, "{field} = {value}: {problem}");
    }
    assert_eq!(server.get("/platforms").expect(200).json()["items"], json!([]));
}
