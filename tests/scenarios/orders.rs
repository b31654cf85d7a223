//! New accounts: ordered at the price that was shown, set up, and reset.

use domain::{
    account::{AccountId, RenewalMode, Status},
    calendar::Term,
    command::Command,
    order::Order,
    platform::NewPlatform,
    refusal::Refusal,
    roster::RosterFault,
    settings::Settings,
};
use tests::host::{Host, company, day, each, prices};

fn two_ordered() -> Host {
    let new = NewPlatform { domains: vec!["b.example".to_owned()], ..company(day("2026-01-31")) };
    let mut host = Host::found(new);
    host.order("order", 2, Term::Monthly).expect("a fresh quote");
    host
}

fn set_up(account: u32, address: &str) -> Command {
    let address = Some(address.to_owned());
    Command::SetUp { account: AccountId(account), address, display_name: Some("Anna".to_owned()) }
}

fn reset(account: u32, confirm: &str) -> Command {
    Command::Reset { account: AccountId(account), confirm: confirm.to_owned() }
}

#[test]
fn an_order_is_charged_at_once_on_an_invoice_of_its_own() {
    let mut host = two_ordered();
    let quote = host.order("another", 7, Term::Yearly).expect("a fresh quote");
    assert_eq!((quote.net.0, quote.vat.0, quote.gross.0), (7 * 2388, 3176, 19_892));
    let numbers: Vec<_> = host.invoices().map(|invoice| invoice.number.to_string()).collect();
    assert_eq!(numbers, ["2026-000001", "2026-000002"]);
    let seat = host.account(2);
    assert_eq!(seat.address.as_str(), "seat-2@unassigned.invalid");
    assert_eq!((seat.status, seat.mode, seat.is_configured()), (Status::Active, RenewalMode::Monthly, false));
    assert_eq!((u8::from(seat.anchor_day), seat.expires_on), (31, day("2026-02-28")));
    host.move_clock(day("2026-03-30")).expect("the clock moves");
    assert_eq!(host.account(2).expires_on, day("2026-03-31"), "an anchor day never changes by clamping");
    assert_eq!(host.account(9).expires_on, day("2027-01-31"));
    assert_eq!(host.findings(), Vec::<String>::new());
}

#[test]
fn an_order_at_yesterday_s_price_is_refused_with_today_s() {
    let mut host = two_ordered();
    let seen = host.book.quote(3, Term::Monthly).expect("an active platform");
    let catalog = Some(vec![prices("2026-02-01", 299, 2_988)]);
    host.perform(&Command::Settings(Box::new(Settings { catalog, ..Settings::default() }))).expect("from tomorrow on");
    let order = |quantity| Command::Order(Order { quantity, term: Term::Monthly, hash: seen.hash });
    let before = host.book.clone();
    assert!(host.book.refusal(&order(3)).is_none(), "it still reads the same");
    for quantity in [0, 1_001] {
        assert_eq!(host.perform(&order(quantity)), Err(Refusal::Quantity));
    }
    assert_eq!(host.book, before);
    host.move_clock(day("2026-02-01")).expect("the clock moves");
    let now = host.book.quote(3, Term::Monthly).expect("an active platform");
    assert_eq!(now.unit_net.0, 299);
    assert_eq!(host.perform(&order(3)), Err(Refusal::QuoteStale { now: Box::new(now) }));
}

#[test]
fn an_address_must_be_ours_and_free_and_real() {
    let mut host = two_ordered();
    assert_eq!(host.perform(&set_up(1, "a@B.example")), Ok(true));
    assert_eq!(host.perform(&set_up(1, "a@B.example")), Ok(false), "so it is already");
    for (address, fault) in [
        ("A@b.EXAMPLE", RosterFault::DuplicateOnPlatform),
        ("a@c.example", RosterFault::Domain),
        ("a@host", RosterFault::Address),
        ("seat-2@unassigned.invalid", RosterFault::Placeholder),
        ("b@nowhere.invalid", RosterFault::Placeholder),
    ] {
        let before = host.book.clone();
        assert_eq!(host.perform(&set_up(2, address)), Err(Refusal::Field { field: "address", fault }), "{address}");
        assert_eq!(host.book, before);
    }
    assert_eq!(host.perform(&set_up(3, "c@b.example")), Err(Refusal::NoAccount { account: AccountId(3) }));
}

#[test]
fn a_reset_account_keeps_its_price_and_expiry_and_loses_all_else() {
    let mut host = two_ordered();
    host.perform(&set_up(1, "a@b.example")).expect("a free address");
    assert_eq!(host.perform(&reset(1, "b@b.example")), Err(Refusal::Unconfirmed));
    assert_eq!(host.perform(&reset(2, "")), Err(Refusal::NotConfigured { account: AccountId(2) }));
    assert_eq!(host.perform(&reset(1, " A@B.example ")), Ok(true));
    let seat = host.account(1);
    assert_eq!((seat.address.as_str(), seat.display_name), ("seat-1@unassigned.invalid", ""));
    assert_eq!((seat.mode, seat.expires_on), (RenewalMode::Monthly, day("2026-02-28")));
    assert_eq!(seat.reset_on, Some(day("2026-01-31")));
    host.perform(&set_up(2, "A@b.example")).expect("the old address is free at once");
    host.move_clock(day("2026-02-28")).expect("the clock moves");
    assert_eq!(host.invoices().last().map(|invoice| invoice.lines[0].quantity), Some(2), "empty, and billed");
    assert_eq!(host.findings(), Vec::<String>::new());
}

#[test]
fn neither_is_there_for_an_account_that_is_not_active() {
    let mut host = two_ordered();
    host.perform(&set_up(1, "a@b.example")).expect("a free address");
    host.change("close", &each(&[1], RenewalMode::Never)).expect("active");
    host.move_clock(day("2026-02-28")).expect("the clock moves");
    let refusal = Err(Refusal::NotActive { account: AccountId(1) });
    assert_eq!(host.perform(&set_up(1, "b@b.example")), refusal);
    assert_eq!(host.perform(&reset(1, "a@b.example")), refusal);
    assert_eq!(host.perform(&set_up(2, "a@b.example")), Ok(true), "a deleted account's address is free again");
}
