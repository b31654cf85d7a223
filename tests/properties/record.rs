//! The record: replaying it gives the book, and writing and reading changes neither record nor book.

use domain::{
    book::{Book, Snapshot},
    event::{Event, Recorded},
    wire::AccountEvent,
};
use proptest::{prelude::any, prop_assert, prop_assert_eq, proptest};
use tests::host::replay;

use crate::world::{config, lives};

fn written<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    let text = serde_json::to_string(value).expect("it can be written");
    serde_json::from_str(&text).expect("what was written can be read")
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn replaying_the_record_gives_the_book(life in lives()) {
        let host = life.lived();
        prop_assert_eq!(replay(&host.record), Some(host.book.clone()));
        let stored: Vec<Recorded> = host.record.iter().map(written).collect();
        prop_assert_eq!(&stored, &host.record);
        prop_assert_eq!(replay(&stored), Some(host.book));
        for (recorded, revision) in host.record.iter().zip(1..) {
            prop_assert_eq!(recorded.revision.0, revision);
        }
    }

    #[test]
    fn a_snapshot_gives_the_book(life in lives()) {
        let book = life.lived().book;
        prop_assert_eq!(&Book::from_snapshot(book.snapshot()), &book);
        let stored: Snapshot = written(&book.snapshot());
        prop_assert_eq!(&Book::from_snapshot(stored), &book);
    }

    #[test]
    fn news_make_an_old_book_the_new_one(life in lives(), known in any::<usize>()) {
        let host = life.lived();
        let known = 1 + known % host.record.len();
        let mut old = replay(&host.record[..known]).expect("a platform");
        let mut other = old.clone();
        let news: Snapshot = written(&host.news(old.revision()));
        prop_assert!(old.take(news));
        prop_assert_eq!(&old, &host.book);
        // a host may also give the whole book
        prop_assert!(other.take(written(&host.book.snapshot())));
        prop_assert_eq!(&other, &host.book);
    }

    #[test]
    fn a_book_goes_on_from_a_snapshot_as_it_would_have(life in lives(), months in 0..30_u32) {
        let mut book = life.lived().book;
        let mut woken = Book::from_snapshot(written(&book.snapshot()));
        let to = book.today() + chrono::Months::new(months);
        let stamp = tests::host::stamp();
        prop_assert_eq!(book.expire_due(to, &stamp), woken.expire_due(to, &stamp));
        prop_assert_eq!(book, woken);
    }

    #[test]
    fn the_check_finds_nothing_on_a_good_record(life in lives()) {
        let host = life.lived();
        prop_assert_eq!(host.findings(), Vec::<String>::new());
    }

    #[test]
    fn an_account_s_history_is_its_part_of_the_record(life in lives()) {
        let host = life.lived();
        for account in host.accounts() {
            for recorded in &host.record {
                let touched = recorded.event.accounts().any(|id| id == account.id);
                let event = AccountEvent::of(recorded, account.id);
                prop_assert_eq!(event.is_some(), touched);
                if let Some(event) = event {
                    let written = serde_json::to_value(&event).expect("it can be written");
                    prop_assert_eq!(written.get("kind").and_then(|kind| kind.as_str()), Some(recorded.event.kind()));
                }
                if let Event::ModesChanged { groups, .. } = &recorded.event {
                    prop_assert!(groups.iter().all(|group| group.accounts.is_sorted()));
                }
            }
        }
    }
}
