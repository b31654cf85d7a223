//! Accounts that have left the book: what is answered about them is what would be answered if they were still in it.

use domain::{
    account::AccountRef,
    event::Recorded,
    gone::Register,
    query::{Cursor, Direction, Filter, Sort, SortKey},
    rules,
};
use serde_json::{Value, json};
use tests::{
    host::{everybody, replay_all},
    workerd::new_key,
};
use ureq::http::Method;

use crate::company::Company;

/// Accounts whose texts are awkward to sort and to search. They close on three days of December.
const CLOSING: &str = "address,display_name,mode,expires_on\n\
    Zora@firma.example,Zora Alt,none,2026-12-01\n\
    anna@firma.example,Anna Müller,none,2026-12-01\n\
    ANNA.k@firma.example,Anna K,none,2026-12-02\n\
    müller@firma.example,,none,2026-12-02\n\
    mu\u{308}ller.b@firma.example,Bernd Mu\u{308}ller,none,2026-12-03\n\
    muller@firma.example,M. Straße,none,2026-12-03\n\
    ł.nowak@firma.example,\"Nowak, Ł.\",none,2026-12-01\n\
    strasse@firma.example,O'Neill 100%,none,2026-12-02\n\
    _under@firma.example,a_b,none,2026-12-03\n\
    bleibt@firma.example,Anna bleibt,monthly,2026-12-05\n\
    dauert@firma.example,Jahr,yearly,2026-12-06\n";

/// A company that has lived: accounts were deleted, among them seats, an import was taken back, and an address was used
/// again and deleted again.
fn lived() -> Company {
    let company = Company::empty();
    company.import(CLOSING).expect(200);
    company.order(3, "monthly");
    company.submit(&json!({"changes": [{"account": 12, "mode": "none"}, {"account": 14, "mode": "none"}]}));
    let import = company.import("address,display_name,mode,expires_on\nirrtum@firma.example,,none,2026-12-20\n");
    let back = format!("/imports/{}/undo", import.expect(200).json()["import"]);
    company.send(&Method::POST, &back, &Value::Null, &new_key()).expect(200);
    company.move_clock("2026-12-10");
    company.import("address,display_name,mode,expires_on\nanna@firma.example,Anna Zwei,none,2026-12-15\n").expect(200);
    company.move_clock("2026-12-24");
    company
}

fn record(company: &Company) -> Vec<Recorded> {
    let events = company.get("/events?limit=1000").expect(200).json()["items"].take();
    serde_json::from_value(events).expect("a record")
}

/// The filters that are asked for, each as the query of an address. All but one ask for deleted accounts.
fn filters() -> Vec<(String, Filter)> {
    let filters = [
        json!({"status": "deleted"}),
        json!({}),
        json!({"status": "deleted", "search": "muller"}),
        json!({"status": "deleted", "search": "MÜLLER  anna"}),
        json!({"status": "deleted", "search": "strasse"}),
        json!({"status": "deleted", "search": "100%"}),
        json!({"status": "deleted", "search": "a_b"}),
        json!({"status": "deleted", "search": "o’neill"}),
        json!({"status": "deleted", "search": "l"}),
        json!({"status": "deleted", "search": "irrtum"}),
        json!({"status": "deleted", "search": " "}),
        json!({"status": "deleted", "mode": "none"}),
        json!({"status": "deleted", "mode": "monthly"}),
        json!({"status": "deleted", "configured": true}),
        json!({"status": "deleted", "configured": false}),
        json!({"status": "deleted", "expires_before": "2026-12-03"}),
        json!({"status": "deleted", "expires_from": "2026-12-02", "expires_before": "2026-12-16", "search": "anna"}),
        json!({"status": "deleted", "due_in": "2026-12"}),
    ];
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let query = |filter: &Value| {
        let pairs = filter.as_object().expect("an object").iter();
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        pairs.map(|(name, value)| format!("{name}={}", encoded(&text(value)))).collect::<Vec<_>>().join("&")
    };
    filters.into_iter().map(|filter| (query(&filter), serde_json::from_value(filter).expect("a filter"))).collect()
}

fn sorts() -> impl Iterator<Item = (String, Sort)> {
    let keys = [
        ("address", SortKey::Address),
        ("expires_on", SortKey::ExpiresOn),
        ("mode", SortKey::Mode),
        ("status", SortKey::Status),
    ];
    keys.into_iter().flat_map(|(word, key)| {
        [("asc", Direction::Asc), ("desc", Direction::Desc)]
            .map(|(order, direction)| (format!("sort={word}&order={order}"), Sort { key, direction }))
    })
}

