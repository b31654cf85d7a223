//! Large platforms within the memory that the worker has in tests, from their import to their archive; and books that leave it.

use std::fs;

use serde_json::json;
use tests::{
    size::size,
    workerd::{Server, WASM_PAGES},
};
use ureq::http::Method;
use xtask::private::Private;

use crate::company::{Company, new_platform, varied_roster};

/// What a platform of these accounts goes through: it is imported, read in each form, checked, changed, exported and moved on
/// by a month. `after` is told what has been done.
fn live_through(company: &Company, accounts: usize, after: impl Fn(&str)) {
    let imported = company.import(&varied_roster(accounts)).expect(200).json();
    assert_eq!(imported["imported"], accounts);
    after("import");
    company.get("/snapshot").expect(200);
    after("snapshot");
    let by_expiry = company.get("/accounts?limit=1000&sort=expires_on&search=meier").expect(200).json();
    assert_eq!(by_expiry["total"], accounts.div_ceil(8));
    assert_eq!(company.get("/accounts?limit=1000").expect(200).json()["total"], accounts);
    after("list");
    let book = company.get("/book").expect(200).json();
    assert_eq!(book["living"].as_array().map(Vec::len), Some(accounts));
    after("book");
    for file in ["/accounts.csv", "/accounts.csv?for=excel&sort=expires_on"] {
        assert_eq!(company.get(file).expect(200).text().lines().count(), accounts + 1, "{file}");
        after(file);
    }
    let events = company.get("/events?limit=1000").expect(200).json();
    assert_eq!(events["items"][1]["accounts"].as_array().map(Vec::len), Some(accounts));
    after("events");
    assert_eq!(company.get("/history").expect(200).json()["items"][0]["accounts"], accounts);
    after("history");
    let last = company.get(&format!("/accounts/{accounts}/history")).expect(200).json();
    assert_eq!(last["items"][0]["kind"], "accounts_imported");
    after("history of an account");
    assert_eq!(company.get("/check").expect(200).json(), json!({"ok": true, "findings": []}));
    after("check");
    let accepted = company.accepted(&json!({"filter": {}, "mode": "yearly"}));
    after("preview");
    company.post("/changes", &accepted).expect(201);
    after("submission");
    let month = company.move_clock("2026-12-22");
    assert_eq!(month["counts"]["active"], accounts);
    after("month");
    let invoices = company.get("/invoices?limit=1000").expect(200).json();
    assert_eq!(invoices["items"].as_array().map(Vec::len), Some(30.min(accounts)));
    let number = invoices["items"][0]["number"].as_str().expect("a number").to_owned();
    let paper = company.path(&format!("/invoices/{number}"));
    company.server.call(Method::GET, &paper, &[("accept", "text/html")], None).expect(200);
    after("invoices");
    company.get("/archive").expect(200);
    after("archive");
    assert_eq!(company.get("/check").expect(200).json()["ok"], true);
    after("check of all");
}

/// How many bytes of memory the worker has.
fn memory(company: &Company) -> u64 {
    company.get("/test/memory").expect(200).json().as_u64().expect("a number")
}

/// How many books are in memory, and their bytes, from now on with this room for them.
fn books(company: &Company, room: Option<u64>) -> (u64, u64) {
    let books = company.post("/test/shelf", &json!(room)).expect(200).json();
    (books[0].as_u64().expect("a number"), books[1].as_u64().expect("a number"))
}

/// How many bytes of the machine's memory a process has, in MiB.
fn resident(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.process_id())).expect("it runs");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("it has memory");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).expect("a number") >> 10
}

fn limited(pages: u32) -> Server {
    Server::start_limited(Private { wasm_pages: Some(pages), ..Private::default() })
}

/// Prints the memory after each step.
#[test]
fn a_platform_of_100_000_lives_within_the_memory_of_tests() {
    let company = Company::on(limited(WASM_PAGES));
    live_through(&company, 100_000, |done| {
        let own = memory(&company) as f64 / f64::from(1 << 20);
        println!("{own:5.1} MiB of WebAssembly, {} in all after {done}", resident(&company.server));
    });
    let undone = company.get("/changes").expect(200).json()["items"][0]["id"].as_str().expect("a key").to_owned();
    company.post(&format!("/changes/{undone}/undo"), &json!({})).expect(201);
    company.post("/termination", &json!({"confirm": company.get("").expect(200).json()["name"]})).expect(200);
    println!("{:5.1} MiB after its termination", memory(&company) as f64 / f64::from(1 << 20));
}

