//! Changes of modes: previewed, submitted once and twice, stale, and taken back.

use std::thread;

use serde_json::{Value, json};
use tests::workerd::new_key;

use crate::{company::Company, twice::told};

fn modes(company: &Company) -> Vec<Value> {
    company.all("").into_iter().map(|account| json!([account["id"], account["mode"]])).collect()
}

#[test]
fn what_was_previewed_is_what_becomes() {
    let company = Company::of_1000();
    let before = company.get("").expect(200).json();
    let summary = company.preview(&json!({"filter": {"mode": "monthly"}, "mode": "yearly"}));
    assert_eq!(company.get("").expect(200).json(), before, "a preview changes nothing");
    let (key, receipt) = company.submit(&json!({"filter": {"mode": "monthly"}, "mode": "yearly"}));
    assert_eq!((&receipt["id"], &receipt["lines"]), (&json!(key), &summary["totals"]["accounts"]));
    assert_eq!(company.all("mode=monthly"), Vec::<Value>::new());
    let page = company.get(&format!("/changes/{key}?limit=10")).expect(200).json();
    assert_eq!(page["items"].as_array(), summary["lines"].as_array().map(|lines| lines[..10].to_vec()).as_ref());
    assert_eq!(page["lines"], receipt["lines"]);
    let rest =
        company.get(&format!("/changes/{key}?limit=1000&cursor={}", page["next_cursor"].as_str().expect("a cursor")));
    assert_eq!(
        rest.expect(200).json()["items"].as_array(),
        summary["lines"].as_array().map(|lines| lines[10..].to_vec()).as_ref()
    );
    let list = company.get("/changes").expect(200).json();
    assert_eq!(list["items"], json!([receipt]));
    company.check();
}

#[test]
fn a_preview_has_pages() {
    let company = Company::of_1000();
    let wishes = json!({"filter": {}, "mode": "none"});
    let whole = company.preview(&wishes);
    let page = company.post("/changes/preview?limit=100", &wishes).expect(200).json();
    let next = company.post(
        &format!("/changes/preview?limit=1000&cursor={}", page["next_cursor"].as_str().expect("a cursor")),
        &wishes,
    );
    let next = next.expect(200).json();
    assert_eq!((&page["hash"], &next["hash"], &next["totals"]), (&whole["hash"], &whole["hash"], &whole["totals"]));
    let lines =
        [page["lines"].as_array().expect("lines").as_slice(), next["lines"].as_array().expect("lines")].concat();
    assert_eq!(Some(&lines), whole["lines"].as_array());
}

#[test]
fn a_submission_sent_twice_is_taken_once() {
    let mut company = Company::of_1000();
    let request = company.accepted(&json!({"filter": {}, "mode": "yearly"}));
    let (key, path) = (new_key(), company.path("/changes"));
    let first = company.server.post_with_key(&path, &request, &key).expect(201);
    let revision = company.state()["revision"].clone();
    company.server.kill9_and_restart();
    let second = company.server.post_with_key(&path, &request, &key).expect(201);
    assert_eq!(first.text(), second.text());
    assert_eq!(company.state()["revision"], revision);
    let other = company.server.post_with_key(&path, &json!({"filter": {}, "mode": "none"}), &key).expect(422).json();
    assert_eq!((&other["type"], &*told(&other)), (&json!("urn:laufzeit:key-reused"), "key_reused"));
}

#[test]
fn a_stale_submission_brings_the_summary_of_now() {
    let company = Company::of_1000();
    let wishes = json!({"changes": [{"account": 2, "mode": "yearly"}, {"account": 3, "mode": "none"}]});
    let request = company.accepted(&wishes);
    let elsewhere =
        company.accepted(&json!({"changes": [{"account": 9, "mode": "none"}, {"account": 1, "mode": "none"}]}));
    company.submit(&json!({"changes": [{"account": 2, "mode": "none"}]}));
    let (key, path) = (new_key(), company.path("/changes"));
    let stale = company.server.post_with_key(&path, &request, &key).expect(409).json();
    assert_eq!((&stale["type"], &*told(&stale)), (&json!("urn:laufzeit:stale"), "hash stale"));
    assert_eq!(stale["summary"], company.preview(&wishes));
    assert_eq!(stale["summary"]["lines"][0]["from"], "none");
    let again = company.accepted(&wishes);
    company.server.post_with_key(&path, &again, &key).expect(201);
    // a change of other accounts does not make a submission stale
    company.post("/changes", &elsewhere).expect(201);
}

#[test]
fn what_cannot_change_is_named_and_the_rest_is_done() {
    let company = Company::with(&json!({"test_clock": "2026-11-22", "retention_days": 30}));
    company.import("address,display_name,mode,expires_on\na@b.example,A,none,2026-12-01\nc@d.example,C,none,2026-12-20\ne@f.example,E,none,2027-03-01\n").expect(200);
    company.move_clock("2026-12-31");
    let wishes = json!({"changes": [{"account": 1, "mode": "yearly"}, {"account": 2, "mode": "yearly"}, {"account": 3, "mode": "yearly"}]});
    let (key, receipt) = company.submit(&wishes);
    let refused = json!([
        {"account": 1, "address": "a@b.example", "reason": "deleted"},
        {"account": 2, "address": "c@d.example", "reason": "suspended"},
    ]);
    assert_eq!((&receipt["lines"], &receipt["refused"]), (&json!(1), &refused));
    assert_eq!(company.account(3)["mode"], "yearly");
    assert_eq!(company.get(&format!("/changes/{key}")).expect(200).json()["refused"], refused);
}

