//! What roles allow, and that the record names who did something.

use serde_json::{Value, json};
use ureq::http::Method;

use super::house::{House, Visitor, check_code, roles};

const ROSTER: &str =
    "address,display_name,mode,expires_on\na@x.example,A,monthly,2026-12-01\nb@x.example,B,yearly,2027-01-01\n";

/// A house with two platforms: `one` with accounts, and `other`.
fn lived_in() -> (House, Visitor) {
    let (house, owner) = House::owned(1);
    house.platform(&owner, "one");
    house.platform(&owner, "other");
    house.post(&owner, "/platforms/one/accounts/import", &json!(ROSTER)).expect(200);
    (house, owner)
}

fn change(house: &House, visitor: &Visitor, mode: &str) -> Value {
    let mut change = json!({"changes": [{"account": 1, "mode": mode}]});
    let summary = house.post(visitor, "/platforms/one/changes/preview", &change).expect(200).json();
    change["revision"] = summary["revision"].clone();
    change["hash"] = summary["hash"].clone();
    change
}

/// The owner invites one for billing and one reader; a script orders. Each does what they may, and the record says who did it.
#[test]
fn each_does_what_they_may_and_the_record_names_them() {
    let (house, owner) = lived_in();
    let bill = house.newcomer(&owner, "Bill B\u{e9}lanÇon \"}", 2, &[("billing", Some("one"))]);
    let rita = house.newcomer(&owner, "Rita", 3, &[("reader", None)]);
    let script = house.token(&owner, "Bestellskript", &[("billing", Some("one"))]);

    house.post(&bill, "/platforms/one/changes", &change(&house, &bill, "none")).expect(201);
    check_code(house.post(&rita, "/platforms/one/changes/preview", &json!({})), 403, "role_needed");
    let answer = house.post(&rita, "/platforms/one/termination", &json!({"confirm": "Musterfirma GmbH"}));
    assert_eq!(answer.json()["facts"], json!({"role": "administrator"}));
    check_code(answer, 403, "role_needed");
    let mut order = json!({"quantity": 2, "term": "monthly"});
    order["hash"] = house.post(&script, "/platforms/one/orders/preview", &order).expect(200).json()["hash"].take();
    house.post(&script, "/platforms/one/orders", &order).expect(201);
    for path in ["/platforms/other", "/platforms/other/accounts", "/platforms/nothing", "/platforms/NO%20WAY"] {
        check_code(house.get(&bill, path), 404, "no_platform");
    }
    let seen = |visitor: &Visitor| {
        let list = house.get(visitor, "/platforms").expect(200).json();
        let ids = list["items"].as_array().expect("a list").iter().map(|item| item["id"].clone());
        Value::Array(ids.collect())
    };
    assert_eq!(seen(&bill), json!(["one"]));
    assert_eq!(seen(&rita), json!(["one", "other"]));
    let first = house.get(&rita, "/platforms?limit=1").expect(200).json();
    assert_eq!(first["next_cursor"], "one");

    let by = |visitor: &Visitor, name: &str| json!({"id": visitor.id, "name": name});
    let history = house.get(&rita, "/platforms/one/history").expect(200).json();
    let told = |place: usize| (history["items"][place]["actor"].clone(), history["items"][place]["by"].clone());
    assert_eq!(told(0), (json!("token"), by(&script, "Bestellskript")));
    assert_eq!(told(1), (json!("person"), by(&bill, "Bill B\u{e9}lanÇon \"}")));
    assert_eq!(told(2), (json!("person"), by(&owner, "Olga Owner")));
    // the name stays as it was
    house.patch(&owner, &format!("/people/{}", bill.id), &json!({"name": "William"})).expect(200);
    house.post(&bill, "/platforms/one/changes", &change(&house, &bill, "monthly")).expect(201);
    let receipts = house.get(&rita, "/platforms/one/changes").expect(200).json();
    assert_eq!(receipts["items"][0]["by"], by(&bill, "William"));
    assert_eq!(receipts["items"][1]["by"], by(&bill, "Bill B\u{e9}lanÇon \"}"));
    let own = house.get(&rita, "/platforms/one/accounts/1/history").expect(200).json();
    assert_eq!((&own["items"][0]["actor"], &own["items"][0]["by"]), (&json!("person"), &by(&bill, "William")));
    let events = house.get(&rita, "/platforms/one/events").expect(200).json();
    assert_eq!(events["items"][2]["by"], by(&bill, "Bill B\u{e9}lanÇon \"}"));
    assert_eq!(house.get(&rita, "/platforms/one/check").expect(200).json(), json!({"ok": true, "findings": []}));
    // what is due by itself has nobody's name
    house.post(&owner, "/platforms/one/clock", &json!({"today": "2026-12-02"})).expect(200);
    let events = house.get(&rita, "/platforms/one/events?after=5").expect(200).json();
    let scheduled =
        events["items"].as_array().expect("events").iter().find(|event| event["actor"] == "schedule").cloned();
    assert_eq!(scheduled.expect("a renewal")["by"], Value::Null);
}

