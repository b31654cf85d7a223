//! Which address is what, and whether it is asked from here.
//!
//! Everything stands below `/api/v1`; `{p}` is a platform's id. Every list takes `limit` (1 to 1,000, default 50) and
//! `cursor`, and answers `{items, next_cursor}`. Every POST, PATCH and DELETE but previews and dry runs takes an `Idempotency-Key`: the
//! same request again, body and all, gets the stored answer. Errors are problems (RFC 9457), told apart by their `code`, with
//! the `facts` that a sentence about it needs, and name the fields to blame, each with a code of its own: `domain::wire::Code`
//! has all codes.
//!
//! | address | what |
//! |---|---|
//! | `GET /healthz` | `{status, version}` |
//! | `GET`, `POST /platforms` | the platforms by id, each as it stands now; a new one |
//! | `GET /platforms/{p}` | settings, date, revision, next deadline, counts |
//! | `GET {p}/book?since=` | the book as [`domain::book::Snapshot`], or what is new in it since a revision: what a page shows |
//! | `GET {p}/events?after=` | the record behind a revision, as [`domain::event::Recorded`] |
//! | `GET {p}/accounts` | `search status mode configured expires_before expires_from sort order`; has a `total` |
//! | `GET {p}/accounts/{a}`, `…/history` | one account; its own lines of the record, newest first |
//! | `PATCH {p}`, `PATCH {p}/accounts/{a}` | settings, prices from tomorrow on; address and name |
//! | `POST {p}/accounts/{a}/reset`, `…/restore` | empties an account; lets a suspended one live on |
//! | `POST {p}/imports/{revision}/undo` | takes an import back whole, while none of its accounts has been touched |
//! | `POST {p}/orders/preview`, `{p}/orders` | a quote; an order |
//! | `POST`, `DELETE {p}/termination` | lets every account close; takes that back |
//! | `GET {p}/invoices`, `{p}/invoices/{number}` | newest first; one |
//! | `GET {p}/forecast?months=` | what falls due by month, if nobody changes anything |
//! | `GET {p}/history` | the record in short, newest first, as [`domain::wire::HistoryEntry`] |
//! | `GET {p}/accounts.csv` | the list as a roster; filter and order as above |
//! | `POST {p}/accounts/import` | a roster (`text/csv`); `?dry_run=true` only checks |
//! | `POST {p}/changes/preview` | a summary; `?limit=` and `?cursor=` page its lines (1,000) |
//! | `GET`, `POST {p}/changes` | receipts, newest first; a submission |
//! | `GET {p}/changes/{c}` | a receipt, its lines as `items` with `next_cursor` beside them |
//! | `POST {p}/changes/{c}/undo` | takes a submission back, under the id `<key>:undo-<revision>` |
//! | `POST {p}/orders/preview`, `POST {p}/orders` | what an order would cost; an order, with the hash of that |
//! | `PATCH {p}` | settings; what is not named stays, `seller` and `buyer` go with `null` |
//! | `PATCH {p}/accounts/{a}`, `POST …/reset`, `…/restore` | set up; empty; let live on |
//! | `POST`, `DELETE {p}/termination` | begin it; take it back |
//! | `POST {p}/imports/{revision}/undo` | takes an import back whole, by the revision that it answered as `import` |
//! | `GET {p}/invoices`, `…/{number}` | newest first; one, as JSON or for `Accept: text/html` as a page to be printed |
//! | `GET {p}/forecast` | `?months=`, 1 to 120 (12) |
//! | `GET /openapi.json` | all of this, as a machine reads it; written by `openapi/` while the worker is built |
//! | `POST {p}/clock` | moves a test clock; done when everything due is |
//! | `GET {p}/check` | `{ok, findings}`: the invariants, over the whole record and the rows |
//!
//! A page of the record (events, history, receipts) also ends after 8 MiB were read, with a cursor to go on from.

use domain::wire::Fault;
use worker::{Env, ObjectNamespace, Request, Response, Result};

