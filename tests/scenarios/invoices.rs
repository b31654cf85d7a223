//! The invoices for the charges of a day.

use domain::{
    account::{AccountId, RenewalMode},
    catalog::{NewPrice, PriceVersion},
    command::Command,
    invoice::InvoiceNumber,
    money::{Amount, VatRate},
    platform::NewPlatform,
};
use tests::host::{Host, company, day, each};

#[test]
fn accounts_with_the_same_term_and_period_share_a_line() {
    let csv = "address,display_name,mode,expires_on,anchor_day\n\
               a@b.example,,monthly,2027-02-28,28\n\
               b@b.example,,yearly,2027-02-28,28\n\
               c@b.example,,monthly,2027-02-28,31\n\
               d@b.example,,monthly,2027-02-28,28\n\
               e@b.example,,none,2027-02-28,28\n";
    let mut host = Host::with_roster(company(day("2026-11-22")), csv);
    host.move_clock(day("2027-02-28")).expect("the clock moves");
    let invoice = host.invoices().next().expect("an invoice");
    let lines: Vec<_> = invoice
        .lines
        .iter()
        .map(|line| {
            (line.period.end, line.quantity, line.net.0, line.accounts.iter().map(|id| id.0).collect::<Vec<_>>())
        })
        .collect();
    let expected = [
        (day("2027-03-28"), 2, 498, vec![1, 4]),
        (day("2027-03-31"), 1, 249, vec![3]),
        (day("2028-02-28"), 1, 2388, vec![2]),
    ];
    assert_eq!(lines, expected);
    assert_eq!((invoice.net.0, invoice.vat.0, invoice.gross.0), (3135, 596, 3731));
    assert_eq!((invoice.rates.len(), host.invoices().count()), (1, 1));
}

#[test]
fn tax_is_computed_on_the_sum_and_never_per_line() {
    let mut csv = "address,display_name,mode,expires_on,anchor_day\n".to_owned();
    for number in 0..7 {
        csv.push_str(&format!("a{number}@b.example,,monthly,2027-02-28,{}\n", 28 + number % 2));
    }
    let catalog = vec![
        PriceVersion { from: day("2026-11-22"), monthly_net: Amount(99), yearly_net: Amount(0), vat_rate: None }.into(),
    ];
    let mut host = Host::with_roster(NewPlatform { catalog, ..company(day("2026-11-22")) }, &csv);
    host.move_clock(day("2027-02-28")).expect("the clock moves");
    let invoice = host.invoices().next().expect("an invoice");
    assert_eq!((invoice.lines.len(), invoice.net.0, invoice.vat.0), (2, 693, 132));
}

#[test]
fn a_restore_pays_each_period_at_the_price_and_the_rate_of_its_first_day() {
    let today = day("2026-11-22");
    let version = |from: &str, net, rate: Option<u16>| NewPrice {
        from: Some(day(from)),
        monthly_net: Amount(net),
        yearly_net: Amount(2388),
        vat_rate: rate.map(VatRate),
    };
    let catalog = vec![version("2026-11-22", 249, None), version("2027-02-01", 300, Some(700))];
    let csv = "address,display_name,mode,expires_on\na@b.example,,none,2026-12-01\n";
    let mut host = Host::with_roster(NewPlatform { catalog, retention_days: 365, ..company(today) }, csv);
    host.move_clock(day("2027-02-10")).expect("the clock moves");
    let restore = Command::Restore { account: AccountId(1), mode: RenewalMode::Monthly };
    assert_eq!(host.perform(&restore), Ok(true));
    let invoice = host.invoices().next().expect("an invoice");
    let lines: Vec<_> = invoice.lines.iter().map(|line| (line.period.start, line.net.0, line.vat_rate.0)).collect();
    let expected = [(day("2026-12-01"), 249, 1900), (day("2027-01-01"), 249, 1900), (day("2027-02-01"), 300, 700)];
    assert_eq!((invoice.date, lines), (day("2027-02-10"), expected.to_vec()));
    // 19 % of 4.98 and 7 % of 3.00
    assert_eq!((invoice.net.0, invoice.vat.0, invoice.gross.0), (798, 95 + 21, 914));
    assert_eq!(host.findings(), Vec::<String>::new());
}

#[test]
fn numbers_begin_again_with_the_year() {
    let csv =
        "address,display_name,mode,expires_on\na@b.example,,monthly,2026-11-30\nb@b.example,,monthly,2026-12-31\n";
    let mut host = Host::with_roster(company(day("2026-11-22")), csv);
    host.move_clock(day("2027-01-31")).expect("the clock moves");
    let numbers: Vec<String> = host.invoices().map(|invoice| invoice.number.to_string()).collect();
    assert_eq!(numbers, ["2026-000001", "2026-000002", "2026-000003", "2027-000001", "2027-000002"]);
    assert_eq!(host.invoices().map(|invoice| invoice.date).nth(2), Some(day("2026-12-31")));
    assert_eq!(host.invoices().map(|invoice| invoice.date).nth(3), Some(day("2027-01-30")));
}

#[test]
fn a_price_of_zero_still_makes_an_invoice() {
    let catalog = vec![
        PriceVersion { from: day("2026-11-22"), monthly_net: Amount::ZERO, yearly_net: Amount::ZERO, vat_rate: None }
            .into(),
    ];
    let csv = "address,display_name,mode,expires_on\na@b.example,,monthly,2026-11-30\n";
    let mut host = Host::with_roster(NewPlatform { catalog, ..company(day("2026-11-22")) }, csv);
    host.move_clock(day("2026-11-30")).expect("the clock moves");
    assert_eq!(
        host.invoices().map(|invoice| (invoice.gross, invoice.lines.len())).collect::<Vec<_>>(),
        [(Amount::ZERO, 1)]
    );
}

#[test]
fn an_invoice_never_changes() {
    let csv = "address,display_name,mode,expires_on\na@b.example,,monthly,2026-11-30\n";
    let mut host = Host::with_roster(company(day("2026-11-22")), csv);
    host.move_clock(day("2026-11-30")).expect("the clock moves");
    let before = host.invoices().next().cloned();
    host.change("none", &each(&[1], RenewalMode::Never)).expect("active");
    host.move_clock(day("2027-06-01")).expect("the clock moves");
    assert_eq!((host.invoices().next().cloned(), host.invoices().count()), (before, 1));
}

#[test]
fn a_number_is_a_year_and_six_digits() {
    for (text, good) in [
        ("2026-000001", true),
        ("2026-999999", true),
        ("2026-1", false),
        ("2026000001", false),
        ("2026-00000a", false),
        ("+2026-000001", false),
        ("", false),
    ] {
        assert_eq!(InvoiceNumber::try_from(text.to_owned()).is_ok(), good, "{text}");
    }
}
