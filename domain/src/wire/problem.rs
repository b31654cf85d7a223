//! Problems (RFC 9457): the answer of every host when something is not done.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

use super::{
    code::Code,
    facts::{Fact, Facts},
};
use crate::{
    field::FieldError,
    refusal::Refusal,
    roster::{RosterError, RosterErrors},
};

/// Something that is wrong. It has a code and facts for programs, and `Display` says it in English, in lower case and
/// without a full stop.
pub trait Wrong: fmt::Display {
    /// The code by which programs tell it apart.
    fn code(&self) -> Code;

    /// The values that a sentence about it needs.
    fn facts(&self) -> Facts {
        Facts::default()
    }
}

/// An error (RFC 9457, `application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The kind of error, as a URI reference.
    #[serde(rename = "type")]
    pub kind: Cow<'static, str>,
    /// The kind in words.
    pub title: Cow<'static, str>,
    /// The HTTP status of the answer.
    pub status: u16,
    /// What is wrong this time, in English.
    pub detail: String,
    /// What is wrong, for programs. A later version may have more codes.
    #[cfg_attr(feature = "openapi", schema(value_type = Code))]
    pub code: Cow<'static, str>,
    /// The values that a sentence about it needs.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
    /// The fields at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldErrorView>,
}

impl Problem {
    pub(super) fn of(wrong: &impl Wrong, errors: Vec<FieldErrorView>) -> Self {
        let code = wrong.code();
        let (slug, title, status) = code.kind().words();
        Self {
            kind: format!("urn:laufzeit:{slug}").into(),
            title: title.into(),
            status,
            detail: wrong.to_string(),
            code: code.as_str().into(),
            facts: wrong.facts(),
            errors,
        }
    }

    /// Whether it has this code.
    pub fn is(&self, code: Code) -> bool {
        self.code == code.as_str()
    }
}

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Self {
        let one = |field: &str| vec![FieldErrorView::of(field, refusal)];
        let errors = match refusal {
            Refusal::Invalid(errors) => errors.iter().map(FieldErrorView::from).collect(),
            Refusal::Roster(errors) => roster_errors(errors).into_iter().map(|error| error.error).collect(),
            Refusal::UnknownAccount { index, .. } | Refusal::NamedTwice { index, .. } => {
                one(&index.map_or_else(|| "runs".to_owned(), |index| format!("changes[{index}].account")))
            }
            Refusal::NothingToDo | Refusal::TooManyLines { .. } => one("changes"),
            Refusal::Stale { .. } | Refusal::QuoteStale { .. } => one("hash"),
            Refusal::SettingsClash(_) => {
                let facts = refusal.facts();
                facts.iter().map(|(field, both)| FieldErrorView::clashing(field, both, refusal)).collect()
            }
            Refusal::IdTaken => one("Idempotency-Key"),
            Refusal::ClockBackwards { .. } | Refusal::ClockTooFar { .. } => one("today"),
            Refusal::Unconfirmed => one("confirm"),
            Refusal::Quantity | Refusal::NoRoom(_) => one("quantity"),
            Refusal::RestoreMode => one("mode"),
            Refusal::Field { field, .. } => one(field),
            Refusal::NoTestClock
            | Refusal::Terminating
            | Refusal::Closed
            | Refusal::NotTerminating
            | Refusal::NoSubmission
            | Refusal::NoAccount { .. }
            | Refusal::NotActive { .. }
            | Refusal::NotConfigured { .. }
            | Refusal::NotSuspended { .. }
            | Refusal::StillInUse { .. }
            | Refusal::NobodyHad
            | Refusal::ImportTouched
            | Refusal::MovedAway(_) => Vec::new(),
        };
        Self::of(refusal, errors)
    }
}

/// One field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldErrorView {
    /// The field's path in the request, such as `catalog[0].from`.
    pub field: String,
    /// What is wrong, for programs. A later version may have more codes.
    #[cfg_attr(feature = "openapi", schema(value_type = Code))]
    pub code: Cow<'static, str>,
    /// What is wrong, in English: lower case, no full stop.
    pub detail: String,
    /// The values that a sentence about it needs.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
}

impl FieldErrorView {
    /// The error that `field` clashes, with both values.
    fn clashing(field: &str, both: &Fact, refusal: &Refusal) -> Self {
        Self { facts: [(field.to_owned(), both.clone())].into_iter().collect(), ..Self::of(field, refusal) }
    }

    /// The error that `field` has what is `wrong`.
    pub fn of(field: impl Into<String>, wrong: &impl Wrong) -> Self {
        let (code, detail, facts) = (wrong.code().as_str().into(), wrong.to_string(), wrong.facts());
        Self { field: field.into(), code, detail, facts }
    }
}

impl From<&FieldError> for FieldErrorView {
    fn from(error: &FieldError) -> Self {
        Self::of(error.field.as_str(), &error.fault)
    }
}

/// A bad line of a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RosterErrorView {
    /// The line of the file, from 1.
    pub line: usize,
    /// The column, from 1; 0 if it concerns the whole line or file.
    pub column: usize,
    /// What is wrong, with the column's name as the field; the name is empty if none is known.
    #[serde(flatten)]
    pub error: FieldErrorView,
}

/// The bad lines of a roster.
pub fn roster_errors(errors: &RosterErrors) -> Vec<RosterErrorView> {
    let view = |error: &RosterError| RosterErrorView {
        line: error.line,
        column: error.column,
        error: FieldErrorView::of(error.field.as_str(), &error.fault),
    };
    errors.errors.iter().map(view).collect()
}
