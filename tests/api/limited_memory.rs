//! The worker within a limit on its memory.

use tests::workerd::Server;
use xtask::private::Private;

use crate::company::{Company, large_roster};

/// What does not fit fails by itself: the server goes on, and what was there is still there.
#[test]
fn work_that_needs_more_memory_than_allowed_fails_alone() {
    let server = Server::start_limited(Private { wasm_pages: Some(200), ..Private::default() });
    let company = Company::on(server);
    company.import("address,display_name,mode,expires_on\na@b.example,A,monthly,2027-01-01\n").expect(200);
    let answer = company.import(&large_roster(60_000, 4_000));
    assert!([500, 503].contains(&answer.status), "{answer:?}");
    let memory = company.get("/test/memory").expect(200).json().as_u64().expect("a number");
    assert!(memory <= 200 << 16, "{memory} bytes");
    assert_eq!(company.get("/accounts").expect(200).json()["total"], 1);
    assert_eq!(company.get("/check").expect(200).json()["ok"], true);
}
