//! Changing a platform's settings.

use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    catalog::PriceVersion,
    domains,
    field::{FieldError, FieldFault, is_line, limit, trim},
    limits::MAX_RETENTION,
    party::Party,
    platform::Platform,
    stamp::Revision,
    tax::{self, TaxCategory},
};

/// New values for settings. A setting without a new value stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The revision at which the present settings were read. If somebody else has given one of the settings named here
    /// another value since, nothing is changed. Without it, the later request counts. It is not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<Revision>,
    /// The company's name, 1 to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    /// The domains that addresses may have; empty if any domain is allowed. Addresses that exist already may stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domains: Option<Vec<String>>,
    /// Days between suspension and deletion, 0 to 365, for accounts that are suspended from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(maximum = 365))]
    pub retention_days: Option<u16>,
    /// The seller on invoices; `null` for none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Party>))]
    pub seller: Option<Option<Party>>,
    /// The buyer on invoices; `null` for none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Party>))]
    pub buyer: Option<Option<Party>>,
    /// The category of tax of invoices from now on. In all but `standard`, everything is charged at a rate of 0; back
    /// in `standard`, the rates of the platform and its prices apply again. It is without a reason, unless the same
    /// request has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_category: Option<TaxCategory>,
    /// The text on invoices in place of the usual words of the category, 1 to 200 characters; `null` for none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, min_length = 1, max_length = 200))]
    pub tax_reason: Option<Option<String>>,
    /// Price versions that begin tomorrow or later. A version replaces one with the same first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog: Option<Vec<PriceVersion>>,
}

/// Reads a field that is present, so that `null` differs from a missing field.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl Settings {
    /// Puts the new values into a platform. They are not checked here.
    pub(crate) fn apply(&self, platform: &mut Platform) {
        fn put<T: Clone>(place: &mut T, value: Option<&T>) {
            if let Some(value) = value {
                place.clone_from(value);
            }
        }
        put(&mut platform.name, self.name.as_ref());
        put(&mut platform.retention_days, self.retention_days.as_ref());
        put(&mut platform.seller, self.seller.as_ref());
        put(&mut platform.buyer, self.buyer.as_ref());
        if let Some(category) = self.tax_category.filter(|category| *category != platform.tax_category) {
            (platform.tax_category, platform.tax_reason) = (category, None);
        }
        put(&mut platform.tax_reason, self.tax_reason.as_ref());
        if let Some(domains) = &self.domains {
            platform.domains = domains::plain(domains);
        }
        if let Some(versions) = &self.catalog {
            platform.catalog.put(versions);
        }
    }

    /// These values as they are recorded: without the space around names, and with each domain once.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        self.name.iter_mut().for_each(trim);
        self.seller.iter_mut().chain(&mut self.buyer).flatten().for_each(Party::trim);
        self.domains = self.domains.map(|domains| domains::each_once(&domains));
        self
    }

    /// What is wrong with these values, given the platform's present ones.
    pub(crate) fn errors(&self, platform: &Platform) -> Vec<FieldError> {
        let mut errors = Vec::new();
        errors.extend(limit("name", self.name.as_ref().is_none_or(|name| is_line(name)), FieldFault::Name));
        let retention = self.retention_days.is_none_or(|days| days <= MAX_RETENTION);
        errors.extend(limit("retention_days", retention, FieldFault::Retention));
        errors.extend(self.domains.iter().flat_map(|domains| domains::errors(domains)));
        for (field, party) in [("seller", &self.seller), ("buyer", &self.buyer)] {
            let sound = party.iter().flatten().all(Party::is_sound);
            errors.extend(limit(field, sound, FieldFault::Party));
        }
        let category = self.tax_category.unwrap_or(platform.tax_category);
        errors.extend(tax::reason_error(category, self.tax_reason.as_ref().and_then(Option::as_deref)));
        if !category.is_standard() {
            errors.extend(tax::rate_errors(self.catalog.iter().flatten().map(|version| version.vat_rate)));
        }
        errors
    }
}
