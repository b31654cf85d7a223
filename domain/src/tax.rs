//! Whether the rates of tax apply to what is charged, and if not, why.

use serde::{Deserialize, Serialize};

use crate::{
    field::{FieldError, FieldFault, is_line, limit},
    money::VatRate,
};

/// The category of value added tax of an invoice. In every category but the standard one the rate is 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaxCategory {
    /// The rates of the platform and of its prices apply (EN 16931: S).
    #[default]
    Standard,
    /// The buyer owes the tax (EN 16931: AE).
    ReverseCharge,
    /// What is sold is exempt from tax (EN 16931: E).
    Exempt,
    /// What is sold is taxed at a rate of zero (EN 16931: Z).
    Zero,
}

impl TaxCategory {
    /// All categories.
    pub const ALL: [Self; 4] = [Self::Standard, Self::ReverseCharge, Self::Exempt, Self::Zero];

    /// Whether the rates apply. Where they do not, an invoice says why.
    pub const fn is_standard(self) -> bool {
        match self {
            Self::Standard => true,
            Self::ReverseCharge | Self::Exempt | Self::Zero => false,
        }
    }

    /// The category's name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::ReverseCharge => "reverse_charge",
            Self::Exempt => "exempt",
            Self::Zero => "zero",
        }
    }
}

/// What is wrong with a text in place of the words of a category.
pub(crate) fn reason_error(category: TaxCategory, reason: Option<&str>) -> Option<FieldError> {
    let reason = reason?;
    limit("tax_reason", is_line(reason), FieldFault::Reason)
        .or_else(|| limit("tax_reason", !category.is_standard(), FieldFault::ReasonOfStandard))
}

/// The errors of prices that name a rate other than 0 in a category that has none.
pub(crate) fn rate_errors(rates: impl Iterator<Item = Option<VatRate>>) -> Vec<FieldError> {
    let rates = rates.enumerate().filter(|(_, rate)| rate.is_some_and(|rate| rate != VatRate::ZERO));
    rates.map(|(index, _)| FieldError::new(format!("catalog[{index}].vat_rate"), FieldFault::RateOfCategory)).collect()
}
