//! What is done to one account: it is set up, reset and restored.

use serde_json::{Value, json};
use ureq::http::Method;

use crate::{
    company::Company,
    twice::{Call, at_once, check_once, check_refused},
};

const INVALID: (u16, &str, &str) = (422, "invalid", "address address_invalid");
const TAKEN: (u16, &str, &str) = (422, "invalid", "address address_taken");

fn address(text: &str) -> Value {
    json!({"address": text})
}

#[test]
fn an_account_is_set_up_and_changed() {
    let company = Company::empty();
    company.order(2, "monthly");
    let body = json!({"address": "Anna.Keller@musterfirma.example", "display_name": "Anna Keller"});
    let account = check_once(&company, &(Method::PATCH, "/accounts/1", body.clone()), 200);
    assert_eq!((&account["address"], &account["configured"]), (&body["address"], &json!(true)));
    assert_eq!(company.account(1), account);
    let before = company.whole();
    assert_eq!(company.patch("/accounts/1", &body).expect(200).json(), account);
    assert_eq!(company.patch("/accounts/1", &json!({})).expect(200).json(), account);
    assert_eq!(company.whole(), before, "what is so already is no change");
    let renamed = company.patch("/accounts/1", &json!({"display_name": ""})).expect(200).json();
    assert_eq!((&renamed["address"], &renamed["display_name"]), (&body["address"], &json!("")));
    company.patch("/accounts/1", &address("anna.keller@musterfirma.example")).expect(200);
    company.check();
}

#[test]
fn letters_of_all_scripts_are_taken_and_told_apart_as_they_are_written() {
    let company = Company::empty();
    company.order(4, "monthly");
    for (id, text) in [
        (1, "jürgen@müller.example"),
        (2, "用户@例子.example"),
        (3, "jurgen@xn--mller-kva.example"),
        (4, "o'neill+shop@a.b.musterfirma.example"),
    ] {
        assert_eq!(company.patch(&format!("/accounts/{id}"), &address(text)).expect(200).json()["address"], text);
    }
    for same in ["JÜRGEN@MÜLLER.example", "jürgen@xn--mller-kva.example", "ju\u{308}rgen@mu\u{308}ller.example"] {
        check_refused(&company, &(Method::PATCH, "/accounts/2", address(same)), TAKEN);
    }
    let longest = format!("{}@{}.example", "l".repeat(64), ["d".repeat(60), "e".repeat(60), "f".repeat(59)].join("."));
    assert_eq!(longest.len(), 254);
    company.patch("/accounts/4", &address(&longest)).expect(200);
    check_refused(&company, &(Method::PATCH, "/accounts/2", address(&longest.replacen('d', "dd", 1))), INVALID);
    company.check();
}

#[test]
fn bad_addresses_and_names_are_refused() {
    let company = Company::with(&json!({"test_clock": "2026-11-22", "domains": ["musterfirma.example"]}));
    company.order(2, "monthly");
    company.patch("/accounts/2", &address("info@Musterfirma.example")).expect(200);
    for text in [
        "",
        "anna",
        "anna@",
        "@musterfirma.example",
        "a b@musterfirma.example",
        "Anna <anna@musterfirma.example>",
        "anna@[127.0.0.1]",
        "\"anna\"@musterfirma.example",
        "anna@musterfirma",
        "anna@musterfirma.example\n",
        "an\u{200b}na@musterfirma.example",
        "anna\u{202e}@musterfirma.example",
    ] {
        check_refused(&company, &(Method::PATCH, "/accounts/1", address(text)), INVALID);
    }
    for (text, reason) in [
        ("anna@elsewhere.example", "address domain_foreign"),
        ("info@musterfirma.example", "address address_taken"),
        ("INFO@MUSTERFIRMA.EXAMPLE", "address address_taken"),
        ("seat-9@unassigned.invalid", "address address_placeholder"),
        ("anna@musterfirma.invalid", "address address_placeholder"),
    ] {
        check_refused(&company, &(Method::PATCH, "/accounts/1", address(text)), (422, "invalid", reason));
    }
    let cases = [
        ("/accounts/1", address(&format!("{}@musterfirma.example", "ü".repeat(120))), INVALID),
        ("/accounts/1", json!({"address": 1}), (422, "invalid", "address wrong_type")),
        (
            "/accounts/2",
            json!({"display_name": "n".repeat(201)}),
            (422, "invalid", "display_name display_name_invalid"),
        ),
        (
            "/accounts/1",
            json!({"display_name": "a name alone sets nothing up"}),
            (422, "invalid", "address address_placeholder"),
        ),
        ("/accounts/2", json!({"display_name": "a\u{0}b"}), (422, "invalid", "display_name display_name_invalid")),
        (
            "/accounts/2",
            json!({"display_name": "\u{200f}\u{200b}"}),
            (422, "invalid", "display_name display_name_invalid"),
        ),
        ("/accounts/1", json!({"mode": "none"}), (422, "invalid", "mode field_unknown")),
        ("/accounts/1", json!({"address": "a@musterfirma.example", "id": 2}), (422, "invalid", "id field_unknown")),
        ("/accounts/3", address("a@musterfirma.example"), (404, "not-found", "no_account")),
        ("/accounts/0", address("a@musterfirma.example"), (404, "not-found", "no_account")),
    ];
    for (below, body, expected) in cases {
        check_refused(&company, &(Method::PATCH, below, body), expected);
    }
    company.check();
}

