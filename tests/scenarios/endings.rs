//! Endings that can be taken back: a suspension, a termination, an import.

use domain::{
    account::{AccountId, RenewalMode, Status},
    calendar::Term,
    check::Checker,
    command::Command,
    invoice::InvoiceKind,
    platform::{NewPlatform, PlatformStatus},
    refusal::Refusal,
    settings::Settings,
    stamp::Revision,
};
use tests::host::{Host, company, day, each, findings, prices};

const ROSTER: &str = "address,display_name,mode,expires_on,anchor_day\n\
                      a@b.example,,none,2026-11-30,31\n\
                      b@b.example,,monthly,2026-12-15,\n\
                      c@b.example,,yearly,2027-01-31,\n";

const ONE: &str = "address,display_name,mode,expires_on\none@b.example,,monthly,2026-12-15\n";

fn three() -> Host {
    Host::with_roster(NewPlatform { retention_days: 200, ..company(day("2026-11-22")) }, ROSTER)
}

fn restore(account: u32, mode: RenewalMode) -> Command {
    Command::Restore { account: AccountId(account), mode }
}

fn terminate(host: &Host) -> Command {
    Command::Terminate { confirm: host.book.platform().name.clone() }
}

#[test]
fn a_restored_account_pays_for_every_month_it_missed_each_at_its_price() {
    let mut host = three();
    let catalog = Some(vec![prices("2027-01-01", 299, 2_988)]);
    host.perform(&Command::Settings(Box::new(Settings { catalog, ..Settings::default() }))).expect("from then on");
    host.move_clock(day("2027-02-10")).expect("the clock moves");
    assert_eq!(host.perform(&restore(1, RenewalMode::Never)), Err(Refusal::RestoreMode));
    assert_eq!(host.perform(&restore(2, RenewalMode::Monthly)), Err(Refusal::NotSuspended { account: AccountId(2) }));
    let shown = host.book.restoration(AccountId(1), RenewalMode::Monthly).expect("it is suspended");
    host.perform(&restore(1, RenewalMode::Monthly)).expect("it is suspended");
    let invoice = host.invoices().last().expect("an invoice");
    assert_eq!(invoice, &shown);
    assert_eq!((invoice.kind, invoice.date), (InvoiceKind::Renewal, day("2027-02-10")));
    let charged: Vec<_> = invoice.lines.iter().map(|line| (line.period.start, line.unit_net.0)).collect();
    let expected = [("2026-11-30", 249), ("2026-12-31", 249), ("2027-01-31", 299)];
    assert_eq!(charged, expected.map(|(start, net)| (day(start), net)));
    let account = host.account(1);
    assert_eq!((account.status, account.expires_on, account.deletes_on), (Status::Active, day("2027-02-28"), None));
    assert_eq!(host.perform(&restore(1, RenewalMode::Monthly)), Err(Refusal::NotSuspended { account: AccountId(1) }));
    assert_eq!(host.findings(), Vec::<String>::new());
}

#[test]
fn a_deleted_account_cannot_be_restored() {
    let mut host = three();
    host.move_clock(day("2027-06-17")).expect("the clock moves");
    assert!(host.book.restoration(AccountId(1), RenewalMode::Yearly).is_ok());
    host.move_clock(day("2027-06-18")).expect("the clock moves");
    assert_eq!(host.perform(&restore(1, RenewalMode::Yearly)), Err(Refusal::NotSuspended { account: AccountId(1) }));
}

#[test]
fn a_closing_is_no_bill_and_a_terminated_platform_has_none_ahead() {
    let mut host = Host::with_roster(company(day("2026-11-22")), ROSTER);
    assert_eq!(host.book.next_deadline(), Some(day("2026-11-30")));
    assert_eq!(host.book.next_renewal(), Some(day("2026-12-15")));
    host.perform(&terminate(&host)).expect("an active platform");
    assert_eq!((host.book.next_deadline(), host.book.next_renewal()), (Some(day("2026-11-30")), None));
}

