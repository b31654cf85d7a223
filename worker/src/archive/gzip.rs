//! The runtime's own gzip.

use std::pin::pin;

use domain::wire::ArchiveFault;
use futures_util::{
    StreamExt,
    future::{Either, select},
    stream,
};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use worker::{
    ByteStream, Result,
    web_sys::{ReadableStream, WritableStream, WritableStreamDefaultWriter},
};

use crate::{
    inbound::Inflow,
    reply::{OrReply, refuse},
};

#[wasm_bindgen]
extern "C" {
    type CompressionStream;

    #[wasm_bindgen(constructor)]
    fn new(format: &str) -> CompressionStream;

    type DecompressionStream;

    #[wasm_bindgen(constructor)]
    fn new(format: &str) -> DecompressionStream;

    #[wasm_bindgen(method, getter)]
    fn readable(this: &DecompressionStream) -> ReadableStream;

    #[wasm_bindgen(method, getter)]
    fn writable(this: &DecompressionStream) -> WritableStream;

    /// The part of `ReadableStream` that its binding lacks.
    type Piped;

    #[wasm_bindgen(method, js_name = pipeThrough)]
    fn pipe_through(this: &Piped, through: &CompressionStream) -> ReadableStream;
}

/// The most bytes that are given to the runtime at once. What it makes of them is in memory at once, and may be a thousand
/// times as long.
const AT_ONCE: usize = 4 << 10;

/// What comes out of `stream`, compressed.
pub fn packed(stream: &ReadableStream) -> ReadableStream {
    stream.unchecked_ref::<Piped>().pipe_through(&CompressionStream::new("gzip"))
}

fn broken<T>() -> OrReply<T> {
    refuse(ArchiveFault::damaged("it cannot be unpacked").into())
}

async fn done(promise: std::result::Result<Promise, JsValue>) -> Result<(), JsValue> {
    JsFuture::from(promise?).await.map(drop)
}

/// Unpacks a body, and passes on piece by piece what was packed. More is read only when that has been dealt with.
///
/// # Errors
/// If more than `most` bytes come, if the body is no gzip or is cut off, and those of `pass`.
pub async fn unpacked(
    body: &mut Inflow,
    most: usize,
    mut pass: impl AsyncFnMut(Vec<u8>) -> OrReply<()>,
) -> OrReply<()> {
    let unpacking = DecompressionStream::new("gzip");
    let Ok(writer) = unpacking.writable().get_writer() else { return broken() };
    let mut out = ByteStream::from(unpacking.readable());
    let feed = stream::unfold((body, writer, 0_usize), async |(body, writer, length)| {
        let fed = feed(body, &writer, length, most).await;
        fed.transpose().map(|fed| {
            let length = fed.as_ref().map_or(0, |more| length + more);
            (fed.map(drop), (body, writer, length))
        })
    });
    let mut feed = pin!(feed.fuse());
    loop {
        match select(out.next(), feed.next()).await {
            Either::Left((Some(Ok(bytes)), _)) => pass(bytes).await?,
            Either::Left((Some(Err(_)), _)) => return broken(),
            Either::Left((None, _)) => return Ok(()),
            Either::Right((Some(fed), _)) => fed?,
            // all has been written: what is left comes out by itself
            Either::Right((None, next)) => match next.await {
                Some(Ok(bytes)) => pass(bytes).await?,
                Some(Err(_)) => return broken(),
                None => return Ok(()),
            },
        }
    }
}

/// Passes the next piece of the body on to be unpacked. Returns its length; none at the end of the body.
async fn feed(
    body: &mut Inflow,
    writer: &WritableStreamDefaultWriter,
    length: usize,
    most: usize,
) -> OrReply<Option<usize>> {
    let Some(bytes) = body.next().await? else {
        return if done(Ok(writer.close())).await.is_ok() { Ok(None) } else { broken() };
    };
    if length + bytes.len() > most {
        return refuse(ArchiveFault::TooLarge { max_mib: (most >> 20) as u64 }.into());
    }
    for bytes in bytes.chunks(AT_ONCE) {
        let bytes = Uint8Array::from(bytes);
        if done(Ok(writer.write_with_chunk(&bytes))).await.is_err() {
            return broken();
        }
    }
    Ok(Some(bytes.len()))
}
