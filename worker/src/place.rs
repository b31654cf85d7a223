//! Where the worker runs, and so who is let in.

use domain::wire::Fault;
use js_sys::Reflect;
use worker::{Env, Request};

use crate::{
    inbound::header,
    reply::{OrReply, Reply, refuse},
};

/// Where the worker runs. Its configuration says so, and never a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// On one machine, for whoever sits at it. Nobody signs in.
    Desk,
    /// Where others reach it too. Nobody is let in who is not known.
    Locked,
}

impl Place {
    /// Where nothing says that it is a desk, it is locked.
    fn of(env: &Env) -> Self {
        if setting(env, "PLACE").as_deref() == Some("desk") { Self::Desk } else { Self::Locked }
    }
}

/// A text of the configuration. None if it is not there or no text.
pub fn setting(env: &Env, name: &str) -> Option<String> {
    Reflect::get(env, &name.into()).ok()?.as_string()
}

/// Lets a caller in.
///
/// # Errors
/// 401 if the request names a caller that is not known. 503 if nobody can be known, because signing in is not set up.
pub fn let_in(request: &Request, env: &Env) -> OrReply<()> {
    match Place::of(env) {
        Place::Desk if header(request, "authorization").is_some() => {
            Err(Box::new(Reply::problem(&Fault::NotSignedIn).with_header("www-authenticate", "Bearer")))
        }
        Place::Desk => Ok(()),
        Place::Locked => refuse(Fault::SignInMissing),
    }
}
