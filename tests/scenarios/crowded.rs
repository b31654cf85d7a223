//! A platform that is full, and one that an earlier version let grow beyond what is allowed now.

use domain::{
    account::{AccountId, AccountRow, Address, RenewalMode, Status},
    book::Book,
    calendar::{AnchorDay, Term},
    change::Wishes,
    command::Command,
    limits::{MAX_ACCOUNTS, NoRoom},
    order::Order,
    query::Filter,
    refusal::Refusal,
    roster::RosterFault,
};
use tests::host::{Host, company, day};

/// A book of a platform with `living` accounts, as a version without a limit may have left it.
fn crowded(living: u32) -> Host {
    let mut host = Host::found(company(day("2026-11-22")));
    let mut snapshot = host.book.snapshot();
    let row = |id: u32| {
        let address = Address::placeholder(AccountId(id));
        let anchor = AnchorDay::of(day("2026-12-01"));
        AccountRow(
            address,
            String::new(),
            RenewalMode::Never,
            Status::Active,
            None,
            anchor,
            day("2026-12-01"),
            None,
            None,
            None,
        )
    };
    snapshot.living = (1..=living).map(|id| (AccountId(id), row(id))).collect();
    host.book = Book::from_snapshot(snapshot);
    host
}

#[test]
fn a_platform_has_at_most_a_hundred_thousand_accounts() {
    let most = u32::try_from(MAX_ACCOUNTS).expect("a small number");
    let line = "address,display_name,mode,expires_on\nnew@firma.example,,none,2027-01-01\n";
    let mut host = crowded(most - 2);
    assert_eq!(host.book.quote(3, Term::Monthly), Err(Refusal::NoRoom(NoRoom { living: most - 2, more: 3 })));
    let quote = host.book.quote(2, Term::Monthly).expect("there is room");
    let order = Command::Order(Order { quantity: 2, term: Term::Monthly, hash: quote.hash });
    host.perform(&order).expect("there is room");
    let no_room = NoRoom { living: most, more: 1 };
    assert_eq!(host.book.quote(1, Term::Yearly), Err(Refusal::NoRoom(no_room)));
    let errors = host.import(line).expect_err("there is no room");
    assert_eq!(errors.errors.iter().map(|error| error.fault).collect::<Vec<_>>(), [RosterFault::NoRoom(no_room)]);
    // the ones that close make room
    host.move_clock(day("2026-12-01")).expect("the clock moves");
    assert_eq!(host.import(line), Ok(1));
}

#[test]
fn a_platform_that_holds_more_already_is_changed_in_parts() {
    let most = u32::try_from(MAX_ACCOUNTS).expect("a small number");
    let host = crowded(most + 10);
    let all = Wishes::All { filter: Filter::default(), mode: RenewalMode::Yearly };
    assert_eq!(host.book.summarise(&all), Err(Refusal::TooManyLines { lines: MAX_ACCOUNTS + 10 }));
    let part = Filter { search: Some("seat-1".to_owned()), ..Filter::default() };
    let summary = host.book.summarise(&Wishes::All { filter: part, mode: RenewalMode::Yearly }).expect("a part");
    assert!(summary.lines.len() > 1_000);
    assert_eq!(host.book.quote(1, Term::Monthly), Err(Refusal::NoRoom(NoRoom { living: most + 10, more: 1 })));
}
