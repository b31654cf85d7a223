//! What wishes would do: line by line, with dates and prices, and in total. Nothing is changed here.

use std::{collections::BTreeSet, fmt};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    account::{Account, AccountId, RenewalMode, Status},
    book::Book,
    calendar::{Term, iso},
    change::{Change, Wishes},
    cohort::Cohort,
    event::{ModeGroup, Revision},
    money::Amount,
    refusal::Refusal,
};

/// What happens to an account on the day a change takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Outcome {
    /// A new period begins.
    Renews {
        /// Its length.
        term: Term,
        /// Its price.
        net: Amount,
    },
    /// The account is suspended.
    Closes {
        /// The day it is deleted.
        #[serde(with = "iso")]
        deletes_on: NaiveDate,
    },
}

/// One account's change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SummaryLine {
    /// The account.
    pub account: AccountId,
    /// Its mode now.
    pub from: RenewalMode,
    /// The wished mode.
    pub to: RenewalMode,
    /// Its expiry, on which the change takes effect.
    #[serde(with = "iso")]
    pub effective_on: NaiveDate,
    /// What happens then.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Why an account's mode cannot be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It has expired and can only be restored.
    Suspended,
    /// It is gone.
    Deleted,
    /// Undo only: the change has taken effect.
    Expired,
    /// Undo only: the mode was changed again.
    ChangedSince,
}

/// A line that cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refused {
    /// The account.
    pub account: AccountId,
    /// Why.
    pub reason: Reason,
}

impl Reason {
    /// Why a mode change of `account` is refused; none where it can be done.
    pub const fn against(account: &Account) -> Option<Self> {
        match account.status {
            Status::Active => None,
            Status::Suspended => Some(Self::Suspended),
            Status::Deleted | Status::Withdrawn => Some(Self::Deleted),
        }
    }
}

impl Refused {
    /// Why a line of `group` is left alone when the group is taken back; none where it can be.
    pub(crate) fn to_undo(account: &Account, group: &ModeGroup) -> Option<Reason> {
        let expired = || (account.expires_on != group.effective_on).then_some(Reason::Expired);
        let changed = || (account.mode != group.to).then_some(Reason::ChangedSince);
        Reason::against(account).or_else(expired).or_else(changed)
    }
}

/// What a summary adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Totals {
    /// Accounts changed.
    pub accounts: usize,
    /// Of them, those that will close.
    pub closing: usize,
    /// Net cost of the whole platform's renewals in the twelve months from today, as things are.
    pub year_net_before: Amount,
    /// The same with the changes.
    pub year_net_after: Amount,
}

/// SHA-256, in hexadecimal on the wire.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, pattern = "^[0-9a-fA-F]{64}$"))]
#[serde(try_from = "String", into = "String")]
pub struct Hash([u8; 32]);

/// A text that is no hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a hash is 64 hexadecimal digits")]
pub struct HashError;

impl Hash {
    /// Of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = HashError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let mut bytes = [0; 32];
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return Err(HashError);
        }
        for (byte, &[high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = digit(high).ok_or(HashError)? << 4 | digit(low).ok_or(HashError)?;
        }
        Ok(Self(bytes))
    }
}

/// What wishes would do to a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The book's revision.
    pub revision: Revision,
    /// Of the lines, addresses included.
    pub hash: Hash,
    /// What would be done, by account; never empty.
    pub lines: Vec<SummaryLine>,
    /// What cannot be done, by account.
    pub refused: Vec<Refused>,
    /// What the lines add up to.
    pub totals: Totals,
}