#[test]
fn one_of_two_gets_the_address() {
    let company = Company::empty();
    company.order(2, "monthly");
    let calls = ["/accounts/1", "/accounts/2"].map(|below| (Method::PATCH, below, address("anna@musterfirma.example")));
    assert_eq!(at_once(&company, [&calls[0], &calls[1]]), [200, 422]);
    assert_eq!(company.get("").expect(200).json()["counts"]["unconfigured"], 1);
    company.check();
}

#[test]
fn a_reset_empties_an_account_and_keeps_it() {
    let company = Company::of_1000();
    let before = company.account(2);
    let reset = "/accounts/2/reset";
    let confirm = |text: &str| json!({"confirm": text});
    let cases = [
        (reset, confirm("kontakt@musterfirma"), (422, "invalid", "confirm unconfirmed")),
        (reset, confirm(""), (422, "invalid", "confirm unconfirmed")),
        (reset, json!({}), (422, "invalid", "confirm missing")),
        (reset, json!({"confirm": true}), (422, "invalid", "confirm wrong_type")),
        (
            reset,
            json!({"confirm": "kontakt@musterfirma.example", "sure": true}),
            (422, "invalid", "sure field_unknown"),
        ),
        ("/accounts/1001/reset", confirm("kontakt@musterfirma.example"), (404, "not-found", "no_account")),
    ];
    for (below, body, expected) in cases {
        check_refused(&company, &(Method::POST, below, body), expected);
    }
    let typed = confirm(" Kontakt@Musterfirma.example ");
    let account = check_once(&company, &(Method::POST, reset, typed.clone()), 200);
    let mut expected = before;
    for (field, value) in [
        ("address", json!("seat-2@unassigned.invalid")),
        ("display_name", json!("")),
        ("configured", json!(false)),
        ("reset_on", json!("2026-11-22")),
    ] {
        expected[field] = value;
    }
    assert_eq!(account, expected);
    check_refused(&company, &(Method::POST, reset, typed), (409, "account-state", "not_configured"));
    // a reset makes the address free at once
    company.patch("/accounts/3", &address("kontakt@musterfirma.example")).expect(200);
    check_refused(&company, &(Method::PATCH, "/accounts/2", address("kontakt@musterfirma.example")), TAKEN);
    let call: Call<'_> =
        (Method::POST, "/accounts/4/reset", confirm(company.account(4)["address"].as_str().expect("one")));
    assert_eq!(at_once(&company, [&call, &call]), [200, 409]);
    company.check();
}

/// A company whose accounts 1 and 2 have been suspended since 2026-12-01 and are deleted on the 31st.
fn suspended() -> Company {
    let company = Company::with(&json!({"test_clock": "2026-11-22", "retention_days": 30}));
    company
        .import("address,display_name,mode,expires_on\na@b.example,A,none,2026-12-01\nc@d.example,C,none,2026-12-01\ne@f.example,E,monthly,2027-03-01\n")
        .expect(200);
    company.move_clock("2026-12-15");
    company
}

#[test]
fn a_suspended_account_is_restored_and_billed_without_a_gap() {
    let company = suspended();
    let restore = "/accounts/1/restore";
    let cases = [
        (restore, json!({"mode": "none"}), (422, "invalid", "mode restore_mode")),
        (restore, json!({"mode": "weekly"}), (422, "invalid", "mode not_one_of")),
        (restore, json!({}), (422, "invalid", "mode missing")),
        (restore, json!({"mode": "monthly", "from": "2026-12-15"}), (422, "invalid", "from field_unknown")),
        ("/accounts/3/restore", json!({"mode": "monthly"}), (409, "account-state", "not_suspended")),
        ("/accounts/4/restore", json!({"mode": "monthly"}), (404, "not-found", "no_account")),
    ];
    for (below, body, expected) in cases {
        check_refused(&company, &(Method::POST, below, body), expected);
    }
    for call in [
        (Method::PATCH, "/accounts/1", address("new@b.example")),
        (Method::POST, "/accounts/1/reset", json!({"confirm": "a@b.example"})),
    ] {
        check_refused(&company, &call, (409, "account-state", "not_active"));
    }
    let account = check_once(&company, &(Method::POST, restore, json!({"mode": "monthly"})), 200);
    assert_eq!(
        (&account["status"], &account["expires_on"], &account["deletes_on"], &account["mode"]),
        (&json!("active"), &json!("2027-01-01"), &json!(null), &json!("monthly"))
    );
    let invoice = company.get("/invoices/2026-000001").expect(200).json();
    assert_eq!((&invoice["kind"], &invoice["date"]), (&json!("renewal"), &json!("2026-12-15")));
    assert_eq!(invoice["lines"][0]["period"], json!({"start": "2026-12-01", "end": "2027-01-01"}));
    let call: Call<'_> = (Method::POST, "/accounts/2/restore", json!({"mode": "yearly"}));
    assert_eq!(at_once(&company, [&call, &call]), [200, 409]);
    assert_eq!(company.get("/invoices").expect(200).json()["items"].as_array().map(Vec::len), Some(2));
    company.check();
}

#[test]
fn nothing_is_restored_after_its_deletion() {
    let company = suspended();
    company.move_clock("2026-12-30");
    company.post("/accounts/1/restore", &json!({"mode": "monthly"})).expect(200);
    company.move_clock("2026-12-31");
    assert_eq!(company.account(2)["status"], "deleted");
    let gone = |code| (409, "account-state", code);
    check_refused(&company, &(Method::POST, "/accounts/2/restore", json!({"mode": "monthly"})), gone("not_suspended"));
    check_refused(&company, &(Method::PATCH, "/accounts/2", address("x@y.example")), gone("not_active"));
    // a deleted account's address is free again, while a suspended account keeps its own
    company.patch("/accounts/3", &address("c@d.example")).expect(200);
    company.check();
}
