//! Imports of rosters: all lines are imported or none, and every bad line is named.

use domain::{
    account::{AccountId, RenewalMode},
    calendar::DateError,
    limits::MAX_RECORDS,
    platform::NewPlatform,
    query::{Filter, Sort},
    roster::{Given, RosterErrors, RosterFault},
};
use tests::host::{Host, company, day};

const HEADER: &str = "address,display_name,mode,expires_on,ordered_on,anchor_day\n";

fn platform() -> Host {
    let new =
        NewPlatform { domains: vec!["B.example".to_owned(), "c.example".to_owned()], ..company(day("2026-11-22")) };
    Host::with_roster(new, "address,display_name,mode,expires_on\nthere@b.example,,monthly,2026-12-01\n")
}

/// Asserts that nothing of a bad roster is imported, and what is wrong with it: line, column, field, fault.
#[track_caller]
fn check_faults(bytes: &[u8], faults: &[(usize, usize, &str, RosterFault)]) {
    let host = platform();
    let errors = host.book.roster_target().read(&bytes, &Given::default()).expect_err("a bad roster");
    let found: Vec<_> =
        errors.errors.iter().map(|error| (error.line, error.column, error.field.as_str(), error.fault)).collect();
    assert_eq!((found, errors.total), (faults.to_vec(), faults.len()));
}

#[track_caller]
fn check_line(line: &str, column: usize, field: &str, fault: RosterFault) {
    check_faults(
        format!("{HEADER}ok@b.example,,monthly,2026-12-01,,\n{line}\n").as_bytes(),
        &[(3, column, field, fault)],
    );
}

#[test]
fn a_file_that_is_no_roster_is_refused_whole() {
    check_faults(b"", &[(1, 0, "", RosterFault::Empty)]);
    check_faults(b"\xef\xbb\xbf\r\n\n", &[(1, 0, "", RosterFault::Empty)]);
    check_faults(HEADER.as_bytes(), &[(1, 0, "", RosterFault::NoRecords)]);
    let long = format!("a@b.example,{},none,2027-01-01,,\n", "x".repeat(400)).repeat(80_000);
    check_faults(format!("{HEADER}{long}").as_bytes(), &[(1, 0, "", RosterFault::TooLarge)]);
    let header = b"Addresse,display_name,expires_on,mode,mode,note\na@b.example,,2026-12-01,monthly,monthly,x\n";
    let faults = [
        (1, 0, "address", RosterFault::MissingColumn),
        (1, 1, "Addresse", RosterFault::UnknownColumn),
        (1, 5, "mode", RosterFault::ColumnTwice),
        (1, 6, "note", RosterFault::UnknownColumn),
    ];
    check_faults(header, &faults);
}

#[test]
fn every_kind_of_bad_cell_is_named() {
    check_line("a@b.example,,monthly,2026-12-01,", 0, "", RosterFault::Cells);
    check_line("a@host,,monthly,2026-12-01,,", 1, "address", RosterFault::Address);
    check_line("a@d.example,,monthly,2026-12-01,,", 1, "address", RosterFault::Domain);
    check_line("OK@b.EXAMPLE,,monthly,2026-12-01,,", 1, "address", RosterFault::DuplicateInFile);
    check_line("There@B.example,,monthly,2026-12-01,,", 1, "address", RosterFault::DuplicateOnPlatform);
    check_line("a@b.example,a\u{7}b,monthly,2026-12-01,,", 2, "display_name", RosterFault::DisplayName);
    check_line(
        &format!("a@b.example,{},none,2026-12-01,,", "ü".repeat(201)),
        2,
        "display_name",
        RosterFault::DisplayName,
    );
    check_line("a@b.example,,quarterly,2026-12-01,,", 3, "mode", RosterFault::Mode);
    check_line("a@b.example,,monthly,01.12.26,,", 4, "expires_on", RosterFault::Date(DateError::Form));
    check_line("a@b.example,,monthly,31.11.2026,,", 4, "expires_on", RosterFault::Date(DateError::Impossible));
    check_line(&format!("{}@b.example,,none,2026-12-01,,", "a".repeat(1_000)), 1, "address", RosterFault::Cell);
    check_line("a@b.example,,monthly,,,", 4, "expires_on", RosterFault::Date(DateError::Form));
    check_line("a@b.example,,monthly,2027-02-29,,", 4, "expires_on", RosterFault::Date(DateError::Impossible));
    check_line("a@b.example,,monthly,2200-01-01,,", 4, "expires_on", RosterFault::Date(DateError::Range));
    check_line("a@b.example,,monthly,2026-12-01,1969-12-31,", 5, "ordered_on", RosterFault::Date(DateError::Range));
    check_line("a@b.example,,monthly,2026-11-22,,", 4, "expires_on", RosterFault::Past);
    check_line("a@b.example,,monthly,2026-12-01,2026-12-01,", 5, "ordered_on", RosterFault::Order);
    check_line("a@b.example,,monthly,2026-12-01,,32", 6, "anchor_day", RosterFault::AnchorDay);
    check_line("a@b.example,,monthly,2026-12-01,,+1", 6, "anchor_day", RosterFault::AnchorDay);
    check_line("a@b.example,,monthly,2026-12-01,,2", 4, "expires_on", RosterFault::Unreachable);
    check_line("a@b.example,,monthly,2027-02-28,2026-01-27,", 4, "expires_on", RosterFault::Unreachable);
    check_line("a@b.example,,monthly,2026-12-31,2026-12-30,31", 4, "expires_on", RosterFault::Unreachable);
}

