//! Where the worker runs, and so who is let in.

use std::cell::Cell;

use domain::{
    hash::Hash,
    wire::{Access, Code},
};
use js_sys::Reflect;
use worker::{Env, Request, console_error};

use crate::{
    arrived::Arrived,
    asked::Asked,
    caller::{Caller, HEADER},
    damage::code,
    inbound::{body, header},
    inside::{self, Shown},
    machine::machine_now,
    people::lately,
    reply::{OrReply, Reply},
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
enum Place {
    /// On one machine, for whoever sits at it. Nobody signs in.
    Desk,
    /// Where others reach it too, or at a desk that somebody has locked by making a passkey. Nobody is let in who is not known.
    Locked,
}

thread_local! {
    /// Whether somebody has a passkey for the desk. At a desk there is one process, in which this and all objects run; none
    /// before the people's object was asked.
    static HAS_PEOPLE: Cell<Option<bool>> = const { Cell::new(None) };
}

/// Locks the desk: somebody has a passkey from now on. The directory is told, too, for the case that the people are lost.
pub async fn lock(env: &Env) {
    HAS_PEOPLE.set(Some(true));
    if let Err(error) = inside::lock(env).await {
        console_error!("{error}");
    }
}

impl Place {
    /// Where nothing says that it is a desk, it is locked.
    ///
    /// # Errors
    /// If the people's object does not tell whether a desk is locked.
    async fn of(env: &Env) -> OrReply<Self> {
        if setting(env, "PLACE").as_deref() != Some("desk") {
            return Ok(Self::Locked);
        }
        if HAS_PEOPLE.get().is_none() {
            if inside::has_people(env).await? {
                // the directory may have been made again since it was told
                lock(env).await;
            } else {
                // if the people are lost, the directory still knows. One that cannot be read keeps no platform from its desk, and is
                // asked again
                let is_locked = inside::is_locked(env).await.inspect_err(|error| console_error!("{error}")).ok();
                // it may have been locked meanwhile
                HAS_PEOPLE.set(HAS_PEOPLE.get().or(is_locked));
            }
        }
        Ok(if HAS_PEOPLE.get() == Some(true) { Self::Locked } else { Self::Desk })
    }
}

/// A text of the configuration. None if it is not there or no text.
pub fn setting(env: &Env, name: &str) -> Option<String> {
    Reflect::get(env, &name.into()).ok()?.as_string()
}

/// How often something may be done within ten minutes: what the configuration says, or else `most`.
pub fn limit(env: &Env, name: &str, most: u32) -> u32 {
    setting(env, name).and_then(|text| text.parse().ok()).unwrap_or(most)
}

/// Finds out who sends a request from outside.
///
/// # Errors
/// 401 if nobody does who may come in. 503 if nobody can be known, because signing in is not set up.
pub async fn let_in(request: &Request, env: &Env) -> OrReply<Caller> {
    match Place::of(env).await? {
        Place::Desk if header(request, "authorization").is_some() => Err(not_signed_in()),
        Place::Desk => Ok(Caller::desk()),
        Place::Locked => {
            let shown = shown(request);
            match lately::recall(&shown) {
                Some(caller) => Ok(caller),
                None => inside::who(env, &shown).await.map_err(known),
            }
        }
    }
}

/// What a request shows of who sends it. Secrets are passed on as hashes only.
pub fn shown(request: &Request) -> Shown {
    let hash = |secret: &str| (secret.len() == SECRET).then(|| Hash::of(secret.as_bytes()).to_string());
    match header(request, "authorization") {
        Some(text) => {
            let (scheme, text) = text.split_once(' ').unwrap_or_default();
            let token = text.strip_prefix(TOKEN).filter(|_| scheme.eq_ignore_ascii_case("bearer"));
            Shown { token: token.and_then(hash), session: None }
        }
        None => Shown { token: None, session: cookie(request, COOKIE).as_deref().and_then(hash) },
    }
}

/// The value of the cookie with this name. Of two nobody can know which is the right one, so there is none.
pub fn cookie(request: &Request, name: &str) -> Option<String> {
    let cookies = header(request, "cookie")?;
    let pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    let mut own = pairs.filter(|(own, _)| *own == name).map(|(_, value)| value);
    own.next().filter(|_| own.next().is_none()).map(str::to_owned)
}

/// A refusal of the people's object, with what a browser or script needs to know.
fn known(reply: Box<Reply>) -> Box<Reply> {
    if code(&reply) == Some(Code::NotSignedIn) { not_signed_in() } else { reply }
}

/// The answer to who is not known.
pub fn not_signed_in() -> Box<Reply> {
    Box::new(Reply::problem(&Access::NotSignedIn.into()).with_header("www-authenticate", "Bearer"))
}

/// After so many milliseconds it is asked once more who sends a request: whoever sends its body slowly may have been removed
/// meanwhile.
const STALE: i64 = 1_000;

/// Reads the body of a request, and says who sends it once that has arrived.
///
/// # Errors
/// Those of [`body`]; also if the caller may not make the call any more.
pub async fn with_body(request: &mut Request, asked: &Asked, env: &Env) -> OrReply<(Caller, Arrived)> {
    let (caller, began) = (caller(request)?, machine_now());
    let body = body(request, asked.described.body).await?;
    Ok((still(caller, began, asked, env).await?, body))
}

/// Who sends a request whose body began to come then, once that has arrived.
///
/// # Errors
/// If the caller may not make the call any more.
pub async fn still(caller: Caller, began: i64, asked: &Asked, env: &Env) -> OrReply<Caller> {
    if machine_now().saturating_sub(began) < STALE {
        return Ok(caller);
    }
    let caller = match Place::of(env).await? {
        Place::Desk => caller,
        Place::Locked => inside::again(env, &caller).await.map_err(known)?,
    };
    caller.demand(asked.described.who, asked.platform_named())?;
    Ok(caller)
}

/// Who sends a request, as the worker has told this object.
///
/// # Errors
/// 401 if it did not tell.
pub fn caller(request: &Request) -> OrReply<Caller> {
    let told = header(request, HEADER).and_then(|text| Caller::from_header(&text));
    told.ok_or_else(not_signed_in)
}
