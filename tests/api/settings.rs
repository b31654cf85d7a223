//! A platform's settings: changed, and refused.

use serde_json::{Value, json};
use ureq::http::Method;

use crate::{
    company::Company,
    twice::{at_once, check_once, check_refused},
};

fn version(from: &str) -> Value {
    json!({"from": from, "monthly_net": 300, "yearly_net": 3000})
}

#[test]
fn what_is_named_changes_and_the_rest_stays() {
    let company = Company::of_1000();
    let before = company.get("").expect(200).json();
    let changes = json!({
        "name": "Musterfirma AG", "domains": ["Musterfirma.example", "b.example"], "retention_days": 14,
        "seller": {"name": "Postfach KG", "lines": ["Weg 1", "10115 Berlin"], "vat_id": "DE123456789"},
        "buyer": {"name": "Musterfirma AG"}, "catalog": [version("2027-01-01")],
    });
    let after = check_once(&company, &(Method::PATCH, "", changes.clone()), 200);
    let mut expected = before;
    for (field, value) in [
        ("name", &changes["name"]),
        ("domains", &json!(["b.example", "musterfirma.example"])),
        ("retention_days", &json!(14)),
        ("seller", &changes["seller"]),
        ("buyer", &json!({"name": "Musterfirma AG", "lines": []})),
        ("revision", &json!(3)),
    ] {
        expected[field] = value.clone();
    }
    expected["catalog"] = json!([expected["catalog"][0], version("2027-01-01")]);
    assert_eq!(after, expected);
    let (whole, heads) = (company.whole(), company.server.get("/platforms").expect(200).json());
    assert_eq!(heads["items"][0]["name"], "Musterfirma AG");
    for same in [changes.clone(), json!({}), json!({"retention_days": 14})] {
        assert_eq!(company.patch("", &same).expect(200).json(), after);
    }
    assert_eq!(company.whole(), whole, "what is so already is no change");
    // a later word on the same first day is the one that counts
    let put = company.patch("", &json!({"catalog": [{"from": "2027-01-01", "monthly_net": 1, "yearly_net": 2}]}));
    assert_eq!(put.expect(200).json()["catalog"].as_array().map(Vec::len), Some(2));
    assert_eq!(company.patch("", &json!({"seller": null})).expect(200).json()["seller"], json!(null));
    company.move_clock("2027-01-31");
    company.check();
}

#[test]
fn bad_settings_name_every_field() {
    let company = Company::empty();
    let cases = [
        (json!({"name": ""}), "name"),
        (json!({"name": "n".repeat(201)}), "name"),
        (json!({"name": 7}), "name"),
        (json!({"name": "zwei\nZeilen"}), "name"),
        (json!({"retention_days": 366}), "retention_days"),
        (json!({"retention_days": -1}), "retention_days"),
        (json!({"retention_days": 70000}), "retention_days"),
        (json!({"retention_days": 1.5}), "retention_days"),
        (json!({"domains": ["b.example", "no domain"]}), "domains[1]"),
        (json!({"domains": ["unassigned.invalid"]}), "domains[0]"),
        (json!({"domains": "b.example"}), "domains"),
        (json!({"seller": {"name": ""}}), "seller"),
        (json!({"seller": {"lines": []}}), "seller.name"),
        (json!({"buyer": {"name": "B", "lines": vec!["x"; 11]}}), "buyer"),
        (json!({"buyer": {"name": "B", "colour": "red"}}), "buyer.colour"),
        (json!({"catalog": [version("2026-11-22")]}), "catalog[0].from"),
        (json!({"catalog": [version("2026-11-23"), version("2020-01-01")]}), "catalog[1].from"),
        (json!({"catalog": [version("2026-11-23"), version("2026-11-23")]}), "catalog[1].from"),
        (json!({"catalog": [version("2026-02-30")]}), "catalog[0].from"),
        (json!({"catalog": [{"from": "2026-11-23", "monthly_net": -1, "yearly_net": 1}]}), "catalog[0].monthly_net"),
        (json!({"catalog": [{"from": "2026-11-23", "monthly_net": 1, "yearly_net": 2.5}]}), "catalog[0].yearly_net"),
        (json!({"catalog": [{"from": "2026-11-23", "monthly_net": 1}]}), "catalog[0].yearly_net"),
        (json!({"catalog": {}}), "catalog"),
        (json!({"name": "", "retention_days": 366, "seller": {"name": ""}}), "name retention_days seller"),
        (json!({"currency": "USD"}), "currency"),
        (json!({"time_zone": "UTC"}), "time_zone"),
        (json!({"test_clock": "2027-01-01"}), "test_clock"),
        (json!({"colour": "red"}), "colour"),
        (json!([]), ""),
    ];
    for (body, field) in cases {
        check_refused(&company, &(Method::PATCH, "", body), (422, "invalid", field));
    }
    for today in ["2026-11-21", "2046-11-23", "yesterday"] {
        check_refused(&company, &(Method::POST, "/clock", json!({"today": today})), (422, "invalid", "today"));
    }
    company.check();
}

#[test]
fn the_same_settings_at_once_are_one_change() {
    let company = Company::empty();
    let call = (Method::PATCH, "", json!({"name": "Anders"}));
    assert_eq!(at_once(&company, [&call, &call]), [200, 200]);
    assert_eq!(company.state()["revision"], 2);
    company.check();
}