use crate::{
    inbound::{drain, fault, header},
    reply::{Reply, Step, refuse},
    request::Target,
};

/// What an address below a platform stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// The platform.
    Platform,
    /// Its book as a snapshot.
    Book,
    /// Its accounts.
    Accounts,
    /// One account.
    Account(String),
    /// What happened to one account.
    History(String),
    /// Everything that happened, in short.
    Record,
    /// The accounts as CSV.
    Csv,
    /// The door for rosters.
    Import,
    /// Its submissions.
    Changes,
    /// What changes would do.
    Preview,
    /// One submission.
    Change(String),
    /// Its way back.
    Undo(String),
    /// What an order would cost.
    Quote,
    /// Orders.
    Orders,
    /// The door that empties an account.
    Reset(String),
    /// The door that lets a suspended account live on.
    Restore(String),
    /// The platform's end.
    Termination,
    /// The way back from an import, by its revision.
    ImportUndo(String),
    /// Its invoices.
    Invoices,
    /// One invoice.
    Invoice(String),
    /// What lies ahead.
    Forecast,
    /// The test clock.
    Clock,
    /// The record.
    Events,
    /// The invariants.
    Check,
    /// A door for tests, which exists only where the binding says so.
    Test(String),
}

impl Resource {
    /// What the segments below a platform's id stand for.
    pub fn of(segments: &[String]) -> Option<Self> {
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        Some(match *segments.as_slice() {
            [] => Self::Platform,
            ["book"] => Self::Book,
            ["accounts"] => Self::Accounts,
            ["accounts.csv"] => Self::Csv,
            ["accounts", "import"] => Self::Import,
            ["accounts", id, "reset"] => Self::Reset(id.to_owned()),
            ["accounts", id, "restore"] => Self::Restore(id.to_owned()),
            ["imports", revision, "undo"] => Self::ImportUndo(revision.to_owned()),
            ["orders"] => Self::Orders,
            ["orders", "preview"] => Self::Quote,
            ["termination"] => Self::Termination,
            ["invoices"] => Self::Invoices,
            ["invoices", number] => Self::Invoice(number.to_owned()),
            ["forecast"] => Self::Forecast,
            ["history"] => Self::Record,
            ["accounts", id] => Self::Account(id.to_owned()),
            ["accounts", id, "history"] => Self::History(id.to_owned()),
            ["changes"] => Self::Changes,
            ["changes", "preview"] => Self::Preview,
            ["changes", id] => Self::Change(id.to_owned()),
            ["changes", id, "undo"] => Self::Undo(id.to_owned()),
            ["clock"] => Self::Clock,
            ["events"] => Self::Events,
            ["check"] => Self::Check,
            ["test", door] => Self::Test(door.to_owned()),
            _ => return None,
        })
    }

    /// The methods it knows, as the header `Allow` has them.
    pub const fn allowed(&self) -> &'static str {
        match self {
            Self::Book
            | Self::Accounts
            | Self::History(_)
            | Self::Csv
            | Self::Change(_)
            | Self::Events
            | Self::Invoices
            | Self::Invoice(_)
            | Self::Forecast
            | Self::Record
            | Self::Check => "GET, HEAD",
            Self::Platform | Self::Account(_) => "GET, HEAD, PATCH",
            Self::Import
            | Self::Preview
            | Self::Undo(_)
            | Self::Quote
            | Self::Orders
            | Self::Reset(_)
            | Self::Restore(_)
            | Self::ImportUndo(_)
            | Self::Clock => "POST",
            Self::Termination => "POST, DELETE",
            Self::Changes | Self::Test(_) => "GET, HEAD, POST",
        }
    }
}

/// Refuses a method that an address does not know.
///
/// # Errors
/// 405 with `Allow`.
pub fn check_method(request: &Request, allowed: &'static str) -> Step<()> {
    // the binding knows some methods only, and takes every other one for GET
    let method = request.inner().method();
    if allowed.split(", ").any(|name| name == method) {
        return Ok(());
    }
    let reply = Reply::problem(&Fault::Method { method, allowed });
    Err(Box::new(reply.with_header("allow", allowed)))
}

