//! Signing in with a passkey, and the challenges that browsers answer.

use domain::{
    people::Grants,
    stamp::By,
    wire::{Access, CallerKind, Credential, Kind, Proof, SecurityKind, Ways},
};
use worker::{Request, console_error};

use crate::{
    caller::Caller,
    inbound::header,
    inside::Note,
    people::{
        People,
        passkey::{self, Key, Refused, Site, TIMEOUT},
        secret::{Secret, decode, encode, hash_of},
        security::note,
    },
    place::{limit, setting, shown},
    rates::network,
    reply::{OrReply, Reply, refuse},
    request,
    writes::Writes,
};

/// The most challenges that wait for an answer. The oldest ones go first.
const MAX_CHALLENGES: u32 = 10_000;
/// How many sign-ins from one address may fail within ten minutes, unless the configuration says it.
const MAX_FAILED: u32 = 30;

/// What a kept challenge is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Accepting an invitation.
    Join,
    /// Adding a passkey.
    Passkey,
    /// Nothing any more: somebody has signed in with it.
    Nothing,
}

impl For {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Passkey => "passkey",
            Self::Nothing => "used",
        }
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

/// A person with one of their passkeys.
#[derive(PartialEq)]
struct Holder {
    key: Key,
    by: By,
    grants: Grants,
}

/// The answer to a passkey that does not hold. What it is, is only logged.
pub fn refused(why: Refused) -> Box<Reply> {
    console_error!("a passkey was refused: {why:?}");
    Box::new(Reply::problem(&Access::PasskeyRefused.into()))
}

impl People {
    /// The ways to sign in.
    pub fn ways(&self, request: &Request) -> Reply {
        let offered = self.offered(request);
        let misconfigured = offered.is_none();
        Reply::json(
            200,
            &Ways { passkeys: Site::of(request).is_ok(), providers: offered.unwrap_or_default(), misconfigured },
        )
    }

    /// Makes a challenge. What it is about is known again when it is answered.
    pub fn challenge(&self, what: For, about: &str) -> OrReply<String> {
        let (text, mut writes) = (Secret::new().tell(), Writes::default());
        let most = "DELETE FROM challenge WHERE challenge IN \
                    (SELECT challenge FROM challenge ORDER BY until DESC, challenge LIMIT -1 OFFSET ?)";
        writes.push(most, [(MAX_CHALLENGES - 1).into()]);
        self.keep_challenge(&mut writes, &text, (what, about), self.now().saturating_add(TIMEOUT));
        self.commit(writes)?;
        Ok(text)
    }

    /// Keeps a challenge as long as it can be answered, and forgets those that no longer can.
    pub fn keep_challenge(&self, writes: &mut Writes, challenge: &str, (what, about): (For, &str), until: i64) {
        writes.push("DELETE FROM challenge WHERE until <= ?", [self.now().into()]);
        let values = [challenge.into(), what.as_str().into(), about.into(), until.into()];
        writes.push("INSERT INTO challenge (challenge, kind, about, until) VALUES (?, ?, ?, ?)", values);
    }

    /// What the challenge is about that a browser answers. It cannot be answered again.
    pub fn answered(&self, what: For, credential: &Credential) -> OrReply<Option<String>> {
        let Some(challenge) = passkey::challenge_of(credential) else { return Ok(None) };
        let take = "DELETE FROM challenge WHERE challenge = ? RETURNING kind, about, until";
        let Some(mut row) = self.first(take, &[challenge.into()])? else { return Ok(None) };
        let (kind, about, until) = (row.text()?, row.text()?, row.number()?);
        Ok(Some(about).filter(|_| kind == what.as_str() && until > self.now()))
    }

    /// A challenge for signing in. Anybody may ask for one, so it is not kept: it is random, says until when it is good, and is
    /// sealed with a secret of this object.
    fn sealed_challenge(&self) -> OrReply<String> {
        let body = format!("{}.{}", Secret::new().tell(), self.now().saturating_add(TIMEOUT));
        Ok(format!("{body}.{}", self.seal(&body)?))
    }

    /// The seal of a text, which only this object can make.
    pub fn seal(&self, body: &str) -> OrReply<String> {
        let secret =
            self.first("SELECT secret FROM seal", &[])?.map(|mut row| row.text()).transpose()?.unwrap_or_default();
        Ok(hash_of(&format!("{secret}{}", hash_of(&format!("{secret}{body}")))))
    }

    /// Whether a browser answers a challenge of this object that is still good and that nobody has signed in with.
    fn is_fresh(&self, challenge: &str) -> OrReply<bool> {
        let Some((body, seal)) = challenge.rsplit_once('.') else { return Ok(false) };
        let until = body.rsplit_once('.').and_then(|(_, until)| until.parse::<i64>().ok());
        if until.is_none_or(|until| until <= self.now()) || self.seal(body)? != seal {
            return Ok(false);
        }
        Ok(!self.is_used(challenge)?)
    }

    /// Whether somebody has signed in with a challenge.
    pub fn is_used(&self, challenge: &str) -> OrReply<bool> {
        Ok(self.first("SELECT 1 FROM challenge WHERE challenge = ?", &[challenge.into()])?.is_some())
    }

