//! Rosters with bad lines: every bad line is named with line, column and reason, and nothing is imported.

use serde_json::{Value, json};
use ureq::http::Method;

use crate::company::{Company, large_roster};

const HEADER: &str = "address,display_name,mode,expires_on,ordered_on,anchor_day";

/// What is wrong: line, column, field, code, and a part of the reason.
type Fault<'a> = (u64, u64, &'a str, &'a str, &'a str);

/// A roster and what is wrong with it.
type Case<'a> = (&'a [u8], &'a [Fault<'a>]);

#[track_caller]
fn check_refused(company: &Company, (roster, expected): Case<'_>) {
    let headers = [("content-type", "text/csv")];
    let dry = company.server.call(
        Method::POST,
        &company.path("/accounts/import?dry_run=true"),
        &headers,
        Some(roster.to_vec()),
    );
    let wet = company.server.post_csv(&company.path("/accounts/import"), roster);
    let problem = wet.expect(422).json();
    let understood = dry.expect(200).json();
    // what is missing is told apart from what is wrong
    let missing = understood["missing"].as_array().expect("a list").len();
    let wrong: Vec<_> = problem["errors"].as_array().expect("errors").iter().skip(missing).cloned().collect();
    assert_eq!((&understood["errors"], &understood["total"]), (&json!(wrong), &json!(expected.len() - missing)));
    assert_eq!((&problem["type"], &problem["code"]), (&json!("urn:laufzeit:roster"), &json!("roster")));
    assert_eq!((&problem["total"], &problem["facts"]["total"]), (&json!(expected.len()), &json!(expected.len())));
    for (error, (line, column, field, code, reason)) in
        problem["errors"].as_array().expect("errors").iter().zip(expected)
    {
        let place = json!([error["line"], error["column"], error["field"], error["code"]]);
        assert_eq!(place, json!([line, column, field, code]), "{problem}");
        assert!(error["detail"].as_str().is_some_and(|detail| detail.contains(reason)), "{error} should say {reason}");
    }
}

#[test]
fn every_bad_line_is_named_and_nothing_is_imported() {
    let company = Company::with(&json!({"test_clock": "2026-11-22", "domains": ["b.example"]}));
    company.import("address,display_name,mode,expires_on\nthere@b.example,T,none,2027-01-01\n").expect(200);
    let line = |text: &str| format!("{HEADER}\n{text}\n").into_bytes();
    let cases: Vec<Case<'_>> = vec![
        (b"", &[(1, 0, "", "file_empty", "empty")]),
        (b"address,display_name,mode,expires_on\n", &[(1, 0, "", "file_without_accounts", "no accounts")]),
        (
            b"address,name,mode,expires_on\na@b.example,A,none,2027-01-01\n",
            &[(1, 0, "display_name", "column_missing", "missing"), (1, 2, "name", "column_unknown", "not known")],
        ),
        (
            b"address,display_name,mode,expires_on\na@b.example,M\xc3\xbcller M\xfcller,none,2027-01-01\n",
            &[(2, 2, "display_name", "not_utf8", "damaged")],
        ),
    ];
    for case in cases {
        check_refused(&company, case);
    }
    let cases: [(&str, &[Fault<'_>]); 9] = [
        ("a@b.example,A,weekly,2027-01-01,,", &[(2, 3, "mode", "mode_unknown", "monthly, yearly or none")]),
        ("a@b.example,A,none,2027-02-30,,", &[(2, 4, "expires_on", "date_impossible", "does not exist")]),
        ("a@b.example,A,none,01.02.27,,", &[(2, 4, "expires_on", "date_form", "YYYY-MM-DD")]),
        ("a@b.example,A,none,2026-11-22,,", &[(2, 4, "expires_on", "expiry_past", "later than today")]),
        ("a@b.example,A,none,2027-02-15,2026-01-31,", &[(2, 4, "expires_on", "expiry_unreachable", "never expires")]),
        ("a@b.example,A,none,2027-01-01,,32", &[(2, 6, "anchor_day", "anchor_day_invalid", "1 to 31")]),
        (
            "not an address,A,none,2027-01-01,,\na@elsewhere.example,A,none,2027-01-01,,",
            &[
                (2, 1, "address", "address_invalid", "not an email address"),
                (3, 1, "address", "domain_foreign", "not one of the platform's"),
            ],
        ),
        (
            "a@b.example,A,none,2027-01-01,,\nA@B.example,A,none,2027-01-01,,\nThere@b.example,,none,2027-01-01,,",
            &[
                (3, 1, "address", "address_twice", "in the file twice"),
                (4, 1, "address", "address_taken", "an account of the platform"),
            ],
        ),
        ("a@b.example,A,none", &[(2, 0, "", "cell_count", "number of cells")]),
    ];
    for (text, expected) in cases {
        check_refused(&company, (&line(text), expected));
    }
    assert_eq!(company.all("").len(), 1);
    assert_eq!(company.state()["revision"], 2);
}

#[test]
fn too_many_lines_and_bytes_are_refused() {
    let company = Company::empty();
    let roster = large_roster(100_001, 4_000);
    check_refused(&company, (roster.as_bytes(), &[(100_002, 0, "", "too_many_accounts", "more than 100000")]));
    let huge = vec![b'a'; (32 << 20) + 1];
    company.server.post_csv(&company.path("/accounts/import"), huge).expect(413);
    assert_eq!(company.all(""), Vec::<Value>::new());
}

#[test]
fn the_first_1000_faults_are_listed_and_all_are_counted() {
    let company = Company::empty();
    let bad: String = (0..1_500).map(|number| format!("u{number}@b.example,U,never,2027-01-01\n")).collect();
    let problem = company.import(&format!("address,display_name,mode,expires_on\n{bad}")).expect(422).json();
    assert_eq!((&problem["total"], problem["errors"].as_array().map(Vec::len)), (&json!(1_500), Some(1_000)));
}

#[test]
fn a_dry_run_imports_nothing_and_needs_no_key() {
    let company = Company::empty();
    let headers = [("content-type", "text/csv; charset=utf-8")];
    let roster = large_roster(10, 1).into_bytes();
    let path = company.path("/accounts/import?dry_run=true");
    let answer = company.server.call(Method::POST, &path, &headers, Some(roster)).expect(200).json();
    let columns: Vec<&str> =
        answer["columns"].as_array().expect("a list").iter().filter_map(|of| of["taken_as"].as_str()).collect();
    assert_eq!(columns[..4], ["address", "display_name", "mode", "expires_on"]);
    let rest = ["encoding", "separator", "missing", "accounts", "errors", "total"].map(|name| &answer[name]);
    assert_eq!(rest, [&json!("utf-8"), &json!(","), &json!([]), &json!(10), &json!([]), &json!(0)]);
    assert_eq!(company.state()["revision"], 1);
}

#[test]
fn what_a_roster_does_not_say_is_said_once_for_all() {
    let company = Company::empty();
    let roster = "First Name [Required],Last Name [Required],Email Address [Required]\nJ\u{f6}rg,M\u{fc}\u{df}ig,joerg@b.example\n";
    let roster: Vec<u8> = roster.chars().map(|char| u8::try_from(char).expect("Latin-1")).collect();
    let headers = [("content-type", "text/csv"), ("idempotency-key", "once")];
    let import = |query: &str| {
        company.server.call(
            Method::POST,
            &company.path(&format!("/accounts/import{query}")),
            &headers,
            Some(roster.clone()),
        )
    };
    let problem = import("").expect(422).json();
    let fields: Vec<_> = problem["errors"].as_array().expect("errors").iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["mode", "expires_on"]);
    let understood = import("?dry_run=true&mode=yearly").expect(200).json();
    assert_eq!((&understood["encoding"], &understood["missing"]), (&json!("windows-1252"), &json!(["expires_on"])));

    let all = "?mode=yearly&expires_on=2027-01-31";
    let imported = import(all).expect(200).json();
    assert_eq!(import(all).expect(200).json(), imported, "the same again is the same");
    assert_eq!(import("?mode=monthly&expires_on=2027-01-31").expect(422).json()["code"], "key_reused");
    let accounts = company.all("");
    assert_eq!(accounts.len(), 1);
    let read =
        ["address", "display_name", "mode", "expires_on"].map(|field| accounts[0][field].as_str().unwrap_or_default());
    assert_eq!(read, ["joerg@b.example", "Jörg Müßig", "yearly", "2027-01-31"]);

    let too_many = &*format!("?columns={}", ",".repeat(256));
    for (query, field, code) in [
        ("?mode=weekly", "mode", "not_one_of"),
        ("?expires_on=31.12.2026", "expires_on", "date_form"),
        ("?dates=ymd", "dates", "not_one_of"),
        ("?columns=address,room", "columns", "not_one_of"),
        (too_many, "columns", "not_one_of"),
        ("?dates=dmy&dates=mdy", "dates", "parameter_unknown"),
    ] {
        let error = import(query).expect(422).json()["errors"][0].clone();
        assert_eq!((&error["field"], &error["code"]), (&json!(field), &json!(code)), "{query}");
    }
}

