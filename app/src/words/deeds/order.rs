//! Ordering accounts.

use super::{Count, Say, Text};
use crate::words::{de, en, fr};

/// The words of an order.
#[derive(Debug)]
pub struct OrderWords {
    pub title: Text,
    pub quantity: Text,
    /// Names the bounds.
    pub quantity_invalid: Text,
    /// What one account costs for a month.
    pub monthly_price: Say,
    pub yearly_price: Say,
    /// An amount and a percentage: `spart 6,00 € im Jahr (20 %)`.
    pub saves: fn(&str, usize) -> String,
    pub cost: Text,
    pub period: Text,
    /// From the first day to the last.
    pub span: fn(&str, &str) -> String,
    pub net: Text,
    /// With its rate.
    pub vat: Say,
    pub gross: Text,
    pub later: Text,
    pub send: Text,
    pub sending: Text,
    /// It costs something else now.
    pub changed: Text,
    /// What it was before.
    pub was: Say,
    pub ordered: Count,
    pub number: Text,
    pub invoice: Text,
}

pub(super) const DE: OrderWords = OrderWords {
    title: "Accounts bestellen",
    quantity: "Anzahl Accounts",
    quantity_invalid: "Bitte eine ganze Zahl von 1 bis 1.000 eingeben.",
    monthly_price: |net| format!("{net} netto je Account und Monat"),
    yearly_price: |net| format!("{net} netto je Account und Jahr"),
    saves: |amount, percent| format!("spart {amount} im Jahr ({percent}\u{a0}%)"),
    cost: "Was es kostet",
    period: "Zeitraum",
    span: |first, last| format!("{first} bis {last}"),
    net: "Netto",
    vat: |rate| format!("MwSt. {rate}\u{a0}%"),
    gross: "Brutto",
    later: "Die neuen Accounts sind noch nicht eingerichtet. Adresse und Name geben Sie ihnen danach.",
    send: "Zahlungspflichtig bestellen",
    sending: "Wird bestellt …",
    changed: "Die Bestellung kostet inzwischen etwas anderes. Was anders ist, ist markiert. Bestellt wurde nichts.",
    was: |text| format!("bisher {text}"),
    ordered: |count| format!("{} bestellt", de::accounts(count)),
    number: "Bestellnummer",
    invoice: "Rechnung",
};

pub(super) const EN: OrderWords = OrderWords {
    title: "Order accounts",
    quantity: "Number of accounts",
    quantity_invalid: "Please enter a whole number from 1 to 1,000.",
    monthly_price: |net| format!("{net} net per account and month"),
    yearly_price: |net| format!("{net} net per account and year"),
    saves: |amount, percent| format!("saves {amount} a year ({percent}%)"),
    cost: "What it costs",
    period: "Period",
    span: |first, last| format!("{first} to {last}"),
    net: "Net",
    vat: |rate| format!("VAT {rate}%"),
    gross: "Gross",
    later: "The new accounts are not set up yet. You give them an address and a name afterwards.",
    send: "Order and pay",
    sending: "Ordering …",
    changed: "The order costs something else by now. What differs is marked. Nothing was ordered.",
    was: |text| format!("was {text}"),
    ordered: |count| format!("{} ordered", en::accounts(count)),
    number: "Order number",
    invoice: "Invoice",
};

pub(super) const FR: OrderWords = OrderWords {
    title: "Commander des comptes",
    quantity: "Nombre de comptes",
    quantity_invalid: "Veuillez saisir un nombre entier de 1 à 1 000.",
    monthly_price: |net| format!("{net} HT par compte et par mois"),
    yearly_price: |net| format!("{net} HT par compte et par an"),
    saves: |amount, percent| format!("économise {amount} par an ({percent}\u{a0}%)"),
    cost: "Ce que cela coûte",
    period: "Période",
    span: |first, last| format!("du {first} au {last}"),
    net: "HT",
    vat: |rate| format!("TVA {rate}\u{a0}%"),
    gross: "TTC",
    later: "Les nouveaux comptes ne sont pas encore configurés. Vous leur donnez ensuite une adresse et un nom.",
    send: "Commander avec obligation de paiement",
    sending: "Commande en cours …",
    changed: "La commande coûte autre chose entre-temps. Ce qui diffère est marqué. Rien n’a été commandé.",
    was: |text| format!("avant {text}"),
    ordered: |count| format!("{} {}", fr::accounts(count), if count < 2 { "commandé" } else { "commandés" }),
    number: "Numéro de commande",
    invoice: "Facture",
};
