//! Bytes outside of the memory of WebAssembly, which never shrinks.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use worker::web_sys::{ReadableStream, WritableStream};

#[wasm_bindgen]
extern "C" {
    /// The part of `ArrayBuffer` that js-sys lacks.
    type Buffer;

    /// Moves the bytes into a buffer of another length, and leaves none behind.
    #[wasm_bindgen(method, catch)]
    fn transfer(this: &Buffer, length: u32) -> Result<ArrayBuffer, JsValue>;

    /// A pipe of the runtime for so many bytes. What is written has left once the promise of that is kept.
    type FixedLengthStream;

    #[wasm_bindgen(constructor)]
    fn new(bytes: f64) -> FixedLengthStream;

    #[wasm_bindgen(method, getter)]
    fn readable(this: &FixedLengthStream) -> ReadableStream;

    #[wasm_bindgen(method, getter)]
    fn writable(this: &FixedLengthStream) -> WritableStream;
}

/// A piece of bytes. Its memory is given back at once when it is dropped: until the engine tidies up by itself, there may be
/// a hundred MiB of such pieces.
#[derive(Debug)]
pub struct Outside(Uint8Array);

impl Outside {
    /// Copies these bytes there.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Uint8Array::from(bytes))
    }

    /// How many bytes it has.
    pub fn len(&self) -> usize {
        usize::try_from(self.0.length()).unwrap_or(0)
    }

    /// Copies the bytes from there.
    pub fn to_vec(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// Copies the bytes from there, to a place of the same length.
    pub fn copy_to(&self, place: &mut [u8]) {
        self.0.copy_to(place);
    }
}

/// Sends pieces as they are taken, and gives each back once it has left. If nobody takes them any more, so are the others.
///
/// # Errors
/// If the runtime has no such pipe.
#[expect(clippy::cast_precision_loss, reason = "no body is so long")]
pub fn sent(pieces: Vec<Outside>) -> Result<ReadableStream, JsValue> {
    let pipe = FixedLengthStream::new(pieces.iter().map(Outside::len).sum::<usize>() as f64);
    let (readable, writer) = (pipe.readable(), pipe.writable().get_writer()?);
    spawn_local(async move {
        for piece in pieces {
            if JsFuture::from(writer.write_with_chunk(&piece.0)).await.is_err() {
                return;
            }
        }
        // whoever has stopped reading does not see the end
        drop(JsFuture::from(writer.close()).await);
    });
    Ok(readable)
}

impl Drop for Outside {
    fn drop(&mut self) {
        // an engine without this tidies up later
        drop(self.0.buffer().unchecked_ref::<Buffer>().transfer(0));
    }
}
