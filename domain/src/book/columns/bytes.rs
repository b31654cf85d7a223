//! Numbers, days and texts as bytes, written and read.

use chrono::{Datelike, NaiveDate};

use super::{ColumnsError, MAX_PIECE};
use crate::account::AccountId;

pub(super) fn long(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

pub(super) fn short(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

pub(super) fn write_day(bytes: &mut Vec<u8>, day: NaiveDate) {
    bytes.extend(day.num_days_from_ce().to_le_bytes());
}

/// Bytes that are still to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn some(&mut self, many: usize) -> Result<&'a [u8], ColumnsError> {
        let (some, rest) = self.0.split_at_checked(many).ok_or(ColumnsError::Damaged)?;
        self.0 = rest;
        Ok(some)
    }

    pub(super) fn byte(&mut self) -> Result<u8, ColumnsError> {
        self.some(1)?.first().copied().ok_or(ColumnsError::Damaged)
    }

    pub(super) fn long(&mut self) -> Result<u32, ColumnsError> {
        self.some(4)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes)).ok_or(ColumnsError::Damaged)
    }

    pub(super) fn big(&mut self) -> Result<u64, ColumnsError> {
        self.some(8)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes)).ok_or(ColumnsError::Damaged)
    }

    pub(super) fn day(&mut self) -> Result<NaiveDate, ColumnsError> {
        let day = i32::from_le_bytes(self.long()?.to_le_bytes());
        NaiveDate::from_num_days_from_ce_opt(day).ok_or(ColumnsError::Damaged)
    }

    pub(super) fn short(&mut self) -> Result<u32, ColumnsError> {
        let mut number = 0;
        for place in 0..5 {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(ColumnsError::Damaged)
    }

    /// A number of things that take at least so many bytes each.
    pub(super) fn count(&mut self, bytes: usize) -> Result<usize, ColumnsError> {
        let count = self.long()? as usize;
        if count.saturating_mul(bytes) > self.0.len() { Err(ColumnsError::Damaged) } else { Ok(count) }
    }

    /// The next piece with its kind, if it is all there.
    pub(super) fn piece(&mut self) -> Result<Option<(u8, &'a [u8])>, ColumnsError> {
        let mut ahead = *self;
        let (Ok(kind), Ok(length)) = (ahead.byte(), ahead.long()) else { return Ok(None) };
        if length as usize > MAX_PIECE {
            return Err(ColumnsError::Damaged);
        }
        let Ok(piece) = ahead.some(length as usize) else { return Ok(None) };
        *self = ahead;
        Ok(Some((kind, piece)))
    }

    pub(super) fn ids(&mut self, count: usize) -> Result<Vec<AccountId>, ColumnsError> {
        let mut before = 0_u32;
        let mut ids = Vec::with_capacity(count);
        for _ in 0..count {
            let step = self.short()?;
            before = before.checked_add(step).filter(|_| step > 0).ok_or(ColumnsError::Damaged)?;
            ids.push(AccountId(before));
        }
        Ok(ids)
    }

    /// Numbers of two bytes.
    pub(super) fn places(&mut self, count: usize) -> Result<impl Iterator<Item = usize> + use<'a>, ColumnsError> {
        let bytes = self.some(count.saturating_mul(2))?;
        let pairs = bytes.as_chunks::<2>().0.iter();
        Ok(pairs.map(|pair| usize::from(u16::from_le_bytes(*pair))))
    }

    pub(super) fn texts(&mut self, count: usize) -> Result<Texts<'a>, ColumnsError> {
        let lengths = (0..count).map(|_| self.short()).collect::<Result<Vec<u32>, _>>()?;
        let all = lengths.iter().try_fold(0_usize, |sum, length| sum.checked_add(*length as usize));
        let all = self.some(all.ok_or(ColumnsError::Damaged)?)?;
        let all = std::str::from_utf8(all).map_err(|_| ColumnsError::Damaged)?;
        Ok(Texts { lengths: lengths.into_iter(), all })
    }
}

/// Texts, one after the other.
pub(super) struct Texts<'a> {
    lengths: std::vec::IntoIter<u32>,
    all: &'a str,
}

impl<'a> Texts<'a> {
    pub(super) fn next(&mut self) -> Result<&'a str, ColumnsError> {
        let length = self.lengths.next().ok_or(ColumnsError::Damaged)?;
        let (text, rest) = self.all.split_at_checked(length as usize).ok_or(ColumnsError::Damaged)?;
        self.all = rest;
        Ok(text)
    }
}
