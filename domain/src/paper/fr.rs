//! French.

use chrono::Datelike;

use super::words::Words;

pub(super) const WORDS: Words = Words {
    invoice: "Facture",
    number: "Numéro de facture",
    date: "Date de facture",
    reason: "Objet",
    to: "Facturé à",
    from: "Facturé par",
    vat_id: "N° TVA",
    what: "Désignation",
    period: "Période",
    quantity: "Quantité",
    unit_net: "Prix unitaire",
    vat: "TVA",
    net: "HT",
    net_sum: "Total HT",
    gross_sum: "Total TTC",
    on: "sur",
    reverse_charge: "Autoliquidation",
    exempt: "Exonération de TVA",
    zero: "TVA au taux de 0\u{a0}%",
    page: ["Page", "sur"],
    order: "Commande",
    renewal: "Renouvellement",
    monthly: "Compte e-mail, mensuel",
    yearly: "Compte e-mail, annuel",
    thousands: "\u{202f}",
    decimal: ",",
    percent: "\u{a0}%",
    day: |date| format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
    price: |sign, number, symbol| format!("{sign}{number}\u{a0}{symbol}"),
};
