//! What stands on an invoice in the three languages, and how they write dates, amounts and rates.

use chrono::{Datelike, NaiveDate};

use crate::{
    calendar::{Period, Term},
    invoice::InvoiceKind,
    money::{Amount, VatRate},
    platform::Currency,
};

/// A language of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// German.
    De,
    /// English.
    En,
    /// French.
    Fr,
}

pub(super) struct Words {
    pub invoice: &'static str,
    pub number: &'static str,
    pub date: &'static str,
    pub reason: &'static str,
    pub to: &'static str,
    pub from: &'static str,
    pub vat_id: &'static str,
    pub what: &'static str,
    pub period: &'static str,
    pub quantity: &'static str,
    pub unit_net: &'static str,
    pub vat: &'static str,
    pub net: &'static str,
    pub net_sum: &'static str,
    pub gross_sum: &'static str,
    /// Of a rate, on a sum.
    pub on: &'static str,
    pub page: [&'static str; 2],
    order: &'static str,
    renewal: &'static str,
    monthly: &'static str,
    yearly: &'static str,
}

const DE: Words = Words {
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
    page: ["Seite", "von"],
    order: "Bestellung",
    renewal: "Verlängerung",
    monthly: "E-Mail-Account, monatlich",
    yearly: "E-Mail-Account, jährlich",
};

const EN: Words = Words {
    invoice: "Invoice",
    number: "Invoice number",
    date: "Invoice date",
    reason: "Reason",
    to: "Invoice to",
    from: "Invoice from",
    vat_id: "VAT ID",
    what: "Description",
    period: "Period",
    quantity: "Quantity",
    unit_net: "Unit price",
    vat: "VAT",
    net: "Net",
    net_sum: "Total net",
    gross_sum: "Total gross",
    on: "on",
    page: ["Page", "of"],
    order: "Order",
    renewal: "Renewal",
    monthly: "Email account, monthly",
    yearly: "Email account, yearly",
};

const FR: Words = Words {
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
    page: ["Page", "sur"],
    order: "Commande",
    renewal: "Renouvellement",
    monthly: "Compte e-mail, mensuel",
    yearly: "Compte e-mail, annuel",
};

const ENGLISH_MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Words {
    pub fn kind(&self, kind: InvoiceKind) -> &'static str {
        match kind {
            InvoiceKind::Order => self.order,
            InvoiceKind::Renewal => self.renewal,
        }
    }

    pub fn term(&self, term: Term) -> &'static str {
        match term {
            Term::Monthly => self.monthly,
            Term::Yearly => self.yearly,
        }
    }
}

impl Language {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::De, Self::En, Self::Fr];

    /// As in `<html lang>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// The language of a tag such as `de-AT`.
    pub fn parse(tag: &str) -> Option<Self> {
        let code = tag.split(['-', '_']).next().unwrap_or(tag);
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }

    pub(super) const fn words(self) -> &'static Words {
        match self {
            Self::De => &DE,
            Self::En => &EN,
            Self::Fr => &FR,
        }
    }

    /// `01.12.2026`, `1 Dec 2026`, `01/12/2026`.
    pub fn date(self, date: NaiveDate) -> String {
        let (day, month, year) = (date.day(), date.month(), date.year());
        match self {
            Self::De => format!("{day:02}.{month:02}.{year}"),
            Self::En => {
                let name = usize::try_from(date.month0()).ok().and_then(|month| ENGLISH_MONTHS.get(month));
                format!("{day}\u{a0}{}\u{a0}{year}", name.unwrap_or(&""))
            }
            Self::Fr => format!("{day:02}/{month:02}/{year}"),
        }
    }

    /// First and last day: people count the days they have, not the first they have not.
    pub fn period(self, period: Period) -> String {
        let last = period.end.pred_opt().unwrap_or(period.end);
        format!("{} – {}", self.date(period.start), self.date(last))
    }

    /// `7.430,16 €`, `€7,430.16`, `7 430,16 €`. `digits` is how many a currency has after the point.
    pub fn money(self, amount: Amount, currency: &Currency, digits: usize) -> String {
        let text = amount.decimal(digits);
        let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |text| ("-", text));
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let (mark, point) = self.marks();
        let point = if part.is_empty() { "" } else { point };
        let number = format!("{}{point}{part}", grouped(whole, mark));
        let symbol = match currency.as_str() {
            "EUR" => "€",
            code => code,
        };
        match self {
            Self::En if symbol == "€" => format!("{sign}€{number}"),
            Self::En => format!("{sign}{symbol}\u{a0}{number}"),
            Self::De | Self::Fr => format!("{sign}{number}\u{a0}{symbol}"),
        }
    }

    /// `1.000`, `1,000`, `1 000`.
    pub fn count(self, number: u32) -> String {
        grouped(&number.to_string(), self.marks().0)
    }

    /// `19 %`, `5,5 %`.
    pub fn rate(self, rate: VatRate) -> String {
        let text = Amount(i64::from(rate.0)).decimal(2);
        let text = text.trim_end_matches('0').trim_end_matches('.').replace('.', self.marks().1);
        match self {
            Self::De | Self::Fr => format!("{text}\u{a0}%"),
            Self::En => format!("{text}%"),
        }
    }

    /// Between thousands, and before the minor units.
    const fn marks(self) -> (&'static str, &'static str) {
        match self {
            Self::De => (".", ","),
            Self::En => (",", "."),
            Self::Fr => ("\u{202f}", ","),
        }
    }
}

fn grouped(digits: &str, mark: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(mark);
        }
        text.push(digit);
    }
    text
}
