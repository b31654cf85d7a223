//! What of a book is no account, as bytes: its fields one after the other, without their names.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    ColumnsError,
    bytes::{Bytes, short, write_day},
};
use crate::{
    account::AccountId,
    book::{Snapshot, Withdrawn},
    catalog::{Catalog, PriceVersion},
    invoice::Numbering,
    money::{Amount, VatRate},
    moving::{HouseId, Moved},
    party::Party,
    platform::{Alignment, Currency, Platform, PlatformId},
    stamp::Revision,
    tax::TaxCategory,
};

/// A value that is written as bytes and read from them. `docs/snapshot.md` says how.
pub(super) trait Packed: Sized {
    fn write(&self, bytes: &mut Vec<u8>);

    /// # Errors
    /// If the bytes are not those of such a value.
    fn read(bytes: &mut Bytes<'_>) -> Result<Self, ColumnsError>;
}

/// Values with these fields, in this order.
macro_rules! fields {
    ($of:ty { $($field:ident),+ } $(, $more:ident: $value:expr)*) => {
        impl Packed for $of {
            fn write(&self, bytes: &mut Vec<u8>) {
                $(self.$field.write(bytes);)+
            }

            fn read(bytes: &mut Bytes<'_>) -> Result<Self, ColumnsError> {
                $(let $field = Packed::read(bytes)?;)+
                Ok(Self { $($field),+ $(, $more: $value)* })
            }
        }
    };
}

/// Values that are written as another one, which may say what cannot be.
macro_rules! as_another {
    ($($of:ty: $other:ty, $to:expr, $from:expr;)+) => {$(
        impl Packed for $of {
            fn write(&self, bytes: &mut Vec<u8>) {
                let other: $other = $to(self);
                other.write(bytes);
            }

            fn read(bytes: &mut Bytes<'_>) -> Result<Self, ColumnsError> {
                $from(<$other>::read(bytes)?).map_err(|_| ColumnsError::Damaged)
            }
        }
    )+};
}

/// Values of which there are only these, each written as its place among them.
macro_rules! one_of {
    ($($of:ty: $($value:ident)|+;)+) => {$(
        impl Packed for $of {
            fn write(&self, bytes: &mut Vec<u8>) {
                bytes.push(match self {
                    $(Self::$value)|+ => *self as u8,
                });
            }

            fn read(bytes: &mut Bytes<'_>) -> Result<Self, ColumnsError> {
                let byte = bytes.byte()?;
                let value = [$(Self::$value),+].into_iter().find(|value| *value as u8 == byte);
                value.ok_or(ColumnsError::Damaged)
            }
        }
    )+};
}

fields!(Snapshot<()> {
    since, revision, today, platform, terminating, moved, numbering, imports, next_id, deleted, withdrawn
}, gone: Vec::new(), living: ());
fields!(Platform {
    id,
    name,
    time_zone,
    currency,
    vat_rate,
    tax_category,
    tax_reason,
    alignment,
    retention_days,
    domains,
    catalog,
    seller,
    buyer,
    test_clock
});
fields!(PriceVersion { from, monthly_net, yearly_net, vat_rate });
fields!(Party { name, lines, vat_id });
fields!(Moved { house, url, on });

one_of! {
    TaxCategory: Standard | ReverseCharge | Exempt | Zero;
    Alignment: Anniversary | FirstOfMonth;
}

as_another! {
    bool: u32, |own: &Self| u32::from(*own), |other| if other > 1 { Err(()) } else { Ok(other == 1) };
    u16: u32, |own: &Self| u32::from(*own), Self::try_from;
    i32: u32, |own: &Self| own.cast_unsigned(), |other: u32| Ok::<_, ()>(other.cast_signed());
    VatRate: u16, |own: &Self| own.0, |other| Ok::<_, ()>(Self(other));
    Amount: u64, |own: &Self| own.0.cast_unsigned(), |other: u64| Ok::<_, ()>(Self(other.cast_signed()));
    Revision: u64, |own: &Self| own.0, |other| Ok::<_, ()>(Self(other));
    AccountId: u32, |own: &Self| own.0, |other| Ok::<_, ()>(Self(other));
    PlatformId: String, |own: &Self| own.as_str().to_owned(), Self::try_from;
    Currency: String, |own: &Self| own.as_str().to_owned(), Self::try_from;
    HouseId: String, |own: &Self| own.as_str().to_owned(), Self::try_from;
    Catalog: Vec<PriceVersion>, |own: &Self| own.clone().into(), Self::try_from;
    Numbering: BTreeMap<i32, u32>, |own: &Self| own.0.clone(), |other| Ok::<_, ()>(Self(other));
    Withdrawn: Vec<(AccountId, AccountId)>, |own: &Self| own.0.clone(), |other| Ok::<_, ()>(Self(other));
}

impl Packed for u32 {
    fn write(&self, bytes: &mut Vec<u8>) {
        short(bytes, *self);
    }

    fn read(bytes: &mut Bytes<'_>) -> Result<Self, ColumnsError> {
        bytes.short()
    }
}

impl Packed for u64 {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_le_bytes());
    }

    fn read(bytes: &mut Bytes<'_>) -> Result<Self, ColumnsError> {
        bytes.big()
    }
}

impl Packed for NaiveDate {
    fn write(&self, bytes: &mut Vec<u8>) {
        write_day(bytes, *self);
    }

    fn read(bytes: &mut Bytes<'_>) -> Result<Self, ColumnsError> {
        bytes.day()
    }
}

impl Packed for String {
    fn write(&self, bytes: &mut Vec<u8>) {
        short(bytes, u32::try_from(self.len()).unwrap_or(u32::MAX));
        bytes.extend(self.as_bytes());
    }

    fn read(bytes: &mut Bytes<'_>) -> Result<Self, ColumnsError> {
        let length = bytes.short()?;
        let text = std::str::from_utf8(bytes.some(length as usize)?);
        text.map(str::to_owned).map_err(|_| ColumnsError::Damaged)
    }
}

impl<T: Packed> Packed for Option<T> {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.is_some().write(bytes);
        self.iter().for_each(|value| value.write(bytes));
    }

    fn read(bytes: &mut Bytes<'_>) -> Result<Self, ColumnsError> {
        bool::read(bytes)?.then(|| T::read(bytes)).transpose()
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.0.write(bytes);
        self.1.write(bytes);
    }

    fn read(bytes: &mut Bytes<'_>) -> Result<Self, ColumnsError> {
        Ok((A::read(bytes)?, B::read(bytes)?))
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn write(&self, bytes: &mut Vec<u8>) {
        short(bytes, u32::try_from(self.len()).unwrap_or(u32::MAX));
        self.iter().for_each(|value| value.write(bytes));
    }

    fn read(bytes: &mut Bytes<'_>) -> Result<Self, ColumnsError> {
        // bytes that end too early end this too
        (0..bytes.short()?).map(|_| T::read(bytes)).collect()
    }
}

impl<K: Packed + Ord + Clone, V: Packed + Clone> Packed for BTreeMap<K, V> {
    fn write(&self, bytes: &mut Vec<u8>) {
        let pairs: Vec<(K, V)> = self.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        pairs.write(bytes);
    }

    fn read(bytes: &mut Bytes<'_>) -> Result<Self, ColumnsError> {
        let mut map = Self::new();
        for _ in 0..bytes.short()? {
            let (key, value) = Packed::read(bytes)?;
            map.insert(key, value);
        }
        Ok(map)
    }
}
