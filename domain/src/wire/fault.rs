//! What a host finds wrong with a request before the rules are asked.

use chrono::NaiveDate;

use super::{
    access::Access,
    archive::ArchiveFault,
    code::Code,
    facts::{Fact, Facts},
    problem::{FieldErrorView, Problem, Wrong},
};
use crate::{refusal::Refusal, stamp::Revision};

/// Why a host does not take a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The body is not JSON.
    #[error("{detail}")]
    Malformed {
        /// The message of the JSON parser.
        detail: String,
        /// The line of the error, from 1.
        line: usize,
        /// The column of the error, from 1; 0 before the first column.
        column: usize,
    },
    /// There is no `Idempotency-Key`.
    #[error("the header Idempotency-Key is missing")]
    KeyMissing,
    /// The `Idempotency-Key` is empty, too long or not printable.
    #[error("the header Idempotency-Key holds 1 to {MAX_KEY} printable ASCII characters")]
    KeyInvalid,
    /// The `Host` is not one of this server.
    #[error("this host is not one of ours")]
    ForeignHost,
    /// The `Origin` is not one of this server.
    #[error("requests from pages of another origin are not answered")]
    ForeignOrigin,
    /// What is asked for comes over a WebSocket only.
    #[error("this comes over a WebSocket; the request has no header Upgrade that asks for one")]
    UpgradeNeeded,
    /// Who sends the request stands against it.
    #[error(transparent)]
    Access(#[from] Access),
    /// An archive cannot be taken.
    #[error(transparent)]
    Archive(#[from] ArchiveFault),
    /// There is nothing at this address.
    #[error("nothing has this address")]
    NothingHere,
    /// No platform has this id.
    #[error("no platform has this id")]
    NoPlatform,
    /// No account has this id.
    #[error("no account has this id")]
    NoAccount,
    /// No submission has this id.
    #[error("no submission has this id")]
    NoSubmission,
    /// No invoice has this number.
    #[error("no invoice has this number")]
    NoInvoice,
    /// The address does not allow this method.
    #[error("{method} is not allowed here, only {allowed}")]
    Method {
        /// The method.
        method: String,
        /// The methods that are allowed, as in the header `Allow`.
        allowed: String,
    },
    /// Another platform has the wished id.
    #[error("a platform has the id {id} already")]
    IdTaken {
        /// The id.
        id: String,
    },
    /// The body has more bytes than it may have.
    #[error("this body may have {max} bytes")]
    BodyTooLarge {
        /// The most bytes it may have.
        max: usize,
    },
    /// The body stopped coming.
    #[error("the rest of the body did not come in time")]
    BodySilent,
    /// The body has the wrong content type.
    #[error("the content type must be {expected} in UTF-8")]
    MediaType {
        /// The content type it should have.
        expected: String,
    },
    /// Fields are not valid.
    #[error("{}", invalid(.0))]
    Invalid(Vec<FieldErrorView>),
    /// The key came with another request before.
    #[error("this Idempotency-Key came with another body before")]
    KeyReused,
    /// Something failed on the server; the text says what.
    #[error("{0}")]
    Internal(String),
    /// Another request failed inside the worker and ended this one.
    #[error(
        "another request failed inside the worker and ended this one; it can be sent again with the same Idempotency-Key"
    )]
    Interrupted,
    /// The platform failed again and again inside the worker.
    #[error("the platform failed 3 times in a row inside the worker, and rests for a minute")]
    Resting,
    /// The data was written by a newer version.
    #[error(
        "this data was written by a newer Laufzeit: it is of version {found}, and this one knows versions up to {known}; \
         nothing was changed"
    )]
    NewerData {
        /// The version of the data.
        found: u32,
        /// The newest version that can be read here.
        known: u32,
    },
    /// The stored data of the platform cannot be read, or is not what was written.
    #[error("the stored data of this platform is damaged; nothing was changed")]
    PlatformDamaged,
    /// The stored data of the platform is older than what the list of platforms knows of it.
    #[error(
        "the stored data of this platform is an older state: it ends at revision {}, and revision {} was \
         there; nothing was changed",
        revision.0,
        told.0
    )]
    PlatformBehind {
        /// The revision of the stored data.
        revision: Revision,
        /// The revision that was there.
        told: Revision,
    },
    /// The stored list of the platforms cannot be read.
    #[error("the stored list of the platforms is damaged; each platform is still there at its own address")]
    DirectoryDamaged,
    /// The storage is full.
    #[error("the storage is full; {}", done(*.done_to))]
    StorageFull {
        /// The last day whose work is done, where it is known.
        done_to: Option<NaiveDate>,
    },
}

/// The most characters of an `Idempotency-Key`.
pub const MAX_KEY: usize = 255;

fn done(to: Option<NaiveDate>) -> String {
    to.map_or("nothing was changed".to_owned(), |to| {
        format!("all that was due up to and including {to} is done, and nothing else was changed")
    })
}

