//! What a person may ask for: everything that is held about an address, and its erasure.

use std::{thread, time::Duration};

use serde_json::{Value, json};
use tests::{
    letters::in_query,
    workerd::{Server, new_key},
};
use ureq::http::Method;
use xtask::workerd::Config;

use crate::{
    company::{Company, large_roster},
    moving::{archive, bring, leave},
    versions::migrated::files,
};

const ANNA: &str = "Anna.Geheim@firma.example";
const OBJECT: &str = "platform/musterfirma-gmbh";

/// What nobody may read any more once Anna was erased.
const TEXTS: [&str; 4] = ["anna.geheim", "Anna Verborgen", "Anna Neu", "anna verborgen"];

/// Texts of others, which stay.
const OTHERS: [&str; 4] = ["bert@firma.example", "Bert Bleibt", "clara@firma.example", "dora@firma.example"];

fn erasure(address: &str) -> Value {
    json!({"address": address, "confirm": address})
}

/// A company in which Anna had two accounts: one that was deleted, and a seat that is Dora's by now. Returns the keys of
/// what was asked about her, with the requests.
fn lived() -> (Company, Vec<(Method, String, Value, String)>) {
    let company = Company::empty();
    let roster = format!(
        "address,display_name,mode,expires_on\n{ANNA},Anna Verborgen,none,2026-12-01\n\
         bert@firma.example,Bert Bleibt,none,2026-12-01\nclara@firma.example,Clara,monthly,2026-12-05\n"
    );
    company.import(&roster).expect(200);
    company.submit(&json!({"changes": [{"account": 1, "mode": "monthly"}]}));
    company.submit(&json!({"changes": [{"account": 1, "mode": "none"}]}));
    company.order(1, "monthly");
    company.move_clock("2026-12-10");
    let mut asked = Vec::new();
    for (method, below, body) in [
        (Method::PATCH, "/accounts/4", json!({"address": ANNA.to_uppercase(), "display_name": "Anna Neu"})),
        (Method::PATCH, "/accounts/4", json!({"display_name": "Anna Neu \"2\""})),
        (Method::PATCH, "/accounts/4", json!({"address": "dora@firma.example", "display_name": "Dora"})),
    ] {
        let key = new_key();
        company.send(&method, below, &body, &key).expect(200);
        asked.push((method, below.to_owned(), body, key));
    }
    (company, asked)
}

/// Everything in the tables of a platform. The server must run as [`Config::Storage`].
fn dump(server: &Server) -> String {
    let tables = [
        "head",
        "account",
        "gone",
        "event",
        "event_part",
        "salt_part",
        "submission",
        "invoice",
        "answer",
        "answer_part",
    ];
    let all = tables.map(|table| format!("SELECT * FROM {table}"));
    let rows = server.sql(OBJECT, &all.each_ref().map(String::as_str));
    serde_json::to_string(&rows).expect("JSON")
}

#[track_caller]
fn check_nothing_in(text: &str) {
    let lower = text.to_lowercase();
    for one in TEXTS {
        assert!(!lower.contains(&one.to_lowercase()), "{one} is still there: {text}");
    }
}

fn links(company: &mut Company) -> Vec<Value> {
    company.server.restart_as(Config::Storage);
    let rows = company.server.sql(OBJECT, &["SELECT link FROM event ORDER BY revision"]).remove(0);
    company.server.restart_as(Config::Test);
    rows.into_iter().map(|mut row| row.remove(0)).collect()
}

fn invoices(company: &Company) -> Vec<String> {
    let list = company.get("/invoices?limit=1000").expect(200).json();
    let numbers = list["items"].as_array().expect("a list").iter().map(|invoice| invoice["number"].clone());
    numbers.map(|number| company.get(&format!("/invoices/{}", number.as_str().expect("a number"))).text()).collect()
}

