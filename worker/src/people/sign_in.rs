//! Signing in with a passkey, and the challenges that browsers answer.

use std::collections::BTreeMap;

use domain::{
    people::Grants,
    stamp::By,
    wire::{Access, CallerKind, Credential, Proof, SecurityKind, Ways},
};
use worker::{Request, console_error};

use crate::{
    caller::Caller,
    inbound::header,
    inside::Note,
    people::{
        People,
        passkey::{self, Key, Refused, Site, TIMEOUT},
        secret::Secret,
        security::note,
    },
    place::setting,
    reply::{OrReply, Reply, refuse},
    request,
    writes::Writes,
};

/// The most challenges that wait for an answer. The oldest ones go first.
const MAX_CHALLENGES: u32 = 10_000;
/// How many sign-ins from one address may fail within [`WINDOW`].
const MAX_FAILED: u32 = 30;
/// The time within which failed sign-ins are counted, in milliseconds.
const WINDOW: i64 = 600_000;
/// The most addresses whose failed sign-ins are counted at the same time.
const MAX_ADDRESSES: usize = 10_000;

/// What a challenge is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Signing in.
    SignIn,
    /// Accepting an invitation.
    Join,
    /// Adding a passkey.
    Passkey,
}

impl For {
    const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Join => "join",
            Self::Passkey => "passkey",
        }
    }
}

/// The sign-ins that failed lately, by the address of the client: since when they are counted, and how many there were.
#[derive(Debug, Default)]
pub struct Attempts(BTreeMap<String, (i64, u32)>);

impl Attempts {
    fn failed(&mut self, address: String, now: i64) {
        self.0.retain(|_, (since, _)| now.saturating_sub(*since) < WINDOW);
        if self.0.len() < MAX_ADDRESSES || self.0.contains_key(&address) {
            self.0.entry(address).or_insert((now, 0)).1 += 1;
        }
    }

    /// How long an address has to wait, in milliseconds, if it has failed too often.
    fn wait(&self, address: &str, now: i64) -> Option<i64> {
        let (since, count) = self.0.get(address)?;
        let left = since.saturating_add(WINDOW).saturating_sub(now);
        (*count >= MAX_FAILED && left > 0).then_some(left)
    }
}

impl Site {
    /// Where a request was sent to.
    ///
    /// # Errors
    /// 409 if no passkey can belong to that address.
    pub fn of(request: &Request) -> OrReply<Self> {
        let url = request.inner().url();
        let rest = url.split_once("://").map_or("", |(_, rest)| rest);
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        let host = authority.split(':').next().unwrap_or_default();
        let is_name = host.contains(|char: char| char.is_ascii_alphabetic()) && !authority.starts_with('[');
        if !is_name {
            return refuse(Access::PasskeysElsewhere.into());
        }
        let scheme = if host == "localhost" { "http" } else { "https" };
        Ok(Self { host: host.to_owned(), origin: format!("{scheme}://{authority}") })
    }
}

/// The answer to a passkey that does not hold. What it is, is only logged.
pub fn refused(why: Refused) -> Box<Reply> {
    console_error!("a passkey was refused: {why:?}");
    Box::new(Reply::problem(&Access::PasskeyRefused.into()))
}

impl People {
    /// The ways to sign in.
    pub fn ways(&self, request: &Request) -> Reply {
        Reply::json(200, &Ways { passkeys: Site::of(request).is_ok(), providers: Vec::new() })
    }

    /// Makes a challenge. What it is about is known again when it is answered.
    pub fn challenge(&self, what: For, about: &str) -> OrReply<String> {
        let (text, now) = (Secret::new().tell(), self.now());
        let mut writes = Writes::default();
        writes.push("DELETE FROM challenge WHERE until <= ?", [now.into()]);
        let most = "DELETE FROM challenge WHERE challenge IN \
                    (SELECT challenge FROM challenge ORDER BY until DESC, challenge LIMIT -1 OFFSET ?)";
        writes.push(most, [(MAX_CHALLENGES - 1).into()]);
        let values = [text.as_str().into(), what.as_str().into(), about.into(), now.saturating_add(TIMEOUT).into()];
        writes.push("INSERT INTO challenge (challenge, kind, about, until) VALUES (?, ?, ?, ?)", values);
        self.commit(writes)?;
        Ok(text)
    }