#[test]
fn a_termination_lets_each_account_close_and_can_be_taken_back_until_the_last_is_gone() {
    let mut host = three();
    assert_eq!(host.perform(&Command::Terminate { confirm: "musterfirma".to_owned() }), Err(Refusal::Unconfirmed));
    assert_eq!(host.perform(&Command::TakeTerminationBack), Err(Refusal::NotTerminating));
    let before = host.book.snapshot();
    host.perform(&terminate(&host)).expect("an active platform");
    assert_eq!(host.book.status(), PlatformStatus::Terminating);
    assert_eq!([1, 2, 3].map(|id| host.account(id).mode), [RenewalMode::Never; 3]);
    for command in [terminate(&host), restore(1, RenewalMode::Monthly)] {
        assert_eq!(host.perform(&command), Err(Refusal::Terminating));
    }
    assert_eq!(host.order("order", 1, Term::Monthly), Err(Refusal::Terminating));
    assert_eq!(host.change("change", &each(&[2], RenewalMode::Yearly)), Err(Refusal::Terminating));
    assert_eq!(host.perform(&Command::TakeImportBack { import: Revision(2) }), Err(Refusal::Terminating));
    host.perform(&Command::TakeTerminationBack).expect("all live");
    let mut after = host.book.snapshot();
    after.revision = before.revision;
    assert_eq!(after, before);

    host.perform(&terminate(&host)).expect("an active platform");
    host.move_clock(day("2026-12-20")).expect("the clock moves");
    host.perform(&Command::TakeTerminationBack).expect("one lives");
    let expected = [
        (Status::Suspended, RenewalMode::Never),
        (Status::Suspended, RenewalMode::Never),
        (Status::Active, RenewalMode::Yearly),
    ];
    assert_eq!([1, 2, 3].map(|id| (host.account(id).status, host.account(id).mode)), expected);
    assert_eq!(host.findings(), Vec::<String>::new());
}

#[test]
fn a_closed_platform_can_only_be_read_and_its_clock_moved() {
    let mut host = three();
    host.perform(&terminate(&host)).expect("an active platform");
    let reset = Command::Reset { account: AccountId(3), confirm: "c@b.example".to_owned() };
    host.perform(&reset).expect("a reset goes on");
    host.move_clock(day("2027-08-18")).expect("the clock moves");
    assert_eq!(host.book.status(), PlatformStatus::Terminating);
    host.move_clock(day("2027-08-19")).expect("the clock moves");
    assert_eq!((host.book.status(), host.invoices().count()), (PlatformStatus::Closed, 0));
    let retention = Command::Settings(Box::new(Settings { retention_days: Some(1), ..Settings::default() }));
    for command in [terminate(&host), Command::TakeTerminationBack, reset, retention] {
        assert_eq!(host.perform(&command), Err(Refusal::Closed));
    }
    assert_eq!(host.order("order", 1, Term::Monthly), Err(Refusal::Closed));
    assert_eq!(host.move_clock(day("2028-01-01")), Ok(()));

    let mut empty = Host::found(company(day("2026-11-22")));
    empty.perform(&terminate(&empty)).expect("an active platform");
    assert_eq!(empty.book.status(), PlatformStatus::Closed, "at once if it has none");
}

#[test]
fn an_import_can_be_taken_back_while_nothing_has_happened_to_it() {
    let back = |host: &mut Host| host.perform(&Command::TakeImportBack { import: Revision(2) });
    let mut host = three();
    assert_eq!(host.perform(&Command::TakeImportBack { import: Revision(1) }), Err(Refusal::ImportTouched));
    host.perform(&terminate(&host)).expect("an active platform");
    host.perform(&Command::TakeTerminationBack).expect("all live");
    assert_eq!(back(&mut host), Ok(true), "a termination that was taken back leaves no trace");
    assert_eq!((host.book.accounts().count(), host.book.account(AccountId(1))), (0, None));
    assert_eq!(back(&mut host), Err(Refusal::ImportTouched));
    assert_eq!(host.import(ROSTER), Ok(3), "the addresses are free");
    assert_eq!(host.account(4).address.as_str(), "a@b.example", "and the ids taken");
    assert_eq!(host.findings(), Vec::<String>::new());

    let touch: [fn(&mut Host); 3] = [
        |host| drop(host.change("close", &each(&[3], RenewalMode::Never)).expect("active")),
        |host| {
            let address = Some("d@b.example".to_owned());
            host.perform(&Command::SetUp { account: AccountId(3), address, display_name: None })
                .expect("a free address");
        },
        |host| host.move_clock(day("2026-11-30")).expect("the clock moves"),
    ];
    for touch in touch {
        let mut host = three();
        touch(&mut host);
        assert_eq!(back(&mut host), Err(Refusal::ImportTouched));
    }
}

#[test]
fn a_check_in_slices_looks_behind_accounts_that_were_taken_back() {
    let mut host = Host::with_roster(company(day("2026-11-22")), ONE);
    host.import(&ONE.replace("one@", "two@")).expect("a good roster");
    host.perform(&Command::TakeImportBack { import: Revision(3) }).expect("nothing has happened to it");
    host.import(&ONE.replace("one@", "three@")).expect("a good roster");
    let mut record = host.record.clone();
    // the import of account 1 once more, in the place of that of account 3, which is then paid by nothing
    record.pop();
    let again = record.get(1).expect("the first import").clone();
    record.push(again);
    let whole = findings(&record, host.register());
    assert!(whole.contains(&"account 3 is not paid until its expiry".to_owned()), "{whole:?}");
    for most in 1..=4 {
        let mut checker = Checker::default();
        record.iter().for_each(|recorded| while !checker.look_at(recorded, most) {});
        while !checker.end_with(host.register(), most) {}
        assert_eq!(checker.stop(), whole, "{most} accounts at a time");
    }
}