/// 32 MiB that pass a limit on the way are refused where they first do, and neither the answer nor the worker's memory grows
/// with them.
#[test]
fn a_huge_file_costs_no_memory() {
    const SIZE: usize = 32 << 20;
    let company = Company::empty();
    let memory = || company.get("/test/memory").expect(200).json().as_u64().expect("a number");
    let filled = |unit: &[u8]| unit.iter().copied().cycle().take(SIZE).collect::<Vec<u8>>();
    let head =
        |unit: &[u8]| [b"address,display_name,mode,expires_on\n", filled(unit).as_slice()].concat()[..SIZE].to_vec();
    let before = memory();
    for file in [
        filled(b","),
        filled(b"\0"),
        filled(b"\""),
        filled(b"a"),
        filled("ä".as_bytes()),
        filled(b"a,"),
        filled(b"a\n"),
        head(b","),
        head(b"\"a@b.example,"),
        head(b"\n"),
        head(b"\r\n"),
        head(b",,,\r\n"),
        head(b"  ,\t\n"),
        head(&[vec![b','; 255], b"\n".to_vec()].concat()),
        head(&[vec![b' '; 900], b"\n".to_vec()].concat()),
    ] {
        let begin = String::from_utf8_lossy(&file[..40]).into_owned();
        let headers = [("content-type", "text/csv")];
        let path = company.path("/accounts/import?dry_run=true");
        let understood = company.server.call(Method::POST, &path, &headers, Some(file.clone())).expect(200);
        assert!(understood.body.len() < 400_000, "{begin}: {} bytes", understood.body.len());
        assert!(understood.json()["total"].as_u64() > Some(0) || understood.json()["missing"] != json!([]), "{begin}");
        let refused = company.server.post_csv(&company.path("/accounts/import"), file).expect(422);
        assert!(refused.body.len() < 400_000, "{begin}: {} bytes", refused.body.len());
        let grown = memory().saturating_sub(before);
        assert!(grown <= 16 << 20, "{begin:?}: {} KiB", grown >> 10);
    }
}
