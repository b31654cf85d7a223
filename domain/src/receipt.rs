//! Receipts: what a submission has done.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::AccountId,
    calendar::iso,
    csv,
    event::{Event, ModeGroup, Recorded},
    gone::Register,
    stamp::{Actor, By, Instant, Revision, SubmissionId},
    summary::{Outcome, Refused, SummaryLine},
};

/// What a submission has done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The submission's id.
    pub id: SubmissionId,
    /// The revision it made.
    pub revision: Revision,
    /// The instant it was recorded.
    pub at: Instant,
    /// The civil date it counts for.
    #[serde(with = "iso")]
    pub on: NaiveDate,
    /// Who did it.
    pub actor: Actor,
    /// The person or token that the actor is, with the name as it was; none if it is neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// How many accounts it changed.
    pub lines: usize,
    /// How many of them will close.
    pub closings: usize,
    /// The day on which the last of its changes takes effect. From that day on there is nothing left to take back.
    #[serde(with = "iso")]
    pub undo_before: NaiveDate,
    /// The accounts that could not be changed.
    pub refused: Vec<Refused>,
    /// The submission that this one takes back, if it is an undo.
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
            by: recorded.by.clone(),
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
        let mut lines: Vec<SummaryLine> = groups.iter().flat_map(ModeGroup::lines).collect();
        lines.sort_unstable_by_key(|line| line.account);
        lines
    }

    /// The lines as CSV for a spreadsheet, with the addresses in `register` and amounts with the decimals of its currency.
    /// `undone` is `yes` for the lines of the accounts in `undone`, whose change was taken back, and else empty. `actor` and
    /// `by` say who did it, `by` with the name of the person or token. Lines end in CR LF.
    pub fn csv(&self, register: Register<'_>, lines: &[SummaryLine], undone: &BTreeSet<AccountId>) -> String {
        let digits = register.book.platform().currency.minor_units();
        let mut text = String::new();
        csv::write_row(
            &mut text,
            ["address", "from", "to", "effective_on", "net", "deletes_on", "undone", "actor", "by"],
        );
        let by = self.by.as_ref().map_or_else(String::new, |by| csv::guard(&by.name));
        for line in lines {
            let address = register.address(line.account);
            let (net, deletes_on) = match line.outcome {
                Outcome::Renews { net, .. } => (net.decimal(digits), String::new()),
                Outcome::Closes { deletes_on } => (String::new(), iso::format(deletes_on)),
            };
            let (address, effective_on) = (csv::guard(address), iso::format(line.effective_on));
            let undone = if undone.contains(&line.account) { "yes" } else { "" };
            let (from, to) = (line.from.as_str(), line.to.as_str());
            csv::write_row(
                &mut text,
                [&address, from, to, &effective_on, &net, &deletes_on, undone, self.actor.as_str(), &by],
            );
        }
        text
    }
}
