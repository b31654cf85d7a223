//! What goes over the wire: the shapes of requests and answers, made from the rules' own types.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::{Account, AccountId, RenewalMode, Status},
    book::Book,
    calendar::{AnchorDay, Period, Term, iso},
    change::{Change, MAX_CHANGES, Receipt, Submission, SubmissionId, Wishes},
    event::{Actor, Event, Instant, Recorded, Revision},
    invoice::InvoiceNumber,
    money::Amount,
    platform::{Counts, Platform, PlatformId, PlatformStatus},
    query::Filter,
    refusal::FieldError,
    roster::RosterErrors,
    summary::{Hash, Outcome, Reason, Refused, Summary, SummaryLine, Totals},
};

/// An error (RFC 9457, `application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of error, as a URI reference.
    #[serde(rename = "type")]
    pub kind: Cow<'static, str>,
    /// The kind in words.
    pub title: Cow<'static, str>,
    /// The status of the answer.
    pub status: u16,
    /// What is wrong this time.
    pub detail: String,
    /// The fields to blame.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// A page of a list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct List<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// How many the whole list has, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<usize>,
    /// Where the next page begins; none on the last.
    pub next_cursor: Option<String>,
}

/// A platform in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformHead {
    /// Its id.
    pub id: PlatformId,
    /// The company's name.
    pub name: String,
    /// Whether it lives.
    pub status: PlatformStatus,
    /// The date its book stands at.
    #[serde(with = "iso")]
    pub today: NaiveDate,
    /// How many accounts it has.
    pub counts: Counts,
}

impl From<&Book> for PlatformHead {
    fn from(book: &Book) -> Self {
        let Platform { id, name, .. } = book.platform();
        Self { id: id.clone(), name: name.clone(), status: book.status(), today: book.today(), counts: book.counts() }
    }
}

/// A platform.
#[derive(Debug, Serialize)]
pub struct PlatformView<'a> {
    #[serde(flatten)]
    platform: &'a Platform,
    status: PlatformStatus,
    #[serde(with = "iso")]
    today: NaiveDate,
    revision: Revision,
    #[serde(with = "iso::option")]
    next_deadline: Option<NaiveDate>,
    counts: Counts,
}

impl<'a> From<&'a Book> for PlatformView<'a> {
    fn from(book: &'a Book) -> Self {
        Self {
            platform: book.platform(),
            status: book.status(),
            today: book.today(),
            revision: book.revision(),
            next_deadline: book.next_deadline(),
            counts: book.counts(),
        }
    }
}

/// An account.
#[derive(Debug, Serialize)]
pub struct AccountView<'a> {
    id: AccountId,
    address: &'a str,
    display_name: &'a str,
    configured: bool,
    status: Status,
    mode: RenewalMode,
    #[serde(with = "iso::option")]
    ordered_on: Option<NaiveDate>,
    anchor_day: AnchorDay,
    #[serde(with = "iso")]
    expires_on: NaiveDate,
    #[serde(with = "iso::option")]
    deletes_on: Option<NaiveDate>,
    #[serde(with = "iso::option")]
    reset_on: Option<NaiveDate>,
    next: Option<Next>,
}

/// What happens to an account next.
#[derive(Debug, Serialize)]
pub struct Next {
    #[serde(with = "iso")]
    on: NaiveDate,
    #[serde(flatten)]
    outcome: Outcome,
}

impl<'a> AccountView<'a> {
    /// `account` as `book` has it.
    pub fn of(book: &Book, account: &'a Account) -> Self {
        let active = account.status == Status::Active;
        Self {
            id: account.id,
            address: account.address.as_str(),
            display_name: &account.display_name,
            configured: account.is_configured(),
            status: account.status,
            mode: account.mode,
            ordered_on: account.ordered_on,
            anchor_day: account.anchor_day,
            expires_on: account.expires_on,
            deletes_on: account.deletes_on,
            reset_on: None,
            next: active.then(|| Next { on: account.expires_on, outcome: book.outcome(account, account.mode) }),
        }
    }
}

/// A line of a summary or receipt.
#[derive(Debug, Serialize)]
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
    /// `line` with the address that `book` has for its account.
    pub fn of(book: &'a Book, line: &SummaryLine) -> Self {
        let SummaryLine { account, from, to, effective_on, outcome } = *line;
        Self { account, address: address(book, account), from, to, effective_on, outcome }
    }
}

/// A line that cannot be done.
#[derive(Debug, Serialize)]
pub struct RefusedView<'a> {
    account: AccountId,
    address: &'a str,
    reason: Reason,
}

impl<'a> RefusedView<'a> {
    /// `refused` with the address that `book` has for its account.
    pub fn of(book: &'a Book, refused: &Refused) -> Self {
        let Refused { account, reason } = *refused;
        Self { account, address: address(book, account), reason }
    }
}

