//! A platform that follows the time of day: its record has no entries for days that merely pass.

use domain::{account::RenewalMode, calendar::Term, command::Command, platform::NewPlatform};
use tests::host::{Host, company, day};

/// A company without a test clock.
fn host() -> Host {
    let mut host = Host::found(company(day("2026-11-22")));
    let platform = NewPlatform { test_clock: None, retention_days: 30, ..company(day("2026-11-22")) };
    let id = host.book.platform().id.clone();
    let platform = Box::new(platform.check(id, day("2026-11-22")).expect("sound settings"));
    host.record[0].event = domain::event::Event::PlatformCreated { platform };
    host.book = tests::host::replay(&host.record).expect("a platform");
    host
}

#[test]
fn the_check_knows_on_which_day_each_command_was_decided() {
    let mut host = host();
    host.import("address,display_name,mode,expires_on\na@b.example,,none,2026-12-01\n").expect("a good roster");
    host.book.stand_at(day("2026-11-25"));
    host.order("order", 2, Term::Monthly).expect("a fresh quote");
    let run = host.book.expire_due(day("2026-12-20"), &tests::host::stamp());
    host.record.extend(run);
    let mode = RenewalMode::Monthly;
    host.perform(&Command::Restore { account: domain::account::AccountId(1), mode }).expect("it is suspended");
    assert_eq!(host.findings(), Vec::<String>::new());
}
