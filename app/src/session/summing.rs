//! The summary that is read before a change is confirmed. It is made in slices; until it is there, the screen shows what it
//! showed before.

use std::{ops::Deref, sync::Arc};

use domain::{
    change::ChangeSet,
    refusal::Refusal,
    rules::{Group, Grouping, Summing},
    summary::{Summary, SummaryLine},
};
use leptos::{prelude::*, task::spawn_local};

use super::{Session, Step};
use crate::slices::{SLICE, finish};

/// A summary as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// The summary.
    pub summary: Summary,
    /// Its lines in the order in which they are read.
    pub groups: Vec<Group>,
}

impl Deref for Reviewed {
    type Target = Summary;

    fn deref(&self) -> &Summary {
        &self.summary
    }
}

impl Session {
    /// Whether a summary is being made, tracked.
    pub fn is_summing(self) -> bool {
        self.summing.get() % 2 == 1
    }

    /// Goes from choosing to the summary once it is made. What is staged meanwhile is part of it. [`Session::choose`] stops
    /// it.
    pub fn review(self) {
        // a submission on its way changes what a summary would say
        if self.is_sending() || untrack(|| self.is_summing()) {
            return;
        }
        let this = self.begin_summing();
        spawn_local(async move {
            let made = self.summed(this, None).await;
            if self.end_summing(this)
                && let Some(summary) = made
                && self.step.get_untracked() == Step::Choose
                && !self.is_sending()
            {
                self.step.set(Step::Review { summary, before: None });
            }
        });
    }

    /// Returns to the summary, computed again for the book that has moved on, or to choosing if nothing is left to do.
    pub(super) async fn review_again(self, before: Option<Arc<Reviewed>>) {
        let this = self.begin_summing();
        let made = self.summed(this, None).await;
        if self.end_summing(this) {
            self.step.set(made.map_or(Step::Choose, |summary| Step::Review { summary, before }));
        }
    }

    /// Looks whether the summary that the user reads would still be the same. If not, shows the new one.
    pub(super) async fn keep_true(self, reading: Arc<Reviewed>) {
        let this = self.begin_summing();
        let made = self.summed(this, None).await;
        let reads = |step: &Step| matches!(step, Step::Review { summary, .. } if Arc::ptr_eq(summary, &reading));
        if self.end_summing(this)
            && self.step.with_untracked(reads)
            && made.as_ref().is_none_or(|made| made.hash != reading.hash)
        {
            let before = Some(reading);
            self.step.set(made.map_or(Step::Choose, |summary| Step::Review { summary, before }));
        }
    }

    /// The summary of wishes, or of what is staged once it is made; `None` if nothing can be done, or if it was stopped.
    pub(super) async fn summed(self, this: u32, wishes: Option<ChangeSet>) -> Option<Arc<Reviewed>> {
        let is_wanted = || self.summing.try_get_untracked() == Some(this);
        loop {
            let begun = wishes.clone().or_else(|| self.peek(|replica| replica.staged().clone()))?;
            let is_old = || wishes.is_none() && self.peek(|replica| *replica.staged() != begun) == Some(true);
            let each = begun.wishes();
            let mut summing = Summing::of(&each, SLICE);
            let mut sum = || {
                if is_old() {
                    return Some(Ok(None));
                }
                let step = self.peek(|replica| summing.step(replica.book()).transpose());
                step.unwrap_or(Some(Err(Refusal::NothingToDo)))
                    .map(|summary| summary.and_then(Summary::within_limit).map(Some))
            };
            let Some(summary) = finish(&mut sum, is_wanted).await?.ok()? else { continue };
            let groups = self.grouped(&summary.lines, is_wanted).await?;
            let is_of_now = self.peek(|replica| replica.book().revision() == summary.revision) == Some(true);
            if is_of_now && !is_old() {
                return Some(Arc::new(Reviewed { summary, groups }));
            }
        }
    }

    /// Lines in groups, as they are read; none if they are no longer wanted.
    pub async fn grouped(self, lines: &[SummaryLine], is_wanted: impl Fn() -> bool) -> Option<Vec<Group>> {
        let mut grouping = Grouping::of(lines, SLICE);
        let mut group = || self.peek(|replica| grouping.step(replica.register())).unwrap_or_else(|| Some(Vec::new()));
        finish(&mut group, is_wanted).await
    }

    /// Begins to make a summary, in place of any other. Returns its number.
    pub(super) fn begin_summing(self) -> u32 {
        self.stop_summing();
        let this = self.summing.get_untracked().wrapping_add(1);
        self.summing.set(this);
        this
    }

    /// Notes that the summary with this number is made. Returns false if it is no longer wanted.
    pub(super) fn end_summing(self, this: u32) -> bool {
        let is_wanted = self.summing.try_get_untracked() == Some(this);
        if is_wanted {
            self.stop_summing();
        }
        is_wanted
    }

    /// Stops the making of a summary.
    pub(super) fn stop_summing(self) {
        if untrack(|| self.is_summing()) {
            self.summing.update(|number| *number = number.wrapping_add(1));
        }
    }
}