fn address(book: &Book, account: AccountId) -> &str {
    book.account(account).map_or("", |account| account.address.as_str())
}

/// A summary: a page of its lines, and the rest whole.
#[derive(Debug, Serialize)]
pub struct SummaryView<'a> {
    revision: Revision,
    hash: Hash,
    next_cursor: Option<String>,
    lines: Vec<LineView<'a>>,
    refused: Vec<RefusedView<'a>>,
    totals: Totals,
}

impl<'a> SummaryView<'a> {
    /// The lines of `summary` behind account `after`, at most `limit`.
    pub fn of(book: &'a Book, summary: &Summary, after: AccountId, limit: usize) -> Self {
        let (lines, next_cursor) = page_of_lines(&summary.lines, after, limit);
        Self {
            revision: summary.revision,
            hash: summary.hash,
            next_cursor,
            lines: lines.iter().map(|line| LineView::of(book, line)).collect(),
            refused: summary.refused.iter().map(|refused| RefusedView::of(book, refused)).collect(),
            totals: summary.totals,
        }
    }
}

/// The lines behind account `after`, at most `limit`, and the cursor of the page behind them.
pub fn page_of_lines(lines: &[SummaryLine], after: AccountId, limit: usize) -> (&[SummaryLine], Option<String>) {
    let begin = lines.partition_point(|line| line.account <= after);
    let rest = lines.get(begin..).unwrap_or_default();
    match rest.split_at_checked(limit) {
        Some((page, more)) if !more.is_empty() => (page, page.last().map(|line| line.account.to_string())),
        _ => (rest, None),
    }
}

/// A receipt with addresses.
#[derive(Debug, Serialize)]
pub struct ReceiptView<'a> {
    id: &'a SubmissionId,
    revision: Revision,
    at: &'a Instant,
    #[serde(with = "iso")]
    on: NaiveDate,
    actor: Actor,
    lines: usize,
    closings: usize,
    refused: Vec<RefusedView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undoes: Option<&'a SubmissionId>,
}

impl<'a> ReceiptView<'a> {
    /// `receipt` with the addresses that `book` has.
    pub fn of(book: &'a Book, receipt: &'a Receipt) -> Self {
        Self {
            id: &receipt.id,
            revision: receipt.revision,
            at: &receipt.at,
            on: receipt.on,
            actor: receipt.actor,
            lines: receipt.lines,
            closings: receipt.closings,
            refused: receipt.refused.iter().map(|refused| RefusedView::of(book, refused)).collect(),
            undoes: receipt.undoes.as_ref(),
        }
    }
}

/// A preview or submission of changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangesRequest {
    /// Submissions only: the revision of the summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<Revision>,
    /// Submissions only: the hash of the summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<Hash>,
    /// Account by account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<Change>>,
    /// All that match, with `mode`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// The mode they shall have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<RenewalMode>,
}

impl ChangesRequest {
    /// The request that submits.
    pub fn submitting(submission: &Submission) -> Self {
        let (changes, filter, mode) = match submission.wishes.clone() {
            Wishes::Each(changes) => (Some(changes), None, None),
            Wishes::All { filter, mode } => (None, Some(filter), Some(mode)),
        };
        Self { revision: Some(submission.revision), hash: Some(submission.hash), changes, filter, mode }
    }

    /// What a preview asks for.
    ///
    /// # Errors
    /// Names the fields that are missing, too many or too long.
    pub fn preview(self) -> Result<Wishes, Vec<FieldError>> {
        let only = "only a submission has this";
        let given = [("revision", self.revision.is_some()), ("hash", self.hash.is_some())];
        let extra: Vec<_> =
            given.into_iter().filter(|(_, there)| *there).map(|(field, _)| FieldError::new(field, only)).collect();
        if extra.is_empty() { self.wishes() } else { Err(extra) }
    }

    /// What a submission asks for, under the id the client chose.
    ///
    /// # Errors
    /// Names the fields that are missing, too many or too long.
    pub fn submission(self, id: SubmissionId) -> Result<Submission, Vec<FieldError>> {
        let (Some(revision), Some(hash)) = (self.revision, self.hash) else {
            let missing = [("revision", self.revision.is_none()), ("hash", self.hash.is_none())];
            let missing = missing.into_iter().filter(|(_, missing)| *missing);
            return Err(missing.map(|(field, _)| FieldError::new(field, "this field is missing")).collect());
        };
        Ok(Submission { id, revision, hash, wishes: self.wishes()? })
    }