#[test]
fn everything_about_an_address_is_told() {
    let (company, _) = lived();
    let held =
        company.get(&format!("/persons?address={}&limit=1000", in_query(&ANNA.to_lowercase()))).expect(200).json();
    let accounts: Vec<&Value> = held["accounts"].as_array().expect("a list").iter().map(|one| &one["id"]).collect();
    assert_eq!(accounts, [&json!(1), &json!(4)]);
    let texts: Vec<(&Value, &Value)> =
        held["texts"].as_array().expect("a list").iter().map(|one| (&one["account"], &one["display_name"])).collect();
    assert_eq!(
        texts,
        [(&json!(1), &json!("Anna Verborgen")), (&json!(4), &json!("Anna Neu")), (&json!(4), &json!("Anna Neu \"2\""))]
    );
    let kinds: Vec<String> = held["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| format!("{} {}", item["account"], item["kind"].as_str().expect("a kind")))
        .collect();
    assert_eq!(
        kinds,
        [
            "1 accounts_imported",
            "1 modes_changed",
            "1 modes_changed",
            "1 suspended",
            "1 deleted",
            "4 account_set_up",
            "4 account_set_up",
            "4 account_set_up"
        ]
    );
    assert_eq!(
        (held["answers"].as_array().map(Vec::len), &held["people"], &held["next_cursor"]),
        (Some(4), &json!([]), &Value::Null)
    );
    // page by page it is the same
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = company.get(&format!("/persons?address={}&limit=2{cursor}", in_query(ANNA))).expect(200).json();
        items.extend(page["items"].as_array().expect("a list").iter().cloned());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(json!(items), held["items"]);
    let nobody = company.get("/persons?address=niemand%40firma.example").expect(200).json();
    assert_eq!((&nobody["accounts"], &nobody["items"]), (&json!([]), &json!([])));
    assert_eq!(company.get("/persons?address=x").expect(422).json()["code"], "address_invalid");
}

#[test]
fn who_is_erased_is_nowhere_and_all_else_is_as_it_was() {
    let (mut company, asked) = lived();
    let (before, billed) = (links(&mut company), invoices(&company));
    let preview = company.post("/erasures/preview", &json!({"address": ANNA})).expect(200).json();
    assert_eq!(
        preview,
        json!({"accounts": [1], "before": [4], "entries": 3, "answers": 4, "invoiced_on": "2026-11-22", "kept_until": "2034-12-31"}),
    );
    assert_eq!(
        company.post("/erasures", &json!({"address": ANNA, "confirm": "x"})).expect(422).json()["code"],
        "unconfirmed"
    );
    let (key, path) = (new_key(), company.path("/erasures"));
    let erased = company.server.post_with_key(&path, &erasure(ANNA), &key).expect(200).text();
    assert_eq!(company.server.post_with_key(&path, &erasure(ANNA), &key).expect(200).text(), erased);
    assert_eq!(company.post("/erasures", &erasure(ANNA)).expect(404).json()["code"], "nobody_had");
    assert_eq!(links(&mut company)[..before.len()], before[..]);
    assert_eq!(invoices(&company), billed);
    company.check();
    for below in [
        "/events?limit=1000",
        "/history",
        "/accounts/1",
        "/accounts/1/history",
        "/accounts/4/history",
        "/book",
        "/accounts?status=deleted",
        "/accounts.csv?status=deleted",
        "/accounts.csv?for=excel&status=deleted",
        "/changes",
    ] {
        check_nothing_in(&company.get(below).expect(200).text());
    }
    let sheet = |language| {
        let path = company.path("/accounts.csv?for=excel&status=deleted");
        company.server.call(Method::GET, &path, &[("accept-language", language)], None).text()
    };
    assert!(sheet("de").contains("auf Wunsch gelöscht am 10.12.2026"), "{}", sheet("de"));
    assert!(sheet("en").contains("erased on request on"));
    assert_eq!(company.get("/accounts/1").json()["address"], "erased-2026-12-10@unassigned.invalid");
    // what was asked before gets an answer without her, and is not done again
    let revision = company.state()["revision"].clone();
    for (method, below, body, key) in &asked {
        check_nothing_in(&company.send(method, below, body, key).expect(200).text());
    }
    assert_eq!(
        (&company.state()["revision"], &company.account(4)["address"]),
        (&revision, &json!("dora@firma.example"))
    );
    company.server.restart_as(Config::Storage);
    let all = dump(&company.server);
    check_nothing_in(&all);
    OTHERS.iter().for_each(|other| assert!(all.contains(other), "{other}"));
    // the others are held to their hashes all the same
    company.server.sql(OBJECT, &["UPDATE event_part SET body = replace(body, 'Bert Bleibt', 'Bert Bleicht')"]);
    company.server.restart_as(Config::Test);
    let findings = company.get("/check").expect(200).json()["findings"].to_string();
    assert!(findings.contains("revision 2 is not what was recorded"), "{findings}");
}

#[test]
fn texts_stay_while_somebody_has_the_address() {
    let (company, _) = lived();
    for (address, status, code) in [
        ("CLARA@firma.example", 409, "still_in_use"),
        ("dora@firma.example", 409, "still_in_use"),
        ("niemand@firma.example", 404, "nobody_had"),
        ("seat-4@unassigned.invalid", 422, "address_placeholder"),
        ("x", 422, "address_invalid"),
    ] {
        let before = company.state();
        for (below, body) in [("/erasures/preview", json!({"address": address})), ("/erasures", erasure(address))] {
            let refused = company.post(below, &body).expect(status).json();
            assert!(refused["code"] == code || refused["errors"][0]["code"] == code, "{refused}");
        }
        assert_eq!(company.state(), before);
    }
}

#[test]
fn an_erasure_moves_along_and_reaches_the_house_that_was_left() {
    let ((mut here, _), server) = (lived(), Server::start());
    leave(&here, &server);
    let refused = here.post("/erasures", &erasure(ANNA)).expect(409).json();
    assert_eq!(refused["code"], "moved_away");
    bring(&server, "/arrivals", &archive(&here)).expect(201);
    let mut there = Company::at(server, "/platforms/musterfirma-gmbh");
    there.post("/erasures", &erasure(ANNA)).expect(200);
    there.check();
    leave(&there, &here.server);
    let sent = archive(&there);
    bring(&here.server, "/arrivals", &sent).expect(201);
    for company in [&mut here, &mut there] {
        company.check();
        company.server.restart_as(Config::Storage);
        check_nothing_in(&dump(&company.server));
    }
    // and into a house that knew nothing of the platform
    here.server.restart_as(Config::Test);
    let mut third = Server::start();
    leave(&here, &third);
    bring(&third, "/arrivals", &archive(&here)).expect(201);
    let check = third.get("/platforms/musterfirma-gmbh/check").expect(200).json();
    assert_eq!(check, json!({"ok": true, "findings": []}));
    third.restart_as(Config::Storage);
    check_nothing_in(&dump(&third));
}

#[test]
fn an_erasure_is_there_whole_or_not_at_all() {
    const ACCOUNTS: usize = 20_000;
    let mut company = Company::empty();
    let roster = large_roster(ACCOUNTS, 4_000);
    company.import(&format!("{}{ANNA},Anna Verborgen,none,2026-12-01\n", roster)).expect(200);
    company.move_clock("2026-12-02");
    for after in [10, 30, 60, 100, 200, 400, 2_000] {
        let (path, key) = (company.path("/erasures"), new_key());
        let headers = [("content-type", "application/json"), ("idempotency-key", &*key)];
        let there = &company;
        let acknowledged = thread::scope(|scope| {
            scope.spawn(move || {
                thread::sleep(Duration::from_millis(after));
                let pid = there.server.process_id().to_string();
                std::process::Command::new("kill").args(["-9", &pid]).status().expect("kill is there");
            });
            let body = Some(erasure(ANNA).to_string().into_bytes());
            there.server.try_call(Method::POST, &path, &headers, body).is_ok_and(|answer| answer.status < 300)
        });
        company.server.kill9_and_restart();
        let gone = company.get(&format!("/accounts/{}", ACCOUNTS + 1)).expect(200).json()["address"] != ANNA;
        assert!(gone || !acknowledged, "killed after {after} ms, what was acknowledged is gone");
        company.check();
        if gone {
            company.server.post_with_key(&path, &erasure(ANNA), &key).expect(200);
            company.server.restart_as(Config::Storage);
            check_nothing_in(&dump(&company.server));
            return;
        }
    }
    panic!("it was never done");
}

/// What SQLite has given up may still be read in its file. What the record and the answers said of her is written over; the
/// row that an account had while it lived may stay in free room, as docs/privacy.md says.
#[test]
fn no_bytes_of_the_record_s_texts_stay_in_the_files() {
    let (mut company, _) = lived();
    company.post("/erasures", &erasure(ANNA)).expect(200);
    company.server.stop();
    for (name, bytes) in files(&company.server) {
        for text in ["\"address\":\"anna.geheim", "\"display_name\":\"anna"] {
            let same = |window: &&[u8]| window.eq_ignore_ascii_case(text.as_bytes());
            assert_eq!(bytes.windows(text.len()).filter(same).count(), 0, "{text} in {name}");
        }
    }
}
