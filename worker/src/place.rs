//! Where the worker runs, and so who is let in.

use domain::{hash::Hash, wire::Access};
use js_sys::Reflect;
use worker::{Env, Request};

use crate::{
    caller::{Caller, HEADER},
    inbound::header,
    inside::{self, Shown},
    reply::{OrReply, Reply, refuse},
};

/// The name of the cookie with the secret of a session. A browser keeps a cookie of such a name from all other hosts and
/// takes it only over TLS, or from the machine itself.
pub const COOKIE: &str = "__Host-laufzeit";
/// How the text of a token begins.
pub const TOKEN: &str = "lfz_";
/// The length of a secret: 32 bytes in base64url.
const SECRET: usize = 43;

/// Where the worker runs. Its configuration says so, and never a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On one machine, for whoever sits at it. Nobody signs in.
    Desk,
    /// Where others reach it too. Nobody is let in who is not known.
    Locked,
}

impl Place {
    /// Where nothing says that it is a desk, it is locked.
    pub fn of(env: &Env) -> Self {
        if setting(env, "PLACE").as_deref() == Some("desk") { Self::Desk } else { Self::Locked }
    }
}

/// A text of the configuration. None if it is not there or no text.
pub fn setting(env: &Env, name: &str) -> Option<String> {
    Reflect::get(env, &name.into()).ok()?.as_string()
}

/// Finds out who sends a request from outside.
///
/// # Errors
/// 401 if nobody does who may come in. 503 if nobody can be known, because signing in is not set up.
pub async fn let_in(request: &Request, env: &Env) -> OrReply<Caller> {
    match Place::of(env) {
        Place::Desk if header(request, "authorization").is_some() => Err(not_signed_in()),
        Place::Desk => Ok(Caller::desk()),
        Place::Locked => inside::who(env, &shown(request)).await,
    }
}

/// What a request shows of who sends it. Secrets are passed on as hashes only.
pub fn shown(request: &Request) -> Shown {
    let hash = |secret: &str| (secret.len() == SECRET).then(|| Hash::of(secret.as_bytes()).to_string());
    match header(request, "authorization") {
        Some(text) => {
            let token = text.strip_prefix("Bearer ").and_then(|text| text.strip_prefix(TOKEN));
            Shown { token: token.and_then(hash), session: None }
        }
        None => {
            let cookies = header(request, "cookie").unwrap_or_default();
            let pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
            let mut own = pairs.filter(|(name, _)| *name == COOKIE).map(|(_, value)| value);
            // of two cookies nobody can know which is the right one
            let only = own.next().filter(|_| own.next().is_none());
            Shown { token: None, session: only.and_then(hash) }
        }
    }
}

/// The answer to who is not known.
pub fn not_signed_in() -> Box<Reply> {
    Box::new(Reply::problem(&Access::NotSignedIn.into()).with_header("www-authenticate", "Bearer"))
}

/// Who sends a request, as the worker has told this object.
///
/// # Errors
/// 401 if it did not tell, though nobody is let in here who is not known.
pub fn caller(request: &Request, env: &Env) -> OrReply<Caller> {
    match Place::of(env) {
        Place::Desk => Ok(Caller::desk()),
        Place::Locked => {
            let told = header(request, HEADER).and_then(|text| Caller::from_header(&text));
            told.map_or_else(|| refuse(Access::NotSignedIn.into()), Ok)
        }
    }
}
