//! Invoices: what charges of one day add up to. An invoice is written once and never changed.

use std::{collections::BTreeMap, fmt};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    account::AccountId,
    calendar::{Period, Term, iso},
    charge::Charge,
    money::{Amount, VatRate},
    party::Party,
    platform::{Currency, Platform},
    tax::TaxCategory,
};

/// An invoice number, `<year>-<six digits>`, without gaps per platform and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InvoiceNumber {
    /// The year of the invoice date.
    pub year: i32,
    /// The number within the year, from 1.
    pub sequence: u32,
}

impl fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:06}", self.year, self.sequence)
    }
}

impl From<InvoiceNumber> for String {
    fn from(number: InvoiceNumber) -> Self {
        number.to_string()
    }
}

/// The error of a text that is not an invoice number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an invoice number is a year, a hyphen and six digits")]
pub struct InvoiceNumberError;

impl TryFrom<String> for InvoiceNumber {
    type Error = InvoiceNumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let number = text
            .split_once('-')
            .and_then(|(year, sequence)| Some(Self { year: year.parse().ok()?, sequence: sequence.parse().ok()? }));
        number.filter(|number| number.to_string() == text).ok_or(InvoiceNumberError)
    }
}

/// What an invoice is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// An order.
    Order,
    /// The renewals of a day, or one restore.
    Renewal,
}

/// Accounts with the same term, period and unit price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceLine {
    /// How long the period is.
    pub term: Term,
    /// The time that is paid for.
    pub period: Period,
    /// The number of accounts.
    pub quantity: u32,
    /// The net price of one account.
    pub unit_net: Amount,
    /// Quantity × unit price, without rounding.
    pub net: Amount,
    /// The rate the line is taxed at.
    pub vat_rate: VatRate,
    /// The accounts, by id.
    pub accounts: Vec<AccountId>,
}

/// The tax at one rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RateSum {
    /// The rate.
    pub vat_rate: VatRate,
    /// The sum of the lines at this rate.
    pub net: Amount,
    /// The tax on that sum.
    pub vat: Amount,
}

/// An invoice. It has all that is printed of it, so that nothing of it ever reads differently later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(from = "Stored")]
pub struct Invoice {
    /// Its number.
    pub number: InvoiceNumber,
    /// The day of the invoice.
    #[serde(with = "iso")]
    pub date: NaiveDate,
    /// What it is for.
    pub kind: InvoiceKind,
    /// The seller, as the settings were on the day of the invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller: Option<Party>,
    /// The buyer, as the settings were on the day of the invoice. Where none was set, it is the platform by its name of
    /// that day.
    pub buyer: Party,
    /// The currency of all amounts.
    pub currency: Currency,
    /// How many digits amounts have after the point.
    pub minor_units: usize,
    /// The category of tax on the day of the invoice.
    pub tax_category: TaxCategory,
    /// The text that the seller wants in place of the usual words of the category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_reason: Option<String>,
    /// The lines, sorted by period, term, price and rate.
    pub lines: Vec<InvoiceLine>,
    /// The tax at each rate, sorted by rate.
    pub rates: Vec<RateSum>,
    /// The sum of the lines.
    pub net: Amount,
    /// The sum of the taxes at all rates.
    pub vat: Amount,
    /// Net + VAT.
    pub gross: Amount,
}

/// Collects accounts by what each is charged, and then makes the invoice. Nothing is charged in any other way.
#[derive(Debug, Default)]
pub struct Charges(BTreeMap<Charge, Vec<AccountId>>);

impl Charges {
    /// Charges `account`.
    pub fn add(&mut self, account: AccountId, charge: Charge) {
        self.0.entry(charge).or_default().push(account);
    }

