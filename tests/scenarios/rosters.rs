//! Rosters as people and programs save them are read, or it is told exactly what is missing.

use std::{borrow::Cow, cell::Cell};

use domain::{
    account::RenewalMode,
    calendar::DateError,
    roster::{Column, DateOrder, Encoding, Given, Pieces, Roster, RosterFault},
    rules::{Missing, RosterReader, Understood},
};
use tests::host::{Host, company, day};

const HEADER: &str = "address;display_name;mode;expires_on";

fn understand(bytes: &[u8], given: Given) -> Understood {
    Host::found(company(day("2026-11-22"))).book.roster_target().understand(bytes, given)
}

/// The accounts of a file, which must be good.
#[track_caller]
fn taken(bytes: &[u8], given: Given) -> Roster {
    let book = Host::found(company(day("2026-11-22"))).book;
    book.roster_target().read(&bytes, &given).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// The addresses and names of a file that says everything itself.
#[track_caller]
fn people(bytes: &[u8]) -> Vec<(String, String)> {
    let roster = taken(bytes, Given::default());
    let person = |entry: &domain::roster::RosterEntry| (entry.address.as_str().to_owned(), entry.display_name.clone());
    roster.entries().iter().map(person).collect()
}

fn person(address: &str, name: &str) -> (String, String) {
    (address.to_owned(), name.to_owned())
}

#[test]
fn the_encoding_of_a_spreadsheet_is_found_out() {
    let text = format!("{HEADER}\r\njoerg@firma.example;Jörg Müßig;monthly;2026-12-31\r\n");
    let expected = vec![person("joerg@firma.example", "Jörg Müßig")];
    let windows: Vec<u8> = text.chars().map(|char| u8::try_from(char).expect("Latin-1")).collect();
    let marked = format!("\u{feff}{text}");
    let wide = |bytes_of: fn(u16) -> [u8; 2]| -> Vec<u8> { marked.encode_utf16().flat_map(bytes_of).collect() };
    let files = [
        (text.clone().into_bytes(), Encoding::Utf8),
        (marked.clone().into_bytes(), Encoding::Utf8),
        (windows, Encoding::Windows1252),
        (wide(u16::to_le_bytes), Encoding::Utf16),
        (wide(u16::to_be_bytes), Encoding::Utf16),
    ];
    for (file, encoding) in files {
        assert_eq!(people(&file), expected, "{encoding:?}");
        assert_eq!(understand(&file, Given::default()).encoding, encoding);
    }
}

#[test]
fn how_lines_end_and_what_separates_cells_does_not_matter() {
    let expected = vec![person("anna@firma.example", "Keller, Anna"), person("info@firma.example", "")];
    for end in ["\n", "\r", "\r\n"] {
        for separator in [",", ";", "\t"] {
            let lines = [
                "",
                ";;;",
                " Address ;DISPLAY_NAME;mode;Expires_On;;",
                "",
                " anna@firma.example ;\"Keller, Anna\";monthly ; 2026-12-31;;",
                ";;;;;",
                "info@firma.example;;Jährlich;15.03.2027;;",
            ];
            let text = lines.map(|line| line.replace(';', separator)).join(end);
            assert_eq!(people(text.as_bytes()), expected, "{separator:?} {end:?}");
            let bad = text.replace("Jährlich", "quarterly");
            let errors = understand(bad.as_bytes(), Given::default()).errors.errors;
            let found: Vec<_> = errors.iter().map(|error| (error.line, error.fault)).collect();
            assert_eq!(found, [(7, RosterFault::Mode)], "{separator:?} {end:?}");
        }
    }
    let named = format!("sep=,\r\n{}\r\na@firma.example,\"A; B\",none,2027-01-31", HEADER.replace(';', ","));
    assert_eq!(people(named.as_bytes()), [person("a@firma.example", "A; B")]);
}

#[test]
fn modes_and_dates_are_read_as_they_are_written_here() {
    let text = format!(
        "{HEADER};ordered_on\na@b.example;;Keine;1.2.2027;01.02.2026\nc@b.example;;MENSUEL;28.02.2027;31.01.2027\n"
    );
    let roster = taken(text.as_bytes(), Given::default());
    let read: Vec<_> =
        roster.entries().iter().map(|entry| (entry.mode, entry.expires_on, u8::from(entry.anchor_day))).collect();
    let expected = [(RenewalMode::Never, day("2027-02-01"), 1), (RenewalMode::Monthly, day("2027-02-28"), 31)];
    assert_eq!(read, expected);
}

#[test]
fn dates_between_slashes_are_in_one_order_in_the_whole_file() {
    let file = |dates: [&str; 2]| {
        let [first, second] = dates;
        format!("{HEADER}\na@b.example;;none;{first}\nc@b.example;;none;{second}\n").into_bytes()
    };
    let expiries = |bytes: &[u8], given: Given| -> Vec<_> {
        taken(bytes, given).entries().iter().map(|entry| entry.expires_on).collect()
    };
    let plain = Given::default;
    assert_eq!(expiries(&file(["03/04/2027", "31/12/2026"]), plain()), [day("2027-04-03"), day("2026-12-31")]);
    assert_eq!(expiries(&file(["03/04/2027", "12/31/2026"]), plain()), [day("2027-03-04"), day("2026-12-31")]);
    assert_eq!(expiries(&file(["05/05/2027", "2026-12-31"]), plain()), [day("2027-05-05"), day("2026-12-31")]);

    let open = file(["03/04/2027", "01/12/2027"]);
    let understood = understand(&open, plain());
    assert_eq!((understood.missing.clone(), understood.is_good()), (vec![Missing::Dates], false));
    let errors = understood.demand_good().expect_err("it must be asked");
    assert_eq!(
        (errors.total, errors.errors[0].fault, errors.errors[0].field.as_str()),
        (1, RosterFault::DateOrder, "dates")
    );
    let said = |order| Given { dates: Some(order), ..plain() };
    assert_eq!(expiries(&open, said(DateOrder::DayFirst)), [day("2027-04-03"), day("2027-12-01")]);
    assert_eq!(expiries(&open, said(DateOrder::MonthFirst)), [day("2027-03-04"), day("2027-01-12")]);

    // no order fits: the lines that are no date in the one that fits most are named
    let both = file(["13/04/2027", "12/31/2026"]);
    let errors = understand(&both, plain()).errors.errors;
    assert_eq!(
        errors.iter().map(|error| (error.line, error.fault)).collect::<Vec<_>>(),
        [(3, RosterFault::Date(DateError::Impossible))]
    );
}

/// A file of another program, with the people in it and what it does not say.
#[track_caller]
fn check_foreign(file: &[u8], expected: &[(String, String)]) {
    let understood = understand(file, Given::default());
    assert_eq!(understood.errors.errors, []);
    assert_eq!(understood.missing, [Column::Mode, Column::ExpiresOn].map(Missing::Column));
    assert_eq!(understood.accounts, expected.len());
    let errors = understood.demand_good().expect_err("something is missing");
    let fields: Vec<_> = errors.errors.iter().map(|error| (error.field.as_str(), error.fault)).collect();
    assert_eq!(fields, ["mode", "expires_on"].map(|field| (field, RosterFault::MissingColumn)));
    let given = Given { mode: Some(RenewalMode::Yearly), expires_on: Some(day("2027-01-31")), ..Given::default() };
    let roster = taken(file, given);
    let read: Vec<_> =
        roster.entries().iter().map(|entry| person(entry.address.as_str(), &entry.display_name)).collect();
    assert_eq!(read, expected);
    assert!(
        roster.entries().iter().all(|entry| (entry.mode, entry.expires_on) == (RenewalMode::Yearly, day("2027-01-31")))
    );
    assert!(roster.entries().iter().all(|entry| entry.ordered_on.is_none()), "a day of creation is no order date");
}

#[test]
fn files_of_other_programs_are_known() {
    let anna = person("anna.keller@firma.example", "Anna Keller");
    let info = person("info@firma.example", "Info");
    check_foreign(include_bytes!("../data/rosters/google-workspace.csv"), &[anna.clone(), info.clone()]);
    check_foreign(include_bytes!("../data/rosters/microsoft-365.csv"), &[anna.clone(), info.clone()]);
    check_foreign(include_bytes!("../data/rosters/modoboa.csv"), &[anna.clone(), info.clone()]);
    check_foreign(
        include_bytes!("../data/rosters/cpanel.csv"),
        &[person("anna.keller@firma.example", ""), person("info@firma.example", "")],
    );
    check_foreign(
        include_bytes!("../data/rosters/plesk.txt"),
        &[person("anna.keller@firma.example", ""), person("info@firma.example", "")],
    );
    check_foreign(include_bytes!("../data/rosters/mailcow.csv"), &[anna.clone(), info.clone()]);
    check_foreign(include_bytes!("../data/rosters/ovh.csv"), &[anna.clone(), info.clone()]);
    check_foreign(include_bytes!("../data/rosters/by-hand.csv"), &[anna, info]);
}

/// The same sheet as German Excel saves it ("CSV (Trennzeichen-getrennt)" in Windows-1252, "CSV UTF-8" with a mark, and "Unicode
/// Text"), as LibreOffice saves it (commas, or semicolons with all text in quotation marks), and as it is pasted from either.
#[test]
fn a_sheet_is_read_however_it_was_saved() {
    let files: [(&[u8], Encoding, char); 6] = [
        (include_bytes!("../data/rosters/excel-de.csv"), Encoding::Windows1252, ';'),
        (include_bytes!("../data/rosters/excel-de-utf-8.csv"), Encoding::Utf8, ';'),
        (include_bytes!("../data/rosters/excel-de-unicode.txt"), Encoding::Utf16, '\t'),
        (include_bytes!("../data/rosters/libreoffice.csv"), Encoding::Utf8, ','),
        (include_bytes!("../data/rosters/libreoffice-quoted.csv"), Encoding::Utf8, ';'),
        (include_bytes!("../data/rosters/pasted.txt"), Encoding::Utf8, '\t'),
    ];
    for (file, encoding, separator) in files {
        let understood = understand(file, Given::default());
        assert_eq!((understood.encoding, understood.separator), (encoding, Some(separator)));
        let roster = taken(file, Given::default());
        let read: Vec<_> = (roster.entries().iter())
            .map(|entry| (entry.address.as_str(), entry.display_name.as_str(), entry.mode, entry.expires_on))
            .collect();
        assert_eq!(
            read,
            [
                ("anna.keller@firma.example", "Keller, Anna", RenewalMode::Yearly, day("2026-12-31")),
                ("joerg.muessig@firma.example", "Jörg Müßig", RenewalMode::Monthly, day("2027-01-15")),
                ("info@firma.example", "Info „Zentrale“", RenewalMode::Never, day("2027-02-28")),
                ("lager@firma.example", "Lager \"Nord\"", RenewalMode::Monthly, day("2027-02-01")),
            ],
            "{encoding:?} {separator:?}"
        );
    }
}

#[test]
fn a_file_of_another_program_says_what_is_taken_of_it() {
    let columns = understand(include_bytes!("../data/rosters/microsoft-365.csv"), Given::default()).columns;
    let taken: Vec<_> = columns.iter().filter_map(|column| Some((column.name.as_str(), column.taken_as?))).collect();
    assert_eq!(taken, [("Display name", Column::DisplayName), ("User principal name", Column::Address)]);
    assert_eq!(columns.len(), 8, "what is passed over is listed");
}

#[test]
fn a_list_typed_without_a_header_is_read() {
    let typed = "anna@firma.example; Anna Keller; jährlich; 31.12.2026\nben@firma.example;;none;2027-01-15\n";
    let roster = taken(typed.as_bytes(), Given::default());
    let read: Vec<_> = (roster.entries().iter())
        .map(|entry| (entry.address.as_str(), entry.display_name.as_str(), entry.mode, entry.expires_on))
        .collect();
    assert_eq!(
        read,
        [
            ("anna@firma.example", "Anna Keller", RenewalMode::Yearly, day("2026-12-31")),
            ("ben@firma.example", "", RenewalMode::Never, day("2027-01-15")),
        ]
    );
    let bare = understand(b"Anna,anna@firma.example\nBen,ben@firma.example\n", Given::default());
    assert_eq!(bare.missing, [Column::Mode, Column::ExpiresOn].map(Missing::Column));
    assert_eq!((bare.accounts, bare.errors.total), (2, 0));
    assert_eq!(bare.examples, ["Anna", "anna@firma.example"]);
    let twice = understand(b"anna@firma.example\nanna@firma.example\n", Given::default());
    assert_eq!(twice.errors.errors[0].line, 2, "the first line is an account");
}

#[test]
fn what_columns_mean_can_be_said() {
    let file = "Wer;Kürzel;Weiteres;Bis;Wie\nAnna;ak;anna@firma.example;12.01.2027;jährlich\n".as_bytes();
    let said = |names: &str| Given { columns: names.split(',').map(Column::parse).collect(), ..Given::default() };
    let understood = understand(file, said("display_name,,address,expires_on,mode"));
    assert_eq!(understood.first.len(), 1);
    let first = &understood.first[0];
    assert_eq!(first.address.as_ref().map(|address| address.as_str()), Some("anna@firma.example"));
    assert_eq!((first.mode, first.expires_on), (Some(RenewalMode::Yearly), Some(day("2027-01-12"))));
    assert_eq!(taken(file, said("display_name,,address,expires_on,mode")).entries()[0].display_name, "Anna");

    let partly = understand(file, said("display_name"));
    assert_eq!(partly.missing, [Column::Address, Column::Mode, Column::ExpiresOn].map(Missing::Column));
    assert_eq!(partly.first[0].display_name.as_deref(), Some("Anna"));
    let twice = understand(file, said("display_name,display_name,address,expires_on,mode"));
    let fault = twice.errors.errors.iter().map(|error| (error.line, error.column, error.field.as_str(), error.fault));
    assert_eq!(fault.collect::<Vec<_>>(), [(1, 2, "Kürzel", RosterFault::ColumnTwice)]);

    // an unknown column of our own file is an error, until somebody says that it is to be passed over
    let own = b"address,display_name,mode,expires_on,room\na@b.example,,none,2027-01-31,12\n";
    assert_eq!(understand(own, Given::default()).errors.total, 1);
    assert_eq!(taken(own, said("address,display_name,mode,expires_on")).entries().len(), 1);
}

#[test]
fn a_file_that_nobody_knows_tells_what_is_missing() {
    let understood = understand(b"Abteilung,Raum\nEinkauf,12\n", Given::default());
    assert_eq!(understood.missing, [Column::Address, Column::Mode, Column::ExpiresOn].map(Missing::Column));
    assert_eq!((understood.columns.len(), understood.accounts), (2, 1));
    assert_eq!(understood.demand_good().expect_err("no addresses").total, 3);
}

/// A file that counts how many of its pieces are read.
struct Counted<'a> {
    file: &'a [u8],
    read: Cell<usize>,
}

