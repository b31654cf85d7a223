//! Who watches a platform: every open page has a WebSocket over which what is new in the book comes as it is recorded.
//!
//! A socket is told one thing at a time, and says when it has taken that up, so that nothing piles up for a slow reader. The
//! runtime keeps the sockets while the object sleeps. What is known of each is attached to it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    book::Sending,
    calendar::iso,
    stamp::Revision,
    wire::{Access, CallerKind, Fault},
};
use serde::{Deserialize, Serialize};
use worker::{
    Request, Response, Result, State, WebSocket, WebSocketIncomingMessage, WebSocketPair, WebSocketRequestResponsePair,
    console_error,
};

use crate::{
    asked::Asked,
    inbound::{fault, header},
    inside::{self, Watching},
    kept::Kept,
    people::now,
    place::caller,
    reply::{OrReply, refuse},
    teller::Stand,
};

/// The most sockets of a platform.
const MOST: usize = 2_000;
/// The most sockets of one session on a platform.
const MOST_OF_ONE: usize = 50;
/// The most bytes of the record that are read to tell what is new. Where there is more, whoever watches asks for it.
const MAX_BYTES: usize = 256 << 10;
/// The most entries that are read for that.
const MAX_ENTRIES: usize = 200;

/// What a socket says when it has taken up what it was told.
const TAKEN: &str = "ok";
/// What a socket is told that is to ask for what is new.
const BEHIND: &str = "behind";
/// What a socket may say at any time, and what the runtime answers without waking anybody.
const ALIVE: (&str, &str) = ("ping", "pong");

/// A socket said something that nobody says. Codes of 4000 and above are ours (RFC 6455, 7.4.2).
const ODD: (u16, &str) = (1008, "this is no message");
/// Whoever had the socket is no longer known, or has other roles.
const ENDED: (u16, &str) = (4401, "sign in again");

/// The answer to who closes a socket.
pub(crate) const BYE: (u16, &str) = (1000, "");

/// What is known of a socket.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Seat {
    /// How far the book was of which the socket was told last.
    revision: Revision,
    /// The date of that book; none before it was told anything.
    #[serde(with = "iso::option")]
    today: Option<NaiveDate>,
    /// Whether it has taken up what it was told.
    free: bool,
    /// Until when whoever has it is known, in milliseconds since 1970; none at a desk.
    until: Option<i64>,
}

impl Seat {
    fn of(socket: &WebSocket) -> Option<Self> {
        let text = socket.deserialize_attachment::<String>().ok()??;
        serde_json::from_str(&text).ok()
    }

    fn attach(self, socket: &WebSocket) -> Result<()> {
        socket.serialize_attachment(serde_json::to_string(&self)?)
    }

    fn stands_at(self, (revision, today): Stand) -> bool {
        (self.revision, self.today) == (revision, Some(today))
    }
}

/// What is new since some revision, for all who stand there; none if they are to ask for it.
type News = BTreeMap<Revision, Option<Vec<u8>>>;

/// The tag of the sockets of a session; of the empty one, those of a desk.
fn tag(session: &str) -> String {
    format!("session {session}")
}

/// Lets the runtime answer whoever asks whether the object is still there.
pub(crate) fn answer_by_itself(state: &State) {
    match WebSocketRequestResponsePair::new(ALIVE.0, ALIVE.1) {
        Ok(pair) => state.set_websocket_auto_response(&pair),
        Err(error) => console_error!("{error:?}"),
    }
}

/// Closes a socket. One that is closed already stays so.
pub(crate) fn close(socket: &WebSocket, (code, reason): (u16, &str)) {
    drop(socket.close(Some(code), Some(reason)));
}

