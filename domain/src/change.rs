//! Wishes, submissions and receipts: from what is staged to what was done, and back.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::{AccountId, RenewalMode},
    book::Book,
    calendar::iso,
    csv,
    event::{Actor, Event, Instant, ModeGroup, Recorded, Revision},
    query::Filter,
    refusal::Refusal,
    roster::guard,
    summary::{Hash, Outcome, Refused, Summary, SummaryLine},
};

/// The most wishes one submission may hold.
pub const MAX_CHANGES: usize = 100_000;

/// A wish for one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The account.
    pub account: AccountId,
    /// The mode it shall have.
    pub mode: RenewalMode,
}

/// What somebody asks for: account by account, or all that match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wishes {
    /// Each account by name.
    Each(#[serde(with = "in_runs")] Vec<Change>),
    /// One mode for every account that matches a filter.
    All {
        /// Which accounts.
        filter: Filter,
        /// The mode they shall have.
        mode: RenewalMode,
    },
}

/// The wished mode per account, at most one each, never what it has already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeSet(BTreeMap<AccountId, RenewalMode>);

impl ChangeSet {
    /// Wishes `mode` for an account that has mode `now`; back to `now` is no wish.
    pub fn set(&mut self, account: AccountId, now: RenewalMode, mode: RenewalMode) {
        if mode == now {
            self.0.remove(&account);
        } else {
            self.0.insert(account, mode);
        }
    }

    /// Wishes it, whatever the account has.
    pub fn put(&mut self, change: Change) {
        self.0.insert(change.account, change.mode);
    }

    /// Takes the wish for an account back.
    pub fn unset(&mut self, account: AccountId) {
        self.0.remove(&account);
    }

    /// The wish for an account.
    pub fn get(&self, account: AccountId) -> Option<RenewalMode> {
        self.0.get(&account).copied()
    }

    /// The wishes, by account.
    pub fn iter(&self) -> impl Iterator<Item = Change> + '_ {
        self.0.iter().map(|(&account, &mode)| Change { account, mode })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The wishes as a request.
    pub fn wishes(&self) -> Wishes {
        Wishes::Each(self.iter().collect())
    }
}

impl FromIterator<Change> for ChangeSet {
    fn from_iter<I: IntoIterator<Item = Change>>(changes: I) -> Self {
        let mut wishes = BTreeMap::new();
        wishes.extend(changes.into_iter().map(|change| (change.account, change.mode)));
        Self(wishes)
    }
}

/// Ascending ids as runs (first, how many): a hundred thousand neighbours are one pair.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Runs(Vec<(u32, u32)>);

impl FromIterator<AccountId> for Runs {
    fn from_iter<I: IntoIterator<Item = AccountId>>(ids: I) -> Self {
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for AccountId(id) in ids {
            match runs.last_mut() {
                Some((first, count)) if first.checked_add(*count) == Some(id) => *count += 1,
                _ => runs.push((id, 1)),
            }
        }
        Self(runs)
    }
}

impl Runs {
    fn ids(&self) -> impl Iterator<Item = AccountId> + '_ {
        self.0.iter().flat_map(|&(first, count)| (first..first.saturating_add(count)).map(AccountId))
    }
}

impl ChangeSet {
    /// The accounts that are to have each mode: monthly, yearly, none.
    pub fn runs(&self) -> [Runs; 3] {
        RenewalMode::ALL
            .map(|mode| self.iter().filter(|change| change.mode == mode).map(|change| change.account).collect())
    }

    /// The wishes again.
    pub fn of_runs(accounts: &[Runs; 3]) -> Self {
        let each = RenewalMode::ALL.into_iter().zip(accounts);
        each.flat_map(|(mode, runs)| runs.ids().map(move |account| Change { account, mode })).collect()
    }
}

/// Wishes kept as runs of accounts per mode. They come back in the order of the accounts.
mod in_runs {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Change, ChangeSet, Runs};

    pub(super) fn serialize<S: Serializer>(changes: &[Change], to: S) -> Result<S::Ok, S::Error> {
        changes.iter().copied().collect::<ChangeSet>().runs().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Change>, D::Error> {
        Ok(ChangeSet::of_runs(&<[Runs; 3]>::deserialize(from)?).iter().collect())
    }
}

