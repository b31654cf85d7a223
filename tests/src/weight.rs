//! The sizes of the page's files as they are sent.

use std::{fs, path::Path};

/// How many bytes a file has uncompressed, and compressed with brotli at the highest quality, as servers send it.
pub fn of(file: &Path) -> (usize, usize) {
    let bytes = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    (bytes.len(), packed(&bytes))
}

/// How many bytes these are compressed with brotli at the highest quality.
pub fn packed(mut bytes: &[u8]) -> usize {
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut packed, &params).expect("memory takes it");
    packed.len()
}
