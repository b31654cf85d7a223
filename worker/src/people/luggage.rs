//! What a browser takes along from one address of a desk to another. To a browser, `http://127.0.0.1` and `http://localhost`
//! are two sites, and a passkey needs a name. What it keeps for the first waits here, in memory, until it is at the second.
//! That cannot be in a link, because a link may be anybody's.

use std::cell::RefCell;

use domain::wire::{CallerKind, Luggage, LuggageTicket, OneTimeSecret};

use crate::{
    asked::nothing_here,
    caller::Caller,
    clock::recorded,
    people::{
        People,
        secret::{Secret, hash_of},
    },
    reply::{OrReply, Reply},
    request,
};

/// How many milliseconds luggage waits.
const LIFE: i64 = 600_000;

/// Luggage that waits.
struct Waiting {
    hash: String,
    until: i64,
    luggage: Luggage,
}

thread_local! {
    /// The last that was given up here. Nobody is at two desks at once, so there is none beside it.
    static WAITING: RefCell<Option<Waiting>> = const { RefCell::new(None) };
}

impl People {
    /// Holds what a browser keeps until it is taken.
    pub fn pack(&self, caller: &Caller, body: &[u8]) -> OrReply<Reply> {
        demand_desk(caller)?;
        let luggage: Luggage = request::json(body)?;
        let (secret, until) = (Secret::new(), self.now().saturating_add(LIFE));
        WAITING.set(Some(Waiting { hash: secret.hash(), until, luggage }));
        Ok(Reply::json(201, &LuggageTicket { secret: secret.tell(), expires_at: recorded(until) }))
    }

    /// Hands it out, once.
    pub fn unpack(&self, caller: &Caller, body: &[u8]) -> OrReply<Reply> {
        demand_desk(caller)?;
        let OneTimeSecret { secret } = request::json(body)?;
        let (hash, now) = (hash_of(&secret), self.now());
        let is_meant = |waiting: &mut Waiting| waiting.hash == hash && now < waiting.until;
        match WAITING.with_borrow_mut(|waiting| waiting.take_if(is_meant)) {
            Some(Waiting { luggage, .. }) => Ok(Reply::json(200, &luggage)),
            None => nothing_here(),
        }
    }
}

/// Only a desk has two addresses at which nobody signs in.
fn demand_desk(caller: &Caller) -> OrReply<()> {
    match caller.kind {
        CallerKind::Desk => Ok(()),
        CallerKind::Person | CallerKind::Token => nothing_here(),
    }
}