    /// Whether nothing is charged.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The invoice over everything added.
    pub fn invoice(self, platform: &Platform, number: InvoiceNumber, date: NaiveDate, kind: InvoiceKind) -> Invoice {
        let lines: Vec<InvoiceLine> = self
            .0
            .into_iter()
            .map(|(Charge { period, term, unit_net, vat_rate }, accounts)| {
                let quantity = u32::try_from(accounts.len()).unwrap_or(u32::MAX);
                InvoiceLine { term, period, quantity, unit_net, net: unit_net.times(quantity), vat_rate, accounts }
            })
            .collect();
        let rates = rate_sums(&lines);
        let net = lines.iter().map(|line| line.net).sum();
        let vat = rates.iter().map(|rate| rate.vat).sum();
        Invoice {
            number,
            date,
            kind,
            seller: platform.seller.clone(),
            buyer: platform.buyer_named(),
            currency: platform.currency.clone(),
            minor_units: platform.currency.minor_units(),
            tax_category: platform.tax_category,
            tax_reason: platform.tax_reason.clone(),
            lines,
            rates,
            net,
            vat,
            gross: net + vat,
        }
    }
}

/// An invoice as any version stored it. Version 0.1.0 had neither decimals nor a category of tax, and no buyer where none
/// was set.
#[derive(Debug, Deserialize)]
struct Stored {
    number: InvoiceNumber,
    #[serde(with = "iso")]
    date: NaiveDate,
    kind: InvoiceKind,
    #[serde(default)]
    seller: Option<Party>,
    #[serde(default)]
    buyer: Option<Party>,
    currency: Currency,
    #[serde(default)]
    minor_units: Option<usize>,
    #[serde(default)]
    tax_category: TaxCategory,
    #[serde(default)]
    tax_reason: Option<String>,
    lines: Vec<InvoiceLine>,
    rates: Vec<RateSum>,
    net: Amount,
    vat: Amount,
    gross: Amount,
}

/// The buyer of an invoice that names none: no settings can have a name that is empty.
const NOBODY: Party = Party { name: String::new(), lines: Vec::new(), vat_id: None };

impl From<Stored> for Invoice {
    fn from(stored: Stored) -> Self {
        Self {
            number: stored.number,
            date: stored.date,
            kind: stored.kind,
            seller: stored.seller,
            buyer: stored.buyer.unwrap_or(NOBODY),
            minor_units: stored.minor_units.unwrap_or(stored.currency.minor_units()),
            currency: stored.currency,
            tax_category: stored.tax_category,
            tax_reason: stored.tax_reason,
            lines: stored.lines,
            rates: stored.rates,
            net: stored.net,
            vat: stored.vat,
            gross: stored.gross,
        }
    }
}

impl Invoice {
    /// Names the buyer by the settings of its day, where none is named.
    pub(crate) fn name_buyer(&mut self, platform: &Platform) {
        if self.buyer == NOBODY {
            self.buyer = platform.buyer_named();
        }
    }

    /// All accounts on it, line by line.
    pub fn accounts(&self) -> impl Iterator<Item = AccountId> + '_ {
        self.lines.iter().flat_map(|line| line.accounts.iter().copied())
    }
}

/// The tax on `lines`, computed once per rate on the sum of its lines.
pub(crate) fn rate_sums(lines: &[InvoiceLine]) -> Vec<RateSum> {
    let mut sums: BTreeMap<VatRate, Amount> = BTreeMap::new();
    for line in lines {
        *sums.entry(line.vat_rate).or_default() += line.net;
    }
    sums.into_iter().map(|(vat_rate, net)| RateSum { vat_rate, net, vat: vat_rate.of(net) }).collect()
}

/// The last number given in each year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Numbering(pub(crate) BTreeMap<i32, u32>);

impl Numbering {
    /// The number of the next invoice dated `date`.
    pub fn next(&self, date: NaiveDate) -> InvoiceNumber {
        let year = date.year();
        InvoiceNumber { year, sequence: self.0.get(&year).map_or(1, |last| last.saturating_add(1)) }
    }

    /// Notes that `number` has been given.
    pub fn given(&mut self, number: InvoiceNumber) {
        self.0.insert(number.year, number.sequence);
    }
}