/// The id that an address gives a thing nobody has.
///
/// # Errors
/// Always 404.
pub fn nothing_here<T>() -> Step<T> {
    refuse(Fault::NothingHere)
}

/// Answers a request from outside.
///
/// # Errors
/// Where the runtime fails to make an answer.
pub async fn outside(mut request: Request, env: &Env) -> Result<Response> {
    match route(&request, env) {
        Ok(Route::Here(reply)) => reply.into_response(),
        Ok(Route::Object(namespace, name)) => match pass_on(request, &namespace, &name).await {
            Ok(response) => Ok(response),
            Err(error) => fault(&error).into_response(),
        },
        Err(reply) => {
            drain(&mut request).await;
            reply.into_response()
        }
    }
}

async fn pass_on(request: Request, namespace: &ObjectNamespace, name: &str) -> Result<Response> {
    namespace.get_by_name(name)?.fetch_with_request(request).await
}

enum Route {
    Here(Reply),
    Object(ObjectNamespace, String),
}

/// The name of the one directory object.
pub const DIRECTORY: &str = "directory";

fn route(request: &Request, env: &Env) -> Step<Route> {
    check_origin(request, env)?;
    let target = Target::of(&request.inner().url());
    let Some(segments) = target.segments else { return nothing_here() };
    let namespace = |name: &str| env.durable_object(name).map_err(|error| fault(&error));
    match segments.as_slice() {
        [only] if only == "healthz" => {
            check_method(request, "GET, HEAD")?;
            #[derive(serde::Serialize)]
            struct Health {
                status: &'static str,
                version: &'static str,
            }
            Ok(Route::Here(Reply::json(200, &Health { status: "ok", version: env!("CARGO_PKG_VERSION") })))
        }
        [only] if only == "openapi.json" => {
            check_method(request, "GET, HEAD")?;
            Ok(Route::Here(Reply::json_text(200, include_str!(concat!(env!("OUT_DIR"), "/openapi.json")).to_owned())))
        }
        [first] if first == "platforms" => {
            check_method(request, "GET, HEAD, POST")?;
            Ok(Route::Object(namespace("DIRECTORY")?, DIRECTORY.to_owned()))
        }
        [first, platform, below @ ..] if first == "platforms" => {
            let Some(resource) = Resource::of(below) else { return nothing_here() };
            if matches!(resource, Resource::Test(_)) && !has_test_doors(env) {
                return nothing_here();
            }
            check_method(request, resource.allowed())?;
            // an id that none can have wakes no object
            match domain::platform::PlatformId::try_from(platform.clone()) {
                Ok(id) => Ok(Route::Object(namespace("PLATFORM")?, id.into())),
                Err(_) => refuse(Fault::NoPlatform),
            }
        }
        _ => nothing_here(),
    }
}

/// Whether this is a test's runtime.
pub fn has_test_doors(env: &Env) -> bool {
    env.var("TEST_CLOCK").is_ok()
}

/// A page from elsewhere can reach an open port on a desk machine: only what names this host is answered.
fn check_origin(request: &Request, env: &Env) -> Step<()> {
    let host = header(request, "host").unwrap_or_default().to_ascii_lowercase();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        Some(_) | None => &host,
    };
    let allowed = env.var("ALLOWED_HOSTS").map(|hosts| hosts.to_string()).unwrap_or_default();
    let ours = ["127.0.0.1", "localhost", "[::1]"].contains(&name)
        || allowed.split(',').map(str::trim).any(|allowed| !allowed.is_empty() && (allowed == name || allowed == host));
    if !ours {
        return refuse(Fault::ForeignHost);
    }
    let Some(origin) = header(request, "origin") else { return Ok(()) };
    let authority = origin.split_once("://").map(|(_, authority)| authority.to_ascii_lowercase());
    if authority.as_deref() == Some(host.as_str()) { Ok(()) } else { refuse(Fault::ForeignOrigin) }
}
