//! Requests between this worker and its objects, at addresses that cannot be reached from outside.

use domain::{
    platform::{NewPlatform, PlatformId},
    stamp::Actor,
    wire::Kind,
};
use serde::{Deserialize, Serialize};
use worker::{Env, Method, Request, RequestInit, Result};

use crate::{
    inbound::fault,
    reply::{OrReply, Reply},
};

/// The name of the one directory object.
pub const DIRECTORY: &str = "directory";

/// Asks a platform's object to found the platform.
pub const FOUND: &str = "/found";
/// Asks a platform's object for its entry in the list of platforms.
pub const HEAD: &str = "/head";
/// Asks a platform's object to do what is due.
pub const WAKE: &str = "/wake";
/// Asks a platform's object for the day of its stored book.
pub const STANDS_AT: &str = "/stands_at";
/// Tells the directory when a platform is due next.
pub const DEADLINE: &str = "/deadline";
/// Asks the directory to wake the platforms that are overdue.
pub const WAKE_OVERDUE: &str = "/wake_overdue";

/// What a platform is founded with. The directory sends it after checking it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Founding {
    /// The id that the directory reserved for it.
    pub id: PlatformId,
    /// Who founds it.
    pub actor: Actor,
    /// Its settings and prices.
    pub new: NewPlatform,
}

impl Reply {
    /// The answer of another object, passed on.
    fn passed_on(status: u16, body: String) -> Self {
        let content_type = if status < 300 { "application/json" } else { "application/problem+json" };
        Self { status, content_type, body, headers: Vec::new() }
    }
}

/// Asks a platform's object to found the platform, and returns its answer.
pub async fn found(env: &Env, founding: &Founding) -> Result<Reply> {
    let text = serde_json::to_string(founding)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_body(Some(text.into()));
    let request = Request::new_with_init(&format!("http://inside{FOUND}"), &init)?;
    let stub = env.durable_object("PLATFORM")?.get_by_name(founding.id.as_str())?;
    let mut response = stub.fetch_with_request(request).await?;
    let (status, body) = (response.status_code(), response.text().await?);
    Ok(Reply::passed_on(status, body))
}

/// Sends a request to a platform's object, and returns the body of its answer.
pub async fn ask(env: &Env, id: &str, path: &str) -> OrReply<String> {
    match answer_of(env, id, path).await.map_err(|error| fault(&error))? {
        (200, text) => Ok(text),
        (status, text) if status == Kind::Newer.status() => Err(Box::new(Reply::passed_on(status, text))),
        (_, text) => Err(fault(&worker::Error::RustError(format!("platform {id}: {text}")))),
    }
}

/// Whether a platform has been founded in its object.
pub async fn is_founded(env: &Env, id: &str) -> Result<bool> {
    match answer_of(env, id, HEAD).await? {
        (200, _) => Ok(true),
        (404, _) => Ok(false),
        (status, _) if status == Kind::Newer.status() => Ok(true),
        (_, text) => Err(worker::Error::RustError(format!("platform {id}: {text}"))),
    }
}

/// The status and the body with which a platform's object answers.
async fn answer_of(env: &Env, id: &str, path: &str) -> Result<(u16, String)> {
    let stub = env.durable_object("PLATFORM")?.get_by_name(id)?;
    let mut response = stub.fetch_with_str(&format!("http://inside{path}")).await?;
    Ok((response.status_code(), response.text().await?))
}

async fn ask_directory(env: &Env, path: &str) -> Result<()> {
    let stub = env.durable_object("DIRECTORY")?.get_by_name(DIRECTORY)?;
    let mut response = stub.fetch_with_str(&format!("http://inside{path}")).await?;
    let text = response.text().await?;
    if response.status_code() == 200 { Ok(()) } else { Err(worker::Error::RustError(format!("directory: {text}"))) }
}

/// Tells the directory when a platform is due next, in milliseconds since 1970.
pub async fn tell_deadline(env: &Env, id: &PlatformId, deadline: Option<i64>) -> Result<()> {
    let at = deadline.map(|at| format!("&at={}", at.max(0))).unwrap_or_default();
    ask_directory(env, &format!("{DEADLINE}?id={}{at}", id.as_str())).await
}

/// Asks the directory to wake the platforms that are overdue at `now`, in milliseconds since 1970.
pub async fn wake_overdue(env: &Env, now: f64) -> Result<()> {
    ask_directory(env, &format!("{WAKE_OVERDUE}?now={now:.0}")).await
}