    /// Begins to sign in.
    pub fn begin_sign_in(&self, request: &Request) -> OrReply<Reply> {
        let site = Site::of(request)?;
        Ok(Reply::json(200, &passkey::request(&site, &encode(self.sealed_challenge()?.as_bytes()))))
    }

    /// Signs in.
    pub async fn sign_in(&self, request: &Request, body: &[u8]) -> OrReply<Reply> {
        let site = Site::of(request)?;
        let Proof { credential } = request::json(body)?;
        // whoever holds a passkey that is known is never kept out by the mistakes of others at the same address
        if !self.passkey_exists(&credential.id)? {
            self.demand_few_failures(request)?;
        }
        let (by, grants) = self.counted(request, self.proven(&credential, &site).await)?;
        let mut writes = Writes::default();
        self.end_former(&mut writes, shown(request).session);
        let cookie = self.begin_session(&mut writes, &by.id, &credential.id, header(request, "user-agent"));
        self.noted(&mut writes, &Note { by: Some(by.clone()), ..note(SecurityKind::SignedIn) })?;
        self.commit(writes)?;
        let caller = Caller { kind: CallerKind::Person, by: Some(by), grants, session: None, until: None };
        Ok(Reply::json(200, &caller.me()).with_header("set-cookie", cookie))
    }

    /// Refuses somebody from whose address too many sign-ins failed lately.
    pub fn demand_few_failures(&self, request: &Request) -> OrReply<()> {
        let most = limit(&self.env, "MAX_FAILED_SIGN_INS", MAX_FAILED);
        self.failed.borrow().demand(&self.address(request), most, self.now())
    }

    /// The outcome of a sign-in. One that failed is counted and noted. Too many from one address are told so, each after it failed: who
    /// comes in is never kept out by others there.
    pub fn counted<T>(&self, request: &Request, outcome: OrReply<T>) -> OrReply<T> {
        outcome.or_else(|reply| {
            if reply.status == Kind::SignIn.status() {
                let few = self.demand_few_failures(request);
                let address = self.address(request);
                if !address.is_empty() {
                    self.failed.borrow_mut().count(&address, self.now());
                }
                if let Err(failed) = self.note(&note(SecurityKind::SignInRefused)) {
                    console_error!("{}", failed.body);
                }
                few?;
            }
            Err(reply)
        })
    }

    /// The person whose passkey signed.
    async fn proven(&self, credential: &Credential, site: &Site) -> OrReply<(By, Grants)> {
        let challenge = passkey::challenge_of(credential).and_then(|text| String::from_utf8(decode(&text)?).ok());
        let Some(challenge) = challenge else { return Err(refused(Refused::Wrong("the challenge"))) };
        if !self.is_fresh(&challenge)? {
            return Err(refused(Refused::Wrong("the challenge")));
        }
        let Some(holder) = self.holder(&credential.id, site)? else {
            return Err(refused(Refused::Wrong("nobody has this passkey")));
        };
        let outcome = passkey::used(credential, &holder.key, site).await;
        // while that was looked at, somebody may have used the passkey, or taken it from this person
        let unchanged =
            self.holder(&credential.id, site)?.is_some_and(|now| now == holder) && self.is_fresh(&challenge)?;
        let Holder { by, grants, .. } = holder;
        match outcome.and_then(|counter| if unchanged { Ok(counter) } else { Err(Refused::Wrong("the moment")) }) {
            Ok(counter) => {
                let mut writes = Writes::default();
                let values = [counter.into(), self.now().into(), credential.id.as_str().into()];
                writes.push("UPDATE passkey SET counter = ?, used = ? WHERE id = ?", values);
                let until = self.now().saturating_add(TIMEOUT);
                self.keep_challenge(&mut writes, &challenge, (For::Nothing, ""), until);
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

    /// Who has the passkey with this id, unless they may not sign in.
    fn holder(&self, id: &str, site: &Site) -> OrReply<Option<Holder>> {
        let find = "SELECT key, algorithm, counter, person.id, person.name, roles FROM passkey \
                    JOIN person ON person.id = passkey.person WHERE passkey.id = ? AND host = ? AND blocked = 0";
        let Some(mut row) = self.first(find, &[id.into(), site.host.as_str().into()])? else { return Ok(None) };
        let (text, algorithm, counter) = (row.text()?, row.number()?, row.number()?);
        let key = Key {
            text,
            algorithm: i32::try_from(algorithm).unwrap_or_default(),
            counter: u32::try_from(counter).unwrap_or(u32::MAX),
        };
        let by = By { id: row.text()?, name: row.text()? };
        Ok(Some(Holder { key, by, grants: row.grants()? }))
    }

    /// The network of the client, as the header says its address that the configuration trusts; empty if it trusts none.
    fn address(&self, request: &Request) -> String {
        let trusted = setting(&self.env, "CLIENT_ADDRESS").unwrap_or_default();
        let hops = if trusted.is_empty() { None } else { header(request, &trusted) };
        network(hops.as_deref().and_then(|hops| hops.rsplit(',').next()).unwrap_or_default().trim())
    }
}
