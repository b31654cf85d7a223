//! Orders: previewed, done once, stale, sent at the same time, and refused.

use serde_json::{Value, json};
use ureq::http::Method;

use crate::{
    company::Company,
    twice::{Call, at_once, check_once, check_refused, told},
};

#[test]
fn an_order_is_what_its_preview_said() {
    let company = Company::empty();
    let before = company.whole();
    let quote = company.post("/orders/preview", &json!({"quantity": 7, "term": "monthly"})).expect(200).json();
    let expected = json!({
        "quantity": 7, "term": "monthly", "period": {"start": "2026-11-22", "end": "2026-12-22"},
        "unit_net": 249, "vat_rate": 1900, "net": 1743, "vat": 331, "gross": 2074, "hash": quote["hash"],
    });
    assert_eq!(quote, expected);
    assert_eq!(company.whole(), before, "a preview changes nothing");
    let order = json!({"quantity": 7, "term": "monthly", "hash": quote["hash"]});
    let made = check_once(&company, &(Method::POST, "/orders", order), 201);
    assert_eq!((&made["accounts"], &made["invoice"]), (&json!([1, 2, 3, 4, 5, 6, 7]), &json!("2026-000001")));
    let account = company.account(7);
    let expected = json!({
        "id": 7, "address": "seat-7@unassigned.invalid", "display_name": "", "configured": false, "status": "active",
        "mode": "monthly", "ordered_on": "2026-11-22", "anchor_day": 22, "expires_on": "2026-12-22",
        "deletes_on": null, "reset_on": null,
        "next": {"on": "2026-12-22", "what": "renews", "term": "monthly", "net": 249},
    });
    assert_eq!(account, expected);
    let invoice = company.get("/invoices/2026-000001").expect(200).json();
    for amount in ["net", "vat", "gross"] {
        assert_eq!(invoice[amount], quote[amount]);
    }
    assert_eq!((&invoice["kind"], &invoice["lines"][0]["accounts"]), (&json!("order"), &made["accounts"]));
    let history = company.get("/accounts/7/history").expect(200).json();
    assert_eq!((&history["items"][0]["kind"], &history["items"][0]["id"]), (&json!("accounts_ordered"), &made["id"]));
    company.check();
}

#[test]
fn a_stale_order_brings_the_quote_of_now() {
    let company = Company::empty();
    let order = company.quoted(2, "yearly");
    let dearer = json!({"catalog": [{"from": "2026-11-23", "monthly_net": 300, "yearly_net": 3000}]});
    company.patch("", &dearer).expect(200);
    company.move_clock("2026-11-23");
    let before = company.whole();
    let stale = company.post("/orders", &order).expect(409).json();
    assert_eq!((&stale["type"], &*told(&stale)), (&json!("urn:laufzeit:stale"), "hash quote_stale"));
    assert_eq!(stale["quote"], company.post("/orders/preview", &json!({"quantity": 2, "term": "yearly"})).json());
    assert_eq!((&stale["quote"]["unit_net"], company.whole()), (&json!(3000), before));
    company.post("/orders", &json!({"quantity": 2, "term": "yearly", "hash": stale["quote"]["hash"]})).expect(201);
    company.check();
}

#[test]
fn orders_at_once_are_one_after_another() {
    let company = Company::empty();
    let order: Call<'_> = (Method::POST, "/orders", company.quoted(3, "yearly"));
    // both orders have the same price, so neither customer saw anything wrong
    assert_eq!(at_once(&company, [&order, &order]), [201, 201]);
    assert_eq!(company.get("").expect(200).json()["counts"]["active"], 6);
    let invoices = company.get("/invoices").expect(200).json();
    let numbers: Vec<&Value> =
        invoices["items"].as_array().expect("items").iter().map(|head| &head["number"]).collect();
    assert_eq!(numbers, [&json!("2026-000002"), &json!("2026-000001")]);
    let (key, below) = ("the same key", "/orders");
    let answers: Vec<String> = std::thread::scope(|scope| {
        let (company, order) = (&company, &order.2);
        let send = move || company.send(&Method::POST, below, order, key).expect(201).text();
        let clients: Vec<_> = (0..8).map(|_| scope.spawn(send)).collect();
        clients.into_iter().map(|client| client.join().expect("an answer")).collect()
    });
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(company.get("").expect(200).json()["counts"]["active"], 9);
    company.check();
}

#[test]
fn bad_orders_name_their_field() {
    let company = Company::empty();
    let hash = company.quoted(1, "monthly")["hash"].clone();
    let order = |quantity: Value| json!({"quantity": quantity, "term": "monthly", "hash": hash});
    let mut cases: Vec<(Value, (u16, &str, &str))> = Vec::new();
    for quantity in [json!(0), json!(1001)] {
        cases.push((order(quantity), (422, "invalid", "quantity quantity_out_of_range")));
    }
    for quantity in [json!(-1), json!(1.5), json!(u64::MAX), json!("1"), json!(null), json!([1])] {
        cases.push((order(quantity), (422, "invalid", "quantity wrong_type")));
    }
    cases.extend([
        (json!({"quantity": 1, "term": "weekly", "hash": hash}), (422, "invalid", "term not_one_of")),
        (json!({"quantity": 1, "term": "none", "hash": hash}), (422, "invalid", "term not_one_of")),
        (json!({"quantity": 1, "term": "monthly"}), (422, "invalid", "hash missing")),
        (json!({"quantity": 1, "term": "monthly", "hash": "abc"}), (422, "invalid", "hash hash_invalid")),
        (json!({"quantity": 1, "term": "monthly", "hash": "0".repeat(64)}), (409, "stale", "hash quote_stale")),
        (json!({"quantity": 2, "term": "monthly", "hash": hash}), (409, "stale", "hash quote_stale")),
        (
            json!({"quantity": 1, "term": "monthly", "hash": hash, "colour": "red"}),
            (422, "invalid", "colour field_unknown"),
        ),
        (json!([1, "monthly", hash]), (422, "invalid", " wrong_type")),
    ]);
    for (body, expected) in cases {
        let mut preview = body.clone();
        check_refused(&company, &(Method::POST, "/orders", body), expected);
        if let Some(fields) = preview.as_object_mut()
            && ["quantity ", "term "].iter().any(|field| expected.2.starts_with(field))
        {
            fields.remove("hash");
            check_refused(&company, &(Method::POST, "/orders/preview", preview), expected);
        }
    }
    company.check();
}