impl Book {
    /// What `wishes` would do today. Wishes for what is so already are dropped.
    ///
    /// # Errors
    /// [`Refusal::UnknownAccount`], [`Refusal::NamedTwice`], or [`Refusal::NothingToDo`] when no line is left; those of
    /// [`Book::demand_active`].
    pub fn summarise(&self, wishes: &Wishes) -> Result<Summary, Refusal> {
        self.demand_active()?;
        let mut lines = Vec::new();
        let mut refused = Vec::new();
        let mut look = |account: &Account, to: RenewalMode| match Reason::against(account) {
            Some(reason) => refused.push(Refused { account: account.id, reason }),
            None if account.mode != to => lines.push(self.line(account, to)),
            None => {}
        };
        match wishes {
            Wishes::All { filter, mode } => self.matching(filter).for_each(|account| look(account, *mode)),
            Wishes::Each(changes) => {
                self.check_named_once(changes)?;
                let accounts = changes.iter().filter_map(|change| Some((self.account(change.account)?, change.mode)));
                accounts.for_each(|(account, mode)| look(account, mode));
            }
        }
        if lines.is_empty() {
            return Err(Refusal::NothingToDo);
        }
        lines.sort_unstable_by_key(|line| line.account);
        refused.sort_unstable_by_key(|line| line.account);
        let totals = self.totals(&lines);
        Ok(Summary { revision: self.revision(), hash: self.hash(&lines), lines, refused, totals })
    }

    fn check_named_once(&self, changes: &[Change]) -> Result<(), Refusal> {
        let ascending = changes.windows(2).all(|pair| matches!(pair, [a, b] if a.account < b.account));
        let mut seen = BTreeSet::new();
        for (index, &Change { account, .. }) in changes.iter().enumerate() {
            if self.account(account).is_none() {
                return Err(Refusal::UnknownAccount { account, index });
            }
            if !ascending && !seen.insert(account) {
                return Err(Refusal::NamedTwice { account, index });
            }
        }
        Ok(())
    }

    fn line(&self, account: &Account, to: RenewalMode) -> SummaryLine {
        let outcome = self.outcome(account, to);
        SummaryLine { account: account.id, from: account.mode, to, effective_on: account.expires_on, outcome }
    }

    /// What happens to an active account at its expiry, if it has `mode` then.
    pub fn outcome(&self, account: &Account, mode: RenewalMode) -> Outcome {
        match mode.term() {
            Some(term) => {
                let charge = self.platform().renewal(account.expires_on, account.anchor_day, term);
                Outcome::Renews { term, net: charge.unit_net }
            }
            None => Outcome::Closes { deletes_on: self.deletion_of(account.expires_on) },
        }
    }

    fn totals(&self, lines: &[SummaryLine]) -> Totals {
        let year_net_before = self.year_net();
        let mut year_net_after = year_net_before;
        let mut costs = self.costs();
        for line in lines {
            let Some(account) = self.account(line.account) else { continue };
            let cohort = Cohort::of(account.standing());
            year_net_after += costs.year_net(Cohort { mode: line.to, ..cohort }) - costs.year_net(cohort);
        }
        let closing = lines.iter().filter(|line| matches!(line.outcome, Outcome::Closes { .. })).count();
        Totals { accounts: lines.len(), closing, year_net_before, year_net_after }
    }

    /// Of everything a line says, in an encoding in which no two different lists of lines read the same.
    pub(crate) fn hash(&self, lines: &[SummaryLine]) -> Hash {
        let mut hasher = Sha256::new();
        for line in lines {
            let address = self.account(line.account).map_or("", |account| account.address.as_str());
            let (what, number): (u8, i64) = match line.outcome {
                Outcome::Renews { term, net } => (if term == Term::Monthly { 1 } else { 2 }, net.0),
                Outcome::Closes { deletes_on } => (3, i64::from(chrono::Datelike::num_days_from_ce(&deletes_on))),
            };
            let mut head = [0; 26];
            let parts: [&[u8]; 7] = [
                &line.account.0.to_le_bytes(),
                &[line.from as u8, line.to as u8],
                &chrono::Datelike::num_days_from_ce(&line.effective_on).to_le_bytes(),
                &[what],
                &number.to_le_bytes(),
                &u32::try_from(address.len()).unwrap_or(u32::MAX).to_le_bytes(),
                &[0; 3],
            ];
            for (slot, byte) in head.iter_mut().zip(parts.into_iter().flatten()) {
                *slot = *byte;
            }
            hasher.update(head);
            hasher.update(address.as_bytes());
        }
        Hash(hasher.finalize().into())
    }
}