/// A page says for whom it asks. If somebody else has signed in meanwhile, nothing is done in their name.
#[test]
fn what_is_asked_for_one_is_not_done_for_another() {
    let (house, owner) = lived_in();
    let token = house.token(&owner, "t", &[("administrator", None)]);
    let moves = |visitor: &Visitor, meant: &str, key: &str| {
        let said = [("laufzeit-for", meant), ("idempotency-key", key)];
        house.call_with(visitor, Method::POST, "/platforms/one/clock", &json!({"today": "2026-11-23"}), &said)
    };
    for (visitor, meant) in [(&owner, &*token.id), (&owner, "x"), (&owner, ""), (&token, &*owner.id)] {
        check_code(moves(visitor, meant, "k"), 401, "not_signed_in");
    }
    assert_eq!(house.get(&owner, "/platforms/one").expect(200).json()["today"], "2026-11-22");
    moves(&owner, &owner.id, "k").expect(200);
}

#[test]
fn settings_are_changed_field_by_field() {
    let (house, owner) = lived_in();
    let party = json!({"name": "Mailhaus GmbH", "lines": [], "vat_id": null});
    let price = json!([{"from": "2027-01-01", "monthly_net": 300, "yearly_net": 3_000}]);
    let fields = [
        ("name", json!("Neue Firma"), "administrator"),
        ("domains", json!(["x.example"]), "administrator"),
        ("retention_days", json!(7), "administrator"),
        ("seller", party.clone(), "billing"),
        ("buyer", party, "billing"),
        ("tax_category", json!("standard"), "billing"),
        ("tax_reason", Value::Null, "billing"),
        ("catalog", price, "billing"),
    ];
    let visitors = [
        ("reader", house.token(&owner, "r", &[("reader", None)])),
        ("technical", house.token(&owner, "t", &[("technical", None)])),
        ("billing", house.token(&owner, "b", &[("billing", Some("one"))])),
        ("administrator", house.token(&owner, "a", &[("administrator", Some("one"))])),
    ];
    for (role, visitor) in &visitors {
        for (field, value, need) in &fields {
            let answer = house.patch(visitor, "/platforms/one", &json!({*field: value}));
            if role == need || *role == "administrator" {
                answer.expect(200);
            } else {
                assert_eq!(answer.json()["facts"]["role"], *need, "{role} {field}");
                check_code(answer, 403, "role_needed");
            }
        }
        // naming none needs a role that could change some
        let none = house.patch(visitor, "/platforms/one", &json!({}));
        if ["billing", "administrator"].contains(role) {
            none.expect(200)
        } else {
            none.expect(403)
        };
        // one field that is not allowed keeps the others back
        let both = house.patch(visitor, "/platforms/one", &json!({"name": "Halb", "retention_days": 9, "buyer": null}));
        if *role == "administrator" {
            both.expect(200)
        } else {
            both.expect(403)
        };
    }
    assert_eq!(house.get(&owner, "/platforms/one").expect(200).json()["name"], "Halb");
}

