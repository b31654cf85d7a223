//! Amounts in minor units, and the one way in which they are rounded. No floating point is used.

use std::{
    iter::Sum,
    ops::{Add, AddAssign, Neg, Sub},
};

use serde::{Deserialize, Serialize};

/// An amount in the minor units of the platform's currency (cents for EUR).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Amount(pub i64);

impl Amount {
    /// Zero.
    pub const ZERO: Self = Self(0);
    /// The highest price of one account for one term. It keeps every sum of a platform far below the limits of `i64`.
    pub const MAX_PRICE: Self = Self(1_000_000_000);

    /// `quantity` times this amount, without rounding.
    #[must_use]
    pub fn times(self, quantity: u32) -> Self {
        Self(self.0.saturating_mul(i64::from(quantity)))
    }

    /// This amount times `part` / `whole`, multiplied first, divided once, and rounded half away from zero. Zero if
    /// `whole` is 0.
    #[must_use]
    pub fn share(self, part: u32, whole: u32) -> Self {
        if whole == 0 {
            return Self::ZERO;
        }
        let product = i128::from(self.0) * i128::from(part);
        Self(i64::try_from(div_half_away(product, i128::from(whole))).unwrap_or(i64::MAX))
    }

    /// The amount as a text such as `-12.34`, with `digits` digits after the point and without rounding.
    pub fn decimal(self, digits: usize) -> String {
        let text = format!("{:0>width$}", self.0.unsigned_abs(), width = digits.saturating_add(1));
        let (whole, part) = text.split_at(text.len().saturating_sub(digits));
        let sign = if self.0 < 0 { "-" } else { "" };
        if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
    }
}

impl Add for Amount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Neg for Amount {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sub for Amount {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// A rate of value added tax in basis points: 1900 is 19 %. At most 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(maximum = 10_000))]
#[serde(transparent)]
pub struct VatRate(pub u16);

impl VatRate {
    /// The percentage as decimal text, without zeros at the end: `19`, `7.7`.
    pub fn percent(self) -> String {
        let text = Amount(i64::from(self.0)).decimal(2);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// 0 %.
    pub const ZERO: Self = Self(0);
    /// 100 %.
    pub const MAX: Self = Self(10_000);

    /// The tax on `net`, multiplied first, divided once, and rounded half away from zero. It is computed once per rate
    /// on the sum of the lines, never per line (EN 16931, BT-117).
    pub fn of(self, net: Amount) -> Amount {
        let product = i128::from(net.0) * i128::from(self.0);
        Amount(i64::try_from(div_half_away(product, 10_000)).unwrap_or(i64::MAX))
    }
}

/// Division by a positive number, rounded half away from zero.
const fn div_half_away(dividend: i128, divisor: i128) -> i128 {
    let half = if dividend < 0 { -divisor } else { divisor };
    (dividend * 2 + half) / (divisor * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_half_away_from_zero() {
        assert_eq!(Amount(249).share(21, 28), Amount(187)); // 186.75
        assert_eq!(Amount(249).share(1, 31), Amount(8)); // 8.03
        assert_eq!(Amount(5).share(1, 2), Amount(3));
        assert_eq!(Amount(-5).share(1, 2), Amount(-3));
        assert_eq!(Amount(5).share(1, 0), Amount::ZERO);
    }

    #[test]
    fn amounts_are_written_exactly() {
        for (minor, digits, text) in [
            (0, 2, "0.00"),
            (5, 2, "0.05"),
            (-5, 2, "-0.05"),
            (743_016, 2, "7430.16"),
            (743_016, 0, "743016"),
            (1, 3, "0.001"),
            (i64::MIN, 2, "-92233720368547758.08"),
        ] {
            assert_eq!(Amount(minor).decimal(digits), text);
        }
    }

    #[test]
    fn tax_is_rounded_half_away_from_zero_on_the_sum() {
        for (net, rate, vat) in [
            (693, 1900, 132), // 7 × 0.99
            (50, 100, 1),
            (-50, 100, -1),
            (49, 100, 0),
            (0, 1900, 0),
            (10_000, 0, 0),
            (12_345, 10_000, 12_345),
        ] {
            assert_eq!(VatRate(rate).of(Amount(net)), Amount(vat), "{net} at {rate}");
        }
    }
}