impl Pieces for Counted<'_> {
    fn piece(&self, index: usize) -> Option<Cow<'_, [u8]>> {
        self.read.set(self.read.get() + 1);
        let bytes = &self.file;
        bytes.piece(index)
    }
}

#[test]
fn a_file_that_is_only_there_to_hurt_is_refused_early() {
    for (file, fault) in [
        (vec![b','; 4 << 20], RosterFault::Cell),
        ([b"a".to_vec(), vec![b','; 4 << 20]].concat(), RosterFault::Cell),
        ([b"a\n".to_vec(), vec![b','; 4 << 20]].concat(), RosterFault::Columns),
        (vec![0; 4 << 20], RosterFault::Cell),
    ] {
        let (file, read) =
            (Counted { file: &file, read: Cell::new(0) }, RosterReader::of(Given::default(), usize::MAX));
        let book = Host::found(company(day("2026-11-22"))).book;
        let understood = read.finish(book.roster_target(), &file);
        assert!(file.read.get() < 8, "{} pieces were read", file.read.get());
        assert_eq!(understood.errors.errors.iter().map(|error| error.fault).collect::<Vec<_>>(), [fault]);
        assert!(understood.columns.iter().all(|column| column.name.len() <= 200));
    }
}

#[test]
fn titles_above_the_columns_are_passed_over() {
    let table = "E-Mail;Name;Verlängerung;Ablaufdatum\nanna@firma.example;Anna;jährlich;31.12.2026\n";
    let expected = vec![person("anna@firma.example", "Anna")];
    for titles in ["Unsere Postfächer\n\n", "Unsere Postfächer;;;\nStand;27.11.2026;;\n;;;\n", "sep=;\nPostfächer\n"]
    {
        assert_eq!(people(format!("{titles}{table}").as_bytes()), expected, "{titles:?}");
    }
    // but never a line that may be about an account, and where no line names the address, the first one names the columns
    let columns = |text: &str| -> Vec<String> {
        understand(text.as_bytes(), Given::default()).columns.into_iter().map(|column| column.name).collect()
    };
    assert_eq!(
        columns(&format!("Postfach;Name\n{}anna@firma.example;E-Mail\n", "x;y\n".repeat(20))),
        ["Postfach", "Name"]
    );
    assert_eq!(columns("Postfach;Name\nanna@firma.example;Anna\nE-Mail;Name;Ablauf\n"), ["Postfach", "Name"]);
    assert_eq!(columns("Postfach;Name\nanna(at)firma.example;E-Mail\n"), ["Postfach", "Name"]);
    assert_eq!(columns("Postfach\nanna\n"), ["Postfach"]);
    assert_eq!(understand(b"Postfach\nanna\n", Given::default()).accounts, 1);
}

#[test]
fn of_several_addresses_in_a_line_none_is_lost_without_a_word() {
    let line = b"anna@firma.example; info@firma.example; lager@firma.example";
    assert_eq!(understand(line, Given::default()).missing[0], Missing::Column(Column::Address));
}
