//! What goes back: an answer in JSON or CSV, or a problem (RFC 9457).

use std::borrow::Cow;

use domain::{
    book::Book,
    order::Quote,
    refusal::{FieldError, Refusal},
    wire::{Problem, SummaryView, roster_errors},
};
use serde::Serialize;

/// The lines of a summary that one answer shows.
pub const SUMMARY_LINES: usize = 1_000;

/// An answer, before it is the runtime's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The content type.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
    /// Headers besides the content type and those every answer has.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
}

/// What a step of answering comes to: something to go on with, or the answer already.
pub type Step<T> = Result<T, Box<Reply>>;

impl Reply {
    /// A JSON answer.
    pub fn json(status: u16, body: &impl Serialize) -> Self {
        match serde_json::to_string(body) {
            Ok(body) => Self::json_text(status, body),
            Err(error) => Self::problem(Kind::Internal, error.to_string()),
        }
    }

    /// A JSON answer that is written already.
    pub fn json_text(status: u16, body: String) -> Self {
        Self { status, content_type: "application/json", body, headers: Vec::new() }
    }

    /// A problem.
    pub fn problem(kind: Kind, detail: impl Into<String>) -> Self {
        Self::problem_with(kind, detail, Vec::new(), &())
    }

    /// A problem with fields to blame.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [only] => format!("{}: {}", only.field, only.detail),
            _ => Refusal::Invalid(Vec::new()).to_string(),
        };
        Self::problem_with(Kind::Invalid, detail, errors, &())
    }

    /// A problem with one field to blame.
    pub fn invalid_field(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError::new(field, detail)])
    }

    /// A problem of some kind with fields to blame.
    pub fn blaming(kind: Kind, errors: Vec<FieldError>) -> Self {
        let detail = errors.first().map(|error| error.detail.clone()).unwrap_or_default();
        Self::problem_with(kind, detail, errors, &())
    }

    fn problem_with(kind: Kind, detail: impl Into<String>, errors: Vec<FieldError>, more: &impl Serialize) -> Self {
        #[derive(Serialize)]
        struct Extended<'a, T> {
            #[serde(flatten)]
            problem: Problem,
            #[serde(flatten)]
            more: &'a T,
        }
        let (slug, title, status) = kind.words();
        let problem = Problem {
            kind: format!("urn:laufzeit:{slug}").into(),
            title: title.into(),
            status,
            detail: detail.into(),
            errors,
        };
        let body = serde_json::to_string(&Extended { problem, more }).unwrap_or_default();
        Self { status, content_type: "application/problem+json", body, headers: Vec::new() }
    }

    /// Why the rules said no, as `book` sees it.
    pub fn refusal(book: &Book, refusal: &Refusal) -> Self {
        let kind = match refusal {
            Refusal::Invalid(_)
            | Refusal::UnknownAccount { .. }
            | Refusal::NamedTwice { .. }
            | Refusal::NothingToDo
            | Refusal::ClockBackwards { .. }
            | Refusal::ClockTooFar { .. }
            | Refusal::Unconfirmed
            | Refusal::Quantity
            | Refusal::RestoreMode
            | Refusal::Field { .. } => Kind::Invalid,
            Refusal::NoSubmission | Refusal::NoAccount { .. } => Kind::NotFound,
            Refusal::Terminating => Kind::Terminating,
            Refusal::Closed => Kind::Closed,
            Refusal::NotTerminating => Kind::NotTerminating,
            Refusal::NotActive { .. } | Refusal::NotConfigured { .. } | Refusal::NotSuspended { .. } => Kind::State,
            Refusal::ImportTouched => Kind::ImportTouched,
            Refusal::Stale { .. } | Refusal::QuoteStale { .. } => Kind::Stale,
            Refusal::IdTaken => Kind::KeyReused,
            Refusal::NoTestClock => Kind::NoTestClock,
            Refusal::Roster(_) => Kind::Roster,
        };
        match refusal {
            Refusal::Stale { now } => {
                #[derive(Serialize)]
                struct Stale<'a> {
                    summary: SummaryView<'a>,
                }
                let summary = SummaryView::of(book, now, domain::account::AccountId(0), SUMMARY_LINES);
                Self::problem_with(kind, refusal.to_string(), refusal.fields(), &Stale { summary })
            }
            Refusal::QuoteStale { now } => {
                #[derive(Serialize)]
                struct Stale<'a> {
                    quote: &'a Quote,
                }
                Self::problem_with(kind, refusal.to_string(), refusal.fields(), &Stale { quote: now })
            }
            Refusal::Roster(errors) => {
                #[derive(Serialize)]
                struct Lines {
                    errors: Vec<domain::wire::RosterErrorView>,
                    total: usize,
                }
                let lines = Lines { errors: roster_errors(errors), total: errors.total };
                Self::problem_with(kind, refusal.to_string(), Vec::new(), &lines)
            }
            Refusal::Invalid(_)
            | Refusal::UnknownAccount { .. }
            | Refusal::NamedTwice { .. }
            | Refusal::NothingToDo
            | Refusal::IdTaken
            | Refusal::NoTestClock
            | Refusal::ClockBackwards { .. }
            | Refusal::ClockTooFar { .. }
            | Refusal::Terminating
            | Refusal::Closed
            | Refusal::NotTerminating
            | Refusal::Unconfirmed
            | Refusal::Quantity
            | Refusal::NoSubmission
            | Refusal::NoAccount { .. }
            | Refusal::NotActive { .. }
            | Refusal::NotConfigured { .. }
            | Refusal::NotSuspended { .. }
            | Refusal::RestoreMode
            | Refusal::Field { .. }
            | Refusal::ImportTouched => Self::problem_with(kind, refusal.to_string(), refusal.fields(), &()),
        }
    }

    /// The same answer with one more header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Whether something was done, so that the same request need not do it again.
    pub const fn is_success(&self) -> bool {
        self.status < 300
    }
}

