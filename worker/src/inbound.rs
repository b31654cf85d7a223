//! Requests as they come from the runtime: bodies read up to their limit, answers handed back.

use domain::{stamp::Actor, wire::Fault};
use futures_util::StreamExt;
use worker::{Error, Request, Response, ResponseBuilder, Result};

use crate::{
    calls::{Body, Limit},
    reply::{OrReply, Reply, refuse},
    request,
};

/// The most bytes that are read only to be thrown away.
const MAX_DRAINED: usize = 64 << 20;

/// A header of a request.
pub fn header(request: &Request, name: &str) -> Option<String> {
    request.headers().get(name).ok().flatten()
}

/// Who asks. On a desk nobody signs in.
pub const fn caller(_: &Request) -> Actor {
    Actor::User
}

/// Reads the body that a call has.
///
/// # Errors
/// 413 where it is too large, 415 where it is something else; where it says something and should not.
pub async fn body(request: &mut Request, wanted: Body) -> OrReply<Vec<u8>> {
    match wanted {
        Body::None => Ok(Vec::new()),
        Body::Empty => no_body(request).await,
        Body::Json(_, limit) => typed(request, "application/json", limit).await,
        Body::Csv(limit) => typed(request, "text/csv", limit).await,
    }
}

async fn typed(request: &mut Request, wanted: &str, limit: Limit) -> OrReply<Vec<u8>> {
    request::content_type(header(request, "content-type").as_deref(), wanted)?;
    bytes(request, limit).await
}

/// Reads a body that says nothing: none, or an empty JSON object.
async fn no_body(request: &mut Request) -> OrReply<Vec<u8>> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}
    let bytes = bytes(request, Limit::NORMAL).await?;
    if !bytes.is_empty() {
        request::content_type(header(request, "content-type").as_deref(), "application/json")?;
        request::json::<Nothing>(&bytes)?;
    }
    Ok(bytes)
}

async fn bytes(request: &mut Request, Limit(limit): Limit) -> OrReply<Vec<u8>> {
    let too_large = || refuse(Fault::BodyTooLarge { max: limit });
    match told(request) {
        Some(length) if length > limit => return too_large(),
        Some(_) => return request.bytes().await.map_err(|error| fault(&error)),
        None if request.inner().body().is_none() => return Ok(Vec::new()),
        None => {}
    }
    let mut stream = request.stream().map_err(|error| fault(&error))?;
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| fault(&error))?;
        length += chunk.len();
        if length <= limit {
            bytes.extend(chunk);
        } else if length > MAX_DRAINED {
            break;
        }
    }
    if length > limit { too_large() } else { Ok(bytes) }
}

fn told(request: &Request) -> Option<usize> {
    header(request, "content-length").and_then(|length| length.parse().ok())
}

/// Sends the answer of an object; one that refuses reads the rest of the request first.
pub async fn finish(request: &mut Request, answer: OrReply<Reply>) -> Result<Response> {
    match answer {
        Ok(reply) => reply.into_response(),
        Err(reply) => {
            drain(request).await;
            reply.into_response()
        }
    }
}

/// Reads a body that nobody wanted, and throws it away: a client that is still sending would see a broken connection
/// in place of the answer. One that says it sends very much is not listened to.
pub async fn drain(request: &mut Request) {
    if told(request).is_some_and(|length| length > MAX_DRAINED) || request.inner().body_used() {
        return;
    }
    if request.inner().body().is_none() {
        return;
    }
    let Ok(mut stream) = request.stream() else { return };
    let mut length = 0;
    while let Some(Ok(chunk)) = stream.next().await {
        length += chunk.len();
        if length > MAX_DRAINED {
            return;
        }
    }
}

/// A fault of storage or runtime as an answer: 507 where the disk is full, else 500.
pub fn fault(error: &Error) -> Box<Reply> {
    let text = error.to_string();
    worker::console_error!("{text}");
    let full = ["SQLITE_FULL", "disk is full", "exceeded allowed storage"].iter().any(|sign| text.contains(sign));
    let internal = || Fault::Internal("the request could not be done; nothing was changed".to_owned());
    Box::new(Reply::problem(&if full { Fault::StorageFull } else { internal() }))
}

impl Reply {
    /// As the runtime wants it.
    ///
    /// # Errors
    /// Where a header cannot be set.
    pub fn into_response(self) -> worker::Result<Response> {
        let mut response = ResponseBuilder::new()
            .with_status(self.status)
            .with_header("content-type", self.content_type)?
            .with_header("cache-control", "no-store")?
            .with_header("x-content-type-options", "nosniff")?;
        for (name, value) in &self.headers {
            response = response.with_header(name, value)?;
        }
        Ok(response.fixed(self.body.into_bytes()))
    }
}