    /// What the challenge is about that a browser answers. It cannot be answered again.
    pub fn answered(&self, what: For, credential: &Credential) -> OrReply<Option<String>> {
        let Some(challenge) = passkey::challenge_of(credential) else { return Ok(None) };
        let take = "DELETE FROM challenge WHERE challenge = ? RETURNING kind, about, until";
        let Some(mut row) = self.first(take, &[challenge.into()])? else { return Ok(None) };
        let (kind, about, until) = (row.text()?, row.text()?, row.number()?);
        Ok(Some(about).filter(|_| kind == what.as_str() && until > self.now()))
    }

    /// Begins to sign in.
    pub fn begin_sign_in(&self, request: &Request) -> OrReply<Reply> {
        let site = Site::of(request)?;
        Ok(Reply::json(200, &passkey::request(&site, &self.challenge(For::SignIn, "")?)))
    }

    /// Signs in.
    pub async fn sign_in(&self, request: &Request, body: &[u8]) -> OrReply<Reply> {
        let site = Site::of(request)?;
        let Proof { credential } = request::json(body)?;
        let address = self.address(request);
        let wait = self.attempts.borrow().wait(&address, self.now());
        // whoever holds a passkey that is known is never kept out by the mistakes of others at the same address
        if let Some(wait) = wait
            && !self.passkey_exists(&credential.id)?
        {
            let seconds = wait.saturating_add(999) / 1_000;
            let reply = Reply::problem(&Access::TooManyRequests.into());
            return Err(Box::new(reply.with_header("retry-after", seconds.to_string())));
        }
        match self.proven(&credential, &site).await {
            Ok((by, grants)) => {
                let mut writes = Writes::default();
                self.end_former(&mut writes, request);
                let cookie = self.begin_session(&mut writes, &by.id, header(request, "user-agent"));
                let now = self.now();
                writes.push("UPDATE person SET signed_in = ? WHERE id = ?", [now.into(), by.id.as_str().into()]);
                self.noted(&mut writes, &Note { by: Some(by.clone()), ..note(SecurityKind::SignedIn) })?;
                self.commit(writes)?;
                let caller = Caller { kind: CallerKind::Person, by: Some(by), grants, session: None };
                Ok(Reply::json(200, &caller.me()).with_header("set-cookie", cookie))
            }
            Err(reply) => {
                if !address.is_empty() {
                    self.attempts.borrow_mut().failed(address, self.now());
                }
                self.note(&note(SecurityKind::SignInRefused))?;
                Err(reply)
            }
        }
    }

    /// The person whose passkey signed.
    async fn proven(&self, credential: &Credential, site: &Site) -> OrReply<(By, Grants)> {
        if self.answered(For::SignIn, credential)?.is_none() {
            return Err(refused(Refused::Wrong("the challenge")));
        }
        let find = "SELECT key, algorithm, counter, person.id, person.name, roles FROM passkey \
                    JOIN person ON person.id = passkey.person WHERE passkey.id = ? AND host = ? AND blocked = 0";
        let id: crate::writes::Value = credential.id.as_str().into();
        let Some(mut row) = self.first(find, &[id.clone(), site.host.as_str().into()])? else {
            return Err(refused(Refused::Wrong("nobody has this passkey")));
        };
        let (text, algorithm, counter) = (row.text()?, row.number()?, row.number()?);
        let key = Key {
            text,
            algorithm: i32::try_from(algorithm).unwrap_or_default(),
            counter: u32::try_from(counter).unwrap_or(u32::MAX),
        };
        let by = By { id: row.text()?, name: row.text()? };
        let grants = row.grants()?;
        match passkey::used(credential, &key, site).await {
            Ok(counter) => {
                let mut writes = Writes::default();
                let values = [counter.into(), self.now().into(), id];
                writes.push("UPDATE passkey SET counter = ?, used = ? WHERE id = ?", values);
                self.commit(writes)?;
                Ok((by, grants))
            }
            Err(why) => {
                if why == Refused::Counter {
                    self.note(&Note { about: Some(by), ..note(SecurityKind::PasskeyCopied) })?;
                }
                Err(refused(why))
            }
        }
    }

    /// The address of the client, as the header says it that the configuration trusts; empty if it trusts none.
    fn address(&self, request: &Request) -> String {
        let trusted = setting(&self.env, "CLIENT_ADDRESS").unwrap_or_default();
        let hops = if trusted.is_empty() { None } else { header(request, &trusted) };
        hops.as_deref().and_then(|hops| hops.rsplit(',').next()).unwrap_or_default().trim().to_owned()
    }
}
