//! A platform moves to another house, and back.

use domain::{
    account::{AccountId, RenewalMode},
    calendar::Term,
    command::Command,
    event::Event,
    field::FieldFault,
    moving::{HouseId, Leaving, Moved},
    platform::{NewPlatform, PlatformStatus},
    refusal::Refusal,
    settings::Settings,
    wire::{AccountView, HistoryEntry, HistoryFact, PlatformEntry},
};
use tests::host::{Host, company, day, each};

const ROSTER: &str = "address,display_name,mode,expires_on\n\
                      a@b.example,,none,2026-11-30\n\
                      b@b.example,,monthly,2026-12-15\n\
                      c@b.example,,yearly,2027-01-31\n";

fn here() -> HouseId {
    HouseId::new([1; 16])
}

fn there() -> HouseId {
    HouseId::new([2; 16])
}

fn three() -> Host {
    Host::with_roster(NewPlatform { retention_days: 30, ..company(day("2026-11-22")) }, ROSTER)
}

fn leave(host: &Host, house: &HouseId) -> Command {
    let (house, url) = (house.as_str().to_owned(), "https://there.example/x".to_owned());
    Command::MoveAway(Leaving { house, url, confirm: host.book.platform().name.clone() })
}

/// The same record, taken up in the house that it was released to.
fn taken_up(host: &Host, house: &HouseId, from: &HouseId) -> Host {
    let mut there = host.clone();
    let event = there.book.move_in(house, from.clone()).expect("it was released to this house");
    there.remember(event);
    there
}

#[test]
fn what_moved_away_stands_still_and_refuses_everything() {
    let mut host = three();
    host.move_clock(day("2026-12-01")).expect("the clock moves");
    assert!(host.book.next_bill().is_some() && host.book.year_net().0 > 0);
    host.perform(&leave(&host, &there())).expect("an active platform");
    let moved = Moved { house: there(), url: "https://there.example/x".to_owned(), on: day("2026-12-01") };
    assert_eq!(host.book.moved(), Some(&moved));
    assert_eq!(host.book.status(), PlatformStatus::Closed);
    assert_eq!((host.book.next_deadline(), host.book.next_renewal()), (None, None));
    assert_eq!((host.book.first_due(day("2030-01-01")), host.book.next_bill()), (None, None));
    assert_eq!((host.book.year_net().0, host.book.closings().count()), (0, 0));
    assert!(host.book.forecast(12).iter().all(domain::rules::Month::is_empty));
    assert_eq!(PlatformEntry::kept(&host.book).moved.as_ref(), Some(&moved));
    let view = serde_json::to_value(AccountView::of(&host.book, host.account(2))).expect("JSON");
    assert!(view["next"].is_null(), "{view}");
    let before = host.record.len();
    assert_eq!(host.book.clone().expire_due(day("2030-01-01"), &tests::host::stamp()), Vec::new());
    let refused = Err(Refusal::MovedAway(Box::new(moved.clone())));
    let name = host.book.platform().name.clone();
    for command in [
        leave(&host, &here()),
        Command::Terminate { confirm: name },
        Command::TakeTerminationBack,
        Command::SetUp { account: AccountId(1), address: None, display_name: Some("X".to_owned()) },
        Command::Reset { account: AccountId(1), confirm: "a@b.example".to_owned() },
        Command::Restore { account: AccountId(1), mode: RenewalMode::Monthly },
        Command::Settings(Box::new(Settings { retention_days: Some(3), ..Settings::default() })),
        Command::Import(ROSTER.as_bytes().to_vec().into()),
        Command::MoveClock { to: day("2027-01-01") },
    ] {
        assert_eq!(host.perform(&command), refused, "{command:?}");
        assert_eq!(host.book.refusal(&command).map(Err::<bool, _>), Some(refused.clone()), "{command:?}");
    }
    assert_eq!(host.book.quote(1, Term::Monthly).err(), refused.clone().err());
    assert_eq!(host.book.summarise(&each(&[2], RenewalMode::Yearly)).err(), refused.err());
    assert_eq!(host.record.len(), before);
    assert_eq!(host.findings(), Vec::<String>::new());
    let told = HistoryEntry::from(host.record.last().expect("an entry"));
    assert_eq!(told.fact, HistoryFact::MovedAway { url: moved.url });
}

