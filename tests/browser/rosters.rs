//! A bad roster is explained line by line, and nothing of it is imported.

use serde_json::json;
use tests::workerd::Server;

use crate::{page::Page, screens::TODAY, thing::Name};

const BAD: &str = "\
address,display_name,mode,expires_on,ordered_on
good@musterfirma.example,Good,monthly,2026-12-01,
no-address,No,monthly,2026-12-01,
mode@musterfirma.example,Mode,weekly,2026-12-01,
date@musterfirma.example,Date,yearly,2027-02-30,
past@musterfirma.example,Past,yearly,2026-11-01,
GOOD@musterfirma.example,Again,yearly,2026-12-01,
cells@musterfirma.example,Cells
never@musterfirma.example,Never,monthly,2026-12-15,2026-01-10
";

/// Line, column and reason of each finding.
const FINDINGS: [(&str, &str, &str); 7] = [
    ("3", "1 address", "Das ist keine E-Mail-Adresse mit höchstens 254 Zeichen."),
    ("4", "3 mode", "Der Modus ist Monatlich, Jährlich oder Keine (monthly, yearly, none)."),
    ("5", "4 expires_on", "Diesen Tag gibt es nicht."),
    ("6", "4 expires_on", "Das Ablaufdatum muss nach dem heutigen Tag liegen."),
    ("7", "1 address", "Diese Adresse steht schon weiter oben in der Datei."),
    ("8", "", "Die Zeile hat eine andere Anzahl Spalten als die Kopfzeile."),
    ("9", "4 expires_on", "Der Stichtag passt nicht zum Ablaufdatum."),
];

#[test]
fn every_bad_line_is_named_and_nothing_is_made() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (bad, good) = (folder.path().join("bad.csv"), folder.path().join("good.csv"));
    std::fs::write(&bad, BAD).expect("the folder is ours");
    std::fs::write(&good, BAD.lines().take(2).collect::<Vec<_>>().join("\n")).expect("the folder is ours");
    let mut page = Page::new();
    page.open(&server.address());
    page.fill("textbox", "Name der Plattform", "Musterfirma GmbH");
    page.click("checkbox", "Testuhr ab");
    page.pick("Date", "Testuhr ab", TODAY);
    page.give_file(Name::Begins("CSV-Datei"), &bad);

    page.shows("7 Fehler in der Datei");
    page.shows("Es wurde nichts angelegt.");
    let rows = page.all("row", Name::Any);
    let rows: Vec<_> = rows.iter().skip(1).map(|row| page.text(row).replace('\t', "|")).collect();
    let wanted = FINDINGS.map(|(line, column, why)| format!("{line}|{column}|{why}"));
    assert_eq!(rows, wanted);
    page.find_when("button", "Importieren", |button| button.is("disabled"));
    assert_eq!(server.get("/platforms").expect(200).json()["items"], json!([]));

    // the file is corrected and chosen again
    page.give_file(Name::Begins("CSV-Datei"), &good);
    page.click("button", "1 Account importieren");
    page.counts("1 von 1 Account");
}

#[test]
fn files_that_are_no_roster_are_told_apart() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let head = "address,display_name,mode,expires_on\n";
    let torn = [head.as_bytes(), "a@b.example,Müller M".as_bytes(), b"\xfcller,monthly,2099-12-01\n"].concat();
    let many = format!("{head}{}", "a@b.example,,monthly,2099-12-01\n".repeat(100_001));
    let mut page = Page::new();
    page.open(&server.address());
    for (content, why) in [
        (Vec::new(), "Die Datei ist leer."),
        (head.into(), "Die Datei hat nur eine Kopfzeile und keine Accounts."),
        (
            b"address,name,mode,expires_on\nx@y.example,,monthly,2099-01-01\n".to_vec(),
            "Diese Spalte ist nicht bekannt.",
        ),
        (torn, "Der Text ist beschädigt: Er steht nicht in der Kodierung der Datei."),
        (many.into_bytes(), "Die Datei hat mehr als 100.000 Accounts."),
    ] {
        let path = folder.path().join("roster.csv");
        std::fs::write(&path, content).expect("the folder is ours");
        page.give_file(Name::Begins("CSV-Datei"), &path);
        page.shows(why);
    }
}

#[test]
fn what_is_missing_in_the_form_is_said_at_the_field() {
    let server = Server::start();
    let mut page = Page::new();
    page.open(&server.address());
    page.give_file(Name::Begins("CSV-Datei"), &crate::screens::roster_path(crate::screens::LARGE_ROSTER));
    page.click("checkbox", "Testuhr ab");
    page.pick("Date", "Testuhr ab", TODAY);
    page.fill("textbox", Name::Begins("Preis je Jahr"), "viel");
    page.click("button", "1.000 Accounts importieren");
    page.shows("Bitte einen Namen eingeben.");
    page.shows("Bitte einen Betrag eingeben, zum Beispiel 2,49.");
    assert_eq!(server.get("/platforms").expect(200).json()["items"], json!([]));
}
