//! The price list: a list of versions, each valid from its first day until the next one begins.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Term, iso},
    field::{FieldError, FieldFault},
    limits::MAX_VERSIONS,
    money::{Amount, VatRate},
};

/// The net prices of one account from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PriceVersion {
    /// The first day on which these prices are valid.
    #[serde(with = "iso")]
    pub from: NaiveDate,
    /// The net price of one account for a month, in minor units.
    pub monthly_net: Amount,
    /// The net price of one account for a year, in minor units.
    pub yearly_net: Amount,
    /// The rate of tax in basis points while these prices are valid, if it differs from the platform's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_rate: Option<VatRate>,
}

/// A price version of a new platform. Its first day may be left out in the first of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPrice {
    /// The first day on which these prices are valid. In the first of the list it may be left out, and is then the
    /// platform's first day.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub from: Option<NaiveDate>,
    /// The net price of one account for a month, in minor units.
    pub monthly_net: Amount,
    /// The net price of one account for a year, in minor units.
    pub yearly_net: Amount,
    /// The rate of tax in basis points while these prices are valid, if it differs from the platform's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_rate: Option<VatRate>,
}

impl From<PriceVersion> for NewPrice {
    fn from(PriceVersion { from, monthly_net, yearly_net, vat_rate }: PriceVersion) -> Self {
        Self { from: Some(from), monthly_net, yearly_net, vat_rate }
    }
}

impl NewPrice {
    /// The version that this is at `place` of the list of a platform whose first day is `first_day`.
    fn version(self, place: usize, first_day: NaiveDate) -> Result<PriceVersion, FieldError> {
        let Self { from, monthly_net, yearly_net, vat_rate } = self;
        let from = from.or_else(|| (place == 0).then_some(first_day));
        let from = from.ok_or_else(|| FieldError::new(format!("catalog[{place}].from"), FieldFault::Missing))?;
        Ok(PriceVersion { from, monthly_net, yearly_net, vat_rate })
    }
}

impl PriceVersion {
    /// The net price of one account for `term`.
    pub const fn net(&self, term: Term) -> Amount {
        match term {
            Term::Monthly => self.monthly_net,
            Term::Yearly => self.yearly_net,
        }
    }
}

/// The fields of these versions that are out of range.
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

/// The price versions in order of their first day. There is at least one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<PriceVersion>", into = "Vec<PriceVersion>")]
pub struct Catalog {
    first: PriceVersion,
    later: Vec<PriceVersion>,
}

/// The error of a list of price versions that is empty or out of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a catalog has price versions, in order of their first day")]
pub struct CatalogError;

impl TryFrom<Vec<PriceVersion>> for Catalog {
    type Error = CatalogError;

    fn try_from(versions: Vec<PriceVersion>) -> Result<Self, Self::Error> {
        let ordered = versions.is_sorted_by(|a, b| a.from < b.from);
        let mut versions = versions.into_iter();
        match versions.next() {
            Some(first) if ordered => Ok(Self { first, later: versions.collect() }),
            Some(_) | None => Err(CatalogError),
        }
    }
}

impl From<Catalog> for Vec<PriceVersion> {
    fn from(Catalog { first, later }: Catalog) -> Self {
        [first].into_iter().chain(later).collect()
    }
}

impl Catalog {
    /// A catalog of `versions`, in any order, for a platform whose first day is `first_day`.
    ///
    /// # Errors
    /// Names each field at fault: there is no version, two begin on the same day, none is valid on the first day, or a
    /// price or rate is out of range. A first day is missing, unless it is the first version's.
    pub fn new(prices: Vec<NewPrice>, first_day: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let (mut versions, mut missing) = (Vec::with_capacity(prices.len()), Vec::new());
        for (place, price) in prices.into_iter().enumerate() {
            match price.version(place, first_day) {
                Ok(version) => versions.push(version),
                Err(error) => missing.push(error),
            }
        }
        if !missing.is_empty() {
            return Err(missing);
        }
        let mut errors = limits(&versions);
        versions.sort_by_key(|version| version.from);
        if versions.windows(2).any(|pair| matches!(pair, [a, b] if a.from == b.from)) {
            errors.push(FieldError::new("catalog", FieldFault::PriceDayTwice));
        }
        let mut versions = versions.into_iter();
        let first = versions.next().filter(|first| first.from <= first_day);
        match first {
            Some(first) if errors.is_empty() => Ok(Self { first, later: versions.collect() }),
            Some(_) => Err(errors),
            None => {
                errors.push(FieldError::new("catalog", FieldFault::NoFirstPrice));
                Err(errors)
            }
        }
    }

    /// What is wrong with `versions` that are to be added to this catalog: each must begin tomorrow or later.
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
        if self.versions().count() + versions.len() > MAX_VERSIONS {
            errors.push(FieldError::new("catalog", FieldFault::Prices));
        }
        errors
    }

    /// Adds versions. None may begin before the first version of the catalog. A version replaces one with the same
    /// first day.
    pub(crate) fn put(&mut self, versions: &[PriceVersion]) {
        for version in versions {
            if version.from == self.first.from {
                self.first.clone_from(version);
                continue;
            }
            self.later.retain(|other| other.from != version.from);
            let place = self.later.partition_point(|other| other.from < version.from);
            self.later.insert(place, version.clone());
        }
    }

    /// The version valid on `day`, or the earliest one if `day` is before its first day.
    pub fn on(&self, day: NaiveDate) -> &PriceVersion {
        let begun = self.later.partition_point(|version| version.from <= day);
        self.later.get(..begun).and_then(<[_]>::last).unwrap_or(&self.first)
    }

    /// The version whose first day is `day`.
    pub(crate) fn beginning(&self, day: NaiveDate) -> Option<&PriceVersion> {
        self.versions().find(|version| version.from == day)
    }

    /// All versions, earliest first.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = &PriceVersion> {
        [&self.first].into_iter().chain(&self.later)
    }
}
