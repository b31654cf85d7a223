//! What is said of a call.

use super::Call;
use crate::schema::Schema;

/// A call, described.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Which one it is, and with that who answers it.
    pub call: Call,
    /// Its method.
    pub method: Method,
    /// Its path below `/api/v1`, with the names of its parameters in braces.
    pub path: &'static str,
    /// Who may make it.
    pub who: Who,
    /// What it is for.
    pub summary: &'static str,
    /// What its query and its headers may say besides the key, by the names of the document's parameters.
    pub takes: &'static [&'static str],
    /// Whether it needs an `Idempotency-Key`.
    pub key: Key,
    /// What its body is.
    pub body: Body,
    /// The status of success.
    pub status: u16,
    /// What success answers.
    pub answer: Answer,
    /// The refusals that say more than a problem does.
    pub refusals: &'static [Extended],
    /// Whether it exists only where a test runs. The document does not have it then.
    pub only_in_tests: bool,
}

impl Entry {
    /// A call without key and body, answered with 200.
    pub const fn new(method: Method, call: Call, path: &'static str, who: Who, summary: &'static str) -> Self {
        Self {
            call,
            method,
            path,
            who,
            summary,
            takes: &[],
            key: Key::None,
            body: Body::None,
            status: 200,
            answer: Answer::Anything,
            refusals: &[],
            only_in_tests: false,
        }
    }

    /// The same with parameters.
    pub const fn takes(self, takes: &'static [&'static str]) -> Self {
        Self { takes, ..self }
    }

    /// The same with a key.
    pub const fn under(self, key: Key) -> Self {
        Self { key, ..self }
    }

    /// The same with a body.
    pub const fn reads(self, body: Body) -> Self {
        Self { body, ..self }
    }

    /// The same with a status of success and what it answers.
    pub const fn answers(self, status: u16, answer: Answer) -> Self {
        Self { status, answer, ..self }
    }

    /// The same with refusals that say more than a problem does.
    pub const fn refuses(self, refusals: &'static [Extended]) -> Self {
        Self { refusals, ..self }
    }

    /// The same, only where a test runs.
    pub const fn only_in_tests(self) -> Self {
        Self { only_in_tests: true, ..self }
    }
}

/// The methods there are, in the order of the header `Allow`. Whatever answers `GET` answers `HEAD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Asks.
    Get,
    /// Adds, does or previews.
    Post,
    /// Changes what is named.
    Patch,
    /// Takes away.
    Delete,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Get, Self::Post, Self::Patch, Self::Delete];

    /// As a request has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may make a call. Nobody signs in yet; roles are told apart here once somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Whoever reaches the worker.
    Anyone,
}

/// Whether a call needs an `Idempotency-Key`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// It takes none: it changes nothing.
    None,
    /// It needs one.
    Needed,
    /// It needs one unless its query says `dry_run=true`.
    UnlessDryRun,
}

/// The body that a call reads.
#[derive(Debug, Clone, Copy)]
pub enum Body {
    /// It is not looked at.
    None,
    /// Nothing, or an empty object.
    Empty,
    /// JSON of this type, of at most so many bytes.
    Json(Schema, Limit),
    /// A roster, of at most so many bytes.
    Csv(Limit),
}

/// The most bytes of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(pub usize);

impl Limit {
    /// Of most requests: 1 MiB.
    pub const NORMAL: Self = Self(1 << 20);
    /// Of changes: 16 MiB.
    pub const CHANGES: Self = Self(16 << 20);
    /// Of rosters: 32 MiB.
    pub const ROSTER: Self = Self(domain::limits::MAX_BYTES);
}

/// What success answers.
#[derive(Debug, Clone, Copy)]
pub enum Answer {
    /// Whether the worker is well.
    Health,
    /// Whether the invariants hold.
    Verdict,
    /// An object that the document does not describe.
    Anything,
    /// One of these.
    One(Schema),
    /// One of these as JSON, or as a page to be printed.
    Printable(Schema),
    /// A page of a list of these.
    Page(Schema),
    /// The same with the length of the whole list.
    CountedPage(Schema),
    /// One of the first, with a page of the second beside it.
    WithPage(Schema, Schema),
    /// A roster.
    Csv,
}

/// A refusal that says more than a problem does.
#[derive(Debug, Clone, Copy)]
pub enum Extended {
    /// 422: the roster has bad lines, each told with its place.
    BadRoster,
    /// 409: what the user was shown has changed.
    Stale {
        /// Says so.
        says: &'static str,
        /// The field with what the user would be shown now.
        field: &'static str,
        /// Its type.
        now: Schema,
    },
}