fn invalid(errors: &[FieldErrorView]) -> String {
    match errors {
        [only] => format!("{}: {}", only.field, only.detail),
        _ => Refusal::Invalid(Vec::new()).to_string(),
    }
}

impl Wrong for Fault {
    fn code(&self) -> Code {
        match self {
            Self::Malformed { .. } => Code::Malformed,
            Self::KeyMissing => Code::KeyMissing,
            Self::KeyInvalid => Code::KeyInvalid,
            Self::ForeignHost => Code::ForeignHost,
            Self::ForeignOrigin => Code::ForeignOrigin,
            Self::UpgradeNeeded => Code::UpgradeNeeded,
            Self::Access(access) => access.code(),
            Self::Archive(archive) => archive.code(),
            Self::NothingHere => Code::NothingHere,
            Self::NoPlatform => Code::NoPlatform,
            Self::NoAccount => Code::NoAccount,
            Self::NoSubmission => Code::NoSubmission,
            Self::NoInvoice => Code::NoInvoice,
            Self::Method { .. } => Code::MethodNotAllowed,
            Self::IdTaken { .. } => Code::IdTaken,
            Self::BodyTooLarge { .. } => Code::BodyTooLarge,
            Self::BodySilent => Code::BodySilent,
            Self::MediaType { .. } => Code::MediaType,
            Self::Invalid(_) => Code::Invalid,
            Self::KeyReused => Code::KeyReused,
            Self::Internal(_) => Code::Internal,
            Self::Interrupted => Code::Interrupted,
            Self::Resting => Code::Resting,
            Self::NewerData { .. } => Code::NewerData,
            Self::PlatformDamaged => Code::PlatformDamaged,
            Self::PlatformBehind { .. } => Code::PlatformBehind,
            Self::DirectoryDamaged => Code::DirectoryDamaged,
            Self::StorageFull { .. } => Code::StorageFull,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Malformed { line, column, .. } => {
                Facts::from([("line", (*line).into()), ("column", (*column).into())])
            }
            Self::Access(access) => access.facts(),
            Self::Archive(archive) => archive.facts(),
            Self::KeyInvalid => Facts::from([("max", MAX_KEY.into())]),
            Self::Method { method, allowed } => {
                let allowed: Vec<&str> = allowed.split(", ").collect();
                Facts::from([("method", method.as_str().into()), ("allowed", allowed.as_slice().into())])
            }
            Self::IdTaken { id } => Facts::from([("id", id.as_str().into())]),
            Self::BodyTooLarge { max } => Facts::from([("max", (*max).into())]),
            Self::MediaType { expected } => Facts::from([("expected", expected.as_str().into())]),
            Self::StorageFull { done_to } => {
                done_to.map(|to| Facts::from([("done_to", to.into())])).unwrap_or_default()
            }
            Self::NewerData { found, known } => Facts::from([("found", (*found).into()), ("known", (*known).into())]),
            Self::PlatformBehind { revision, told } => {
                Facts::from([("revision", Fact::Number(revision.0)), ("told", Fact::Number(told.0))])
            }
            Self::KeyMissing
            | Self::ForeignHost
            | Self::ForeignOrigin
            | Self::UpgradeNeeded
            | Self::NothingHere
            | Self::NoPlatform
            | Self::NoAccount
            | Self::NoSubmission
            | Self::NoInvoice
            | Self::Invalid(_)
            | Self::KeyReused
            | Self::BodySilent
            | Self::Internal(_)
            | Self::Interrupted
            | Self::Resting
            | Self::PlatformDamaged
            | Self::DirectoryDamaged => Facts::default(),
        }
    }
}

impl From<&Fault> for Problem {
    fn from(fault: &Fault) -> Self {
        let errors = match fault {
            Fault::Invalid(errors) => errors.clone(),
            Fault::IdTaken { .. } => vec![FieldErrorView::of("id", fault)],
            Fault::Malformed { .. }
            | Fault::KeyMissing
            | Fault::KeyInvalid
            | Fault::ForeignHost
            | Fault::ForeignOrigin
            | Fault::UpgradeNeeded
            | Fault::Access(_)
            | Fault::Archive(_)
            | Fault::NothingHere
            | Fault::NoPlatform
            | Fault::NoAccount
            | Fault::NoSubmission
            | Fault::NoInvoice
            | Fault::Method { .. }
            | Fault::BodyTooLarge { .. }
            | Fault::MediaType { .. }
            | Fault::KeyReused
            | Fault::BodySilent
            | Fault::Internal(_)
            | Fault::Interrupted
            | Fault::Resting
            | Fault::NewerData { .. }
            | Fault::PlatformDamaged
            | Fault::PlatformBehind { .. }
            | Fault::DirectoryDamaged
            | Fault::StorageFull { .. } => Vec::new(),
        };
        Self::of(fault, errors)
    }
}
