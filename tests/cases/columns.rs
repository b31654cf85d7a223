//! Books as columns that earlier versions wrote: every form is read for ever. The files are never made again.

use std::fs;

use domain::book::{Book, Received, Receiving, Snapshot};

/// What a file says, and what its worker said of the same book as JSON.
fn read(name: &str) -> (Received, Snapshot) {
    let file = |ending: &str| {
        let path = format!("{}/data/columns/{name}.{ending}", env!("CARGO_MANIFEST_DIR"));
        fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    let mut receiving = Receiving::default();
    receiving.take(&file("bin")).expect("a form that is known");
    let received = receiving.end().expect("a book");
    (received, serde_json::from_slice(&file("json")).expect("a book"))
}

#[test]
fn books_of_form_2_are_read() {
    for name in ["2-whole", "2-terminating"] {
        let (Received::Whole(book), told) = read(name) else { panic!("{name} is a whole book") };
        assert!(book.accounts().count() > 2 && *book == Book::from_snapshot(told), "{name}");
    }
}

#[test]
fn news_of_form_2_are_read() {
    let (Received::News(news), told) = read("2-news") else { panic!("this is what is new in a book") };
    assert!(told.living.len() > 2 && !told.gone.is_empty());
    assert_eq!(Snapshot::from(*news), told);
}
