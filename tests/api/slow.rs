//! A body that comes slowly is read to its end, and one that stops coming does not hold its request for ever. On a
//! server on which what is silent for a second counts as hanging.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::Duration,
};

use tests::workerd::{Server, new_key};
use xtask::workerd::Config;

use crate::company::{Company, ROSTER};

/// A pause between two pieces of a body: much shorter than the limit, which all of them together exceed.
const PAUSE: Duration = Duration::from_millis(150);
const PIECES: usize = 14;

/// How the length of a body is told.
#[derive(Clone, Copy, Debug)]
enum Length {
    Told,
    Chunked,
}

/// Begins to send a roster, and sends `pieces` of it with a pause after each. Returns the answer, once it is there.
fn send(company: &Company, path: &str, length: Length, pieces: usize) -> String {
    let host = company.server.address().replace("http://", "");
    let mut stream = TcpStream::connect(&host).expect("it listens");
    let (path, key, size) = (company.path(path), new_key(), ROSTER.len());
    let told = match length {
        Length::Told => format!("Content-Length: {size}"),
        Length::Chunked => "Transfer-Encoding: chunked".to_owned(),
    };
    let head = format!(
        "POST /api/v1{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/csv\r\nIdempotency-Key: {key}\r\n{told}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("it is read");
    for piece in ROSTER.as_bytes().chunks(size.div_ceil(PIECES)).take(pieces) {
        let piece = match length {
            Length::Told => piece.to_vec(),
            Length::Chunked => [format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat(),
        };
        // an answer may come before the end of the body
        if stream.write_all(&piece).is_err() {
            break;
        }
        thread::sleep(PAUSE);
    }
    if pieces >= PIECES && matches!(length, Length::Chunked) {
        stream.write_all(b"0\r\n\r\n").expect("it is read");
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it is answered");
    answer
}

#[test]
fn a_slow_body_is_read_to_its_end_and_a_silent_one_is_given_up() {
    let company = Company::on(Server::start_as(Config::Hasty, &std::env::temp_dir()));
    thread::scope(|scope| {
        for length in [Length::Told, Length::Chunked] {
            let company = &company;
            scope.spawn(move || {
                let answer = send(company, "/accounts/import?dry_run=true", length, PIECES);
                assert!(
                    answer.starts_with("HTTP/1.1 200 ") && answer.contains("\"accounts\":1000"),
                    "{length:?}: {answer}"
                );
            });
            scope.spawn(move || {
                let answer = send(company, "/accounts/import", length, 2);
                assert!(
                    answer.starts_with("HTTP/1.1 408 ") && answer.contains("\"body_silent\""),
                    "{length:?}: {answer}"
                );
            });
            // what is refused before its body is read is answered all the same
            scope.spawn(move || {
                let answer = send(company, "/nothing", length, 2);
                assert!(answer.starts_with("HTTP/1.1 404 "), "{length:?}: {answer}");
            });
        }
    });
    assert_eq!(company.get("").expect(200).json()["counts"]["active"], 0);
    company.import(ROSTER).expect(200);
}
