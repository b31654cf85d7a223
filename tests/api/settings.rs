//! A platform's settings: changed and refused.

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
    let whole = company.whole();
    // the list is told after the answer
    let name = || company.server.get("/platforms").expect(200).json()["items"][0]["name"].clone();
    assert!((0..500).any(|_| name() == "Musterfirma AG"), "{}", name());
    for same in [changes.clone(), json!({}), json!({"retention_days": 14})] {
        assert_eq!(company.patch("", &same).expect(200).json(), after);
    }
    assert_eq!(company.whole(), whole, "what is so already is no change");
    // for prices with the same first day, the later request counts
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
        (json!({"name": ""}), "name name_invalid"),
        (json!({"name": "\u{200b}\u{a0}\u{202e}\u{3164}"}), "name name_invalid"),
        (json!({"seller": {"name": "\u{2800}"}}), "seller party_invalid"),
        (json!({"name": "n".repeat(201)}), "name name_invalid"),
        (json!({"name": 7}), "name wrong_type"),
        (json!({"name": "zwei\nZeilen"}), "name name_invalid"),
        (json!({"retention_days": 366}), "retention_days retention_out_of_range"),
        (json!({"retention_days": -1}), "retention_days wrong_type"),
        (json!({"retention_days": 70000}), "retention_days wrong_type"),
        (json!({"retention_days": 1.5}), "retention_days wrong_type"),
        (json!({"domains": ["b.example", "no domain"]}), "domains[1] domain_invalid"),
        (json!({"domains": ["unassigned.invalid"]}), "domains[0] domain_invalid"),
        (json!({"domains": "b.example"}), "domains wrong_type"),
        (json!({"seller": {"name": ""}}), "seller party_invalid"),
        (json!({"seller": {"lines": []}}), "seller.name missing"),
        (json!({"buyer": {"name": "B", "lines": vec!["x"; 11]}}), "buyer party_invalid"),
        (json!({"buyer": {"name": "B", "colour": "red"}}), "buyer.colour field_unknown"),
        (json!({"catalog": [version("2026-11-22")]}), "catalog[0].from price_not_ahead"),
        (json!({"catalog": [version("2026-11-23"), version("2020-01-01")]}), "catalog[1].from price_not_ahead"),
        (json!({"catalog": [version("2026-11-23"), version("2026-11-23")]}), "catalog[1].from price_day_twice"),
        (json!({"catalog": [version("2026-02-30")]}), "catalog[0].from date_impossible"),
        (
            json!({"catalog": [{"from": "2026-11-23", "monthly_net": -1, "yearly_net": 1}]}),
            "catalog[0].monthly_net price_out_of_range",
        ),
        (
            json!({"catalog": [{"from": "2026-11-23", "monthly_net": 1, "yearly_net": 2.5}]}),
            "catalog[0].yearly_net wrong_type",
        ),
        (json!({"catalog": [{"from": "2026-11-23", "monthly_net": 1}]}), "catalog[0].yearly_net missing"),
        (json!({"catalog": {}}), "catalog wrong_type"),
        (
            json!({"name": "", "retention_days": 366, "seller": {"name": ""}}),
            "name name_invalid, retention_days retention_out_of_range, seller party_invalid",
        ),
        (json!({"tax_category": "none"}), "tax_category not_one_of"),
        (json!({"tax_reason": "Grund"}), "tax_reason reason_of_standard"),
        (json!({"tax_category": "exempt", "tax_reason": ""}), "tax_reason reason_invalid"),
        (
            json!({"tax_category": "zero", "catalog": [{"from": "2026-11-23", "monthly_net": 1, "yearly_net": 2, "vat_rate": 700}]}),
            "catalog[0].vat_rate rate_of_category",
        ),
        (json!({"revision": "1"}), "revision wrong_type"),
        (json!({"currency": "USD"}), "currency field_unknown"),
        (json!({"time_zone": "UTC"}), "time_zone field_unknown"),
        (json!({"test_clock": "2027-01-01"}), "test_clock field_unknown"),
        (json!({"colour": "red"}), "colour field_unknown"),
        (json!([]), " wrong_type"),
    ];
    for (body, reason) in cases {
        check_refused(&company, &(Method::PATCH, "", body), (422, "invalid", reason));
    }
    for (today, reason) in [
        ("2026-11-21", "today clock_backwards"),
        ("2046-11-23", "today clock_too_far"),
        ("yesterday", "today date_form"),
    ] {
        check_refused(&company, &(Method::POST, "/clock", json!({"today": today})), (422, "invalid", reason));
    }
    let backwards = company.post("/clock", &json!({"today": "2026-11-21"})).expect(422).json();
    assert_eq!((&backwards["code"], &backwards["facts"]), (&json!("clock_backwards"), &json!({"today": "2026-11-22"})));
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

/// Two that have read the same: what only one of them changes is saved, and what both change is refused with both values.
#[test]
fn a_setting_that_somebody_else_has_changed_since_is_not_overwritten() {
    let company = Company::empty();
    let read = company.get("").expect(200).json()["revision"].clone();
    company.patch("", &json!({"name": "Neu GmbH", "revision": read})).expect(200);
    let days = company.patch("", &json!({"retention_days": 14, "revision": read})).expect(200).json();
    assert_eq!((&days["name"], &days["retention_days"]), (&json!("Neu GmbH"), &json!(14)));
    company.patch("", &json!({"name": "Neu GmbH", "revision": read})).expect(200);
    let before = company.whole();
    let late = json!({"name": "Alt GmbH", "domains": ["a.example"], "revision": read});
    let clash = company.patch("", &late).expect(409).json();
    assert_eq!((&clash["code"], &clash["type"]), (&json!("settings_clash"), &json!("urn:laufzeit:settings-clash")));
    assert_eq!(clash["facts"], json!({"name": {"theirs": "Neu GmbH", "yours": "Alt GmbH"}}));
    assert_eq!((&clash["errors"][0]["field"], &clash["errors"][1]), (&json!("name"), &Value::Null));
    assert_eq!(company.whole(), before, "nothing of it was saved");
    let mut again = late;
    again["revision"] = days["revision"].clone();
    let saved = company.patch("", &again).expect(200).json();
    assert_eq!((&saved["name"], &saved["domains"]), (&json!("Alt GmbH"), &json!(["a.example"])));
    let seller = json!({"name": "Postfach KG", "lines": ["Weg 1"], "vat_id": "DE123456789"});
    company.patch("", &json!({"seller": seller})).expect(200);
    let clash = company.patch("", &json!({"seller": null, "revision": read})).expect(409).json();
    assert_eq!(clash["facts"], json!({"seller": {"theirs": seller, "yours": null}}));
    company.check();
}
