//! When accounts renew, and what that costs.

use domain::{
    account::RenewalMode,
    calendar::iso,
    catalog::NewPrice,
    event::Event,
    money::{Amount, VatRate},
    platform::NewPlatform,
    stamp::Stamp,
};
use tests::host::{Host, company, day, each, stamp};

/// Imports an account with this mode on `today`, and asserts the first days of its periods up to and including `until`.
#[track_caller]
fn check_periods(today: &str, ordered: &str, expires: &str, mode: &str, until: &str, starts: &[&str]) {
    let csv = format!("address,display_name,mode,expires_on,ordered_on\na@b.example,,{mode},{expires},{ordered}\n");
    let mut host = Host::with_roster(company(day(today)), &csv);
    host.move_clock(day(until)).expect("the clock moves");
    let lines = host.invoices().flat_map(|invoice| &invoice.lines);
    assert_eq!(lines.map(|line| iso::format(line.period.start)).collect::<Vec<_>>(), starts);
    assert_eq!(host.findings(), Vec::<String>::new());
}

#[test]
fn the_31st_is_the_last_of_a_short_month_and_the_31st_again() {
    let starts = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"];
    check_periods("2026-01-15", "2025-12-31", "2026-01-31", "monthly", "2026-06-29", &starts);
    check_periods("2028-01-15", "2027-12-31", "2028-01-31", "monthly", "2028-03-01", &["2028-01-31", "2028-02-29"]);
}

#[test]
fn the_29th_of_february_is_the_28th_until_the_next_leap_year() {
    let starts = ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"];
    check_periods("2024-03-01", "2024-02-29", "2025-02-28", "yearly", "2030-02-27", &starts);
    check_periods(
        "2099-01-01",
        "2096-02-29",
        "2099-02-28",
        "yearly",
        "2101-03-01",
        &["2099-02-28", "2100-02-28", "2101-02-28"],
    );
}

#[test]
fn the_28th_stays_the_28th() {
    let starts = ["2024-02-28", "2024-03-28", "2024-04-28"];
    check_periods("2024-01-31", "2024-01-28", "2024-02-28", "monthly", "2024-05-27", &starts);
}

#[test]
fn an_account_renews_on_its_expiry_and_not_the_day_before() {
    check_periods("2026-11-22", "", "2026-12-01", "monthly", "2026-11-30", &[]);
    check_periods("2026-11-22", "", "2026-12-01", "monthly", "2026-12-01", &["2026-12-01"]);
}

#[test]
fn a_night_with_a_missing_hour_is_a_day_like_any_other() {
    let starts = ["2027-03-28", "2027-04-28"];
    check_periods("2027-03-01", "", "2027-03-28", "monthly", "2027-05-27", &starts);
    check_periods("2026-10-01", "", "2026-10-25", "monthly", "2026-10-25", &["2026-10-25"]);
}

#[test]
fn the_mode_at_the_expiry_decides_on_the_term() {
    let csv = "address,display_name,mode,expires_on\na@b.example,,monthly,2026-11-30\n";
    let mut host = Host::with_roster(company(day("2026-11-22")), csv);
    host.change("yearly", &each(&[1], RenewalMode::Yearly)).expect("active");
    assert_eq!(host.account(1).expires_on, day("2026-11-30"), "a change never moves the expiry");
    host.move_clock(day("2026-11-30")).expect("the clock moves");
    assert_eq!(host.account(1).expires_on, day("2027-11-30"));
    host.change("monthly", &each(&[1], RenewalMode::Monthly)).expect("active");
    assert_eq!(
        (host.account(1).expires_on, host.invoices().count()),
        (day("2027-11-30"), 1),
        "and never costs anything"
    );
    host.move_clock(day("2027-12-30")).expect("the clock moves");
    assert_eq!(host.account(1).expires_on, day("2028-01-30"));
}

#[test]
fn a_new_price_holds_from_its_first_day_for_periods_that_begin_then() {
    let today = day("2026-11-22");
    let version = |from: &str, monthly_net, vat_rate| NewPrice {
        from: Some(day(from)),
        monthly_net: Amount(monthly_net),
        yearly_net: Amount(9999),
        vat_rate,
    };
    let catalog = vec![version("2027-01-31", 300, Some(VatRate(1600))), version("2026-11-22", 249, None)];
    let csv = "address,display_name,mode,expires_on,anchor_day\n\
               a@b.example,,monthly,2026-12-30,30\n\
               b@b.example,,monthly,2026-12-31,31\n";
    let mut host = Host::with_roster(NewPlatform { catalog, ..company(today) }, csv);
    host.move_clock(day("2027-02-01")).expect("the clock moves");
    let charged: Vec<_> = host
        .invoices()
        .map(|invoice| (iso::format(invoice.date), invoice.net.0, invoice.rates[0].vat_rate.0, invoice.vat.0))
        .collect();
    let expected = [
        ("2026-12-30", 249, 1900, 47),
        ("2026-12-31", 249, 1900, 47),
        ("2027-01-30", 249, 1900, 47),
        ("2027-01-31", 300, 1600, 48),
    ];
    assert_eq!(charged, expected.map(|(date, net, rate, vat)| (date.to_owned(), net, rate, vat)));
}

#[test]
fn a_run_that_comes_late_does_each_day_on_its_day() {
    let csv = "address,display_name,mode,expires_on\na@b.example,,monthly,2026-11-30\nb@b.example,,none,2026-12-05\n";
    let mut host = Host::with_roster(company(day("2026-11-22")), csv);
    let late: Stamp = stamp();
    let recorded = host.book.expire_due(day("2027-02-10"), &late);
    let days: Vec<_> = recorded.iter().map(|recorded| (iso::format(recorded.on), recorded.event.kind())).collect();
    let expected = [
        ("2026-11-30", "renewed"),
        ("2026-12-05", "suspended"),
        ("2026-12-05", "deleted"),
        ("2026-12-30", "renewed"),
        ("2027-01-30", "renewed"),
    ];
    assert_eq!(days, expected.map(|(date, kind)| (date.to_owned(), kind)));
    for recorded in &recorded {
        if let Event::Renewed { invoice } = &recorded.event {
            assert_eq!((invoice.date, invoice.lines[0].period.start), (recorded.on, recorded.on));
        }
    }
}

#[test]
fn what_has_been_done_is_due_no_more() {
    let csv = "address,display_name,mode,expires_on\na@b.example,,monthly,2026-11-30\nb@b.example,,none,2026-11-30\n";
    let mut book = Host::with_roster(company(day("2026-11-22")), csv).book;
    for on in ["2026-11-30", "2026-12-30", "2027-01-30"] {
        assert_eq!(book.next_deadline(), Some(day(on)));
        let due = book.first_due(day("2027-12-31")).expect("something is due");
        assert_eq!(due.on, day(on));
        book.record(due.on, &stamp(), due.events);
    }
}
