//! The built page on a plain file server, without a worker. A path that is not a file gets the page, as on servers with
//! a fallback. The API is not there.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

use xtask::place;

/// A server of files, which ends when it is dropped.
#[derive(Debug)]
pub struct StaticFiles {
    address: SocketAddr,
    ends: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

impl StaticFiles {
    /// # Panics
    /// When the page is not built, or no port is free.
    pub fn start() -> Self {
        Self::of(&place::page())
    }

    /// The same for the page in another folder.
    ///
    /// # Panics
    /// When there is no page, or no port is free.
    pub fn of(page: &Path) -> Self {
        assert!(page.join("index.html").exists(), "the page is not built: run `cargo xtask build` first");
        let page: Arc<Path> = page.into();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let ends = Arc::new(AtomicBool::new(false));
        let ending = ends.clone();
        let accepting = thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if ending.load(Ordering::SeqCst) {
                    return;
                }
                // An error means that the browser has closed the connection, and needs no answer.
                let page = Arc::clone(&page);
                thread::spawn(move || drop(answer(&stream, &page)));
            }
        });
        Self { address, ends, accepting: Some(accepting) }
    }

    /// The server's address, without a slash at the end.
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for StaticFiles {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::SeqCst);
        // A connection wakes the thread, so that it sees that it must end.
        drop(TcpStream::connect(self.address));
        if let Some(accepting) = self.accepting.take() {
            drop(accepting.join());
        }
    }
}

fn answer(mut stream: &TcpStream, page: &Path) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = request.split(' ').nth(1).unwrap_or("/");
    let (status, kind, body) = file(page, path.split('?').next().unwrap_or(path));
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}

fn file(page: &Path, path: &str) -> (&'static str, &'static str, Vec<u8>) {
    let name = path.trim_start_matches('/');
    if name.starts_with("api/") || name.contains("..") {
        return ("404 Not Found", "text/plain", Vec::new());
    }
    if let Ok(body) = fs::read(page.join(name)) {
        return ("200 OK", kind(name), body);
    }
    ("200 OK", kind("index.html"), fs::read(page.join("index.html")).unwrap_or_default())
}

fn kind(name: &str) -> &'static str {
    match Path::new(name).extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css",
        Some(_) | None => "application/octet-stream",
    }
}
