//! Requests and responses of the runtime: reads headers and bodies up to their limit, and sends answers.
//!
//! All of a body passes through one buffer. If each piece had one of its own, they would stay in memory until the engine tidies
//! up.

use domain::wire::Fault;
use futures_util::future::{Either, select};
use js_sys::{ArrayBuffer, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use worker::{Delay, Error, Headers, Request, Response, ResponseBuilder, Result};

use crate::{
    arrived::Arrived,
    calls::{Body, Limit},
    machine::{machine_now, patience, progress},
    reply::{OrReply, Reply, refuse},
    request,
};

/// How many bytes a piece has at most.
const PIECE: u32 = 64 << 10;

/// The most bytes of an unwanted body that are read and thrown away.
const MAX_DRAINED: usize = 64 << 20;

/// The longest time for which an unwanted body is read, in milliseconds.
const DRAINING: i64 = 30_000;

#[wasm_bindgen]
extern "C" {
    /// The part of `ReadableStream` that hands over a reader which fills buffers.
    type Readable;

    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &Readable, options: &JsValue) -> std::result::Result<Reader, JsValue>;

    /// A `ReadableStreamBYOBReader`.
    type Reader;

    #[wasm_bindgen(method, catch)]
    fn read(this: &Reader, into: Uint8Array) -> std::result::Result<Promise, JsValue>;
}

/// A body that is coming.
pub struct Inflow {
    reader: Reader,
    /// Where the next piece goes; none while one is read.
    buffer: Option<ArrayBuffer>,
    /// The last piece.
    piece: Vec<u8>,
}

impl Inflow {
    /// The body of a request; none if it has none.
    ///
    /// # Errors
    /// If it is being read already.
    pub fn of(request: &Request) -> Result<Option<Self>> {
        let Some(body) = request.inner().body() else { return Ok(None) };
        let options = js_sys::Object::new();
        Reflect::set(&options, &"mode".into(), &"byob".into())?;
        let reader = body.unchecked_ref::<Readable>().get_reader(&options)?;
        Ok(Some(Self { reader, buffer: None, piece: Vec::new() }))
    }

    /// The next piece; none at the end. Each piece is progress. A body that stops coming is refused, so that nobody can hold a
    /// request for ever by sending nothing.
    ///
    /// # Errors
    /// If it stops coming, or the runtime cannot read it.
    pub async fn next(&mut self) -> OrReply<Option<&[u8]>> {
        progress();
        let came = match select(Box::pin(self.read()), Delay::from(patience())).await {
            Either::Left((came, _)) => came.map_err(|error| fault(&error))?,
            Either::Right(_) => return refuse(Fault::BodySilent),
        };
        Ok(came.then_some(&self.piece))
    }

    /// Reads the next piece. Returns whether there was one.
    async fn read(&mut self) -> Result<bool> {
        let buffer = self.buffer.take().unwrap_or_else(|| ArrayBuffer::new(PIECE));
        let read = JsFuture::from(self.reader.read(Uint8Array::new(&buffer))?).await?;
        if Reflect::get(&read, &"done".into())?.is_truthy() {
            return Ok(false);
        }
        let filled: Uint8Array = Reflect::get(&read, &"value".into())?.dyn_into().map_err(Error::from)?;
        self.piece.resize(usize::try_from(filled.length()).unwrap_or(0), 0);
        filled.copy_to(&mut self.piece);
        // what was handed over to be filled comes back as this
        self.buffer = Some(filled.buffer());
        Ok(true)
    }

    /// Reads the rest of the body and throws it away, because a client that is still sending would see a broken connection
    /// instead of the answer.
    pub async fn drain(&mut self) {
        let (mut length, until) = (0, machine_now().saturating_add(DRAINING));
        while let Ok(Some(piece)) = self.next().await {
            length += piece.len();
            if length > MAX_DRAINED || machine_now() > until {
                return;
            }
        }
    }
}

/// A header of a request.
pub fn header(request: &Request, name: &str) -> Option<String> {
    request.headers().get(name).ok().flatten()
}

