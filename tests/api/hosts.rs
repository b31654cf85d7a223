//! Requests whose `Host` or `Origin` is strange are refused, by whoever reads it first, and never a failure.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use tests::workerd::Server;

/// The status of the answer to a request with exactly these lines of its head.
fn status(server: &Server, path: &str, lines: &[&[u8]]) -> String {
    let address = server.address();
    let mut stream = TcpStream::connect(address.trim_start_matches("http://")).expect("it listens");
    let mut head = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n").into_bytes();
    for line in lines {
        head.extend_from_slice(line);
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    stream.write_all(&head).expect("it is read");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it is answered");
    String::from_utf8_lossy(&answer).split(' ').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn a_strange_host_is_refused() {
    let server = Server::start();
    let own = server.address().replace("http://", "");
    let long = "x".repeat(20_000);
    let hosts: Vec<Vec<u8>> = [
        "",
        " ",
        ":",
        ":80",
        "::1",
        "[::1",
        "[]",
        "[]:80",
        "[fe80::1%25eth0]",
        "localhost:0",
        "localhost:00",
        "localhost:+1",
        "localhost:65536",
        "127.0.0.1:99999999",
        "127.0.0.1:",
        "a@127.0.0.1",
        "a:b@localhost",
        "localhost/x",
        "localhost#x",
        "localhost?x",
        "localhost\\x",
        "local host",
        "local\u{1}host",
        "local\u{7f}host",
        "local\thost",
        "localhost.",
        "127.0.0.1.:80",
        "localhost:80,evil.example",
        "evil.example, localhost",
        "%31",
        "%6cocalhost",
        "127.1",
        "0x7f.1",
        "evil.example",
        "localhost.evil.example",
        "xn--",
        "\u{212a}.example",
        &long,
    ]
    .iter()
    .map(|host| host.as_bytes().to_vec())
    .chain([b"\xff\xfe".to_vec()])
    .collect();
    for host in hosts {
        let line = [b"Host: ".as_slice(), &host].concat();
        for path in ["/api/v1/healthz", "/api/v1/platforms", "/api/v1/platforms/nobody"] {
            let got = status(&server, path, &[&line]);
            assert!(["400", "403", "431"].contains(&&*got), "{path} {:?}: {got}", String::from_utf8_lossy(&line));
        }
        // the page itself has nothing to tell, and answers to any name
        let got = status(&server, "/", &[&line]);
        assert!(["200", "400", "403", "431"].contains(&&*got), "{:?}: {got}", String::from_utf8_lossy(&line));
    }
    for lines in [vec![], vec![b"Host: localhost".as_slice(), b"Host: evil.example"]] {
        let got = status(&server, "/api/v1/healthz", &lines);
        assert!(["400", "403"].contains(&&*got), "{lines:?}: {got}");
    }
    for host in [&own, "localhost", "LOCALHOST", "127.0.0.1", "[::1]", "[::1]:8787", "localhost:65535"] {
        assert_eq!(status(&server, "/api/v1/healthz", &[format!("Host: {host}").as_bytes()]), "200", "{host}");
    }
}

#[test]
fn a_strange_origin_is_refused() {
    let server = Server::start();
    let own = server.address().replace("http://", "");
    let host = format!("Host: {own}");
    let refused = [
        "null",
        "http://",
        "://",
        "http",
        "http:///",
        "http://evil.example",
        "\u{1}",
        "\u{ff}",
        "http://localhost",
        &format!("http://{own}/"),
        &format!("http://{own}, http://evil.example"),
        &format!("http://evil@{own}"),
        &format!("http://{own}.evil.example"),
        &own,
        &format!("//{own}"),
    ]
    .map(|origin| format!("Origin: {origin}"));
    for origin in refused {
        let got = status(&server, "/api/v1/platforms", &[host.as_bytes(), origin.as_bytes()]);
        assert!(["400", "403"].contains(&&*got), "{origin:?}: {got}");
    }
    // the runtime takes an empty one for none
    for origin in ["Origin:", "Origin: "] {
        let got = status(&server, "/api/v1/platforms", &[host.as_bytes(), origin.as_bytes()]);
        assert!(["200", "400", "403"].contains(&&*got), "{origin:?}: {got}");
    }
    let origin = format!("Origin: http://{own}");
    assert_eq!(status(&server, "/api/v1/platforms", &[host.as_bytes(), origin.as_bytes()]), "200");
}
