//! Replies: an answer in JSON, CSV or HTML, or a problem (RFC 9457).

use std::borrow::Cow;

use domain::{
    field::FieldError,
    gone::Register,
    order::Quote,
    refusal::Refusal,
    wire::{Fault, FieldErrorView, Problem, RosterErrorView, SummaryView, roster_errors},
};
use serde::Serialize;

/// The most lines of a summary in one answer, unless the request asks for fewer.
pub const SUMMARY_LINES: usize = 1_000;

/// An answer, before it is turned into a response of the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The content type.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
    /// Headers besides the content type and those that every answer has.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
}

/// A value to continue with, or the reply that ends the answering of a request.
pub type OrReply<T> = Result<T, Box<Reply>>;

impl Reply {
    /// A JSON answer.
    pub fn json(status: u16, body: &impl Serialize) -> Self {
        match serde_json::to_string(body) {
            Ok(body) => Self::json_text(status, body),
            Err(error) => Self::problem(&Fault::Internal(error.to_string())),
        }
    }

    /// A JSON answer from a text that is JSON already.
    pub fn json_text(status: u16, body: String) -> Self {
        Self { status, content_type: "application/json", body, headers: Vec::new() }
    }

    /// The problem of a fault.
    pub fn problem(fault: &Fault) -> Self {
        Self::extended(&fault.into(), &())
    }

    /// The problem of fields that are not valid.
    pub fn invalid(errors: Vec<FieldErrorView>) -> Self {
        Self::problem(&Fault::Invalid(errors))
    }

    /// The problem of fields in which the rules found faults.
    pub fn blaming(errors: &[FieldError]) -> Self {
        Self::invalid(errors.iter().map(FieldErrorView::from).collect())
    }

    fn extended(problem: &Problem, more: &impl Serialize) -> Self {
        #[derive(Serialize)]
        struct Extended<'a, T> {
            #[serde(flatten)]
            problem: &'a Problem,
            #[serde(flatten)]
            more: &'a T,
        }
        let body = serde_json::to_string(&Extended { problem, more }).unwrap_or_default();
        Self { status: problem.status, content_type: "application/problem+json", body, headers: Vec::new() }
    }

    /// The problem of a refusal, with the present summary, the present quote, or the bad lines of a roster. Addresses
    /// are those in `register`.
    pub fn refusal(register: Register<'_>, refusal: &Refusal) -> Self {
        let mut problem = Problem::from(refusal);
        if let Refusal::Stale { now } = refusal {
            #[derive(Serialize)]
            struct Stale<'a> {
                summary: SummaryView<'a>,
            }
            let summary = SummaryView::of(register, now, domain::account::AccountId(0), SUMMARY_LINES);
            return Self::extended(&problem, &Stale { summary });
        }
        if let Refusal::QuoteStale { now } = refusal {
            #[derive(Serialize)]
            struct Stale<'a> {
                quote: &'a Quote,
            }
            return Self::extended(&problem, &Stale { quote: now });
        }
        if let Refusal::Roster(errors) = refusal {
            #[derive(Serialize)]
            struct Lines {
                errors: Vec<RosterErrorView>,
                total: usize,
            }
            // replaced by the same errors, each with its place in the file
            problem.errors.clear();
            return Self::extended(&problem, &Lines { errors: roster_errors(errors), total: errors.total });
        }
        Self::extended(&problem, &())
    }

    /// Returns this answer with one more header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Whether the request succeeded.
    pub const fn is_success(&self) -> bool {
        self.status < 300
    }
}

/// Ends the answering of a request with a problem.
///
/// # Errors
/// Always.
pub fn refuse<T>(fault: Fault) -> OrReply<T> {
    Err(Box::new(Reply::problem(&fault)))
}

#[cfg(test)]
mod tests {
    use domain::wire::examples;

    use super::*;

    #[test]
    fn what_is_sent_is_the_problem_that_every_host_makes_of_a_refusal() {
        let demo = examples::demo();
        for refusal in examples::refusals() {
            let reply = Reply::refusal(demo.register(), &refusal);
            let problem: Problem = serde_json::from_str(&reply.body).expect("a problem");
            assert_eq!(problem, Problem::from(&refusal), "{}", reply.body);
            assert_eq!(reply.status, problem.status);
        }
        for fault in examples::faults() {
            let reply = Reply::problem(&fault);
            let problem: Problem = serde_json::from_str(&reply.body).expect("a problem");
            assert_eq!((problem.status, problem), (reply.status, Problem::from(&fault)), "{}", reply.body);
        }
    }
}