/// Without idle books leaving, the limit would be reached by the third platform of so many.
#[test]
fn platforms_one_after_another_live_within_what_one_needs() {
    let (platforms, accounts, pages) = (size(4, 20), size(40_000, 100_000), size(480, WASM_PAGES as usize));
    let mut server = limited(u32::try_from(pages).expect("a small number"));
    server.get("/platforms").expect(200);
    let (idle, mut paths) = (resident(&server), Vec::new());
    for number in 0..platforms {
        let mut new = new_platform();
        (new["id"], new["test_clock"]) = (json!(format!("p{number}")), json!("2026-11-22"));
        server.post("/platforms", &new).expect(201);
        let company = Company::at(server, &format!("/platforms/p{number}"));
        if platforms < 20 {
            books(&company, Some(6 << 20));
        }
        live_through(&company, accounts, |_| {});
        println!(
            "platform {number}: {:?} books, {} bytes, {} MiB more in all",
            books(&company, (platforms < 20).then_some(6 << 20)),
            memory(&company),
            resident(&company.server).saturating_sub(idle)
        );
        paths.push(company.path(""));
        server = company.server;
    }
    let grown = resident(&server).saturating_sub(idle);
    assert!(grown <= 200, "{grown} MiB more than when it was idle");
    // they are all as they were left
    for path in paths {
        let platform = server.get(&path).expect(200).json();
        assert_eq!((&platform["today"], &platform["counts"]["active"]), (&json!("2026-12-22"), &json!(accounts)));
    }
}

/// The book used longest ago leaves first, nobody notices, and one that is alone stays.
#[test]
fn idle_books_leave_and_come_back() {
    let mut server = Server::start();
    let roster = varied_roster(3_000);
    for number in 0..6 {
        let mut new = new_platform();
        (new["id"], new["test_clock"]) = (json!(format!("p{number}")), json!("2026-11-22"));
        server.post("/platforms", &new).expect(201);
        server.post_csv(&format!("/platforms/p{number}/accounts/import"), roster.clone()).expect(200);
    }
    let company = Company::at(server, "/platforms/p0");
    let (all, bytes) = books(&company, None);
    assert_eq!(all, 6);
    let one = bytes / 6;
    assert!((100 * 3_000..200 * 3_000).contains(&one), "{one} bytes");
    let read = |company: &Company| company.get("/test/read").expect(200).json().as_u64().expect("a number");
    books(&company, Some(2 * one + one / 2));
    company.server.get("/platforms/p1").expect(200);
    let before = read(&company);
    for _ in 0..20 {
        company.server.get("/platforms/p1/accounts").expect(200);
        company.get("/accounts").expect(200);
    }
    assert!(read(&company) - before < 3_000, "what is used all the time is not read again");
    assert_eq!(books(&company, Some(2 * one + one / 2)).0, 2);
    company.server.get("/platforms/p5").expect(200);
    let before = read(&company);
    company.server.get("/platforms/p1").expect(200);
    assert!(read(&company) - before >= 3_000, "what was used longest ago has left");
    books(&company, Some(1));
    company.server.get("/platforms/p3").expect(200);
    let before = read(&company);
    company.server.get("/platforms/p3").expect(200);
    assert!(read(&company) - before < 3_000, "the last one stays, however large it is");
    books(&company, Some(0));
    server = company.server;
    // each call reads its book anew
    for number in 0..6 {
        let company = Company::at(server, &format!("/platforms/p{number}"));
        company.order(2, "monthly");
        company.submit(&json!({"filter": {"mode": "monthly"}, "mode": "none"}));
        company.move_clock("2026-12-24");
        company.check();
        assert_eq!(
            company.get("").expect(200).json()["counts"]["active"].as_u64().map(|active| active < 3_002),
            Some(true)
        );
        assert_eq!(books(&company, Some(0)), (0, 0));
        server = company.server;
    }
}
