//! The sizes of the page's files as they are sent.

use std::{
    fs,
    path::{Path, PathBuf},
};

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

/// The files of a page that are asked for before its snapshot, each once: the list shows the book, so all of them count.
pub fn before_the_book<'a>(asked: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut files: Vec<_> =
        asked.take_while(|path| !path.ends_with("/snapshot")).filter(|path| !path.contains("/api/")).collect();
    files.sort_unstable();
    files.dedup();
    files
}

/// The file that is sent for a path. A path without an ending is a place of the page.
pub fn file_of(folder: &Path, path: &str) -> PathBuf {
    let own = folder.join(path.trim_start_matches('/'));
    if path.contains('.') {
        return own;
    }
    [own.join("index.html"), folder.join("index.html")].into_iter().find(|file| file.exists()).unwrap_or(own)
}
