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

const HUGE: usize = 32 << 20;

/// A file of 32 MiB: a header, and below it lines by number for as long as they fit.
fn huge(header: &str, line: impl Fn(usize) -> String) -> Vec<u8> {
    let mut file = header.as_bytes().to_vec();
    for line in (0..).map(line) {
        if file.len() + line.len() > HUGE {
            break;
        }
        file.extend(line.into_bytes());
    }
    file
}

/// A file of 32 MiB of nothing but these bytes.
fn filled(unit: &[u8]) -> Vec<u8> {
    unit.repeat(HUGE / unit.len())
}

/// Files of 32 MiB that are there to hurt, and such as somebody may save by mistake. None of them can be imported.
fn huge_files() -> Vec<Vec<u8>> {
    const OWN: &str = "address,display_name,mode,expires_on\n";
    let below = |unit: &[u8]| [OWN.as_bytes(), &unit.repeat((HUGE - OWN.len()) / unit.len())].concat();
    // so long that there are not too many of them
    let (long, wide) = ("x".repeat(400), "ä".repeat(155));
    let good = |number: usize, date: &str| format!("u{number}@b.example,{wide},none,{date}\n");
    let utf_16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    vec![
        filled(b","),
        filled(b"\0"),
        filled(b"\""),
        filled("ä".as_bytes()),
        filled(b"a\n"),
        filled(b",,,,,,,,\r\n"),
        below(b","),
        below(b"\"a@b.example,"),
        below(b"\n"),
        below(b",,,,,,,,,,,,,,,,\r\n"),
        below(&[vec![b','; 255], b"\n".to_vec()].concat()),
        below(&[vec![b' '; 900], b"\n".to_vec()].concat()),
        // wrong from the first line on, and none of them too long
        huge(OWN, |_| format!("{long},,none,2027-01-01\n")),
        huge(OWN, |_| format!("{long}\n")),
        // all of them good but for their dates, which are told only when all have come
        huge(OWN, |number| format!("{number}{:.50}@{:.60}.example,{wide},none,03/04/2027\n", long, long)),
        huge(OWN, |number| good(number, "2020-01-01")),
        // all of them good but the last ones
        huge(OWN, |number| good(number, if number < 97_000 { "2027-01-01" } else { "never" })),
        // wide columns that nobody asked for, without what is needed
        huge("E-Mail;Name;Notiz;Kommentar\n", |number| format!("u{number}@b.example;U;{wide};{wide}\n")),
        [vec![0xff, 0xfe], utf_16(&format!("Vorname;Notiz\n{}", format!("Anna;{long}\n").repeat(HUGE / 2 / 410)))]
            .concat(),
    ]
}

/// Of a file that cannot be imported, neither the answer nor the worker's memory grows with its size.
#[test]
fn a_huge_file_costs_no_memory() {
    let company = Company::empty();
    let memory = || company.get("/test/memory").expect(200).json().as_u64().expect("a number");
    let before = memory();
    for (number, file) in huge_files().into_iter().enumerate() {
        let begin = String::from_utf8_lossy(&file[..80]).into_owned();
        assert!(file.len() <= HUGE && file.len() > 31 << 20, "{begin}: {} bytes", file.len());
        let headers = [("content-type", "text/csv")];
        let answer = if number % 2 == 0 {
            let path = company.path("/accounts/import?dry_run=true");
            let understood = company.server.call(Method::POST, &path, &headers, Some(file)).expect(200);
            let (total, missing) = (understood.json()["total"].as_u64(), understood.json()["missing"].clone());
            assert!(total > Some(0) || missing != json!([]), "{begin}");
            understood
        } else {
            company.server.post_csv(&company.path("/accounts/import"), file).expect(422)
        };
        assert!(answer.body.len() < 400_000, "{begin}: {} bytes", answer.body.len());
        let grown = memory().saturating_sub(before);
        assert!(grown <= 16 << 20, "{begin:?}: {} KiB", grown >> 10);
    }
}
