//! Words of the deeds other than changes of modes: ordering, one account's mailbox, the end of a platform.

use super::count::accounts;
use crate::words::shape::{DeedWords, EndingWords, MailboxWords, OrderWords};

pub(super) const DEEDS: DeedWords = DeedWords { order: ORDER, mailbox: MAILBOX, ending: ENDING };

const ORDER: OrderWords = OrderWords {
    title: "Accounts bestellen",
    quantity: "Anzahl der Accounts",
    quantity_invalid: "Bitte eine ganze Zahl von 1 bis 1.000 eingeben.",
    monthly_price: |net| format!("{net} netto je Account und Monat"),
    yearly_price: |net| format!("{net} netto je Account und Jahr"),
    saves: |amount, percent| format!("spart {amount} im Jahr ({percent}\u{a0}%)"),
    cost: "Kosten",
    period: "Zeitraum",
    span: |first, last| format!("{first} bis {last}"),
    net: "Netto",
    vat: |rate| format!("MwSt. {rate}"),
    gross: "Brutto",
    later: "Die neuen Accounts sind noch nicht eingerichtet. Adresse und Name geben Sie ihnen danach.",
    send: "Zahlungspflichtig bestellen",
    sending: "Wird bestellt …",
    changed: "Der Preis hat sich geändert; bestellt wurde nichts. Was anders ist, ist markiert.",
    was: |text| format!("bisher {text}"),
    ordered: |count| format!("{} bestellt", accounts(count)),
    number: "Bestellnummer",
    invoice: "Rechnung",
};

const MAILBOX: MailboxWords = MailboxWords {
    set_up: "Einrichten",
    edit: "Bearbeiten",
    address: "E-Mail-Adresse",
    domains: |domains| format!("Mögliche Domains: {domains}"),
    any_domain: "Zum Beispiel anna.keller@musterfirma.example",
    name: "Anzeigename",
    name_hint: "Kann leer bleiben.",
    save: "Speichern",
    sending: "Wird gespeichert …",
    reset: "Diesen Account zurücksetzen",
    reset_send: "Zurücksetzen",
    lost: "Das geht verloren",
    lost_content: "alle Nachrichten und Dateien im Postfach",
    lost_address: |address| format!("die Adresse {address}: Sie kann sofort neu vergeben werden"),
    lost_name: |name| format!("der Anzeigename {name}"),
    stays: "Das bleibt",
    stays_mode: |mode, net| format!("Verlängerung {mode}, {net} netto"),
    stays_none: "Verlängerung Keine: Der Account endet zum Ablaufdatum",
    stays_paid: |date| format!("Ablaufdatum {date}"),
    stays_note: "Der Account bleibt leer und wird weiter abgerechnet, bis er endet oder neu eingerichtet wird.",
    final_note: "Das kann nicht rückgängig gemacht werden.",
    type_address: |address| format!("Geben Sie zur Bestätigung die Adresse {address} ein"),
    restore: "Wiederherstellen",
    restore_until: |date| format!("Möglich bis zum Tag vor der Löschung am {date}."),
    restore_note: "Abgerechnet wird ohne Lücke ab dem alten Ablaufdatum, sofort und auf einer eigenen Rechnung.",
    history: "Verlauf",
};

const ENDING: EndingWords = EndingWords {
    terminate: "Kündigen",
    closing: |count| {
        let each = if count == 1 { "wird an seinem" } else { "werden geschlossen, jeder an seinem" };
        let end = if count == 1 { "Ablaufdatum geschlossen." } else { "Ablaufdatum." };
        format!("{} {each} {end}", accounts(count))
    },
    on: |date, count| format!("{date}: {}", accounts(count)),
    later: |_, date| format!("gelöscht am {date}"),
    last: |date| format!("Am {date} ist der letzte Account gelöscht und die Plattform geschlossen."),
    last_note: "Eine geschlossene Plattform kann nur noch angesehen werden.",
    at_once: "Es gibt keine Accounts mehr: Die Plattform wird sofort geschlossen. Das kann nicht zurückgenommen werden.",
    until_then: "Bis dahin kann die Kündigung zurückgenommen werden: Accounts, die noch nicht geschlossen sind, bekommen ihren Modus zurück.",
    lost: "Mit jedem Account gehen seine Inhalte verloren. Bereits bezahlte Laufzeit wird nicht erstattet.",
    type_name: |name| format!("Geben Sie zur Bestätigung den Namen {name} ein"),
    sending: "Wird gekündigt …",
    take_back: "Kündigung zurücknehmen",
    banner: |count, date| {
        let will = if count == 1 { "wird" } else { "werden" };
        format!("Diese Plattform ist gekündigt: {} {will} bis zum {date} geschlossen.", accounts(count))
    },
    banner_suspended: |date| {
        format!("Diese Plattform ist gekündigt: Alle Accounts sind gesperrt, der letzte wird am {date} gelöscht.")
    },
    closed_banner: "Diese Plattform ist geschlossen. Sie kann nur noch angesehen werden.",
    back_note: "Jeder Account, der noch nicht geschlossen ist, bekommt genau den Modus zurück, den er hatte:",
    back_to: |count, mode| format!("{}: {mode}", accounts(count)),
    back_none: "Kein Account ist mehr aktiv. Gesperrte bleiben gesperrt und können dann wiederhergestellt werden.",
    terminating: "Die Plattform ist gekündigt.",
    moved: "Die Plattform ist umgezogen. Hier lässt sich nichts mehr ändern.",
    closed: "Die Plattform ist geschlossen.",
    no_account: "Diesen Account gibt es nicht.",
    not_active: "Der Account ist gesperrt oder gelöscht.",
    not_configured: "Der Account ist nicht eingerichtet.",
    not_suspended: "Der Account ist nicht gesperrt.",
    not_possible: "Das ist gerade nicht möglich.",
};
