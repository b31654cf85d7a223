//! A platform's settings and prices, and how many accounts it has.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::{RenewalMode, Standing, Status},
    calendar::{self, iso},
    catalog::{Catalog, NewPrice},
    domains,
    field::{FieldError, FieldFault, is_line, limit, trim},
    fold,
    limits::MAX_RETENTION,
    money::VatRate,
    party::Party,
    tax::{self, TaxCategory},
};

/// A platform's id, as used in URLs: 1 to 64 characters of `a-z`, `0-9` and `-`, not beginning or ending with `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(pattern = "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"))]
#[serde(try_from = "String", into = "String")]
pub struct PlatformId(String);

/// The error of a text that is not a platform id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is 1 to 64 lower-case letters, digits and hyphens, and begins and ends with a letter or digit")]
pub struct PlatformIdError;

impl TryFrom<String> for PlatformId {
    type Error = PlatformIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let inner = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
        let edges = text.starts_with('-') || text.ends_with('-');
        if (1..=64).contains(&text.len()) && text.chars().all(inner) && !edges {
            Ok(Self(text))
        } else {
            Err(PlatformIdError)
        }
    }
}

impl From<PlatformId> for String {
    fn from(id: PlatformId) -> Self {
        id.0
    }
}

impl PlatformId {
    /// The id that a name suggests: `musterfirma-gmbh` for "Musterfirma GmbH".
    pub fn suggested_by(name: &str) -> Self {
        let mut id = String::new();
        for char in fold::same(name).chars() {
            match char {
                'a'..='z' | '0'..='9' => id.push(char),
                'ä' => id.push_str("ae"),
                'ö' => id.push_str("oe"),
                'ü' => id.push_str("ue"),
                'ß' => id.push_str("ss"),
                _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
                _ => {}
            }
        }
        id.truncate(56);
        let id = id.trim_matches('-');
        Self(if id.is_empty() { "platform".to_owned() } else { id.to_owned() })
    }

    /// This id with a number appended, for an id that is taken already.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        Self(format!("{}-{number}", self.0))
    }

    /// The id as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A currency code of three letters (ISO 4217).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(pattern = "^[A-Z]{3}$"))]
#[serde(try_from = "String", into = "String")]
pub struct Currency(String);

/// The error of a text that is not three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a currency is three capital letters, such as EUR")]
pub struct CurrencyError;

impl TryFrom<String> for Currency {
    type Error = CurrencyError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let ok = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        if ok { Ok(Self(text)) } else { Err(CurrencyError) }
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.0
    }
}

impl Currency {
    /// The three letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many digits amounts of this currency have after the point, by ISO 4217. Browsers use another table, in which
    /// the forint, for example, has none.
    pub fn minor_units(&self) -> usize {
        match self.as_str() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
            | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            "CLF" | "UYW" => 4,
            _ => 2,
        }
    }
}

impl Default for Currency {
    fn default() -> Self {
        Self("EUR".to_owned())
    }
}

/// When accounts renew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Alignment {
    /// Each account renews on its own anchor day.
    #[default]
    Anniversary,
    /// All accounts renew on the 1st. One that expires on another day first renews for a shorter period, up to the next
    /// 1st.
    FirstOfMonth,
}

/// Where a platform is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlatformStatus {
    /// In use.
    Active,
    /// Each account closes at its own expiry. The termination can be taken back.
    Terminating,
    /// Terminated, and all its accounts are deleted. It can only be read.
    Closed,
}

/// The settings and prices of a new platform, as they come over the wire, before [`NewPlatform::check`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPlatform {
    /// The wished id. Without it, one is made from the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PlatformId>,
    /// The company's name, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// An IANA time zone. The rules do not check that it exists; the worker does.
    #[serde(default = "berlin")]
    pub time_zone: String,
    /// The currency of all amounts.
    #[serde(default)]
    pub currency: Currency,
    /// The rate of tax in basis points, unless a price version has its own. If it is left out, it is 1900, or 0 in
    /// another category of tax than `standard`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = VatRate, default = 1900, required = false))]
    pub vat_rate: Option<VatRate>,
    /// The category of tax. In all but `standard`, no rate may be other than 0.
    #[serde(default)]
    pub tax_category: TaxCategory,
    /// The text on invoices in place of the usual words of the category, 1 to 200 characters; not for `standard`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub tax_reason: Option<String>,
    /// When accounts renew.
    #[serde(default)]
    pub alignment: Alignment,
    /// Days between suspension and deletion, 0 to 365.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(maximum = 365))]
    pub retention_days: u16,
    /// The domains that addresses may have; empty if any domain is allowed.
    #[serde(default)]
    pub domains: Vec<String>,
    /// The prices. One version must be valid on the first day.
    pub catalog: Vec<NewPrice>,
    /// The seller on invoices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller: Option<Party>,
    /// The buyer on invoices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Party>,
    /// The date at which the platform's test clock begins. Without it, the platform goes by the time of day.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub test_clock: Option<NaiveDate>,
}

fn berlin() -> String {
    "Europe/Berlin".to_owned()
}

