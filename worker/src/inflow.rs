//! The body of a request, as it comes. All of it passes through one buffer. If each piece had one of its own, they would stay
//! in memory until the runtime tidies up: more than a hundred MiB for a body of seven.

use futures_util::future::{Either, select};
use js_sys::{ArrayBuffer, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use worker::{Delay, Error, Request, Result};

use crate::{
    inbound::fault,
    machine::{machine_now, patience, progress},
    reply::{OrReply, refuse},
};
use domain::wire::Fault;

/// How many bytes a piece has at most.
const PIECE: u32 = 64 << 10;

/// The most bytes of an unwanted body that are read and thrown away.
pub const MAX_DRAINED: usize = 64 << 20;

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
        Ok(Some(Self { reader, buffer: None }))
    }

    /// The next piece; none at the end. Each piece is progress. A body that stops coming is refused, so that nobody can hold a
    /// request for ever by sending nothing.
    ///
    /// # Errors
    /// If it stops coming, or the runtime cannot read it.
    pub async fn next(&mut self) -> OrReply<Option<Vec<u8>>> {
        progress();
        let read = Box::pin(self.read());
        match select(read, Delay::from(patience())).await {
            Either::Left((piece, _)) => piece.map_err(|error| fault(&error)),
            Either::Right(_) => refuse(Fault::BodySilent),
        }
    }

    async fn read(&mut self) -> Result<Option<Vec<u8>>> {
        let buffer = self.buffer.take().unwrap_or_else(|| ArrayBuffer::new(PIECE));
        let read = JsFuture::from(self.reader.read(Uint8Array::new(&buffer))?).await?;
        if Reflect::get(&read, &"done".into())?.is_truthy() {
            return Ok(None);
        }
        let filled: Uint8Array = Reflect::get(&read, &"value".into())?.dyn_into().map_err(Error::from)?;
        let bytes = filled.to_vec();
        // what was handed over to be filled comes back as this
        self.buffer = Some(filled.buffer());
        Ok(Some(bytes))
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
