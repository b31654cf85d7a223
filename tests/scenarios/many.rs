//! Changes of so many accounts that what was kept in order is made anew, and what stays as it was is not.

use domain::{
    account::{AccountId, RenewalMode},
    book::Book,
    change::Wishes,
    command::Command,
    query::{Direction, Filter, Sort, SortKey},
    rules::Finding,
};
use tests::host::{Host, company, day, each};

/// More than are changed one by one.
const MANY: u32 = 700;

fn crowd() -> Host {
    let line = |number: u32| {
        let (turned, mode) = (number * 271 % MANY, ["monthly", "yearly", "none"][number as usize % 3]);
        format!("p{turned}@b.example,,{mode},2026-12-{:02}\n", 1 + number % 28)
    };
    let lines: String = (0..MANY).map(line).collect();
    Host::with_roster(company(day("2026-11-22")), &format!("address,display_name,mode,expires_on\n{lines}"))
}

fn sorts() -> impl Iterator<Item = Sort> {
    let keys = [SortKey::Address, SortKey::ExpiresOn, SortKey::Mode, SortKey::Status];
    keys.into_iter().flat_map(|key| [Direction::Asc, Direction::Desc].map(|direction| Sort { key, direction }))
}

/// Asks for every list, and for who has each address; it is all kept from then on.
#[track_caller]
fn check_lists(book: &Book) {
    let filter = Filter::default();
    for sort in sorts() {
        let expected: Vec<AccountId> = book.sorted(&filter, sort).iter().map(|account| account.id).collect();
        assert_eq!(Finding::of(filter.clone(), sort, usize::MAX).finish(book).ids, expected, "{sort:?}");
        let page = book.page(&filter, sort, None, expected.len());
        assert_eq!(page.items.iter().map(|account| account.id).collect::<Vec<_>>(), expected, "{sort:?}");
    }
    for account in book.accounts() {
        assert_eq!(book.holder(&account.address.identity()), Some(account.id));
    }
}

fn set_up(host: &mut Host, account: u32, address: &str) {
    let address = Some(address.to_owned());
    host.perform(&Command::SetUp { account: AccountId(account), address, display_name: None }).expect("a free address");
}

#[test]
fn lists_stay_in_order_when_many_accounts_change_at_once() {
    let mut host = crowd();
    let mut other = host.book.clone();
    let mut key = 0..;
    let mut change = |host: &mut Host, wishes: &Wishes| {
        host.change(&format!("{}", key.next().unwrap_or(0)), wishes).expect("something to do");
        check_lists(&host.book);
    };
    check_lists(&host.book);
    check_lists(&other);
    // modes alone, here and as news
    for mode in [RenewalMode::Never, RenewalMode::Yearly] {
        let before = host.book.revision();
        change(&mut host, &Wishes::All { filter: Filter::default(), mode });
        assert!(other.take(host.news(before)));
        check_lists(&other);
    }
    // modes of many, and the addresses of two of them
    let before = host.book.revision();
    change(&mut host, &Wishes::All { filter: Filter::default(), mode: RenewalMode::Monthly });
    set_up(&mut host, 5, "zz@b.example");
    set_up(&mut host, 6, "aa@b.example");
    check_lists(&host.book);
    assert!(other.take(host.news(before)));
    check_lists(&other);
    assert!(host.book.holder("p0@b.example").is_some() && other.holder("zz@b.example") == Some(AccountId(5)));
    // of few
    let before = host.book.revision();
    change(&mut host, &each(&[1, 5, 6], RenewalMode::Never));
    set_up(&mut host, 7, "mm@b.example");
    check_lists(&host.book);
    assert!(other.take(host.news(before)));
    check_lists(&other);
    // many are deleted, and more come
    let before = host.book.revision();
    change(&mut host, &Wishes::All { filter: Filter::default(), mode: RenewalMode::Never });
    host.move_clock(day("2027-06-01")).expect("the clock moves");
    check_lists(&host.book);
    assert!(other.take(host.news(before)));
    check_lists(&other);
    assert_eq!(other.accounts().count(), host.book.accounts().count());
}
