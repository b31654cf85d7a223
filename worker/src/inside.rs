//! Requests between this worker and its objects, at addresses that cannot be reached from outside.

use domain::{
    platform::{NewPlatform, PlatformId},
    stamp::Actor,
    wire::{Code, Fault},
};
use serde::{Deserialize, Serialize};
use worker::{Env, Method, Request, RequestInit, Result, console_error};

use crate::{
    damage::{code, unopened},
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
/// Tells the directory when a platform is due next.
pub const DEADLINE: &str = "/deadline";
/// Asks the directory whether it lists a platform.
pub const LISTED: &str = "/listed";
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
///
/// # Errors
/// The problem with which the object answers. That of an object that cannot be opened is the one of damaged data.
pub async fn ask(env: &Env, id: &str, path: &str) -> OrReply<String> {
    match answer_of(env, id, path).await.map_err(|error| unopened(&error, &Fault::PlatformDamaged))? {
        (200, text) => Ok(text),
        (status, text) => {
            console_error!("platform {id}: {text}");
            Err(Box::new(Reply::passed_on(status, text)))
        }
    }
}

/// Whether a platform has been founded in its object.
///
/// # Errors
/// The problem with which the object answers, if it does not tell that.
pub async fn is_founded(env: &Env, id: &str) -> OrReply<bool> {
    match ask(env, id, HEAD).await {
        Ok(_) => Ok(true),
        Err(reply) => match code(&reply) {
            Some(Code::NoPlatform) => Ok(false),
            Some(Code::NewerData | Code::PlatformDamaged) => Ok(true),
            Some(_) | None => Err(reply),
        },
    }
}

/// Whether the directory lists a platform.
///
/// # Errors
/// If the directory cannot be asked.
pub async fn is_listed(env: &Env, id: &str) -> Result<bool> {
    Ok(serde_json::from_str(&ask_directory(env, &format!("{LISTED}?id={id}")).await?)?)
}

/// The status and the body with which a platform's object answers.
async fn answer_of(env: &Env, id: &str, path: &str) -> Result<(u16, String)> {
    let stub = env.durable_object("PLATFORM")?.get_by_name(id)?;
    let mut response = stub.fetch_with_str(&format!("http://inside{path}")).await?;
    Ok((response.status_code(), response.text().await?))
}

async fn ask_directory(env: &Env, path: &str) -> Result<String> {
    let stub = env.durable_object("DIRECTORY")?.get_by_name(DIRECTORY)?;
    let mut response = stub.fetch_with_str(&format!("http://inside{path}")).await?;
    let text = response.text().await?;
    if response.status_code() == 200 { Ok(text) } else { Err(worker::Error::RustError(format!("directory: {text}"))) }
}

/// Tells the directory when a platform is due next, in milliseconds since 1970.
pub async fn tell_deadline(env: &Env, id: &PlatformId, deadline: Option<i64>) -> Result<()> {
    let at = deadline.map(|at| format!("&at={}", at.max(0))).unwrap_or_default();
    ask_directory(env, &format!("{DEADLINE}?id={}{at}", id.as_str())).await.map(drop)
}

/// Asks the directory to wake the platforms that are overdue at `now`, in milliseconds since 1970.
pub async fn wake_overdue(env: &Env, now: f64) -> Result<()> {
    ask_directory(env, &format!("{WAKE_OVERDUE}?now={now:.0}")).await.map(drop)
}