fn ids(items: &[AccountRef<'_>]) -> Vec<Value> {
    items.iter().map(|account| account.id.0.into()).collect()
}

#[test]
fn a_list_of_deleted_accounts_is_what_a_list_of_all_would_be() {
    let company = lived();
    let (book, gone) = replay_all(&record(&company)).expect("a platform");
    let register = Register { book: &book, gone: &gone };
    assert_eq!(register.page(&filters()[0].1, Sort::default(), None, 50).total, 12);
    for (query, filter) in filters() {
        for (order, sort) in sorts() {
            for limit in [1, 4, 50] {
                let (mut after, mut cursor): (Option<Cursor>, _) = (None, String::new());
                loop {
                    let asked = format!("/accounts?{query}&{order}&limit={limit}{cursor}");
                    let page = company.get(&asked).expect(200).json();
                    let due = register.page(&filter, sort, after.as_ref(), limit);
                    let found = page["items"].as_array().expect("items").iter().map(|item| item["id"].clone());
                    assert_eq!(
                        (found.collect::<Vec<_>>(), &page["total"]),
                        (ids(&due.items), &json!(due.total)),
                        "{asked}"
                    );
                    let next = due.next.as_ref().map(Cursor::encode);
                    assert_eq!(page["next_cursor"].as_str(), next.as_deref(), "{asked}");
                    let Some(next) = next else { break };
                    (after, cursor) = (due.next, format!("&cursor={next}"));
                }
            }
            let file = company.get(&format!("/accounts.csv?{query}&{order}")).expect(200).text();
            assert_eq!(file, rules::write_roster(register.sorted(&filter, sort)), "{query} {order}");
        }
    }
    company.check();
}

#[test]
fn a_deleted_account_is_answered_by_its_id_and_a_withdrawn_one_is_not_there() {
    let company = lived();
    let (book, gone) = replay_all(&record(&company)).expect("a platform");
    let everybody = everybody(Register { book: &book, gone: &gone });
    for id in 0..20 {
        let due = everybody.iter().find(|account| account.id.0 == id);
        let (path, history) = (format!("/accounts/{id}"), format!("/accounts/{id}/history"));
        let Some(due) = due else {
            [&path, &history].into_iter().for_each(|path| drop(company.get(path).expect(404)));
            continue;
        };
        let account = company.get(&path).expect(200).json();
        let text = |text: &str| Value::from(text);
        let told = [&account["address"], &account["display_name"], &account["status"], &account["expires_on"]];
        let expires_on = due.expires_on.to_string();
        assert_eq!(
            told.map(Value::clone),
            [due.address.as_str(), due.display_name, due.status.as_str(), &expires_on].map(text)
        );
        assert!(!company.get(&history).expect(200).json()["items"].as_array().expect("items").is_empty(), "{id}");
    }
    let refused = |method: Method, below: &str, body: &Value| {
        let answer = company.send(&method, below, body, &new_key());
        (answer.status, answer.json()["code"].as_str().unwrap_or("").to_owned())
    };
    for (method, below, body, codes) in [
        (Method::PATCH, "", json!({"address": "neu@firma.example"}), ["not_active", "no_account"]),
        (Method::POST, "/reset", json!({"confirm": "x"}), ["not_active", "no_account"]),
        (Method::POST, "/restore", json!({"mode": "monthly"}), ["not_suspended", "no_account"]),
    ] {
        for (id, code) in [1, 15].into_iter().zip(codes) {
            assert_eq!(refused(method.clone(), &format!("/accounts/{id}{below}"), &body).1, code, "{below} of {id}");
        }
    }
}

/// The address of a deleted account is told wherever one is named.
#[test]
fn what_names_a_deleted_account_has_its_address() {
    let company = lived();
    let wishes = json!({"changes": [{"account": 1, "mode": "monthly"}, {"account": 10, "mode": "yearly"}]});
    let refused = json!([{"account": 1, "address": "Zora@firma.example", "reason": "deleted"}]);
    assert_eq!(company.preview(&wishes)["refused"], refused);
    let mut stale = company.accepted(&wishes);
    stale["hash"] = "0".repeat(64).into();
    let answer = company.server.post_with_key(&company.path("/changes"), &stale, &new_key()).expect(409).json();
    assert_eq!(answer["summary"]["refused"], refused);
    let (_, receipt) = company.submit(&wishes);
    assert_eq!(receipt["refused"], refused);
    let id = receipt["id"].as_str().expect("an id");
    assert_eq!(company.get("/changes").expect(200).json()["items"][0]["refused"], refused);
    assert_eq!(company.get(&format!("/changes/{id}")).expect(200).json()["refused"], refused);
    // the lines of an earlier submission name accounts that are deleted by now
    let earlier = company.get("/changes").expect(200).json()["items"][1]["id"].clone();
    let lines = company.get(&format!("/changes/{}", earlier.as_str().expect("an id"))).expect(200).json();
    assert_eq!(lines["items"][0]["address"], "seat-12@unassigned.invalid");
    let unknown = json!({"changes": [{"account": 15, "mode": "monthly"}]});
    assert_eq!(
        company.post("/changes/preview", &unknown).status,
        company.post("/changes/preview", &json!({"changes": [{"account": 99, "mode": "monthly"}]})).status
    );
}

/// Whoever follows a book is told who has left it.
#[test]
fn news_say_who_has_left_the_book() {
    let company = Company::empty();
    company.import(CLOSING).expect(200);
    company.move_clock("2026-12-10");
    let news = company.get("/book?since=2").expect(200).json();
    assert_eq!(news["gone"], json!([1, 2, 3, 4, 5, 6, 7, 8, 9]));
    let book = company.get("/book").expect(200).json();
    assert_eq!((&book["next_id"], &book["deleted"], book.get("gone")), (&json!(12), &json!(9), None));
    assert_eq!(book["living"].as_array().map(Vec::len), Some(2));
    assert!(!book.to_string().contains("Zora"), "a book says nothing of who has left it");
}
