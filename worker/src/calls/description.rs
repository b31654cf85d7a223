//! The types that describe a call.

use domain::people::Role;

use super::Call;
use crate::schema::Schema;

/// The description of a call.
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// The call, which also says who answers it.
    pub call: Call,
    /// Its method.
    pub method: Method,
    /// Its path below `/api/v1`, with the names of its parameters in braces.
    pub path: &'static str,
    /// Who may make it.
    pub who: Who,
    /// What it is for.
    pub summary: &'static str,
    /// The parameters of its query and headers besides the key, by their names in the OpenAPI document.
    pub takes: &'static [&'static str],
    /// Further ones.
    pub takes_too: &'static [&'static str],
    /// Whether it needs an `Idempotency-Key`.
    pub key: Key,
    /// The body it reads.
    pub body: Body,
    /// The HTTP status of success.
    pub status: u16,
    /// The answer on success.
    pub answer: Answer,
    /// The refusals that have more fields than a problem.
    pub refusals: &'static [Extended],
    /// Whether it exists for tests only. Such a call is not in the document.
    pub only_in_tests: bool,
}

impl Description {
    /// A call without key and body, answered with 200.
    pub const fn new(method: Method, call: Call, path: &'static str, who: Who, summary: &'static str) -> Self {
        Self {
            call,
            method,
            path,
            who,
            summary,
            takes: &[],
            takes_too: &[],
            key: Key::None,
            body: Body::None,
            status: 200,
            answer: Answer::Anything,
            refusals: &[],
            only_in_tests: false,
        }
    }

    /// Returns this call with parameters.
    pub const fn takes(self, takes: &'static [&'static str]) -> Self {
        Self { takes, ..self }
    }

    /// Returns this call with further parameters.
    pub const fn takes_too(self, takes_too: &'static [&'static str]) -> Self {
        Self { takes_too, ..self }
    }

    /// Returns this call with a key.
    pub const fn under(self, key: Key) -> Self {
        Self { key, ..self }
    }

    /// Returns this call with a body.
    pub const fn reads(self, body: Body) -> Self {
        Self { body, ..self }
    }

    /// Returns this call with the status and the answer of success.
    pub const fn answers(self, status: u16, answer: Answer) -> Self {
        Self { status, answer, ..self }
    }

    /// Returns this call with refusals that have more fields than a problem.
    pub const fn refuses(self, refusals: &'static [Extended]) -> Self {
        Self { refusals, ..self }
    }

    /// Returns this call as one for tests only.
    pub const fn only_in_tests(self) -> Self {
        Self { only_in_tests: true, ..self }
    }
}

/// The methods of calls, in the order of the header `Allow`. A call that answers `GET` also answers `HEAD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads something.
    Get,
    /// Adds something, does something, or previews a change.
    Post,
    /// Changes the fields that are named.
    Patch,
    /// Removes something.
    Delete,
}

impl Method {
    /// All methods.
    pub const ALL: [Self; 4] = [Self::Get, Self::Post, Self::Patch, Self::Delete];

    /// The method as it stands in a request.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may make a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody who can reach the worker.
    Anyone,
    /// Whoever is known: at a desk everybody, elsewhere persons who have signed in, and tokens.
    Known,
    /// Whoever has the role, on the platform that the path names or else on all.
    With(Role),
    /// Whoever has the roles of all fields that the body names, on the platform that the path names.
    ByField,
}

/// Whether a call needs an `Idempotency-Key`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// It takes none, because it changes nothing.
    None,
    /// It needs one.
    Needed,
    /// It needs one unless its query says `dry_run=true`.
    UnlessDryRun,
}

/// The body that a call reads.
#[derive(Debug, Clone, Copy)]
pub enum Body {
    /// The body is not read.
    None,
    /// No body, or an empty JSON object.
    Empty,
    /// JSON of this type, with at most this many bytes.
    Json(Schema, Limit),
    /// A roster, with at most this many bytes.
    Csv(Limit),
    /// An archive, which is read as it comes.
    Archive,
}

/// The most bytes that a body may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(pub usize);

impl Limit {
    /// The limit of requests about who may come in, which anybody may send: 64 KiB, or with roles 1 MiB.
    pub const SMALL: Self = Self(1 << 16);
    /// The limit of most requests: 1 MiB.
    pub const NORMAL: Self = Self(1 << 20);
    /// The limit of changes: 16 MiB.
    pub const CHANGES: Self = Self(16 << 20);
    /// The limit of rosters: 32 MiB.
    pub const ROSTER: Self = Self(domain::limits::MAX_BYTES);
}

/// The answer on success.
#[derive(Debug, Clone, Copy)]
pub enum Answer {
    /// Whether the worker is up, and its version.
    Health,
    /// Whether the invariants hold, and what does not.
    Verdict,
    /// An object that the document does not describe.
    Anything,
    /// `null`.
    Nothing,
    /// An object of this type.
    One(Schema),
    /// An object of one of these types.
    Either(Schema, Schema),
    /// An object of this type as JSON, or as an HTML page to be printed.
    Printable(Schema),
    /// A page of a list of objects of this type.
    Page(Schema),
    /// A page of a list of objects of this type, with the length of the whole list.
    CountedPage(Schema),
    /// An object of the first type, with a page of objects of the second type.
    WithPage(Schema, Schema),
    /// A roster.
    Csv,
    /// An archive.
    Archive,
    /// A book as columns.
    Columns,
    /// A WebSocket.
    Socket,
}

/// A refusal that has more fields than a problem.
#[derive(Debug, Clone, Copy)]
pub enum Extended {
    /// 422: the roster has bad lines, each listed with its place in the file.
    BadRoster,
    /// 409: what the user was shown has changed.
    Stale {
        /// The description in the document.
        says: &'static str,
        /// The field with what the user would be shown now.
        field: &'static str,
        /// Its type.
        now: Schema,
    },
}
