//! What goes over the wire: the shapes of requests and answers, made from the rules' own types.

mod account;
mod changes;
mod commands;
mod history;
mod money;

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::{
    account::{AccountEvent, AccountFact, AccountView, Next},
    changes::{ChangesRequest, LineView, ReceiptView, RefusedView, SummaryView, page_of_lines},
    commands::{ConfirmRequest, Done, OrderRequest, Ordered, QuoteRequest, RestoreRequest, SetUpRequest},
    history::{HistoryEntry, HistoryFact},
    money::{Forecast, ForecastMonth, InvoiceHead},
};
use crate::{
    book::Book,
    calendar::iso,
    event::{Event, Recorded, Revision},
    platform::{Counts, Platform, PlatformId, PlatformStatus},
    refusal::FieldError,
    roster::{RosterError, RosterErrors},
};

/// An error (RFC 9457, `application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

/// A move of the test clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClockRequest {
    /// The date it shall show.
    #[serde(with = "iso")]
    pub today: NaiveDate,
}

/// What a good import answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Imported {
    /// How many accounts were added, or would be.
    pub imported: usize,
    /// The revision it made, by which it can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<Revision>,
}

impl Imported {
    /// What a recorded import added; none for another event.
    pub fn of(recorded: &Recorded) -> Option<Self> {
        let Event::AccountsImported { accounts, .. } = &recorded.event else { return None };
        Some(Self { imported: accounts.entries().len(), import: Some(recorded.revision) })
    }
}

/// What taking an import back answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakenBack {
    /// How many accounts are gone.
    pub removed: usize,
}

/// A bad line of a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    let view = |error: &RosterError| RosterErrorView {
        line: error.line,
        column: error.column,
        field: error.field.clone(),
        detail: error.fault.to_string(),
    };
    errors.errors.iter().map(view).collect()
}
