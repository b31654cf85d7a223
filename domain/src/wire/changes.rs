//! Changes on the wire: previews, submissions, summaries and receipts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::{AccountId, AccountSet, RenewalMode},
    calendar::iso,
    change::{Change, ChangeSet, Runs, Wishes},
    field::{FieldError, FieldFault},
    gone::Register,
    hash::Hash,
    limits::MAX_CHANGES,
    query::Filter,
    receipt::Receipt,
    stamp::{Actor, By, Instant, Revision, SubmissionId},
    submission::Submission,
    summary::{Outcome, Reason, Refused, Summary, SummaryLine, Totals},
};

/// A line of a summary or receipt.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineView<'a> {
    account: AccountId,
    address: &'a str,
    from: RenewalMode,
    to: RenewalMode,
    #[serde(with = "iso")]
    effective_on: NaiveDate,
    #[serde(flatten)]
    outcome: Outcome,
}

impl<'a> LineView<'a> {
    /// The line with the address that its account has.
    pub fn of(register: Register<'a>, line: &SummaryLine) -> Self {
        let SummaryLine { account, from, to, effective_on, outcome } = *line;
        Self { account, address: register.address(account), from, to, effective_on, outcome }
    }
}

/// An account that cannot be changed as wished.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusedView<'a> {
    account: AccountId,
    address: &'a str,
    reason: Reason,
}

impl<'a> RefusedView<'a> {
    /// The refused line with the address that its account has.
    pub fn of(register: Register<'a>, refused: &Refused) -> Self {
        let Refused { account, reason } = *refused;
        Self { account, address: register.address(account), reason }
    }
}

/// A summary with one page of its lines and everything else.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SummaryView<'a> {
    revision: Revision,
    hash: Hash,
    next_cursor: Option<String>,
    lines: Vec<LineView<'a>>,
    refused: Vec<RefusedView<'a>>,
    totals: Totals,
}

impl<'a> SummaryView<'a> {
    /// The summary with at most `limit` lines, those after account `after`.
    pub fn of(register: Register<'a>, summary: &Summary, after: AccountId, limit: usize) -> Self {
        let (lines, next_cursor) = page_of_lines(&summary.lines, after, limit);
        Self {
            revision: summary.revision,
            hash: summary.hash,
            next_cursor,
            lines: lines.iter().map(|line| LineView::of(register, line)).collect(),
            refused: summary.refused.iter().map(|refused| RefusedView::of(register, refused)).collect(),
            totals: summary.totals,
        }
    }
}

/// At most `limit` lines after account `after`, and the cursor of the next page; none on the last page.
pub fn page_of_lines(lines: &[SummaryLine], after: AccountId, limit: usize) -> (&[SummaryLine], Option<String>) {
    let begin = lines.partition_point(|line| line.account <= after);
    let rest = lines.get(begin..).unwrap_or_default();
    match rest.split_at_checked(limit) {
        Some((page, more)) if !more.is_empty() => (page, page.last().map(|line| line.account.to_string())),
        _ => (rest, None),
    }
}

/// A receipt with the addresses of refused accounts.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptView<'a> {
    id: &'a SubmissionId,
    revision: Revision,
    at: &'a Instant,
    #[serde(with = "iso")]
    on: NaiveDate,
    actor: Actor,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a By>,
    lines: usize,
    closings: usize,
    #[serde(with = "iso")]
    undo_before: NaiveDate,
    refused: Vec<RefusedView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undoes: Option<&'a SubmissionId>,
}

impl<'a> ReceiptView<'a> {
    /// The receipt with the addresses that accounts have.
    pub fn of(register: Register<'a>, receipt: &'a Receipt) -> Self {
        Self {
            id: &receipt.id,
            revision: receipt.revision,
            at: &receipt.at,
            on: receipt.on,
            actor: receipt.actor,
            by: receipt.by.as_ref(),
            lines: receipt.lines,
            closings: receipt.closings,
            undo_before: receipt.undo_before,
            refused: receipt.refused.iter().map(|refused| RefusedView::of(register, refused)).collect(),
            undoes: receipt.undoes.as_ref(),
        }
    }
}

