//! Changing modes: what wishes would do, taking a submission, and taking it back. Nothing is changed here.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Summing;
use crate::{
    account::{AccountRef, RenewalMode},
    book::Book,
    change::{Change, Wishes},
    event::{Event, ModeGroup, Recorded},
    hash::{Hash, Hashing},
    limits::MAX_CHANGES,
    refusal::Refusal,
    stamp::SubmissionId,
    submission::Submission,
    summary::{Outcome, Reason, Refused, Summary, SummaryLine},
};

impl Book {
    /// What `wishes` would do today. Wishes for the mode that an account already has are dropped.
    ///
    /// # Errors
    /// [`Refusal::UnknownAccount`], [`Refusal::NamedTwice`], [`Refusal::NothingToDo`] when no line is left,
    /// [`Refusal::TooManyLines`]; those of [`Book::demand_active`].
    pub fn summarise(&self, wishes: &Wishes) -> Result<Summary, Refusal> {
        Summing::of(wishes, usize::MAX).finish(self)?.within_limit()
    }

    pub(super) fn line(&self, account: AccountRef<'_>, to: RenewalMode) -> SummaryLine {
        let outcome = self.outcome(account, to);
        SummaryLine { account: account.id, from: account.mode, to, effective_on: account.expires_on, outcome }
    }

    /// What happens to an active account at its expiry if it then has `mode`.
    pub fn outcome(&self, account: AccountRef<'_>, mode: RenewalMode) -> Outcome {
        match mode.term() {
            Some(term) => {
                let charge = self.platform().renewal(account.expires_on, account.anchor_day, term);
                Outcome::Renews { term, net: charge.unit_net }
            }
            None => Outcome::Closes { deletes_on: self.deletion_of(account.expires_on) },
        }
    }

    /// The hash of everything the lines say and of their addresses. Different lists of lines never have the same
    /// encoding.
    pub(crate) fn hash(&self, lines: &[SummaryLine]) -> Hash {
        let mut hashing = Hashing::default();
        lines.iter().for_each(|line| line.hash(&mut hashing, self.account(line.account)));
        hashing.end()
    }

    /// Takes a whole submission under a free id that the client chose, if what the user saw is still what would happen.
    ///
    /// # Errors
    /// [`Refusal::Stale`] with the present summary; those of [`Book::summarise`].
    pub fn submit(&self, id: SubmissionId, submission: &Submission) -> Result<Event, Refusal> {
        let summary = self.summarise(submission.wishes())?;
        if summary.hash != submission.hash() || submission.revision() > self.revision() {
            return Err(Refusal::Stale { now: Box::new(summary) });
        }
        Ok(summary.changed(id, None))
    }

    /// What taking back the recorded submission would do. Every line that has not taken effect and was not changed
    /// again returns to its old mode; the others are listed as refused.
    ///
    /// # Errors
    /// [`Refusal::NothingToDo`] when no line is left, or when `original` is not a submission; those of
    /// [`Book::demand_active`].
    pub fn undo_summary(&self, original: &Recorded) -> Result<Summary, Refusal> {
        let Event::ModesChanged { groups, .. } = &original.event else {
            return Err(Refusal::NothingToDo);
        };
        let mut wishes = Vec::new();
        let mut left = Vec::new();
        for line in groups.iter().flat_map(ModeGroup::lines) {
            let reason = match self.account(line.account) {
                Some(account) => Reason::against_undo(account, &line),
                None if self.is_deleted(line.account) => Some(Reason::Deleted),
                None => continue,
            };
            match reason {
                Some(reason) => left.push(Refused { account: line.account, reason }),
                None => wishes.push(Change { account: line.account, mode: line.from }),
            }
        }
        wishes.sort_unstable_by_key(|change| change.account);
        left.sort_unstable_by_key(|refused| refused.account);
        // an earlier version took more lines at once than one submission may have now
        let mut summary = Summing::of(&Wishes::Each(wishes), usize::MAX).finish(self)?;
        summary.refused = left;
        Ok(summary)
    }

    /// Takes back the recorded submission by a new submission with this id, which must be free.
    ///
    /// # Errors
    /// Those of [`Book::undo_summary`].
    pub fn undo(&self, id: SubmissionId, original: &Recorded) -> Result<Event, Refusal> {
        self.demand_active()?;
        let Event::ModesChanged { id: undone, .. } = &original.event else {
            return Err(Refusal::NothingToDo);
        };
        Ok(self.undo_summary(original)?.changed(id, Some(undone.clone())))
    }
}

impl Summary {
    /// This summary, if one submission may have as many lines.
    ///
    /// # Errors
    /// [`Refusal::TooManyLines`] otherwise.
    pub fn within_limit(self) -> Result<Self, Refusal> {
        let lines = self.lines.len();
        if lines > MAX_CHANGES { Err(Refusal::TooManyLines { lines }) } else { Ok(self) }
    }

    /// The event that makes these changes.
    fn changed(self, id: SubmissionId, undoes: Option<SubmissionId>) -> Event {
        // accounts may change alike on the same day at different prices, as a part of a month costs a different share
        // for each anchor day
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
