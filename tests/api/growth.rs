//! What a page of a list costs does not depend on how much there is.

use serde_json::{Value, json};
use tests::workerd::new_key;
use ureq::http::Method;

use crate::company::Company;

fn read(company: &Company) -> u64 {
    company.get("/test/read").expect(200).json().as_u64().expect("a number")
}

/// How many rows a question reads. What the platform tells the directory after its answers may fall in between and reads
/// rows of its own, so the smallest of several counts is the question's.
fn rows(company: &Company, below: &str) -> u64 {
    company.get(below).expect(200);
    let counts = (0..5).map(|_| {
        let before = read(company);
        company.get(below).expect(200);
        read(company) - before
    });
    counts.min().unwrap_or_default()
}

/// Lets the record grow to so many entries.
fn grow(company: &Company, entries: u64) {
    let platform = company.get("").expect(200).json();
    for number in platform["revision"].as_u64().expect("a revision")..entries {
        company.patch("", &json!({"name": format!("Firma {number}")})).expect(200);
    }
}

#[test]
fn a_page_of_a_long_record_reads_no_more_than_one_of_a_short_one() {
    let company = Company::empty();
    company.import("address,display_name,mode,expires_on\na@b.example,A,monthly,2027-01-01\n").expect(200);
    for mode in ["none", "yearly", "monthly", "none"] {
        company.submit(&json!({"changes": [{"account": 1, "mode": mode}]}));
    }
    let questions = ["/events?limit=5", "/events?limit=5&after=20", "/history?limit=5", "/changes?limit=2"];
    grow(&company, 40);
    let short: Vec<u64> = questions.iter().map(|below| rows(&company, below)).collect();
    grow(&company, 240);
    let long: Vec<u64> = questions.iter().map(|below| rows(&company, below)).collect();
    assert_eq!(short, long);
    assert!(long.iter().all(|rows| *rows < 40), "{long:?}");
}

/// The book that the page shows does not grow with what was ever submitted, and what took a submission back is found by
/// asking for that.
#[test]
fn a_book_carries_no_submissions_and_undos_are_asked_for() {
    let company = Company::empty();
    company.import("address,display_name,mode,expires_on\na@b.example,A,monthly,2027-01-01\n").expect(200);
    let (_, first) = company.submit(&json!({"changes": [{"account": 1, "mode": "none"}]}));
    let undo = |of: &Value| {
        let path = format!("/changes/{}/undo", of["id"].as_str().expect("an id"));
        company.send(&Method::POST, &path, &Value::Null, &new_key()).expect(201).json()
    };
    let undone = undo(&first);
    let (_, second) = company.submit(&json!({"changes": [{"account": 1, "mode": "yearly"}]}));
    for below in ["/book", "/book?since=2"] {
        assert_eq!(company.get(below).expect(200).json().get("submissions"), None, "{below}");
    }
    let undos = |of: &Value| -> Value {
        let path = format!("/changes?undoes={}", of["id"].as_str().expect("an id"));
        company.get(&path).expect(200).json()["items"].clone()
    };
    assert_eq!((undos(&first)[0]["id"].clone(), undos(&second)), (undone["id"].clone(), json!([])));
    // a client may give a submission the id of an undo
    let again = company.accepted(&json!({"changes": [{"account": 1, "mode": "none"}]}));
    let name = format!("x:undo-{}", second["revision"]);
    company.server.post_with_key(&company.path("/changes"), &again, &name).expect(201);
    assert_eq!(undos(&second), json!([]));
    company.get("/changes?undoes=nothing").expect(404);
}

/// However it is cut into pages, a list is the same.
#[test]
fn pages_of_any_length_make_the_same_list() {
    let company = Company::of_1000();
    for (account, mode) in [(1, "none"), (2, "none"), (1, "yearly"), (3, "none"), (1, "none")] {
        company.submit(&json!({"changes": [{"account": account, "mode": mode}]}));
    }
    company.move_clock("2027-01-10");
    for list in ["/events", "/history", "/changes", "/accounts/1/history", "/accounts/2/history"] {
        let page = |below: &str| company.get(below).expect(200).json();
        let whole = page(&format!("{list}?limit=1000"));
        assert_eq!(whole["next_cursor"], Value::Null);
        for limit in [1, 2, 3, 7] {
            let (mut items, mut cursor) = (Vec::new(), String::new());
            loop {
                let part = page(&format!("{list}?limit={limit}{cursor}"));
                let found = part["items"].as_array().expect("items");
                assert!(found.len() <= limit, "{list}");
                items.extend(found.iter().cloned());
                match part["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            assert_eq!(json!(items), whole["items"], "{list} by {limit}");
        }
    }
}

/// A company with 40 accounts, after so many months in which ten closed and ten came, and each time some changes were made.
fn after(months: u32) -> Company {
    let company = Company::empty();
    let roster = |month: u32, count: u32| {
        let line = |number| format!("n{number}@m{month}.example,Nummer {number} von {month},monthly,2050-01-01\n");
        "address,display_name,mode,expires_on\n".to_owned() + &(0..count).map(line).collect::<String>()
    };
    company.import(&roster(0, 40)).expect(200);
    for month in 1..=months {
        let ending = "address,display_name,mode,expires_on\n".to_owned()
            + &(0..10)
                .map(|number| format!("e{number}@m{month}.example,Ende {number},monthly,{}-01-01\n", 2027 + month / 12))
                .collect::<String>();
        let first = company.get("/book").expect(200).json()["next_id"].as_u64().expect("an id");
        let ending = ending.replace("-01-01", &format!("-{:02}-01", month % 12 + 1));
        company.import(&ending).expect(200);
        let changes: Vec<Value> = (first..first + 10).map(|id| json!({"account": id, "mode": "none"})).collect();
        company.submit(&json!({"changes": changes}));
        company.move_clock(&format!("{}-{:02}-01", 2027 + month / 12, month % 12 + 1));
    }
    company
}

/// Deleted accounts and submissions are neither read when a platform is opened nor sent to the page.
#[test]
fn a_platform_with_a_past_opens_like_a_new_one() {
    let opened = |months: u32| {
        let mut company = after(months);
        let book = company.get("/book").expect(200).text();
        let counts = company.get("").expect(200).json()["counts"].clone();
        assert_eq!((&counts["active"], &counts["deleted"]), (&json!(40), &json!(10 * months)));
        for sort in ["address", "address&order=desc", "expires_on", "mode", "mode&order=desc", "status"] {
            let page = rows(&company, &format!("/accounts?status=deleted&limit=5&sort={sort}"));
            assert!(page < 40, "{page} rows are read for a page of deleted accounts by {sort}");
        }
        company.server.kill9_and_restart();
        let before = read(&company);
        company.get("").expect(200);
        (read(&company) - before, book.len())
    };
    let ((few, short), (many, long)) = (opened(2), opened(18));
    assert!(many <= few + 5, "{many} rows are read after 18 months, and {few} after two");
    // dates, numbers and revisions have more digits
    assert!(long <= short + 100, "{long} bytes after 18 months, and {short} after two");
}