/// The kinds of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A body that is no JSON.
    Malformed,
    /// No `Idempotency-Key`, or one that is not 1 to 255 printable ASCII characters.
    Key,
    /// A foreign `Host` or `Origin`.
    Foreign,
    /// Nothing has this address.
    NotFound,
    /// The address knows other methods.
    Method,
    /// The wished id is taken.
    Taken,
    /// The summary or quote reads differently now.
    Stale,
    /// The platform is terminating.
    Terminating,
    /// The platform is closed.
    Closed,
    /// There is no termination to take back.
    NotTerminating,
    /// The account is not in the state that this needs.
    State,
    /// The import can no longer be taken back.
    ImportTouched,
    /// The platform's date follows the time of day.
    NoTestClock,
    /// The body is too large.
    TooLarge,
    /// The body has another content type.
    MediaType,
    /// Fields that are not valid.
    Invalid,
    /// The key stands for another request.
    KeyReused,
    /// A roster with bad lines.
    Roster,
    /// A fault of ours.
    Internal,
    /// The data was written by a newer version.
    Newer,
    /// No room is left.
    Full,
}

impl Kind {
    /// The status of its answers.
    pub const fn status(self) -> u16 {
        self.words().2
    }

    const fn words(self) -> (&'static str, &'static str, u16) {
        match self {
            Self::Malformed => ("malformed", "the body cannot be read", 400),
            Self::Key => ("idempotency-key", "an Idempotency-Key is needed", 400),
            Self::Foreign => ("foreign", "this request comes from elsewhere", 403),
            Self::NotFound => ("not-found", "not found", 404),
            Self::Method => ("method", "this method is not allowed here", 405),
            Self::Taken => ("taken", "this id is taken", 409),
            Self::Stale => ("stale", "what was seen is not what would happen now", 409),
            Self::Terminating => ("terminating", "the platform is terminating", 409),
            Self::Closed => ("closed", "the platform is closed", 409),
            Self::NotTerminating => ("not-terminating", "the platform is not terminating", 409),
            Self::State => ("account-state", "the account is in another state", 409),
            Self::ImportTouched => ("import-touched", "the import can no longer be taken back", 409),
            Self::NoTestClock => ("no-test-clock", "there is no test clock", 409),
            Self::TooLarge => ("too-large", "the body is too large", 413),
            Self::MediaType => ("media-type", "this content type is not taken", 415),
            Self::Invalid => ("invalid", "the request is not valid", 422),
            Self::KeyReused => ("key-reused", "this Idempotency-Key stands for another request", 422),
            Self::Roster => ("roster", "the roster has bad lines", 422),
            Self::Internal => ("internal", "something went wrong here", 500),
            Self::Newer => ("newer-data", "the data is of a newer version", 503),
            Self::Full => ("full", "no room is left", 507),
        }
    }
}

/// Ends answering with a problem.
///
/// # Errors
/// Always: that is its purpose.
pub fn refuse<T>(kind: Kind, detail: impl Into<String>) -> Step<T> {
    Err(Box::new(Reply::problem(kind, detail)))
}
