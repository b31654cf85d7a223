//! A host that went wrong: its record and book agree with each other, and the check says what is wrong with both.

use domain::{
    account::RenewalMode,
    catalog::PriceVersion,
    event::{Event, Recorded},
    gone::Register,
    hash::Hash,
    money::Amount,
    platform::NewPlatform,
};
use tests::host::{Host, company, day, each, findings, replay_all};

fn host(monthly_net: i64) -> Host {
    let today = day("2026-11-22");
    let yearly_net = Amount(2388);
    let catalog =
        vec![PriceVersion { from: today, monthly_net: Amount(monthly_net), yearly_net, vat_rate: None }.into()];
    let csv = "address,display_name,mode,expires_on\n\
               a@b.example,,monthly,2026-12-01\n\
               b@b.example,,monthly,2026-12-01\n\
               c@b.example,,none,2026-12-01\n";
    let mut host = Host::with_roster(NewPlatform { catalog, retention_days: 14, ..company(today) }, csv);
    host.change("yearly", &each(&[2], RenewalMode::Yearly)).expect("active");
    host.change("monthly", &each(&[2], RenewalMode::Monthly)).expect("active");
    host
}

/// Asserts the only finding about a wrong record, together with a book that was replayed from it.
#[track_caller]
fn check_finding(record: &[Recorded], finding: &str) {
    let (book, gone) = replay_all(record).expect("a platform");
    assert_eq!(findings(record, Register { book: &book, gone: &gone }), [finding]);
}

#[test]
fn two_lines_for_the_same_are_found() {
    let mut host = host(249);
    host.move_clock(day("2026-12-01")).expect("the clock moves");
    let recorded = host.record.iter_mut().find(|recorded| recorded.event.kind() == "renewed").expect("an invoice");
    let Event::Renewed { invoice } = &mut recorded.event else { panic!("an invoice") };
    let lines = &mut invoice.lines;
    let mut second = lines[0].clone();
    second.accounts = lines[0].accounts.split_off(1);
    lines.push(second);
    lines.iter_mut().for_each(|line| (line.quantity, line.net) = (1, line.unit_net));
    check_finding(&host.record, "invoice 2026-000001 has two lines for the same, or in no order");
}

#[test]
fn a_deletion_before_its_day_is_found() {
    let mut host = host(249);
    host.move_clock(day("2026-12-15")).expect("the clock moves");
    let recorded = host.record.iter_mut().find(|recorded| recorded.event.kind() == "deleted").expect("a deletion");
    recorded.on = day("2026-12-14");
    check_finding(&host.record, "account 3 is deleted out of turn");
}

#[test]
fn a_promise_that_will_not_be_kept_is_found() {
    let (mut host, dear) = (host(249), host(250));
    assert_eq!(host.record.len(), dear.record.len());
    host.record[3].event = dear.record[3].event.clone();
    check_finding(&host.record, "revision 4 promises account 2 what will not be");
}

#[test]
fn lines_that_nobody_saw_are_found() {
    let mut host = host(249);
    if let Event::ModesChanged { hash, .. } = &mut host.record[2].event {
        *hash = Hash::of(b"something else");
    }
    check_finding(&host.record, "revision 3 has other lines than were seen");
}

#[test]
fn a_submission_that_was_taken_twice_is_found() {
    let mut host = host(249);
    if let Event::ModesChanged { id, .. } = &mut host.record[3].event {
        "yearly".clone_into(&mut id.0);
    }
    check_finding(&host.record, "revision 4 has the id of another submission");
}

#[test]
fn a_record_that_stops_before_what_is_due_is_found() {
    let host = host(249);
    let mut live = host.book.clone();
    live.stand_at(day("2026-12-01"));
    let found = findings(&host.record, Register { book: &live, gone: &host.gone });
    assert_eq!(found[..2], ["something due has not been done", "replaying the record does not give the book"]);
}
