//! German.

use chrono::Datelike;

use super::words::Words;

pub(super) const WORDS: Words = Words {
    invoice: "Rechnung",
    number: "Rechnungsnummer",
    date: "Rechnungsdatum",
    reason: "Anlass",
    to: "Rechnung an",
    from: "Rechnung von",
    vat_id: "USt-IdNr.",
    what: "Leistung",
    period: "Zeitraum",
    quantity: "Anzahl",
    unit_net: "Einzelpreis",
    vat: "MwSt.",
    net: "Netto",
    net_sum: "Summe netto",
    gross_sum: "Summe brutto",
    on: "auf",
    reverse_charge: "Steuerschuldnerschaft des Leistungsempfängers",
    exempt: "Steuerfreie Leistung",
    zero: "Steuersatz 0\u{a0}%",
    page: ["Seite", "von"],
    order: "Bestellung",
    renewal: "Verlängerung",
    monthly: "E-Mail-Account, monatlich",
    yearly: "E-Mail-Account, jährlich",
    thousands: ".",
    decimal: ",",
    percent: "\u{a0}%",
    day: |date| format!("{:02}.{:02}.{}", date.day(), date.month(), date.year()),
    price: |sign, number, symbol| format!("{sign}{number}\u{a0}{symbol}"),
};
