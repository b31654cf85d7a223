//! The price list: versions, each valid from its first day until the next one begins.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Term, iso},
    field::{FieldError, FieldFault},
    limits::MAX_VERSIONS,
    money::{Amount, VatRate},
};

/// Prices from a day on, net per account and term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PriceVersion {
    /// The first day these prices hold.
    #[serde(with = "iso")]
    pub from: NaiveDate,
    /// Of one account and month.
    pub monthly_net: Amount,
    /// Of one account and year.
    pub yearly_net: Amount,
    /// The rate of tax from this day on, where it differs from the platform's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_rate: Option<VatRate>,
}

impl PriceVersion {
    /// The price of one account for `term`.
    pub const fn net(&self, term: Term) -> Amount {
        match term {
            Term::Monthly => self.monthly_net,
            Term::Yearly => self.yearly_net,
        }
    }
}

/// The fields that are out of range.
fn limits(versions: &[PriceVersion]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (index, version) in versions.iter().enumerate() {
        let mut limit = |field: &str, ok: bool, fault: FieldFault| {
            if !ok {
                errors.push(FieldError::new(format!("catalog[{index}].{field}"), fault));
            }
        };
        let price = |net: Amount| (Amount::ZERO..=Amount::MAX_PRICE).contains(&net);
        limit("monthly_net", price(version.monthly_net), FieldFault::Price);
        limit("yearly_net", price(version.yearly_net), FieldFault::Price);
        limit("vat_rate", version.vat_rate.is_none_or(|rate| rate <= VatRate::MAX), FieldFault::PriceRate);
    }
    errors
}

/// The price versions in order of their first day; never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "Vec<PriceVersion>", into = "Vec<PriceVersion>")]
pub struct Catalog(Vec<PriceVersion>);

/// A stored list of price versions that no catalog wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a catalog has price versions, in order of their first day")]
pub struct CatalogError;

impl TryFrom<Vec<PriceVersion>> for Catalog {
    type Error = CatalogError;

    fn try_from(versions: Vec<PriceVersion>) -> Result<Self, Self::Error> {
        let ordered = versions.is_sorted_by(|a, b| a.from < b.from);
        if ordered && !versions.is_empty() { Ok(Self(versions)) } else { Err(CatalogError) }
    }
}

impl From<Catalog> for Vec<PriceVersion> {
    fn from(catalog: Catalog) -> Self {
        catalog.0
    }
}

impl Catalog {
    /// A catalog of `versions`, in any order, for a platform whose first day is `first_day`.
    ///
    /// # Errors
    /// Names each field at fault: no version, two of one day, none valid on the first day, or a price out of range.
    pub fn new(mut versions: Vec<PriceVersion>, first_day: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let mut errors = limits(&versions);
        versions.sort_by_key(|version| version.from);
        if versions.windows(2).any(|pair| matches!(pair, [a, b] if a.from == b.from)) {
            errors.push(FieldError::new("catalog", FieldFault::PriceDayTwice));
        }
        if versions.first().is_none_or(|first| first.from > first_day) {
            errors.push(FieldError::new("catalog", FieldFault::NoFirstPrice));
        }
        if errors.is_empty() { Ok(Self(versions)) } else { Err(errors) }
    }

    /// What is wrong with more versions: each must begin tomorrow or later.
    pub(crate) fn check(&self, versions: &[PriceVersion], today: NaiveDate) -> Vec<FieldError> {
        let mut errors = limits(versions);
        for (index, version) in versions.iter().enumerate() {
            let field = format!("catalog[{index}].from");
            if version.from <= today {
                errors.push(FieldError::new(field, FieldFault::PriceNotAhead));
            } else if versions.iter().take(index).any(|other| other.from == version.from) {
                errors.push(FieldError::new(field, FieldFault::PriceDayTwice));
            }
        }
        if self.0.len() + versions.len() > MAX_VERSIONS {
            errors.push(FieldError::new("catalog", FieldFault::Prices));
        }
        errors
    }

    /// Adds versions; one takes the place of another with the same first day.
    pub(crate) fn put(&mut self, versions: &[PriceVersion]) {
        for version in versions {
            self.0.retain(|other| other.from != version.from);
            let place = self.0.partition_point(|other| other.from < version.from);
            self.0.insert(place, version.clone());
        }
    }

    /// The version valid on `day`; before the earliest, the earliest.
    pub fn on(&self, day: NaiveDate) -> &PriceVersion {
        let after = self.0.partition_point(|version| version.from <= day);
        &self.0[after.saturating_sub(1)]
    }

    /// All versions, earliest first.
    pub fn versions(&self) -> &[PriceVersion] {
        &self.0
    }
}