/// A request for a preview, or a submission, of changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangesRequest {
    /// For submissions only: the revision of the summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<Revision>,
    /// For submissions only: the hash of the summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<Hash>,
    /// Changes for single accounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<Change>>,
    /// The same as `changes`, for many accounts: their ids by the mode they are to have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs: Option<ModeRuns>,
    /// All accounts that match this filter are to have `mode`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// The mode for all accounts that match `filter`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<RenewalMode>,
}

/// Accounts by the mode they are to have, as runs of ids: `[first id, how many]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ModeRuns {
    #[serde(skip_serializing_if = "Runs::is_empty")]
    monthly: Runs,
    #[serde(skip_serializing_if = "Runs::is_empty")]
    yearly: Runs,
    #[serde(skip_serializing_if = "Runs::is_empty")]
    none: Runs,
}

impl ModeRuns {
    fn of(changes: &ChangeSet) -> Self {
        let [monthly, yearly, none] = changes.runs();
        Self { monthly, yearly, none }
    }

    fn wishes(self) -> Result<Wishes, FieldFault> {
        let each = [self.monthly, self.yearly, self.none];
        if each.iter().map(Runs::count).fold(0, usize::saturating_add) > MAX_CHANGES {
            return Err(FieldFault::Changes);
        }
        let mut named = AccountSet::default();
        match each.iter().flat_map(Runs::ids).find(|id| !named.insert(*id)) {
            Some(AccountId(account)) => Err(FieldFault::NamedTwice { account }),
            None => Ok(Wishes::Set(ChangeSet::of_runs(&each))),
        }
    }
}

impl ChangesRequest {
    /// The request that sends a submission.
    pub fn submitting(submission: &Submission) -> Self {
        let (revision, hash) = (Some(submission.revision()), Some(submission.hash()));
        let request = Self { revision, hash, ..Self::default() };
        match submission.wishes() {
            Wishes::Each(changes) => Self { changes: Some(changes.clone()), ..request },
            Wishes::Set(changes) => Self { runs: Some(ModeRuns::of(changes)), ..request },
            Wishes::All { filter, mode } => Self { filter: Some(filter.clone()), mode: Some(*mode), ..request },
        }
    }

    /// The wishes in a request for a preview.
    ///
    /// # Errors
    /// Names the fields that are missing, not allowed or too long.
    pub fn preview(self) -> Result<Wishes, Vec<FieldError>> {
        let given = [("revision", self.revision.is_some()), ("hash", self.hash.is_some())];
        let extra = given.into_iter().filter(|(_, there)| *there);
        let extra: Vec<_> = extra.map(|(field, _)| FieldError::new(field, FieldFault::OnlyInSubmission)).collect();
        if extra.is_empty() { self.wishes() } else { Err(extra) }
    }

    /// The submission in a request.
    ///
    /// # Errors
    /// Names the fields that are missing, not allowed or too long.
    pub fn submission(self) -> Result<Submission, Vec<FieldError>> {
        let (Some(revision), Some(hash)) = (self.revision, self.hash) else {
            let missing = [("revision", self.revision.is_none()), ("hash", self.hash.is_none())];
            let missing = missing.into_iter().filter(|(_, missing)| *missing);
            return Err(missing.map(|(field, _)| FieldError::new(field, FieldFault::Missing)).collect());
        };
        Ok(Submission::read(revision, hash, self.wishes()?))
    }

    fn wishes(self) -> Result<Wishes, Vec<FieldError>> {
        let error = |field: &str, fault: FieldFault| Err(vec![FieldError::new(field, fault)]);
        match (self.changes, self.runs, self.filter, self.mode) {
            (Some(changes), None, None, None) if changes.len() <= MAX_CHANGES => Ok(Wishes::Each(changes)),
            (Some(_), None, None, None) => error("changes", FieldFault::Changes),
            (None, Some(runs), None, None) => runs.wishes().or_else(|fault| error("runs", fault)),
            (None, None, Some(filter), Some(mode)) => Ok(Wishes::All { filter, mode }),
            (None, None, Some(_), None) => error("mode", FieldFault::ModeNeeded),
            (None, None, None, Some(_)) => error("filter", FieldFault::FilterNeeded),
            (None, None, None, None) => error("changes", FieldFault::NoChanges),
            (Some(_), Some(_), _, _) => error("runs", FieldFault::ChangesAndFilter),
            (Some(_), None, _, _) | (None, Some(_), _, _) => error("filter", FieldFault::ChangesAndFilter),
        }
    }
}