#[test]
fn it_goes_on_there_as_if_it_had_never_left() {
    let mut host = three();
    let mut stayed = host.clone();
    host.perform(&leave(&host, &there())).expect("an active platform");
    assert_eq!(host.book.move_in(&here(), here()), None, "it is released to another house");
    let mut there = taken_up(&host, &there(), &here());
    for host in [&mut there, &mut stayed] {
        host.move_clock(day("2027-03-01")).expect("the clock moves");
    }
    assert!(there.invoices().eq(stayed.invoices()));
    assert_eq!(there.invoices().count(), 4);
    assert!(there.book.accounts().eq(stayed.book.accounts()));
    assert_eq!(there.findings(), Vec::<String>::new());
    // and back
    there.perform(&leave(&there, &here())).expect("an active platform");
    let mut back = taken_up(&there, &here(), &self::there());
    for host in [&mut back, &mut stayed] {
        host.move_clock(day("2028-03-01")).expect("the clock moves");
    }
    assert!(back.invoices().eq(stayed.invoices()));
    assert_eq!(back.findings(), Vec::<String>::new());
}

#[test]
fn a_terminating_platform_moves_and_a_closed_one_does_not() {
    let mut host = three();
    let terminate = Command::Terminate { confirm: host.book.platform().name.clone() };
    host.perform(&terminate).expect("an active platform");
    host.perform(&leave(&host, &there())).expect("a terminating platform");
    let mut there = taken_up(&host, &there(), &here());
    assert_eq!(there.book.status(), PlatformStatus::Terminating);
    there.move_clock(day("2027-06-01")).expect("the clock moves");
    assert_eq!(there.book.status(), PlatformStatus::Closed);
    assert_eq!(there.perform(&leave(&there, &here())), Err(Refusal::Closed));
    assert_eq!(there.findings(), Vec::<String>::new());
}

#[test]
fn a_move_names_a_house_an_address_and_the_platform() {
    let mut host = three();
    let name = host.book.platform().name.clone();
    let id = there().as_str().to_owned();
    let mut check = |house: &str, url: &str, confirm: &str, faults: &[FieldFault]| {
        let (house, url, confirm) = (house.to_owned(), url.to_owned(), confirm.to_owned());
        match host.perform(&Command::MoveAway(Leaving { house, url, confirm })) {
            Err(Refusal::Invalid(errors)) => {
                assert_eq!(errors.into_iter().map(|error| error.fault).collect::<Vec<_>>(), faults);
            }
            Err(Refusal::Unconfirmed) => assert!(faults.is_empty()),
            other => panic!("{other:?}"),
        }
    };
    check("", "", &name, &[FieldFault::House, FieldFault::Url]);
    check(&id.to_uppercase().replace('0', "F"), "https://x.example", &name, &[FieldFault::House]);
    check(&id, "x.example", &name, &[FieldFault::Url]);
    check(&id, "https://x.example", "Musterfirma", &[]);
}

#[test]
fn a_record_in_which_something_happened_meanwhile_is_found() {
    let mut host = three();
    host.remember(Event::MovedIn { from: there() });
    assert_eq!(host.findings(), ["revision 3 moves in what had not moved away"]);
    let mut host = three();
    host.perform(&leave(&host, &there())).expect("an active platform");
    host.remember(Event::AccountReset { account: AccountId(2) });
    let found = host.findings();
    assert!(found.contains(&"revision 4 happens to what has moved away".to_owned()), "{found:?}");
}