impl Kept {
    /// Lets somebody watch the platform from a revision on.
    pub(crate) async fn watched(&self, asked: &Asked, request: &Request) -> OrReply<Response> {
        let caller = caller(request)?;
        let mut query = asked.query();
        let since = Revision(query.number("since").unwrap_or(0));
        query.end()?;
        let asks = header(request, "upgrade").is_some_and(|name| name.eq_ignore_ascii_case("websocket"));
        if !asks || request.inner().method() != "GET" {
            return refuse(Fault::UpgradeNeeded);
        }
        if caller.kind == CallerKind::Token {
            return refuse(Access::PersonNeeded.into());
        }
        // a page of another site that opens a socket sends its own origin, and whoever sends none is no page
        if header(request, "origin").is_none() {
            return refuse(Fault::ForeignOrigin);
        }
        let session = caller.session.clone().unwrap_or_default();
        let tag = tag(&session);
        let (all, own) = (self.state.get_websockets().len(), self.state.get_websockets_with_tag(&tag).len());
        if all >= MOST || (caller.kind == CallerKind::Person && own >= MOST_OF_ONE) {
            return refuse(Access::TooManyRequests.into());
        }
        let pair = WebSocketPair::new().map_err(|error| fault(&error))?;
        self.state.accept_websocket_with_tags(&pair.server, &[&tag]);
        // whoever loses a role from here on loses this socket, and until it is known that they have it, nothing is told
        let seat = Seat { revision: since, today: None, free: false, until: caller.until };
        seat.attach(&pair.server).map_err(|error| fault(&error))?;
        let watching = Watching { caller, platform: asked.platform()? };
        if let Err(reply) = inside::watch(&self.env, &watching).await {
            close(&pair.server, ENDED);
            return Err(reply);
        }
        let seat = Seat { free: true, ..seat };
        seat.attach(&pair.server).map_err(|error| fault(&error))?;
        self.tell_socket(&pair.server, seat, &mut News::new());
        Response::from_websocket(pair.client).map_err(|error| fault(&error))
    }

    /// Tells all who watch what is new, if anything is.
    pub(crate) fn spread(&self) {
        let Some(stand) = self.stand().filter(|stand| self.spread.get() != Some(*stand)) else { return };
        self.spread.set(Some(stand));
        let mut news = News::new();
        for socket in self.state.get_websockets() {
            if let Some(seat) = Seat::of(&socket).filter(|seat| seat.free && !seat.stands_at(stand)) {
                self.tell_socket(&socket, seat, &mut news);
            }
        }
    }

    /// Tells a socket what is new for it, or to ask for that.
    fn tell_socket(&self, socket: &WebSocket, seat: Seat, news: &mut News) {
        if seat.until.is_some_and(|until| now() >= until) {
            return close(socket, ENDED);
        }
        let Some(stand) = self.stand() else { return };
        let since = seat.revision;
        let bytes = news.entry(since).or_insert_with(|| {
            self.news(since).unwrap_or_else(|reply| {
                console_error!("{}", reply.body);
                None
            })
        });
        let told = match bytes {
            Some(bytes) => socket.send_with_bytes(bytes),
            None => socket.send_with_str(BEHIND),
        };
        let seat = Seat { revision: stand.0, today: Some(stand.1), free: false, ..seat };
        // one that is closing cannot be told anything
        if let Err(error) = told.and_then(|()| seat.attach(socket)) {
            console_error!("{error}");
        }
    }

    /// What is new since a revision, as columns; none if that is too much to be told without being asked for.
    fn news(&self, since: Revision) -> OrReply<Option<Vec<u8>>> {
        if since == Revision(0) || since > self.book()?.revision() {
            return Ok(None);
        }
        let Some(mut touched) = self.touched_within(since, MAX_ENTRIES, MAX_BYTES)? else { return Ok(None) };
        touched.sort_unstable();
        touched.dedup();
        if touched.len() > Sending::MOST {
            return Ok(None);
        }
        let (mut sending, mut bytes) = (Sending::news(since, touched, Sending::MOST), Vec::new());
        while let Some(piece) = self.columns(&mut sending)? {
            bytes.extend(piece);
        }
        Ok(Some(bytes))
    }

    /// Handles what a socket says: that it has taken up what it was told.
    pub(crate) async fn heard(&self, socket: &WebSocket, message: WebSocketIncomingMessage) {
        let seat = Seat::of(socket).filter(|seat| !seat.free);
        let taken = matches!(&message, WebSocketIncomingMessage::String(text) if text == TAKEN);
        let Some(seat) = seat.filter(|_| taken) else { return close(socket, ODD) };
        let seat = Seat { free: true, ..seat };
        if let Err(error) = seat.attach(socket) {
            console_error!("{error}");
        }
        if let Err(reply) = self.open().await {
            // whoever asks by themselves is told why
            console_error!("{}", reply.body);
            return;
        }
        let Some(stand) = self.stand() else { return };
        // it may have been told something meanwhile
        if let Some(seat) = Seat::of(socket).filter(|seat| seat.free && !seat.stands_at(stand)) {
            self.tell_socket(socket, seat, &mut News::new());
        }
    }

    /// Closes the sockets of a session.
    pub(crate) fn unwatched(&self, session: &str) {
        for socket in self.state.get_websockets_with_tag(&tag(session)) {
            close(&socket, ENDED);
        }
    }

    /// How many sockets there are.
    pub(crate) fn sockets(&self) -> usize {
        self.state.get_websockets().len()
    }
}
