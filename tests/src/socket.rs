//! A WebSocket to a server, as a page has one.

use std::{
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use tungstenite::{
    Error, HandshakeError, Message, WebSocket,
    client::{self, IntoClientRequest},
    http::HeaderValue,
    protocol::frame::coding::CloseCode,
};

/// How long a test waits for what a server says, at most.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open socket.
#[derive(Debug)]
pub struct Socket(WebSocket<TcpStream>);

/// What a socket hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Bytes.
    Bytes(Vec<u8>),
    /// A text.
    Text(String),
    /// It was closed with this code; 1006 if it just ended.
    Closed(u16),
    /// Nothing within the time that was given.
    Nothing,
}

impl Socket {
    /// Opens a socket at a path of the API on this machine, with these headers.
    ///
    /// # Errors
    /// The status and the body of an answer that refuses it.
    pub fn open(port: u16, path: &str, headers: &[(&'static str, &str)]) -> Result<Self, (u16, String)> {
        let stream = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let address = format!("ws://localhost:{port}/api/v1{path}");
        let mut request = address.into_client_request().expect("an address");
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_str(value).expect("a header"));
        }
        match client::client(request, stream) {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(HandshakeError::Failure(Error::Http(answer))) => {
                let body = answer.body().clone().unwrap_or_default();
                Err((answer.status().as_u16(), String::from_utf8(body).expect("a text")))
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Says something.
    pub fn say(&mut self, text: &str) {
        // one that was closed meanwhile hears nothing
        drop(self.0.send(Message::text(text)));
    }

    /// Closes the socket from here.
    pub fn close(&mut self) {
        let frame = tungstenite::protocol::CloseFrame { code: CloseCode::Normal, reason: "".into() };
        self.0.close(Some(frame)).expect("an open socket");
    }

    /// What is heard next.
    pub fn hears(&mut self) -> Said {
        self.hears_within(PATIENCE)
    }

    /// What is heard next within a time.
    pub fn hears_within(&mut self, time: Duration) -> Said {
        self.0.get_ref().set_read_timeout(Some(time)).expect("a timeout");
        match self.0.read() {
            Ok(Message::Binary(bytes)) => Said::Bytes(bytes.to_vec()),
            Ok(Message::Text(text)) => Said::Text(text.to_string()),
            Ok(Message::Close(frame)) => Said::Closed(frame.map_or(1005, |frame| frame.code.into())),
            Ok(other) => panic!("{other:?}"),
            Err(Error::Io(error)) if matches!(error.raw_os_error(), Some(11)) => Said::Nothing,
            Err(_) => Said::Closed(1006),
        }
    }
}
