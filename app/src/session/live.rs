//! Hears what is new in the book of a platform as it is recorded, over a WebSocket. Of all tabs of this browser that show the
//! platform, one has the socket, and passes on what it hears: the one that holds a lock, which the browser hands to the next
//! tab when that one goes. Whatever is missed is asked for.

use std::{cell::Cell, rc::Rc};

use domain::{
    book::{Received, Receiving},
    stamp::Revision,
};
use gloo::timers::future::TimeoutFuture;
use js_sys::{ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::future_to_promise;
use web_sys::{BinaryType, BroadcastChannel, MessageEvent, WebSocket};

use super::{Session, access};
use crate::backend::{Backend, Wait};

/// How often the tab that has the socket looks after it, in milliseconds.
const LOOK_MS: u32 = 500;
/// How often it asks whether the other side is still there, and how long that may take to answer, in milliseconds.
const PING_MS: f64 = 20_000.0;
const SILENCE_MS: f64 = 10_000.0;
/// For how long it is believed that news come by themselves since something was heard, in milliseconds. In a tab that nobody sees,
/// timers come once a minute.
const BELIEF_MS: f64 = 90_000.0;
/// How long what a command has done may take to come by itself, looking so often, in milliseconds.
const COMING_MS: (u32, u32) = (200, 20);

/// How long an answer that is on its way is waited for before what is new is asked for, looking so often, in milliseconds.
const ANSWER_MS: (u32, u32) = (5_000, 50);

/// What is said to the worker when something was taken up.
const TAKEN: &str = "ok";
/// What the worker says when something is to be asked for.
const BEHIND: &str = "behind";
const PING: &str = "ping";
const PONG: &str = "pong";

/// A socket, with what it calls when it hears something.
struct Line {
    socket: WebSocket,
    /// When something was heard last, in milliseconds since 1970.
    heard: Rc<Cell<f64>>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.socket.set_onmessage(None);
        // one that is closed already stays so
        drop(self.socket.close());
    }
}

/// Runs work under a lock of this browser, once it is free; at once where there are no locks.
fn under_lock(name: &str, work: impl Future<Output = ()> + 'static) {
    let locks = web_sys::window().and_then(|window| Reflect::get(&window.navigator(), &"locks".into()).ok());
    let request = locks.as_ref().and_then(|locks| Reflect::get(locks, &"request".into()).ok());
    let (Some(locks), Some(Ok(request))) = (locks, request.map(JsCast::dyn_into::<Function>)) else {
        return spawn_local(work);
    };
    let work = async {
        work.await;
        Ok(JsValue::UNDEFINED)
    };
    let granted = Closure::once_into_js(move |_: JsValue| -> Promise { future_to_promise(work) });
    // a browser that refuses it has no news by themselves, and asks for them
    drop(request.call2(&locks, &name.into(), &granted));
}

