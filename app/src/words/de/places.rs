//! Words of the places other than the list: invoices, one account, the history.

use super::count::accounts;
use crate::words::shape::{AccountWords, InvoiceWords, PlaceWords, RecordWords};

pub(super) const PLACES: PlaceWords = PlaceWords { invoices: INVOICES, settings: "Einstellungen" };

const INVOICES: InvoiceWords = InvoiceWords {
    tab: "Rechnungen",
    caption: "Rechnungen, neueste zuerst",
    number: "Nummer",
    date: "Datum",
    kind: "Art",
    order: "Bestellung",
    renewal: "Verlängerung",
    net: "Netto",
    vat: "MwSt.",
    gross: "Brutto",
    empty_title: "Noch keine Rechnungen",
    empty_text: "Mit der ersten Bestellung oder Verlängerung entsteht hier eine Rechnung.",
    unknown_title: "Diese Rechnung gibt es nicht",
    unknown_text: "Vielleicht ist die Nummer unvollständig.",
    back: "Alle Rechnungen",
    print: "Drucken",
    title: |number| format!("Rechnung {number}"),
    seller: "Rechnung von",
    buyer: "Rechnung an",
    vat_id: "USt-IdNr.",
    lines: "Positionen",
    what: "Leistung",
    monthly: "E-Mail-Account, monatlich",
    yearly: "E-Mail-Account, jährlich",
    period: "Zeitraum",
    span: |first, last| format!("{first} bis {last}"),
    quantity: "Anzahl",
    unit: "Einzelpreis",
    vat_on: |rate, net| format!("{rate} MwSt. auf {net}"),
    total_net: "Summe netto",
    total_gross: "Summe brutto",
    accounts,
};

/// The words of the history. They come with the rest of the page.
pub(in crate::words) static RECORD: RecordWords = RecordWords {
    created: "Plattform angelegt",
    imported: |count| format!("{} importiert", accounts(count)),
    renewed: |count| format!("{} verlängert", accounts(count)),
    ordered: |count| format!("{} bestellt", accounts(count)),
    set_up: |address| format!("{address} eingerichtet"),
    reset: |address| format!("{address} zurückgesetzt"),
    restored: |address| format!("{address} wiederhergestellt"),
    import_undone: |count| format!("Import von {} rückgängig gemacht", accounts(count)),
    terminated: |count| {
        format!("Plattform gekündigt: {} {}", accounts(count), if count == 1 { "endet" } else { "enden" })
    },
    termination_undone: |count| format!("Kündigung zurückgenommen für {}", accounts(count)),
    settings: |which| format!("Einstellungen geändert: {which}"),
    clock: |date| format!("Uhr gestellt auf den {date}"),
    moved_away: |url| format!("Umgezogen nach {url}"),
    moved_in: "Hierher umgezogen",
    erased: "Adresse und Name auf Wunsch gelöscht",
    erased_on: |day| format!("am {day} auf Wunsch gelöscht"),
    erased_then: "auf Wunsch gelöscht",
    invoice: "Rechnung",
    gross: |amount| format!("{amount} brutto"),
    net: |amount| format!("{amount} netto"),
    lost: "Inhalt, Adresse und Name entfernt",
    import_touched: "Seither wurde ein Account dieser Liste geändert oder fällig.",
    take_back_title: "Import rückgängig machen",
    take_back: |count| format!("{} {}.", accounts(count), if count == 1 { "wird entfernt" } else { "werden entfernt" }),
    take_back_note: "Für sie wurde nichts berechnet. Die Liste kann danach noch einmal importiert werden.",
    own_imported: "Importiert",
    paid_until: |date| format!("bezahlt bis {date}"),
    own_mode: |from, to| format!("Verlängerung geändert: {from} → {to}"),
    own_undo: |from, to| format!("Änderung rückgängig gemacht: {from} → {to}"),
    takes_effect: |date| format!("wirksam ab {date}"),
    own_renewed: "Verlängert",
    own_suspended: "Gesperrt",
    own_deleted: "Gelöscht",
    own_ordered: "Bestellt",
    own_set_up: |address| format!("Eingerichtet: {address}"),
    own_reset: "Zurückgesetzt",
    own_restored: "Wiederhergestellt",
    own_import_undone: "Import rückgängig gemacht",
    own_terminated: |mode| format!("Plattform gekündigt: {mode} → Keine"),
    own_termination_undone: |mode| format!("Kündigung zurückgenommen: wieder {mode}"),
};

/// The words of one account's page. They come with the rest of the page.
pub(in crate::words) static ACCOUNT: AccountWords = AccountWords {
    back: "Alle Accounts",
    unknown_title: "Diesen Account gibt es nicht",
    unknown_text: "Auf dieser Plattform gab es nie einen Account mit dieser Nummer.",
    withdrawn: "Der Import dieses Accounts wurde rückgängig gemacht.",
    no_name: "Ohne Anzeigename",
    facts: "Angaben",
    history: "Verlauf dieses Accounts",
    ordered_on: "Bestellt am",
    not_known: "Nicht bekannt",
    anchor_day: "Stichtag",
    anchor: |day| {
        let short = if matches!(day, "29" | "30" | "31") { " oder letzter Tag" } else { "" };
        format!("{day}. des Monats{short}")
    },
    then: "Danach",
    renews_monthly: |net| format!("verlängert sich um einen Monat für {net} netto"),
    renews_yearly: |net| format!("verlängert sich um ein Jahr für {net} netto"),
    closes: "wird geschlossen und gelöscht",
    closes_later: |date| format!("wird gesperrt und am {date} gelöscht"),
    deletes_on: "Wird gelöscht am",
    deleted_on: "Gelöscht am",
    reset_on: "Zurückgesetzt am",
    held: |mode| format!("ohne Kündigung: {mode}"),
};