#[test]
fn every_bad_cell_of_every_line_is_named_also_one_that_repeats_a_bad_line() {
    let text = format!(
        "{HEADER}x,,weekly,2026-13-01,,0\na@b.example,,monthly,2026-12-32,,\nA@b.example,,monthly,2026-12-01,,\n"
    );
    let faults = [
        (2, 1, "address", RosterFault::Address),
        (2, 3, "mode", RosterFault::Mode),
        (2, 4, "expires_on", RosterFault::Date(DateError::Impossible)),
        (2, 6, "anchor_day", RosterFault::AnchorDay),
        (3, 4, "expires_on", RosterFault::Date(DateError::Impossible)),
        (4, 1, "address", RosterFault::DuplicateInFile),
    ];
    check_faults(text.as_bytes(), &faults);
}

#[test]
fn text_that_is_damaged_is_named_where_it_stands() {
    let mut bytes = HEADER.as_bytes().to_vec();
    bytes.extend_from_slice("a@b.example,Müller,monthly,2026-12-01,,\nc@b.example,M".as_bytes());
    bytes.extend_from_slice(b"\xfcller,monthly,2026-12-01,,\n");
    check_faults(&bytes, &[(3, 2, "display_name", RosterFault::Encoding)]);
}

#[test]
fn a_quotation_mark_left_open_is_named_where_it_begins() {
    let open = format!("{HEADER}a@b.example,\"Anna,monthly,2026-12-01,,\nc@b.example,,monthly,2026-12-01,,\n");
    let faults = [(2, 0, "", RosterFault::Cells), (2, 0, "", RosterFault::Quote)];
    check_faults(open.as_bytes(), &faults);
}

#[test]
fn a_quotation_mark_within_a_bare_cell_is_itself() {
    let mut host = platform();
    let text =
        format!("{HEADER}a@b.example,Lager 5\" Rohr,monthly,2026-12-01,,\nc@b.example,Süd,monthly,2026-12-01,,\n");
    assert_eq!(host.import(&text), Ok(2));
    assert_eq!(host.account(2).display_name, "Lager 5\" Rohr");
}

#[test]
fn a_roster_may_have_its_columns_in_any_order_and_semicolons_and_a_mark_and_empty_lines() {
    let mut host = platform();
    let text = "\u{feff}mode;expires_on;display_name;address\r\n\r\nnone;2027-02-28;\"Süd; \"\"Halle\"\"\r\n3\";a@b.example\r\n\
                yearly;2027-01-31;;Seat-9@Unassigned.INVALID\r\n\r\n";
    assert_eq!(host.import(text), Ok(2));
    let (first, second) = (host.account(2), host.account(3));
    assert_eq!(
        (first.display_name, first.mode, u8::from(first.anchor_day)),
        ("Süd; \"Halle\"\r\n3", RenewalMode::Never, 28)
    );
    assert!(first.is_configured() && !second.is_configured());
}

#[test]
fn the_anchor_day_is_that_of_the_order_unless_the_roster_names_it() {
    let mut host = platform();
    let text = format!(
        "{HEADER}a@b.example,,monthly,2027-02-28,2026-08-31,\n\
         c@b.example,,monthly,2027-02-28,2026-08-28,30\n\
         d@b.example,,yearly,2027-02-28,,\n\
         e@b.example,,yearly,2028-02-29,2027-01-29,\n"
    );
    assert_eq!(host.import(&text), Ok(4));
    assert_eq!([2, 3, 4, 5].map(|id| u8::from(host.account(id).anchor_day)), [31, 30, 28, 29]);
    assert_eq!(host.invoices().count(), 0, "an import charges nothing");
}

#[test]
fn the_most_lines_are_a_hundred_thousand() {
    let line = |number: usize| format!("a{number}@b.example,,monthly,2026-12-01,,\n");
    let mut text = HEADER.to_owned() + &(0..MAX_RECORDS).map(line).collect::<String>();
    let mut host = Host::found(company(day("2026-11-22")));
    assert_eq!(host.import(&text), Ok(MAX_RECORDS));
    text.push_str(&line(MAX_RECORDS));
    let mut more = Host::found(company(day("2026-11-22")));
    let RosterErrors { errors, total } = more.import(&text).expect_err("one too many");
    assert_eq!((errors[0].line, errors[0].fault, total), (MAX_RECORDS + 2, RosterFault::TooMany, 1));
    assert_eq!(more.book.accounts().count(), 0);
}

#[test]
fn a_thousand_errors_are_listed_and_all_are_counted() {
    let text = HEADER.to_owned() + &"x,,monthly,2026-12-01,,\n".repeat(1_500);
    let errors = platform().import(&text).expect_err("bad lines");
    assert_eq!((errors.errors.len(), errors.total), (1_000, 1_500));
}

#[test]
fn the_sample_companies_move_in_and_a_year_passes() {
    for (csv, count) in
        [(include_str!("../data/musterfirma-25.csv"), 25), (include_str!("../data/musterfirma-1000.csv"), 1_000)]
    {
        let mut host = Host::found(company(day("2026-11-22")));
        assert_eq!(host.import(csv), Ok(count));
        let first = host.book.page(&Filter::default(), Sort::default(), None, 1).items[0].id;
        assert!(first >= AccountId(1));
        let promised = host.book.year_net();
        host.move_clock(day("2027-11-21")).expect("the clock moves");
        assert_eq!(host.invoices().map(|invoice| invoice.net).sum::<domain::money::Amount>(), promised);
        assert_eq!(host.findings(), Vec::<String>::new());
    }
}
