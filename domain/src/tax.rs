//! Whether the rates of tax apply to what is charged, and if not, why.

use serde::{Deserialize, Serialize};

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