/// A key counts for one caller; the id of a submission for all.
#[test]
fn a_key_is_somebodys_own() {
    let (house, owner) = lived_in();
    let (one, two) = (house.token(&owner, "1", &[("billing", None)]), house.token(&owner, "2", &[("billing", None)]));
    let mut order = json!({"quantity": 1, "term": "monthly"});
    order["hash"] = house.post(&one, "/platforms/one/orders/preview", &order).expect(200).json()["hash"].take();
    let orders = |visitor: &Visitor| house.call_under(visitor, Method::POST, "/platforms/one/orders", &order, "k");
    let first = orders(&one).expect(201).json();
    assert_eq!(orders(&one).expect(201).json(), first);
    assert_ne!(orders(&two).expect(201).json(), first);
    assert_eq!(house.get(&owner, "/platforms/one").expect(200).json()["counts"]["active"], 4);

    let change = change(&house, &one, "none");
    let confirms = |visitor: &Visitor| house.call_under(visitor, Method::POST, "/platforms/one/changes", &change, "c");
    let receipt = confirms(&one).expect(201).json();
    assert_eq!(confirms(&one).expect(201).json(), receipt);
    check_code(confirms(&two), 422, "key_reused");
    // who may comes before the key: whoever may no longer gets no stored answer either
    let rita = house.newcomer(&owner, "Rita", 2, &[("billing", None)]);
    orders(&rita).expect(201);
    house.patch(&owner, &format!("/people/{}", rita.id), &json!({"roles": roles(&[("reader", None)])})).expect(200);
    check_code(orders(&rita), 403, "role_needed");
    house.get(&rita, "/platforms/one/changes/c").expect(200);
}

/// However often somebody tries what they may not, the record does not grow without end.
#[test]
fn nobody_fills_the_record_of_access() {
    let (house, owner) = House::owned(1);
    let rita = house.newcomer(&owner, "Rita", 2, &[("reader", None)]);
    for number in 0..50 {
        let path = format!("/platforms/p{number}/clock");
        check_code(house.post(&rita, &path, &json!({"today": "2026-12-01"})), 403, "role_needed");
    }
    let log = house.get(&owner, "/security-log").expect(200).json();
    assert_eq!(log["items"].as_array().map(Vec::len), Some(34), "{log}");
}

#[test]
fn what_concerns_access_is_noted() {
    let (house, owner) = lived_in();
    let rita = house.newcomer(&owner, "Rita", 2, &[("reader", Some("one"))]);
    for _ in 0..3 {
        check_code(house.post(&rita, "/platforms/one/clock", &json!({"today": "2026-12-01"})), 403, "role_needed");
    }
    // texts that are no ids, and exports that did not happen, are not noted
    for path in ["/platforms/NO/clock", &format!("/platforms/{}/clock", "a".repeat(30_000))] {
        house.post(&rita, path, &json!({"today": "2026-12-01"})).expect(404);
    }
    house.get(&rita, "/platforms/one/accounts.csv?nothing=1").expect(422);
    for _ in 0..2 {
        house.get(&rita, "/platforms/one/accounts.csv").expect(200);
    }
    house.tries_to_sign_in(&house.authenticator(9)).expect(401);
    let token = house.token(&owner, "t", &[("reader", None)]);
    house.delete(&owner, &format!("/tokens/{}", token.id)).expect(200);
    house.post(&rita, "/sign-out", &Value::Null).expect(200);
    house
        .patch(&owner, &format!("/people/{}", rita.id), &json!({"roles": roles(&[("billing", None)]), "blocked": true}))
        .expect(200);
    house.delete(&owner, &format!("/people/{}", rita.id)).expect(200);

    let log = house.get(&owner, "/security-log").expect(200).json();
    let items = log["items"].as_array().expect("entries").clone();
    let kinds: Vec<&str> = items.iter().rev().map(|entry| entry["kind"].as_str().expect("a kind")).collect();
    assert_eq!(
        kinds,
        [
            "invited",
            "joined",
            "invited",
            "joined",
            "role_refused",
            "exported",
            "exported",
            "sign_in_refused",
            "token_made",
            "token_revoked",
            "signed_out",
            "roles_changed",
            "person_blocked",
            "person_removed",
        ]
    );
    let refused = &items[9];
    assert_eq!(refused["by"]["name"], "Rita");
    assert_eq!(refused["about"]["id"], "one");
    let first = house.get(&owner, "/security-log?limit=2").expect(200).json();
    let next = first["next_cursor"].as_str().expect("more");
    let second = house.get(&owner, &format!("/security-log?limit=2&cursor={next}")).expect(200).json();
    assert_eq!([first["items"].as_array(), second["items"].as_array()].into_iter().flatten().flatten().count(), 4);
    assert_eq!(second["items"][0], items[2]);
    check_code(house.get(&rita, "/security-log"), 401, "not_signed_in");
    // what is old goes
    house.later(401 * 86_400_000);
    let owner = house.signs_in(&house.authenticator(1));
    let left = house.get(&owner, "/security-log").expect(200).json();
    assert_eq!(left["items"].as_array().map(Vec::len), Some(1), "{left}");
}