/// A platform's settings once they are accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Platform {
    /// Its id.
    pub id: PlatformId,
    /// The company's name.
    pub name: String,
    /// An IANA time zone.
    pub time_zone: String,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The rate of tax in basis points, unless a price version has its own. Both apply only in the category `standard`.
    pub vat_rate: VatRate,
    /// The category of tax. In all but `standard`, everything is charged at a rate of 0.
    #[serde(default)]
    pub tax_category: TaxCategory,
    /// The text on invoices in place of the usual words of the category; none in the category `standard`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_reason: Option<String>,
    /// When accounts renew.
    pub alignment: Alignment,
    /// Days between suspension and deletion.
    pub retention_days: u16,
    /// The domains that addresses may have, in lower case; empty if any domain is allowed. A domain and its form with
    /// `xn--` are one.
    pub domains: Vec<String>,
    /// The prices.
    pub catalog: Catalog,
    /// The seller on invoices.
    pub seller: Option<Party>,
    /// The buyer on invoices.
    pub buyer: Option<Party>,
    /// The date at which its test clock began; none if the platform goes by the time of day.
    #[serde(with = "iso::option")]
    pub test_clock: Option<NaiveDate>,
}

impl Platform {
    /// The rate at which a period that begins on `day` is taxed if it is charged now.
    pub fn vat_on(&self, day: NaiveDate) -> VatRate {
        if !self.tax_category.is_standard() {
            return VatRate::ZERO;
        }
        self.catalog.on(day).vat_rate.unwrap_or(self.vat_rate)
    }

    /// The buyer on invoices: the platform by its name where none is set.
    pub fn buyer_named(&self) -> Party {
        let platform = || Party { name: self.name.clone(), lines: Vec::new(), vat_id: None };
        self.buyer.clone().unwrap_or_else(platform)
    }
}

impl NewPlatform {
    /// The first day of a platform made from this: that of its test clock, or else `today`.
    pub fn first_day(&self, today: NaiveDate) -> NaiveDate {
        self.test_clock.unwrap_or(today)
    }

    /// Checks every field, and makes the settings of a platform `id` whose first day is `first_day`.
    ///
    /// # Errors
    /// Names each field that breaks a rule.
    pub fn check(mut self, id: PlatformId, first_day: NaiveDate) -> Result<Platform, Vec<FieldError>> {
        trim(&mut self.name);
        self.seller.iter_mut().chain(&mut self.buyer).for_each(Party::trim);
        let mut errors = Vec::new();
        errors.extend(limit("name", is_line(&self.name), FieldFault::Name));
        errors.extend(limit("vat_rate", self.vat_rate.is_none_or(|rate| rate <= VatRate::MAX), FieldFault::Rate));
        errors.extend(tax::reason_error(self.tax_category, self.tax_reason.as_deref()));
        if !self.tax_category.is_standard() {
            let untaxed = self.vat_rate.is_none_or(|rate| rate == VatRate::ZERO);
            errors.extend(limit("vat_rate", untaxed, FieldFault::RateOfCategory));
            errors.extend(tax::rate_errors(self.catalog.iter().map(|price| price.vat_rate)));
        }
        errors.extend(limit("retention_days", self.retention_days <= MAX_RETENTION, FieldFault::Retention));
        errors.extend(limit("test_clock", first_day <= calendar::LAST_TODAY, FieldFault::Clock));
        errors.extend(domains::errors(&self.domains));
        for (field, party) in [("seller", &self.seller), ("buyer", &self.buyer)] {
            errors.extend(limit(field, party.as_ref().is_none_or(Party::is_sound), FieldFault::Party));
        }
        let usual = if self.tax_category.is_standard() { VatRate(1900) } else { VatRate::ZERO };
        let catalog = Catalog::new(self.catalog, first_day).map_err(|more| errors.extend(more)).ok();
        let Some(catalog) = catalog.filter(|_| errors.is_empty()) else {
            return Err(errors);
        };
        Ok(Platform {
            id,
            name: self.name,
            time_zone: self.time_zone,
            currency: self.currency,
            vat_rate: self.vat_rate.unwrap_or(usual),
            tax_category: self.tax_category,
            tax_reason: self.tax_reason,
            alignment: self.alignment,
            retention_days: self.retention_days,
            domains: domains::plain(&domains::each_once(&self.domains)),
            catalog,
            seller: self.seller,
            buyer: self.buyer,
            test_clock: self.test_clock,
        })
    }
}

/// How many accounts a platform has by status, and how many of the active ones are not set up or have each mode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counts {
    /// Active accounts.
    pub active: u32,
    /// Suspended accounts: expired, not yet deleted.
    pub suspended: u32,
    /// Deleted accounts.
    pub deleted: u32,
    /// Active accounts that are not set up.
    pub unconfigured: u32,
    /// Active accounts that renew monthly.
    pub monthly: u32,
    /// Active accounts that renew yearly.
    pub yearly: u32,
    /// Active accounts that close at their expiry.
    pub none: u32,
}

impl Counts {
    /// How many active accounts renew.
    pub const fn renewing(&self) -> u32 {
        self.monthly.saturating_add(self.yearly)
    }

    /// How many accounts are not deleted.
    pub const fn living(&self) -> u32 {
        self.active.saturating_add(self.suspended)
    }

    /// Adds an account to the counts.
    pub fn add(&mut self, account: Standing) {
        self.each(account, |count| *count = count.saturating_add(1));
    }

    /// Removes an account from the counts. `account` must be as it was when it was added.
    pub fn remove(&mut self, account: Standing) {
        self.each(account, |count| *count = count.saturating_sub(1));
    }

    fn each(&mut self, account: Standing, mut step: impl FnMut(&mut u32)) {
        match account.status {
            Status::Active => step(&mut self.active),
            Status::Suspended => return step(&mut self.suspended),
            Status::Deleted => return step(&mut self.deleted),
            Status::Withdrawn => return,
        }
        match account.mode {
            RenewalMode::Monthly => step(&mut self.monthly),
            RenewalMode::Yearly => step(&mut self.yearly),
            RenewalMode::Never => step(&mut self.none),
        }
        if !account.configured {
            step(&mut self.unconfigured);
        }
    }
}
