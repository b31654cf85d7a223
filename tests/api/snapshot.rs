//! The book as columns: what the page reads of a platform.

use domain::{
    book::{Book, Received, Receiving, Snapshot},
    stamp::Revision,
};
use serde_json::json;
use ureq::http::Method;

use crate::company::{Company, large_roster};

/// What bytes of the worker say.
fn received(bytes: &[u8]) -> Received {
    let mut receiving = Receiving::default();
    bytes.chunks(997).for_each(|bytes| receiving.take(bytes).expect("the bytes of a book"));
    receiving.end().expect("a book")
}

fn whole(company: &Company) -> Book {
    match received(&company.get("/snapshot").expect(200).body) {
        Received::Whole(book) => *book,
        Received::News(_) => panic!("the whole book was asked for"),
    }
}

/// The book as scripts get it.
fn told(company: &Company) -> Book {
    Book::from_snapshot(serde_json::from_slice::<Snapshot>(&company.get("/book").expect(200).body).expect("a book"))
}

#[test]
fn columns_say_what_json_says() {
    let company = Company::of_1000();
    assert_eq!(company.get("/snapshot").expect(200).header("content-type"), "application/octet-stream");
    assert_eq!(whole(&company), told(&company));
    let mut known = whole(&company);
    company.submit(&json!({"changes": [{"account": 7, "mode": "none"}, {"account": 8, "mode": "yearly"}]}));
    company.move_clock("2027-02-20");
    company.import("address,display_name,mode,expires_on\nNeu@Firma.example,Zoë,monthly,2027-03-01\n").expect(200);
    let since = format!("/snapshot?since={}", known.revision().0);
    let Received::News(news) = received(&company.get(&since).expect(200).body) else { panic!("news were asked for") };
    let said = Snapshot::from((*news).clone());
    assert!(said.living.len() < 1_001 && !said.gone.is_empty());
    assert!(known.take(*news));
    assert_eq!(known, told(&company));
    // a revision that is still to come tells nothing
    let Received::Whole(book) = received(&company.get("/snapshot?since=99999").expect(200).body) else {
        panic!("a book")
    };
    assert_eq!((*book, known.revision()), (known.clone(), Revision(known.revision().0)));
}

#[test]
fn a_snapshot_is_asked_for_like_anything_else() {
    let company = Company::empty();
    company.get("/snapshot?since=x").expect(422);
    company.get("/snapshot?until=1").expect(422);
    assert_eq!(company.server.get("/platforms/nobody/snapshot").expect(404).json()["code"], "no_platform");
    let head = company.server.call(Method::HEAD, "/platforms/musterfirma-gmbh/snapshot", &[], None).expect(200);
    assert_eq!((head.header("content-type"), head.body.len()), ("application/octet-stream", 0));
}

/// However many accounts there are, no more than a piece of them is in memory to be sent.
#[test]
fn a_snapshot_is_made_in_little_memory() {
    let company = Company::empty();
    company.import(&large_roster(20_000, 1_000)).expect(200);
    let memory = || company.get("/test/memory").expect(200).json().as_u64().expect("a number");
    let before = memory();
    let bytes = company.get("/snapshot").expect(200).body;
    assert!(bytes.len() < 20_000 * 64, "{} bytes", bytes.len());
    let grown = memory() - before;
    assert!(grown <= 1 << 20, "{grown} bytes more");
    assert_eq!(whole(&company).accounts().count(), 20_000);
}
