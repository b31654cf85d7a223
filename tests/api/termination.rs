//! Terminating a platform, and taking that back.

use serde_json::{Value, json};
use tests::workerd::new_key;
use ureq::http::Method;

use crate::{
    company::Company,
    twice::{Call, at_once, check_once, check_refused},
};

const ROSTER: &str = "address,display_name,mode,expires_on\na@b.example,A,monthly,2026-12-01\nc@d.example,C,yearly,2027-02-01\n\
    e@f.example,E,none,2026-12-20\ng@h.example,G,none,2026-11-25\n";

/// A company whose account 4 has been suspended since 2026-11-25. Its name has spaces, which must be typed.
fn company() -> Company {
    let company = Company::with(&json!({"test_clock": "2026-11-22", "retention_days": 10}));
    company.import(ROSTER).expect(200);
    company.move_clock("2026-11-26");
    company
}

fn confirm() -> Value {
    json!({"confirm": "Musterfirma GmbH"})
}

fn modes(company: &Company) -> Vec<Value> {
    company.all("").into_iter().map(|account| json!([account["id"], account["mode"], account["status"]])).collect()
}

#[test]
fn a_termination_is_taken_back_exactly() {
    let company = company();
    let (before, platform) = (modes(&company), company.get("").expect(200).json());
    for (body, reason) in [
        (json!({"confirm": "Musterfirma"}), "confirm unconfirmed"),
        (json!({"confirm": "Müsterfirma GmbH"}), "confirm unconfirmed"),
        (json!({"confirm": "GmbH Musterfirma"}), "confirm unconfirmed"),
        (json!({"confirm": ""}), "confirm unconfirmed"),
        (json!({"confirm": 1}), "confirm wrong_type"),
        (json!({}), "confirm missing"),
    ] {
        check_refused(&company, &(Method::POST, "/termination", body), (422, "invalid", reason));
    }
    let back = (Method::DELETE, "/termination", Value::Null);
    check_refused(&company, &back, (409, "not-terminating", "not_terminating"));
    let typed = json!({"confirm": " musterfirma\u{a0}GMBH "});
    let terminating = check_once(&company, &(Method::POST, "/termination", typed), 200);
    assert_eq!((&terminating["status"], &terminating["counts"]["none"]), (&json!("terminating"), &json!(3)));
    let again = check_once(&company, &back, 200);
    assert_eq!(modes(&company), before);
    for field in ["status", "counts", "next_deadline"] {
        assert_eq!(again[field], platform[field]);
    }
    check_refused(&company, &back, (409, "not-terminating", "not_terminating"));
    company.check();
}

#[test]
fn two_terminations_are_one() {
    let company = company();
    let end: Call<'_> = (Method::POST, "/termination", confirm());
    assert_eq!(at_once(&company, [&end, &end]), [200, 409]);
    let back: Call<'_> = (Method::DELETE, "/termination", Value::Null);
    assert_eq!(at_once(&company, [&back, &back]), [200, 409]);
    company.check();
}

/// The calls that are refused until the termination is taken back.
fn calls(company: &Company) -> Vec<Call<'static>> {
    let change = company.accepted(&json!({"changes": [{"account": 1, "mode": "yearly"}]}));
    vec![
        (Method::POST, "/orders", company.quoted(1, "monthly")),
        (Method::POST, "/orders/preview", json!({"quantity": 1, "term": "monthly"})),
        (Method::POST, "/changes", change),
        (Method::POST, "/changes/preview", json!({"filter": {}, "mode": "yearly"})),
        (Method::POST, "/changes/first/undo", Value::Null),
        (Method::POST, "/accounts/4/restore", json!({"mode": "monthly"})),
        (Method::POST, "/imports/2/undo", Value::Null),
        (Method::POST, "/termination", confirm()),
    ]
}

#[test]
fn what_waits_while_terminating_and_what_goes_on() {
    let company = company();
    let request = company.accepted(&json!({"changes": [{"account": 2, "mode": "monthly"}]}));
    company.send(&Method::POST, "/changes", &request, "first").expect(201);
    let calls = calls(&company);
    company.post("/termination", &confirm()).expect(200);
    for call in &calls {
        check_refused(&company, call, (409, "terminating", "terminating"));
    }
    let before = company.whole();
    company.import(ROSTER).expect(409);
    assert_eq!(company.whole(), before);
    company.patch("/accounts/1", &json!({"display_name": "Anna"})).expect(200);
    company.post("/accounts/2/reset", &json!({"confirm": "c@d.example"})).expect(200);
    company.patch("", &json!({"name": "Musterfirma in Abwicklung"})).expect(200);
    company.check();
    let closed = company.move_clock("2027-03-01");
    assert_eq!((&closed["status"], &closed["counts"]["deleted"]), (&json!("closed"), &json!(4)));
    assert_eq!(company.get("/invoices").expect(200).json()["items"], json!([]), "nothing more was charged");
    let late = [
        (Method::DELETE, "/termination", Value::Null),
        (Method::PATCH, "", json!({"name": "Anders"})),
        (Method::PATCH, "/accounts/1", json!({"display_name": "Berta"})),
        (Method::POST, "/accounts/1/reset", json!({"confirm": "a@b.example"})),
    ];
    for call in calls.iter().chain(&late) {
        check_refused(&company, call, (409, "closed", "closed"));
    }
    company.move_clock("2027-03-02");
    company.check();
}

#[test]
fn a_platform_without_accounts_closes_at_once() {
    let company = Company::empty();
    let closed = company.post("/termination", &confirm()).expect(200).json();
    assert_eq!((&closed["status"], &closed["next_deadline"]), (&json!("closed"), &json!(null)));
    check_refused(&company, &(Method::DELETE, "/termination", Value::Null), (409, "closed", "closed"));
    company.check();
}

#[test]
fn an_import_is_taken_back_until_it_is_touched() {
    let company = Company::empty();
    let first = company.import(ROSTER).expect(200).json();
    assert_eq!(first, json!({"imported": 4, "import": 2}));
    let undo = (Method::POST, "/imports/2/undo", Value::Null);
    assert_eq!(check_once(&company, &undo, 200), json!({"removed": 4}));
    assert_eq!(company.all(""), Vec::<Value>::new());
    company.get("/accounts/1").expect(404);
    check_refused(&company, &undo, (409, "import-touched", "import_touched"));
    for below in ["/imports/1/undo", "/imports/99/undo"] {
        check_refused(&company, &(Method::POST, below, Value::Null), (409, "import-touched", "import_touched"));
    }
    check_refused(&company, &(Method::POST, "/imports/x/undo", Value::Null), (404, "not-found", "nothing_here"));
    let second = company.import(ROSTER).expect(200).json()["import"].clone();
    assert_eq!(company.account(5)["address"], "a@b.example");
    company.patch("/accounts/5", &json!({"display_name": "Anna"})).expect(200);
    let undo = format!("/imports/{second}/undo");
    check_refused(&company, &(Method::POST, &undo, Value::Null), (409, "import-touched", "import_touched"));
    company.send(&Method::POST, &undo, &json!({"sure": true}), &new_key()).expect(422);
    company.check();
}