/// A submission's id, chosen by the client.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct SubmissionId(pub String);

impl SubmissionId {
    /// The id of the submission that takes back what was recorded at `revision`, where the client names it `key`.
    /// Keys are told apart by what they are used for, so this is never the id of a submission of changes by accident.
    #[must_use]
    pub fn of_undo(key: &str, revision: Revision) -> Self {
        Self(format!("{key}:undo-{}", revision.0))
    }
}

/// A summary the user accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The revision the summary was computed on.
    pub revision: Revision,
    /// Of the lines the user saw.
    pub hash: Hash,
    /// What was asked for.
    pub wishes: Wishes,
}

impl Summary {
    /// The user accepts these lines: what is sent is what was seen.
    pub fn accept(self) -> Submission {
        let wishes = self.lines.iter().map(|line| Change { account: line.account, mode: line.to });
        Submission { revision: self.revision, hash: self.hash, wishes: Wishes::Each(wishes.collect()) }
    }

    /// The fact that these lines were taken.
    fn changed(self, id: SubmissionId, undoes: Option<SubmissionId>) -> Event {
        // two accounts may go the same way on the same day at different prices: the one stub is longer than the other
        let mut groups: BTreeMap<(NaiveDate, RenewalMode, RenewalMode, Outcome), ModeGroup> = BTreeMap::new();
        for SummaryLine { account, from, to, effective_on, outcome } in self.lines {
            let group = groups.entry((effective_on, from, to, outcome));
            group
                .or_insert_with(|| ModeGroup { from, to, effective_on, outcome, accounts: Vec::new() })
                .accounts
                .push(account);
        }
        let groups = groups.into_values().collect();
        Event::ModesChanged { id, hash: self.hash, undoes, groups, refused: self.refused }
    }
}

impl Book {
    /// Takes a submission whole under the id the client chose, if what the user saw is what would happen.
    ///
    /// # Errors
    /// [`Refusal::Stale`] with the summary of now; [`Refusal::IdTaken`] where the id stands for other content; the
    /// refusals of [`Book::summarise`].
    pub fn submit(&self, id: SubmissionId, submission: &Submission) -> Result<Event, Refusal> {
        self.demand_active()?;
        if self.submissions.contains_key(&id) {
            return Err(Refusal::IdTaken);
        }
        let summary = self.summarise(&submission.wishes)?;
        if summary.hash != submission.hash || submission.revision > self.revision() {
            return Err(Refusal::Stale { now: Box::new(summary) });
        }
        Ok(summary.changed(id, None))
    }

    /// The revision at which the submission `id` was taken.
    pub fn submission(&self, id: &SubmissionId) -> Option<Revision> {
        self.submissions.get(id).map(|(revision, _)| *revision)
    }

    /// The ids and revisions of all submissions, in no particular order.
    pub fn submissions(&self) -> impl Iterator<Item = (&SubmissionId, Revision)> {
        self.submissions.iter().map(|(id, (revision, _))| (id, *revision))
    }

    /// What taking back the recorded submission would do: every line that has not taken effect returns to its old
    /// mode; the others are left alone and named.
    ///
    /// # Errors
    /// [`Refusal::NothingToDo`] when no line is left, or when `original` is no submission.
    pub fn undo_summary(&self, original: &Recorded) -> Result<Summary, Refusal> {
        let Event::ModesChanged { groups, .. } = &original.event else {
            return Err(Refusal::NothingToDo);
        };
        let mut wishes = Vec::new();
        let mut left = Vec::new();
        for group in groups {
            for &id in &group.accounts {
                let Some(account) = self.account(id) else { continue };
                match Refused::to_undo(account, group) {
                    Some(reason) => left.push(Refused { account: id, reason }),
                    None => wishes.push(Change { account: id, mode: group.from }),
                }
            }
        }
        wishes.sort_unstable_by_key(|change| change.account);
        left.sort_unstable_by_key(|refused| refused.account);
        let mut summary = self.summarise(&Wishes::Each(wishes))?;
        summary.refused = left;
        Ok(summary)
    }

