//! How accounts end.

use domain::{
    account::{RenewalMode, Status},
    calendar::LAST_DAY,
    event::Recorded,
    platform::NewPlatform,
    refusal::Refusal,
    summary::{Outcome, Reason},
};
use tests::host::{Host, company, day, each, replay};

fn closing(retention_days: u16) -> Host {
    let csv = "address,display_name,mode,expires_on\na@b.example,,none,2026-12-01\nb@b.example,,monthly,2026-12-01\n";
    Host::with_roster(NewPlatform { retention_days, ..company(day("2026-11-22")) }, csv)
}

#[test]
fn a_closing_account_is_suspended_on_its_expiry_and_deleted_when_it_has_been_kept() {
    let mut host = closing(14);
    for (date, status) in [
        ("2026-11-30", Status::Active),
        ("2026-12-01", Status::Suspended),
        ("2026-12-14", Status::Suspended),
        ("2026-12-15", Status::Deleted),
    ] {
        host.move_clock(day(date)).expect("the clock moves");
        assert_eq!(host.account(1).status, status, "on {date}");
    }
    assert_eq!(host.account(1).deletes_on, Some(day("2026-12-15")));
    assert_eq!(host.account(2).status, Status::Active);
    assert!(host.invoices().all(|invoice| invoice.lines.iter().all(|line| line.accounts == [host.account(2).id])));
}

#[test]
fn without_retention_both_happen_on_the_same_day() {
    let mut host = closing(0);
    host.move_clock(day("2026-12-01")).expect("the clock moves");
    assert_eq!(host.account(1).status, Status::Deleted);
    let kinds: Vec<_> = host.record.iter().map(|recorded| recorded.event.kind()).collect();
    let expected = ["platform_created", "accounts_imported", "renewed", "suspended", "deleted", "clock_moved"];
    assert_eq!(kinds, expected);
}

#[test]
fn none_can_be_taken_back_until_the_expiry() {
    let mut host = closing(14);
    host.change("none", &each(&[2], RenewalMode::Never)).expect("active");
    host.move_clock(day("2026-11-30")).expect("the clock moves");
    host.change("back", &each(&[1, 2], RenewalMode::Monthly)).expect("still active");
    host.move_clock(day("2026-12-01")).expect("the clock moves");
    assert_eq!((host.account(1).status, host.account(2).status), (Status::Active, Status::Active));
    assert_eq!(host.invoices().next().map(|invoice| invoice.lines[0].quantity), Some(2));
}

#[test]
fn a_closed_account_is_a_refused_line_and_the_rest_can_be_done() {
    for (date, reason) in [("2026-12-01", Reason::Suspended), ("2026-12-15", Reason::Deleted)] {
        let mut host = closing(14);
        host.move_clock(day(date)).expect("the clock moves");
        let summary = host.book.summarise(&each(&[1, 2], RenewalMode::Yearly)).expect("one is left");
        assert_eq!((summary.lines.len(), summary.lines[0].account), (1, host.account(2).id));
        assert_eq!(summary.refused.iter().map(|refused| refused.reason).collect::<Vec<_>>(), [reason]);
        let receipt = host.change("both", &each(&[1, 2], RenewalMode::Yearly)).expect("one is left");
        assert_eq!((receipt.lines, receipt.refused), (1, summary.refused));
        assert_eq!(host.book.summarise(&each(&[1], RenewalMode::Yearly)), Err(Refusal::NothingToDo));
    }
}

#[test]
fn a_deleted_account_s_address_is_free_and_a_suspended_one_s_is_not() {
    let mut host = closing(14);
    let again = "address,display_name,mode,expires_on\nA@b.example,,monthly,2027-06-01\n";
    host.move_clock(day("2026-12-01")).expect("the clock moves");
    assert!(host.import(again).is_err());
    host.move_clock(day("2026-12-15")).expect("the clock moves");
    assert_eq!(host.import(again), Ok(1));
    assert_eq!(host.account(3).address.as_str(), "A@b.example");
}

#[test]
fn what_is_promised_at_the_end_of_time_can_be_written_down_and_read_again() {
    let csv = "address,display_name,mode,expires_on\na@b.example,,monthly,2199-12-31\n";
    let mut host = Host::with_roster(NewPlatform { retention_days: 365, ..company(day("2198-12-31")) }, csv);
    host.change("none", &each(&[1], RenewalMode::Never)).expect("active");
    let text = serde_json::to_string(&host.record).expect("it can be written");
    let record: Vec<Recorded> = serde_json::from_str(&text).expect("it can be read");
    assert_eq!(replay(&record), Some(host.book.clone()));
    let outcome = host.book.outcome(host.account(1), RenewalMode::Never);
    assert_eq!(outcome, Outcome::Closes { deletes_on: LAST_DAY });
}
