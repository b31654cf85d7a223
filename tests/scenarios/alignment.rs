//! Platforms that bill on the 1st: the first renewal is a stub, and every later period begins on a 1st.

use domain::{
    account::{AccountId, RenewalMode},
    calendar::{Term, iso},
    platform::{Alignment, NewPlatform},
    receipt::Receipt,
    stamp::SubmissionId,
    summary::Outcome,
};
use tests::host::{Host, company, day, each};

fn aligned(today: &str) -> NewPlatform {
    NewPlatform { alignment: Alignment::FirstOfMonth, ..company(day(today)) }
}

/// A charged period: first day, day after the last, net price for one account in minor units.
type Charged<'a> = (&'a str, &'a str, i64);

/// Asserts everything that the accounts of a platform were charged.
#[track_caller]
fn check_charged(host: &Host, expected: &[Charged<'_>]) {
    let lines = host.invoices().flat_map(|invoice| &invoice.lines);
    let charged: Vec<_> =
        lines.map(|line| (iso::format(line.period.start), iso::format(line.period.end), line.unit_net.0)).collect();
    let expected: Vec<_> = expected.iter().map(|&(start, end, net)| (start.to_owned(), end.to_owned(), net)).collect();
    assert_eq!(charged, expected);
    assert_eq!(host.findings(), Vec::<String>::new());
}

#[track_caller]
fn check_ordered(on: &str, term: Term, until: &str, expected: &[Charged<'_>]) {
    let mut host = Host::found(aligned(on));
    host.order("order", 1, term).expect("a fresh quote");
    host.move_clock(day(until)).expect("the clock moves");
    check_charged(&host, expected);
    assert_eq!(u8::from(host.account(1).anchor_day), 1);
}

#[test]
fn the_first_renewal_is_a_stub_up_to_the_next_1st() {
    // 249 × 21/28 = 186.75
    let eighth =
        [("2025-01-08", "2025-02-08", 249), ("2025-02-08", "2025-03-01", 187), ("2025-03-01", "2025-04-01", 249)];
    check_ordered("2025-01-08", Term::Monthly, "2025-03-31", &eighth);
    // 249 × 1/31 = 8.03
    let last = [("2024-01-31", "2024-02-29", 249), ("2024-02-29", "2024-03-01", 8), ("2024-03-01", "2024-04-01", 249)];
    check_ordered("2024-01-31", Term::Monthly, "2024-03-31", &last);
    // 2388 × 21/365 = 137.39
    let yearly =
        [("2024-02-08", "2025-02-08", 2388), ("2025-02-08", "2025-03-01", 137), ("2025-03-01", "2026-03-01", 2388)];
    check_ordered("2024-02-08", Term::Yearly, "2026-02-28", &yearly);
}

#[test]
fn what_expires_on_a_1st_has_no_stub() {
    check_ordered(
        "2025-01-01",
        Term::Monthly,
        "2025-02-28",
        &[("2025-01-01", "2025-02-01", 249), ("2025-02-01", "2025-03-01", 249)],
    );
    let csv = "address,display_name,mode,expires_on,anchor_day\na@b.example,,monthly,2025-02-01,31\n";
    let mut host = Host::with_roster(aligned("2025-01-08"), csv);
    host.move_clock(day("2025-03-15")).expect("the clock moves");
    check_charged(&host, &[("2025-02-01", "2025-03-01", 249), ("2025-03-01", "2025-04-01", 249)]);
}

#[test]
fn a_stub_is_rounded_for_one_and_then_multiplied() {
    let mut host = Host::found(aligned("2025-01-08"));
    host.order("order", 7, Term::Monthly).expect("a fresh quote");
    host.move_clock(day("2025-02-08")).expect("the clock moves");
    let invoice = host.invoices().last().expect("a stub");
    assert_eq!((invoice.net.0, invoice.vat.0, invoice.gross.0), (7 * 187, 249, 1558));
}

/// Two accounts renew on the same day for a stub of one day, which costs 249.00 / 30 and 249.00 / 31.
#[test]
fn two_stubs_of_one_day_are_each_what_was_shown() {
    let csv = "address,display_name,mode,expires_on,anchor_day\n\
               a@b.example,,none,2025-11-30,30\n\
               b@b.example,,none,2025-11-30,31\n";
    let dear =
        NewPlatform { catalog: vec![tests::host::prices("2025-11-22", 24_900, 1).into()], ..aligned("2025-11-22") };
    let mut host = Host::with_roster(dear, csv);
    host.change("both", &each(&[1, 2], RenewalMode::Monthly)).expect("active");
    let lines = Receipt::lines_of(host.submission(&SubmissionId("both".to_owned())));
    let net = |net| Outcome::Renews { term: Term::Monthly, net: domain::money::Amount(net) };
    assert_eq!(
        lines.iter().map(|line| (line.account, line.outcome)).collect::<Vec<_>>(),
        [(AccountId(1), net(830)), (AccountId(2), net(803))]
    );
    assert_eq!(host.findings(), Vec::<String>::new());
    host.move_clock(day("2025-11-30")).expect("the clock moves");
    check_charged(&host, &[("2025-11-30", "2025-12-01", 803), ("2025-11-30", "2025-12-01", 830)]);
}
