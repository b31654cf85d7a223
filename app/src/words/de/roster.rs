//! The German words of a roster that is imported.

use super::count::{accounts, n, of};
use crate::words::RosterWords;

pub(in crate::words) static ROSTER: RosterWords = RosterWords {
    name: "Name der Plattform",
    name_hint: "Zum Beispiel der Name der Firma",
    file: "CSV-Datei",
    file_drop: "Datei wählen oder hierher ziehen",
    file_columns: "Spalten: address, display_name, mode, expires_on; dazu wahlweise ordered_on, anchor_day.",
    test_clock: "Testuhr ab",
    test_clock_note: "Die Plattform hat ihre eigene Uhr, die Sie selbst weiterstellen.",
    monthly_price: "Preis je Monat, netto",
    yearly_price: "Preis je Jahr, netto",
    price_note: "Je Account; gilt ab dem ersten Tag.",
    price_invalid: "Bitte einen Betrag eingeben, zum Beispiel 2,49.",
    vat: "MwSt. in %",
    vat_invalid: "Bitte einen Satz von 0 bis 100 eingeben, zum Beispiel 19.",
    retention: "Tage bis zur Löschung",
    retention_invalid: "Bitte eine Zahl von 0 bis 365 eingeben.",
    name_missing: "Bitte einen Namen eingeben.",
    date_missing: "Bitte ein Datum wählen.",
    zone_invalid: "Bitte eine Zeitzone wie Europe/Berlin eingeben.",
    zone_today: |date| {
        format!(
            "Dort ist heute der {date}. Die Zeitzone sagt, wann ein Tag beginnt, und lässt sich später nicht ändern."
        )
    },
    ready: |count| format!("{} {} importiert werden.", accounts(count), if count == 1 { "kann" } else { "können" }),
    import: "Importieren",
    import_n: |count| format!("{} importieren", accounts(count)),
    importing: "Wird importiert …",
    errors: |count| of(count, "Fehler in der Datei", "Fehler in der Datei"),
    errors_text: "Es wurde nichts angelegt. Korrigieren Sie diese Zeilen und wählen Sie die Datei noch einmal.",
    errors_more: |count| format!("… und {} weitere", n(count)),
    line: "Zeile",
    column: "Spalte",
    what: "Was nicht stimmt",
    paste: "Oder hier einfügen",
    paste_hint: "Zeilen aus einer Tabelle, oder von Hand: Adresse; Name; Modus; Ablaufdatum",
    pasted: "Eingefügter Text",
    step: "Was die Datei nicht sagt",
    step_text: "Ordnen Sie die Spalten zu. Was in keiner Spalte steht, gilt für alle Accounts der Datei.",
    choose: "Bitte wählen",
    not_taken: "Nicht übernehmen",
    for_all: "Für alle",
    column_n: |count| format!("Spalte {}", n(count)),
    display_name: "Anzeigename",
    dates: "Datum mit Schrägstrichen",
    day_first: "Tag zuerst: 31/12",
    month_first: "Monat zuerst: 12/31",
    first_rows: "Die ersten Zeilen, so verstanden",
    passed_over: "Nicht übernommen",
    encoding: |name| format!("Gelesen als {name}. Stimmen die Umlaute?"),
    old: |date| {
        format!(
            "Die Liste ist von früher: Der erste Account läuft schon am {date} ab. Mit einer Testuhr beginnt die Plattform davor."
        )
    },
    old_clock: |date| format!("Testuhr ab {date}"),
};
