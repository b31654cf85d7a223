//! The test clock: everything that is due by its date is done.

use std::time::Duration;

use serde_json::json;
use tests::workerd::new_key;

use crate::company::{Company, new_platform};

#[test]
fn the_clock_renews_and_closes_on_the_day() {
    let company = Company::of_1000();
    company.submit(&json!({"filter": {}, "mode": "yearly"}));
    company.submit(&json!({"changes": [{"account": 2, "mode": "none"}, {"account": 3, "mode": "none"}, {"account": 4, "mode": "none"}]}));
    let closing = company.all("mode=none");
    assert_eq!(closing.len(), 3);
    let day_before = company.move_clock("2026-11-27");
    assert_eq!(day_before["counts"]["active"], 1000);
    company.move_clock("2026-11-28");
    assert_eq!(company.account(2)["status"], "deleted");
    let platform = company.move_clock("2028-01-31");
    assert_eq!((&platform["counts"]["deleted"], &platform["counts"]["active"]), (&json!(3), &json!(997)));
    assert_eq!(platform["today"], "2028-01-31");
    assert!(company.all("").iter().all(|account| account["expires_on"].as_str() > Some("2028-01-31")));
    company.check();
}

#[test]
fn one_jump_is_as_good_as_many_steps() {
    let (jump, steps) = (Company::of_1000(), Company::of_1000());
    jump.move_clock("2027-03-01");
    for day in ["2026-11-30", "2026-12-24", "2027-01-31", "2027-02-28", "2027-03-01"] {
        steps.move_clock(day);
    }
    assert_eq!(jump.all("status=active"), steps.all("status=active"));
    assert_eq!(jump.get("").expect(200).json()["counts"], steps.get("").expect(200).json()["counts"]);
}

#[test]
fn the_clock_goes_forward_and_not_too_far() {
    let company = Company::empty();
    company.move_clock("2026-11-22");
    company.move_clock("2026-11-23");
    for (today, field) in [("2026-11-22", "today"), ("2046-11-24", "today"), ("2026-02-30", "today")] {
        let problem = company.post("/clock", &json!({"today": today})).expect(422).json();
        assert_eq!(problem["errors"][0]["field"], field, "{today}");
    }
    company.move_clock("2046-11-23");
    let server = &company.server;
    let mut real = new_platform();
    real["name"] = json!("Echtzeit");
    server.post("/platforms", &real).expect(201);
    server.post("/platforms/echtzeit/clock", &json!({"today": "2030-01-01"})).expect(409);
}

#[test]
fn a_move_that_another_overtakes_is_done_all_the_same() {
    let company = &Company::of_1000();
    std::thread::scope(|scope| {
        let days = ["2046-10-31", "2046-11-05", "2046-11-10", "2046-11-15"];
        let early = days.map(|day| scope.spawn(move || company.post("/clock", &json!({"today": day})).status));
        std::thread::sleep(Duration::from_millis(200));
        let last = company.post("/clock", &json!({"today": "2046-11-23"})).status;
        assert_eq!((early.map(|call| call.join().expect("a call")), last), ([200; 4], 200));
    });
    assert_eq!(company.state()["today"], "2046-11-23");
    company.check();
}

#[test]
fn a_move_sent_twice_moves_once() {
    let company = Company::of_1000();
    let (key, body) = (new_key(), json!({"today": "2026-12-31"}));
    let first = company.server.post_with_key(&company.path("/clock"), &body, &key).expect(200);
    company.move_clock("2027-01-31");
    let second = company.server.post_with_key(&company.path("/clock"), &body, &key).expect(200);
    assert_eq!(first.text(), second.text());
    assert_eq!(company.state()["today"], "2027-01-31");
}

#[test]
fn a_full_disk_says_up_to_which_day_all_is_done() {
    let (company, other) = (Company::of_1000(), Company::of_1000());
    let leave_room = |transactions: Option<u32>| company.post("/test/room", &json!(transactions)).expect(200);
    let to = json!({"today": "2027-01-31"});
    let (path, key) = (company.path("/clock"), new_key());
    let mut stood = company.state()["today"].clone();
    for room in [0, 1, 3, 0] {
        leave_room(Some(room));
        let problem = company.server.post_with_key(&path, &to, &key).expect(507).json();
        let stands = company.state()["today"].clone();
        // what is said is what is so
        assert_eq!((&problem["code"], &problem["facts"]["done_to"]), (&json!("storage_full"), &stands), "{problem}");
        assert_eq!(stands != stood, room > 0, "{stood} and {stands}");
        stood = stands;
        assert_eq!(company.get("").expect(200).json()["today"], stood, "it can be read");
        company.check();
    }
    leave_room(None);
    company.server.post_with_key(&path, &to, &key).expect(200);
    other.move_clock("2027-01-31");
    let plain = |company: &Company| {
        let mut books = company.get("/book").expect(200).json();
        books["platform"]["id"].take();
        books
    };
    assert_eq!(plain(&company)["living"], plain(&other)["living"], "in pieces or at once is the same");
    company.check();
}
