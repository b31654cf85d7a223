//! The German words of what a person may ask for.

use super::count::accounts;
use crate::words::PersonWords;

pub(in crate::words) static PERSONS: PersonWords = PersonWords {
    title: "Auskunft und Löschung",
    note: "Für Anfragen von Personen: was über eine Adresse gespeichert ist, und wie Adresse und Name gelöscht werden.",
    demo: "In der Demo sind alle Personen erfunden. Hier wird nichts gelöscht; verwerfen Sie die Demo, ist alles weg.",
    address: "Adresse eines Postfachs",
    hint: "Auch eine frühere, gleich in welcher Schreibweise.",
    download: "Auskunft herunterladen",
    open: "Texte löschen …",
    looking: "Sucht …",
    erase: "Adresse und Name löschen",
    goes: "Das wird gelöscht",
    accounts: |count| format!("Adresse und Name von {}", accounts(count)),
    entries: |count| {
        if count == 1 {
            "die Texte in 1 Eintrag der Aufzeichnung".to_owned()
        } else {
            format!("die Texte in {count} Einträgen der Aufzeichnung")
        }
    },
    answers: |count| {
        if count == 1 {
            "die Texte in 1 gespeicherten Antwort".to_owned()
        } else {
            format!("die Texte in {count} gespeicherten Antworten")
        }
    },
    before: |count| format!("nur die frühere Adresse von {}: Was jetzt dort steht, bleibt", accounts(count)),
    stays: "Das bleibt",
    numbers: "Nummern, Daten, Beträge und Rechnungen. Rechnungen nennen keine Adressen.",
    kept_until: |day| {
        format!("Die letzte Rechnung wird für die Buchführung bis {day} aufbewahrt (§ 14b UStG, § 147 AO).")
    },
    no_invoice: "Keine Rechnung betrifft diese Accounts.",
    backups: "Sicherungen und Archive von früher enthalten die Texte weiterhin.",
    for_good: "Das lässt sich nicht rückgängig machen.",
    type_address: |address| format!("Zum Bestätigen {address} eintippen"),
    send: "Endgültig löschen",
    sending: "Löscht …",
};