    fn wishes(self) -> Result<Wishes, Vec<FieldError>> {
        let error = |field: &str, detail: &str| Err(vec![FieldError::new(field, detail)]);
        match (self.changes, self.filter, self.mode) {
            (Some(changes), None, None) if changes.len() <= MAX_CHANGES => Ok(Wishes::Each(changes)),
            (Some(_), None, None) => error("changes", "at most 100000 changes in one request"),
            (None, Some(filter), Some(mode)) => Ok(Wishes::All { filter, mode }),
            (None, Some(_), None) => error("mode", "a filter needs a mode"),
            (None, None, Some(_)) => error("filter", "a mode needs a filter"),
            (None, None, None) => error("changes", "either changes, or filter and mode, must be given"),
            (Some(_), _, _) => error("filter", "either changes, or filter and mode, not both"),
        }
    }
}

/// A move of the test clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRequest {
    /// The date it shall show.
    #[serde(with = "iso")]
    pub today: NaiveDate,
}

/// What a good import answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// How many accounts were added, or would be.
    pub imported: usize,
}

/// A bad line of a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterErrorView {
    /// The line of the file, from 1.
    pub line: usize,
    /// The column, from 1; 0 where the whole line is meant.
    pub column: usize,
    /// The column's name; empty where the whole line is meant.
    pub field: String,
    /// What is wrong.
    pub detail: String,
}

/// The bad lines of a roster.
pub fn roster_errors(errors: &RosterErrors) -> Vec<RosterErrorView> {
    let view = |error: &crate::roster::RosterError| RosterErrorView {
        line: error.line,
        column: error.column,
        field: error.field.clone(),
        detail: error.fault.to_string(),
    };
    errors.errors.iter().map(view).collect()
}

/// What a recorded fact means for one account: its own line only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEvent {
    /// Its place in the record.
    pub revision: Revision,
    /// The instant it was recorded.
    pub at: Instant,
    /// The civil date it counts for.
    #[serde(with = "iso")]
    pub on: NaiveDate,
    /// Who did it.
    pub actor: Actor,
    /// The account.
    pub account: AccountId,
    /// What happened to it.
    #[serde(flatten)]
    pub fact: AccountFact,
}

/// What can happen to one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccountFact {
    /// It was imported.
    AccountsImported {
        /// With this mode.
        mode: RenewalMode,
        /// Paid until this day.
        #[serde(with = "iso")]
        expires_on: NaiveDate,
    },
    /// Its mode was changed.
    ModesChanged {
        /// The submission.
        id: SubmissionId,
        /// The submission taken back by it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undoes: Option<SubmissionId>,
        /// The mode it had.
        from: RenewalMode,
        /// The mode it has now.
        to: RenewalMode,
        /// When that takes effect.
        #[serde(with = "iso")]
        effective_on: NaiveDate,
    },
    /// It renewed.
    Renewed {
        /// For this long.
        term: Term,
        /// For this time.
        period: Period,
        /// At this price.
        net: Amount,
        /// On this invoice.
        invoice: InvoiceNumber,
    },
    /// It expired.
    Suspended {
        /// The day it will be deleted.
        #[serde(with = "iso")]
        deletes_on: NaiveDate,
    },
    /// It was deleted.
    Deleted {},
}

impl AccountEvent {
    /// What `recorded` means for `account`; none where it does not touch it.
    pub fn of(recorded: &Recorded, account: AccountId) -> Option<Self> {
        let has = |accounts: &[AccountId]| accounts.binary_search(&account).is_ok();
        let fact = match &recorded.event {
            Event::PlatformCreated { .. } | Event::ClockMoved {} => None,
            Event::AccountsImported { first, accounts } => {
                let offset = usize::try_from(account.0.checked_sub(first.0)?).ok()?;
                let entry = accounts.entries().get(offset)?;
                Some(AccountFact::AccountsImported { mode: entry.mode, expires_on: entry.expires_on })
            }
            Event::ModesChanged { id, undoes, groups, .. } => {
                groups.iter().find(|group| has(&group.accounts)).map(|group| {
                    let (from, to, effective_on) = (group.from, group.to, group.effective_on);
                    AccountFact::ModesChanged { id: id.clone(), undoes: undoes.clone(), from, to, effective_on }
                })
            }
            Event::Renewed { invoice } => {
                invoice.lines.iter().find(|line| has(&line.accounts)).map(|line| AccountFact::Renewed {
                    term: line.term,
                    period: line.period,
                    net: line.unit_net,
                    invoice: invoice.number,
                })
            }
            Event::Suspended { accounts, deletes_on } => {
                has(accounts).then_some(AccountFact::Suspended { deletes_on: *deletes_on })
            }
            Event::Deleted { accounts } => has(accounts).then_some(AccountFact::Deleted {}),
        }?;
        let Recorded { revision, at, on, actor, event: _ } = recorded.clone();
        Some(Self { revision, at, on, actor, account, fact })
    }
}