/// Reads the body of a request as its call wants it.
///
/// # Errors
/// 413 if the body is too large, 415 if it has the wrong content type, 400 or 422 if it should be empty and is not.
pub async fn body(request: &Request, wanted: Body) -> OrReply<Arrived> {
    match wanted {
        Body::None => Ok(Arrived::default()),
        Body::Empty => no_body(request).await,
        Body::Json(_, limit) => {
            request::content_type(header(request, "content-type").as_deref(), "application/json")?;
            arrived(request, limit).await
        }
        // an archive is read by who takes it in, piece by piece
        Body::Archive => Ok(Arrived::default()),
        Body::Csv(limit) => {
            request::content_type(header(request, "content-type").as_deref(), "text/csv")?;
            arrived(request, limit).await
        }
    }
}

/// Reads a body that must be missing or an empty JSON object.
async fn no_body(request: &Request) -> OrReply<Arrived> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}
    let body = arrived(request, Limit::NORMAL).await?;
    let bytes = body.whole();
    if !bytes.is_empty() {
        request::content_type(header(request, "content-type").as_deref(), "application/json")?;
        request::json::<Nothing>(&bytes)?;
    }
    Ok(body)
}

/// Reads a body in pieces, up to its limit. The rest of a body that is too large is read and thrown away.
pub async fn arrived(request: &Request, Limit(limit): Limit) -> OrReply<Arrived> {
    let mut body = Arrived::default();
    let too_large = || refuse(Fault::BodyTooLarge { max: limit });
    if told(request).is_some_and(|told| told > limit) {
        return too_large();
    }
    let Some(mut inflow) = Inflow::of(request).map_err(|error| fault(&error))? else { return Ok(body) };
    let mut length = 0;
    while let Some(piece) = inflow.next().await? {
        length += piece.len();
        if length <= limit {
            body.push(piece);
        } else if length > MAX_DRAINED {
            break;
        } else {
            body.clear();
        }
    }
    if length > limit { too_large() } else { Ok(body) }
}

/// The length of a body, as the request tells it.
pub fn told(request: &Request) -> Option<usize> {
    header(request, "content-length").and_then(|length| length.parse().ok())
}

/// Sends the answer of an object. Before a refusal, the rest of the request is read.
pub async fn finish(request: &Request, answer: OrReply<Reply>) -> Result<Response> {
    match answer {
        Ok(reply) => reply.into_response(),
        Err(reply) => {
            drain(request).await;
            reply.into_response()
        }
    }
}

/// Reads an unwanted body and throws it away, because a client that is still sending would see a broken connection
/// instead of the answer. A body that is announced as longer than `MAX_DRAINED` is not read.
pub async fn drain(request: &Request) {
    if told(request).is_some_and(|length| length > MAX_DRAINED) || request.inner().body_used() {
        return;
    }
    if let Ok(Some(mut inflow)) = Inflow::of(request) {
        inflow.drain().await;
    }
}

/// The answer to an error of storage or runtime: 507 if the disk is full, or else 500. The error is logged.
pub fn fault(error: &Error) -> Box<Reply> {
    let text = error.to_string();
    worker::console_error!("{text}");
    let full = ["SQLITE_FULL", "disk is full", "exceeded allowed storage"].iter().any(|sign| text.contains(sign));
    let internal = || Fault::Internal("the request could not be done; nothing was changed".to_owned());
    Box::new(Reply::problem(&if full { Fault::StorageFull { done_to: None } } else { internal() }))
}

impl Reply {
    /// Turns the reply into a response of the runtime.
    ///
    /// # Errors
    /// If a header cannot be set.
    pub fn into_response(self) -> worker::Result<Response> {
        // what every answer has is added where it leaves the worker
        let headers = Headers::new();
        headers.set("content-type", self.content_type)?;
        for (name, value) in &self.headers {
            headers.append(name, value)?;
        }
        let response = ResponseBuilder::new().with_status(self.status).with_headers(headers);
        Ok(response.fixed(self.body.into_bytes()))
    }
}