#[test]
fn accounts_are_named_one_by_one_or_in_runs() {
    let company = Company::of_1000();
    let each: Vec<Value> =
        (3..=40).map(|id| json!({"account": id, "mode": if id < 30 { "none" } else { "yearly" }})).collect();
    let runs = json!({"none": [[3, 27]], "yearly": [[30, 10], [40, 1]]});
    let preview = |wishes: Value| company.post("/changes/preview", &wishes).expect(200).json();
    assert_eq!(preview(json!({"runs": runs})), preview(json!({"changes": each})));
    let (_, receipt) = company.submit(&json!({"runs": runs}));
    assert!(receipt["lines"].as_u64() > Some(20));
    assert_eq!([3, 29, 30, 40].map(|id| company.account(id)["mode"].clone()), ["none", "none", "yearly", "yearly"]);
}

#[test]
fn an_undo_restores_every_mode_it_still_can() {
    let company = Company::of_1000();
    let before = modes(&company);
    let (key, _) = company.submit(&json!({"filter": {}, "mode": "none"}));
    let receipt = company.post(&format!("/changes/{key}/undo"), &json!({})).expect(201).json();
    assert_eq!(receipt["undoes"], json!(key));
    assert_eq!(modes(&company), before);
    let (second, _) = company.submit(&json!({"filter": {}, "mode": "none"}));
    company.submit(&json!({"changes": [{"account": 1, "mode": "monthly"}]}));
    company.move_clock("2026-12-01");
    let undo = company.post(&format!("/changes/{second}/undo"), &json!({})).expect(201).json();
    let reasons: Vec<&str> =
        undo["refused"].as_array().expect("refused").iter().filter_map(|line| line["reason"].as_str()).collect();
    assert!(reasons.contains(&"changed_since") && reasons.contains(&"deleted"), "{reasons:?}");
    company.post(&format!("/changes/{second}/undo"), &json!({})).expect(422);
    company.post("/changes/nobody/undo", &json!({})).expect(404);
    company.check();
}

#[test]
fn many_at_once_are_one_after_another() {
    let company = Company::of_1000();
    let request = company.accepted(&json!({"filter": {}, "mode": "yearly"}));
    let (key, path) = (new_key(), company.path("/changes"));
    let receipts: Vec<String> = thread::scope(|scope| {
        let submit = || company.server.post_with_key(&path, &request, &key).expect(201).text();
        let handles: Vec<_> = (0..16).map(|_| scope.spawn(submit)).collect();
        handles.into_iter().map(|handle| handle.join().expect("an answer")).collect()
    });
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]));
    thread::scope(|scope| {
        for day in ["2027-01-10", "2027-01-20", "2027-01-31"] {
            let company = &company;
            // a request that comes late finds the clock already ahead of its date
            scope.spawn(move || company.post("/clock", &json!({"today": day})).status);
            scope.spawn(move || company.get("/accounts?mode=yearly").expect(200));
        }
    });
    company.move_clock("2027-01-31");
    company.check();
}

#[test]
fn a_receipt_can_be_read_whatever_its_key_is() {
    let company = Company::of_1000();
    let long = "k".repeat(255);
    let keys = [
        "preview",
        "undo",
        "export",
        "17",
        "a/b",
        "/",
        "a/undo",
        "preview/undo",
        ".",
        "..",
        "...",
        "../x",
        "%2F",
        "%2e%2E",
        "%",
        "%%",
        "%zz",
        "?",
        "?limit=1",
        "#",
        "a+b",
        "&=;",
        "\"'<>",
        "\\",
        "~!*()",
        "null",
        "-",
        &long,
    ];
    for key in keys {
        // each is taken back at the end, so that the next one has something to do
        let wish = json!({"changes": [{"account": 2, "mode": "none"}]});
        let request = company.accepted(&wish);
        let receipt = company.server.post_with_key(&company.path("/changes"), &request, key).expect(201).json();
        assert_eq!(receipt["id"], key, "{key:?}");
        let address = company.path(&format!("/changes/{}", segment(key)));
        let read = company.server.get(&address);
        assert_eq!(read.status, 200, "{key:?} at {address}: {read:?}");
        let read = read.json();
        assert_eq!((&read["id"], &read["revision"]), (&receipt["id"], &receipt["revision"]), "{key:?}");
        assert_eq!(read["items"][0]["account"], 2, "{key:?}");
        company.post(&format!("/changes/{}/undo", segment(key)), &json!({})).expect(201);
    }
    company.post("/changes/preview", &json!({"changes": [{"account": 1, "mode": "none"}]})).expect(200);
    company.check();
}

/// A key as a segment of a path. A browser takes a segment of one or two dots, also encoded ones, for a step in the
/// path; those are encoded once more.
fn segment(key: &str) -> String {
    let encoded: String = key
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    if [".", ".."].contains(&key) { encoded.replace('%', "%25") } else { encoded }
}