impl Session {
    /// Hears what is new for as long as the session is open.
    pub(super) async fn hear(self) {
        let Backend::Http(http) = self.backend() else { return };
        // what one person hears is for no other
        let person = loop {
            if !self.is_open() {
                return;
            }
            if let Some(me) = access::me_now() {
                break me.id.unwrap_or_default();
            }
            TimeoutFuture::new(LOOK_MS).await;
        };
        let name = format!("laufzeit/live/{person}/{}", http.platform().as_str());
        let Ok(channel) = BroadcastChannel::new(&name) else { return };
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| self.heard(&event.data()));
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let address = http.live();
        let (own, leads) = (channel.clone(), Rc::new(Cell::new(false)));
        let begins = Rc::clone(&leads);
        under_lock(&name, async move {
            begins.set(true);
            self.lead(&address, &own).await;
        });
        TimeoutFuture::new(LOOK_MS).await;
        if !leads.get() {
            // what the others heard since the book came here
            self.pull().await;
        }
        while self.is_open() {
            TimeoutFuture::new(LOOK_MS).await;
        }
        channel.close();
    }

    /// Has the socket, again and again, and passes on what it hears.
    async fn lead(self, address: &str, channel: &BroadcastChannel) {
        let mut again = Wait::FIRST;
        while self.is_open() {
            // a worker that does not answer, or refuses, is asked in another place whether that has changed
            let since = self.peek(|replica| replica.book().revision()).filter(|_| self.is_well());
            let line = since.and_then(|since| self.line(address, since, channel));
            if let Some(line) = line
                && self.held(&line, channel).await
            {
                again = Wait::FIRST;
                if self.is_open() {
                    // whether somebody may still come in
                    self.pull().await;
                }
            } else {
                again = again.longer();
            }
            // not all at the same moment after the worker began again
            TimeoutFuture::new(if self.is_open() { jittered(again.now(0)) } else { 0 }).await;
        }
    }

    /// A new socket, from a revision on.
    fn line(self, address: &str, Revision(since): Revision, channel: &BroadcastChannel) -> Option<Line> {
        let socket = WebSocket::new(&format!("{address}?since={since}")).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let heard = Rc::new(Cell::new(0.0));
        let (own, last, channel) = (socket.clone(), Rc::clone(&heard), channel.clone());
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let said = event.data();
            last.set(js_sys::Date::now());
            // a channel that was closed passes nothing on
            drop(channel.post_message(&said));
            self.heard(&said);
            if said != PONG {
                drop(own.send_with_str(TAKEN));
            }
        });
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Some(Line { socket, heard, _on_message: on_message })
    }

    /// Returns once the socket is of no more use, and whether it ever was.
    async fn held(self, line: &Line, channel: &BroadcastChannel) -> bool {
        // the worker begins to speak by itself, as if it had been asked
        let (mut opened, mut asked) = (false, js_sys::Date::now());
        while self.is_open() {
            let (state, since) = (line.socket.ready_state(), js_sys::Date::now() - asked);
            let is_answered = line.heard.get() >= asked;
            opened |= state == WebSocket::OPEN;
            if state > WebSocket::OPEN || !is_answered && since >= SILENCE_MS {
                break;
            }
            if is_answered && since >= PING_MS {
                asked = js_sys::Date::now();
                drop(line.socket.send_with_str(PING));
            }
            TimeoutFuture::new(LOOK_MS).await;
        }
        // the others ask for themselves until somebody hears something again
        drop(channel.post_message(&JsValue::NULL));
        self.live.try_set_value(0.0);
        opened
    }

    /// Takes up what the worker said, in this tab or in another one.
    fn heard(self, said: &JsValue) {
        self.live.try_set_value(if said.is_null() { 0.0 } else { js_sys::Date::now() });
        if !self.is_open() {
        } else if let Some(bytes) = said.dyn_ref::<ArrayBuffer>() {
            let mut receiving = Receiving::default();
            let read = receiving.take(&Uint8Array::new(bytes).to_vec()).ok().and_then(|()| receiving.end().ok());
            if !read.is_some_and(|received| self.takes_up(received)) {
                spawn_local(self.pull());
            }
        } else if *said == BEHIND {
            spawn_local(async move {
                // mostly that is what this page has asked for itself, and the answer says so too
                wait(ANSWER_MS, || !self.is_sending()).await;
                self.pull().await;
            });
        }
    }

    /// Takes up what is new. Returns false if something is missing before it.
    fn takes_up(self, received: Received) -> bool {
        let Received::News(news) = &received else { return false };
        match self.peek(|replica| (replica.book().revision(), replica.book().today())) {
            // the book is still on its way here, and has it
            None => true,
            Some((revision, today)) => {
                let is_old = news.at() <= (revision, today);
                is_old || self.took_up(|replica| replica.receive(received))
            }
        }
    }

    /// Whether news come by themselves.
    pub(super) fn is_live(self) -> bool {
        self.live.try_get_value().is_some_and(|heard| js_sys::Date::now() - heard < BELIEF_MS)
    }

    /// Returns once what was recorded at a revision has come by itself, and whether it has.
    pub(super) async fn has_come(self, revision: Revision) -> bool {
        let is_there = || self.peek(|replica| replica.book().revision() >= revision);
        if self.is_live() {
            wait(COMING_MS, || is_there() != Some(false)).await;
        }
        is_there() == Some(true)
    }
}

/// Waits for something, so many milliseconds at most, looking so often.
async fn wait((most, often): (u32, u32), is_so: impl Fn() -> bool) {
    let mut left = most;
    while left > 0 && !is_so() {
        TimeoutFuture::new(often).await;
        left = left.saturating_sub(often);
    }
}

/// A wait of about so many milliseconds: between a half of it and all.
fn jittered(wait: u32) -> u32 {
    let half = wait / 2;
    // as numbers go here, this is exact
    half.saturating_add((f64::from(half) * js_sys::Math::random()) as u32)
}
