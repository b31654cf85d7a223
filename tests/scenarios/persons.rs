//! Somebody asks to be erased.

use domain::{
    account::{AccountId, Address},
    calendar::Term,
    command::Command,
    event::Event,
    refusal::Refusal,
    roster::RosterFault,
    wire::{AccountEvent, AccountFact},
};
use tests::host::{Host, company, day};

const ROSTER: &str = "address,display_name,mode,expires_on\n\
                      anna@b.example,Anna,none,2026-11-30\n\
                      bert@b.example,Bert,none,2026-11-30\n\
                      clara@b.example,Clara,monthly,2027-01-31\n";

fn erase(address: &str, confirm: &str) -> Command {
    Command::ErasePerson { address: address.to_owned(), confirm: confirm.to_owned() }
}

fn set_up(account: u32, address: &str) -> Command {
    Command::SetUp { account: AccountId(account), address: Some(address.to_owned()), display_name: None }
}

fn three() -> Host {
    Host::with_roster(company(day("2026-11-22")), ROSTER)
}

#[track_caller]
fn last(host: &Host) -> &Event {
    &host.record.last().expect("an entry").event
}

#[test]
fn who_has_left_is_erased_and_all_others_stay() {
    let mut host = three();
    assert_eq!(
        host.perform(&erase("anna@b.example", "anna@b.example")),
        Err(Refusal::StillInUse { account: AccountId(1) })
    );
    host.move_clock(day("2026-12-01")).expect("the clock moves");
    assert_eq!(host.perform(&erase("anna@b.example", "anna")), Err(Refusal::Unconfirmed));
    host.perform(&erase(" ANNA@B.example ", "Anna@b.example")).expect("she has left");
    assert_eq!(*last(&host), Event::PersonErased { accounts: vec![AccountId(1)], before: vec![] });
    let account = |id| host.gone.any(AccountId(id)).expect("it has left");
    assert_eq!((account(1).address, account(1).display_name), (Address::erased_on(day("2026-12-01")).borrowed(), ""));
    assert_eq!((account(2).address.as_str(), account(2).display_name), ("bert@b.example", "Bert"));
    assert!(host.findings().is_empty());
    let told = AccountEvent::of(host.record.last().expect("an entry"), AccountId(1)).expect("its own line");
    assert_eq!(told.fact, AccountFact::PersonErased {});
}

#[test]
fn a_seat_that_somebody_else_has_by_now_stays_theirs() {
    let mut host = three();
    host.perform(&set_up(3, "anna.neu@b.example")).expect("an active account");
    host.perform(&set_up(3, "dora@b.example")).expect("an active account");
    host.perform(&erase("anna.neu@b.example", "anna.neu@b.example")).expect("nobody has it");
    assert_eq!(*last(&host), Event::PersonErased { accounts: vec![], before: vec![AccountId(3)] });
    assert_eq!(host.book.account(AccountId(3)).expect("it lives").address.as_str(), "dora@b.example");
    assert!(host.findings().is_empty());
}

#[test]
fn a_closed_platform_still_erases() {
    let mut host = three();
    host.perform(&Command::Terminate { confirm: host.book.platform().name.clone() }).expect("an active platform");
    host.move_clock(day("2027-02-01")).expect("the clock moves");
    assert_eq!(host.book.demand_open(), Err(Refusal::Closed));
    host.perform(&erase("clara@b.example", "clara@b.example")).expect("she has left");
    assert!(host.findings().is_empty());
}

#[test]
fn what_nobody_had_is_not_erased() {
    let mut host = three();
    host.order("o", 1, Term::Monthly).expect("a seat");
    for (address, refusal) in [
        ("niemand@b.example", Refusal::NobodyHad),
        ("x", Refusal::Field { field: "address", fault: RosterFault::Address }),
        ("seat-4@unassigned.invalid", Refusal::Field { field: "address", fault: RosterFault::Placeholder }),
        ("erased-2026-11-22@unassigned.invalid", Refusal::Field { field: "address", fault: RosterFault::Placeholder }),
    ] {
        assert_eq!(host.perform(&erase(address, address)), Err(refusal), "{address}");
    }
}
