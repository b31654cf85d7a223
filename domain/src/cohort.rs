//! Active accounts by cohort, so that sums over a platform need not look at each account.

use chrono::NaiveDate;

use crate::{
    account::{AccountRef, RenewalMode, Standing},
    calendar::{AnchorDay, CalendarMonth},
    charge::Charge,
    platform::Platform,
};

/// The active accounts that have the same expiry, anchor day and mode, and so cost the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cohort {
    /// Their expiry.
    pub expires_on: NaiveDate,
    /// Their anchor day.
    pub anchor_day: AnchorDay,
    /// Their mode.
    pub mode: RenewalMode,
}

/// The cohort that an account is in if it is active.
impl From<AccountRef<'_>> for Cohort {
    fn from(account: AccountRef<'_>) -> Self {
        Self { expires_on: account.expires_on, anchor_day: account.anchor_day, mode: account.mode }
    }
}

impl Cohort {
    /// The cohort that an account is in if it is active.
    pub const fn of(account: Standing) -> Self {
        Self { expires_on: account.expires_on, anchor_day: account.anchor_day, mode: account.mode }
    }

    /// What one account is charged for each of its renewals before `end`, if its mode stays the same.
    pub(crate) fn renewals(self, platform: &Platform, end: NaiveDate) -> impl Iterator<Item = Charge> {
        let (mut start, mut anchor_day) = (self.expires_on, self.anchor_day);
        std::iter::from_fn(move || {
            let charge = platform.renewal(start, anchor_day, self.mode.term()?);
            start = charge.period.end;
            anchor_day = platform.alignment.anchor_after_renewal(anchor_day);
            (charge.period.start < end).then_some(charge)
        })
    }
}

impl Cohort {
    /// Whether its accounts renew or close in a month, if their mode stays the same.
    pub(crate) fn is_due_in(self, platform: &Platform, month: CalendarMonth) -> bool {
        let within = |day: NaiveDate| month.first() <= day && day < month.end();
        match self.mode.term() {
            None => within(self.expires_on),
            Some(_) => self.renewals(platform, month.end()).any(|charge| within(charge.period.start)),
        }
    }
}