    /// Takes back the recorded submission as a new one.
    ///
    /// # Errors
    /// Those of [`Book::undo_summary`], and [`Refusal::IdTaken`].
    pub fn undo(&self, id: SubmissionId, original: &Recorded) -> Result<Event, Refusal> {
        self.demand_active()?;
        if self.submissions.contains_key(&id) {
            return Err(Refusal::IdTaken);
        }
        let Event::ModesChanged { id: undone, .. } = &original.event else {
            return Err(Refusal::NothingToDo);
        };
        Ok(self.undo_summary(original)?.changed(id, Some(undone.clone())))
    }
}

/// What was done, as the user keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The submission's id.
    pub id: SubmissionId,
    /// The revision it made.
    pub revision: Revision,
    /// When it was recorded.
    pub at: Instant,
    /// The day it counts for.
    #[serde(with = "iso")]
    pub on: NaiveDate,
    /// Who did it.
    pub actor: Actor,
    /// How many accounts it changed.
    pub lines: usize,
    /// How many of them will close.
    pub closings: usize,
    /// The day on which the last of it takes effect: from then on there is nothing left to take back.
    #[serde(with = "iso")]
    pub undo_before: NaiveDate,
    /// What could not be done.
    pub refused: Vec<Refused>,
    /// The submission it takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<SubmissionId>,
}

impl Receipt {
    /// The receipt of a recorded submission; none for another event.
    pub fn of(recorded: &Recorded) -> Option<Self> {
        let Event::ModesChanged { id, undoes, groups, refused, .. } = &recorded.event else {
            return None;
        };
        let closing = |group: &&ModeGroup| matches!(group.outcome, Outcome::Closes { .. });
        Some(Self {
            id: id.clone(),
            revision: recorded.revision,
            at: recorded.at.clone(),
            on: recorded.on,
            actor: recorded.actor,
            lines: groups.iter().map(|group| group.accounts.len()).sum(),
            closings: groups.iter().filter(closing).map(|group| group.accounts.len()).sum(),
            undo_before: groups.iter().map(|group| group.effective_on).max().unwrap_or(recorded.on),
            refused: refused.clone(),
            undoes: undoes.clone(),
        })
    }

    /// The lines of a recorded submission, by account; none for another event.
    pub fn lines_of(recorded: &Recorded) -> Vec<SummaryLine> {
        let Event::ModesChanged { groups, .. } = &recorded.event else {
            return Vec::new();
        };
        let mut lines: Vec<SummaryLine> = groups
            .iter()
            .flat_map(|group| {
                group.accounts.iter().map(|&account| SummaryLine {
                    account,
                    from: group.from,
                    to: group.to,
                    effective_on: group.effective_on,
                    outcome: group.outcome,
                })
            })
            .collect();
        lines.sort_unstable_by_key(|line| line.account);
        lines
    }
    /// Lines as a table for a spreadsheet, with the addresses of `book` and amounts of so many `digits` after the
    /// point; lines end in CR LF.
    pub fn csv(book: &Book, lines: &[SummaryLine], digits: usize) -> String {
        let mut text = String::new();
        csv::write_row(&mut text, ["address", "from", "to", "effective_on", "net", "deletes_on"]);
        for line in lines {
            let address = book.account(line.account).map_or("", |account| account.address.as_str());
            let (net, deletes_on) = match line.outcome {
                Outcome::Renews { net, .. } => (net.decimal(digits), String::new()),
                Outcome::Closes { deletes_on } => (String::new(), iso::format(deletes_on)),
            };
            let (address, effective_on) = (guard(address), iso::format(line.effective_on));
            let cells: [&str; 6] = [&address, line.from.as_str(), line.to.as_str(), &effective_on, &net, &deletes_on];
            csv::write_row(&mut text, cells);
        }
        text
    }
}
